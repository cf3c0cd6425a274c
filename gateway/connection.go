package gateway

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	helloTimeout = 20 * time.Second // from the open websocket to HELLO
	writeTimeout = 10 * time.Second // for one frame
	closeTimeout = time.Second      // for a close frame, and for the server's answer to it
)

// A connection is one websocket connection from its opening to its end. The
// goroutine in serve owns it: fields without a comment are its alone. read and
// write run beside it and talk to it through channels.
type connection struct {
	s       *Shard
	ws      *websocket.Conn
	meter   *meter
	address string

	news    chan news     // from the reader
	outbox  chan *command // to the writer, one at a time
	written chan error    // from the writer; has room for one
	permit  chan error    // from the identify gate; has room for one
	sent    func()        // tells the gate that IDENTIFY was sent; nil: it was not asked
	drained chan struct{} // closed after Config.Drain
	over    chan struct{} // closed when the owner no longer listens
	wg      sync.WaitGroup

	replaying atomic.Bool // RESUME was sent, and not yet answered

	phase     phase
	since     time.Time // when the session was found alive
	ended     *ending
	leaving   bool             // Run's context has ended
	broken    error            // a write failed
	grace     <-chan time.Time // then the end of the time for the reader to tell why
	limiter   sendLimiter
	writing   *command // handed to the writer
	handshake *command // IDENTIFY or RESUME that waits for the writer
	heart     heart
	catchUps  []*catchUp // calls of Shard.CatchUp that wait, in order
}

func newConnection(s *Shard, ws *websocket.Conn, m *meter, address string) *connection {
	return &connection{
		s:       s,
		ws:      ws,
		meter:   m,
		address: address,
		news:    make(chan news),
		outbox:  make(chan *command),
		written: make(chan error, 1),
		permit:  make(chan error, 1),
		drained: make(chan struct{}),
		over:    make(chan struct{}),
		phase:   phaseDial,
		limiter: sendLimiter{quiet: s.quiet},
	}
}

// serve runs the connection to its end. All its goroutines have ended then.
func (c *connection) serve(ctx context.Context, drain func()) ending {
	inner, cancel := context.WithCancel(ctx)
	c.heart.start(helloTimeout)
	defer c.heart.stop()
	c.wg.Go(func() { c.read(inner) })
	c.wg.Go(c.write)
	c.loop(inner, drain)
	c.backpressure(false) // whatever was not read won't be
	c.fallBehind()
	c.close()
	cancel() // the gate's Wait and Handle
	c.wg.Wait()
	if c.writing != nil {
		c.wrote(<-c.written)
	}
	return *c.ended
}

// loop is the owner.
func (c *connection) loop(ctx context.Context, drain func()) {
	done := ctx.Done()
	for c.ended == nil {
		c.pump()
		now := time.Now()
		sends, retry := c.admit(c.s.sends, c.limiter.delay(now))
		presences, retryPresence := c.admit(c.s.presences, max(c.limiter.delay(now), c.s.presenceDelay(now)))
		spares, retrySpare := c.admit(c.s.spares, c.limiter.spareDelay(now))
		select {
		case n := <-c.news:
			c.hear(ctx, n, drain)
		case <-c.heart.timer.C:
			c.beat()
		case err := <-c.written:
			c.wrote(err)
		case cmd := <-sends:
			c.take(cmd)
		case cmd := <-presences:
			c.take(cmd)
		case cmd := <-spares:
			c.take(cmd)
		case q := <-c.asked():
			c.catchUp(q)
		case <-retry:
		case <-retryPresence:
		case <-retrySpare:
		case err := <-c.permit:
			c.identify(ctx, err)
		case <-done:
			// Reading ends; the reader tells when Handle has returned.
			done = nil
			c.leaving = true
			c.ws.SetReadDeadline(time.Unix(1, 0))
		case <-c.grace:
			c.end(causeDropped, 0, c.broken)
		case <-c.drained:
			c.end(causeDropped, 0, errStopped)
		}
	}
}

// end makes loop return, unless the shard is being stopped: then only Drain
// decides when.
func (c *connection) end(why cause, code int, err error) {
	if c.leaving && err != errStopped {
		return
	}
	at := time.Now()
	if why == causeAsleep {
		at = c.heart.next
	}
	c.ended = &ending{cause: why, code: code, phase: c.phase, err: err, since: c.since, at: at}
}

// close says goodbye, if there is anybody to say it to, and closes the socket.
func (c *connection) close() {
	code := judge(c.ended.cause, c.ended.code, c.ended.phase).code
	if c.leaving {
		code = closeResumable
		if c.s.left() {
			code = closeForGood
		}
	}
	if code != 0 && c.broken == nil {
		message := websocket.FormatCloseMessage(code, "")
		err := c.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(closeTimeout))
		if err == nil && c.leaving {
			// A socket closed with unread bytes in it is reset, which may
			// overtake the close frame. The reader has ended.
			c.meter.SetReadDeadline(time.Now().Add(closeTimeout))
			io.Copy(io.Discard, c.meter.Conn)
		}
	}
	close(c.over)
	close(c.outbox)
	c.ws.Close()
}

// pump hands the writer what goes before commands: a heartbeat, then the
// handshake.
func (c *connection) pump() {
	if c.writing != nil || c.broken != nil {
		return
	}
	now := time.Now()
	switch {
	case c.heart.due:
		c.put(now, c.s.heartbeat())
		c.heart.sent(now)
	case c.handshake != nil:
		c.put(now, c.handshake)
		c.handshake = nil
	}
}

// put gives a frame to the writer, which is idle.
func (c *connection) put(now time.Time, cmd *command) {
	c.limiter.add(now, cmd.done != nil)
	c.writing = cmd
	c.outbox <- cmd
}

// admit returns commands if one of them may be sent now, and otherwise when to
// look again. The limit makes them wait that long.
func (c *connection) admit(commands chan *command, wait time.Duration) (chan *command, <-chan time.Time) {
	switch {
	case c.phase != phaseReady || c.writing != nil || c.heart.due || c.broken != nil:
		return nil, nil
	case wait > 0:
		return nil, time.After(wait)
	default:
		return commands, nil
	}
}

// take sends a command, or refuses it.
func (c *connection) take(cmd *command) {
	now := time.Now()
	switch cmd.op {
	case OpRequestGuildMembers:
		if err := c.s.allowMembers(now, cmd.payload); err != nil {
			cmd.done <- err
			return
		}
	case OpPresenceUpdate:
		c.s.show(now, cmd.payload)
	}
	c.put(now, cmd)
}

// wrote ends the writing of a frame.
func (c *connection) wrote(err error) {
	cmd := c.writing
	c.writing = nil
	if cmd.op == OpIdentify {
		c.sent()
	}
	switch {
	case cmd.done == nil: // the shard's own
	case err != nil:
		cmd.done <- fmt.Errorf("gateway: connection lost while sending: %w", err)
	default:
		cmd.done <- nil
	}
	if err != nil {
		// The server's close frame may still be on its way to the reader, but
		// the reader may wait for Handle.
		c.broken = err
		c.grace = time.After(closeTimeout)
		return
	}
	if cmd.op == OpPresenceUpdate && cmd.done == nil {
		c.s.show(time.Now(), cmd.payload)
	}
	if c.s.log.Enabled(context.Background(), slog.LevelDebug) {
		c.s.log.LogAttrs(context.Background(), slog.LevelDebug, "frame sent", slog.String("op", cmd.op.String()), slog.Int("bytes", len(cmd.payload)))
	}
	if hook := c.s.cfg.Hooks.FrameSent; hook != nil {
		hook(cmd.op, c.s.redact(cmd.payload))
	}
}

// write is the writer. It owns no state; the owner hands it one frame at a
// time.
func (c *connection) write() {
	for cmd := range c.outbox {
		c.ws.SetWriteDeadline(time.Now().Add(writeTimeout))
		c.written <- c.ws.WriteMessage(websocket.TextMessage, cmd.payload)
	}
}
