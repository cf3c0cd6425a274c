package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Integrations are the operations on what is connected to a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#integration-object
type Integrations struct{ c *Client }

// List returns a guild's integrations, at most 50. It needs MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-integrations
//
//discord:op list_guild_integrations GET /guilds/{guild_id}/integrations
func (s Integrations) List(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.Integration, error) {
	return doList[discord.Integration](ctx, s.c, get("/guilds/{guild_id}/integrations", guild), nil, opts)
}

// Delete removes an integration, its webhooks, and its bot if it has one. It
// needs MANAGE_GUILD. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#delete-guild-integration
//
//discord:op delete_guild_integration DELETE /guilds/{guild_id}/integrations/{integration_id}
func (s Integrations) Delete(ctx context.Context, guild discord.GuildID, integration discord.IntegrationID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/integrations/{integration_id}", guild, integration), nil, opts)
}
