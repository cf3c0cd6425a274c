package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Commands are the operations on an application's commands, global and of a
// guild.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands
type Commands struct{ c *Client }

// List returns an application's global commands; withLocalizations adds all
// translations.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#get-global-application-commands
//
//discord:op list_application_commands GET /applications/{application_id}/commands
func (s Commands) List(ctx context.Context, app discord.ApplicationID, withLocalizations bool, opts ...Option) ([]discord.ApplicationCommand, error) {
	return doList[discord.ApplicationCommand](ctx, s.c, get("/applications/{application_id}/commands", app).with(query("").bool("with_localizations", withLocalizations)), nil, opts)
}

// Create adds a global command, or replaces the one with the same name and
// type.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#create-global-application-command
//
//discord:op create_application_command POST /applications/{application_id}/commands
func (s Commands) Create(ctx context.Context, app discord.ApplicationID, b discord.CreateCommand, opts ...Option) (*discord.ApplicationCommand, error) {
	return do[discord.ApplicationCommand](ctx, s.c, post("/applications/{application_id}/commands", app).as(repeatable), b, opts)
}

// BulkSet makes commands the application's global ones and deletes all others;
// nil deletes all. Those that are new count against the 200 that may be created
// in a day.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands
//
//discord:op bulk_set_application_commands PUT /applications/{application_id}/commands
func (s Commands) BulkSet(ctx context.Context, app discord.ApplicationID, b discord.BulkSetCommands, opts ...Option) ([]discord.ApplicationCommand, error) {
	return doList[discord.ApplicationCommand](ctx, s.c, put("/applications/{application_id}/commands", app), b, opts)
}

// Get returns a global command.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#get-global-application-command
//
//discord:op get_application_command GET /applications/{application_id}/commands/{command_id}
func (s Commands) Get(ctx context.Context, app discord.ApplicationID, command discord.CommandID, opts ...Option) (*discord.ApplicationCommand, error) {
	return do[discord.ApplicationCommand](ctx, s.c, get("/applications/{application_id}/commands/{command_id}", app, command), nil, opts)
}

// Update changes a global command.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#edit-global-application-command
//
//discord:op update_application_command PATCH /applications/{application_id}/commands/{command_id}
func (s Commands) Update(ctx context.Context, app discord.ApplicationID, command discord.CommandID, b discord.UpdateCommand, opts ...Option) (*discord.ApplicationCommand, error) {
	return do[discord.ApplicationCommand](ctx, s.c, patch("/applications/{application_id}/commands/{command_id}", app, command), b, opts)
}

// Delete deletes a global command.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#delete-global-application-command
//
//discord:op delete_application_command DELETE /applications/{application_id}/commands/{command_id}
func (s Commands) Delete(ctx context.Context, app discord.ApplicationID, command discord.CommandID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/applications/{application_id}/commands/{command_id}", app, command), nil, opts)
}

// ListInGuild returns an application's commands of one guild; withLocalizations
// adds all translations.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#get-guild-application-commands
//
//discord:op list_guild_application_commands GET /applications/{application_id}/guilds/{guild_id}/commands
func (s Commands) ListInGuild(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, withLocalizations bool, opts ...Option) ([]discord.ApplicationCommand, error) {
	return doList[discord.ApplicationCommand](ctx, s.c, get("/applications/{application_id}/guilds/{guild_id}/commands", app, guild).with(query("").bool("with_localizations", withLocalizations)), nil, opts)
}

// CreateInGuild adds a command to one guild, where it is there at once, or
// replaces the one with the same name and type.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#create-guild-application-command
//
//discord:op create_guild_application_command POST /applications/{application_id}/guilds/{guild_id}/commands
func (s Commands) CreateInGuild(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, b discord.CreateCommand, opts ...Option) (*discord.ApplicationCommand, error) {
	return do[discord.ApplicationCommand](ctx, s.c, post("/applications/{application_id}/guilds/{guild_id}/commands", app, guild).as(repeatable), b, opts)
}

// BulkSetInGuild makes commands the application's in one guild and deletes all
// others that it has there; nil deletes all.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-guild-application-commands
//
//discord:op bulk_set_guild_application_commands PUT /applications/{application_id}/guilds/{guild_id}/commands
func (s Commands) BulkSetInGuild(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, b discord.BulkSetCommands, opts ...Option) ([]discord.ApplicationCommand, error) {
	return doList[discord.ApplicationCommand](ctx, s.c, put("/applications/{application_id}/guilds/{guild_id}/commands", app, guild), b, opts)
}

// GetInGuild returns a command of one guild.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#get-guild-application-command
//
//discord:op get_guild_application_command GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}
func (s Commands) GetInGuild(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, command discord.CommandID, opts ...Option) (*discord.ApplicationCommand, error) {
	return do[discord.ApplicationCommand](ctx, s.c, get("/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", app, guild, command), nil, opts)
}

// UpdateInGuild changes a command of one guild.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#edit-guild-application-command
//
//discord:op update_guild_application_command PATCH /applications/{application_id}/guilds/{guild_id}/commands/{command_id}
func (s Commands) UpdateInGuild(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, command discord.CommandID, b discord.UpdateCommand, opts ...Option) (*discord.ApplicationCommand, error) {
	return do[discord.ApplicationCommand](ctx, s.c, patch("/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", app, guild, command), b, opts)
}

// DeleteInGuild deletes a command of one guild.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#delete-guild-application-command
//
//discord:op delete_guild_application_command DELETE /applications/{application_id}/guilds/{guild_id}/commands/{command_id}
func (s Commands) DeleteInGuild(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, command discord.CommandID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", app, guild, command), nil, opts)
}

// ListPermissions returns who may use the application's commands in a guild,
// for those commands where it is not the default.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#get-guild-application-command-permissions
//
//discord:op list_guild_application_command_permissions GET /applications/{application_id}/guilds/{guild_id}/commands/permissions
func (s Commands) ListPermissions(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, opts ...Option) ([]discord.CommandPermissions, error) {
	return doList[discord.CommandPermissions](ctx, s.c, get("/applications/{application_id}/guilds/{guild_id}/commands/permissions", app, guild), nil, opts)
}

// GetPermissions returns who may use a command in a guild. A command for which
// it is the default is [ErrUnknownApplicationCommandPermissions].
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#get-application-command-permissions
//
//discord:op get_guild_application_command_permissions GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions
func (s Commands) GetPermissions(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, command discord.CommandID, opts ...Option) (*discord.CommandPermissions, error) {
	return do[discord.CommandPermissions](ctx, s.c, get("/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions", app, guild, command), nil, opts)
}

// SetPermissions replaces who may use a command in a guild. It needs the
// [Bearer] token of a user who may manage the guild and its roles, with the
// scope applications.commands.permissions.update; a bot can't.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#edit-application-command-permissions
//
//discord:op set_guild_application_command_permissions PUT /applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions
func (s Commands) SetPermissions(ctx context.Context, app discord.ApplicationID, guild discord.GuildID, command discord.CommandID, b discord.UpdateCommandPermissions, opts ...Option) (*discord.CommandPermissions, error) {
	return do[discord.CommandPermissions](ctx, s.c, put("/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions", app, guild, command), b, opts)
}
