package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/accord-go/accord/internal/wire"
)

// A node has what errors can be about.
type node struct {
	Name     string
	Size     uint8
	Child    *node
	Children []node
	Any      any
}

func (v *node) UnmarshalJSONFrom(d *wire.Decoder) error {
	if !d.ObjectStart() {
		return d.Err()
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		switch key {
		case "name":
			wire.String(d, &v.Name)
		case "size":
			wire.Uint(d, &v.Size)
		case "child":
			wire.Pointer(d, &v.Child, wire.Value)
		case "children":
			wire.Slice(d, &v.Children, wire.Value)
		case "at":
			d.Time()
		case "json":
			var n int
			wire.JSON(d, &n)
		case "fails":
			d.Skip()
			return errHand
		default:
			d.Skip()
		}
	}
	return d.Err()
}

var errHand = errors.New("made by hand")

func TestErrorsSayWhere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ doc, want string }{
		{`[]`, "wire: want object, got array at byte 0"},
		{`{"name":7}`, "wire: want string, got number at byte 8 in name"},
		{`{"name":[]}`, "wire: want string, got array at byte 8 in name"},
		{`{"size":"7"}`, "wire: want uint64, got string at byte 8 in size"},
		{`{"size":-7}`, "wire: want uint64, got number -7 at byte 8 in size"},
		{`{"size":256}`, "wire: want smaller number, got number 256 at byte 8 in size"},
		{`{"child":{"size":true}}`, "wire: want uint64, got bool at byte 17 in child.size"},
		{`{"a":"\"}","children":[{},{"a":[1,[2,{"b,":3}]],"children":[null,{"name":{}}]}]}`, "wire: want string, got object at byte 73 in children[1].children[1].name"},
		{`{"children":[{"at":"soon"}]}`, "wire: want time, got string at byte 19 in children[0].at"},
		{`{"child":{"json":{}}}`, "wire: value at byte 17 in child.json: json: cannot unmarshal object into Go value of type int"},
		{`{"child":{"fails":{}}}`, "made by hand"},
		{`{"name":"a" "size":1}`, "wire: expected a comma or a closing bracket at byte 12 in name"},
		{`{"name":"a","children":[{}{}]}`, "wire: expected a comma or a closing bracket at byte 26 in children[0]"},
		{`{"a":[1,2,nul]}`, "wire: unknown literal at byte 10 in a[2]"},
		{`{"a":{"b":}}`, "wire: expected a value at byte 10 in a.b"},
		{`{"name"}`, "wire: expected a colon after the key at byte 7 in name"},
		{`{name:1}`, "wire: expected a key at byte 1"},
		{`{"name":"\q"}`, "wire: unknown escape at byte 9 in name"},
		{"{\"name\":\"\n\"}", "wire: control character in a string at byte 9 in name"},
		{`{"name":"x`, "wire: unexpected end at byte 10 in name"},
		{`{"name":`, "wire: unexpected end at byte 8 in name"},
		{``, "wire: unexpected end at byte 0"},
		{`{} x`, "wire: data after the value at byte 3"},
		{`{"size":` + strings.Repeat("9", 50) + `}`, "wire: want uint64, got number " + strings.Repeat("9", 40) + "… at byte 8 in size"},
	} {
		var v node
		err := wire.Unmarshal([]byte(tt.doc), &v)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s:\n got %v\nwant %s", tt.doc, err, tt.want)
		}
	}
}

func TestErrorTypes(t *testing.T) {
	t.Parallel()
	var v node
	syntax, ok := errors.AsType[*wire.SyntaxError](wire.Unmarshal([]byte(`{"name":x}`), &v))
	if want := (wire.SyntaxError{Message: "expected a value", Offset: 8, Path: "name"}); !ok || *syntax != want {
		t.Errorf("got %+v, want %+v", syntax, want)
	}
	kind, ok := errors.AsType[*wire.TypeError](wire.Unmarshal([]byte(`{"name":1}`), &v))
	if want := (wire.TypeError{Want: "string", Got: "number", Offset: 8, Path: "name"}); !ok || *kind != want {
		t.Errorf("got %+v, want %+v", kind, want)
	}
	if err := wire.Unmarshal([]byte(`{"fails":1}`), &v); err != errHand {
		t.Errorf("got %v, want %v", err, errHand)
	}
}

// TestErrorsStick covers that nothing is read after an error, and that the
// first error stays.
func TestErrorsStick(t *testing.T) {
	t.Parallel()
	d := wire.NewDecoder(`{"a":x,"b":1}`)
	d.ObjectStart()
	d.Key()
	d.Skip()
	first := d.Err()
	if first == nil {
		t.Fatal("no error")
	}
	if _, ok := d.Key(); ok || d.More() || d.ObjectStart() || d.ArrayStart() || d.Null() || d.Bool() {
		t.Error("goes on after the error")
	}
	d.Skip()
	if d.Raw() != "" || d.String() != "" || d.Int() != 0 || d.Uint() != 0 || d.Float() != 0 || d.ID() != 0 || !d.Time().IsZero() {
		t.Error("values after the error")
	}
	if _, ok := d.Lookahead("b"); ok {
		t.Error("looks ahead after the error")
	}
	d.Stop(errHand)
	if d.Err() != first || d.End() != first {
		t.Errorf("error changed from %v to %v", first, d.Err())
	}
	d.Reset(`"a"`)
	if s := d.String(); s != "a" || d.End() != nil {
		t.Errorf("after Reset %q, %v", s, d.Err())
	}
}

// TestFailedValuesStay covers that a value that can't be decoded leaves the
// rest of the target as it was.
func TestFailedValuesStay(t *testing.T) {
	t.Parallel()
	v := node{Size: 3, Children: []node{{Name: "x"}}}
	for _, doc := range []string{`{"size":300}`, `{"children":7}`, `{"children":x}`} {
		if err := wire.Unmarshal([]byte(doc), &v); err == nil {
			t.Fatalf("no error for %s", doc)
		}
		if v.Size != 3 || len(v.Children) != 1 {
			t.Errorf("%s changed the value to %+v", doc, v)
		}
	}
}

func TestDepthIsLimited(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		open, closing string
		depth         int
		ok            bool
	}{
		{`[`, `]`, 1000, true},
		{`[`, `]`, 1001, false},
		{`[`, `]`, 10_000_000, false},
		{`{"child":`, `}`, 999, true},
		{`{"child":`, `}`, 1000, false},
		{`{"x":`, `}`, 1_000_000, false},
	} {
		doc := strings.Repeat(tt.open, tt.depth) + `{}` + strings.Repeat(tt.closing, tt.depth)
		if tt.open == `[` {
			doc = strings.Repeat(tt.open, tt.depth) + strings.Repeat(tt.closing, tt.depth)
		}
		d := wire.NewDecoder(doc)
		d.Skip()
		if err := d.End(); (err == nil) != tt.ok {
			t.Errorf("Skip %d × %s: %v, want ok %t", tt.depth, tt.open, err, tt.ok)
		}
		if tt.open == `[` {
			continue
		}
		var v node
		if err := wire.Unmarshal([]byte(doc), &v); (err == nil) != tt.ok {
			t.Errorf("decode %d × %s: %v, want ok %t", tt.depth, tt.open, err, tt.ok)
		}
	}
}

func TestRawReturnsTheTextBetweenWhiteSpace(t *testing.T) {
	t.Parallel()
	d := wire.NewDecoder(` { "a" : [ 1 , "x" ] , "b":null}`)
	var got []string
	d.ObjectStart()
	for _, ok := d.Key(); ok; _, ok = d.Key() {
		got = append(got, d.Raw())
	}
	if err := d.End(); err != nil {
		t.Fatal(err)
	}
	if want := `[ 1 , "x" ]|null`; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}

func TestLookaheadConsumesNothing(t *testing.T) {
	t.Parallel()
	d := wire.NewDecoder(`[{"a":{"type":1},"type":2,"type":3}]`)
	d.ArrayStart()
	d.More()
	ahead, ok := d.Lookahead("type")
	if n := ahead.Int(); !ok || n != 2 {
		t.Errorf("type = %d, %t; want the first one, 2", n, ok)
	}
	if _, ok := d.Lookahead("b"); ok {
		t.Error("found a key that isn't there")
	}
	if raw := d.Raw(); raw != `{"a":{"type":1},"type":2,"type":3}` {
		t.Errorf("next value is %s", raw)
	}
	if d.More() || d.End() != nil {
		t.Errorf("not at the end: %v", d.Err())
	}
	for _, doc := range []string{`[]`, `null`, `{"a":x,"type":1}`, `{"a"`, ``} {
		d := wire.NewDecoder(doc)
		if _, ok := d.Lookahead("type"); ok {
			t.Errorf("found a type in %s", doc)
		}
		if d.Err() != nil {
			t.Errorf("looking ahead in %s made an error: %v", doc, d.Err())
		}
	}
}

// TestBytesAreCopied covers that the bytes given to Unmarshal may change.
func TestBytesAreCopied(t *testing.T) {
	t.Parallel()
	doc := []byte(`{"name":"before"}`)
	var v node
	if err := wire.Unmarshal(doc, &v); err != nil {
		t.Fatal(err)
	}
	copy(doc, strings.Repeat("#", len(doc)))
	if v.Name != "before" {
		t.Errorf("name became %q", v.Name)
	}
}
