package event

import "github.com/accord-go/accord/discord"

// MembersProgress tells how far a shard has got with the requests for members
// that Config.RequestMembers wants: all [GuildMembersChunk] of a guild have
// come, though their handlers may still be at work, or it was given up. When Done
// is Total there is nothing more to ask for at the moment.
type MembersProgress struct {
	Meta
	GuildID discord.GuildID
	Members int   // that came
	Err     error // why the guild was given up; nil: all members came

	Done  int // guilds of the shard whose members came, or that were given up
	Total int // guilds of the shard
}

// EventName returns "accord:members_progress".
func (*MembersProgress) EventName() string { return "accord:members_progress" }
