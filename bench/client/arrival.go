package client

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// arrivals notes when the library's own Read of the connection returned the
// last byte of each event, so that the time in the library can be told apart
// from the socket's and the scheduler's, which nobody can change. It follows
// the frames by their lengths alone and costs each library the same: a reading
// of the clock and some additions per Read.
type arrivals struct {
	mu    sync.Mutex // guards all below
	times []int64    // of each event since READY, in Unix nanoseconds
}

// dial opens a connection that is watched. It suits all libraries' options.
func (a *arrivals) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &watchedConn{Conn: conn, arrivals: a}, nil
}

// dialer is how to give dial to the libraries that take a websocket dialer:
// otherwise as the library's default is.
func (a *arrivals) dialer(d websocket.Dialer) *websocket.Dialer {
	d.NetDialContext = a.dial
	return &d
}

// last returns the times of the last n events, which are those that were
// played after the start; nil if there are fewer.
func (a *arrivals) last(n int) []int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.times) < n {
		return nil
	}
	return slices.Clone(a.times[len(a.times)-n:])
}

// watchedConn is a connection of which each frame's end is noted.
type watchedConn struct {
	net.Conn
	arrivals *arrivals
	frames   frameWalker
}

// Read reads as the connection does, and looks at the clock as soon as it has.
func (c *watchedConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	now := time.Now().UnixNano()
	if events := c.frames.walk(b[:n]); events > 0 {
		c.arrivals.mu.Lock()
		for range events {
			c.arrivals.times = append(c.arrivals.times, now)
		}
		c.arrivals.mu.Unlock()
	}
	return n, err
}

// frameWalker walks over what a server sends, uncompressed: the answer to the
// upgrade, and frames. A connection that isn't upgraded has none.
type frameWalker struct {
	state   walkState
	head    []byte // of the answer, or of a frame, as far as it has come
	payload int    // bytes of the frame's payload that are still to come
	event   bool
}

type walkState int

const (
	walkAnswer walkState = iota
	walkFrames
	walkNothing // plain HTTP
)

// peek is how much of a payload tells an event: {"t":"… is one, {"t":null is
// not.
const peek = len(`{"t":"`)

// walk takes in what was read, and returns how many events it ends.
func (f *frameWalker) walk(b []byte) (events int) {
	if f.state == walkAnswer {
		f.head = append(f.head, b...)
		head, rest, ok := bytes.Cut(f.head, []byte("\r\n\r\n"))
		if !ok {
			return 0
		}
		f.state = walkNothing
		if bytes.HasPrefix(head, []byte("HTTP/1.1 101 "+http.StatusText(http.StatusSwitchingProtocols))) {
			f.state = walkFrames
		}
		b, f.head = bytes.Clone(rest), f.head[:0]
	}
	for f.state == walkFrames && len(b) > 0 {
		var ended bool
		if b, ended = f.frame(b); ended && f.event {
			events++
		}
	}
	return events
}

// frame walks to the frame's end, or as far as b goes.
func (f *frameWalker) frame(b []byte) (rest []byte, ended bool) {
	if f.payload > 0 {
		n := min(f.payload, len(b))
		f.payload -= n
		return b[n:], f.payload == 0
	}
	for len(b) > 0 {
		f.head, b = append(f.head, b[0]), b[1:]
		start, length, ok := frameHead(f.head)
		if !ok || len(f.head) < start+min(length, peek) {
			continue
		}
		f.payload = start + length - len(f.head)
		f.event = f.head[0]&0x0f < 8 && length > peek && f.head[start+peek-1] == '"'
		f.head = f.head[:0]
		return b, f.payload == 0
	}
	return nil, false
}

// frameHead returns where the payload of a frame starts and how long it is,
// once enough of its head is there. Servers don't mask.
func frameHead(b []byte) (start, length int, ok bool) {
	if len(b) < 2 {
		return 0, 0, false
	}
	start, length = 2, int(b[1]&0x7f)
	switch length {
	case 126:
		start = 4
	case 127:
		start = 10
	default:
		return start, length, true
	}
	if len(b) < start {
		return 0, 0, false
	}
	length = 0
	for _, digit := range b[2:start] {
		length = length<<8 | int(digit)
	}
	return start, length, true
}
