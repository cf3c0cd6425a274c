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
	botOnly bool              // it is not for the page
	bot     *bot              // the only one that is told; nil: all who may know of it
	except  *bot              // that is not told

	members []discord.UserID    // whose membership it is about: a bot that is one of them needs no GUILD_MEMBERS
	need    discord.Permissions // of which a bot needs one to be told, in the channel or else in the guild; zero: none
}

// inChannel is the audience of what happens in a channel.
func inChannel(ch *channel) audience { return audience{guild: ch.GuildID, channel: ch.ID} }

// forBots is the audience of what only bots are told of a guild.
func forBots(g *guild) audience { return audience{guild: g.ID, botOnly: true} }

// forBot is the audience of what only one bot is told, wherever it is.
func forBot(b *bot) audience { return audience{bot: b, botOnly: true} }

// isAbout reports whether an event is about the membership of a user.
func (to *audience) isAbout(user discord.UserID) bool { return slices.Contains(to.members, user) }

// inGuild is the audience of what happens in a guild.
func inGuild(id discord.GuildID) audience { return audience{guild: id} }

// audienceOf returns whom a message concerns. An ephemeral one is a direct
// message of the application that answered, as far as events are concerned.
func (e *Emulator) audienceOf(m *message) audience {
	if m.onlyFor != 0 {
		return audience{channel: m.ChannelID, onlyFor: m.onlyFor, bot: e.botOfApplication(m.ApplicationID)}
	}
	return audience{guild: m.guild, channel: m.ChannelID}
}

// dispatch sends an event to the sessions that it concerns, and to the page, and
// tells each bot of the channels that it can view because of it, or no longer. The
// payload is encoded at once, so it may be part of the world. The caller holds
// e.mu.
func (e *Emulator) dispatch(name string, payload any, to audience) {
	e.broadcast(name, payload, to)
	if changesView[name] {
		var told discord.ChannelID
		if c := channelOf(payload); c != nil {
			told = c.ID
		}
		for _, b := range e.bots {
			b.tellViews(e.state.guilds[to.guild], told)
		}
	}
}

// broadcast sends an event to the page, and to each bot what that may know of it.
func (e *Emulator) broadcast(name string, payload any, to audience) {
	now := time.Now()
	bots := e.botsToTell(name, payload, &to, now)
	if to.botOnly && len(bots) == 0 {
		return
	}
	data, ok := e.encodeEvent(name, payload)
	if !ok {
		return
	}
	if !to.botOnly {
		e.page.publish(name, data, e.whoSees(to, now))
	}
	for _, b := range bots {
		b.tell(name, payload, data, &to, now)
	}
}

// botsToTell returns the bots that may know of an event.
func (e *Emulator) botsToTell(name string, payload any, to *audience, now time.Time) (bots []*bot) {
	if g := e.state.guilds[to.guild]; g != nil && g.down && name != "GUILD_DELETE" {
		return nil
	}
	for _, b := range e.bots {
		if (to.bot == nil || to.bot == b) && to.except != b && b.mayBeTold(payload, to, now) {
			bots = append(bots, b)
		}
	}
	return bots
}

// A personal event is not the same for all bots.
type personal interface {
	// toldTo returns the event as a bot gets it, and false where that is as it is
	// anyway.
	toldTo(b *bot) (any, bool)
}

// tell sends an event to the bot's sessions that it concerns. Data is the payload
// encoded as it is for somebody who is not in it.
func (b *bot) tell(name string, payload any, data []byte, to *audience, now time.Time) {
	ok := true
	if p, isPersonal := payload.(personal); isPersonal && len(b.sessions.byID) > 0 {
		if own, differs := p.toldTo(b); differs {
			payload = own
			if data, ok = b.encodeEvent(name, payload); !ok {
				return
			}
		}
	}
	ch := b.state.channels[to.channel]
	var bare []byte // without what a session may not know
	for _, s := range b.sessions.byID {
		if !s.concerns(to.guild) || !s.wants(name, to) {
			continue
		}
		if !b.withholds(s, payload, ch, now) {
			s.send(name, data)
			continue
		}
		if bare == nil {
			if bare, ok = b.encodeEvent(name, withoutContent(obfuscatedEvent(payload))); !ok {
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

// mayBeTold reports whether the bot may know of an event: it is in the guild
// unless the event is for it alone, as interactions are, sees the channel unless
// the event tells of that or of its own membership, and has a permission that the
// event needs.
func (b *bot) mayBeTold(payload any, to *audience, now time.Time) bool {
	ch, g := b.state.channels[to.channel], b.state.guilds[to.guild]
	switch {
	case g != nil && !b.isIn(g) && to.bot != b,
		ch != nil && channelOf(payload) == nil && !b.sees(ch, now) && !to.isAbout(b.user.ID):
		return false
	case to.need == 0:
		return true
	case ch != nil:
		return b.may(ch, now)&to.need != 0
	default:
		return g != nil && b.permissions(g)&to.need != 0
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
func (b *bot) withholds(s *session, payload any, ch *channel, now time.Time) bool {
	if channelOf(payload) != nil {
		return ch != nil && s.obfuscates() && !b.views(ch, now)
	}
	return !s.intents.Has(discord.IntentMessageContent) && b.hidesContent(payload)
}

// hidesContent reports whether a session without MESSAGE_CONTENT gets an event
// without it: not in direct messages, and not in messages that are the bot's
// or mention it.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#message-content-intent
func (b *bot) hidesContent(payload any) bool {
	m, isMessage := payload.(*messageEvent)
	if !isMessage {
		return false
	}
	own := m.Author.ID == b.user.ID || m.ApplicationID == b.app.ID
	mentioned := slices.ContainsFunc(m.Mentions, func(u mentionedUser) bool { return u.ID == b.user.ID })
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
