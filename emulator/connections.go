package emulator

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/accord-go/accord/discord"
)

// A Connection is a gateway connection that is open.
type Connection struct {
	Number        int                   // counts from 1
	Session       string                // empty: the client has not identified yet
	ApplicationID discord.ApplicationID // whose bot it is
	Shard         [2]int                // its number, and how many there are
	Intents       discord.Intents       // of the session
}

// String names the connection in messages of tests.
func (c Connection) String() string {
	if c.Session == "" {
		return "#" + strconv.Itoa(c.Number) + " without session"
	}
	return "#" + strconv.Itoa(c.Number) + " of session " + c.Session
}

// connections are those to the gateway. The world's lock guards them.
type connections struct {
	open   map[*conn]bool
	opened int    // so far
	drops  []Drop // that are still to come
}

// Connections returns the gateway connections that are open, oldest first.
func (e *Emulator) Connections() []Connection {
	e.mu.Lock()
	defer e.mu.Unlock()
	var open []Connection
	for c := range e.connections.open {
		conn := Connection{Number: c.id}
		if s := c.session; s != nil {
			conn.Session, conn.ApplicationID, conn.Shard, conn.Intents = s.id, s.bot.app.ID, [2]int{s.shard, s.shards}, s.intents
		}
		open = append(open, conn)
	}
	slices.SortFunc(open, func(a, b Connection) int { return cmp.Compare(a.Number, b.Number) })
	return open
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
