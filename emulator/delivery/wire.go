package delivery

import (
	"encoding/binary"
	"errors"
)

// errWire is what a message that ends too early, or is coded otherwise than
// RFC 9420 wants, gets.
var errWire = errors.New("delivery: malformed MLS message")

// A reader reads RFC 9420's structures. After the first failure it reads
// zeros.
type reader struct {
	b      []byte
	failed bool
}

func (r *reader) take(n uint64) []byte {
	if r.failed || n > uint64(len(r.b)) {
		r.failed = true
		return nil
	}
	b := r.b[:n]
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

// vector reads bytes with their length before them, in one, two or four bytes
// and no more than it needs.
func (r *reader) vector() []byte {
	first := r.uint8()
	size := uint64(first & 0x3f)
	var least uint64
	switch first >> 6 {
	case 0:
	case 1:
		size, least = size<<8|uint64(r.uint8()), 1<<6
	case 2:
		size, least = size<<24|uint64(r.uint8())<<16|uint64(r.uint16()), 1<<14
	default:
		r.failed = true
	}
	if size < least {
		r.failed = true
	}
	return r.take(size)
}

// end reports an error if anything failed or is left.
func (r *reader) end() error {
	if r.failed || len(r.b) > 0 {
		return errWire
	}
	return nil
}

// appendVector appends bytes with their length before them.
func appendVector(dst, b []byte) []byte {
	switch n := len(b); {
	case n < 1<<6:
		dst = append(dst, byte(n))
	case n < 1<<14:
		dst = binary.BigEndian.AppendUint16(dst, uint16(n)|1<<14)
	default:
		dst = binary.BigEndian.AppendUint32(dst, uint32(n)|2<<30)
	}
	return append(dst, b...)
}

// labeled is what RFC 9420 signs (section 5.1.2) and hashes for references
// (5.2): a label and some content.
func labeled(label string, content []byte) []byte {
	return appendVector(appendVector(nil, []byte("MLS 1.0 "+label)), content)
}
