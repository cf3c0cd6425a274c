package event

import "github.com/accord-go/accord/discord"

// GuildJoinRequestCreate tells that a user asks to become a member of a guild. It
// comes to bots with KICK_MEMBERS.
//
// Discord has announced the event and has no page about it yet.
type GuildJoinRequestCreate struct {
	Meta    `json:"-"`
	GuildID discord.GuildID           `json:"guild_id"`
	Status  discord.JoinRequestStatus `json:"status"`
	Request discord.JoinRequest       `json:"request"`
}

// EventName returns "GUILD_JOIN_REQUEST_CREATE".
func (*GuildJoinRequestCreate) EventName() string { return "GUILD_JOIN_REQUEST_CREATE" }

// GuildJoinRequestUpdate tells that somebody's request to become a member was
// changed, approved or rejected. It comes to bots with KICK_MEMBERS.
//
// Discord has announced the event and has no page about it yet.
type GuildJoinRequestUpdate struct {
	Meta    `json:"-"`
	GuildID discord.GuildID           `json:"guild_id"`
	Status  discord.JoinRequestStatus `json:"status"`
	Request discord.JoinRequest       `json:"request"`
}

// EventName returns "GUILD_JOIN_REQUEST_UPDATE".
func (*GuildJoinRequestUpdate) EventName() string { return "GUILD_JOIN_REQUEST_UPDATE" }

// GuildJoinRequestDelete tells that a user withdrew a request to become a member.
//
// Discord has announced the event and has no page about it yet.
type GuildJoinRequestDelete struct {
	Meta    `json:"-"`
	ID      discord.JoinRequestID `json:"id"`
	GuildID discord.GuildID       `json:"guild_id"`
	UserID  discord.UserID        `json:"user_id"`
}

// EventName returns "GUILD_JOIN_REQUEST_DELETE".
func (*GuildJoinRequestDelete) EventName() string { return "GUILD_JOIN_REQUEST_DELETE" }
