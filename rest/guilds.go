package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Guilds are the operations on a guild as a whole. Members and Roles have
// services of their own.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
type Guilds struct{ c *Client }

// Get returns a guild; withCounts adds the approximate numbers of members and
// of those online.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild
//
//discord:op get_guild GET /guilds/{guild_id}
func (s Guilds) Get(ctx context.Context, guild discord.GuildID, withCounts bool, opts ...Option) (*discord.Guild, error) {
	return do[discord.Guild](ctx, s.c, get("/guilds/{guild_id}", guild).with(query("").bool("with_counts", withCounts)), nil, opts)
}

// ListChannels returns a guild's channels, without threads, in no order.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-channels
//
//discord:op list_guild_channels GET /guilds/{guild_id}/channels
func (s Guilds) ListChannels(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.Channel, error) {
	return doList[discord.Channel](ctx, s.c, get("/guilds/{guild_id}/channels", guild), nil, opts)
}

// CreateChannel adds a channel to a guild. It needs MANAGE_CHANNELS. It takes
// a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-channel
//
//discord:op create_guild_channel POST /guilds/{guild_id}/channels
func (s Guilds) CreateChannel(ctx context.Context, guild discord.GuildID, b discord.CreateGuildChannel, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, post("/guilds/{guild_id}/channels", guild), b, opts)
}

// Update changes a guild's settings. It needs MANAGE_GUILD, and the feature
// COMMUNITY needs ADMINISTRATOR. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild
//
//discord:op update_guild PATCH /guilds/{guild_id}
func (s Guilds) Update(ctx context.Context, guild discord.GuildID, b discord.UpdateGuild, opts ...Option) (*discord.Guild, error) {
	return do[discord.Guild](ctx, s.c, patch("/guilds/{guild_id}", guild), b, opts)
}

// UpdateIncidentActions turns off for a while that users join, or that members
// write each other. It needs MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-incident-actions
//
//discord:op update_guild_incident_actions PUT /guilds/{guild_id}/incident-actions
func (s Guilds) UpdateIncidentActions(ctx context.Context, guild discord.GuildID, b discord.UpdateIncidentActions, opts ...Option) (*discord.IncidentsData, error) {
	return do[discord.IncidentsData](ctx, s.c, put("/guilds/{guild_id}/incident-actions", guild), b, opts)
}

// UpdateChannelPositions moves channels, also to other categories. It needs
// MANAGE_CHANNELS.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions
//
//discord:op bulk_update_guild_channels PATCH /guilds/{guild_id}/channels
func (s Guilds) UpdateChannelPositions(ctx context.Context, guild discord.GuildID, b discord.UpdateChannelPositions, opts ...Option) error {
	return doStatus(ctx, s.c, patch("/guilds/{guild_id}/channels", guild), b, opts)
}

// Ban bans a user, member or not. It needs BAN_MEMBERS. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-ban
//
//discord:op ban_user_from_guild PUT /guilds/{guild_id}/bans/{user_id}
func (s Guilds) Ban(ctx context.Context, guild discord.GuildID, user discord.UserID, b discord.CreateBan, opts ...Option) error {
	return doStatus(ctx, s.c, put("/guilds/{guild_id}/bans/{user_id}", guild, user), b, opts)
}

// Unban lifts a ban. It needs BAN_MEMBERS. It takes a [Reason]. A user who is
// not banned is [ErrUnknownBan].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#remove-guild-ban
//
//discord:op unban_user_from_guild DELETE /guilds/{guild_id}/bans/{user_id}
func (s Guilds) Unban(ctx context.Context, guild discord.GuildID, user discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/bans/{user_id}", guild, user), nil, opts)
}
