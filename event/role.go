package event

import "github.com/accord-go/accord/discord"

// GuildRoleCreate tells that a role was made.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-role-create
type GuildRoleCreate struct {
	Meta    `json:"-"`
	GuildID discord.GuildID `json:"guild_id"`
	Role    discord.Role    `json:"role"`
}

// EventName returns "GUILD_ROLE_CREATE".
func (*GuildRoleCreate) EventName() string { return "GUILD_ROLE_CREATE" }

// GuildRoleUpdate tells that a role changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-role-update
type GuildRoleUpdate struct {
	Meta    `json:"-"`
	GuildID discord.GuildID `json:"guild_id"`
	Role    discord.Role    `json:"role"`

	Old *discord.Role `json:"-"` // the role before; nil: not known, as without a cache
}

// EventName returns "GUILD_ROLE_UPDATE".
func (*GuildRoleUpdate) EventName() string { return "GUILD_ROLE_UPDATE" }

// GuildRoleDelete tells that a role was deleted.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-role-delete
type GuildRoleDelete struct {
	Meta    `json:"-"`
	GuildID discord.GuildID `json:"guild_id"`
	RoleID  discord.RoleID  `json:"role_id"`

	Old *discord.Role `json:"-"` // the role as it was last known; nil: not known, as without a cache
}

// EventName returns "GUILD_ROLE_DELETE".
func (*GuildRoleDelete) EventName() string { return "GUILD_ROLE_DELETE" }
