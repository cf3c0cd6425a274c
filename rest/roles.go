package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Roles are the operations on the roles of a guild.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#role-object
type Roles struct{ c *Client }

// List returns a guild's roles, @everyone included.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-roles
//
//discord:op list_guild_roles GET /guilds/{guild_id}/roles
func (s Roles) List(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.Role, error) {
	return doList[discord.Role](ctx, s.c, get("/guilds/{guild_id}/roles", guild), nil, opts)
}

// Get returns a role.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-role
//
//discord:op get_guild_role GET /guilds/{guild_id}/roles/{role_id}
func (s Roles) Get(ctx context.Context, guild discord.GuildID, role discord.RoleID, opts ...Option) (*discord.Role, error) {
	return do[discord.Role](ctx, s.c, get("/guilds/{guild_id}/roles/{role_id}", guild, role), nil, opts)
}

// Create adds a role to a guild. It needs MANAGE_ROLES. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-role
//
//discord:op create_guild_role POST /guilds/{guild_id}/roles
func (s Roles) Create(ctx context.Context, guild discord.GuildID, b discord.CreateRole, opts ...Option) (*discord.Role, error) {
	return do[discord.Role](ctx, s.c, post("/guilds/{guild_id}/roles", guild), b, opts)
}

// Update changes a role. It needs MANAGE_ROLES. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-role
//
//discord:op update_guild_role PATCH /guilds/{guild_id}/roles/{role_id}
func (s Roles) Update(ctx context.Context, guild discord.GuildID, role discord.RoleID, b discord.UpdateRole, opts ...Option) (*discord.Role, error) {
	return do[discord.Role](ctx, s.c, patch("/guilds/{guild_id}/roles/{role_id}", guild, role), b, opts)
}

// Delete deletes a role. It needs MANAGE_ROLES. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#delete-guild-role
//
//discord:op delete_guild_role DELETE /guilds/{guild_id}/roles/{role_id}
func (s Roles) Delete(ctx context.Context, guild discord.GuildID, role discord.RoleID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/roles/{role_id}", guild, role), nil, opts)
}

// UpdatePositions moves roles and returns all of the guild's roles. It needs
// MANAGE_ROLES. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-role-positions
//
//discord:op bulk_update_guild_roles PATCH /guilds/{guild_id}/roles
func (s Roles) UpdatePositions(ctx context.Context, guild discord.GuildID, b discord.UpdateRolePositions, opts ...Option) ([]discord.Role, error) {
	return doList[discord.Role](ctx, s.c, patch("/guilds/{guild_id}/roles", guild), b, opts)
}

// CountMembers returns how many members have each role, without @everyone.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-role-member-counts
//
//discord:op guild_role_member_counts GET /guilds/{guild_id}/roles/member-counts
func (s Roles) CountMembers(ctx context.Context, guild discord.GuildID, opts ...Option) (map[discord.RoleID]int, error) {
	return doMap[discord.RoleID, int](ctx, s.c, get("/guilds/{guild_id}/roles/member-counts", guild), nil, opts)
}
