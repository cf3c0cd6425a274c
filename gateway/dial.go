package gateway

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// dialTimeout bounds everything up to the websocket's opening.
	dialTimeout = 30 * time.Second

	// readBuffer is the websocket's: as much as a TLS record holds. Large frames
	// bypass it.
	readBuffer = 16 << 10
)

// writeBuffers are those of connections that are being written to. Most of the
// time none is.
var writeBuffers sync.Pool

// dial opens a websocket. It returns as soon as ctx ends, whatever the server
// does.
func (c *Config) dial(ctx context.Context, address string) (*websocket.Conn, *meter, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	open := c.Dial
	if open == nil {
		open = new(net.Dialer).DialContext
	}
	var m *meter
	var watch func() bool
	dialer := websocket.Dialer{
		NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := open(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			m = &meter{Conn: conn, opened: time.Now()}
			watch = context.AfterFunc(ctx, func() { conn.Close() })
			return m, nil
		},
		TLSClientConfig: c.TLS,
		ReadBufferSize:  readBuffer,
		WriteBufferSize: maxPayload, // each payload is one websocket frame
		WriteBufferPool: &writeBuffers,
	}
	if c.Dial == nil {
		dialer.Proxy = http.ProxyFromEnvironment
	}
	ws, response, err := dialer.DialContext(ctx, address, nil)
	if watch != nil && !watch() && err == nil {
		// ctx ended just now: the connection is closed, or about to be.
		ws.Close()
		err = ctx.Err()
	}
	if err != nil {
		return nil, nil, dialError(ctx, address, response, err)
	}
	ws.SetCloseHandler(func(int, string) error {
		// An echo of 1000 or 1001 would count as ours and end the session. If it
		// can't be written, the server's code must still be read: an error here
		// would take its place.
		ws.WriteControl(websocket.CloseMessage,
			websocket.FormatCloseMessage(closeResumable, ""), time.Now().Add(closeTimeout))
		return nil
	})
	return ws, m, nil
}

// dialError says why a dial failed: by ctx, by the server's HTTP answer, or
// otherwise.
func dialError(ctx context.Context, address string, response *http.Response, err error) error {
	e := &DialError{Err: err}
	if u, parseErr := url.Parse(address); parseErr == nil {
		e.Host = u.Host
	}
	switch {
	case errors.Is(err, websocket.ErrBadHandshake) && response != nil:
		e.Status = response.StatusCode
		if seconds, err := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 32); err == nil {
			e.RetryAfter = time.Duration(seconds) * time.Second
		}
	case ctx.Err() != nil:
		e.Err = ctx.Err()
	case errors.Is(err, os.ErrDeadlineExceeded):
		e.Err = context.DeadlineExceeded // ctx's, which is about to end
	}
	return e
}

// waited is how long a read must have taken to have waited for the network.
const waited = 20 * time.Microsecond

// A meter is a connection that knows when its reader last waited for it. The
// owner asks, to tell a server that does not answer from a reader that does not
// listen.
type meter struct {
	net.Conn
	opened  time.Time
	waiting atomic.Bool  // Read waits
	idle    atomic.Int64 // when the reader last had all there was, in nanoseconds since opened

	// These belong to the reader.
	last  time.Time // end of the last Read from the network
	ahead readAhead
	flush func() // called before each of those; may be nil
}

// Read notes when and how long.
func (m *meter) Read(p []byte) (int, error) {
	if n, err, held := m.ahead.take(p); held {
		return n, err
	}
	if m.flush != nil {
		m.flush()
	}
	room := m.ahead.room(p)
	start := time.Now()
	m.waiting.Store(true)
	n, err := m.Conn.Read(room)
	m.last = time.Now()
	m.waiting.Store(false)
	// A socket gives all it has: less than there is room for means that no more
	// had come. A pipe gives one write at a time, hence the time.
	if n < len(room) && m.last.Sub(start) >= waited {
		m.idle.Store(int64(m.last.Sub(m.opened)))
	}
	return m.ahead.took(p, n, err)
}

// caughtUp reports whether, some time after t, all that the server had sent was
// handled.
func (m *meter) caughtUp(t time.Time) bool {
	return m.waiting.Load() || m.idle.Load() > int64(t.Sub(m.opened))
}
