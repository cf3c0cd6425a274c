package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Channels are the operations on channels. Threads are channels too; what is
// about threads only is in [Threads].
//
// Discord docs: https://docs.discord.com/developers/resources/channel
type Channels struct{ c *Client }

// Get returns a channel or a thread.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#get-channel
//
//discord:op get_channel GET /channels/{channel_id}
func (s Channels) Get(ctx context.Context, channel discord.ChannelID, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, get("/channels/{channel_id}", channel), nil, opts)
}

// List returns a guild's channels, without threads, in no order.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-channels
//
//discord:op list_guild_channels GET /guilds/{guild_id}/channels
func (s Channels) List(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.Channel, error) {
	return doList[discord.Channel](ctx, s.c, get("/guilds/{guild_id}/channels", guild), nil, opts)
}

// Create adds a channel to a guild. It needs MANAGE_CHANNELS. It takes
// a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-channel
//
//discord:op create_guild_channel POST /guilds/{guild_id}/channels
func (s Channels) Create(ctx context.Context, guild discord.GuildID, b discord.CreateGuildChannel, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, post("/guilds/{guild_id}/channels", guild), b, opts)
}

// Update changes a channel or a thread. It needs MANAGE_CHANNELS, for threads
// MANAGE_THREADS. Discord allows few changes of a name or a topic, about two
// in ten minutes. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#modify-channel
//
//discord:op update_channel PATCH /channels/{channel_id}
func (s Channels) Update(ctx context.Context, channel discord.ChannelID, b discord.UpdateChannel, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, patch("/channels/{channel_id}", channel), b, opts)
}

// UpdatePositions moves channels of a guild, also to other categories. It needs
// MANAGE_CHANNELS.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions
//
//discord:op bulk_update_guild_channels PATCH /guilds/{guild_id}/channels
func (s Channels) UpdatePositions(ctx context.Context, guild discord.GuildID, b discord.UpdateChannelPositions, opts ...Option) error {
	return doStatus(ctx, s.c, patch("/guilds/{guild_id}/channels", guild), b, opts)
}

// Delete deletes a channel or a thread, or closes a direct message, and
// returns what it was. It needs MANAGE_CHANNELS, for threads MANAGE_THREADS.
// It can't be undone. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#deleteclose-channel
//
//discord:op delete_channel DELETE /channels/{channel_id}
func (s Channels) Delete(ctx context.Context, channel discord.ChannelID, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, del("/channels/{channel_id}", channel), nil, opts)
}

// TriggerTyping shows for ten seconds, or until a message is sent, that the
// bot is typing. It needs SEND_MESSAGES.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#trigger-typing-indicator
//
//discord:op trigger_typing_indicator POST /channels/{channel_id}/typing
func (s Channels) TriggerTyping(ctx context.Context, channel discord.ChannelID, opts ...Option) error {
	return doStatus(ctx, s.c, post("/channels/{channel_id}/typing", channel).as(repeatable), nil, opts)
}

// SetOverwrite sets what a role or a member may do in a channel, and replaces
// what was set for them before. It needs MANAGE_ROLES, and only permissions
// that the bot has there can be given or taken. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#edit-channel-permissions
//
//discord:op set_channel_permission_overwrite PUT /channels/{channel_id}/permissions/{overwrite_id}
func (s Channels) SetOverwrite(ctx context.Context, channel discord.ChannelID, overwrite discord.OverwriteID, b discord.SetPermissionOverwrite, opts ...Option) error {
	return doStatus(ctx, s.c, put("/channels/{channel_id}/permissions/{overwrite_id}", channel, overwrite), b, opts)
}

// DeleteOverwrite removes what is set for a role or a member in a channel. It
// needs MANAGE_ROLES. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#delete-channel-permission
//
//discord:op delete_channel_permission_overwrite DELETE /channels/{channel_id}/permissions/{overwrite_id}
func (s Channels) DeleteOverwrite(ctx context.Context, channel discord.ChannelID, overwrite discord.OverwriteID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/permissions/{overwrite_id}", channel, overwrite), nil, opts)
}
