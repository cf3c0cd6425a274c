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
	Failures    int               // requests that are still to fail
	Drops       int               // connections that are still to end; see [When]
	Unavailable []discord.GuildID // the guilds that are down
}

// Faults returns the faults that are in force.
func (e *Emulator) Faults() Faults {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := Faults{Latency: time.Duration(e.faults.latency.Load()), Gateway: e.wire.left()}
	for _, fail := range e.faults.failures {
		f.Failures += fail.left
	}
	for _, d := range e.connections.drops {
		f.Drops += d.Count
	}
	for _, g := range byID(e.state.guilds) {
		if g.down {
			f.Unavailable = append(f.Unavailable, g.ID)
		}
	}
	return f
}

// EndFaults puts everything back to normal: nothing fails, ends or is late any
// more, guilds that are down come back, and the rate limits are those of the
// beginning. Connections that have ended are the clients' to open again.
func (e *Emulator) EndFaults() {
	e.SetGatewayFaults(GatewayFaults{})
	e.SetLatency(0)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults.failures, e.connections.drops = nil, nil
	e.limits.rules = limitRules{Limits: Limits{}.withDefaults()}
	for _, g := range byID(e.state.guilds) {
		e.setAvailable(g, true)
	}
}

func (e *Emulator) controlFaults(w http.ResponseWriter, _ *http.Request) {
	type gateway struct {
		Latency     Duration              `json:"latency"`
		MissACKs    int                   `json:"miss_acks"`
		Corrupt     int                   `json:"corrupt"`
		Truncate    int                   `json:"truncate"`
		Repeat      int                   `json:"repeat"`
		Application discord.ApplicationID `json:"application_id,omitzero"`
	}
	f := e.Faults()
	writeResult(w, struct {
		Latency     Duration          `json:"latency"`
		Gateway     gateway           `json:"gateway"`
		Failures    int               `json:"failures"`
		Drops       int               `json:"drops"`
		Unavailable []discord.GuildID `json:"unavailable"`
	}{
		Latency: Duration(f.Latency),
		Gateway: gateway{
			Duration(f.Gateway.Latency), f.Gateway.MissACKs, f.Gateway.Corrupt, f.Gateway.Truncate, f.Gateway.Repeat, f.Gateway.ApplicationID,
		},
		Failures: f.Failures, Drops: f.Drops, Unavailable: f.Unavailable,
	})
}

func (e *Emulator) controlEndFaults(*http.Request, *struct{}) (any, error) {
	e.EndFaults()
	return struct{}{}, nil
}
