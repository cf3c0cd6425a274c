package dave

import (
	"sync/atomic"
	"time"
)

// maxFrameRate is more frames per second than anybody sends: 50 of audio and
// two videos of 60. A generation that a sender cannot have reached at that rate
// is not computed.
const maxFrameRate = 50 + 2*60

// A receiver holds one sender's keys of one epoch. The Decryptor's lock guards
// everything but expires.
type receiver struct {
	epoch   uint64
	born    time.Time
	expires atomic.Pointer[time.Time] // nil: not replaced

	ratchet ratchet
	oldest  uint64 // no frame of a generation before it is opened
	newest  uint64 // of which a frame was opened
	keys    []receiveKey
	window  window
}

// A receiveKey is the key of one generation.
type receiveKey struct {
	generation uint64
	cryptor    *cryptor
	expires    time.Time // zero: no newer one was used
}

// newReceiver starts with a base secret, which it takes over.
func newReceiver(epoch uint64, base []byte) *receiver {
	return &receiver{epoch: epoch, born: time.Now(), ratchet: ratchet{secret: base}}
}

// locate finds out what the 32 bits of a nonce stand for: generations count on
// when they do not fit any more.
func (r *receiver) locate(nonce uint32) (generation, number uint64) {
	generation = uint64(nonce >> generationShift)
	const wrap = 1 << (32 - generationShift)
	generation += r.oldest / wrap * wrap
	if generation < r.oldest {
		generation += wrap
	}
	return generation, generation<<generationShift | uint64(nonce&(1<<generationShift-1))
}

// key returns the key of a generation, nil if it is too old, or newer than it
// can be.
func (r *receiver) key(generation uint64) *cryptor {
	// All but very long calls stay in generation 0.
	if len(r.keys) == 1 && r.keys[0].generation == generation && r.keys[0].expires.IsZero() {
		return r.keys[0].cryptor
	}
	now := time.Now()
	r.dropExpired(now)
	possible := uint64(now.Sub(r.born)/time.Second) * maxFrameRate >> generationShift
	if generation < r.oldest || generation > r.newest+maxGap || generation > possible {
		return nil
	}
	for r.ratchet.next <= generation && r.ratchet.secret != nil {
		g, key := r.ratchet.key()
		k := receiveKey{generation: g, cryptor: newCryptor(key)}
		if g < r.newest {
			k.expires = now.Add(keepEpoch)
		}
		r.keys = append(r.keys, k)
	}
	for _, k := range r.keys {
		if k.generation == generation {
			return k.cryptor
		}
	}
	return nil
}

// advance notes that a frame of the generation was opened: older ones have ten
// seconds.
func (r *receiver) advance(generation uint64) {
	if generation <= r.newest {
		return
	}
	r.newest = generation
	at := time.Now().Add(keepEpoch)
	for i := range r.keys {
		if k := &r.keys[i]; k.generation < generation && k.expires.IsZero() {
			k.expires = at
		}
	}
}

func (r *receiver) dropExpired(now time.Time) {
	kept := r.keys[:0]
	for _, k := range r.keys {
		if k.expires.IsZero() || now.Before(k.expires) {
			kept = append(kept, k)
		}
	}
	clear(r.keys[len(kept):])
	r.keys = kept
	if len(kept) > 0 {
		r.oldest = kept[0].generation
	}
}

// expire makes the keys expire, unless they do so before.
func (r *receiver) expire(at time.Time) {
	if before := r.expires.Load(); before == nil || at.Before(*before) {
		r.expires.Store(&at)
	}
}

func (r *receiver) expired(now time.Time) bool {
	at := r.expires.Load()
	return at != nil && !now.Before(*at)
}

// forget overwrites what secrets it can.
func (r *receiver) forget() {
	clear(r.ratchet.secret)
	r.ratchet.secret = nil
	clear(r.keys)
	r.keys = nil
}
