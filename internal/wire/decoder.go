// Package wire reads JSON by pulling: a generated decoder asks for the next
// key, then for the value that it expects there. It exists because decoding
// an event with encoding/json costs six times as much.
//
// A Decoder reads one immutable string. Strings without escapes come out as
// substrings, so a decoded field keeps its whole document alive. The first
// error sticks: from then on every method returns zero values at once, so
// callers check Err once, at the end.
//
// What is accepted, and what comes out, is what encoding/json does, with three
// exceptions: keys match in their exact case only, documents nest 1000 deep at
// most (encoding/json: 10000), and the first value of a wrong type ends the
// decoding. Skipped values are checked like decoded ones. Invalid UTF-8 and
// lone surrogates become U+FFFD, as in encoding/json; they are no errors.
package wire

import "sync"

// maxDepth is how deep arrays and objects may nest. Discord's deepest are a
// few dozen levels; the limit keeps recursion off hostile input's leash.
const maxDepth = 1000

// A Decoder pulls values out of one JSON text. Make one with NewDecoder; the
// zero Decoder reads an empty text.
//
// Each method consumes the value that comes next, whatever it returns.
type Decoder struct {
	s     string // the text
	i     int    // where the next byte is; len(s) after an error
	depth int    // open arrays and objects
	first bool   // an array or object has just been opened
	err   error

	lenient bool // see Lenient

	strings []string // what stringPointer's pointers point to
}

// An Unmarshaler decodes itself from the value that comes next in d, and
// consumes it. It has to treat null as encoding/json asks of its Unmarshaler:
// by doing nothing, unless null means something to it.
type Unmarshaler interface {
	UnmarshalJSONFrom(d *Decoder) error
}

// NewDecoder returns a Decoder that reads s.
func NewDecoder(s string) *Decoder { return &Decoder{s: s} }

// Reset makes d read s from its start and forgets d's error.
func (d *Decoder) Reset(s string) { *d = Decoder{s: s} }

// Err returns the first error, which is a *SyntaxError, a *TypeError or what
// Stop was given.
func (d *Decoder) Err() error { return d.err }

// Lenient says whether from now on a value of a wrong type is skipped and leaves
// its field as it is, instead of being an error. It returns how it was before.
func (d *Decoder) Lenient(on bool) (before bool) {
	before, d.lenient = d.lenient, on
	return before
}

// Stop makes err the decoder's error, unless it is nil or there is one.
func (d *Decoder) Stop(err error) {
	if err != nil && d.err == nil {
		d.stop(err)
	}
}

func (d *Decoder) stop(err error) {
	d.err = err
	d.i = len(d.s) // every later read meets the end and finds err set
}

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// Unmarshal decodes b, which has to hold one value and nothing else, into v.
// It copies b once; b is free for reuse afterwards.
func Unmarshal(b []byte, v Unmarshaler) error {
	return UnmarshalString(string(b), v)
}

// UnmarshalString is Unmarshal without the copy. What v keeps of s keeps all
// of s alive.
func UnmarshalString(s string, v Unmarshaler) error {
	d := decoders.Get().(*Decoder)
	d.Reset(s)
	d.Stop(v.UnmarshalJSONFrom(d))
	err := d.End()
	d.Reset("")
	decoders.Put(d)
	return err
}

// End checks that nothing but white space is left, and returns Err.
func (d *Decoder) End() error {
	d.peek()
	if d.i < len(d.s) {
		d.syntax("data after the value")
	}
	return d.err
}

// peek returns the next byte that isn't white space without consuming it, and
// 0 at the end.
func (d *Decoder) peek() byte {
	if d.i < len(d.s) {
		if c := d.s[d.i]; c > ' ' {
			return c
		}
	}
	return d.peekSpace()
}

func (d *Decoder) peekSpace() byte {
	for ; d.i < len(d.s); d.i++ {
		switch c := d.s[d.i]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// ObjectStart enters an object. It returns false for null and on an error;
// otherwise call Key until it returns false.
func (d *Decoder) ObjectStart() bool { return d.open('{', "object") }

// ArrayStart enters an array. It returns false for null and on an error;
// otherwise call More until it returns false.
func (d *Decoder) ArrayStart() bool { return d.open('[', "array") }

func (d *Decoder) open(bracket byte, want string) bool {
	if d.peek() != bracket {
		if !d.Null() {
			d.wrongType(want)
		}
		return false
	}
	if d.depth == maxDepth {
		d.syntax("nested too deeply")
		return false
	}
	d.i++
	d.depth++
	d.first = true
	return true
}

// Key returns the next key of the object that ObjectStart entered, and false
// at its end or on an error. The key's value comes next.
func (d *Decoder) Key() (string, bool) {
	if i := d.i; i+1 < len(d.s) && d.s[i] == ',' && d.s[i+1] == '"' && !d.first {
		d.i++ // nearly always: no white space, not the first key
	} else if !d.nextKey() {
		return "", false
	}
	key := d.quoted()
	if d.i < len(d.s) && d.s[d.i] == ':' {
		d.i++
		return key, true
	}
	return key, d.colon()
}

// skipKey is Key without the key.
func (d *Decoder) skipKey() bool {
	if !d.nextKey() {
		return false
	}
	d.scanString()
	return d.colon()
}

func (d *Decoder) nextKey() bool {
	if !d.next('}') {
		return false
	}
	if d.peek() != '"' {
		d.syntax("expected a key")
		return false
	}
	return true
}

func (d *Decoder) colon() bool {
	if d.peek() != ':' {
		d.syntax("expected a colon after the key")
		return false
	}
	d.i++
	return true
}

// More reports whether there is another element in the array that ArrayStart
// entered; the element comes next.
func (d *Decoder) More() bool { return d.next(']') }

// next consumes the comma before the next element, or the closing bracket.
func (d *Decoder) next(bracket byte) bool {
	c := d.peek()
	first := d.first
	d.first = false
	if c == bracket {
		d.i++
		d.depth--
		return false
	}
	if first {
		return d.err == nil
	}
	if c != ',' {
		d.syntax("expected a comma or a closing bracket")
		return false
	}
	d.i++
	return true
}

// Null consumes null if it comes next, and reports whether it did.
func (d *Decoder) Null() bool { return d.peek() == 'n' && d.literal("null") }

// literal consumes word, whose first byte comes next.
func (d *Decoder) literal(word string) bool {
	if len(d.s)-d.i < len(word) || d.s[d.i:d.i+len(word)] != word {
		d.syntax("unknown literal")
		return false
	}
	d.i += len(word)
	return true
}

// Bool returns true or false; null is false.
func (d *Decoder) Bool() bool {
	switch d.peek() {
	case 't':
		return d.literal("true")
	case 'f':
		d.literal("false")
	case 'n':
		d.literal("null")
	default:
		d.wrongType("bool")
	}
	return false
}

// Skip consumes one value of any kind.
func (d *Decoder) Skip() {
	switch c := d.peek(); c {
	case '"':
		d.scanString()
	case '{':
		d.ObjectStart()
		for d.skipKey() {
			d.Skip()
		}
	case '[':
		d.ArrayStart()
		for d.More() {
			d.Skip()
		}
	case 't':
		d.literal("true")
	case 'f':
		d.literal("false")
	case 'n':
		d.literal("null")
	default:
		d.scanNumber()
	}
}

// Raw returns the text of one value of any kind, without white space around
// it.
func (d *Decoder) Raw() string {
	d.peek()
	start := d.i
	d.Skip()
	if d.err != nil {
		return ""
	}
	return d.s[start:d.i]
}

// Lookahead looks for key in the object that comes next, without consuming
// anything of d, and returns a decoder before the first such key's value. A
// union reads its discriminator that way, then decodes the member from d. It
// returns false if there is no object, no such key or an error before it.
func (d *Decoder) Lookahead(key string) (Decoder, bool) {
	ahead := *d
	if !ahead.ObjectStart() {
		return ahead, false
	}
	for k, ok := ahead.Key(); ok; k, ok = ahead.Key() {
		if k == key {
			return ahead, true
		}
		ahead.Skip()
	}
	return ahead, false
}
