package emulator

import (
	"bytes"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/discord"
)

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
