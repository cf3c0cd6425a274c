package dave

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"io"
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
	short workspace
	clear []byte // the readable bytes of a frame, joined
	other []byte // the encrypted bytes of a frame, joined
	plain []byte // their plaintext, and what Seal writes behind it
	check []byte // what sealing the plaintext gives
}

// newDecryptor starts without keys.
func newDecryptor(p *passthrough) *Decryptor { return &Decryptor{passthrough: p} }

// String tells nothing of the keys.
func (d *Decryptor) String() string { return "dave.Decryptor" }

// Format prints String, whatever the verb.
func (d *Decryptor) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, d.String()) }

// Decrypt appends the plaintext of the user's frame to dst, which must not
// overlap frame. If dst has room for the frame's length, nothing is allocated.
// The codec matters only in so far as servers may inject silence into audio,
// which is not encrypted.
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
	c := r.key(generation)
	if c == nil {
		return dst, ErrNoKey
	}
	putNonce(d.short.nonce[:], d.frame.nonce)
	media := d.frame.media
	if len(d.frame.spans) == 0 && len(media) <= maxShort {
		tag := c.tag(&d.short, media)
		if subtle.ConstantTimeCompare(tag[:], d.frame.tag) != 1 {
			return dst, ErrAuthentication
		}
		start := len(dst)
		dst = slices.Grow(dst, len(media))[:start+len(media)]
		c.crypt(&d.short, dst[start:], media)
	} else {
		d.clear, d.other = separate(d.clear[:0], d.other[:0], media, d.frame.spans)
		d.plain = c.gcm.Seal(d.plain[:0], d.short.nonce[:], d.other, d.clear)
		plain := d.plain[:len(d.other)]
		d.check = c.gcm.Seal(d.check[:0], d.short.nonce[:], plain, d.clear)
		if tag := d.check[len(plain) : len(plain)+tagSize]; subtle.ConstantTimeCompare(tag, d.frame.tag) != 1 {
			return dst, ErrAuthentication
		}
		dst = interleave(slices.Grow(dst, len(media)), d.clear, plain, d.frame.spans)
	}
	r.window.use(number)
	r.advance(generation)
	return dst, nil
}

func (d *Decryptor) load() []*receiver {
	if epochs := d.epochs.Load(); epochs != nil {
		return *epochs
	}
	return nil
}

// maxEpochs bounds the keys that wait for their transition. A server that
// prepares more of them never executes any.
const maxEpochs = 8

// install makes r the keys to try first. Only the session changes the list.
func (d *Decryptor) install(r *receiver, now time.Time) {
	old := d.load()
	if len(old) >= maxEpochs {
		for _, r := range old[maxEpochs-1:] {
			r.expire(now)
		}
		d.prune(now)
		old = d.load()
	}
	epochs := append([]*receiver{r}, old...)
	d.epochs.Store(&epochs)
}

// retire lets keys of epochs before the given one expire.
func (d *Decryptor) retire(epoch uint64, at time.Time) {
	for _, r := range d.load() {
		if r.epoch < epoch {
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
