package accord

import (
	"strings"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/internal/wire"
)

// A Subject is what an event is about, as far as its data tells without being
// decoded. IDs that it does not tell are zero.
type Subject struct {
	Name      string // the gateway's name of the event
	Shard     int
	ChannelID discord.ChannelID // may be a thread or a voice channel
	GuildID   discord.GuildID
	UserID    discord.UserID // who did it, or whom it is about
}

// Key is what Config.Key does by default: it returns the channel, or else the
// guild, or else the user. Events that are about a guild or a member, such as
// GUILD_ROLE_UPDATE, VOICE_STATE_UPDATE and PRESENCE_UPDATE, have the guild as
// key even if they name a channel, because that one changes: a member who
// leaves a voice channel and joins another does so in this order.
func (s Subject) Key() uint64 {
	switch {
	case s.ChannelID != 0 && (s.GuildID == 0 || !ofGuild(s.Name)):
		return uint64(s.ChannelID)
	case s.GuildID != 0:
		return uint64(s.GuildID)
	default:
		return uint64(s.UserID)
	}
}

// ofGuild reports whether the event belongs to its guild rather than to a
// channel.
func ofGuild(name string) bool {
	return strings.HasPrefix(name, "GUILD_") || name == "VOICE_STATE_UPDATE" || name == "PRESENCE_UPDATE"
}

// What an event's field "id" names, for the events where that is part of their
// subject.
const (
	ownNone = iota
	ownChannel
	ownGuild
	ownUser
)

var ownIDs = map[string]int{
	"CHANNEL_CREATE":                  ownChannel,
	"CHANNEL_UPDATE":                  ownChannel,
	"CHANNEL_DELETE":                  ownChannel,
	"THREAD_CREATE":                   ownChannel,
	"THREAD_UPDATE":                   ownChannel,
	"THREAD_DELETE":                   ownChannel,
	"THREAD_MEMBER_UPDATE":            ownChannel,
	"THREAD_MEMBERS_UPDATE":           ownChannel,
	"VOICE_CHANNEL_STATUS_UPDATE":     ownChannel,
	"VOICE_CHANNEL_START_TIME_UPDATE": ownChannel,
	"GUILD_CREATE":                    ownGuild,
	"GUILD_UPDATE":                    ownGuild,
	"GUILD_DELETE":                    ownGuild,
	"USER_UPDATE":                     ownUser,
}

// subjectOf returns what e is about, if it is one of the events that come most
// often: these are decoded for their handlers anyway, and scanning one costs
// half as much again. For others it reports false.
func subjectOf(e event.Event) (Subject, bool) {
	s := Subject{Name: e.EventName(), Shard: e.EventMeta().Shard}
	switch e := e.(type) {
	case *event.MessageCreate:
		s.ChannelID, s.GuildID, s.UserID = e.ChannelID, e.GuildID, e.Author.ID
	case *event.MessageUpdate:
		s.ChannelID, s.GuildID, s.UserID = e.ChannelID, e.GuildID, e.Author.ID
	case *event.MessageDelete:
		s.ChannelID, s.GuildID = e.ChannelID, e.GuildID
	case *event.MessageReactionAdd:
		s.ChannelID, s.GuildID, s.UserID = e.ChannelID, e.GuildID, e.UserID
	case *event.MessageReactionRemove:
		s.ChannelID, s.GuildID, s.UserID = e.ChannelID, e.GuildID, e.UserID
	case *event.TypingStart:
		s.ChannelID, s.GuildID, s.UserID = e.ChannelID, e.GuildID, e.UserID
	case *event.PresenceUpdate:
		s.GuildID, s.UserID = e.GuildID, e.User.ID
	case *event.GuildMemberUpdate:
		s.GuildID = e.GuildID
		if e.User != nil {
			s.UserID = e.User.ID
		}
	case *event.VoiceStateUpdate:
		s.ChannelID, s.GuildID, s.UserID = e.ChannelID, e.GuildID, e.UserID
	default:
		return s, false
	}
	return s, true
}

// scan returns what an event's data is about, without decoding it. Unless all is
// set it stops as soon as the default key and the guild are known. What is not as documented is
// left out; the decoder complains about it.
func scan(name string, shard int, data string, all bool) Subject {
	s := Subject{Name: name, Shard: shard}
	own, guildDecides := ownIDs[name], ofGuild(name)
	var d wire.Decoder
	d.Reset(data)
	d.ObjectStart()
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		switch {
		case key == "channel_id" && own != ownChannel, key == "id" && own == ownChannel:
			s.ChannelID = discord.ChannelID(wellFormedID(&d))
		case key == "guild_id" && own != ownGuild, key == "id" && own == ownGuild:
			s.GuildID = discord.GuildID(wellFormedID(&d))
		case key == "user_id" && own != ownUser, key == "id" && own == ownUser:
			s.UserID = discord.UserID(wellFormedID(&d))
		case (key == "user" || key == "author") && s.UserID == 0:
			s.UserID = nestedID(&d)
			d.Skip()
		case key == "member" && s.UserID == 0:
			if user, ok := d.Lookahead("user"); ok {
				s.UserID = nestedID(&user)
			}
			d.Skip()
		default:
			d.Skip()
			continue
		}
		if !all && s.GuildID != 0 && (s.ChannelID != 0 || guildDecides) {
			break
		}
	}
	return s
}

// wellFormedID reads an ID, or passes over what is none: the scan goes on.
func wellFormedID(d *wire.Decoder) uint64 {
	before := *d
	id := d.ID()
	if d.Err() != nil {
		*d = before
		d.Skip()
		return 0
	}
	return id
}

// nestedID returns the ID of the user that comes next in d, which it leaves
// where it is.
func nestedID(d *wire.Decoder) discord.UserID {
	id, ok := d.Lookahead("id")
	if !ok {
		return 0
	}
	return discord.UserID(id.ID())
}
