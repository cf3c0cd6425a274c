package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Guilds are the operations on a guild as a whole. What belongs to one, such as
// its channels, members, roles and bans, has services of its own.
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
