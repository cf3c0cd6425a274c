package dave

import (
	"bytes"
	"crypto/subtle"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// keepEpoch is how long keys that were replaced still open frames, and how
// long frames in the clear are still let through after the group began to
// encrypt.
const keepEpoch = 10 * time.Second

// A Decryptor decrypts what one user sends. It belongs to a [Session], which
// gives it the keys of each epoch. All methods may be called from many
// goroutines, and none waits for the session's work.
type Decryptor struct {
	epochs      atomic.Pointer[[]*receiver] // newest first; never changed in place
	passthrough *passthrough                // of the session

	mu    sync.Mutex // guards what follows, and the receivers
	frame protected
	clear []byte // the readable bytes of a frame, joined
	other []byte // the encrypted bytes of a frame, joined
	plain []byte // their plaintext, and what Seal writes behind it
	check []byte // what sealing the plaintext gives
	nonce [nonceSize]byte
}

// newDecryptor starts without keys.
func newDecryptor(p *passthrough) *Decryptor { return &Decryptor{passthrough: p} }

// Decrypt appends the plaintext of the user's frame to dst, which must not
// overlap frame. If dst has room for the frame's length and 16 bytes, nothing
// is allocated. The codec matters only in so far as servers may inject
// silence into audio, which is not encrypted.
//
// The frame has to be whole, and without RTP padding and header extensions.
// Each frame is decrypted once. Errors are [ErrNotEncrypted], [ErrNoKey],
// [ErrReplay] and [ErrAuthentication]; all mean that the frame is to be
// dropped. A few of them are normal while people come and go.
func (d *Decryptor) Decrypt(dst, frame []byte, codec Codec) ([]byte, error) {
	if codec == Opus && bytes.Equal(frame, silence) {
		return append(dst, frame...), nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.frame.parse(frame) {
		if d.passthrough.open() {
			return append(dst, frame...), nil
		}
		return dst, ErrNotEncrypted
	}
	var (
		epochs = d.load()
		now    time.Time
		failed = ErrNoKey
	)
	for i, r := range epochs {
		if at := r.expires.Load(); at != nil {
			if now.IsZero() {
				now = time.Now()
			}
			if !now.Before(*at) {
				break // and so are all that are older
			}
		}
		out, err := d.try(r, dst)
		if err == nil {
			return out, nil
		}
		if i == 0 || failed == ErrNoKey {
			failed = err
		}
	}
	return dst, failed
}

// try opens the frame with the keys of one epoch.
func (d *Decryptor) try(r *receiver, dst []byte) ([]byte, error) {
	generation, number := r.locate(d.frame.nonce)
	if !r.window.fresh(number) {
		return dst, ErrReplay
	}
	aead := r.key(generation)
	if aead == nil {
		return dst, ErrNoKey
	}
	putNonce(d.nonce[:], d.frame.nonce)
	start := len(dst)
	if len(d.frame.spans) == 0 {
		// The plaintext goes to its place; the tag that Seal writes behind it
		// is not looked at.
		n := len(d.frame.media)
		out := aead.Seal(slices.Grow(dst, n+gcmTagSize), d.nonce[:], d.frame.media, nil)
		out = out[:start+n]
		if !d.authentic(r, out[start:], nil, generation, number) {
			clear(out[start:])
			return dst, ErrAuthentication
		}
		return out, nil
	}
	d.clear, d.other = separate(d.clear[:0], d.other[:0], d.frame.media, d.frame.spans)
	d.plain = aead.Seal(d.plain[:0], d.nonce[:], d.other, d.clear)
	plain := d.plain[:len(d.other)]
	if !d.authentic(r, plain, d.clear, generation, number) {
		return dst, ErrAuthentication
	}
	dst = slices.Grow(dst, len(d.frame.media))
	return interleave(dst, d.clear, plain, d.frame.spans), nil
}

// authentic reports whether the frame's tag is that of the plaintext, and
// notes that the frame came. Go's GCM opens nothing with a tag of eight bytes,
// so what has been decrypted (in counter mode that is the same as encrypting)
// is encrypted again for its tag.
func (d *Decryptor) authentic(r *receiver, plain, additional []byte, generation, number uint64) bool {
	d.check = r.key(generation).Seal(d.check[:0], d.nonce[:], plain, additional)
	tag := d.check[len(plain) : len(plain)+tagSize]
	if subtle.ConstantTimeCompare(tag, d.frame.tag) != 1 {
		return false
	}
	r.window.use(number)
	r.advance(generation)
	return true
}

func (d *Decryptor) load() []*receiver {
	if epochs := d.epochs.Load(); epochs != nil {
		return *epochs
	}
	return nil
}

// install makes r the keys to try first. Only the session's worker changes
// the list.
func (d *Decryptor) install(r *receiver) {
	epochs := append([]*receiver{r}, d.load()...)
	d.epochs.Store(&epochs)
}

// retire lets all keys but those of the newest epoch expire. If all is set,
// those expire too.
func (d *Decryptor) retire(at time.Time, all bool) {
	for i, r := range d.load() {
		if i > 0 || all {
			r.expire(at)
		}
	}
}

// prune forgets keys that have expired.
func (d *Decryptor) prune(now time.Time) {
	var kept []*receiver
	for _, r := range d.load() {
		if !r.expired(now) {
			kept = append(kept, r)
			continue
		}
		d.mu.Lock()
		r.forget()
		d.mu.Unlock()
	}
	d.epochs.Store(&kept)
}
