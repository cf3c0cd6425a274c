package gateway

import "sync"

// aheadBytes is how much is read at once while more comes than is asked for. A busy
// shard then asks the system for 100 events at a time.
const aheadBytes = 64 << 10

// aheads are the buffers of connections that read ahead. One that waits has none,
// unless its last read happened to get just what it had room for; the next one gives
// it back.
var aheads = sync.Pool{New: func() any { return new([aheadBytes]byte) }}

// A readAhead holds what was read of a connection before it was asked for. The zero
// value holds nothing.
type readAhead struct {
	buffer *[aheadBytes]byte // nil: p is read into
	rest   []byte            // of buffer
	err    error             // comes after rest
	more   bool              // the last read got all that it had room for
}

// take moves what is held to p. It returns false if nothing is.
func (a *readAhead) take(p []byte) (n int, err error, ok bool) {
	if len(a.rest) == 0 && a.err == nil {
		return 0, nil, false
	}
	n = copy(p, a.rest)
	a.rest = a.rest[n:]
	if len(a.rest) == 0 {
		err, a.err = a.err, nil
	}
	return n, err, true
}

// room returns what to read into for who asks for p: p, or more. The caller must give
// the outcome to took.
func (a *readAhead) room(p []byte) []byte {
	if !a.more || len(p) >= aheadBytes {
		a.release()
		return p
	}
	if a.buffer == nil {
		a.buffer = aheads.Get().(*[aheadBytes]byte)
	}
	return a.buffer[:]
}

// took notes that n bytes were read, to where room said, and returns what of it is in
// p.
func (a *readAhead) took(p []byte, n int, err error) (int, error) {
	if a.buffer == nil {
		a.more = n == len(p)
		return n, err
	}
	a.more = n == aheadBytes
	a.rest, a.err = a.buffer[:n], err
	n, err, _ = a.take(p)
	return n, err
}

// release gives the buffer back, in which nothing is left.
func (a *readAhead) release() {
	if a.buffer != nil {
		aheads.Put(a.buffer)
		a.buffer, a.rest = nil, nil // an empty rest would still keep it from being collected
	}
}
