package emulator

import (
	"net/http"
	"time"

	"github.com/accord-go/accord/discord"
)

// Faults are what is broken on purpose and has not come to its end yet.
type Faults struct {
	Latency     time.Duration     // of the REST API
	Gateway     GatewayFaults     // with what is left of its counts
	Failures    int               // requests that are still to fail, whoever makes them
	Drops       int               // connections that are still to end, whoever opens them; see [When]
	Unavailable []discord.GuildID // the guilds that are down
	Bots        []BotFaults       // of the bots for which it is not the same
}

// BotFaults are the faults of one application's bot.
type BotFaults struct {
	ApplicationID discord.ApplicationID
	Latency       time.Duration // of the REST API: its own, or everybody's
	Gateway       GatewayFaults // its own, or everybody's: then their ApplicationID is zero
	Failures      int           // of its requests that are still to fail, besides everybody's
	Drops         int           // of its connections that are still to end, besides everybody's
}

// Faults returns the faults that are in force.
func (e *Emulator) Faults() Faults {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := Faults{Latency: e.faults.latency, Gateway: e.wire.Load().left()}
	f.Failures, f.Drops = e.stillToCome(0)
	for _, g := range byID(e.state.guilds) {
		if g.down {
			f.Unavailable = append(f.Unavailable, g.ID)
		}
	}
	for _, b := range e.bots {
		own := BotFaults{ApplicationID: b.app.ID, Latency: b.restLatency(), Gateway: b.gatewayFaults().left()}
		own.Failures, own.Drops = e.stillToCome(b.app.ID)
		if b.own.latency != nil || b.own.wire.Load() != nil || own.Failures+own.Drops > 0 {
			f.Bots = append(f.Bots, own)
		}
	}
	return f
}

// stillToCome counts the requests that are to fail and the connections that are
// to end, of the faults that name an application, or for zero of those that name
// none.
func (e *Emulator) stillToCome(of discord.ApplicationID) (failures, drops int) {
	for _, fail := range e.faults.failures {
		if fail.ApplicationID == of {
			failures += fail.left
		}
	}
	for _, d := range e.connections.drops {
		if d.ApplicationID == of {
			drops += d.Count
		}
	}
	return failures, drops
}

// EndFaults puts everything back to normal: nothing fails, ends or is late any
// more, guilds that are down come back, and the rate limits are those of the
// beginning. Connections that have ended are the clients' to open again.
func (e *Emulator) EndFaults() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults, e.connections.drops = faults{}, nil
	e.wire.Store(new(wireFaults))
	for _, b := range e.bots {
		b.own.latency = nil
		b.own.wire.Store(nil)
	}
	e.limits.rules = limitRules{Limits: Limits{}.withDefaults()}
	for _, g := range byID(e.state.guilds) {
		e.setAvailable(g, true)
	}
}

// toldFaults are GatewayFaults as the control API tells them.
type toldFaults struct {
	Latency  Duration `json:"latency"`
	MissACKs int      `json:"miss_acks"`
	Corrupt  int      `json:"corrupt"`
	Truncate int      `json:"truncate"`
	Repeat   int      `json:"repeat"`
}

func (f *GatewayFaults) told() toldFaults {
	return toldFaults{Duration(f.Latency), f.MissACKs, f.Corrupt, f.Truncate, f.Repeat}
}

func (e *Emulator) controlFaults(w http.ResponseWriter, _ *http.Request) {
	type ofBot struct {
		Application discord.ApplicationID `json:"application_id"`
		Latency     Duration              `json:"latency"`
		Gateway     toldFaults            `json:"gateway"`
		Failures    int                   `json:"failures"`
		Drops       int                   `json:"drops"`
	}
	f := e.Faults()
	var bots []ofBot
	for _, b := range f.Bots {
		bots = append(bots, ofBot{b.ApplicationID, Duration(b.Latency), b.Gateway.told(), b.Failures, b.Drops})
	}
	writeResult(w, struct {
		Latency     Duration          `json:"latency"`
		Gateway     toldFaults        `json:"gateway"`
		Failures    int               `json:"failures"`
		Drops       int               `json:"drops"`
		Unavailable []discord.GuildID `json:"unavailable"`
		Bots        []ofBot           `json:"bots"`
	}{Duration(f.Latency), f.Gateway.told(), f.Failures, f.Drops, f.Unavailable, bots})
}

func (e *Emulator) controlEndFaults(*http.Request, *struct{}) (any, error) {
	e.EndFaults()
	return struct{}{}, nil
}
