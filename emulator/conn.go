package emulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/accord-go/accord/discord"
)

// Bounds of a gateway connection.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#rate-limiting
const (
	maxPayload   = 4096 // bytes of a frame from the client
	maxSends     = 120  // frames from the client in sendPeriod
	sendPeriod   = time.Minute
	writeTimeout = time.Minute     // for a client that does not read
	closeTimeout = 5 * time.Second // for its part of the closing handshake
)

// A conn is one websocket connection to the gateway. One goroutine reads it and
// one writes it; what they share is the outbox and, under the world's lock, the
// session.
type conn struct {
	e       *Emulator
	id      int // counts from 1
	ws      *websocket.Conn
	base    string // how the client reaches us
	version int    // of the API
	out     *outbox
	pack    transport

	ending atomic.Bool         // the closing frame is written; what still comes in is not looked at
	beats  *time.Timer         // closes the connection when no heartbeat comes
	shards atomic.Int32        // how many the bot has, as the session says; 0: there was none yet
	bot    atomic.Pointer[bot] // as the session says; nil: there was none yet
	sends  []time.Time         // of the frames that came in during the last sendPeriod; the reader's

	// Guarded by the world's lock.
	session *session    // nil: not identified yet
	lost    *session    // taken from the connection by op 9
	grace   *time.Timer // closes a connection that was told to reconnect and did not
}

// websockets that browsers open from other pages are welcome: so they are on
// Discord, where the token is what counts.
var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// serveGateway speaks with a client for as long as the connection lasts.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#connections
func (e *Emulator) serveGateway(w http.ResponseWriter, hr *http.Request) {
	query := hr.URL.Query()
	if enc := query.Get("encoding"); enc != "" && enc != "json" {
		http.Error(w, fmt.Sprintf("encoding: %q is not emulated, only json is", enc), http.StatusBadRequest)
		return
	}
	pack, err := newTransport(query.Get("compress"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	ws, err := upgrader.Upgrade(w, hr, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &conn{e: e, ws: ws, base: baseURL(hr), version: 10, out: newOutbox(), pack: pack}
	if !e.openConn(c) {
		ws.Close()
		return
	}
	defer e.conns.Done()
	c.run(query.Get("v"))
}

// openConn makes the connection known, unless the emulator is shutting down.
func (e *Emulator) openConn(c *conn) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	e.conns.Add(1)
	e.connections.opened++
	c.id = e.connections.opened
	e.connections.open[c] = true
	return true
}

func (c *conn) run(version string) {
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.write()
	}()
	interval := time.Duration(c.e.rules.HeartbeatInterval)
	c.beats = time.AfterFunc(c.patience(), func() { c.end(closeSessionTimedOut) })
	c.ws.SetCloseHandler(c.closedByClient)
	c.hello(version, interval)
	c.read()
	c.beats.Stop()
	c.out.finish(ending{quiet: true})
	<-written
	c.e.closeConn(c)
}

// patience is how long a client may go without a heartbeat.
func (c *conn) patience() time.Duration {
	return time.Duration(c.e.rules.HeartbeatInterval) * 3 / 2
}

func (c *conn) hello(version string, interval time.Duration) {
	switch version {
	case "", "10":
	case "9":
		c.version = 9
	default:
		c.closeWith(closeInvalidAPIVersion)
		return
	}
	if c.e.trip(c, AtConnect) {
		return
	}
	c.push(10, struct {
		HeartbeatInterval int64 `json:"heartbeat_interval"`
	}{interval.Milliseconds()})
	c.e.trip(c, AfterHello)
}

// push sends a frame that is not an event.
func (c *conn) push(op int, d any) {
	data, err := encode(d)
	if err != nil {
		c.e.logger.Error("a frame could not be encoded", "op", op, "error", err)
		return
	}
	c.out.push(fmt.Appendf(nil, `{"t":null,"s":null,"op":%d,"d":%s}`, op, data))
}

// closeWith ends the connection, after what has been sent before.
func (c *conn) closeWith(code closeCode) {
	c.out.finish(ending{code: code, reason: reasons[code]})
}

// closeConn forgets a connection. Its session stays for a while, unless the
// client has said good-bye.
func (e *Emulator) closeConn(c *conn) {
	c.ws.Close()
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.connections.open, c)
	if c.grace != nil {
		c.grace.Stop()
	}
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
		c.session.detached = time.Now()
		c.session.wentOffline()
		c.session.bot.pageStatus()
	}
}

// read handles what comes in until the connection ends.
func (c *conn) read() {
	for {
		_, r, err := c.ws.NextReader()
		var frame []byte
		if err == nil {
			frame, err = io.ReadAll(io.LimitReader(r, maxPayload+1))
		}
		switch {
		case err != nil:
			return
		case c.ending.Load():
		case len(frame) > maxPayload:
			c.e.record.frame("in", c, frame)
			c.closeWith(closeDecodeError)
		default:
			c.receive(frame)
		}
	}
}

// closedByClient handles a close frame. Closing with 1000 or 1001 is how a
// client gives up its session; that is done before the client hears back, so
// that it finds the session gone when it returns.
func (c *conn) closedByClient(code int, text string) error {
	c.e.record.closed("in", c, code, text)
	if !c.ending.Load() && (code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway) {
		c.e.mu.Lock()
		c.endSession()
		c.e.mu.Unlock()
	}
	// Where we have closed first, this was the client's answer.
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(closeTimeout))
	return nil
}

// endSession makes the session impossible to resume. The caller holds the
// world's lock.
func (c *conn) endSession() {
	if c.session != nil {
		c.session.forget()
	}
	if c.lost != nil && c.lost.conn == nil { // and nobody has resumed it meanwhile
		c.lost.forget()
	}
}

// application returns the application whose bot the connection is, or zero as long
// as nobody knows.
func (c *conn) application() discord.ApplicationID {
	if b := c.bot.Load(); b != nil {
		return b.app.ID
	}
	return 0
}

// receive handles one frame.
func (c *conn) receive(frame []byte) {
	var p struct {
		Op *int            `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if err := json.Unmarshal(frame, &p); err != nil || p.Op == nil || nesting(frame) > maxNesting {
		c.e.record.frame("in", c, frame)
		c.closeWith(closeDecodeError)
		return
	}
	c.e.record.frame("in", c, frame)
	if !c.maySend(time.Now()) {
		c.closeWith(closeRateLimited)
		return
	}
	if code := c.handle(*p.Op, p.D); code != 0 {
		c.end(code)
	}
}

// end closes the connection, and its session too where the code means that.
func (c *conn) end(code closeCode) {
	if code.endsSession() {
		c.e.mu.Lock()
		c.endSession()
		c.e.mu.Unlock()
	}
	c.closeWith(code)
}

// maySend notes a frame, and reports whether it is within the limit.
func (c *conn) maySend(now time.Time) bool {
	for len(c.sends) > 0 && now.Sub(c.sends[0]) >= sendPeriod {
		c.sends = c.sends[1:]
	}
	c.sends = append(c.sends, now)
	return len(c.sends) <= maxSends
}

// write sends what is in the outbox until it says that the connection ends.
func (c *conn) write() {
	for range c.out.wake {
		frames, end := c.out.take()
		for _, f := range frames {
			if err := c.writeFrame(f); err != nil {
				c.ws.Close() // which ends the reader
				return
			}
		}
		if end != nil {
			if !end.quiet {
				c.writeClose(end)
			}
			return
		}
	}
}

func (c *conn) writeFrame(f frame) error {
	c.faults().delay(f.at, int(c.shards.Load()))
	kind, message, err := c.pack.pack(f.data)
	if err != nil {
		return err
	}
	c.e.record.frame("out", c, f.data)
	if err := c.ws.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	return c.ws.WriteMessage(kind, c.faults().damage(message))
}

// cut ends the connection without a word, as a broken network does.
func (c *conn) cut() {
	c.ending.Store(true)
	c.e.record.closed("out", c, 0, "cut")
	if tcp, ok := c.ws.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a reset, and nothing more of what was sent
	}
	c.out.finish(ending{quiet: true})
	c.ws.NetConn().Close()
}

// writeClose sends the close frame, and gives the client time to answer it.
func (c *conn) writeClose(end *ending) {
	c.ending.Store(true)
	c.e.record.closed("out", c, int(end.code), end.reason)
	deadline := time.Now().Add(closeTimeout)
	message := websocket.FormatCloseMessage(int(end.code), end.reason)
	if c.ws.WriteControl(websocket.CloseMessage, message, deadline) != nil || c.ws.SetReadDeadline(deadline) != nil {
		c.ws.Close()
	}
}
