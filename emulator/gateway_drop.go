package emulator

import (
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// DropMode is a way to lose a gateway connection.
type DropMode string

// The ways to lose a connection.
const (
	DropAbrupt    DropMode = "abrupt"    // the connection breaks, without a close frame
	DropReconnect DropMode = "reconnect" // op 7, and a little later the connection is closed
	DropClose     DropMode = "close"     // a close frame
	DropInvalid   DropMode = "invalid"   // op 9; the connection stays open
)

// A Drop makes gateway connections end.
type Drop struct {
	Mode      DropMode
	Code      int  // of DropClose; zero means 4000
	Resumable bool // DropInvalid: whether the session can be resumed
	Shard     *int // only connections of this shard; nil: all
	When      When // empty means now
	Count     int  // for a When that is to come: how many connections; zero means one

	ApplicationID discord.ApplicationID // only connections of its bot; zero: all
}

// When is a moment in the life of a connection that is still to come.
type When string

// The moments at which a [Drop] can happen. Now is for the connections that
// are open.
const (
	Now           When = ""
	AtConnect     When = "connect"  // instead of HELLO
	AfterHello    When = "hello"    // right after HELLO
	AfterIdentify When = "identify" // instead of READY
	AfterResume   When = "resume"   // instead of the replay
)

// Drop ends gateway connections, or waits for some to end. It returns how many
// it has ended now; the error tells what is wrong with d.
func (e *Emulator) Drop(d Drop) (dropped int, err error) {
	if d.Code == 0 {
		d.Code = int(closeUnknownError)
	}
	d.Count = max(d.Count, 1)
	switch {
	case !slices.Contains([]DropMode{DropAbrupt, DropReconnect, DropClose, DropInvalid}, d.Mode):
		return 0, badControl("mode: %q is none of abrupt, reconnect, close and invalid", d.Mode)
	case !slices.Contains([]When{Now, AtConnect, AfterHello, AfterIdentify, AfterResume}, d.When):
		return 0, badControl("when: %q is none of connect, hello, identify and resume", d.When)
	case d.Code < 1000 || d.Code > 4999 || d.Code == 1005 || d.Code == 1006:
		return 0, badControl("code: %d is not a close code that can be sent", d.Code)
	case d.ApplicationID != 0 && (d.When == AtConnect || d.When == AfterHello):
		return 0, badControl("application_id: before a client identifies, nobody knows whose it is")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if d.ApplicationID != 0 && e.botOfApplication(d.ApplicationID) == nil {
		return 0, noApplication(d.ApplicationID)
	}
	if d.When != Now {
		e.connections.drops = append(e.connections.drops, d)
		return 0, nil
	}
	for c := range e.connections.open {
		if d.fits(c.session) {
			c.drop(d)
			dropped++
		}
	}
	return dropped, nil
}

// fits reports whether d is for the connection with a session; nil: with none yet.
func (d *Drop) fits(s *session) bool {
	return (d.Shard == nil || s != nil && s.shard == *d.Shard) &&
		(d.ApplicationID == 0 || s != nil && s.bot.app.ID == d.ApplicationID)
}

// CancelDrops forgets the drops that are still to come.
func (e *Emulator) CancelDrops() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.connections.drops = nil
}

// reconnectGrace is how long a client may take to follow op 7 by itself.
const reconnectGrace = 5 * time.Second

// drop ends the connection. The caller holds the world's lock.
func (c *conn) drop(d Drop) {
	switch d.Mode {
	case DropAbrupt:
		c.cut()
	case DropReconnect:
		c.push(opReconnect, nil)
		c.grace = time.AfterFunc(reconnectGrace, func() { c.closeWith(closeUnknownError) })
	case DropClose:
		if closeCode(d.Code).endsSession() {
			c.endSession()
		}
		c.out.finish(ending{code: closeCode(d.Code), reason: reasons[closeCode(d.Code)]})
	case DropInvalid:
		if !d.Resumable {
			c.endSession()
		}
		c.loseSession()
		c.push(opInvalidSession, d.Resumable)
	}
}

// loseSession takes the session from the connection, so that the client can
// identify or resume on it. What happens from now on waits for the resume.
func (c *conn) loseSession() {
	if c.session != nil {
		c.session.conn, c.session.detached = nil, time.Now()
		c.session.wentOffline()
		c.lost, c.session = c.session, nil
		c.lost.bot.pageStatus()
	}
}

// trip ends the connection if a Drop waits for this moment of its life.
func (e *Emulator) trip(c *conn, at When) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.tripLocked(c, nil, at)
}

// tripLocked is trip for who holds the world's lock. The bot is nil as long as
// nobody knows whose connection it is.
func (e *Emulator) tripLocked(c *conn, b *bot, at When) bool {
	for i := range e.connections.drops {
		d := &e.connections.drops[i]
		if d.When != at || d.ApplicationID != 0 && (b == nil || d.ApplicationID != b.app.ID) {
			continue
		}
		c.drop(*d)
		if d.Count--; d.Count == 0 {
			e.connections.drops = slices.Delete(e.connections.drops, i, i+1)
		}
		return true
	}
	return false
}
