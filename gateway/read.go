package gateway

import (
	"context"
	"errors"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// A reader is the state of the goroutine that reads.
type reader struct {
	c        *connection
	inflater inflater
	limit    int
	message  []byte            // buffer of a websocket message
	names    map[string]string // event names seen, so that each is one string
	replayed int
	resumes  bool // RESUME was sent, and something came after it
	greeted  bool // HELLO was read
	handled  bool // Handle was called since the last flush
}

// maxNames bounds the event names that are kept; Discord has about 80.
const maxNames = 512

// read is the reader. It ends when the connection does.
func (c *connection) read(ctx context.Context) {
	r := &reader{
		c:        c,
		limit:    c.s.cfg.maxFrame(),
		inflater: newInflater(c.s.cfg.Compression, c.s.cfg.maxFrame()),
		names:    make(map[string]string),
	}
	c.meter.flush = r.flush
	r.flushBeforeAnswers()
	err := r.run(ctx)
	r.inflater.close()
	r.tell(news{kind: newsEnded, err: err})
}

// flushBeforeAnswers has the answers to pings and to the close frame, which the reader
// writes and which may have to wait for the network, come after flush.
func (r *reader) flushBeforeAnswers() {
	ws := r.c.ws
	ping, closed := ws.PingHandler(), ws.CloseHandler()
	ws.SetPingHandler(func(data string) error {
		r.flush()
		return ping(data)
	})
	ws.SetCloseHandler(func(code int, reason string) error {
		r.flush()
		return closed(code, reason)
	})
}

// flush lets the user of the shard do what Handle has put off.
func (r *reader) flush() {
	if r.handled {
		r.handled = false
		r.c.s.cfg.Flush()
	}
}

// tell gives news to the owner, for which it may have to wait.
func (r *reader) tell(n news) bool {
	r.flush()
	return r.c.tell(n)
}

// ask is tell, and waits until the owner has dealt with n.
func (r *reader) ask(n news) bool {
	r.flush()
	return r.c.ask(n)
}

// run reads frames until there are no more.
func (r *reader) run(ctx context.Context) error {
	for {
		raw, err := r.next()
		if err != nil {
			return err
		}
		e, err := scanEnvelope(raw)
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return errStopped
		}
		if e.op == int(OpDispatch) {
			err = r.dispatch(ctx, e)
		} else {
			err = r.control(e)
		}
		if err != nil {
			return err
		}
	}
}

// next returns the next frame, which is valid until the next call.
func (r *reader) next() ([]byte, error) {
	for {
		kind, message, err := r.c.ws.NextReader()
		if err != nil {
			return nil, r.c.readError(err)
		}
		r.message, err = readAll(message, emptied(r.message), r.limit)
		if errors.Is(err, ErrTooLarge) {
			return nil, &FrameError{Reason: "message", Err: err}
		}
		if err != nil {
			return nil, r.c.readError(err)
		}
		if kind == websocket.TextMessage {
			if !utf8.Valid(r.message) { // websocket's text always is, so it was damaged on the way
				return nil, &FrameError{Reason: "text that is not UTF-8"}
			}
			return r.message, nil
		}
		frame, err := r.inflater.inflate(r.message)
		if frame != nil || err != nil {
			return frame, err
		}
	}
}

// readError makes a CloseError of the server's close frame.
func (c *connection) readError(err error) error {
	var closed *websocket.CloseError
	if !errors.As(err, &closed) || closed.Code == websocket.CloseNoStatusReceived || closed.Code == websocket.CloseAbnormalClosure {
		return err
	}
	return &CloseError{Code: closed.Code, Reason: string(c.s.redact([]byte(closed.Text)))}
}

// control deals with a frame that is no event. Opcodes that are not known are
// ignored.
func (r *reader) control(e envelope) error {
	var n news
	switch Opcode(e.op) {
	case OpHello:
		if r.greeted {
			return nil
		}
		r.greeted = true
		interval, err := parseHello(e.data)
		if err != nil {
			return err
		}
		n = news{kind: newsHello, interval: interval}
	case OpHeartbeatACK:
		r.c.s.lastFrame.Store(r.c.meter.last.UnixNano())
		n = news{kind: newsAck}
	case OpHeartbeat:
		n = news{kind: newsBeat}
	case OpReconnect:
		n = news{kind: newsReconnect}
	case OpInvalidSession:
		n = news{kind: newsInvalid, resumable: string(e.data) == "true"}
	default:
		return nil
	}
	r.tell(n)
	return nil
}

// dispatch hands an event to the owner, if it needs it, and to Handle.
func (r *reader) dispatch(ctx context.Context, e envelope) error {
	s := r.c.s
	f := Frame{
		Type:     r.name(e.name),
		Seq:      e.seq,
		Shard:    s.cfg.Shard,
		Received: r.c.meter.last,
		Replayed: r.c.replaying.Load(),
	}
	r.resumes = r.resumes || f.Replayed
	if r.resumes && r.again(&f, e) {
		return nil
	}
	if hook := s.cfg.Hooks.Event; hook != nil {
		hook(f.Type)
	}
	if !r.inform(&f, e) {
		return errStopped
	}
	var guild guildNews
	if f.Type == "GUILD_CREATE" || f.Type == "GUILD_DELETE" {
		f.Data = string(e.data)
		guild, f.Guild = s.guild(&f)
	}
	if s.cfg.Handle != nil && (s.cfg.Want == nil || s.cfg.Want(f.Type)) {
		if f.Data == "" {
			f.Data = string(e.data)
		}
		r.handled = s.cfg.Flush != nil
		if err := s.cfg.Handle(ctx, f); err != nil {
			return &handleError{err}
		}
	}
	if f.Guild != GuildUnchanged {
		s.changeGuilds(guild, f.Guild)
	}
	if e.seq > s.sequence.Load() {
		s.sequence.Store(e.seq)
	}
	s.lastFrame.Store(r.c.meter.last.UnixNano())
	return nil
}

// again reports whether an event of a session that goes on was received before.
// READY may be that of another session, and RESUMED may have the number of the
// last event.
func (r *reader) again(f *Frame, e envelope) bool {
	switch last := r.c.s.sequence.Load(); {
	case f.Seq == 0 || f.Seq > last:
		return false
	case f.Type == "RESUMED":
		return f.Seq < last
	case f.Type == "READY":
		f.Data = string(e.data)
		session, _, _ := parseReady(f.Data) // inform tells the error
		return session.ID == r.c.s.Session().ID
	default:
		return true
	}
}

// inform tells the owner of the events that it acts on. It returns false if the
// owner is gone.
func (r *reader) inform(f *Frame, e envelope) bool {
	switch f.Type {
	case "READY":
		f.Data = string(e.data)
		session, name, err := parseReady(f.Data)
		if r.resumes && session.ID == r.c.s.Session().ID {
			break // the session's own, which Handle did not take
		}
		return r.ask(news{kind: newsReady, session: session, name: name, err: err})
	case "RESUMED":
		n := r.replayed
		r.replayed = 0
		return r.ask(news{kind: newsResumed, replayed: n})
	case "RATE_LIMITED":
		limited, err := parseRateLimited(string(e.data))
		return r.tell(news{kind: newsLimited, limited: limited, err: err})
	}
	if !f.Replayed {
		return true
	}
	r.replayed++
	return r.replayed > 1 || r.tell(news{kind: newsReplaying})
}

// name returns an event's name as a string that is shared by all events of
// that name.
func (r *reader) name(b []byte) string {
	if name, ok := r.names[string(b)]; ok {
		return name
	}
	name := string(b)
	if len(r.names) < maxNames {
		r.names[name] = name
	}
	return name
}
