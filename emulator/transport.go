package emulator

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"sync/atomic"

	"github.com/gorilla/websocket"
	"github.com/klauspost/compress/zstd"
)

// A transport turns payloads into websocket messages. Those that compress the
// whole stream keep a context, so there is one transport per connection.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#encoding-and-compression
type transport interface {
	// pack returns the message of a payload and its websocket type. The
	// message is valid until the next call.
	pack(payload []byte) (kind int, message []byte, err error)
}

// newTransport returns the transport that the parameter compress of the
// gateway's URL names.
func newTransport(compress string) (transport, error) {
	switch compress {
	case "":
		return new(plain), nil
	case "zlib-stream":
		t := new(zlibStream)
		t.w = zlib.NewWriter(&t.buf)
		return t, nil
	case "zstd-stream":
		t := new(zstdStream)
		w, err := zstd.NewWriter(&t.buf, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<20))
		t.w = w
		return t, err
	default:
		return nil, fmt.Errorf("compress: %q is none of zlib-stream and zstd-stream", compress)
	}
}

// plain sends text, or, if the client has asked for that in IDENTIFY, zlib
// data where it is worth it.
type plain struct {
	compress atomic.Bool
	buf      bytes.Buffer
}

// worthCompressing is the size from which a payload is compressed on its own.
const worthCompressing = 1024

func (t *plain) pack(payload []byte) (int, []byte, error) {
	if !t.compress.Load() || len(payload) < worthCompressing {
		return websocket.TextMessage, payload, nil
	}
	t.buf.Reset()
	w := zlib.NewWriter(&t.buf)
	if _, err := w.Write(payload); err != nil {
		return 0, nil, err
	}
	err := w.Close()
	return websocket.BinaryMessage, t.buf.Bytes(), err
}

// zlibStream is one zlib stream; each message ends with a flush, that is with
// 00 00 FF FF.
type zlibStream struct {
	buf bytes.Buffer
	w   *zlib.Writer
}

func (t *zlibStream) pack(payload []byte) (int, []byte, error) {
	t.buf.Reset()
	if _, err := t.w.Write(payload); err != nil {
		return 0, nil, err
	}
	err := t.w.Flush()
	return websocket.BinaryMessage, t.buf.Bytes(), err
}

// zstdStream is one zstd frame that never ends; each message is flushed.
type zstdStream struct {
	buf bytes.Buffer
	w   *zstd.Encoder
}

func (t *zstdStream) pack(payload []byte) (int, []byte, error) {
	t.buf.Reset()
	if _, err := t.w.Write(payload); err != nil {
		return 0, nil, err
	}
	err := t.w.Flush()
	return websocket.BinaryMessage, t.buf.Bytes(), err
}
