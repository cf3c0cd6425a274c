package accord

import (
	"context"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// guildChanges are the events that tell what GUILD_CREATE and GUILD_DELETE mean.
var guildChanges = map[gateway.GuildChange]event.Event{
	gateway.GuildAvailable:   (*event.GuildAvailable)(nil),
	gateway.GuildUnavailable: (*event.GuildUnavailable)(nil),
	gateway.GuildJoined:      (*event.GuildJoined)(nil),
	gateway.GuildLeft:        (*event.GuildLeft)(nil),
}

// wantsGuildChange reports whether somebody wants to know what the event of that
// name means.
func (c *Client) wantsGuildChange(name string) bool {
	if name != "GUILD_CREATE" && name != "GUILD_DELETE" {
		return false
	}
	for _, e := range guildChanges {
		if c.wants(e) {
			return true
		}
	}
	return false
}

// tellGuildChange tells what f means, if somebody listens. The event has the
// guild's key, so it keeps its place among the guild's events. It reports false
// if it was not taken.
func (s *shard) tellGuildChange(ctx context.Context, f gateway.Frame) bool {
	r := s.run
	e := guildChanges[f.Guild]
	if e == nil || !r.client.wants(e) {
		return true
	}
	t := r.newTask(f.Type, r.client.handlers.load().routeOf(e))
	t.means = f.Guild
	t.meta = meta(f)
	t.size = int64(len(f.Data)) + taskBytes
	subject := scan(f.Type, f.Shard, f.Data, r.client.config.Key != nil)
	t.key, t.guild = r.key(subject), uint64(subject.GuildID)
	tapped := r.client.taps.wantEvent(e)
	if tapped {
		t.arrival = r.client.taps.arrivals.Add(1)
	}
	return r.d.push(ctx, t, tapped, &s.ledger)
}

// guildChanged returns the event that tells what e means. One that could not be
// decoded stays as it is.
func guildChanged(change gateway.GuildChange, e event.Event) event.Event {
	switch e := e.(type) {
	case *event.GuildCreate:
		switch change {
		case gateway.GuildAvailable:
			return &event.GuildAvailable{Meta: e.Meta, Guild: e}
		case gateway.GuildJoined:
			return &event.GuildJoined{Meta: e.Meta, Guild: e}
		default:
			return &event.GuildUnavailable{Meta: e.Meta, ID: e.ID}
		}
	case *event.GuildDelete:
		if change == gateway.GuildLeft {
			return &event.GuildLeft{Meta: e.Meta, ID: e.ID, Old: e.Old}
		}
		return &event.GuildUnavailable{Meta: e.Meta, ID: e.ID, Old: e.Old}
	default:
		return e
	}
}
