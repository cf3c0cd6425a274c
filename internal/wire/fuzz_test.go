package wire_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/accord-go/accord/internal/wire"
	"github.com/accord-go/accord/internal/wire/wiretest"
)

// depth returns how deep a valid document nests.
func depth(doc string) (deepest int) {
	dec := json.NewDecoder(strings.NewReader(doc))
	for now := 0; ; {
		token, err := dec.Token()
		if err != nil {
			return deepest
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			now++
			deepest = max(deepest, now)
		case json.Delim(']'), json.Delim('}'):
			now--
		}
	}
}

// checkSkip holds what Skip accepts against json.Valid; documents that nest
// too deep are the one exception.
func checkSkip(t *testing.T, doc string) {
	t.Helper()
	d := wire.NewDecoder(doc)
	raw := d.Raw()
	err := d.End()
	valid := json.Valid([]byte(doc))
	if (err == nil) != valid && !(valid && depth(doc) > 1000) {
		t.Errorf("%q: %v; valid: %t", doc, err, valid)
	}
	if err == nil && raw != strings.Trim(doc, " \t\r\n") {
		t.Errorf("raw text of %q is %q", doc, raw)
	}
	checkTree(t, doc)
}

// tree decodes any value with the Decoder's methods alone.
func tree(d *wire.Decoder) any {
	ahead := *d
	raw := ahead.Raw()
	if raw == "" {
		d.Skip() // fails
		return nil
	}
	switch raw[0] {
	case '{':
		m := map[string]any{}
		d.ObjectStart()
		for key, ok := d.Key(); ok; key, ok = d.Key() {
			m[key] = tree(d)
		}
		return m
	case '[':
		l := []any{}
		d.ArrayStart()
		for d.More() {
			l = append(l, tree(d))
		}
		return l
	case '"':
		return d.String()
	case 't', 'f':
		return d.Bool()
	case 'n':
		d.Null()
		return nil
	}
	return d.Float()
}

// checkTree compares all values of a document with encoding/json's.
func checkTree(t *testing.T, doc string) {
	t.Helper()
	if len(doc) > 1000 {
		return // tree is quadratic
	}
	var want any
	wantErr := json.Unmarshal([]byte(doc), &want)
	d := wire.NewDecoder(doc)
	got := tree(d)
	if err := d.End(); (err == nil) != (wantErr == nil) {
		t.Errorf("%q: %v; encoding/json: %v", doc, err, wantErr)
		return
	}
	if wantErr != nil {
		return
	}
	gotJSON, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	wantJSON, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if string(gotJSON) != string(wantJSON) {
		t.Errorf("%q decodes to %s; encoding/json: %s", doc, gotJSON, wantJSON)
	}
}

// checkString holds one string against encoding/json.
func checkString(t *testing.T, doc string) {
	t.Helper()
	d := wire.NewDecoder(doc)
	got := d.String()
	err := d.End()
	var want string
	if wantErr := json.Unmarshal([]byte(doc), &want); (err == nil) != (wantErr == nil) || err == nil && got != want {
		t.Errorf("%q: %q, %v; encoding/json: %q, %v", doc, got, err, want, wantErr)
	}
}

func TestRandomDocuments(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		doc := wiretest.Value(r)
		checkSkip(t, doc)
		checkString(t, wiretest.Quote(r))
		if broken := breakOne(r, doc); len(broken) < 200 {
			checkSkip(t, broken)
		}
	}
}

// breakOne changes, removes or doubles one byte.
func breakOne(r *rand.Rand, doc string) string {
	i := r.IntN(len(doc))
	switch r.IntN(3) {
	case 0:
		return doc[:i] + doc[i+1:]
	case 1:
		return doc[:i+1] + doc[i:]
	}
	const bytes = "{}[],:\"\\tfn0123.eE+- \n\x00\xff"
	return doc[:i] + bytes[r.IntN(len(bytes)):][:1] + doc[i+1:]
}

func FuzzSkip(f *testing.F) {
	for _, doc := range documents {
		f.Add(doc)
	}
	f.Add(strings.Repeat("[", 1001) + strings.Repeat("]", 1001))
	f.Fuzz(checkSkip)
}

func FuzzString(f *testing.F) {
	for _, doc := range documents {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		checkString(t, doc)
		checkString(t, `"`+doc+`"`)
	})
}

// FuzzDecode looks for panics in decoding, and in saying what went wrong.
func FuzzDecode(f *testing.F) {
	for _, doc := range documents {
		f.Add(doc)
		f.Add(`{"children":[{"child":` + doc + `}],"name":` + doc + `}`)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		var v node
		if err := wire.Unmarshal([]byte(doc), &v); err != nil && err.Error() == "" {
			t.Error("an error without text")
		}
	})
}
