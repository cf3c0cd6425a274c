package emulator

import (
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// An audience is whom an event concerns.
type audience struct {
	guild   discord.GuildID   // where it happened; zero: in no guild, which goes to shard 0
	channel discord.ChannelID // only who can see it; zero: no channel's
	onlyFor discord.UserID    // the one person who sees it on the page; zero: everyone
	ofBot   bool              // it is about the bot's own membership, and needs no GUILD_MEMBERS
	botOnly bool              // it is not for the page

	need discord.Permissions // of which the bot needs one to be told, in the channel or else in the guild; zero: none
}

// inChannel is the audience of what happens in a channel.
func inChannel(ch *channel) audience { return audience{guild: ch.GuildID, channel: ch.ID} }

// forBot is the audience of what only bots are told of a guild.
func forBot(g *guild) audience { return audience{guild: g.ID, botOnly: true} }

// inGuild is the audience of what happens in a guild.
func inGuild(id discord.GuildID) audience { return audience{guild: id} }

// audience returns whom a message concerns. An ephemeral one is a direct
// message, as far as events are concerned.
func (m *message) audience() audience {
	if m.onlyFor != 0 {
		return audience{channel: m.ChannelID, onlyFor: m.onlyFor}
	}
	return audience{guild: m.guild, channel: m.ChannelID}
}

// dispatch sends an event to the sessions that it concerns, and to the page, and
// tells of the channels that the bot can view because of it, or no longer. The
// payload is encoded at once, so it may be part of the world. The caller holds
// e.mu.
func (e *Emulator) dispatch(name string, payload any, to audience) {
	e.broadcast(name, payload, to)
	if changesView[name] {
		var told discord.ChannelID
		if c := channelOf(payload); c != nil {
			told = c.ID
		}
		e.tellViews(e.state.guilds[to.guild], told)
	}
}

// broadcast sends an event, to each session what that may know of it.
func (e *Emulator) broadcast(name string, payload any, to audience) {
	now := time.Now()
	data, ok := e.encodeEvent(name, payload)
	if !ok {
		return
	}
	if !to.botOnly {
		e.page.publish(name, data, e.whoSees(to, now))
	}
	if g := e.state.guilds[to.guild]; g != nil && g.down && name != "GUILD_DELETE" {
		return
	}
	if !e.state.mayBeTold(to, now) {
		return
	}
	ch := e.state.channels[to.channel]
	if ch != nil && channelOf(payload) == nil && !e.state.sees(ch, e.state.bot.ID, now) {
		return
	}
	var bare []byte // without what a session may not know
	for _, s := range e.sessions.byID {
		if !s.concerns(to.guild) || !wants(s.intents, name, to) {
			continue
		}
		if !e.withholds(s, payload, ch, now) {
			s.send(name, data)
			continue
		}
		if bare == nil {
			if bare, ok = e.encodeEvent(name, withoutContent(obfuscatedEvent(payload))); !ok {
				return
			}
		}
		s.send(name, bare)
	}
}

func (e *Emulator) encodeEvent(name string, payload any) ([]byte, bool) {
	data, err := encode(payload)
	if err != nil {
		e.logger.Error("an event could not be encoded", "event", name, "error", err)
	}
	return data, err == nil
}

// mayBeTold reports whether the bot has a permission that an event needs.
func (s *state) mayBeTold(to audience, now time.Time) bool {
	switch ch, g := s.channels[to.channel], s.guilds[to.guild]; {
	case to.need == 0:
		return true
	case ch != nil:
		return s.may(ch, s.bot.ID, now)&to.need != 0
	default:
		return g != nil && g.guildPermissions(s.bot.ID)&to.need != 0
	}
}

// whoSees returns a test for the people who an event is for.
func (e *Emulator) whoSees(to audience, now time.Time) func(discord.UserID) bool {
	return func(user discord.UserID) bool {
		if to.onlyFor != 0 {
			return user == to.onlyFor
		}
		if ch := e.state.channels[to.channel]; ch != nil {
			return e.state.sees(ch, user, now)
		}
		g := e.state.guilds[to.guild]
		return g == nil || g.members[user] != nil
	}
}

// withholds reports whether a session gets an event, which may be about the
// channel ch, without all that is in it.
func (e *Emulator) withholds(s *session, payload any, ch *channel, now time.Time) bool {
	if channelOf(payload) != nil {
		return ch != nil && e.obfuscates(s) && !e.state.views(ch, now)
	}
	return !s.intents.Has(discord.IntentMessageContent) && e.hidesContent(payload)
}

// hidesContent reports whether a session without MESSAGE_CONTENT gets an event
// without it: not in direct messages, and not in messages that are the bot's
// or mention it.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#message-content-intent
func (e *Emulator) hidesContent(payload any) bool {
	m, isMessage := payload.(*messageEvent)
	if !isMessage {
		return false
	}
	own := m.Author.ID == e.state.bot.ID || m.ApplicationID == e.state.app.ID
	mentioned := slices.ContainsFunc(m.Mentions, func(u mentionedUser) bool { return u.ID == e.state.bot.ID })
	return m.GuildID != 0 && !own && !mentioned
}

// withoutContent returns a copy of a message event with the fields empty that
// MESSAGE_CONTENT brings.
func withoutContent(payload any) any {
	m, isMessage := payload.(*messageEvent)
	if !isMessage {
		return payload
	}
	bare := *m
	bare.Message = bareMessage(m.Message)
	return &bare
}

func bareMessage(m discord.Message) discord.Message {
	m.Content, m.Embeds, m.Attachments, m.Components, m.Poll = "", nil, nil, nil, nil
	if ref := m.ReferencedMessage; ref != nil {
		bare := bareMessage(*ref)
		m.ReferencedMessage = &bare
	}
	return m
}
