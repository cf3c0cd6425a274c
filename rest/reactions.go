package rest

import (
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// Reactions are the operations on reactions to messages.
//
// They name an emoji as Discord's paths do: a standard emoji is itself, "🔥";
// a guild's is "name:id". discord.Emoji has a method for it, APIName.
//
// Discord docs: https://docs.discord.com/developers/resources/message#reaction-object
type Reactions struct{ c *Client }

// Add reacts to a message. It needs READ_MESSAGE_HISTORY, and ADD_REACTIONS if
// nobody has reacted with that emoji yet. An emoji that Discord doesn't know
// is [ErrUnknownEmoji].
//
// Discord docs: https://docs.discord.com/developers/resources/message#create-reaction
//
//discord:op add_my_message_reaction PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me
func (s Reactions) Add(ctx context.Context, channel discord.ChannelID, message discord.MessageID, emoji string, opts ...Option) error {
	return doStatus(ctx, s.c, put("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", channel, message, text(emoji)), nil, opts)
}

// RemoveMine takes the bot's own reaction back.
//
// Discord docs: https://docs.discord.com/developers/resources/message#delete-own-reaction
//
//discord:op delete_my_message_reaction DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me
func (s Reactions) RemoveMine(ctx context.Context, channel discord.ChannelID, message discord.MessageID, emoji string, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", channel, message, text(emoji)), nil, opts)
}

// RemoveUser removes a user's reaction. It needs MANAGE_MESSAGES.
//
// Discord docs: https://docs.discord.com/developers/resources/message#delete-user-reaction
//
//discord:op delete_user_message_reaction DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}
func (s Reactions) RemoveUser(ctx context.Context, channel discord.ChannelID, message discord.MessageID, emoji string, user discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}", channel, message, text(emoji), user), nil, opts)
}

// ListReactions says which users to list.
type ListReactions struct {
	Type  discord.ReactionType // normal or burst
	After discord.UserID       // users with larger IDs
	Limit int                  // 1 to 100; 0 means 25
}

func (p ListReactions) query() query {
	return query("").int("type", int(p.Type)).id("after", uint64(p.After)).int("limit", p.Limit)
}

// List returns one page of the users who reacted with an emoji, in the order
// of their IDs.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-reactions
//
//discord:op list_message_reactions_by_emoji GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}
func (s Reactions) List(ctx context.Context, channel discord.ChannelID, message discord.MessageID, emoji string, p ListReactions, opts ...Option) ([]discord.User, error) {
	return doList[discord.User](ctx, s.c, get("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", channel, message, text(emoji)).with(p.query()), nil, opts)
}

// All iterates over the users who reacted with an emoji, in the order of their
// IDs. Limit bounds how many there are in all; 0 means no bound.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-reactions
//
//discord:op list_message_reactions_by_emoji GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}
func (s Reactions) All(ctx context.Context, channel discord.ChannelID, message discord.MessageID, emoji string, p ListReactions, opts ...Option) iter.Seq2[discord.User, error] {
	return paginate(p.After, p.Limit, 100, func(after discord.UserID, size int) ([]discord.User, discord.UserID, bool, error) {
		page, err := s.List(ctx, channel, message, emoji, ListReactions{Type: p.Type, After: after, Limit: size}, opts...)
		if n := len(page); n > 0 {
			after = page[n-1].ID
		}
		return page, after, len(page) == size, err
	})
}

// RemoveAll removes all reactions to a message. It needs MANAGE_MESSAGES.
//
// Discord docs: https://docs.discord.com/developers/resources/message#delete-all-reactions
//
//discord:op delete_all_message_reactions DELETE /channels/{channel_id}/messages/{message_id}/reactions
func (s Reactions) RemoveAll(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/messages/{message_id}/reactions", channel, message), nil, opts)
}

// RemoveEmoji removes all reactions to a message with an emoji. It needs
// MANAGE_MESSAGES.
//
// Discord docs: https://docs.discord.com/developers/resources/message#delete-all-reactions-for-emoji
//
//discord:op delete_all_message_reactions_by_emoji DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}
func (s Reactions) RemoveEmoji(ctx context.Context, channel discord.ChannelID, message discord.MessageID, emoji string, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", channel, message, text(emoji)), nil, opts)
}
