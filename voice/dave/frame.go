package dave

import (
	"bytes"
	"encoding/binary"
	"math"
)

// The trailer of an encrypted frame, behind the frame's own bytes:
//
//	tag[8] | ULEB128 nonce | (ULEB128 offset, ULEB128 size)* | size of the trailer | FA FA
const (
	tagSize    = 8
	nonceSize  = 12 // as AES-GCM takes it: eight zero bytes, then the nonce in little endian
	gcmTagSize = 16

	minTrailer = tagSize + 1 + 1 + len(marker)
	maxTrailer = math.MaxUint8

	marker = "\xfa\xfa"

	// MaxOverhead is the most bytes that encryption adds to a frame's own. A
	// frame of H.264 or H.265 may also grow by a byte for each of its units
	// that began with a short start code. Audio grows by 12 to 16 bytes.
	MaxOverhead = maxTrailer
)

// silence is the frame of Opus that means silence. Discord's servers put it in
// themselves, unencrypted, when somebody stops talking.
var silence = []byte{0xf8, 0xff, 0xfe}

// appendTrailer appends what follows the tag. It fails when there are more
// spans than the trailer's size can count.
func appendTrailer(dst []byte, nonce uint32, spans []span) (_ []byte, ok bool) {
	start := len(dst)
	dst = binary.AppendUvarint(dst, uint64(nonce))
	for _, s := range spans {
		dst = binary.AppendUvarint(dst, uint64(s.offset))
		dst = binary.AppendUvarint(dst, uint64(s.size))
	}
	size := tagSize + len(dst) - start + 1 + len(marker)
	if size > maxTrailer {
		return dst[:start], false
	}
	dst = append(dst, byte(size))
	return append(dst, marker...), true
}

// A protected is an encrypted frame, taken apart. It refers to the frame.
type protected struct {
	media []byte // readable and encrypted bytes, interleaved
	tag   []byte
	nonce uint32
	spans []span // the readable parts of media
}

// parse takes a frame apart and reports whether it is an encrypted one. It
// reuses spans.
func (p *protected) parse(frame []byte) bool {
	if len(frame) < minTrailer || !bytes.HasSuffix(frame, []byte(marker)) {
		return false
	}
	body := frame[:len(frame)-len(marker)-1]
	size := int(frame[len(body)])
	if size < minTrailer || size > len(frame) {
		return false
	}
	p.media = frame[:len(frame)-size]
	p.tag = body[len(p.media) : len(p.media)+tagSize]
	rest := body[len(p.media)+tagSize:]
	nonce, n := binary.Uvarint(rest)
	if n <= 0 || nonce > math.MaxUint32 {
		return false
	}
	p.nonce = uint32(nonce)
	return p.parseSpans(rest[n:])
}

// parseSpans reads the readable parts: in order, apart, inside the frame.
func (p *protected) parseSpans(b []byte) bool {
	p.spans = p.spans[:0]
	end := uint64(0)
	for len(b) > 0 {
		offset, n := binary.Uvarint(b)
		if n <= 0 {
			return false
		}
		size, m := binary.Uvarint(b[n:])
		if m <= 0 || offset < end || offset > uint64(len(p.media)) || size > uint64(len(p.media))-offset {
			return false
		}
		end = offset + size
		p.spans = append(p.spans, span{int(offset), int(size)})
		b = b[n+m:]
	}
	return true
}
