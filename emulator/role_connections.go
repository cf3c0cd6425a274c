package emulator

import (
	"net/http"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
)

// linkRoutes are the operations on users' accounts elsewhere, and on what
// linked roles need to know of them.
//
// Discord docs: https://docs.discord.com/developers/resources/application-role-connection-metadata
var linkRoutes = []route{
	{method: http.MethodGet, pattern: "/applications/{application_id}/role-connections/metadata", handle: (*bot).getRoleMetadata},
	{method: http.MethodPut, pattern: "/applications/{application_id}/role-connections/metadata", handle: (*bot).putRoleMetadata},
	{method: http.MethodGet, pattern: "/users/@me/applications/{application_id}/role-connection", auth: authUser, handle: (*bot).getRoleConnection},
	{method: http.MethodPut, pattern: "/users/@me/applications/{application_id}/role-connection", auth: authUser, handle: (*bot).putRoleConnection},
	{method: http.MethodDelete, pattern: "/users/@me/applications/{application_id}/role-connection", auth: authUser, handle: (*bot).deleteRoleConnection},
	{method: http.MethodGet, pattern: "/users/@me/connections", handle: (*bot).listConnections},
	{method: http.MethodGet, pattern: "/users/@me/guilds/{guild_id}/member", auth: authUser, handle: (*bot).getOwnMember},
}

// roleLinks is what an application knows of users' accounts elsewhere.
type roleLinks struct {
	metadata []discord.RoleConnectionMetadata
	roles    map[discord.UserID]*discord.RoleConnection
}

func newRoleLinks() roleLinks {
	return roleLinks{roles: make(map[discord.UserID]*discord.RoleConnection)}
}

// newAccounts returns what accounts people have elsewhere.
func newAccounts(w *World) map[discord.UserID][]discord.Connection {
	accounts := make(map[discord.UserID][]discord.Connection)
	for _, u := range w.Users {
		accounts[u.ID] = slices.Clone(u.Connections)
	}
	return accounts
}

func (b *bot) getRoleMetadata(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	return ok(b.links.metadata)
}

// metadataForm is something that the application knows of users' accounts.
type metadataForm struct {
	Type                     int                       `json:"type" rule:"required,range=1..8"`
	Key                      string                    `json:"key" rule:"required,len=1..50"`
	Name                     string                    `json:"name" rule:"required,len=1..100"`
	NameLocalizations        map[discord.Locale]string `json:"name_localizations"`
	Description              string                    `json:"description" rule:"required,len=1..200"`
	DescriptionLocalizations map[discord.Locale]string `json:"description_localizations"`
}

func (b *bot) putRoleMetadata(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	var records []metadataForm
	if err := r.bind(&records); err != nil {
		return reply{}, err
	}
	check := new(form)
	if len(records) > 5 {
		check.at().length(len(records), 0, 5)
	}
	var metadata []discord.RoleConnectionMetadata
	keys := make(map[string]bool)
	for i, f := range records {
		if strings.Trim(f.Key, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			check.at(i, "key").add(codeStringRegex, "String value did not match validation regex.")
		}
		if keys[f.Key] {
			check.at(i, "key").add("APPLICATION_METADATA_DUPLICATE_KEY", "Keys must be unique.")
		}
		keys[f.Key] = true
		metadata = append(metadata, discord.RoleConnectionMetadata{
			Type: discord.RoleConnectionMetadataType(f.Type), Key: f.Key, Name: f.Name, NameLocalizations: f.NameLocalizations,
			Description: f.Description, DescriptionLocalizations: f.DescriptionLocalizations,
		})
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	b.links.metadata = metadata
	return ok(metadata)
}

// roleConnection returns what was told of the user of an access token.
func (b *bot) roleConnection(r *request) (*discord.RoleConnection, error) {
	if err := b.ownOnly(r); err != nil {
		return nil, err
	}
	c := b.links.roles[r.grant.auth.user.ID]
	if c == nil {
		c = new(discord.RoleConnection)
	}
	return c, nil
}

func (b *bot) getRoleConnection(r *request) (reply, error) {
	c, err := b.roleConnection(r)
	if err != nil {
		return reply{}, err
	}
	return ok(c)
}

func (b *bot) putRoleConnection(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	var f struct {
		PlatformName     *string           `json:"platform_name" rule:"len=0..50"`
		PlatformUsername *string           `json:"platform_username" rule:"len=0..100"`
		Metadata         map[string]string `json:"metadata"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	check.at("metadata").length(len(f.Metadata), 0, 5)
	for key, value := range f.Metadata {
		check.at("metadata", key).length(len([]rune(value)), 1, 100)
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	c := &discord.RoleConnection{PlatformName: deref(f.PlatformName), PlatformUsername: f.PlatformUsername, Metadata: f.Metadata}
	b.links.roles[r.grant.auth.user.ID] = c
	return ok(c)
}

func (b *bot) deleteRoleConnection(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	delete(b.links.roles, r.grant.auth.user.ID)
	return noContent()
}

func (b *bot) listConnections(r *request) (reply, error) {
	return ok(append([]discord.Connection{}, b.accounts[b.asker(r).ID]...))
}

// getOwnMember returns the membership of the user of an access token.
func (e *Emulator) getOwnMember(r *request) (reply, error) {
	g := e.state.guilds[r.guildID()]
	if g == nil || g.members[r.grant.auth.user.ID] == nil {
		return reply{}, errUnknownGuild
	}
	return ok(g.members[r.grant.auth.user.ID])
}

// RoleConnection returns what the first application has told of a user's account
// elsewhere, and false where it has told nothing.
func (e *Emulator) RoleConnection(user discord.UserID) (discord.RoleConnection, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.first().links.roles[user]
	if c == nil {
		return discord.RoleConnection{}, false
	}
	return *c, true
}
