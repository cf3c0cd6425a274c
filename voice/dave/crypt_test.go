package dave

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// base returns the base secret of a test, which senders and receivers take over.
func base() []byte { return bytes.Repeat([]byte{7}, keySize) }

// pair returns two ends that share the keys of epoch 1.
func pair() (*Encryptor, *Decryptor) {
	e, d := new(Encryptor), newDecryptor(new(passthrough))
	e.sender.Store(newSender(1, base()))
	d.install(newReceiver(1, base()), time.Now())
	return e, d
}

func TestEncryptDecrypt(t *testing.T) {
	t.Parallel()
	for codec, sample := range sampleFrames {
		t.Run(codec.String(), func(t *testing.T) {
			t.Parallel()
			e, d := pair()
			frame := unhex(t, sample)
			var l layout
			l.arrange(frame, codec)
			want := append([]byte("so far"), interleave(nil, l.clear, l.secret, l.spans)...)
			for range 1000 {
				sealed, err := e.Encrypt([]byte("before"), frame, codec)
				if err != nil || string(sealed[:6]) != "before" {
					t.Fatalf("%x, %v", sealed, err)
				}
				sealed = sealed[6:]
				for _, s := range l.spans {
					if !bytes.Equal(sealed[s.offset:s.offset+s.size], want[6+s.offset:6+s.offset+s.size]) {
						t.Fatalf("part %v of %x is not readable", s, sealed)
					}
				}
				if len(l.secret) > 4 && bytes.Contains(sealed, l.secret) {
					t.Fatalf("%x contains the plaintext", sealed)
				}
				got, err := d.Decrypt([]byte("so far"), sealed, codec)
				if err != nil || !bytes.Equal(got, want) {
					t.Fatalf("decrypted %x, %v, want %x", got, err, want)
				}
			}
		})
	}
}

// TestFrameOnTheWire holds a frame against the format, byte for byte: the
// first nonce is 1, in little endian for AES and ULEB128 in the trailer.
func TestFrameOnTheWire(t *testing.T) {
	t.Parallel()
	r := ratchet{secret: base()}
	generation, key := r.key()
	gcm := newCryptor(key).gcm
	nonce := unhex(t, "0000000000000000 01000000")
	whole := gcm.Seal(nil, nonce, []byte("media"), nil)
	want := append(whole[:5+8:5+8], unhex(t, "01 0c fafa")...)

	e, _ := pair()
	got, err := e.Encrypt(nil, []byte("media"), Opus)
	if err != nil || !bytes.Equal(got, want) || generation != 0 {
		t.Errorf("got %x, %v, want %x", got, err, want)
	}
}

// TestShort holds the tags and ciphertexts of short frames, which are put
// together from the halves of GCM, against Go's GCM.
func TestShort(t *testing.T) {
	t.Parallel()
	for range 4 {
		key, nonce, plain := make([]byte, keySize), rand.Uint32(), make([]byte, maxShort)
		for i := range plain {
			plain[i] = byte(rand.Uint32())
		}
		binary.NativeEndian.PutUint64(key, rand.Uint64())
		binary.NativeEndian.PutUint64(key[8:], rand.Uint64())
		c := newCryptor(key)
		var used workspace
		for n := range maxShort + 1 {
			var w workspace
			putNonce(w.nonce[:], nonce)
			want := c.gcm.Seal(nil, w.nonce[:], plain[:n], nil)[:n+tagSize]
			w = workspace{nonce: w.nonce, stream: [maxShort]byte(plain), padded: [maxShort]byte(plain)}
			got := make([]byte, n)
			c.crypt(&w, got, plain[:n])
			tag := c.tag(&w, got)
			if !bytes.Equal(append(got, tag[:]...), want) {
				t.Fatalf("%d bytes: %x, want %x", n, append(got, tag[:]...), want)
			}
			w = workspace{nonce: w.nonce, stream: [maxShort]byte(plain), padded: [maxShort]byte(plain)}
			sealed, tag := c.seal(&w, []byte("before"), plain[:n])
			if got := append(sealed, tag[:]...); !bytes.Equal(got[6:], want) {
				t.Fatalf("%d bytes sealed: %x, want %x", n, got, want)
			}
			// What earlier frames left behind does not matter.
			used.nonce = w.nonce
			binary.LittleEndian.PutUint32(used.nonce[nonceSize-4:], nonce+uint32(n))
			want = c.gcm.Seal(nil, used.nonce[:], plain[:n], nil)[:n+tagSize]
			if sealed, tag = c.seal(&used, sealed[:0], plain[:n]); !bytes.Equal(append(sealed, tag[:]...), want) {
				t.Fatalf("%d bytes sealed after others: %x, want %x", n, append(sealed, tag[:]...), want)
			}
		}
	}
}

// TestSealLeavesNoKeystream looks behind the ciphertext, where the padding was
// encrypted.
func TestSealLeavesNoKeystream(t *testing.T) {
	t.Parallel()
	for n := range maxShort + 1 {
		var w workspace
		c := newCryptor(base())
		sealed, _ := c.seal(&w, make([]byte, 0, n+maxTrailer), make([]byte, n))
		end := min(n+blockSize, (n+groupSize-1)/groupSize*groupSize)
		if behind := sealed[:max(n, end)][n:]; !bytes.Equal(behind, make([]byte, len(behind))) {
			t.Fatalf("behind %d bytes: %x", n, behind)
		}
	}
}

// TestLengths sends audio of all lengths, short and long.
func TestLengths(t *testing.T) {
	t.Parallel()
	e, d := pair()
	for n := range maxShort + 300 {
		frame := bytes.Repeat([]byte{byte(n)}, n)
		sealed, err := e.Encrypt(nil, frame, Opus)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := d.Decrypt(nil, sealed, Opus); err != nil || !bytes.Equal(got, frame) {
			t.Fatalf("%d bytes: %x, %v", n, got, err)
		}
	}
}

// TestTampered changes each bit of a frame: none is accepted.
func TestTampered(t *testing.T) {
	t.Parallel()
	e, d := pair()
	for codec, sample := range sampleFrames {
		sealed, err := e.Encrypt(nil, unhex(t, sample), codec)
		if err != nil {
			t.Fatal(err)
		}
		for bit := range len(sealed) * 8 {
			bad := bytes.Clone(sealed)
			bad[bit/8] ^= 1 << (bit % 8)
			buffer := make([]byte, 0, 4096)
			if got, err := d.Decrypt(buffer, bad, codec); err == nil {
				// The ranges are not authenticated (a known property of the
				// protocol): an empty one may move.
				t.Errorf("%v: bit %d changed, and it decrypts to %x", codec, bit, got)
			} else if bytes.Contains(buffer[:cap(buffer)], unhex(t, sample)) {
				t.Errorf("%v: bit %d changed: the plaintext was left in the buffer", codec, bit)
			}
		}
		if _, err := d.Decrypt(nil, sealed, codec); err != nil {
			t.Errorf("%v: untouched: %v", codec, err)
		}
	}
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	e, d := new(Encryptor), newDecryptor(new(passthrough))
	if got, err := e.Encrypt([]byte("x"), []byte("media"), Opus); err != ErrNotReady || string(got) != "x" || e.Ready() {
		t.Errorf("encrypt without keys: %q, %v, ready: %t", got, err, e.Ready())
	}
	sealed, _ := first(pair()).Encrypt(nil, []byte("media"), Opus)
	if _, err := d.Decrypt(nil, sealed, Opus); err != ErrNoKey {
		t.Errorf("decrypt without keys: %v", err)
	}
}

func first[A, B any](a A, _ B) A { return a }

func TestSilence(t *testing.T) {
	t.Parallel()
	e, d := pair()
	if got, err := d.Decrypt([]byte("x"), silence, Opus); err != nil || !bytes.Equal(got, append([]byte("x"), silence...)) {
		t.Errorf("the server's silence: %x, %v", got, err)
	}
	if _, err := d.Decrypt(nil, silence, VP8); err != ErrNotEncrypted {
		t.Errorf("the same bytes as video: %v", err)
	}
	sealed, err := e.Encrypt(nil, silence, Opus)
	if err != nil || bytes.Contains(sealed, silence) {
		t.Errorf("own silence is not encrypted: %x, %v", sealed, err)
	}
	if got, err := d.Decrypt(nil, sealed, Opus); err != nil || !bytes.Equal(got, silence) {
		t.Errorf("somebody's silence: %x, %v", got, err)
	}
}

func TestPassthrough(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var p passthrough
		e, d := new(Encryptor), newDecryptor(&p)
		e.sender.Store(&sender{clear: true})
		if got, err := e.Encrypt([]byte("x"), []byte("media"), Opus); err != nil || string(got) != "xmedia" {
			t.Errorf("version 0: %q, %v", got, err)
		}
		open := func(want error) {
			t.Helper()
			if got, err := d.Decrypt([]byte("x"), []byte("media"), VP9); err != want || err == nil && string(got) != "xmedia" {
				t.Errorf("a frame in the clear: %q, %v, want %v", got, err, want)
			}
		}
		open(ErrNotEncrypted)
		p.stop(keepEpoch) // it never was on
		open(ErrNotEncrypted)
		p.start()
		open(nil)
		p.stop(keepEpoch)
		time.Sleep(keepEpoch - time.Nanosecond)
		open(nil)
		p.stop(keepEpoch) // does not prolong it
		time.Sleep(time.Nanosecond)
		open(ErrNotEncrypted)

		// What looks encrypted is never let through.
		p.start()
		sealed, _ := first(pair()).Encrypt(nil, []byte("media"), Opus)
		if _, err := d.Decrypt(nil, sealed, Opus); err != ErrNoKey {
			t.Errorf("an encrypted frame: %v, want %v", err, ErrNoKey)
		}
	})
}

// TestEpochs decrypts in the last epoch for ten seconds, and not longer.
func TestEpochs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDecryptor(new(passthrough))
		var senders []*sender
		for epoch := range byte(3) {
			senders = append(senders, newSender(uint64(epoch), bytes.Repeat([]byte{epoch}, keySize)))
			d.install(newReceiver(uint64(epoch), bytes.Repeat([]byte{epoch}, keySize)), time.Now())
		}
		check := func(want ...error) {
			t.Helper()
			for i, s := range senders {
				if _, err := d.Decrypt(nil, s.seal(nil, []byte("media"), new(workspace)), Opus); err != want[i] {
					t.Errorf("epoch %d: %v, want %v", i, err, want[i])
				}
			}
		}
		check(nil, nil, nil)
		d.retire(2, time.Now().Add(keepEpoch))
		time.Sleep(keepEpoch - time.Nanosecond)
		d.retire(2, time.Now().Add(keepEpoch)) // does not prolong it
		check(nil, nil, nil)
		time.Sleep(time.Nanosecond)
		check(ErrAuthentication, ErrAuthentication, nil)
		old := d.load()
		d.prune(time.Now())
		if len(d.load()) != 1 || old[2].ratchet.secret != nil || old[2].keys != nil {
			t.Errorf("%d epochs are kept", len(d.load()))
		}
		check(ErrAuthentication, ErrAuthentication, nil)
		d.retire(3, time.Now())
		check(ErrNoKey, ErrNoKey, ErrNoKey)
	})
}

// TestReplayWindow walks through libdave's test of nonces (MIT, copyright
// Discord), restated as data: true has to be fresh, false not.
func TestReplayWindow(t *testing.T) {
	t.Parallel()
	var w window
	steps := []struct {
		use         uint64
		fresh, used []uint64
	}{
		{0, []uint64{1}, []uint64{0}},
		{1, nil, []uint64{0, 1}},
		{2, nil, nil},
		{5, nil, nil},
		{7, []uint64{3, 4, 6, 8}, []uint64{0, 1, 2, 5, 7}},
		{4, []uint64{3, 6}, []uint64{4}},
		{6, []uint64{3}, []uint64{6}},
		{10 + windowSize, []uint64{10, 11}, []uint64{3, 7, 8, 9}},
	}
	for _, n := range []uint64{0, 1, 2, 3, math.MaxUint32} {
		if !w.fresh(n) {
			t.Errorf("%d is not fresh in an empty window", n)
		}
	}
	for _, step := range steps {
		w.use(step.use)
		for _, n := range step.fresh {
			if !w.fresh(n) {
				t.Errorf("after %d: %d is not fresh", step.use, n)
			}
		}
		for _, n := range step.used {
			if w.fresh(n) {
				t.Errorf("after %d: %d is fresh", step.use, n)
			}
		}
	}
}

// TestReplayWindowModel compares with a window that remembers everything.
func TestReplayWindowModel(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	var w window
	used, newest := make(map[uint64]bool), uint64(0)
	at := uint64(5000)
	for range 20000 {
		n := at + r.Uint64N(20)
		switch r.IntN(50) {
		case 0:
			n = at - r.Uint64N(2*windowSize)
		case 1:
			n = at + r.Uint64N(3*windowSize)
		}
		at++
		want := !used[n] && (len(used) == 0 || n > newest || newest-n <= windowSize)
		if got := w.fresh(n); got != want {
			t.Fatalf("seed %d: %d is fresh: %t, want %t (newest %d)", seed, n, got, want, newest)
		}
		if want {
			w.use(n)
			used[n] = true
			newest = max(newest, n)
			at = max(at, newest)
		}
	}
}

func TestReplay(t *testing.T) {
	t.Parallel()
	e, d := pair()
	var frames [][]byte
	for i := range 5 {
		sealed, err := e.Encrypt(nil, fmt.Append(nil, i), Opus)
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, sealed)
	}
	for _, i := range []int{3, 0, 4, 1, 2} { // each comes once, in any order
		if _, err := d.Decrypt(nil, frames[i], Opus); err != nil {
			t.Errorf("frame %d: %v", i, err)
		}
		if _, err := d.Decrypt(nil, frames[i], Opus); err != ErrReplay {
			t.Errorf("frame %d again: %v", i, err)
		}
	}
}

// TestNonces encrypts from many goroutines, over the border of a generation,
// and wants no pair of key and nonce twice.
func TestNonces(t *testing.T) {
	t.Parallel()
	s := newSender(1, base())
	s.frames.Store(1<<24 - 500)
	e := new(Encryptor)
	e.sender.Store(s)
	const workers, each = 8, 200
	nonces := make(chan uint32, workers*each)
	var wg sync.WaitGroup
	for i := range workers {
		codec := []Codec{Opus, VP8, H264}[i%3]
		wg.Go(func() {
			frame := unhex(t, sampleFrames[codec])
			for range each {
				sealed, err := e.Encrypt(nil, frame, codec)
				var p protected
				if err != nil || !p.parse(sealed) {
					t.Errorf("%x, %v", sealed, err)
				}
				nonces <- p.nonce
			}
		})
	}
	wg.Wait()
	close(nonces)
	seen := make(map[uint32]bool)
	for n := range nonces {
		if seen[n] {
			t.Fatalf("nonce %d is used twice", n)
		}
		seen[n] = true
	}
}

// TestAllocations gates what a frame costs.
func TestAllocations(t *testing.T) {
	for codec, sample := range sampleFrames {
		e, d := pair()
		frame := unhex(t, sample)
		sealed, opened := make([]byte, 0, 1024), make([]byte, 0, 1024)
		var err error
		work := func() {
			var e1, e2 error
			sealed, e1 = e.Encrypt(sealed[:0], frame, codec)
			opened, e2 = d.Decrypt(opened[:0], sealed, codec)
			err = errors.Join(err, e1, e2)
		}
		work()
		// The race detector makes pools forget on purpose.
		if got := testing.AllocsPerRun(100, work); got != 0 && !raceEnabled || err != nil {
			t.Errorf("%v: %v allocations for a frame there and back, want 0 (%v)", codec, got, err)
		}
	}
}

func TestTooManyParts(t *testing.T) {
	t.Parallel()
	e, _ := pair()
	frame := bytes.Repeat(unhex(t, "000000016588aabbcc"), 200)
	if got, err := e.Encrypt([]byte("x"), frame, H264); err != ErrFrame || string(got) != "x" {
		t.Errorf("%q, %v, want %v", got, err, ErrFrame)
	}
}
