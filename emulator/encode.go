package emulator

import (
	"bytes"
	"encoding"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/accord-go/accord/discord"
)

// encode writes v as Discord would, where encoding/json would not: a list that
// is there has elements or is [], never null, and the fields that Discord
// always writes are written even where discord's types would leave them out
// (see [shapes]). Everything that the emulator sends comes through here.
func encode(v any) ([]byte, error) {
	var w jsonWriter
	w.leaves = json.NewEncoder(&w.Buffer)
	w.leaves.SetEscapeHTML(false)
	if err := w.value(reflect.ValueOf(v)); err != nil {
		return nil, err
	}
	return w.Bytes(), nil
}

type jsonWriter struct {
	bytes.Buffer
	leaves   *json.Encoder
	messages int // how many messages are open, one in the other
}

// leaf writes v as encoding/json does.
func (w *jsonWriter) leaf(v reflect.Value) error {
	err := w.leaves.Encode(v.Interface())
	if err == nil {
		w.Truncate(w.Len() - 1) // the newline
	}
	return err
}

func (w *jsonWriter) value(v reflect.Value) error {
	if !v.IsValid() {
		w.WriteString("null")
		return nil
	}
	if v.Type() == overwriteIDType && v.IsZero() {
		w.WriteString(`"0"`) // @everyone in a template, where roles are numbered
		return nil
	}
	if isLeaf(v.Type()) {
		return w.leaf(v)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			w.WriteString("null")
			return nil
		}
		return w.value(v.Elem())
	case reflect.Struct:
		return w.object(v)
	case reflect.Slice, reflect.Array:
		return w.list(v)
	case reflect.Map:
		return w.mapping(v)
	default:
		return w.leaf(v)
	}
}

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	rawMessage    = reflect.TypeFor[json.RawMessage]()

	overwriteIDType = reflect.TypeFor[discord.OverwriteID]()
)

// isLeaf reports whether a type writes itself.
func isLeaf(t reflect.Type) bool {
	if t.Kind() == reflect.Interface || t.Kind() == reflect.Pointer {
		return false // what is in it decides
	}
	return t == rawMessage || t.Implements(jsonMarshaler) || t.Implements(textMarshaler)
}

func (w *jsonWriter) list(v reflect.Value) error {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return w.leaf(v)
	}
	w.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			w.WriteByte(',')
		}
		if err := w.value(v.Index(i)); err != nil {
			return err
		}
	}
	w.WriteByte(']')
	return nil
}

func (w *jsonWriter) mapping(v reflect.Value) error {
	values := make(map[string]reflect.Value, v.Len())
	for key, value := range v.Seq2() {
		name, err := mapKey(key)
		if err != nil {
			return err
		}
		values[name] = value
	}
	w.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(values)) {
		if i > 0 {
			w.WriteByte(',')
		}
		if err := w.key(name); err != nil {
			return err
		}
		if err := w.value(values[name]); err != nil {
			return err
		}
	}
	w.WriteByte('}')
	return nil
}

// mapKey writes the key of a map as encoding/json does.
func mapKey(key reflect.Value) (string, error) {
	if m, ok := key.Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		return string(b), err
	}
	b, err := json.Marshal(key.Interface())
	return strings.Trim(string(b), `"`), err
}

func (w *jsonWriter) key(name string) error {
	err := w.leaf(reflect.ValueOf(name))
	w.WriteByte(':')
	return err
}

func (w *jsonWriter) object(v reflect.Value) error {
	w.WriteByte('{')
	start := w.Len()
	if err := w.fields(v, start, nil); err != nil {
		return err
	}
	w.WriteByte('}')
	return nil
}

// fields writes the fields of a struct, and those of structs that it embeds as
// if they were its own. Hidden are those that an outer struct has as well.
func (w *jsonWriter) fields(v reflect.Value, start int, hidden []string) error {
	always := alwaysWritten(v)
	hidden = append(slices.Clip(hidden), neverWritten(v)...)
	if v.Type() == messageType {
		w.messages++
		defer func() { w.messages-- }()
		if w.messages == 1 && answers(v) {
			always = append(slices.Clip(always), "referenced_message")
		}
	}
	own := structFields(v.Type())
	for _, f := range own {
		field := v.Field(f.index)
		if f.embedded {
			if err := w.fields(field, start, hiddenBy(own, hidden)); err != nil {
				return err
			}
			continue
		}
		if slices.Contains(hidden, f.name) || f.omit && isZero(field) && !slices.Contains(always, f.name) {
			continue
		}
		if err := w.field(f.name, field, start); err != nil {
			return err
		}
	}
	for _, extra := range shapes[v.Type()].extra {
		if err := w.field(extra.name, reflect.ValueOf(extra.value), start); err != nil {
			return err
		}
	}
	return nil
}

// hiddenBy returns the names that fields hide in the structs beside them.
func hiddenBy(fields []structField, hidden []string) []string {
	names := slices.Clone(hidden)
	for _, f := range fields {
		if !f.embedded {
			names = append(names, f.name)
		}
	}
	return names
}

func (w *jsonWriter) field(name string, v reflect.Value, start int) error {
	if w.Len() > start {
		w.WriteByte(',')
	}
	if err := w.key(name); err != nil {
		return err
	}
	return w.value(v)
}

// isZero is the test of the option omitzero.
func isZero(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return v.Kind() == reflect.Pointer && v.IsNil() || z.IsZero()
	}
	return v.IsZero()
}

// structField is what a tag says.
type structField struct {
	index    int
	name     string
	embedded bool
	omit     bool
}

var structFieldCache sync.Map // reflect.Type → []structField

func structFields(t reflect.Type) []structField {
	if cached, ok := structFieldCache.Load(t); ok {
		return cached.([]structField)
	}
	var fields []structField
	for i := range t.NumField() {
		sf := t.Field(i)
		name, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
		switch {
		case name == "" && sf.Anonymous && sf.Type.Kind() == reflect.Struct:
			fields = append(fields, structField{index: i, embedded: true})
		case name == "-" || !sf.IsExported():
			continue
		case name == "":
			fields = append(fields, structField{index: i, name: sf.Name})
		default:
			omit := strings.Contains(options, "omit")
			fields = append(fields, structField{index: i, name: name, omit: omit})
		}
	}
	structFieldCache.Store(t, fields)
	return fields
}
