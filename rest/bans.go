package rest

import (
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// Bans are the operations on who may not enter a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#ban-object
type Bans struct{ c *Client }

// Get returns a user's ban. It needs BAN_MEMBERS. A user who is not banned is
// [ErrUnknownBan].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-ban
//
//discord:op get_guild_ban GET /guilds/{guild_id}/bans/{user_id}
func (s Bans) Get(ctx context.Context, guild discord.GuildID, user discord.UserID, opts ...Option) (*discord.Ban, error) {
	return do[discord.Ban](ctx, s.c, get("/guilds/{guild_id}/bans/{user_id}", guild, user), nil, opts)
}

// ListBans says which bans to list. Of Before and After, Before wins.
type ListBans struct {
	Before discord.UserID // users with smaller IDs
	After  discord.UserID // users with larger IDs
	Limit  int            // 1 to 1000; 0 means 1000
}

func (p ListBans) query() query {
	return query("").id("before", uint64(p.Before)).id("after", uint64(p.After)).int("limit", p.Limit)
}

// List returns one page of a guild's bans, in the order of the users' IDs. It
// needs BAN_MEMBERS.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-bans
//
//discord:op list_guild_bans GET /guilds/{guild_id}/bans
func (s Bans) List(ctx context.Context, guild discord.GuildID, p ListBans, opts ...Option) ([]discord.Ban, error) {
	return doList[discord.Ban](ctx, s.c, get("/guilds/{guild_id}/bans", guild).with(p.query()), nil, opts)
}

// All iterates over a guild's bans: from After on in the order of the users'
// IDs; or, where Before is set, back from there. Limit bounds how many there are
// in all; 0 means no bound. It needs BAN_MEMBERS.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-bans
//
//discord:op list_guild_bans GET /guilds/{guild_id}/bans
func (s Bans) All(ctx context.Context, guild discord.GuildID, p ListBans, opts ...Option) iter.Seq2[discord.Ban, error] {
	return eachWay(p.Before, max(p.After, oldest), p.Limit, 1000, func(before, after discord.UserID, size int) ([]discord.Ban, error) {
		return s.List(ctx, guild, ListBans{Before: before, After: after, Limit: size}, opts...)
	}, func(b *discord.Ban) discord.UserID { return b.User.ID })
}

// Create bans a user, member or not. It needs BAN_MEMBERS. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-ban
//
//discord:op ban_user_from_guild PUT /guilds/{guild_id}/bans/{user_id}
func (s Bans) Create(ctx context.Context, guild discord.GuildID, user discord.UserID, b discord.CreateBan, opts ...Option) error {
	return doStatus(ctx, s.c, put("/guilds/{guild_id}/bans/{user_id}", guild, user), b, opts)
}

// Delete lifts a ban. It needs BAN_MEMBERS. It takes a [Reason]. A user who is
// not banned is [ErrUnknownBan].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#remove-guild-ban
//
//discord:op unban_user_from_guild DELETE /guilds/{guild_id}/bans/{user_id}
func (s Bans) Delete(ctx context.Context, guild discord.GuildID, user discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/bans/{user_id}", guild, user), nil, opts)
}

// BulkCreate bans up to 200 users, members or not. It needs BAN_MEMBERS and
// MANAGE_GUILD. It takes a [Reason]. Where none could be banned, that is
// [ErrFailedToBanUsers].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#bulk-guild-ban
//
//discord:op bulk_ban_users_from_guild POST /guilds/{guild_id}/bulk-ban
func (s Bans) BulkCreate(ctx context.Context, guild discord.GuildID, b discord.BulkBanUsers, opts ...Option) (*discord.BulkBanResult, error) {
	return do[discord.BulkBanResult](ctx, s.c, post("/guilds/{guild_id}/bulk-ban", guild).as(repeatable), b, opts)
}
