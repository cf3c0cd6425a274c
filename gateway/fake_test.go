package gateway_test

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/klauspost/compress/zstd"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

const (
	token    = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gsecret.secret-secret-secret_secret"
	appID    = discord.ApplicationID(123456789012345678)
	mainHost = "gateway.test"
	sessHost = "session.test"
	interval = 41250 * time.Millisecond
)

// A fake is a gateway that does what the test says, frame by frame. It knows
// nothing of the rules.
type fake struct {
	t     *testing.T
	conns chan *conn
	start time.Time

	mu    sync.Mutex // guards all below
	dials []dial
	dead  map[string]bool // hosts that refuse connections
	trace strings.Builder
}

// A dial is an attempt to connect.
type dial struct {
	host string
	at   time.Duration
}

func newFake(t *testing.T) *fake {
	return &fake{t: t, conns: make(chan *conn, 100), start: time.Now(), dead: make(map[string]bool)}
}

// log adds a line to the trace.
func (f *fake) log(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	line := fmt.Sprintf(format, args...)
	fmt.Fprintf(&f.trace, "%9.3fs %s\n", time.Since(f.start).Seconds(), strings.ReplaceAll(line, token, "TOKEN"))
}

// kill makes a host refuse connections.
func (f *fake) kill(host string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dead[host] = true
}

// attempts returns all dials so far.
func (f *fake) attempts() []dial {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]dial(nil), f.dials...)
}

// forget gives up what f has written down.
func (f *fake) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dials = nil
	f.trace.Reset()
}

// Dial is for gateway.Config.
func (f *fake) Dial(_ context.Context, _, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.dials = append(f.dials, dial{host, time.Since(f.start)})
	dead := f.dead[host]
	f.mu.Unlock()
	if dead {
		f.log("- %s refused", host)
		return nil, errors.New("connection refused")
	}
	ours, theirs := net.Pipe()
	go f.serve(newBuffered(ours))
	return theirs, nil
}

// serve upgrades a connection and reads it to its end.
func (f *fake) serve(b *buffered) {
	br := bufio.NewReader(b)
	request, err := http.ReadRequest(br)
	if err != nil {
		b.Close()
		return
	}
	upgrader := websocket.Upgrader{}
	ws, err := upgrader.Upgrade(&hijack{conn: b, br: br}, request, nil)
	if err != nil {
		b.Close()
		return
	}
	// The fake does not answer close frames by itself; it records them.
	ws.SetCloseHandler(func(int, string) error { return nil })
	c := &conn{f: f, ws: ws, net: b, host: request.Host, query: request.URL.Query(), in: make(chan frame, 10_000)}
	c.squeeze = newSqueezer(c.query.Get("compress"))
	f.log("- connected to %s %s", request.Host, request.URL)
	f.conns <- c
	c.read()
}

// accept returns the next connection.
func (f *fake) accept() *conn {
	f.t.Helper()
	select {
	case c := <-f.conns:
		return c
	case <-time.After(time.Hour):
		f.t.Fatal("no connection within an hour")
		return nil
	}
}

// noConnection fails if there is another connection within d.
func (f *fake) noConnection(d time.Duration) {
	f.t.Helper()
	select {
	case <-f.conns:
		f.t.Fatal("unexpected connection")
	case <-time.After(d):
	}
}

// A conn is the server's side of a connection.
type conn struct {
	f       *fake
	ws      *websocket.Conn
	net     *buffered
	host    string
	query   url.Values
	in      chan frame
	squeeze *squeezer
	manual  atomic.Bool // heartbeats are not answered but given to the test

	mu    sync.Mutex // guards writes, and beats
	beats []time.Time
}

// A frame is what the client sent, or how the connection ended.
type frame struct {
	Op   int             `json:"op"`
	D    json.RawMessage `json:"d"`
	raw  string
	code int   // close code
	err  error // the end without one
}

// read reads until the end, answering heartbeats.
func (c *conn) read() {
	defer c.net.Close()
	for {
		_, b, err := c.ws.ReadMessage()
		var closed *websocket.CloseError
		switch {
		case errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure:
			c.f.log("> close %d", closed.Code)
			c.in <- frame{Op: -1, code: closed.Code}
			return
		case err != nil:
			c.in <- frame{Op: -1, err: err}
			return
		}
		c.f.log("> %s", b)
		fr := frame{raw: string(b)}
		if err := json.Unmarshal(b, &fr); err != nil {
			c.f.t.Errorf("client sent %q: %v", b, err)
		}
		if fr.Op == 1 {
			c.mu.Lock()
			c.beats = append(c.beats, time.Now())
			c.mu.Unlock()
			if !c.manual.Load() {
				c.send(`{"op":11}`)
				continue
			}
		}
		c.in <- fr
	}
}

// heartbeats returns when heartbeats came.
func (c *conn) heartbeats() []time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Time(nil), c.beats...)
}

// send sends a frame as it is.
func (c *conn) send(text string) {
	c.f.log("< %s", text)
	c.mu.Lock()
	defer c.mu.Unlock()
	kind, message := c.squeeze.message(text)
	c.ws.WriteMessage(kind, message) // the client may be gone
}

// sendRaw sends a message without compressing it.
func (c *conn) sendRaw(kind int, message []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ws.WriteMessage(kind, message)
}

func (c *conn) hello() {
	c.send(fmt.Sprintf(`{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":%d}}`, interval/time.Millisecond))
}

func (c *conn) dispatch(name string, seq int64, data string) {
	c.send(fmt.Sprintf(`{"t":%q,"s":%d,"op":0,"d":%s}`, name, seq, data))
}

// ready sends a READY whose resume URL is sessHost.
func (c *conn) ready(session string) {
	c.dispatch("READY", 1, fmt.Sprintf(`{"v":10,"session_id":%q,"resume_gateway_url":"ws://%s","user":{"id":"123456789012345678","username":"bot"},"application":{"id":"123456789012345678","flags":0},"guilds":[{"id":"5","unavailable":true},{"id":"6","unavailable":true}]}`, session, sessHost))
}

func (c *conn) resumed(seq int64) { c.dispatch("RESUMED", seq, `{}`) }

// close closes as Discord does: a close frame, and the socket after the answer
// to it.
func (c *conn) close(code int) { c.closeWith(code, "because") }

func (c *conn) closeWith(code int, reason string) {
	c.f.log("< close %d", code)
	c.mu.Lock()
	c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(time.Second))
	c.mu.Unlock()
	c.net.drain()
	select {
	case <-c.net.gone: // the client has answered
	case <-time.After(time.Second):
	}
	c.ws.Close()
}

// drop cuts the connection.
func (c *conn) drop() {
	c.f.log("- dropped")
	c.net.drain()
	c.ws.Close()
}

// next returns what the client sent next.
func (c *conn) next() frame {
	c.f.t.Helper()
	select {
	case fr := <-c.in:
		return fr
	case <-time.After(3 * time.Hour):
		c.f.t.Fatal("the client sent nothing for 3 hours")
		return frame{}
	}
}

// expect returns the next frame, which must have the given opcode.
func (c *conn) expect(op gateway.Opcode) frame {
	c.f.t.Helper()
	fr := c.next()
	if fr.Op != int(op) {
		c.f.t.Fatalf("client sent op %d %s (close %d, %v), want %v", fr.Op, fr.raw, fr.code, fr.err, op)
	}
	return fr
}

// expectResume wants a RESUME of that session and sequence.
func (c *conn) expectResume(session string, seq int64) {
	c.f.t.Helper()
	fr := c.expect(gateway.OpResume)
	want := fmt.Sprintf(`{"token":%q,"session_id":%q,"seq":%d}`, token, session, seq)
	if string(fr.D) != want {
		c.f.t.Fatalf("RESUME %s, want %s", fr.D, want)
	}
}

// expectClose wants the connection to end, with a code that keeps the session.
func (c *conn) expectClose() {
	c.f.t.Helper()
	for {
		fr := c.next()
		if fr.Op >= 0 {
			continue // what was under way
		}
		if fr.code/1000 != 4 {
			c.f.t.Fatalf("closed with code %d (%v), want 4000 to 4999", fr.code, fr.err)
		}
		c.ws.Close()
		return
	}
}

// handshake plays HELLO, IDENTIFY and READY.
func (c *conn) handshake(session string) {
	c.f.t.Helper()
	c.hello()
	c.expect(gateway.OpIdentify)
	c.ready(session)
}

// A squeezer compresses what one connection sends.
type squeezer struct {
	buf   bytes.Buffer
	flush func(string)
}

func newSqueezer(compress string) *squeezer {
	s := new(squeezer)
	switch compress {
	case "zlib-stream":
		w := zlib.NewWriter(&s.buf)
		s.flush = func(text string) {
			io.WriteString(w, text)
			w.Flush()
		}
	case "zstd-stream":
		w, err := zstd.NewWriter(&s.buf, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10))
		if err != nil {
			panic(err)
		}
		s.flush = func(text string) {
			io.WriteString(w, text)
			w.Flush()
		}
	}
	return s
}

func (s *squeezer) message(text string) (kind int, message []byte) {
	if s.flush == nil {
		return websocket.TextMessage, []byte(text)
	}
	s.buf.Reset()
	s.flush(text)
	return websocket.BinaryMessage, s.buf.Bytes()
}

// A buffered is the server's end of a pipe, with a buffer for what it writes,
// as a network has.
type buffered struct {
	net.Conn
	queue chan []byte
	idle  atomic.Int64 // writes not yet taken
	gone  chan struct{}
	once  sync.Once

	mu       sync.Mutex
	gathered *bytes.Buffer // takes what is written; nil: that is sent at once
}

func newBuffered(c net.Conn) *buffered {
	b := &buffered{Conn: c, queue: make(chan []byte, 100_000), gone: make(chan struct{})}
	go func() {
		for {
			select {
			case p := <-b.queue:
				if _, err := b.Conn.Write(p); err != nil {
					b.Close()
				}
				b.idle.Add(-1)
			case <-b.gone:
				return
			}
		}
	}()
	return b
}

func (b *buffered) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gathered != nil {
		return b.gathered.Write(p)
	}
	return b.send(p)
}

// gather sends what was gathered, and has into, unless it is nil, gather what is
// written from now on.
func (b *buffered) gather(into *bytes.Buffer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gathered != nil {
		b.send(b.gathered.Bytes()) // the client may be gone
	}
	b.gathered = into
}

func (b *buffered) send(p []byte) (int, error) {
	b.idle.Add(1)
	select {
	case b.queue <- bytes.Clone(p):
		return len(p), nil
	case <-b.gone:
		return 0, net.ErrClosed
	}
}

// drain waits until the client has read what was written, or has gone.
func (b *buffered) drain() {
	for b.idle.Load() > 0 {
		select {
		case <-b.gone:
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func (b *buffered) Close() error {
	b.once.Do(func() { close(b.gone) })
	return b.Conn.Close()
}

func (b *buffered) SetDeadline(time.Time) error      { return nil }
func (b *buffered) SetWriteDeadline(time.Time) error { return nil }

// hijack is a ResponseWriter for Upgrade on a bare connection.
type hijack struct {
	conn net.Conn
	br   *bufio.Reader
}

func (h *hijack) Header() http.Header         { return http.Header{} }
func (h *hijack) Write(p []byte) (int, error) { return h.conn.Write(p) }
func (h *hijack) WriteHeader(int)             {}
func (h *hijack) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.conn, bufio.NewReadWriter(h.br, bufio.NewWriter(h.conn)), nil
}

// newLog returns a logger of everything.
func newLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
