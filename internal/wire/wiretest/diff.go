// Package wiretest checks generated decoders against encoding/json: the same
// document is decoded into a type, by its generated decoder, and into the
// type's plain mirror (see wiregen -plain), by encoding/json, and the two are
// compared.
package wiretest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

var (
	rawType  = reflect.TypeFor[json.RawMessage]()
	timeType = reflect.TypeFor[time.Time]()
)

// Check decodes doc into new values of the types that decoded and plain point
// to, and says how they differ; "" is not at all. Where encoding/json fails,
// the generated decoder has to, but for what a lenient one passes over.
func Check(doc string, decoded, plain any) string {
	d, errD, p, errP := decode(doc, decoded, plain)
	if errD == nil && errP != nil && lenient(d.Type(), nil) && json.Valid([]byte(doc)) {
		return ""
	}
	if (errD == nil) != (errP == nil) {
		return fmt.Sprintf("generated decoder: %v; encoding/json: %v", errD, errP)
	}
	if errD != nil {
		return ""
	}
	return diff(d, p, d.Type().Name())
}

// CheckAny is Check for documents that nobody chose. It leaves out those in
// which the two differ on purpose: with keys that fit a field in another case,
// or twice, and with IDs and times that only one of the two takes.
func CheckAny(doc string, decoded, plain any) string {
	d, errD, p, errP := decode(doc, decoded, plain)
	if errD != nil || errP != nil || !plainKeys(json.NewDecoder(strings.NewReader(doc))) {
		return ""
	}
	return diff(d, p, d.Type().Name())
}

// lenientTypes are the types that are marked //wire:lenient.
var lenientTypes = []string{"Presence", "Tolerant"}

// lenient reports whether t is one of them, or holds one. It has looked at those in
// path already.
func lenient(t reflect.Type, path []reflect.Type) bool {
	switch {
	case slices.Contains(path, t):
		return false
	case slices.Contains(lenientTypes, t.Name()):
		return true
	}
	path = append(path, t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return lenient(t.Elem(), path)
	case reflect.Struct:
		for i := range t.NumField() {
			if lenient(t.Field(i).Type, path) {
				return true
			}
		}
	}
	return false
}

func decode(doc string, decoded, plain any) (d reflect.Value, errD error, p reflect.Value, errP error) {
	d = reflect.New(reflect.TypeOf(decoded).Elem())
	p = reflect.New(reflect.TypeOf(plain).Elem())
	errD = d.Interface().(json.Unmarshaler).UnmarshalJSON([]byte(doc))
	errP = json.Unmarshal([]byte(doc), p.Interface())
	return d.Elem(), errD, p.Elem(), errP
}

// plainKeys reports whether the keys of the value that comes next are of
// lower-case letters, digits and underscores, and different in each object.
func plainKeys(dec *json.Decoder) bool {
	token, err := dec.Token()
	if err != nil {
		return false
	}
	switch token {
	case json.Delim('['):
		for dec.More() {
			if !plainKeys(dec) {
				return false
			}
		}
	case json.Delim('{'):
		keys := map[json.Token]bool{}
		for dec.More() {
			key, err := dec.Token()
			if err != nil || keys[key] || strings.Trim(key.(string), "abcdefghijklmnopqrstuvwxyz_0123456789") != "" {
				return false
			}
			keys[key] = true
			if !plainKeys(dec) {
				return false
			}
		}
	default:
		return true
	}
	_, err = dec.Token()
	return err == nil
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
