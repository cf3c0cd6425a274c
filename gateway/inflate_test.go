package gateway

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// A deflater is the server's half of a stream: one context, flushed after each
// message.
type deflater struct {
	buf bytes.Buffer
	w   interface {
		io.Writer
		Flush() error
	}
}

func newDeflater(t testing.TB, c Compression) *deflater {
	t.Helper()
	d := new(deflater)
	if c == CompressionZlib {
		w, err := zlib.NewWriterLevel(&d.buf, zlib.BestSpeed)
		if err != nil {
			t.Fatal(err)
		}
		d.w = w
		return d
	}
	w, err := zstd.NewWriter(&d.buf, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false))
	if err != nil {
		t.Fatal(err)
	}
	d.w = w
	return d
}

// message compresses one message. The result is valid until the next call.
func (d *deflater) message(t testing.TB, text []byte) []byte {
	t.Helper()
	d.buf.Reset()
	if _, err := d.w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := d.w.Flush(); err != nil {
		t.Fatal(err)
	}
	return d.buf.Bytes()
}

// compressed returns text compressed by itself, as payload compression does.
func compressed(t testing.TB, text []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zlib.NewWriter(&buf)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// corpus fills a buffer with JSON-like text that compresses as events do, with
// some that hardly compresses.
func corpus(rng *rand.Rand, buf []byte, size int) []byte {
	buf = append(buf[:0], `{"t":"MESSAGE_CREATE","s":`...)
	for len(buf) < size {
		switch rng.IntN(3) {
		case 0:
			buf = fmt.Appendf(buf, `{"id":"%d","content":"`, rng.Uint64())
		case 1:
			buf = append(buf, `","mention_everyone":false,"embeds":[],"author":{"username":"`...)
		default:
			buf = binary.LittleEndian.AppendUint64(buf, rng.Uint64())
		}
	}
	return buf[:size]
}

// sizes draws sizes as a busy gateway has them, with the awkward ones: block
// and window sizes and one byte to either side.
func sizes(rng *rand.Rand) int {
	awkward := []int{1, 2, 32 << 10, 64 << 10, 128 << 10, 256 << 10}
	switch n := rng.IntN(20_000); {
	case n == 0:
		return 1<<20 + rng.IntN(1<<19)
	case n < 30:
		return max(awkward[rng.IntN(len(awkward))]+rng.IntN(3)-1, 1)
	case n < 60:
		return 8<<10 + rng.IntN(150<<10)
	default:
		return 30 + rng.IntN(1200)
	}
}

// TestStreams sends 120,000 messages of varied sizes through each stream: the
// ends of messages, of the decompressors' windows and of their blocks meet in
// every way.
func TestStreams(t *testing.T) {
	t.Parallel()
	messages := 120_000
	if raceEnabled {
		messages /= 10 // the detector makes compressing 20 times slower
	}
	for _, c := range []Compression{CompressionZstd, CompressionZlib} {
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(1, uint64(c)))
			server, client := newDeflater(t, c), newInflater(c, 64<<20)
			defer client.close()
			pool := corpus(rng, nil, 4<<20)
			for i := range messages {
				size := sizes(rng)
				text := pool[rng.IntN(len(pool)-size):][:size]
				got, err := client.inflate(server.message(t, text))
				if err != nil {
					t.Fatalf("message %d of %d bytes: %v", i, len(text), err)
				}
				if !bytes.Equal(got, text) {
					t.Fatalf("message %d: got %d bytes, want %d", i, len(got), len(text))
				}
			}
		})
	}
}

// TestZlibWindow makes each message end where the 32 KiB window does.
func TestZlibWindow(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 2))
	server, client := newDeflater(t, CompressionZlib), newInflater(CompressionZlib, 1<<20)
	defer client.close()
	for i := range 500 {
		size := 32 << 10
		if i%2 == 0 {
			size = 8 << 10
		}
		text := corpus(rng, nil, size)
		got, err := client.inflate(server.message(t, text))
		if err != nil || !bytes.Equal(got, text) {
			t.Fatalf("message %d: %d bytes, %v; want %d", i, len(got), err, len(text))
		}
	}
}

// TestStreamInPieces sends zlib-stream frames in several messages, of which
// only the last ends with the flush marker.
func TestStreamInPieces(t *testing.T) {
	t.Parallel()
	server, client := newDeflater(t, CompressionZlib), newInflater(CompressionZlib, 1<<20)
	defer client.close()
	for i := range 100 {
		text := corpus(rand.New(rand.NewPCG(3, uint64(i))), nil, 500+i)
		message := server.message(t, text)
		size := []int{1, 3, 100, len(message) - 1, len(message) - 3}[i%5]
		for pieces := range slices.Chunk(message, size) {
			got, err := client.inflate(pieces)
			last := &pieces[len(pieces)-1] == &message[len(message)-1]
			if err != nil || !last && got != nil || last && !bytes.Equal(got, text) {
				t.Fatalf("frame %d in pieces of %d: %d bytes, %v; want %d", i, size, len(got), err, len(text))
			}
		}
	}
}

// TestReadAllBound reads without end: no more memory than the limit is taken.
func TestReadAllBound(t *testing.T) {
	t.Parallel()
	const limit = 100_000
	endless, w := io.Pipe()
	defer endless.Close()
	go func() {
		for {
			if _, err := w.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	}()
	if buf, err := readAll(endless, nil, limit); !errors.Is(err, ErrTooLarge) || cap(buf) > limit+1 {
		t.Errorf("%d bytes, %v", cap(buf), err)
	}
}

// TestZstdEmptyBlocks has blocks that produce nothing, skippable frames and
// ends of frames inside and at the end of messages.
func TestZstdEmptyBlocks(t *testing.T) {
	t.Parallel()
	empty := []byte{0, 0, 0} // raw block of no bytes, not the last
	skippable := []byte{0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 'x', 'y'}
	server, client := newDeflater(t, CompressionZstd), newInflater(CompressionZstd, 1<<20)
	defer client.close()
	send := func(message []byte, want string) {
		t.Helper()
		got, err := client.inflate(message)
		if err != nil || string(got) != want {
			t.Fatalf("got %q, %v; want %q", got, err, want)
		}
	}
	send(skippable, "")
	send(append(bytes.Clone(server.message(t, []byte("one"))), empty...), "one")
	send(empty, "")
	send(append(bytes.Clone(empty), server.message(t, []byte("two"))...), "two")
	other := newDeflater(t, CompressionZstd)
	last := []byte{1, 0, 0} // raw block of no bytes, the last
	send(append(bytes.Clone(server.message(t, []byte("three"))), last...), "three")
	send(other.message(t, []byte("four")), "four")
}

func TestInflateErrors(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	huge := bytes.Repeat([]byte("a"), 100<<20)
	for _, c := range []Compression{CompressionZstd, CompressionZlib} {
		good := bytes.Clone(newDeflater(t, c).message(t, []byte(`{"op":11}`)))
		bad := bytes.Clone(good)
		bad[len(bad)/2] ^= 0xff
		bomb := bytes.Clone(newDeflater(t, c).message(t, huge))
		over := newDeflater(t, c).message(t, huge[:limit+1])
		for _, tt := range []struct {
			name    string
			message []byte
			tooBig  bool
		}{
			{"text", []byte(`{"op":11}`), false},
			{"corrupt", bad, false},
			{"bomb", bomb, true},
			{"one byte too many", over, true},
		} {
			client := newInflater(c, limit)
			got, err := client.inflate(tt.message)
			var frame *FrameError
			switch {
			case tt.name == "corrupt" && err == nil:
				// A flipped bit may hit text. It must not come out as sent.
				if string(got) == `{"op":11}` {
					t.Errorf("%v, %s: nothing happened", c, tt.name)
				}
			case !errors.As(err, &frame):
				t.Errorf("%v, %s: error %v, want a FrameError", c, tt.name, err)
			case errors.Is(err, ErrTooLarge) != tt.tooBig:
				t.Errorf("%v, %s: error %v", c, tt.name, err)
			}
			client.close()
		}
	}
}

// TestZstdWindowBound refuses a frame that wants more memory than allowed.
func TestZstdWindowBound(t *testing.T) {
	t.Parallel()
	// Magic number, no flags, window of 2^(10+20) bytes, an empty raw block.
	message := []byte{0x28, 0xb5, 0x2f, 0xfd, 0, 20 << 3, 0, 0, 0}
	client := newInflater(CompressionZstd, 1<<20)
	defer client.close()
	if _, err := client.inflate(message); err == nil {
		t.Error("a window of 1 GiB was accepted")
	}
}

// TestInflateGivesBack frees buffers that a huge frame made grow.
func TestInflateGivesBack(t *testing.T) {
	t.Parallel()
	for _, c := range []Compression{CompressionZstd, CompressionZlib, CompressionPayload} {
		send := func(text []byte) []byte { return compressed(t, text) }
		if c != CompressionPayload {
			d := newDeflater(t, c)
			send = func(text []byte) []byte { return d.message(t, text) }
		}
		client := newInflater(c, 64<<20)
		defer client.close()
		for _, size := range []int{100, 5 << 20, 100} {
			text := bytes.Repeat([]byte("x"), size)
			got, err := client.inflate(send(text))
			if err != nil || !bytes.Equal(got, text) {
				t.Fatalf("%v: %d bytes, %v; want %d", c, len(got), err, size)
			}
			if size == 100 && cap(got) > keepBuffer {
				t.Errorf("%v: a buffer of %d bytes is kept for small frames", c, cap(got))
			}
		}
	}
}

func TestPayloads(t *testing.T) {
	t.Parallel()
	client := newInflater(CompressionPayload, 1<<10)
	defer client.close()
	for i := range 10 {
		want := strings.Repeat("abc", 10*(i+1))
		got, err := client.inflate(compressed(t, []byte(want)))
		if err != nil || string(got) != want {
			t.Fatalf("got %q, %v; want %q", got, err, want)
		}
	}
	whole := compressed(t, []byte("abc"))
	for name, message := range map[string][]byte{
		"truncated": whole[:len(whole)-2],
		"trailing":  append(bytes.Clone(whole), 0),
		"bomb":      compressed(t, make([]byte, 2<<10)),
		"empty":     {},
	} {
		var frame *FrameError
		if _, err := client.inflate(message); !errors.As(err, &frame) {
			t.Errorf("%s: error %v, want a FrameError", name, err)
		}
	}
}

// FuzzInflate feeds arbitrary messages. Nothing may panic or outgrow the limit.
func FuzzInflate(f *testing.F) {
	for _, c := range []Compression{CompressionZstd, CompressionZlib} {
		d := newDeflater(f, c)
		one := bytes.Clone(d.message(f, []byte(`{"op":10,"d":{"heartbeat_interval":41250}}`)))
		two := bytes.Clone(d.message(f, []byte(`{"op":11}`)))
		f.Add(int(c), one, two)
		f.Add(int(c), one[:len(one)/2], one[len(one)/2:])
	}
	f.Add(int(CompressionPayload), compressed(f, []byte("{}")), []byte{})
	f.Fuzz(func(t *testing.T, kind int, one, two []byte) {
		const limit = 64 << 10
		client := newInflater(Compression(kind), limit)
		defer client.close()
		for _, message := range [][]byte{one, two} {
			got, err := client.inflate(message)
			var frame *FrameError
			if err != nil && !errors.As(err, &frame) {
				t.Fatalf("error %v is no FrameError", err)
			}
			if len(got) > limit {
				t.Fatalf("%d bytes, the limit is %d", len(got), limit)
			}
			if err != nil {
				return
			}
		}
	})
}

func BenchmarkInflate(b *testing.B) {
	for _, c := range []Compression{CompressionZstd, CompressionZlib} {
		b.Run(c.String(), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(4, 4))
			server := newDeflater(b, c)
			var messages [][]byte
			for range 2000 {
				messages = append(messages, bytes.Clone(server.message(b, corpus(rng, nil, 1150))))
			}
			var client inflater
			i := len(messages)
			b.ReportAllocs()
			for b.Loop() {
				if i == len(messages) { // a stream cannot be played twice
					if client != nil {
						client.close()
					}
					client, i = newInflater(c, 1<<20), 0
				}
				if _, err := client.inflate(messages[i]); err != nil {
					b.Fatal(err)
				}
				i++
			}
			client.close()
		})
	}
}

// TestHugeBuffers reads huge frames one after the other, of which each may find the
// buffer of one before: what was in that is gone, and limits hold.
func TestHugeBuffers(t *testing.T) {
	t.Parallel()
	for i, size := range []int{keepBuffer + 1, 8 * keepBuffer, 3 * keepBuffer, keepBuffer} {
		text := bytes.Repeat([]byte{byte('a' + i)}, size)
		got, err := readAll(bytes.NewReader(text), nil, size)
		if err != nil || !bytes.Equal(got, text) || cap(got) > max(size+1, firstBuffer) {
			t.Errorf("%d bytes: got %d in %d, %v", size, len(got), cap(got), err)
		}
		if _, err := readAll(bytes.NewReader(text), nil, size-1); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%d bytes, which is one too many: %v", size, err)
		}
		if kept := emptied(got); len(kept) != 0 || cap(kept) > keepBuffer {
			t.Errorf("%d bytes are kept of %d", cap(kept), size)
		}
	}
}
