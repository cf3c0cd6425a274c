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

// Me returns the current user.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user
//
//discord:op get_my_user GET /users/@me
func (s Users) Me(ctx context.Context, opts ...Option) (*discord.User, error) {
	return do[discord.User](ctx, s.c, get("/users/@me"), nil, opts)
}

// UpdateMe changes the current user's name or pictures.
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
// their IDs. Of each guild only a part is there, with Owner and Permissions.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user-guilds
//
//discord:op list_my_guilds GET /users/@me/guilds
func (s Users) ListGuilds(ctx context.Context, p ListGuilds, opts ...Option) ([]discord.Guild, error) {
	return doList[discord.Guild](ctx, s.c, get("/users/@me/guilds").with(p.query()), nil, opts)
}

// AllGuilds iterates over the current user's guilds, in the order of their
// IDs, from After on. Limit bounds how many there are in all; 0 means no
// bound. Before has no meaning here.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user-guilds
//
//discord:op list_my_guilds GET /users/@me/guilds
func (s Users) AllGuilds(ctx context.Context, p ListGuilds, opts ...Option) iter.Seq2[discord.Guild, error] {
	return paginate(p.After, p.Limit, 200, func(after discord.GuildID, size int) ([]discord.Guild, discord.GuildID, bool, error) {
		page, err := s.ListGuilds(ctx, ListGuilds{After: after, Limit: size, WithCounts: p.WithCounts}, opts...)
		if n := len(page); n > 0 {
			after = page[n-1].ID
		}
		return page, after, len(page) == size, err
	})
}

// LeaveGuild takes the bot out of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/user#leave-guild
//
//discord:op leave_guild DELETE /users/@me/guilds/{guild_id}
func (s Users) LeaveGuild(ctx context.Context, guild discord.GuildID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/users/@me/guilds/{guild_id}", guild), nil, opts)
}
