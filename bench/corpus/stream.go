package corpus

import "iter"

// An Event is one event's name and data.
type Event struct {
	Name string
	Data []byte // valid until the next event
}

// Names of events.
const (
	MessageCreate     = "MESSAGE_CREATE"
	TypingStart       = "TYPING_START"
	ReactionAdd       = "MESSAGE_REACTION_ADD"
	VoiceStateUpdate  = "VOICE_STATE_UPDATE"
	GuildMemberUpdate = "GUILD_MEMBER_UPDATE"
	InteractionCreate = "INTERACTION_CREATE"
	PresenceUpdate    = "PRESENCE_UPDATE"
	GuildCreate       = "GUILD_CREATE"
)

// A Mix says how often events come, and where.
type Mix struct {
	// PerMille is how many of 1000 events are of each kind.
	PerMille []Share

	// OneGuild has all of them in ten channels of one guild.
	OneGuild bool
}

// A Share is how many of 1000 events are of a kind.
type Share struct {
	Name     string
	PerMille int
}

// The mixes. Chat and presence are estimates, since nobody has published what a
// bot gets: a bit less than one typing per message, and a change of presence
// once for each guild that the user is in.
var (
	// Chat is a large bot without the presence intent; 1.1 KB per event.
	Chat = Mix{PerMille: []Share{
		{MessageCreate, 430}, {TypingStart, 270}, {ReactionAdd, 110}, {VoiceStateUpdate, 80}, {GuildMemberUpdate, 80}, {InteractionCreate, 30},
	}}

	// Presence is a large bot with all intents; 0.6 KB per event.
	Presence = Mix{PerMille: []Share{
		{PresenceUpdate, 700}, {MessageCreate, 129}, {TypingStart, 81}, {ReactionAdd, 33}, {VoiceStateUpdate, 24}, {GuildMemberUpdate, 24}, {InteractionCreate, 9},
	}}

	// Messages are messages.
	Messages = Mix{PerMille: []Share{{MessageCreate, 1000}}}

	// Busy is messages in ten channels of one guild.
	Busy = Mix{PerMille: []Share{{MessageCreate, 1000}}, OneGuild: true}
)

// Guilds returns a GUILD_CREATE for each guild.
func (w *World) Guilds() iter.Seq[Event] {
	return func(yield func(Event) bool) {
		var b []byte
		for i := range w.guilds {
			b = w.appendGuild(b[:0], &w.guilds[i])
			if !yield(Event{GuildCreate, b}) {
				return
			}
		}
	}
}

// GuildIDs returns the guilds' IDs.
func (w *World) GuildIDs() []uint64 {
	ids := make([]uint64, len(w.guilds))
	for i := range ids {
		ids[i] = w.guilds[i].id
	}
	return ids
}

// Events returns n events, the last of them a message. Messages begin with
// mark and are numbered from 0 on.
func (w *World) Events(m Mix, n int, mark byte) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		r := random{mix(w.seed, uint64(mark), 5)}
		var b []byte
		messages := 0
		for i := range n {
			name := m.name(&r)
			if i == n-1 {
				name = MessageCreate
			}
			b = w.appendEvent(b[:0], &r, m, name, message{mark: mark, number: messages})
			if name == MessageCreate {
				messages++
			}
			if !yield(Event{name, b}) {
				return
			}
		}
	}
}

// name returns the name of the next event.
func (m Mix) name(r *random) string {
	n := r.below(1000)
	for _, s := range m.PerMille {
		if n -= s.PerMille; n < 0 {
			return s.Name
		}
	}
	return MessageCreate
}

// appendEvent appends an event of that name; msg has what a message needs.
func (w *World) appendEvent(b []byte, r *random, m Mix, name string, msg message) []byte {
	g := w.pick(r)
	channel := g.channel + r.small(g.size.Channels)
	if m.OneGuild {
		g = &w.guilds[0]
		channel = g.channel + r.below(10)
	}
	by := g.member(r)
	switch name {
	case TypingStart:
		return w.appendTyping(b, r, by, channel)
	case ReactionAdd:
		return w.appendReaction(b, r, by, channel)
	case VoiceStateUpdate:
		return w.appendVoiceState(b, r, by, channel)
	case GuildMemberUpdate:
		return w.appendMemberUpdate(b, by)
	case InteractionCreate:
		return w.appendInteraction(b, r, by, channel)
	case PresenceUpdate:
		return w.appendPresence(b, r, by)
	default:
		msg.by, msg.channel = by, channel
		return w.appendMessage(b, r, msg)
	}
}
