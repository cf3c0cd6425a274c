package dave

// A span is a part of a frame that is not encrypted.
type span struct{ offset, size int }

// A layout is a frame in two parts: what machines on the way must read, and
// what only the members of the group may. It is reused from frame to frame.
type layout struct {
	clear  []byte // the readable bytes, joined: the cipher's additional data
	secret []byte // the bytes to encrypt, joined
	spans  []span // where the readable bytes are in the frame: ascending, apart
}

func (l *layout) reset() {
	l.clear, l.secret, l.spans = l.clear[:0], l.secret[:0], l.spans[:0]
}

// size is the length of the frame so far.
func (l *layout) size() int { return len(l.clear) + len(l.secret) }

// show adds bytes that stay readable.
func (l *layout) show(b []byte) {
	if len(b) == 0 {
		return
	}
	at := l.size()
	if last := len(l.spans) - 1; last >= 0 && l.spans[last].offset+l.spans[last].size == at {
		l.spans[last].size += len(b)
	} else {
		l.spans = append(l.spans, span{at, len(b)})
	}
	l.clear = append(l.clear, b...)
}

// hide adds bytes that are to be encrypted.
func (l *layout) hide(b []byte) { l.secret = append(l.secret, b...) }

// interleave appends the frame to dst: the bytes of clear where the spans are,
// and those of other between them. The spans must fit both.
func interleave(dst, clear, other []byte, spans []span) []byte {
	start := len(dst)
	for _, s := range spans {
		gap := s.offset - (len(dst) - start)
		dst = append(dst, other[:gap]...)
		dst = append(dst, clear[:s.size]...)
		other, clear = other[gap:], clear[s.size:]
	}
	return append(dst, other...)
}

// separate is interleave's opposite: it appends the bytes in the spans to
// clear and the others to other.
func separate(clear, other, frame []byte, spans []span) (_, _ []byte) {
	at := 0
	for _, s := range spans {
		other = append(other, frame[at:s.offset]...)
		at = s.offset + s.size
		clear = append(clear, frame[s.offset:at]...)
	}
	return clear, append(other, frame[at:]...)
}
