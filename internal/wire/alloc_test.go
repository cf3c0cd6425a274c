//go:build !race

// The race detector's builds allocate more, and drop from pools at random.

package wire_test

import (
	"strings"
	"testing"

	"github.com/accord-go/accord/internal/wire"
)

// ceiling checks how often decoding doc may allocate.
func ceiling[T any](t *testing.T, name, doc string, limit float64, decode func(*wire.Decoder, *T)) {
	t.Helper()
	v := field[T]{decode: decode}
	got := testing.AllocsPerRun(200, func() {
		v.value = *new(T)
		if err := wire.UnmarshalString(doc, &v); err != nil {
			t.Fatal(err)
		}
	})
	if got > limit {
		t.Errorf("%s: %v allocations, want at most %v", name, got, limit)
	}
}

func TestAllocations(t *testing.T) {
	const ids = `["175928847299117063","175928847299117064","175928847299117065","175928847299117066","175928847299117067"]`
	ceiling(t, "string", `"hello, wörld"`, 0, wire.String[string])
	ceiling(t, "escaped string", `"hello,\n\"w\u00f6rld\""`, 1, wire.String[string])
	ceiling(t, "number", `-1234567`, 0, wire.Int[int])
	ceiling(t, "float", `0.75`, 0, wire.Float[float64])
	ceiling(t, "ID", `"175928847299117063"`, 0, func(d *wire.Decoder, p *uint64) { *p = d.ID() })
	ceiling(t, "time", `"2017-07-11T17:27:07.299000+00:00"`, 0, func(d *wire.Decoder, _ *int) { d.Time() })
	ceiling(t, "skipped", `{"a":[1,{"b":"c\n"}],"d":null,"e":1.5}`, 0, func(d *wire.Decoder, _ *int) { d.Skip() })
	ceiling(t, "pointer", `"a"`, 1, pointer(wire.String[string]))
	ceiling(t, "empty list", `[]`, 0, slice(wire.String[string]))
	ceiling(t, "list of IDs", ids, 1, slice(func(d *wire.Decoder, p *uint64) { *p = d.ID() }))
	ceiling(t, "list of objects", `[{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"}]`, 2, slice(wire.Value[node]))
	ceiling(t, "object", `{"name":"a","size":1,"child":{"name":"b"},"unknown":[1,2,3]}`, 1, wire.Value[node])
}

// TestStringsAreSubstrings covers that UnmarshalString copies no text.
func TestStringsAreSubstrings(t *testing.T) {
	doc := `{"name":"` + strings.Repeat("x", 10_000) + `"}`
	var v node
	allocs := testing.AllocsPerRun(100, func() {
		if err := wire.UnmarshalString(doc, &v); err != nil {
			t.Fatal(err)
		}
	})
	if allocs != 0 || len(v.Name) != 10_000 {
		t.Errorf("%v allocations for a string of %d bytes, want none", allocs, len(v.Name))
	}
}
