package wire

import (
	"encoding"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The functions below decode the value that comes next into what p points
// to, and treat null as encoding/json does: pointers, slices and maps become
// nil, anything else stays as it is. They nest: Slice(d, &v.Names, String).

// String decodes a string.
func String[T ~string](d *Decoder, p *T) {
	if d.peek() == '"' {
		*p = T(d.quoted())
	} else if !d.Null() {
		d.wrongType("string")
	}
}

// StringPointer is Pointer with String, with fewer allocations.
func StringPointer(d *Decoder, p **string) {
	switch {
	case d.Null():
		*p = nil
	case *p == nil:
		*p = d.stringPointer(d.String())
	default:
		**p = d.String()
	}
}

// Bool decodes a bool.
func Bool[T ~bool](d *Decoder, p *T) {
	if !d.Null() {
		*p = T(d.Bool())
	}
}

// Int decodes a number without fraction that fits T.
func Int[T ~int | ~int8 | ~int16 | ~int32 | ~int64](d *Decoder, p *T) {
	if d.Null() {
		return
	}
	n := d.Int()
	if int64(T(n)) != n {
		d.overflow(n)
		return
	}
	*p = T(n)
}

// Uint decodes a number without sign and fraction that fits T.
func Uint[T ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64](d *Decoder, p *T) {
	if d.Null() {
		return
	}
	n := d.Uint()
	if uint64(T(n)) != n {
		d.overflow(n)
		return
	}
	*p = T(n)
}

// overflow fails because n, just consumed, doesn't fit its field.
func (d *Decoder) overflow(n any) { d.wrongNumber("smaller number", fmt.Sprint(n)) }

// Float decodes a number.
func Float[T ~float64](d *Decoder, p *T) {
	if !d.Null() {
		*p = T(d.Float())
	}
}

// Value decodes a type that decodes itself.
func Value[T any, P interface {
	*T
	Unmarshaler
}](d *Decoder, p P) {
	d.Stop(p.UnmarshalJSONFrom(d))
}

// JSON decodes with encoding/json, for types that know nothing of this
// package.
func JSON[T any](d *Decoder, p *T) {
	d.peek()
	start := d.i
	raw := d.Raw()
	if d.err != nil {
		return
	}
	if err := json.Unmarshal([]byte(raw), p); err != nil {
		d.Stop(fmt.Errorf("wire: value at byte %d%s: %w", start, in(path(d.s, start)), err))
	}
}

// Raw copies the value's text. Null is a text like any other.
func Raw(d *Decoder, p *json.RawMessage) {
	if raw := d.Raw(); d.err == nil {
		*p = append((*p)[:0], raw...)
	}
}

// Pointer decodes into what p points to, which it allocates if it is nil.
func Pointer[T any](d *Decoder, p **T, elem func(*Decoder, *T)) {
	if d.Null() {
		*p = nil
		return
	}
	if *p == nil {
		*p = new(T)
	}
	elem(d, *p)
}

// Slice decodes an array. An empty array gives an empty slice, not nil.
func Slice[S ~[]T, T any](d *Decoder, p *S, elem func(*Decoder, *T)) {
	if !d.ArrayStart() {
		if d.err == nil {
			*p = nil
		}
		return
	}
	s := (*p)[:0]
	start := d.i
	for d.More() {
		if len(s) == cap(s) {
			s = slices.Grow(s, d.growth(len(s), start))
		}
		var zero T
		s = append(s, zero)
		elem(d, &s[len(s)-1])
	}
	if s == nil {
		s = S{}
	}
	*p = s
}

// growth returns by how much to grow a slice of n elements, whose text begins
// at start, before the next one is decoded. Arrays of scalars are counted by
// their commas; objects start with one, the commonest length, then double, but
// never grow beyond what the rest of the text can hold.
func (d *Decoder) growth(n, start int) int {
	if n > 0 {
		size := (d.i - start) / n // of an element, on average
		return min(max(n, 3), 1+(len(d.s)-d.i)/max(size, 1))
	}
	if c := d.peek(); c == '{' || c == '[' {
		return 1
	}
	const far = 4 << 10 // bytes to look ahead, 200 IDs
	ahead := d.s[d.i:min(len(d.s), d.i+far)]
	if end := strings.IndexByte(ahead, ']'); end >= 0 {
		ahead = ahead[:end]
	}
	return strings.Count(ahead, ",") + 1
}

// Array decodes into as many elements as s, an array's slice, has: it skips
// what is left over and zeroes what is missing.
func Array[T any](d *Decoder, s []T, elem func(*Decoder, *T)) {
	if !d.ArrayStart() {
		return
	}
	n := 0
	for ; d.More(); n++ {
		if n < len(s) {
			elem(d, &s[n])
		} else {
			d.Skip()
		}
	}
	if n < len(s) {
		clear(s[n:])
	}
}

// Map decodes an object, into the map if there is one.
func Map[M ~map[K]V, K comparable, V any](d *Decoder, p *M, key func(*Decoder, string, *K), elem func(*Decoder, *V)) {
	if !d.ObjectStart() {
		if d.err == nil {
			*p = nil
		}
		return
	}
	if *p == nil {
		*p = make(M)
	}
	type entry struct {
		key   K
		value V
	}
	e := new(entry) // one for all: it escapes through elem
	for text, ok := d.Key(); ok; text, ok = d.Key() {
		*e = entry{}
		key(d, text, &e.key)
		elem(d, &e.value)
		if d.err == nil {
			(*p)[e.key] = e.value
		}
	}
}

// StringKey makes a map's key of a string.
func StringKey[K ~string](_ *Decoder, text string, p *K) { *p = K(text) }

// IntKey makes a map's key of a string that spells an integer.
func IntKey[K ~int | ~int8 | ~int16 | ~int32 | ~int64](d *Decoder, text string, p *K) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || int64(K(n)) != n {
		d.Stop(fmt.Errorf("wire: key %.40q is no integer, or too large", text))
		return
	}
	*p = K(n)
}

// IDKey makes a map's key of a string that spells an unsigned integer.
func IDKey[K ~uint64](d *Decoder, text string, p *K) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		d.Stop(fmt.Errorf("wire: key %.40q is no ID", text))
		return
	}
	*p = K(n)
}

// TextKey makes a map's key of a string by UnmarshalText.
func TextKey[K any, P interface {
	*K
	encoding.TextUnmarshaler
}](d *Decoder, text string, p P) {
	d.Stop(p.UnmarshalText([]byte(text)))
}
