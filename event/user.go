package event

import "github.com/accord-go/accord/discord"

// TypingStart tells that a user began to type.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#typing-start
type TypingStart struct {
	Meta      `json:"-"`
	ChannelID discord.ChannelID `json:"channel_id"`
	GuildID   discord.GuildID   `json:"guild_id,omitzero"`
	UserID    discord.UserID    `json:"user_id"`
	Timestamp int64             `json:"timestamp"` // Unix seconds
	Member    *discord.Member   `json:"member,omitzero"`
}

// EventName returns "TYPING_START".
func (*TypingStart) EventName() string { return "TYPING_START" }

// PresenceUpdate tells that a user came or went, or does something else.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#presence-update
type PresenceUpdate struct {
	Meta `json:"-"`
	discord.Presence

	Old *discord.Presence `json:"-"` // the presence before; nil: not known, as without a cache
}

// EventName returns "PRESENCE_UPDATE".
func (*PresenceUpdate) EventName() string { return "PRESENCE_UPDATE" }

// UserUpdate tells that the bot's own account changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#user-update
type UserUpdate struct {
	Meta `json:"-"`
	discord.User

	Old *discord.User `json:"-"` // the user before; nil: not known, as without a cache
}

// EventName returns "USER_UPDATE".
func (*UserUpdate) EventName() string { return "USER_UPDATE" }
