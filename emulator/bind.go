package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Requests are bound to structs that the handlers own, field by field, so that
// all that is wrong is found at once and reported at its place, as Discord
// does. Unknown keys are ignored. A field may have a rule:
//
//	Name  string   `json:"name"  rule:"required,len=1..100"` // characters
//	Delay int      `json:"delay" rule:"range=0..21600"`
//	IDs   []string `json:"ids"   rule:"len=2..100"`          // elements
//
// A null is as good as no value, except in an [optional]. Types with JSON of
// their own implement [binder].

// maxNesting is how deep a body may be nested. Nothing that Discord takes
// comes near it.
const maxNesting = 64

// binder is a type that reads itself and reports its own faults.
type binder interface {
	bindJSON(raw json.RawMessage, at formPath, r rule)
}

// bind fills what into points to from a body. The error is an [apiError].
func bind(body []byte, into any) error {
	if !json.Valid(body) || nesting(body) > maxNesting {
		return errInvalidJSON
	}
	f := new(form)
	bindValue(body, reflect.ValueOf(into).Elem(), f.at(), rule{})
	return f.err()
}

// bindStrict is bind for what people write by hand: keys that the form does not
// have are faults, and the error says in one line what is wrong, and where.
func bindStrict(text []byte, into any) error {
	var raw json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return syntaxError(text, err)
	}
	if nesting(text) > maxNesting {
		return errors.New("nested too deeply")
	}
	f := &form{strict: true}
	bindValue(raw, reflect.ValueOf(into).Elem(), f.at(), rule{})
	if f.err() != nil {
		return errors.New(f.text())
	}
	return nil
}

// syntaxError says where text is not JSON.
func syntaxError(text []byte, err error) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return errors.New("empty")
	}
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	before := text[:min(max(0, syntax.Offset-1), int64(len(text)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return fmt.Errorf("line %d, column %d: %w", line, column, err)
}

// nesting returns how deep valid JSON is nested.
func nesting(b []byte) (deepest int) {
	depth, inString := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

func bindValue(raw json.RawMessage, v reflect.Value, at formPath, r rule) {
	raw = bytes.TrimSpace(raw)
	if b, ok := v.Addr().Interface().(binder); ok {
		b.bindJSON(raw, at, r)
		return
	}
	if string(raw) == "null" {
		v.SetZero()
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		bindValue(raw, p.Elem(), at, r)
		v.Set(p)
	case reflect.Struct:
		bindStruct(raw, v, at)
	case reflect.Slice:
		bindSlice(raw, v, at, r)
	case reflect.Map:
		bindMap(raw, v, at, r)
	default:
		bindScalar(raw, v, at, r)
	}
}

func bindStruct(raw json.RawMessage, v reflect.Value, at formPath) {
	if u, ok := v.Addr().Interface().(json.Unmarshaler); ok {
		if err := u.UnmarshalJSON(raw); err != nil {
			at.add(codeModelConvert, "Could not be read.")
		}
		return
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		at.add(codeModelConvert, "Expected an object/dictionary.")
		return
	}
	bindFields(fields, v, at)
	if at.form.strict {
		for key := range fields {
			if !hasField(v.Type(), key) {
				at.at(key).add(codeUnknownKey, "There is no such field.")
			}
		}
	}
}

// hasField reports whether a struct has a field of that name in JSON.
func hasField(t reflect.Type, key string) bool {
	for sf := range t.Fields() {
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if name == key || sf.Anonymous && hasField(sf.Type, key) {
			return true
		}
	}
	return false
}

func bindFields(fields map[string]json.RawMessage, v reflect.Value, at formPath) {
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		if sf.Anonymous {
			bindFields(fields, v.Field(i), at)
			continue
		}
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		r := parseRule(sf.Tag.Get("rule"))
		value, ok := fields[name]
		switch {
		case ok && !(r.required && string(value) == "null"):
			bindValue(value, v.Field(i), at.at(name), r)
		case r.required:
			at.at(name).required()
		}
	}
}

func bindSlice(raw json.RawMessage, v reflect.Value, at formPath, r rule) {
	if v.Type() == reflect.TypeFor[json.RawMessage]() {
		v.SetBytes(bytes.Clone(raw))
		return
	}
	var elems []json.RawMessage
	if json.Unmarshal(raw, &elems) != nil {
		at.add(codeListConvert, "Only iterables may be used in a ListType")
		return
	}
	if r.bounded {
		at.length(len(elems), r.least, r.most)
		if len(elems) > r.most {
			return // its elements aren't worth the work
		}
	}
	v.Set(reflect.MakeSlice(v.Type(), len(elems), len(elems)))
	for i, elem := range elems {
		bindValue(elem, v.Index(i), at.at(i), rule{})
	}
}

func bindMap(raw json.RawMessage, v reflect.Value, at formPath, r rule) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		at.add(codeDictConvert, "Only dictionaries may be used in a DictType")
		return
	}
	if r.bounded {
		at.length(len(fields), r.least, r.most)
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(fields)))
	for key, value := range fields {
		elem := reflect.New(v.Type().Elem()).Elem()
		bindValue(value, elem, at.at(key), rule{})
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), elem)
	}
}

func bindScalar(raw json.RawMessage, v reflect.Value, at formPath, r rule) {
	switch {
	case v.Kind() == reflect.String:
		var s string
		if json.Unmarshal(raw, &s) != nil {
			at.addf(codeStringConvert, "Could not interpret %q as string.", raw)
			return
		}
		if r.bounded {
			at.length(utf8.RuneCountInString(s), r.least, r.most)
		}
		v.SetString(s)
	case v.Kind() == reflect.Bool:
		var b bool
		if json.Unmarshal(raw, &b) != nil {
			at.add(codeBooleanConvert, "Must be either true or false.")
			return
		}
		v.SetBool(b)
	case v.Kind() == reflect.Interface:
		var a any
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber() // IDs don't fit into floats
		if d.Decode(&a) == nil && a != nil {
			v.Set(reflect.ValueOf(a))
		}
	default:
		bindNumber(raw, v, at, r)
	}
}

func bindNumber(raw json.RawMessage, v reflect.Value, at formPath, r rule) {
	// Discord takes a number in quotes for a number.
	text := strings.Trim(string(raw), `"`)
	if v.CanFloat() {
		n, err := strconv.ParseFloat(text, 64)
		switch {
		case err != nil:
			at.addf(codeNumberCoerce, "Value %q is not float.", text)
		case r.bounded && n < float64(r.least):
			at.addf(codeNumberMin, "float value should be greater than or equal to %d.", r.least)
		case r.bounded && n > float64(r.most):
			at.addf(codeNumberMax, "float value should be less than or equal to %d.", r.most)
		default:
			v.SetFloat(n)
		}
		return
	}
	n, err := parseInt(text)
	fits := err == nil && (v.CanInt() && !v.OverflowInt(n) || v.CanUint() && n >= 0 && !v.OverflowUint(uint64(n)))
	switch {
	case !fits:
		at.addf(codeNumberCoerce, "Value %q is not int.", text)
	case r.bounded && n < int64(r.least):
		at.addf(codeNumberMin, "int value should be greater than or equal to %d.", r.least)
	case r.bounded && n > int64(r.most):
		at.addf(codeNumberMax, "int value should be less than or equal to %d.", r.most)
	case v.CanInt():
		v.SetInt(n)
	default:
		v.SetUint(uint64(n))
	}
}

// parseInt reads a whole number; 5.0 is one.
func parseInt(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return n, nil
	}
	f, ferr := strconv.ParseFloat(text, 64)
	if ferr != nil || f != float64(int64(f)) {
		return 0, err
	}
	return int64(f), nil
}

// A rule is what a field's tag demands.
type rule struct {
	required    bool
	bounded     bool
	least, most int // characters, elements, or the value itself
}

func parseRule(tag string) (r rule) {
	for part := range strings.SplitSeq(tag, ",") {
		name, bounds, _ := strings.Cut(part, "=")
		switch name {
		case "required":
			r.required = true
		case "len", "range":
			least, most, _ := strings.Cut(bounds, "..")
			r.bounded, r.most = true, unbounded
			_, err := fmt.Sscan(least, &r.least)
			if most != "" && err == nil {
				_, err = fmt.Sscan(most, &r.most)
			}
			if err != nil {
				panic("emulator: bad rule " + tag) // a mistake in our own source; every tag is tested
			}
		}
	}
	return r
}

// An optional is a field of an edit: absent, null or a value.
type optional[T any] struct {
	value   T
	present bool
	null    bool
}

// bindJSON marks the field as present and reads its value.
func (o *optional[T]) bindJSON(raw json.RawMessage, at formPath, r rule) {
	o.present, o.null = true, string(raw) == "null"
	if !o.null {
		bindValue(raw, reflect.ValueOf(&o.value).Elem(), at, r)
	}
}

// get returns the value, and whether there is one that isn't null.
func (o optional[T]) get() (T, bool) { return o.value, o.present && !o.null }

// bindOne binds a single value, outside of any struct.
func bindOne[T any](raw json.RawMessage, into *T, at formPath, r rule) {
	bindValue(raw, reflect.ValueOf(into).Elem(), at, r)
}

// bindAny is bindOne for a pointer of any type.
func bindAny(raw json.RawMessage, into any, at formPath) {
	bindValue(raw, reflect.ValueOf(into).Elem(), at, rule{})
}
