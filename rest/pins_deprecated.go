package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// ListPinsOld returns up to 50 pinned messages of a channel, without the
// times when they were pinned.
//
// Deprecated: Discord keeps it for old programs and says no more than the first
// 50. Use [Messages.ListPins] or [Messages.AllPins].
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-pinned-messages-deprecated
//
//discord:op deprecated_list_pins GET /channels/{channel_id}/pins
func (s Messages) ListPinsOld(ctx context.Context, channel discord.ChannelID, opts ...Option) ([]discord.Message, error) {
	return doList[discord.Message](ctx, s.c, get("/channels/{channel_id}/pins", channel), nil, opts)
}

// PinOld pins a message.
//
// Deprecated: Discord keeps it for old programs. Use [Messages.Pin].
//
// Discord docs: https://docs.discord.com/developers/resources/message#pin-message-deprecated
//
//discord:op deprecated_create_pin PUT /channels/{channel_id}/pins/{message_id}
func (s Messages) PinOld(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) error {
	return doStatus(ctx, s.c, put("/channels/{channel_id}/pins/{message_id}", channel, message), nil, opts)
}

// UnpinOld unpins a message.
//
// Deprecated: Discord keeps it for old programs. Use [Messages.Unpin].
//
// Discord docs: https://docs.discord.com/developers/resources/message#unpin-message-deprecated
//
//discord:op deprecated_delete_pin DELETE /channels/{channel_id}/pins/{message_id}
func (s Messages) UnpinOld(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/pins/{message_id}", channel, message), nil, opts)
}
