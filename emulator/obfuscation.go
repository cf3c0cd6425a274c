package emulator

import (
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// The channels that the bot can't view come to it obfuscated: since November 16,
// 2026 always, before that to those who asked for it.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#channel-object-channel-flags

// capabilityChannelObfuscation is how a client asks for it.
const capabilityChannelObfuscation = 1 << 15

// obfuscatedName is the name of all obfuscated channels.
const obfuscatedName = "___hidden___"

// obfuscates reports whether a session gets channels obfuscated.
func (e *Emulator) obfuscates(s *session) bool {
	return !e.rules.RevealChannels || s.capabilities&capabilityChannelObfuscation != 0
}

// views reports whether the bot may know what a channel of a guild is: because
// it can see it, is connected to it, or views a channel in it.
func (s *state) views(ch *channel, now time.Time) bool {
	if s.sees(ch, s.bot.ID, now) {
		return true
	}
	g := s.guilds[ch.GuildID]
	if g == nil {
		return false
	}
	if v := g.voice[s.bot.ID]; v != nil && v.ChannelID == ch.ID {
		return true
	}
	for _, child := range g.channels {
		if child.ParentID == ch.ID && !child.IsThread() && s.views(child, now) {
			return true
		}
	}
	return false
}

// channelOf returns the channel that an event tells of: that it was made,
// changed or deleted. Nil: the event tells of something else.
func channelOf(payload any) *discord.Channel {
	switch p := payload.(type) {
	case *event.ChannelCreate:
		return &p.Channel
	case *event.ChannelUpdate:
		return &p.Channel
	case *event.ChannelDelete:
		return &p.Channel
	default:
		return nil
	}
}

// obfuscated returns a channel with nothing in it but what is told of all
// channels.
func obfuscated(c discord.Channel) discord.Channel {
	everyone := discord.RoleOverwrite(discord.RoleID(c.GuildID), 0, discord.PermissionViewChannel)
	return discord.Channel{
		ID: c.ID, Type: c.Type, GuildID: c.GuildID, Position: c.Position, ParentID: c.ParentID, Name: new(obfuscatedName),
		Flags: discord.ChannelFlagObfuscated, PermissionOverwrites: []discord.PermissionOverwrite{everyone},
	}
}

// obfuscatedEvent returns an event about a channel with the channel obfuscated.
func obfuscatedEvent(payload any) any {
	switch p := payload.(type) {
	case *event.ChannelCreate:
		return &event.ChannelCreate{Channel: obfuscated(p.Channel)}
	case *event.ChannelUpdate:
		return &event.ChannelUpdate{Channel: obfuscated(p.Channel)}
	case *event.ChannelDelete:
		return &event.ChannelDelete{Channel: obfuscated(p.Channel)}
	default:
		return payload
	}
}

// channelIn returns a channel of a guild as a session gets it.
func (e *Emulator) channelIn(s *session, ch *channel, now time.Time) discord.Channel {
	if e.obfuscates(s) && !e.state.views(ch, now) {
		return obfuscated(ch.Channel)
	}
	return ch.Channel
}

// changesView are the events after which the bot may view other channels than
// before.
var changesView = map[string]bool{
	"CHANNEL_CREATE": true, "CHANNEL_UPDATE": true, "CHANNEL_DELETE": true, "GUILD_UPDATE": true,
	"GUILD_ROLE_UPDATE": true, "GUILD_ROLE_DELETE": true, "GUILD_MEMBER_UPDATE": true, "VOICE_STATE_UPDATE": true,
}

// noteViews keeps which channels of a guild the bot views, as it was just told.
func (e *Emulator) noteViews(g *guild, now time.Time) {
	g.viewed = make(map[discord.ChannelID]bool)
	for _, ch := range g.channels {
		if !ch.IsThread() {
			g.viewed[ch.ID] = e.state.views(ch, now)
		}
	}
}

// tellViews tells of the channels that the bot views now and did not before, with
// their threads, or the other way round. Told is the channel of which it was just told anyway. What
// Discord sends when a bot can't view a channel any longer is not documented: an
// update is what bots that listen to updates expect.
func (e *Emulator) tellViews(g *guild, told discord.ChannelID) {
	if g == nil || g.viewed == nil || g.down {
		return
	}
	before, now := g.viewed, time.Now()
	e.noteViews(g, now)
	for _, ch := range byID(g.channels) {
		was, known := before[ch.ID]
		if !known || was == g.viewed[ch.ID] || ch.ID == told {
			continue
		}
		for _, s := range e.sessions.byID {
			if !s.concerns(g.ID) || !s.intents.Has(discord.IntentGuilds) {
				continue
			}
			if e.obfuscates(s) {
				e.sendTo(s, "CHANNEL_UPDATE", &event.ChannelUpdate{Channel: e.channelIn(s, ch, now)})
			}
			if sync := e.threadsOf(g, ch, now); len(sync.Threads) > 0 {
				e.sendTo(s, "THREAD_LIST_SYNC", sync)
			}
		}
	}
}

// threadsOf returns the active threads of a channel that the bot can see.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#thread-list-sync
func (e *Emulator) threadsOf(g *guild, parent *channel, now time.Time) *event.ThreadListSync {
	sync := &event.ThreadListSync{GuildID: g.ID, ChannelIDs: []discord.ChannelID{parent.ID}}
	for _, ch := range byID(g.channels) {
		if ch.ParentID != parent.ID || !e.isActive(ch) || !e.state.sees(ch, e.state.bot.ID, now) {
			continue
		}
		sync.Threads = append(sync.Threads, ch.Channel)
		if m := ch.members[e.state.bot.ID]; m != nil {
			sync.Members = append(sync.Members, *m)
		}
	}
	return sync
}
