package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// AddRecipient adds a user to a group DM that the application made, with an
// access token of that user's with the scope gdm.join. It returns the channel;
// where the user was in it already, Discord sends nothing and the channel is
// empty.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#group-dm-add-recipient
//
//discord:op add_group_dm_user PUT /channels/{channel_id}/recipients/{user_id}
func (s Channels) AddRecipient(ctx context.Context, channel discord.ChannelID, user discord.UserID, b discord.AddGroupDMUser, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, put("/channels/{channel_id}/recipients/{user_id}", channel, user), b, opts)
}

// RemoveRecipient removes a user from a group DM.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#group-dm-remove-recipient
//
//discord:op delete_group_dm_user DELETE /channels/{channel_id}/recipients/{user_id}
func (s Channels) RemoveRecipient(ctx context.Context, channel discord.ChannelID, user discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/recipients/{user_id}", channel, user), nil, opts)
}
