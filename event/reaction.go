package event

import "github.com/accord-go/accord/discord"

// MessageReactionAdd tells that a user reacted to a message.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-reaction-add
type MessageReactionAdd struct {
	Meta            `json:"-"`
	UserID          discord.UserID       `json:"user_id"`
	ChannelID       discord.ChannelID    `json:"channel_id"`
	MessageID       discord.MessageID    `json:"message_id"`
	GuildID         discord.GuildID      `json:"guild_id,omitzero"`
	Member          *discord.Member      `json:"member,omitzero"`
	Emoji           discord.Emoji        `json:"emoji"`
	MessageAuthorID discord.UserID       `json:"message_author_id,omitzero"`
	Burst           bool                 `json:"burst"`                 // a super reaction
	BurstColors     []string             `json:"burst_colors,omitzero"` // #rrggbb
	Type            discord.ReactionType `json:"type"`
}

// EventName returns "MESSAGE_REACTION_ADD".
func (*MessageReactionAdd) EventName() string { return "MESSAGE_REACTION_ADD" }

// MessageReactionRemove tells that a reaction of a user was removed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-reaction-remove
type MessageReactionRemove struct {
	Meta      `json:"-"`
	UserID    discord.UserID       `json:"user_id"`
	ChannelID discord.ChannelID    `json:"channel_id"`
	MessageID discord.MessageID    `json:"message_id"`
	GuildID   discord.GuildID      `json:"guild_id,omitzero"`
	Emoji     discord.Emoji        `json:"emoji"`
	Burst     bool                 `json:"burst"` // a super reaction
	Type      discord.ReactionType `json:"type"`
}

// EventName returns "MESSAGE_REACTION_REMOVE".
func (*MessageReactionRemove) EventName() string { return "MESSAGE_REACTION_REMOVE" }

// MessageReactionRemoveAll tells that all reactions of a message were
// removed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-reaction-remove-all
type MessageReactionRemoveAll struct {
	Meta      `json:"-"`
	ChannelID discord.ChannelID `json:"channel_id"`
	MessageID discord.MessageID `json:"message_id"`
	GuildID   discord.GuildID   `json:"guild_id,omitzero"`
}

// EventName returns "MESSAGE_REACTION_REMOVE_ALL".
func (*MessageReactionRemoveAll) EventName() string { return "MESSAGE_REACTION_REMOVE_ALL" }

// MessageReactionRemoveEmoji tells that all reactions with one emoji were
// removed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-reaction-remove-emoji
type MessageReactionRemoveEmoji struct {
	Meta      `json:"-"`
	ChannelID discord.ChannelID `json:"channel_id"`
	GuildID   discord.GuildID   `json:"guild_id,omitzero"`
	MessageID discord.MessageID `json:"message_id"`
	Emoji     discord.Emoji     `json:"emoji"`
}

// EventName returns "MESSAGE_REACTION_REMOVE_EMOJI".
func (*MessageReactionRemoveEmoji) EventName() string { return "MESSAGE_REACTION_REMOVE_EMOJI" }
