package event

import "github.com/accord-go/accord/discord"

// InviteCreate tells that somebody made an invite to a channel. It comes where the
// bot has MANAGE_CHANNELS.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#invite-create
type InviteCreate struct {
	Meta              `json:"-"`
	ChannelID         discord.ChannelID           `json:"channel_id"`
	Code              string                      `json:"code"`
	CreatedAt         discord.Time                `json:"created_at"`
	GuildID           discord.GuildID             `json:"guild_id,omitzero"`
	Inviter           *discord.User               `json:"inviter,omitzero"`
	MaxAge            int                         `json:"max_age"`  // seconds; 0: no bound
	MaxUses           int                         `json:"max_uses"` // 0: no bound
	TargetType        discord.InviteTargetType    `json:"target_type,omitzero"`
	TargetUser        *discord.User               `json:"target_user,omitzero"`        // whose stream is shown
	TargetApplication *discord.PartialApplication `json:"target_application,omitzero"` // that is opened; only some fields
	Temporary         bool                        `json:"temporary"`                   // members are removed when they leave, unless they have got a role
	Uses              int                         `json:"uses"`                        // 0
	ExpiresAt         discord.Time                `json:"expires_at"`                  // zero: never
	RoleIDs           []discord.RoleID            `json:"role_ids,omitzero"`           // that a user gets who accepts
}

// EventName returns "INVITE_CREATE".
func (*InviteCreate) EventName() string { return "INVITE_CREATE" }

// InviteDelete tells that an invite is gone. It comes where the bot has
// MANAGE_CHANNELS.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#invite-delete
type InviteDelete struct {
	Meta      `json:"-"`
	ChannelID discord.ChannelID `json:"channel_id"`
	GuildID   discord.GuildID   `json:"guild_id,omitzero"`
	Code      string            `json:"code"`

	Old *InviteCreate `json:"-"` // the invite as it was made; nil: not known, as without a cache
}

// EventName returns "INVITE_DELETE".
func (*InviteDelete) EventName() string { return "INVITE_DELETE" }
