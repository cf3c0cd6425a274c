package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Templates are the operations on templates, from which people make guilds;
// applications can't.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template
type Templates struct{ c *Client }

// Get returns a template. It needs no credential. One that does not exist is
// [ErrUnknownGuildTemplate].
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#get-guild-template
//
//discord:op get_guild_template GET /guilds/templates/{code}
func (s Templates) Get(ctx context.Context, code string, opts ...Option) (*discord.GuildTemplate, error) {
	return do[discord.GuildTemplate](ctx, s.c, get("/guilds/templates/{code}", text(code)), nil, opts)
}

// List returns a guild's templates. It needs MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#get-guild-templates
//
//discord:op list_guild_templates GET /guilds/{guild_id}/templates
func (s Templates) List(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.GuildTemplate, error) {
	return doList[discord.GuildTemplate](ctx, s.c, get("/guilds/{guild_id}/templates", guild), nil, opts)
}

// Create makes a template of a guild. It needs MANAGE_GUILD. A guild that has
// one is [ErrGuildAlreadyHasTemplate].
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#create-guild-template
//
//discord:op create_guild_template POST /guilds/{guild_id}/templates
func (s Templates) Create(ctx context.Context, guild discord.GuildID, b discord.CreateGuildTemplate, opts ...Option) (*discord.GuildTemplate, error) {
	return do[discord.GuildTemplate](ctx, s.c, post("/guilds/{guild_id}/templates", guild), b, opts)
}

// Sync makes a template what its guild is now. It needs MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#sync-guild-template
//
//discord:op sync_guild_template PUT /guilds/{guild_id}/templates/{code}
func (s Templates) Sync(ctx context.Context, guild discord.GuildID, code string, opts ...Option) (*discord.GuildTemplate, error) {
	return do[discord.GuildTemplate](ctx, s.c, put("/guilds/{guild_id}/templates/{code}", guild, text(code)), nil, opts)
}

// Update changes a template's name and description. It needs MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#modify-guild-template
//
//discord:op update_guild_template PATCH /guilds/{guild_id}/templates/{code}
func (s Templates) Update(ctx context.Context, guild discord.GuildID, code string, b discord.UpdateGuildTemplate, opts ...Option) (*discord.GuildTemplate, error) {
	return do[discord.GuildTemplate](ctx, s.c, patch("/guilds/{guild_id}/templates/{code}", guild, text(code)), b, opts)
}

// Delete deletes a template and returns what it was. It needs MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#delete-guild-template
//
//discord:op delete_guild_template DELETE /guilds/{guild_id}/templates/{code}
func (s Templates) Delete(ctx context.Context, guild discord.GuildID, code string, opts ...Option) (*discord.GuildTemplate, error) {
	return do[discord.GuildTemplate](ctx, s.c, del("/guilds/{guild_id}/templates/{code}", guild, text(code)), nil, opts)
}
