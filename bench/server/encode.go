package server

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Compressions, as clients ask for them in the address, and in IDENTIFY for
// Payload.
const (
	None    = ""
	Payload = "payload"
	Zlib    = "zlib-stream"
	Zstd    = "zstd-stream"
)

const (
	// payloadThreshold is from which size on frames are compressed if the
	// client asked for it in IDENTIFY. Discord doesn't say; small ones it
	// leaves alone.
	payloadThreshold = 8 << 10

	// window is how far back a zstd stream refers, as Discord's do.
	window = 256 << 10
)

// An encoder compresses texts that follow each other.
type encoder interface {
	// encode returns the websocket opcode and the payload for a text. The
	// payload is valid until the next call.
	encode(text []byte) (opcode byte, payload []byte)
}

const (
	opText   = 1
	opBinary = 2
)

// newEncoder returns the encoder of one segment. What it makes doesn't refer to
// what was sent before, so that it can be made before there is a connection.
func newEncoder(compression string) encoder {
	switch compression {
	case Payload:
		return new(payloadEncoder)
	case Zlib:
		e := new(streamEncoder)
		w, err := flate.NewWriter(&e.out, flate.DefaultCompression)
		must(err)
		e.w = w
		return e
	case Zstd:
		e := new(streamEncoder)
		w, err := zstd.NewWriter(&e.out, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window), zstd.WithEncoderCRC(false))
		must(err)
		e.w = w
		e.out.Write(zstdEnd)
		return e
	default:
		return plainEncoder{}
	}
}

type plainEncoder struct{}

func (plainEncoder) encode(text []byte) (byte, []byte) { return opText, text }

type payloadEncoder struct{ out bytes.Buffer }

func (e *payloadEncoder) encode(text []byte) (byte, []byte) {
	if len(text) < payloadThreshold {
		return opText, text
	}
	e.out.Reset()
	w := zlib.NewWriter(&e.out)
	_, err := w.Write(text)
	must(err)
	must(w.Close())
	return opBinary, e.out.Bytes()
}

// A streamEncoder flushes after each text.
type streamEncoder struct {
	out bytes.Buffer
	w   interface {
		io.Writer
		Flush() error
	}
	used bool
}

func (e *streamEncoder) encode(text []byte) (byte, []byte) {
	if e.used { // before the first text out may hold what ends the last segment
		e.out.Reset()
	}
	e.used = true
	_, err := e.w.Write(text)
	must(err)
	must(e.w.Flush())
	return opBinary, e.out.Bytes()
}

// zstdEnd is an empty last block: it ends a frame.
var zstdEnd = []byte{1, 0, 0}

// control encodes a text that is made while a connection goes on, by hand and
// uncompressed, so that it needs no state of the connection but whether it is
// the first.
func control(compression string, first bool, text []byte) (opcode byte, payload []byte) {
	var b []byte
	switch compression {
	case Zlib:
		if first {
			b = append(b, 0x78, 0x9c)
		}
		for ; len(text) > 0; text = text[min(len(text), 0xffff):] {
			n := uint16(min(len(text), 0xffff))
			b = append(b, 0) // a stored block, not the last
			b = binary.LittleEndian.AppendUint16(b, n)
			b = binary.LittleEndian.AppendUint16(b, ^n)
			b = append(b, text[:n]...)
		}
		return opBinary, append(b, 0, 0, 0, 0xff, 0xff)
	case Zstd:
		if !first {
			b = append(b, zstdEnd...)
		}
		const windowLog = 18
		b = append(b, 0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog-10)<<3)
		for ; len(text) > 0; text = text[min(len(text), 0xffff):] {
			n := min(len(text), 0xffff)
			b = append(b, byte(n<<3), byte(n>>5), byte(n>>13)) // a raw block, not the last
			b = append(b, text[:n]...)
		}
		return opBinary, b
	default:
		return opText, text
	}
}

// appendFrame appends an unmasked websocket frame (RFC 6455, section 5.2).
func appendFrame(b []byte, opcode byte, payload []byte) []byte {
	b = append(b, 0x80|opcode)
	switch n := len(payload); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, payload...)
}

// must is for writers to memory, which don't fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
