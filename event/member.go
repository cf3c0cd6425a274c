package event

import "github.com/accord-go/accord/discord"

// GuildMemberAdd tells that a user joined a guild. It may also come for users
// who are members already.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-member-add
type GuildMemberAdd struct {
	Meta `json:"-"`
	discord.Member
	GuildID discord.GuildID `json:"guild_id"`
}

// EventName returns "GUILD_MEMBER_ADD".
func (*GuildMemberAdd) EventName() string { return "GUILD_MEMBER_ADD" }

// GuildMemberUpdate tells that a member, or the user behind it, changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-member-update
type GuildMemberUpdate struct {
	Meta `json:"-"`
	discord.Member
	GuildID discord.GuildID `json:"guild_id"`

	Old *discord.Member `json:"-"` // the member before; nil: not known, as without a cache
}

// EventName returns "GUILD_MEMBER_UPDATE".
func (*GuildMemberUpdate) EventName() string { return "GUILD_MEMBER_UPDATE" }

// GuildMemberRemove tells that a user left a guild or was removed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-member-remove
type GuildMemberRemove struct {
	Meta    `json:"-"`
	GuildID discord.GuildID `json:"guild_id"`
	User    discord.User    `json:"user"`

	Old *discord.Member `json:"-"` // the member as it was last known; nil: not known, as without a cache
}

// EventName returns "GUILD_MEMBER_REMOVE".
func (*GuildMemberRemove) EventName() string { return "GUILD_MEMBER_REMOVE" }

// GuildMembersChunk is part of the answer to a request for members.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-members-chunk
type GuildMembersChunk struct {
	Meta       `json:"-"`
	GuildID    discord.GuildID    `json:"guild_id"`
	Members    []discord.Member   `json:"members"`     // at most 1000
	ChunkIndex int                `json:"chunk_index"` // from 0
	ChunkCount int                `json:"chunk_count"`
	NotFound   []discord.UserID   `json:"not_found,omitzero"`
	Presences  []discord.Presence `json:"presences,omitzero"`
	Nonce      string             `json:"nonce,omitzero"` // of the request
}

// EventName returns "GUILD_MEMBERS_CHUNK".
func (*GuildMembersChunk) EventName() string { return "GUILD_MEMBERS_CHUNK" }
