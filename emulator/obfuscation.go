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

// obfuscates reports whether the session gets channels obfuscated.
func (s *session) obfuscates() bool {
	return !s.bot.rules.RevealChannels || s.capabilities&capabilityChannelObfuscation != 0
}

// views reports whether the bot may know what a channel of a guild is: because
// it can see it, is connected to it, or views a channel in it.
func (b *bot) views(ch *channel, now time.Time) bool {
	if b.sees(ch, now) {
		return true
	}
	g := b.state.guilds[ch.GuildID]
	if g == nil {
		return false
	}
	if v := g.voice[b.user.ID]; v != nil && v.ChannelID == ch.ID {
		return true
	}
	for _, child := range g.channels {
		if child.ParentID == ch.ID && !child.IsThread() && b.views(child, now) {
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

// channel returns a channel of a guild as a session gets it.
func (s *session) channel(ch *channel, now time.Time) discord.Channel {
	if s.obfuscates() && !s.bot.views(ch, now) {
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
func (b *bot) noteViews(g *guild, now time.Time) {
	viewed := make(map[discord.ChannelID]bool)
	for _, ch := range g.channels {
		if !ch.IsThread() {
			viewed[ch.ID] = b.views(ch, now)
		}
	}
	g.viewed[b] = viewed
}

// tellViews tells of the channels that the bot views now and did not before, with
// their threads, or the other way round. Told is the channel of which it was just told anyway. What
// Discord sends when a bot can't view a channel any longer is not documented: an
// update is what bots that listen to updates expect.
func (b *bot) tellViews(g *guild, told discord.ChannelID) {
	if g == nil || g.viewed[b] == nil || g.down {
		return
	}
	before, now := g.viewed[b], time.Now()
	b.noteViews(g, now)
	for _, ch := range byID(g.channels) {
		was, known := before[ch.ID]
		if !known || was == g.viewed[b][ch.ID] || ch.ID == told {
			continue
		}
		for _, s := range b.sessions.byID {
			if !s.concerns(g.ID) || !s.intents.Has(discord.IntentGuilds) {
				continue
			}
			if s.obfuscates() {
				s.tell("CHANNEL_UPDATE", &event.ChannelUpdate{Channel: s.channel(ch, now)})
			}
			if sync := b.threadsOf(g, ch, now); len(sync.Threads) > 0 {
				s.tell("THREAD_LIST_SYNC", sync)
			}
		}
	}
}

// threadsOf returns the active threads of a channel that the bot can see.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#thread-list-sync
func (b *bot) threadsOf(g *guild, parent *channel, now time.Time) *event.ThreadListSync {
	sync := &event.ThreadListSync{GuildID: g.ID, ChannelIDs: []discord.ChannelID{parent.ID}}
	for _, ch := range byID(g.channels) {
		if ch.ParentID != parent.ID || !b.isActive(ch) || !b.sees(ch, now) {
			continue
		}
		sync.Threads = append(sync.Threads, ch.Channel)
		if m := ch.members[b.user.ID]; m != nil {
			sync.Members = append(sync.Members, *m)
		}
	}
	return sync
}
