package dave

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
)

// An Encryptor encrypts what the own user sends. It belongs to a [Session],
// which changes its keys. All methods may be called from many goroutines, and
// none waits for the session's work.
type Encryptor struct {
	sender atomic.Pointer[sender] // nil: no keys yet

	mu     sync.Mutex // guards own; never waited for
	own    sealing
	others sync.Pool // of *sealing, for whoever finds own taken
}

// A sealing is what encrypting one frame needs.
type sealing struct {
	short  workspace
	layout layout // of a frame with readable parts
	sealed []byte
}

// A sender holds the own user's keys of one epoch, and counts its frames. An
// epoch has exactly one, however often the session switches to that epoch, so
// that no nonce is used twice.
type sender struct {
	epoch  uint64
	clear  bool          // version 0: frames are not encrypted
	frames atomic.Uint64 // the number of nonces used; the first is 1

	key atomic.Pointer[sendKey]

	mu      sync.Mutex // guards what follows
	ratchet ratchet
	last    *sendKey // the generation before key's
}

// A sendKey is the key of one generation.
type sendKey struct {
	generation uint64
	cryptor    *cryptor
}

// newSender starts with a base secret, which it takes over.
func newSender(epoch uint64, base []byte) *sender {
	s := &sender{epoch: epoch, ratchet: ratchet{secret: base}}
	s.advance()
	return s
}

// advance makes the next generation's key the current one.
func (s *sender) advance() {
	generation, key := s.ratchet.key()
	s.last = s.key.Load()
	s.key.Store(&sendKey{generation, newCryptor(key)})
}

// use goes over to another epoch's keys, or to none.
func (e *Encryptor) use(s *sender) {
	if old := e.sender.Swap(s); old != nil && old != s {
		old.forget()
	}
}

// forget overwrites what the keys of further generations would be made of.
func (s *sender) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.ratchet.secret)
	s.ratchet.secret = nil
}

// next takes a nonce and the key that goes with it.
func (s *sender) next() (nonce uint32, c *cryptor) {
	n := s.frames.Add(1)
	generation := n >> generationShift
	if k := s.key.Load(); k.generation == generation {
		return uint32(n), k.cryptor
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.ratchet.secret != nil && s.key.Load().generation < generation {
		s.advance()
	}
	// Another goroutine may be a frame ahead, in the next generation.
	if k := s.key.Load(); k.generation == generation || s.last == nil {
		return uint32(n), k.cryptor
	}
	return uint32(n), s.last.cryptor
}

// Encrypt appends the encrypted frame to dst, which must not overlap frame. If
// dst has room for MaxOverhead bytes more than the frame, nothing is
// allocated. What it returns goes into RTP packets.
//
// Silence is encrypted like any other frame. While the session is at version 0
// the frame is appended as it is.
//
// The error is [ErrNotReady] as long as the group has no keys: hold the frame
// back, and try again later. It may be long for whoever is first in a call:
// until somebody else comes. A frame of video that cannot be encrypted because
// it has too many parts gets [ErrFrame].
func (e *Encryptor) Encrypt(dst, frame []byte, codec Codec) ([]byte, error) {
	s := e.sender.Load()
	switch {
	case s == nil:
		return dst, ErrNotReady
	case s.clear:
		return append(dst, frame...), nil
	}
	if e.mu.TryLock() { // mostly one goroutine sends; that is faster than the pool
		dst, err := s.encrypt(dst, frame, codec, &e.own)
		e.mu.Unlock()
		return dst, err
	}
	work, _ := e.others.Get().(*sealing)
	if work == nil {
		work = new(sealing)
	}
	dst, err := s.encrypt(dst, frame, codec, work)
	e.others.Put(work)
	return dst, err
}

func (s *sender) encrypt(dst, frame []byte, codec Codec, work *sealing) ([]byte, error) {
	if (codec == Opus || codec == VP9) && len(frame) <= maxShort {
		return s.seal(dst, frame, &work.short), nil
	}
	return s.sealParts(dst, frame, codec, work)
}

// String tells nothing of the keys.
func (e *Encryptor) String() string { return "dave.Encryptor" }

// Format prints String, whatever the verb.
func (e *Encryptor) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.String()) }

// Ready reports whether frames can be encrypted, or need not be.
func (e *Encryptor) Ready() bool { return e.sender.Load() != nil }

// seal encrypts a short frame that has no readable parts.
func (s *sender) seal(dst, frame []byte, w *workspace) []byte {
	nonce, c := s.next()
	putNonce(w.nonce[:], nonce)
	dst, tag := c.seal(w, slices.Grow(dst, len(frame)+maxTrailer), frame)
	dst, _ = appendTrailer(append(dst, tag[:]...), nonce, nil)
	return dst
}

// maxAttempts is how often a frame is encrypted anew because the result looks
// like a start code somewhere.
const maxAttempts = 10

// sealParts encrypts any frame.
func (s *sender) sealParts(dst, frame []byte, codec Codec, work *sealing) ([]byte, error) {
	l := &work.layout
	l.arrange(frame, codec)
	start, n := len(dst), len(l.secret)
	for range maxAttempts {
		nonce, c := s.next()
		putNonce(work.short.nonce[:], nonce)
		work.sealed = c.gcm.Seal(work.sealed[:0], work.short.nonce[:], l.secret, l.clear)

		dst = slices.Grow(dst[:start], l.size()+maxTrailer)
		dst = interleave(dst, l.clear, work.sealed[:n], l.spans)
		dst = append(dst, work.sealed[n:n+tagSize]...)
		var ok bool
		if dst, ok = appendTrailer(dst, nonce, l.spans); !ok {
			return dst[:start], ErrFrame
		}
		if codec != H264 && codec != H265 || !hasStartCode(dst[start:], l.spans) {
			return dst, nil
		}
	}
	return dst[:start], ErrFrame
}
