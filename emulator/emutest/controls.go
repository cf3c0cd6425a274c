package emutest

import (
	"encoding/json"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// Say posts a message of the person d.UserID in the channel d.ChannelID.
func (d *Discord) Say(content string) *discord.Message {
	d.t.Helper()
	return d.UserMessage(emulator.UserMessage{Content: content})
}

// LastMessage returns the newest message that the person d.UserID sees in the
// channel d.ChannelID. [emulator.Emulator.Messages] has all of them.
func (d *Discord) LastMessage() *discord.Message {
	d.t.Helper()
	all, err := d.Emulator.Messages(d.ChannelID, d.UserID)
	if err != nil {
		d.t.Fatalf("last message: %v", err)
	}
	if len(all) == 0 {
		d.t.Fatalf("last message: nobody has written in the channel %d", d.ChannelID)
	}
	return all[len(all)-1]
}

// UserMessage posts a message of any person, in any channel.
func (d *Discord) UserMessage(m emulator.UserMessage) *discord.Message {
	d.t.Helper()
	posted, err := d.Emulator.UserMessage(m)
	if err != nil {
		d.t.Fatalf("user message: %v", err)
	}
	return posted
}

// Interaction uses a command as a person does.
func (d *Discord) Interaction(use emulator.CommandUse) discord.InteractionID {
	d.t.Helper()
	id, err := d.Emulator.Interaction(use)
	if err != nil {
		d.t.Fatalf("interaction: %v", err)
	}
	return id
}

// Component uses a component of a message as a person does.
func (d *Discord) Component(use emulator.ComponentUse) discord.InteractionID {
	d.t.Helper()
	id, err := d.Emulator.Component(use)
	if err != nil {
		d.t.Fatalf("component: %v", err)
	}
	return id
}

// Modal submits a modal as a person does.
func (d *Discord) Modal(use emulator.ModalUse) discord.InteractionID {
	d.t.Helper()
	id, err := d.Emulator.Modal(use)
	if err != nil {
		d.t.Fatalf("modal: %v", err)
	}
	return id
}

// InteractionState returns how far an interaction is.
func (d *Discord) InteractionState(id discord.InteractionID) emulator.InteractionState {
	d.t.Helper()
	state, ok := d.Emulator.InteractionState(id)
	if !ok {
		d.t.Fatalf("interaction state: there is no interaction %d", id)
	}
	return state
}

// FailNext makes the next requests that f describes fail.
func (d *Discord) FailNext(f emulator.Failure) {
	d.t.Helper()
	if err := d.Emulator.FailNext(f); err != nil {
		d.t.Fatalf("fail next: %v", err)
	}
}

// Drop ends gateway connections, and returns how many it has ended now.
func (d *Discord) Drop(drop emulator.Drop) int {
	d.t.Helper()
	n, err := d.Emulator.Drop(drop)
	if err != nil {
		d.t.Fatalf("drop: %v", err)
	}
	return n
}

// SetGuildAvailable takes a guild down, as an outage does, or brings it back.
func (d *Discord) SetGuildAvailable(id discord.GuildID, available bool) {
	d.t.Helper()
	if err := d.Emulator.SetGuildAvailable(id, available); err != nil {
		d.t.Fatalf("guild available: %v", err)
	}
}

// Dispatch sends all sessions, or those of some applications' bots, an event of
// the test's making, whose data may be any JSON.
func (d *Discord) Dispatch(name, data string, of ...discord.ApplicationID) {
	d.t.Helper()
	if _, err := d.Emulator.Dispatch(name, json.RawMessage(data), of...); err != nil {
		d.t.Fatalf("dispatch: %v", err)
	}
}

// SetLatency delays every answer of the REST API, or those that some applications'
// bots get. Zero ends that.
func (d *Discord) SetLatency(latency time.Duration, of ...discord.ApplicationID) {
	d.t.Helper()
	if err := d.Emulator.SetLatency(latency, of...); err != nil {
		d.t.Fatalf("latency: %v", err)
	}
}

// SetLimits replaces the rate limits.
func (d *Discord) SetLimits(l emulator.Limits) {
	d.t.Helper()
	if err := d.Emulator.SetLimits(l); err != nil {
		d.t.Fatalf("limits: %v", err)
	}
}

// SetGatewayFaults replaces the faults of all gateway connections, or those of one
// bot's.
func (d *Discord) SetGatewayFaults(f emulator.GatewayFaults) {
	d.t.Helper()
	if err := d.Emulator.SetGatewayFaults(f); err != nil {
		d.t.Fatalf("gateway faults: %v", err)
	}
}

// EndFaults puts everything back to normal.
func (d *Discord) EndFaults() { d.Emulator.EndFaults() }

// Heartbeat asks all clients for a heartbeat at once (op 1), or those of some
// applications' bots.
func (d *Discord) Heartbeat(of ...discord.ApplicationID) {
	d.t.Helper()
	if err := d.Emulator.Heartbeat(of...); err != nil {
		d.t.Fatalf("heartbeat: %v", err)
	}
}

// Stats returns what clients have done so far.
func (d *Discord) Stats() emulator.Stats { return d.Emulator.Stats() }

// Log returns the latest requests and gateway frames, oldest first.
func (d *Discord) Log() []emulator.Entry { return d.Emulator.Log() }
