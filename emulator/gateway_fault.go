package emulator

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
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

// GatewayFaults are ways in which the gateway misbehaves on connections that
// stay open.
type GatewayFaults struct {
	Latency  time.Duration         // of every frame to the client
	ByCount  map[int]time.Duration // in place of Latency, for sessions of bots with that many shards
	MissACKs int                   // how many heartbeats get no answer; negative: none does
	Corrupt  int                   // how many frames have wrong bytes in them
	Truncate int                   // how many frames lose their second half
	Repeat   int                   // how many events come again in each resume that the client has already

	// ApplicationID names the bot that has these faults on its connections, once
	// they have identified, in place of everybody's. Zero: everybody has them,
	// and no bot has faults of its own any more.
	ApplicationID discord.ApplicationID
}

// SetGatewayFaults replaces the faults of all connections, or those of one bot's.
// No faults end them. The error says that there is no such application.
func (e *Emulator) SetGatewayFaults(f GatewayFaults) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	wire := newWireFaults(f)
	if f.ApplicationID == 0 {
		e.wire.Store(wire)
		for _, b := range e.bots {
			b.own.wire.Store(nil)
		}
		return nil
	}
	b := e.botOfApplication(f.ApplicationID)
	if b == nil {
		return noApplication(f.ApplicationID)
	}
	b.own.wire.Store(wire)
	return nil
}

// Heartbeat asks all clients for a heartbeat at once (op 1), or those of some
// applications' bots. The error says that there is no such application.
func (e *Emulator) Heartbeat(of ...discord.ApplicationID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	bots, err := e.botsOf(of)
	if err != nil {
		return err
	}
	for c := range e.connections.open {
		if len(of) == 0 || c.session != nil && slices.Contains(bots, c.session.bot) {
			c.push(opHeartbeat, nil)
		}
	}
	return nil
}

// wireFaults are the GatewayFaults that are left.
type wireFaults struct {
	of                          discord.ApplicationID // zero: everybody
	latency                     time.Duration
	byCount                     map[int]time.Duration
	repeat                      int
	missACKs, corrupt, truncate atomic.Int64
}

func newWireFaults(f GatewayFaults) *wireFaults {
	w := &wireFaults{of: f.ApplicationID, latency: f.Latency, byCount: maps.Clone(f.ByCount), repeat: max(f.Repeat, 0)}
	w.missACKs.Store(int64(f.MissACKs))
	w.corrupt.Store(int64(f.Corrupt))
	w.truncate.Store(int64(f.Truncate))
	return w
}

// faults returns the faults of the connection: its bot's own, or everybody's.
func (c *conn) faults() *wireFaults {
	if b := c.bot.Load(); b != nil {
		return b.gatewayFaults()
	}
	return c.e.wire.Load()
}

// gatewayFaults returns the faults of the bot's connections.
func (b *bot) gatewayFaults() *wireFaults {
	if own := b.own.wire.Load(); own != nil {
		return own
	}
	return b.wire.Load()
}

// left returns the faults that are not used up.
func (w *wireFaults) left() GatewayFaults {
	return GatewayFaults{
		Latency: w.latency, ByCount: maps.Clone(w.byCount), MissACKs: int(w.missACKs.Load()), Corrupt: int(w.corrupt.Load()),
		Truncate: int(w.truncate.Load()), Repeat: w.repeat, ApplicationID: w.of,
	}
}

// delay waits until a frame that was sent at that time has arrived, to a session
// of a bot with that many shards.
func (w *wireFaults) delay(sent time.Time, shards int) {
	d := w.latency
	if own, ok := w.byCount[shards]; ok {
		d = own
	}
	if d > 0 {
		time.Sleep(time.Until(sent.Add(d)))
	}
}

// missACK reports whether a heartbeat gets no answer.
func (w *wireFaults) missACK() bool {
	return w.missACKs.Load() < 0 || use(&w.missACKs)
}

// damage returns the message as it arrives.
func (w *wireFaults) damage(message []byte) []byte {
	switch {
	case use(&w.truncate):
		return message[:len(message)/2]
	case use(&w.corrupt):
		bad := bytes.Clone(message)
		for i := len(bad) / 4; i < len(bad); i += 7 {
			bad[i] ^= 0xa5
		}
		return bad
	default:
		return message
	}
}

// use takes one from n, if there is one.
func use(n *atomic.Int64) bool {
	for {
		left := n.Load()
		if left <= 0 {
			return false
		}
		if n.CompareAndSwap(left, left-1) {
			return true
		}
	}
}

// endAll ends everything that is open, because the emulator shuts down. The
// caller holds the world's lock.
func (e *Emulator) endAll() {
	for c := range e.connections.open {
		c.closeWith(closeGoingAway)
	}
	e.page.close()
}

// cutAll breaks the connections of clients that did not close them.
func (e *Emulator) cutAll() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for c := range e.connections.open {
		c.cut()
	}
}

// badControl is what is wrong with a call of the control API.
func badControl(format string, args ...any) error {
	return controlError(fmt.Sprintf(format, args...))
}

// controlError is an error whose text says what the caller did wrong.
type controlError string

// Error returns the text.
func (e controlError) Error() string { return string(e) }
