package gateway

import (
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/internal/wire"
)

// A GuildChange is what a GUILD_CREATE or GUILD_DELETE means: Discord sends the
// same events when the bot is added to a guild and when an outage is over. What
// tells them apart is whether the guild belonged to the session before.
type GuildChange uint8

// The changes.
const (
	GuildUnchanged   GuildChange = 0 // of all other events
	GuildAvailable   GuildChange = 1 // a guild of the session has come: after READY, or after an outage
	GuildUnavailable GuildChange = 2 // a guild of the session is down
	GuildJoined      GuildChange = 3 // the bot was added to a guild
	GuildLeft        GuildChange = 4 // the bot left a guild or was removed, or the guild was deleted
)

// String returns the change in one word.
func (c GuildChange) String() string {
	switch c {
	case GuildAvailable:
		return "available"
	case GuildUnavailable:
		return "unavailable"
	case GuildJoined:
		return "joined"
	case GuildLeft:
		return "left"
	default:
		return "unchanged"
	}
}

// joinSlack is how far Discord's clock may be behind ours when a guild that READY
// did not list is judged by when the bot joined it.
const joinSlack = time.Minute

// A guildNews is the part of GUILD_CREATE and GUILD_DELETE that tells what they
// mean.
type guildNews struct {
	id          discord.GuildID
	unavailable bool
	joined      time.Time // zero: not told
}

// parseGuild reads it. What it can't read stays zero: the event itself will be
// reported as one that can't be decoded.
func parseGuild(data string) guildNews {
	var n guildNews
	d := wire.NewDecoder(data)
	if !d.ObjectStart() {
		return n
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		switch key {
		case "id":
			n.id = discord.GuildID(d.ID())
		case "unavailable":
			n.unavailable = d.Bool()
		case "joined_at":
			n.joined = d.Time()
		default:
			d.Skip()
		}
	}
	return n
}

// judgeGuild tells what f means to the session, which has that guild or not.
func judgeGuild(name string, n guildNews, known bool, started time.Time) GuildChange {
	switch {
	case n.id == 0:
		return GuildUnchanged
	case name == "GUILD_DELETE" && n.unavailable:
		return GuildUnavailable
	case name == "GUILD_DELETE":
		return GuildLeft
	case n.unavailable: // it is among the session's guilds, but down
		return GuildUnavailable
	case known:
		return GuildAvailable
	case !n.joined.IsZero() && !started.IsZero() && n.joined.Before(started.Add(-joinSlack)):
		return GuildAvailable // READY had left it out
	default:
		return GuildJoined
	}
}

// guild tells what f means to the session.
func (s *Shard) guild(f *Frame) (guildNews, GuildChange) {
	n := parseGuild(f.Data)
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := slices.BinarySearch(s.session.Guilds, n.id)
	return n, judgeGuild(f.Type, n, known, s.session.Started)
}

// changeGuilds keeps the session's guilds, when the event was taken. One that was
// not known and comes as one that is down is not kept: the bot may have been added
// to it during the outage, which is told when it is over.
func (s *Shard) changeGuilds(n guildNews, change GuildChange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, known := slices.BinarySearch(s.session.Guilds, n.id)
	switch {
	case change == GuildLeft && known:
		s.session.Guilds = slices.Delete(slices.Clone(s.session.Guilds), at, at+1) // others read the old one
	case change != GuildLeft && change != GuildUnavailable && !known:
		s.session.Guilds = slices.Insert(slices.Clip(s.session.Guilds), at, n.id)
	}
}
