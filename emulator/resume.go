package emulator

import (
	"encoding/json"
	"time"
)

// resumePayload is what a client sends to take up a session.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#resume
type resumePayload struct {
	Token     string `json:"token" rule:"required"`
	SessionID string `json:"session_id" rule:"required"`
	Seq       int64  `json:"seq"` // of the last event that the client has
}

// resume takes up a session that has lost its connection, or is about to.
func (c *conn) resume(d json.RawMessage) closeCode {
	var p resumePayload
	if bind(d, &p) != nil {
		return closeDecodeError
	}
	e := c.e
	e.mu.Lock()
	defer e.mu.Unlock()
	b := e.botIdentified(p.Token)
	switch {
	case c.session != nil:
		return closeAlreadyAuthenticated
	case b == nil:
		return closeAuthenticationFailed
	}
	e.stats.Resumes++
	b.stats.Resumes++
	// A token that is not the session's meets op 9, as one of Discord's has said
	// (https://github.com/discord/discord-api-docs/issues/1209); what one meets
	// that is nobody's is not documented, and as with IDENTIFY it is 4004.
	s := b.sessions.resumable(p.SessionID, time.Now())
	if s != nil {
		c.claim(s)
		defer s.leftAlone()
	}
	switch {
	case e.tripLocked(c, b, AfterResume):
	case s == nil:
		c.push(opInvalidSession, false)
	default:
		return c.takeUp(s, p.Seq)
	}
	return 0
}

// leftAlone shows the bot as offline if nobody has taken up the session after all.
func (s *session) leftAlone() {
	if s.conn == nil {
		s.wentOffline()
	}
}

// claim takes a session from the connection that has it, which may be dead and
// not know. It is lost with c, until c takes it up.
func (c *conn) claim(s *session) {
	if old := s.conn; old != nil {
		old.session = nil
		old.closeWith(closeUnknownError)
		s.conn, s.detached = nil, time.Now()
	}
	c.lost = s
}

// takeUp connects a session and sends what came after seq. Where not all of
// that is left, the session is of no use any more.
func (c *conn) takeUp(s *session, seq int64) closeCode {
	missed, complete := s.replay.since(seq)
	switch {
	case seq < 0 || seq > s.seq:
		s.forget()
		return closeInvalidSeq
	case !complete:
		s.forget()
		c.push(opInvalidSession, false)
		return 0
	}
	c.lost = nil
	c.attach(s)
	s.cameOnline()
	for _, frame := range s.replay.before(seq, c.faults().repeat) {
		if headOf(frame).T != "RESUMED" { // which is about a connection
			c.out.push(frame)
		}
	}
	for _, frame := range missed {
		c.out.push(frame)
	}
	s.send("RESUMED", []byte(`{}`))
	s.bot.pageStatus()
	return 0
}
