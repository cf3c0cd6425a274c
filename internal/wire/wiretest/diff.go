// Package wiretest checks generated decoders against encoding/json: the same
// document is decoded into a type, by its generated decoder, and into the
// type's plain mirror (see wiregen -plain), by encoding/json, and the two are
// compared.
package wiretest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

var (
	rawType  = reflect.TypeFor[json.RawMessage]()
	timeType = reflect.TypeFor[time.Time]()
)

// Check decodes doc into new values of the types that decoded and plain point
// to, and says how they differ; "" is not at all. Where encoding/json fails,
// the generated decoder has to.
func Check(doc string, decoded, plain any) string {
	d := reflect.New(reflect.TypeOf(decoded).Elem())
	p := reflect.New(reflect.TypeOf(plain).Elem())
	errD := d.Interface().(json.Unmarshaler).UnmarshalJSON([]byte(doc))
	errP := json.Unmarshal([]byte(doc), p.Interface())
	if (errD == nil) != (errP == nil) {
		return fmt.Sprintf("generated decoder: %v; encoding/json: %v", errD, errP)
	}
	if errD != nil {
		return ""
	}
	return diff(d.Elem(), p.Elem(), d.Type().Elem().Name())
}

// diff compares a decoded value with its plain mirror's.
func diff(d, p reflect.Value, path string) string {
	switch {
	case p.Type() == rawType && d.Type() != rawType:
		return "" // decodes itself by hand and has tests of its own
	case p.Type() == timeType:
		return diffTime(d, p, path)
	case d.Kind() != p.Kind():
		return fmt.Sprintf("%s: kinds %s and %s", path, d.Kind(), p.Kind())
	}
	switch p.Kind() {
	case reflect.Struct:
		return diffStruct(d, p, path)
	case reflect.Map:
		return diffMap(d, p, path)
	case reflect.Slice, reflect.Array:
		if p.Kind() == reflect.Slice && d.IsNil() != p.IsNil() || d.Len() != p.Len() {
			return fmt.Sprintf("%s: %#v; encoding/json: %#v", path, d, p)
		}
		for i := range p.Len() {
			if s := diff(d.Index(i), p.Index(i), fmt.Sprintf("%s[%d]", path, i)); s != "" {
				return s
			}
		}
		return ""
	case reflect.Pointer, reflect.Interface:
		if d.IsNil() != p.IsNil() {
			return fmt.Sprintf("%s: nil %t; encoding/json: %t", path, d.IsNil(), p.IsNil())
		}
		if p.IsNil() {
			return ""
		}
		return diff(d.Elem(), p.Elem(), path)
	}
	if !d.Equal(p.Convert(d.Type())) {
		return fmt.Sprintf("%s: %#v; encoding/json: %#v", path, d, p)
	}
	return ""
}

func diffStruct(d, p reflect.Value, path string) string {
	for i := range p.NumField() {
		name := p.Type().Field(i).Name
		field := d.FieldByName(name)
		if !field.IsValid() {
			return fmt.Sprintf("%s has no %s", path, name)
		}
		if s := diff(field, p.Field(i), path+"."+name); s != "" {
			return s
		}
	}
	return ""
}

func diffMap(d, p reflect.Value, path string) string {
	if d.IsNil() != p.IsNil() || d.Len() != p.Len() {
		return fmt.Sprintf("%s: %#v; encoding/json: %#v", path, d, p)
	}
	for _, key := range p.MapKeys() {
		elem := d.MapIndex(key.Convert(d.Type().Key()))
		if !elem.IsValid() {
			return fmt.Sprintf("%s has no key %v", path, key)
		}
		if s := diff(elem, p.MapIndex(key), fmt.Sprintf("%s[%v]", path, key)); s != "" {
			return s
		}
	}
	return ""
}

// diffTime compares moments; d is a time.Time or embeds one.
func diffTime(d, p reflect.Value, path string) string {
	if d.Type() != timeType {
		d = d.FieldByName("Time")
	}
	got, want := d.Interface().(time.Time), p.Interface().(time.Time)
	if !got.Equal(want) {
		return fmt.Sprintf("%s: %v; encoding/json: %v", path, got, want)
	}
	return ""
}
