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
	switch {
	case c.session != nil:
		return closeAlreadyAuthenticated
	case !e.isToken(p.Token):
		return closeAuthenticationFailed
	}
	e.stats.Resumes++
	if e.tripLocked(c, AfterResume) {
		return 0
	}
	s := e.sessions.resumable(p.SessionID, time.Now())
	if s == nil {
		c.push(opInvalidSession, false)
		return 0
	}
	return c.takeUp(s, p.Seq)
}

// takeUp connects a session and sends what came after seq. Where not all of
// that is left, the session is of no use any more.
func (c *conn) takeUp(s *session, seq int64) closeCode {
	old := s.conn
	if old != nil {
		old.session = nil
		old.closeWith(closeUnknownError)
	}
	missed, complete := s.replay.since(seq)
	switch {
	case seq < 0 || seq > s.seq:
		delete(c.e.sessions.byID, s.id)
		return closeInvalidSeq
	case !complete:
		delete(c.e.sessions.byID, s.id)
		c.push(opInvalidSession, false)
		return 0
	}
	c.attach(s)
	for _, frame := range missed {
		c.out.push(frame)
	}
	s.send("RESUMED", []byte(`{}`))
	c.e.botStatus()
	return 0
}
