package accord

import (
	"context"
	"errors"
	"fmt"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// Send sends a command to the gateway, over the shard of that number. Data is
// encoded as JSON. See [gateway.Shard.Send] for limits and errors. It fails with
// [ErrNotRunning] when the client does not run.
//
// There are methods for each command; Send is for those to come.
func (c *Client) Send(ctx context.Context, shard int, op gateway.Opcode, data any) error {
	r := c.current.Load()
	if r == nil {
		return ErrNotRunning
	}
	s, err := r.now.Load().own(shard)
	if err != nil {
		return err
	}
	return s.send(ctx, op, data)
}

// sendGuild sends a command over the shard that gets a guild's events. If that
// leaves before, since the bot is resharded, it is the next one.
func (c *Client) sendGuild(ctx context.Context, guild discord.GuildID, op gateway.Opcode, data any) error {
	for {
		s, err := c.guildShard(guild)
		if err != nil {
			return err
		}
		if err = s.send(ctx, op, data); !s.replaced(err) {
			return err
		}
	}
}

// guildShard returns the shard that gets a guild's events.
func (c *Client) guildShard(guild discord.GuildID) (*shard, error) {
	r := c.current.Load()
	if r == nil {
		return nil, ErrNotRunning
	}
	g := r.now.Load()
	return g.own(g.shardOf(guild))
}

// own returns the shard of that number, if this client runs it.
func (g *generation) own(id int) (*shard, error) {
	if s := g.shard(id); s != nil {
		return s, nil
	}
	return nil, fmt.Errorf("accord: shard %d is not one of this client's", id)
}

// ShardOf returns the number of the shard that gets a guild's events. It is 0
// while the client does not run if Discord is to choose how many shards there
// are.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#sharding-sharding-formula
func (c *Client) ShardOf(guild discord.GuildID) int {
	if r := c.current.Load(); r != nil {
		return r.now.Load().shardOf(guild)
	}
	return shardOf(guild, c.config.Shards.Count)
}

// UpdatePresence shows another presence, on the shards that are named or else on
// all, now and after each reconnection; for shards that begin later it is the one
// that was last set for all. It waits for shards that are not connected at the
// moment, and where there were 5 changes in 20 seconds, since Discord would pass
// over more. It fails with [ErrNotRunning] when the client does not run, and with
// a [*discord.ValidationError] for what Discord does not take.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#update-presence
func (c *Client) UpdatePresence(ctx context.Context, p discord.UpdatePresence, shards ...int) error {
	r := c.current.Load()
	if r == nil {
		return ErrNotRunning
	}
	if err := p.Validate(); err != nil {
		return fmt.Errorf("%v: %w", gateway.OpPresenceUpdate, err) // before it becomes part of IDENTIFY
	}
	if len(shards) == 0 {
		return r.setPresence(ctx, p)
	}
	errs := make([]error, len(shards))
	for i, id := range shards {
		errs[i] = c.Send(ctx, id, gateway.OpPresenceUpdate, p)
	}
	return errors.Join(errs...)
}

// UpdateVoiceState enters a voice channel, moves to another one, leaves, or
// changes whether the bot is muted or deaf there. What comes of it is told by
// [event.VoiceStateUpdate] and [event.VoiceServerUpdate]; if the channel is
// full nothing comes. It is all that an external voice node needs; package voice
// plays sound by itself.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#update-voice-state
func (c *Client) UpdateVoiceState(ctx context.Context, s gateway.UpdateVoiceState) error {
	return c.sendGuild(ctx, s.GuildID, gateway.OpVoiceStateUpdate, s)
}

// A ChannelField is what [Client.ChannelInfo] can tell of voice channels.
type ChannelField string

// The fields.
const (
	ChannelFieldStatus         ChannelField = "status"           // the text that members set
	ChannelFieldVoiceStartTime ChannelField = "voice_start_time" // since when somebody is there
)

// ChannelInfo asks for what voice channels of a guild show at the moment: of
// fields, or of all of them if none are named. It waits for the answer until ctx
// ends, and fails with [ErrNotRunning], [ErrSessionLost], [ErrNoAnswer] or
// [ErrNotInGuild] if there won't be one.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#request-channel-info
func (c *Client) ChannelInfo(ctx context.Context, guild discord.GuildID, fields ...ChannelField) (*event.ChannelInfo, error) {
	if len(fields) == 0 {
		fields = []ChannelField{ChannelFieldStatus, ChannelFieldVoiceStartTime}
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	a, err := c.ask(ctx, guild, question{
		op: gateway.OpRequestChannelInfo, data: gateway.RequestChannelInfo{GuildID: guild, Fields: names},
		kind: func(e event.Event) bool { _, ok := e.(*event.ChannelInfo); return ok },
		fits: func(e event.Event) bool { return e.(*event.ChannelInfo).GuildID == guild },
	})
	if err != nil {
		return nil, err
	}
	defer a.stop()
	e, err := a.next(ctx)
	if err != nil {
		return nil, err
	}
	return e.(*event.ChannelInfo), nil
}
