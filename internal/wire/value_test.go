package wire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/accord-go/accord/internal/wire"
)

// A field is a value of type T that decodes itself with decode.
type field[T any] struct {
	value  T
	decode func(*wire.Decoder, *T)
}

func (f *field[T]) UnmarshalJSONFrom(d *wire.Decoder) error {
	f.decode(d, &f.value)
	return d.Err()
}

// agree decodes doc into a copy of start with decode and with encoding/json
// and compares values, and whether there is an error.
func agree[T any](t *testing.T, doc string, start T, decode func(*wire.Decoder, *T)) {
	t.Helper()
	got := field[T]{start, decode}
	gotErr := wire.Unmarshal([]byte(doc), &got)
	want := start
	wantErr := json.Unmarshal([]byte(doc), &want)
	if (gotErr == nil) != (wantErr == nil) {
		t.Errorf("%T from %s: error %v, encoding/json: %v", want, doc, gotErr, wantErr)
		return
	}
	if gotErr == nil && !reflect.DeepEqual(got.value, want) {
		t.Errorf("%T from %s: %#v, encoding/json: %#v", want, doc, got.value, want)
	}
}

// documents are values of every type, well-formed and not.
var documents = []string{
	`null`, `true`, `false`, ` true `, "\t\n\r null\n", `nul`, `nulll`, `True`, `tru`, `fals`, `t`, `f`, `n`, ``, ` `, "\x00", "\v1", "\ufeff1",
	`0`, `-0`, `1`, `-1`, `127`, `128`, `-128`, `-129`, `255`, `256`, `32768`, `65536`, `2147483648`, `4294967296`,
	`999999999999999999`, `1000000000000000000`, `012345678901234567`, `123456789012345678.5`, `123456789012345678e1`, `[1726123456789,1726123456789]`,
	`9223372036854775807`, `9223372036854775808`, `-9223372036854775808`, `-9223372036854775809`, `18446744073709551615`, `18446744073709551616`,
	`00`, `01`, `-`, `-a`, `+1`, `.5`, `5.`, `1.0`, `1.5`, `-1.5`, `1e`, `1e+`, `1e3`, `1E-3`, `1.e3`, `1e400`, `-1e400`, `1e-400`, `0x10`, `1_000`, `NaN`, `Infinity`,
	`""`, `"a"`, `"hello, world"`, `"ü漢😀"`, `"a`, `"a\"`, `"\`, `"\u"`, `"\u00"`, `"\u00g0"`, `"\x41"`, `"\'"`, `'a'`,
	`"\"\\\/\b\f\n\r\t"`, `"\u0041\u00e9\u6f22\ud83d\ude00"`, `"\uD83D\uDE00"`,
	`"\ud83d"`, `"\ude00"`, `"\ud83d\ud83d\ude00"`, `"\ude00\ud83d"`, `"\ud83dx\ude00"`, `"\ud83d\n"`, `"\ud83d\u0041"`, `"\ufffd"`, `"\ud83d\u12"`,
	"\"\xff\"", "\"a\xc3\"", "\"\xc3\x28\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"1234567\xff89\"", "\"tab\there\"", "\"new\nline\"", "\"\x1f\"", "\"\x7f\"", "\"\\n\xff\"",
	`"0123456789012345678901234567890123456789\n0123456789"`,
	`[]`, `[ ]`, `[1]`, `[1,2]`, `[1,]`, `[,1]`, `[1 2]`, `[1`, `[`, `]`, `[1}`, `[[]]`, `[null]`, `["a",null]`, `[true,false]`, `[1.5]`, `[[1],null,[]]`,
	`{}`, `{ }`, `{"a":1}`, `{"a":1,}`, `{,"a":1}`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{a:1}`, `{1:1}`, `{"a":1 "b":2}`, `{"a":1`, `{"a`, `{`, `}`, `{"a":1]`,
	`{"a":1,"b":2}`, `{"a":1,"a":2}`, `{"\u0061":1}`, "{\"\xff\":1}", `{"a":null}`, `{"1":2}`, `{"-128":2}`, `{"128":2}`, `{"1.5":2}`, `{"00":2}`, `{"+1":2}`, `{"":1}`, ` { "a" : 1 , "b" : 2 } `,
	`1 2`, `{} {}`, `[]]`, `"a""b"`, `null null`, `1,`, `/**/1`, `1//`,
}

func TestValuesAgreeWithEncodingJSON(t *testing.T) {
	t.Parallel()
	type (
		name  string
		flags uint8
	)
	for _, doc := range documents {
		agree(t, doc, "was", wire.String)
		agree(t, doc, name("was"), wire.String)
		agree(t, doc, true, wire.Bool)
		agree(t, doc, false, wire.Bool)
		agree(t, doc, 7, wire.Int)
		agree(t, doc, int8(7), wire.Int)
		agree(t, doc, int16(7), wire.Int)
		agree(t, doc, int32(7), wire.Int)
		agree(t, doc, int64(7), wire.Int)
		agree(t, doc, uint(7), wire.Uint)
		agree(t, doc, flags(7), wire.Uint)
		agree(t, doc, uint16(7), wire.Uint)
		agree(t, doc, uint32(7), wire.Uint)
		agree(t, doc, uint64(7), wire.Uint)
		agree(t, doc, 7.5, wire.Float)
		agree(t, doc, any("was"), wire.JSON)
		agree(t, doc, json.RawMessage("was"), wire.Raw)
		agree(t, doc, new("was"), pointer(wire.String[string]))
		agree(t, doc, (*int)(nil), pointer(wire.Int[int]))
		agree(t, doc, new("was"), wire.StringPointer)
		agree(t, doc, nil, wire.StringPointer)
		agree(t, doc, nil, slice(wire.StringPointer))
		agree(t, doc, nil, slice(wire.String[string]))
		agree(t, doc, []int{8, 9}, slice(wire.Int[int]))
		agree(t, doc, nil, slice(slice(wire.Int[int])))
		agree(t, doc, [2]int{8, 9}, func(d *wire.Decoder, p *[2]int) { wire.Array(d, p[:], wire.Int) })
		agree(t, doc, nil, func(d *wire.Decoder, p *map[string]int) { wire.Map(d, p, wire.StringKey, wire.Int) })
		agree(t, doc, map[name]*int{"was": nil}, func(d *wire.Decoder, p *map[name]*int) { wire.Map(d, p, wire.StringKey, pointer(wire.Int[int])) })
		agree(t, doc, nil, func(d *wire.Decoder, p *map[int8]int) { wire.Map(d, p, wire.IntKey, wire.Int) })
		agree(t, doc, nil, func(d *wire.Decoder, p *map[uint64]int) { wire.Map(d, p, wire.IDKey, wire.Int) })
		agree(t, doc, nil, func(d *wire.Decoder, p *map[textKey]int) { wire.Map(d, p, wire.TextKey, wire.Int) })
	}
}

func pointer[T any](elem func(*wire.Decoder, *T)) func(*wire.Decoder, **T) {
	return func(d *wire.Decoder, p **T) { wire.Pointer(d, p, elem) }
}

func slice[T any](elem func(*wire.Decoder, *T)) func(*wire.Decoder, *[]T) {
	return func(d *wire.Decoder, p *[]T) { wire.Slice(d, p, elem) }
}

// A textKey is a key of a map that reads itself.
type textKey struct{ upper string }

func (k *textKey) UnmarshalText(b []byte) error {
	k.upper = strings.ToUpper(string(b))
	return nil
}

// TestMethodsTreatNullAsZero covers what the methods, unlike the functions,
// do with null.
func TestMethodsTreatNullAsZero(t *testing.T) {
	t.Parallel()
	d := wire.NewDecoder(`[null,null,null,null,null,null,null,null,null]`)
	d.ArrayStart()
	d.More()
	if s := d.String(); s != "" {
		t.Errorf("String = %q", s)
	}
	d.More()
	if d.Bool() {
		t.Error("Bool = true")
	}
	d.More()
	if n := d.Int(); n != 0 {
		t.Errorf("Int = %d", n)
	}
	d.More()
	if n := d.Uint(); n != 0 {
		t.Errorf("Uint = %d", n)
	}
	d.More()
	if f := d.Float(); f != 0 {
		t.Errorf("Float = %g", f)
	}
	d.More()
	if n := d.ID(); n != 0 {
		t.Errorf("ID = %d", n)
	}
	d.More()
	if at := d.Time(); !at.IsZero() {
		t.Errorf("Time = %v", at)
	}
	d.More()
	if d.ObjectStart() {
		t.Error("ObjectStart = true")
	}
	d.More()
	if d.ArrayStart() {
		t.Error("ArrayStart = true")
	}
	if d.More() || d.End() != nil {
		t.Errorf("not at the end: %v", d.Err())
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		doc  string
		want uint64
		ok   bool
	}{
		{`"175928847299117063"`, 175928847299117063, true},
		{`175928847299117063`, 175928847299117063, true},
		{`null`, 0, true},
		{`"0"`, 0, true},
		{`"18446744073709551615"`, 1<<64 - 1, true},
		{`18446744073709551615`, 1<<64 - 1, true},
		{`"9999999999999999999"`, 9999999999999999999, true},
		{`"\u0031\u0032"`, 12, true},
		{`"18446744073709551616"`, 0, false},
		{`"100000000000000000000"`, 0, false},
		{`""`, 0, false},
		{`"-1"`, 0, false},
		{`-1`, 0, false},
		{`1.5`, 0, false},
		{`"12`, 0, false},
		{`"12x"`, 0, false},
		{`"1 2"`, 0, false},
		{`true`, 0, false},
		{`{}`, 0, false},
		{`nul`, 0, false},
		{``, 0, false},
	} {
		d := wire.NewDecoder(tt.doc)
		got := d.ID()
		if err := d.End(); got != tt.want || (err == nil) != tt.ok {
			t.Errorf("ID of %s = %d, %v; want %d, ok %t", tt.doc, got, err, tt.want, tt.ok)
		}
	}
}
