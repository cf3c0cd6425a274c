package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
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

func (e *Emulator) controlFailNext(_ *http.Request, in *struct {
	Method     string          `json:"method"`
	Path       string          `json:"path"`
	Status     *int            `json:"status"`
	RetryAfter float64         `json:"retry_after"`
	Global     bool            `json:"global"`
	Scope      string          `json:"scope"`
	Count      *int            `json:"count"`
	Body       json.RawMessage `json:"body"`
	Cloudflare bool            `json:"cloudflare"`
	After      bool            `json:"after"`
	Upload     int64           `json:"upload"`

	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	f := Failure{
		Method: strings.ToUpper(in.Method), Path: in.Path, RetryAfter: in.RetryAfter,
		Global: in.Global, Scope: in.Scope, Count: 1, Body: in.Body,
		Cloudflare: in.Cloudflare, After: in.After, Upload: in.Upload, ApplicationID: in.Application,
	}
	switch {
	case in.Status != nil:
		f.Status = *in.Status
	case in.Upload == 0:
		return nil, badControl("status: missing; 0 cuts the connection")
	}
	if in.Count != nil {
		f.Count = *in.Count
	}
	if f.Count < 1 {
		return nil, badControl("count: %d is less than 1", f.Count)
	}
	return struct{}{}, e.FailNext(f)
}

func (e *Emulator) controlDrop(_ *http.Request, in *struct {
	Mode      DropMode `json:"mode"`
	Code      int      `json:"code"`
	Resumable bool     `json:"resumable"`
	Shard     *int     `json:"shard"`
	When      When     `json:"when"`
	Count     int      `json:"count"`

	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	dropped, err := e.Drop(Drop{Mode: in.Mode, Code: in.Code, Resumable: in.Resumable, Shard: in.Shard, When: in.When, Count: in.Count, ApplicationID: in.Application})
	return struct {
		Dropped int `json:"dropped"`
	}{dropped}, err
}

func (e *Emulator) controlGatewayFaults(_ *http.Request, in *struct {
	Latency   Duration `json:"latency"`
	MissACKs  int      `json:"miss_acks"`
	Corrupt   int      `json:"corrupt"`
	Truncate  int      `json:"truncate"`
	Repeat    int      `json:"repeat"`
	Heartbeat bool     `json:"heartbeat"`

	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	if in.Latency < 0 || in.Corrupt < 0 || in.Truncate < 0 || in.Repeat < 0 {
		return nil, badControl("latency, corrupt, truncate and repeat must not be negative")
	}
	err := e.SetGatewayFaults(GatewayFaults{
		Latency: time.Duration(in.Latency), MissACKs: in.MissACKs, Corrupt: in.Corrupt, Truncate: in.Truncate, Repeat: in.Repeat, ApplicationID: in.Application,
	})
	if err == nil && in.Heartbeat {
		err = e.Heartbeat(named(in.Application)...)
	}
	return struct{}{}, err
}

func (e *Emulator) controlLatency(_ *http.Request, in *struct {
	Latency     Duration              `json:"latency"`
	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	if in.Latency < 0 {
		return nil, badControl("latency: negative")
	}
	return struct{}{}, e.SetLatency(time.Duration(in.Latency), named(in.Application)...)
}

// named returns the application of a request as a list, which is empty where it
// names none.
func named(id discord.ApplicationID) []discord.ApplicationID {
	if id == 0 {
		return nil
	}
	return []discord.ApplicationID{id}
}
