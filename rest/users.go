package rest

import (
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// Users are the operations on users, the current one above all: the bot, or
// who granted the access token.
//
// Discord docs: https://docs.discord.com/developers/resources/user
type Users struct{ c *Client }

// Me returns the current user. With the token of a user it needs the scope
// identify, and email for the address.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user
//
//discord:op get_my_user GET /users/@me
func (s Users) Me(ctx context.Context, opts ...Option) (*discord.User, error) {
	return do[discord.User](ctx, s.c, get("/users/@me"), nil, opts)
}

// UpdateMe changes the bot's name or pictures. Discord takes few such changes in
// an hour, and answers 50035 to more.
//
// Discord docs: https://docs.discord.com/developers/resources/user#modify-current-user
//
//discord:op update_my_user PATCH /users/@me
func (s Users) UpdateMe(ctx context.Context, b discord.UpdateCurrentUser, opts ...Option) (*discord.User, error) {
	return do[discord.User](ctx, s.c, patch("/users/@me"), b, opts)
}

// Get returns a user.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-user
//
//discord:op get_user GET /users/{user_id}
func (s Users) Get(ctx context.Context, user discord.UserID, opts ...Option) (*discord.User, error) {
	return do[discord.User](ctx, s.c, get("/users/{user_id}", user), nil, opts)
}

// CreateDM opens the direct messages with a user, or returns them if they are
// open. Discord slows down bots that open many. Whether the user takes
// messages shows only when one is sent: [ErrCannotSendMessagesToThisUser].
//
// Discord docs: https://docs.discord.com/developers/resources/user#create-dm
//
//discord:op create_dm POST /users/@me/channels
func (s Users) CreateDM(ctx context.Context, user discord.UserID, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, post("/users/@me/channels").as(repeatable), discord.CreateDM{RecipientID: user}, opts)
}

// CreateGroupDM opens a channel with several users who granted the application
// the scope gdm.join. An application may have 10 such channels that are active.
//
// Discord docs: https://docs.discord.com/developers/resources/user#create-group-dm
//
//discord:op create_dm POST /users/@me/channels
func (s Users) CreateGroupDM(ctx context.Context, b discord.CreateGroupDM, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, post("/users/@me/channels"), b, opts)
}

// ListGuilds says which guilds of the current user to list.
type ListGuilds struct {
	Before     discord.GuildID // guilds with smaller IDs
	After      discord.GuildID // guilds with larger IDs
	Limit      int             // 1 to 200; 0 means 200
	WithCounts bool            // with the approximate numbers of members and of those online
}

func (p ListGuilds) query() query {
	return query("").id("before", uint64(p.Before)).id("after", uint64(p.After)).int("limit", p.Limit).bool("with_counts", p.WithCounts)
}

// ListGuilds returns one page of the current user's guilds, in the order of
// their IDs. With the token of a user it needs the scope guilds.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user-guilds
//
//discord:op list_my_guilds GET /users/@me/guilds
func (s Users) ListGuilds(ctx context.Context, p ListGuilds, opts ...Option) ([]discord.UserGuild, error) {
	return doList[discord.UserGuild](ctx, s.c, get("/users/@me/guilds").with(p.query()), nil, opts)
}

// AllGuilds iterates over the current user's guilds, from After on in the order
// of their IDs; or, where Before is set, back from there. Limit bounds how many
// there are in all; 0 means no bound.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user-guilds
//
//discord:op list_my_guilds GET /users/@me/guilds
func (s Users) AllGuilds(ctx context.Context, p ListGuilds, opts ...Option) iter.Seq2[discord.UserGuild, error] {
	return eachWay(p.Before, p.After, p.Limit, 200, func(before, after discord.GuildID, size int) ([]discord.UserGuild, error) {
		p := p // an iteration leaves nothing behind
		p.Before, p.After, p.Limit = before, after, size
		return s.ListGuilds(ctx, p, opts...)
	}, func(g *discord.UserGuild) discord.GuildID { return g.ID })
}

// LeaveGuild takes the bot out of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/user#leave-guild
//
//discord:op leave_guild DELETE /users/@me/guilds/{guild_id}
func (s Users) LeaveGuild(ctx context.Context, guild discord.GuildID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/users/@me/guilds/{guild_id}", guild), nil, opts)
}

// ListConnections returns the current user's accounts elsewhere. With the token
// of a user it needs the scope connections.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user-connections
//
//discord:op list_my_connections GET /users/@me/connections
func (s Users) ListConnections(ctx context.Context, opts ...Option) ([]discord.Connection, error) {
	return doList[discord.Connection](ctx, s.c, get("/users/@me/connections"), nil, opts)
}

// GetRoleConnection returns what the application told of the current user's
// account elsewhere. It takes the token of a user only, with the scope
// role_connections.write.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user-application-role-connection
//
//discord:op get_application_user_role_connection GET /users/@me/applications/{application_id}/role-connection
func (s Users) GetRoleConnection(ctx context.Context, app discord.ApplicationID, opts ...Option) (*discord.RoleConnection, error) {
	return do[discord.RoleConnection](ctx, s.c, get("/users/@me/applications/{application_id}/role-connection", app), nil, opts)
}

// UpdateRoleConnection tells of the current user's account elsewhere, for the
// linked roles of guilds. It takes the token of a user only, with the scope
// role_connections.write.
//
// Discord docs: https://docs.discord.com/developers/resources/user#update-current-user-application-role-connection
//
//discord:op update_application_user_role_connection PUT /users/@me/applications/{application_id}/role-connection
func (s Users) UpdateRoleConnection(ctx context.Context, app discord.ApplicationID, b discord.UpdateRoleConnection, opts ...Option) (*discord.RoleConnection, error) {
	return do[discord.RoleConnection](ctx, s.c, put("/users/@me/applications/{application_id}/role-connection", app), b, opts)
}

// DeleteRoleConnection forgets what the application told of the current user's
// account elsewhere; linked roles that need it are lost. It takes the token of
// a user only, with the scope role_connections.write.
//
// Discord docs: https://docs.discord.com/developers/resources/user#delete-current-user-application-role-connection
//
//discord:op delete_application_user_role_connection DELETE /users/@me/applications/{application_id}/role-connection
func (s Users) DeleteRoleConnection(ctx context.Context, app discord.ApplicationID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/users/@me/applications/{application_id}/role-connection", app), nil, opts)
}
