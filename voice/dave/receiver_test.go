package dave

import (
	"bytes"
	"encoding/binary"
	"testing"
	"testing/synctest"
	"time"
)

// TestPublishedGenerations are libdave's figures of wrapped generations and
// nonces (MIT, copyright Discord).
func TestPublishedGenerations(t *testing.T) {
	t.Parallel()
	const wrap = 256
	for _, tt := range []struct{ oldest, top, generation uint64 }{
		{0, 0, 0}, {0, 1, 1}, {0, 250, 250},
		{11*wrap + 42, 42, 11*wrap + 42}, {11*wrap + 42, 50, 11*wrap + 50}, {11*wrap + 42, 10, 12*wrap + 10},
	} {
		for _, low := range []uint32{0, 34, 139, 294, 1<<24 - 1} {
			r := receiver{oldest: tt.oldest}
			generation, number := r.locate(uint32(tt.top)<<24 | low)
			if generation != tt.generation || number != tt.generation<<24|uint64(low) {
				t.Errorf("after generation %d, nonce %d:%d is %d of generation %d, want generation %d", tt.oldest, tt.top, low, number, generation, tt.generation)
			}
		}
	}
}

// TestGenerations follows a sender through its generations, and past the end
// of the nonce's 32 bits.
func TestGenerations(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10_000 * time.Hour) // so that the receiver can be old
		s, d := newSender(1, base()), newDecryptor(new(passthrough))
		r := newReceiver(1, base())
		r.born = r.born.Add(-9_999 * time.Hour) // enough for 364 generations
		d.install(r, time.Now())
		decrypt := func(sealed []byte, want error) {
			t.Helper()
			if _, err := d.Decrypt(nil, sealed, Opus); err != want {
				t.Errorf("%v, want %v", err, want)
			}
		}
		for _, generation := range []uint64{0, 1, 2, 100, 255, 256, 257, 300} {
			s.frames.Store(max(generation<<24, 1) - 1)
			last, next := s.seal(nil, []byte("last"), new(workspace)), s.seal(nil, []byte("next"), new(workspace))
			decrypt(next, nil)
			if generation == 0 {
				decrypt(last, nil) // number 0; libdave begins with 1
			}
			time.Sleep(keepEpoch) // and old ones are forgotten
		}
		if r.newest != 300 || s.key.Load().generation != 300 {
			t.Fatalf("generation %d of the receiver, %d of the sender", r.newest, s.key.Load().generation)
		}

		// The last generation has ten seconds from the moment its successor is used.
		s.frames.Store(301<<24 - 3)
		late, later, next := s.seal(nil, nil, new(workspace)), s.seal(nil, nil, new(workspace)), s.seal(nil, nil, new(workspace))
		decrypt(next, nil)
		time.Sleep(keepEpoch - time.Nanosecond)
		decrypt(late, nil)
		time.Sleep(time.Nanosecond)
		decrypt(later, ErrNoKey)
		if len(r.keys) != 1 || r.oldest != 301 {
			t.Errorf("%d keys are kept, the oldest is %d", len(r.keys), r.oldest)
		}
	})
}

// TestGenerationLimits holds how far a single frame may push the ratchet.
func TestGenerationLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seconds := func(generation uint64) time.Duration {
			return time.Duration((generation<<24+maxFrameRate-1)/maxFrameRate) * time.Second
		}
		time.Sleep(seconds(maxGap + 3))
		r := newReceiver(1, base())
		born := r.born
		for _, tt := range []struct {
			age        time.Duration
			generation uint64
			want       bool
		}{
			{0, 0, true},
			{seconds(1) - 1, 1, false},
			{seconds(1), 1, true},
			{seconds(maxGap + 2), maxGap, true},
			{seconds(maxGap + 2), maxGap + 1, false},
		} {
			r.born = born.Add(-tt.age)
			if got := r.key(tt.generation) != nil; got != tt.want {
				t.Errorf("generation %d of keys %v old: %t, want %t", tt.generation, tt.age, got, tt.want)
			}
		}
		r.advance(maxGap)
		if r.key(maxGap+1) == nil {
			t.Error("no key for a generation after the newest")
		}
		time.Sleep(keepEpoch)
		if r.key(0) != nil || r.key(maxGap-1) != nil || r.key(maxGap) == nil {
			t.Error("old generations are kept for longer than ten seconds")
		}
	})
}

// TestRatchet holds the ratchet against RFC 9420's definition, computed here
// with its structures spelled out.
func TestRatchet(t *testing.T) {
	t.Parallel()
	info := derive(base(), "key", 0x01020304, keySize)
	want := expand(t, base(), append(append([]byte{0, 16, 11}, "MLS 1.0 key"...), 4, 1, 2, 3, 4), 16)
	if !bytes.Equal(info, want) {
		t.Errorf("derived %x, want %x", info, want)
	}
	r := ratchet{secret: base()}
	secret := base()
	for generation := range uint32(3) {
		g, key := r.key()
		context := binary.BigEndian.AppendUint32([]byte{4}, generation)
		want := expand(t, secret, append(append([]byte{0, 16, 11}, "MLS 1.0 key"...), context...), 16)
		secret = expand(t, secret, append(append([]byte{0, 32, 14}, "MLS 1.0 secret"...), context...), 32)
		if g != uint64(generation) || !bytes.Equal(key, want) {
			t.Errorf("generation %d: %x, want generation %d: %x", g, key, generation, want)
		}
	}
}
