package gateway

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"iter"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// An inflater turns the binary messages of one connection into frames.
type inflater interface {
	// inflate takes one message. It returns nil when the frame needs more
	// messages. The frame is valid until the next call. After an error the
	// inflater is of no more use.
	inflate(message []byte) ([]byte, error)

	// close frees what the inflater holds.
	close()
}

const (
	// maxWindow is how far back a zstd stream may refer. Discord uses 256 KiB;
	// the format's authors ask decoders to support 8 MiB.
	maxWindow = 8 << 20

	// keepBuffer is the largest buffer kept for the next frame: enough for a
	// guild of 50 members. With more, each shard that ever got a guild of some
	// hundred members would hold 1 MB for the rest of its life.
	keepBuffer = 64 << 10

	// firstBuffer is the size that buffers start with.
	firstBuffer = 1 << 10

	// copyBuffer is what zlib inflates into, piece by piece.
	copyBuffer = 4 << 10
)

// newInflater returns the inflater for c; limit bounds a frame's size.
func newInflater(c Compression, limit int) inflater {
	switch c {
	case CompressionZstd:
		return &stream{name: "zstd-stream", limit: limit, open: openZstd}
	case CompressionZlib:
		return &stream{name: "zlib-stream", limit: limit, open: openZlib, suffix: flushMarker}
	case CompressionPayload:
		return &payloads{limit: limit}
	default:
		return refuse{}
	}
}

// openZstd decodes in the calling goroutine and holds little memory until the
// first message.
func openZstd(r io.Reader) (io.Reader, error) {
	return zstd.NewReader(r,
		zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow),
		zstd.WithDecoderMaxMemory(maxWindow))
}

func openZlib(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }

// flushMarker ends each frame of a zlib-stream.
var flushMarker = []byte{0, 0, 0xff, 0xff}

var errClosed = errors.New("stream closed")

// A stream inflates messages that share one context for the whole connection.
//
// The decompressors of zstd and zlib both make the end of their input
// permanent, and neither tells when all output of a message is out: reading
// "until the input is used up" stops one read too early or too late when a
// message ends where an internal buffer does. So the decompressor never sees
// an end. It runs as a coroutine; when it asks for more input than the message
// had, everything before that is out, and control goes back to the caller
// until the next message.
type stream struct {
	name   string
	limit  int
	open   func(io.Reader) (io.Reader, error)
	suffix []byte // what a frame's last message ends with; nil: every message does

	in    []byte // what is left of the message
	out   []byte // the frame so far
	part  bool   // out waits for another message
	tail  []byte // the last bytes of the messages so far, as many as suffix has
	err   error
	next  func() (struct{}, bool)
	stop  func()
	yield func(struct{}) bool
}

func (s *stream) inflate(message []byte) ([]byte, error) {
	if !s.part {
		s.out, s.tail = emptied(s.out), s.tail[:0]
	}
	if s.next == nil {
		s.next, s.stop = iter.Pull(s.run)
	}
	s.in = message
	if _, ok := s.next(); !ok {
		return nil, &FrameError{Reason: "inflate " + s.name, Err: s.err}
	}
	if s.unfinished(message) {
		s.part = true
		return nil, nil
	}
	s.part = false
	return s.out, nil
}

// unfinished reports whether the frame goes on after message. The suffix may be
// spread over messages.
func (s *stream) unfinished(message []byte) bool {
	if s.suffix == nil {
		return false
	}
	n := len(s.suffix)
	message = message[max(len(message)-n, 0):]
	s.tail = append(s.tail, message...)
	s.tail = slices.Delete(s.tail, 0, max(len(s.tail)-n, 0))
	return !bytes.Equal(s.tail, s.suffix)
}

// run is the coroutine. Its yields are in ReadByte and Read.
func (s *stream) run(yield func(struct{}) bool) {
	s.yield = yield
	r, err := s.open(s)
	if err == nil {
		// zstd writes its blocks without a buffer between.
		_, err = io.CopyBuffer(sink{s}, r, make([]byte, copyBuffer))
	}
	if err == nil {
		err = errors.New("stream ended")
	}
	s.err = err
}

// A sink is where a stream's output goes.
type sink struct{ s *stream }

func (k sink) Write(p []byte) (int, error) {
	s := k.s
	if len(s.out)+len(p) > s.limit {
		return 0, ErrTooLarge
	}
	s.out = append(s.out, p...)
	return len(p), nil
}

// wait hands control back until there is input.
func (s *stream) wait() bool {
	for len(s.in) == 0 {
		if !s.yield(struct{}{}) {
			return false
		}
	}
	return true
}

// Read is called by the decompressor.
func (s *stream) Read(p []byte) (int, error) {
	if !s.wait() {
		return 0, errClosed
	}
	n := copy(p, s.in)
	s.in = s.in[n:]
	return n, nil
}

// ReadByte is called by the decompressor of zlib, which so needs no buffer of
// its own.
func (s *stream) ReadByte() (byte, error) {
	if !s.wait() {
		return 0, errClosed
	}
	b := s.in[0]
	s.in = s.in[1:]
	return b, nil
}

func (s *stream) close() {
	if s.stop != nil {
		s.stop()
	}
}

// payloads inflates messages that are compressed each for itself.
type payloads struct {
	limit int
	in    bytes.Reader
	r     io.ReadCloser
	out   []byte
}

func (p *payloads) inflate(message []byte) ([]byte, error) {
	p.in.Reset(message)
	var err error
	if p.r == nil {
		p.r, err = zlib.NewReader(&p.in)
	} else if reset, ok := p.r.(zlib.Resetter); ok {
		err = reset.Reset(&p.in, nil)
	}
	if err == nil {
		p.out, err = readAll(p.r, emptied(p.out), p.limit)
	}
	if err == nil && p.in.Len() > 0 {
		err = errors.New("bytes behind the payload")
	}
	if err != nil {
		return nil, &FrameError{Reason: "inflate payload", Err: err}
	}
	return p.out, nil
}

func (p *payloads) close() {}

// refuse is for connections without compression.
type refuse struct{}

func (refuse) inflate([]byte) ([]byte, error) {
	return nil, &FrameError{Reason: "binary message on a connection without compression"}
}

func (refuse) close() {}

// readAll appends all of r to buf, up to limit bytes.
func readAll(r io.Reader, buf []byte, limit int) ([]byte, error) {
	for {
		buf = roomy(buf, limit)
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if len(buf) > limit {
			return buf, ErrTooLarge
		}
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

// roomy grows a full buffer, to no more than one byte above limit.
func roomy(buf []byte, limit int) []byte {
	if len(buf) < cap(buf) {
		return buf
	}
	size := min(max(2*cap(buf), firstBuffer), limit+1)
	if size > keepBuffer {
		if huge, ok := hugeBuffers.Get().(*[]byte); ok && cap(*huge) >= size {
			return append((*huge)[:0:min(cap(*huge), limit+1)], buf...)
		}
	}
	return append(make([]byte, 0, size), buf...)
}

// hugeBuffers have grown over huge frames. They are for the next ones of any
// connection, which most often come soon: guilds do, one after the other.
var hugeBuffers sync.Pool

// emptied returns buf for reuse, or nothing if it has grown over a huge frame.
func emptied(buf []byte) []byte {
	if cap(buf) > keepBuffer {
		huge := buf // only this escapes
		hugeBuffers.Put(&huge)
		return nil
	}
	return buf[:0]
}
