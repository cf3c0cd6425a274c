package event

import "github.com/accord-go/accord/discord"

// MessagePollVoteAdd tells that a user voted in a poll; one event per answer.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-poll-vote-add
type MessagePollVoteAdd struct {
	Meta      `json:"-"`
	UserID    discord.UserID    `json:"user_id"`
	ChannelID discord.ChannelID `json:"channel_id"`
	MessageID discord.MessageID `json:"message_id"`
	GuildID   discord.GuildID   `json:"guild_id,omitzero"`
	AnswerID  int               `json:"answer_id"`
}

// EventName returns "MESSAGE_POLL_VOTE_ADD".
func (*MessagePollVoteAdd) EventName() string { return "MESSAGE_POLL_VOTE_ADD" }

// MessagePollVoteRemove tells that a user took a vote back in a poll; one
// event per answer.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-poll-vote-remove
type MessagePollVoteRemove struct {
	Meta      `json:"-"`
	UserID    discord.UserID    `json:"user_id"`
	ChannelID discord.ChannelID `json:"channel_id"`
	MessageID discord.MessageID `json:"message_id"`
	GuildID   discord.GuildID   `json:"guild_id,omitzero"`
	AnswerID  int               `json:"answer_id"`
}

// EventName returns "MESSAGE_POLL_VOTE_REMOVE".
func (*MessagePollVoteRemove) EventName() string { return "MESSAGE_POLL_VOTE_REMOVE" }
