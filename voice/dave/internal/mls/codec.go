package mls

import (
	"encoding/binary"
	"fmt"
)

const (
	// maxMessage is the longest message that is looked at. The welcome to a
	// group of 1000 with a full tree has some 600 kB.
	maxMessage = 1 << 20

	// maxItems is how many items a list may have. No list of DAVE is longer
	// than a group has members.
	maxItems = 1 << 12
)

// A reader takes values from the front of b. The first failure stays: all later
// values are zero. What it returns aliases b.
//
// RFC 9420 section 2.1.
type reader struct {
	b   []byte
	err error
}

// newReader reads a whole message.
func newReader(b []byte) *reader {
	r := &reader{b: b}
	if len(b) > maxMessage {
		r.fail("longer than a message may be")
	}
	return r
}

func (r *reader) fail(why string) {
	if r.err == nil {
		r.err = fail(ErrMalformed, why)
	}
	r.b = nil
}

// failWith keeps an error of another kind.
func (r *reader) failWith(err error) {
	if r.err == nil {
		r.err = err
	}
	r.b = nil
}

// more reports whether something is left to read.
func (r *reader) more() bool { return r.err == nil && len(r.b) > 0 }

// end returns the first failure; bytes that are left over are one.
func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.fail(fmt.Sprintf("%d bytes too many", len(r.b)))
	}
	return r.err
}

// take takes n bytes.
func (r *reader) take(n int) []byte {
	if r.err != nil || n > len(r.b) {
		r.fail("cut short")
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) uint8() uint8 {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) uint16() uint16 {
	if b := r.take(2); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

func (r *reader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (r *reader) uint64() uint64 {
	if b := r.take(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

// present reads the byte in front of an optional value.
func (r *reader) present() bool {
	switch r.uint8() {
	case 0:
		return false
	case 1:
		return true
	default:
		r.fail("optional value is neither absent nor present")
		return false
	}
}

// length reads the length of a vector: the first two bits say how many bytes it
// has, and only the shortest encoding is allowed.
//
// RFC 9420 section 2.1.2.
func (r *reader) length() int {
	if len(r.b) == 0 {
		r.fail("cut short")
		return 0
	}
	size := 1 << (r.b[0] >> 6)
	b := r.take(size)
	if b == nil {
		return 0
	}
	n := uint32(b[0] & 0x3f)
	for _, c := range b[1:] {
		n = n<<8 | uint32(c)
	}
	if size == 8 || size > 1 && n < 1<<(4*size-2) {
		r.fail("length is not in its shortest form")
		return 0
	}
	return int(n)
}

// vector reads bytes with their length before them.
func (r *reader) vector() []byte { return r.take(r.length()) }

// list reads a vector of items, each with read.
func (r *reader) list(read func(*reader)) {
	inside := &reader{b: r.vector()}
	for n := 0; inside.more(); n++ {
		if n == maxItems {
			inside.fail("too many items in a list")
		}
		read(inside)
	}
	if inside.err != nil {
		r.failWith(inside.err)
	}
}

// since returns what was read after before was noted.
func (r *reader) since(before []byte) []byte {
	n := len(before) - len(r.b)
	if r.err != nil {
		return nil
	}
	return before[:n:n]
}

// appendLength writes the length of a vector.
func appendLength(b []byte, n int) []byte {
	switch {
	case n < 1<<6:
		return append(b, byte(n))
	case n < 1<<14:
		return binary.BigEndian.AppendUint16(b, 1<<14|uint16(n))
	default:
		return binary.BigEndian.AppendUint32(b, 2<<30|uint32(n))
	}
}

// appendVector writes bytes with their length before them.
func appendVector[B ~string | ~[]byte](b []byte, v B) []byte {
	return append(appendLength(b, len(v)), v...)
}

// appendList writes items as a vector.
func appendList[T any](b []byte, items []T, write func([]byte, T) []byte) []byte {
	var inside []byte
	for _, item := range items {
		inside = write(inside, item)
	}
	return appendVector(b, inside)
}

var (
	appendUint16 = binary.BigEndian.AppendUint16
	appendUint32 = binary.BigEndian.AppendUint32
	appendUint64 = binary.BigEndian.AppendUint64
)
