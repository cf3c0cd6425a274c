package event

import "github.com/accord-go/accord/discord"

// MessageCreate is a new message.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-create
type MessageCreate struct {
	Meta `json:"-"`
	discord.Message
	GuildID     discord.GuildID      `json:"guild_id,omitzero"` // zero in direct messages and ephemeral ones
	Member      *discord.Member      `json:"member,omitzero"`   // of the author, without its user; nil for webhooks and outside guilds
	ChannelType *discord.ChannelType `json:"channel_type,omitzero"`
}

// EventName returns "MESSAGE_CREATE".
func (*MessageCreate) EventName() string { return "MESSAGE_CREATE" }

// MessageUpdate is a message after a change: its text, its embeds that
// Discord resolved, its pin and so on.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-update
type MessageUpdate struct {
	Meta `json:"-"`
	discord.Message
	GuildID     discord.GuildID      `json:"guild_id,omitzero"` // zero in direct messages and ephemeral ones
	Member      *discord.Member      `json:"member,omitzero"`   // of the author, without its user; nil for webhooks and outside guilds
	ChannelType *discord.ChannelType `json:"channel_type,omitzero"`

	Old *discord.Message `json:"-"` // the message before; nil: not known, as without a cache
}

// EventName returns "MESSAGE_UPDATE".
func (*MessageUpdate) EventName() string { return "MESSAGE_UPDATE" }

// MessageDelete tells that a message was deleted.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-delete
type MessageDelete struct {
	Meta      `json:"-"`
	ID        discord.MessageID `json:"id"`
	ChannelID discord.ChannelID `json:"channel_id"`
	GuildID   discord.GuildID   `json:"guild_id,omitzero"`

	Old *discord.Message `json:"-"` // the message as it was last known; nil: not known, as without a cache
}

// EventName returns "MESSAGE_DELETE".
func (*MessageDelete) EventName() string { return "MESSAGE_DELETE" }

// MessageDeleteBulk tells that several messages were deleted at once.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-delete-bulk
type MessageDeleteBulk struct {
	Meta      `json:"-"`
	IDs       []discord.MessageID `json:"ids"`
	ChannelID discord.ChannelID   `json:"channel_id"`
	GuildID   discord.GuildID     `json:"guild_id,omitzero"`

	Old []discord.Message `json:"-"` // those of the messages that were known, in no order; nil: not known, as without a cache
}

// EventName returns "MESSAGE_DELETE_BULK".
func (*MessageDeleteBulk) EventName() string { return "MESSAGE_DELETE_BULK" }
