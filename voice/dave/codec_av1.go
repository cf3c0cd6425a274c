package dave

import "encoding/binary"

// An obu is an open bitstream unit, the part that an AV1 frame is made of.
type obu struct {
	header    byte
	extension []byte // empty or one byte
	payload   []byte
}

// The header of an OBU, and the types that packetizers leave out.
//
// AV1 bitstream specification, section 5.3.2.
const (
	obuExtension = 0x04
	obuHasSize   = 0x02

	obuTemporalDelimiter = 2
	obuTileList          = 8
	obuPadding           = 15
)

// sent reports whether packetizers send units of that type.
func (o obu) sent() bool {
	switch o.header >> 3 & 15 {
	case obuTemporalDelimiter, obuTileList, obuPadding:
		return false
	}
	return true
}

// cutOBU reads the unit that b begins with.
func cutOBU(b []byte) (o obu, rest []byte, ok bool) {
	if len(b) == 0 {
		return o, nil, false
	}
	o.header, b = b[0], b[1:]
	if o.header&obuExtension != 0 {
		if len(b) == 0 {
			return o, nil, false
		}
		o.extension, b = b[:1], b[1:]
	}
	if o.header&obuHasSize == 0 {
		o.payload = b
		return o, nil, true
	}
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return o, nil, false
	}
	o.payload = b[n : n+int(size)]
	return o, b[n+int(size):], true
}

// av1 leaves headers and sizes of an AV1 frame readable. Packetizers drop some
// units and shorten padded sizes, so that is done before: what is encrypted
// must arrive as it was sent. The last unit has no size, which makes room for
// what follows the frame.
func (l *layout) av1(frame []byte) bool {
	last := -1 // what is left of the frame behind the last unit that is sent
	for b := frame; len(b) > 0; {
		o, rest, ok := cutOBU(b)
		if !ok {
			return false
		}
		if b = rest; o.sent() {
			last = len(rest)
		}
	}
	if last < 0 {
		return false
	}
	for b := frame; len(b) > last; {
		var o obu
		o, b, _ = cutOBU(b)
		if !o.sent() {
			continue
		}
		var head [2 + binary.MaxVarintLen64]byte
		h := append(head[:0], o.header)
		h = append(h, o.extension...)
		switch {
		case len(b) == last:
			h[0] &^= obuHasSize
		case o.header&obuHasSize != 0:
			h = binary.AppendUvarint(h, uint64(len(o.payload)))
		}
		l.show(h)
		l.hide(o.payload)
	}
	return true
}
