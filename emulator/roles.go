package emulator

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// roleRoutes are the operations on roles.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-roles
var roleRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/roles", handle: (*bot).listRoles},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/roles", handle: (*bot).createRole, audit: discord.AuditLogActionRoleCreate},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/roles", handle: (*bot).moveRoles},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/roles/member-counts", handle: (*bot).countRoles},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/roles/{role_id}", handle: (*bot).getRole},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/roles/{role_id}", handle: (*bot).updateRole, audit: discord.AuditLogActionRoleUpdate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/roles/{role_id}", handle: (*bot).deleteRole, audit: discord.AuditLogActionRoleDelete},
}

const maxRoles = 250

var errInvalidRole = &apiError{status: http.StatusBadRequest, code: 50028, message: "Invalid Role"}

// roleForm is a new role, or a change of one.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-role
type roleForm struct {
	Name         *string              `json:"name" rule:"len=0..100"`
	Permissions  *discord.Permissions `json:"permissions"`
	Color        *int                 `json:"color" rule:"range=0..16777215"`
	Colors       *roleColorsForm      `json:"colors"`
	Hoist        *bool                `json:"hoist"`
	Mentionable  *bool                `json:"mentionable"`
	Icon         optional[string]     `json:"icon"`
	UnicodeEmoji optional[string]     `json:"unicode_emoji" rule:"len=0..100"`
}

type roleColorsForm struct {
	PrimaryColor   int  `json:"primary_color" rule:"required,range=0..16777215"`
	SecondaryColor *int `json:"secondary_color" rule:"range=0..16777215"`
	TertiaryColor  *int `json:"tertiary_color" rule:"range=0..16777215"`
}

// apply changes a role as the form says. Only permissions that the bot has can
// be given.
func (f *roleForm) apply(g *guild, role *discord.Role, have discord.Permissions) error {
	if f.Permissions != nil {
		if added := *f.Permissions &^ role.Permissions; added&^have != 0 {
			return errMissingPermissions
		}
		role.Permissions = *f.Permissions
	}
	icons := slices.Contains(g.Features, discord.GuildFeatureRoleIcons)
	if (deref(f.Icon.pointer()) != "" || deref(f.UnicodeEmoji.pointer()) != "") && !icons {
		return refuse(http.StatusBadRequest, 50101, "This server needs more boosts to perform this action")
	}
	if f.UnicodeEmoji.present {
		role.UnicodeEmoji = f.UnicodeEmoji.pointer()
	}
	if f.Name != nil && *f.Name != "" {
		role.Name = *f.Name
	}
	if f.Color != nil {
		role.Color = discord.Color(*f.Color)
		role.Colors = discord.RoleColors{PrimaryColor: role.Color}
	}
	if c := f.Colors; c != nil {
		role.Color = discord.Color(c.PrimaryColor)
		role.Colors = discord.RoleColors{PrimaryColor: role.Color, SecondaryColor: (*discord.Color)(color(c.SecondaryColor)), TertiaryColor: (*discord.Color)(color(c.TertiaryColor))}
	}
	set(&role.Hoist, f.Hoist)
	set(&role.Mentionable, f.Mentionable)
	return nil
}

func color(n *int) *discord.Color {
	if n == nil {
		return nil
	}
	return new(discord.Color(*n))
}

func (b *bot) listRoles(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	return ok(g.Roles)
}

func (b *bot) getRole(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	role := g.role(discord.RoleID(r.id("role_id")))
	if role == nil {
		return reply{}, errUnknownRole
	}
	return ok(role)
}

// countRoles returns how many members have each role but @everyone.
func (b *bot) countRoles(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	counts := make(map[discord.RoleID]int)
	for _, role := range g.Roles {
		if role.ID != discord.RoleID(g.ID) {
			counts[role.ID] = 0
		}
	}
	for _, m := range g.members {
		for _, id := range m.Roles {
			counts[id]++
		}
	}
	return ok(counts)
}

func (b *bot) createRole(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageRoles)
	if err != nil {
		return reply{}, err
	}
	var f roleForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if len(g.Roles) >= maxRoles {
		return reply{}, refuse(http.StatusBadRequest, 30005, "Maximum number of server roles reached (%d)", maxRoles)
	}
	role := discord.Role{
		ID: discord.RoleID(b.nextID(r.now)), Name: "new role", Position: 1, Permissions: g.role(discord.RoleID(g.ID)).Permissions,
	}
	if err := f.apply(g, &role, b.permissions(g)); err != nil {
		return reply{}, err
	}
	g.Roles = append(slices.Clone(g.Roles), role)
	b.dispatch("GUILD_ROLE_CREATE", &event.GuildRoleCreate{GuildID: g.ID, Role: role}, inGuild(g.ID))
	return ok(role)
}

// roleFor returns the role of the request's path, if the bot may change it: it
// must stand below the bot's highest one.
func (b *bot) roleFor(r *request) (*guild, *discord.Role, error) {
	g, err := b.guildFor(r, discord.PermissionManageRoles)
	if err != nil {
		return nil, nil, err
	}
	role := g.role(discord.RoleID(r.id("role_id")))
	switch {
	case role == nil:
		return nil, nil, errUnknownRole
	case role.Position >= g.topRole(b.user.ID):
		return nil, nil, errMissingPermissions
	}
	return g, role, nil
}

func (b *bot) updateRole(r *request) (reply, error) {
	g, role, err := b.roleFor(r)
	if err != nil {
		return reply{}, err
	}
	var f roleForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	changed := *role
	if err := f.apply(g, &changed, b.permissions(g)); err != nil {
		return reply{}, err
	}
	*role = changed
	b.dispatch("GUILD_ROLE_UPDATE", &event.GuildRoleUpdate{GuildID: g.ID, Role: changed}, inGuild(g.ID))
	return ok(changed)
}

func (b *bot) deleteRole(r *request) (reply, error) {
	g, role, err := b.roleFor(r)
	switch {
	case err != nil:
		return reply{}, err
	case role.Managed, role.ID == discord.RoleID(g.ID):
		return reply{}, errInvalidRole
	}
	b.dropRole(g, role.ID)
	return noContent()
}

// dropRole deletes a role, and tells of it.
func (e *Emulator) dropRole(g *guild, id discord.RoleID) {
	g.Roles = slices.DeleteFunc(slices.Clone(g.Roles), func(r discord.Role) bool { return r.ID == id })
	for _, m := range g.members {
		m.Roles = slices.DeleteFunc(slices.Clone(m.Roles), func(r discord.RoleID) bool { return r == id })
	}
	e.dispatch("GUILD_ROLE_DELETE", &event.GuildRoleDelete{GuildID: g.ID, RoleID: id}, inGuild(g.ID))
}

// moveRoles changes the order of roles below the bot's.
func (b *bot) moveRoles(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageRoles)
	if err != nil {
		return reply{}, err
	}
	var moves []struct {
		ID       snowflake `json:"id" rule:"required"`
		Position *int      `json:"position"`
	}
	if err := r.bind(&moves); err != nil {
		return reply{}, err
	}
	top := g.topRole(b.user.ID)
	for _, m := range moves {
		role := g.role(discord.RoleID(m.ID))
		switch {
		case role == nil:
			return reply{}, errUnknownRole
		case role.Position >= top, deref(m.Position) >= top:
			return reply{}, errMissingPermissions
		}
	}
	for _, m := range moves {
		role := g.role(discord.RoleID(m.ID))
		if m.Position == nil || role.Position == *m.Position {
			continue
		}
		before := *role
		role.Position = *m.Position
		b.dispatch("GUILD_ROLE_UPDATE", &event.GuildRoleUpdate{GuildID: g.ID, Role: *role}, inGuild(g.ID))
		b.logChange(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionRoleUpdate, TargetID: discord.AuditLogTargetID(role.ID)}, before, *role)
	}
	slices.SortStableFunc(g.Roles, func(a, b discord.Role) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return ok(g.Roles)
}
