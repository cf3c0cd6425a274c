package rest

import (
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// Members are the operations on the members of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-member-object
type Members struct{ c *Client }

// Get returns a member of a guild. A user who isn't one is [ErrUnknownMember].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-member
//
//discord:op get_guild_member GET /guilds/{guild_id}/members/{user_id}
func (s Members) Get(ctx context.Context, guild discord.GuildID, user discord.UserID, opts ...Option) (*discord.Member, error) {
	return do[discord.Member](ctx, s.c, get("/guilds/{guild_id}/members/{user_id}", guild, user), nil, opts)
}

// ListMembers says which members to list.
type ListMembers struct {
	After discord.UserID // users with larger IDs
	Limit int            // 1 to 1000; 0 means 1
}

func (p ListMembers) query() query {
	return query("").id("after", uint64(p.After)).int("limit", p.Limit)
}

// List returns one page of a guild's members, in the order of their IDs. It
// needs the GUILD_MEMBERS intent.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#list-guild-members
//
//discord:op list_guild_members GET /guilds/{guild_id}/members
func (s Members) List(ctx context.Context, guild discord.GuildID, p ListMembers, opts ...Option) ([]discord.Member, error) {
	return doList[discord.Member](ctx, s.c, get("/guilds/{guild_id}/members", guild).with(p.query()), nil, opts)
}

// All iterates over a guild's members, in the order of their IDs. Limit bounds
// how many there are in all; 0 means no bound. It needs the GUILD_MEMBERS
// intent.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#list-guild-members
//
//discord:op list_guild_members GET /guilds/{guild_id}/members
func (s Members) All(ctx context.Context, guild discord.GuildID, p ListMembers, opts ...Option) iter.Seq2[discord.Member, error] {
	return paginate(p.After, p.Limit, 1000, func(after discord.UserID, size int) ([]discord.Member, discord.UserID, bool, error) {
		page, err := s.List(ctx, guild, ListMembers{After: after, Limit: size}, opts...)
		if n := len(page); n > 0 && page[n-1].User != nil {
			after = page[n-1].User.ID
		}
		return page, after, len(page) == size, err
	})
}

// SearchMembers says which members to search for.
type SearchMembers struct {
	Query string // what the username or nickname begins with; required
	Limit int    // 1 to 1000; 0 means 1
}

// Search returns members whose username or nickname begins with a text.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#search-guild-members
//
//discord:op search_guild_members GET /guilds/{guild_id}/members/search
func (s Members) Search(ctx context.Context, guild discord.GuildID, p SearchMembers, opts ...Option) ([]discord.Member, error) {
	return doList[discord.Member](ctx, s.c, get("/guilds/{guild_id}/members/search", guild).with(query("").add("query", p.Query).int("limit", p.Limit)), nil, opts)
}

// Update changes a member: nickname, roles, voice, timeout. Each needs its own
// permission. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-member
//
//discord:op update_guild_member PATCH /guilds/{guild_id}/members/{user_id}
func (s Members) Update(ctx context.Context, guild discord.GuildID, user discord.UserID, b discord.UpdateMember, opts ...Option) (*discord.Member, error) {
	return do[discord.Member](ctx, s.c, patch("/guilds/{guild_id}/members/{user_id}", guild, user), b, opts)
}

// Kick removes a member from a guild; they may come back. It needs
// KICK_MEMBERS. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#remove-guild-member
//
//discord:op delete_guild_member DELETE /guilds/{guild_id}/members/{user_id}
func (s Members) Kick(ctx context.Context, guild discord.GuildID, user discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/members/{user_id}", guild, user), nil, opts)
}

// AddRole gives a member a role. It needs MANAGE_ROLES, and a role of the bot
// above it. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#add-guild-member-role
//
//discord:op add_guild_member_role PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}
func (s Members) AddRole(ctx context.Context, guild discord.GuildID, user discord.UserID, role discord.RoleID, opts ...Option) error {
	return doStatus(ctx, s.c, put("/guilds/{guild_id}/members/{user_id}/roles/{role_id}", guild, user, role), nil, opts)
}

// RemoveRole takes a role from a member. It needs MANAGE_ROLES, and a role of
// the bot above it. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#remove-guild-member-role
//
//discord:op delete_guild_member_role DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}
func (s Members) RemoveRole(ctx context.Context, guild discord.GuildID, user discord.UserID, role discord.RoleID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/members/{user_id}/roles/{role_id}", guild, user, role), nil, opts)
}

// Add lets a user into a guild who has allowed it by OAuth2, with the scope
// guilds.join. The bot must be a member, with CREATE_INSTANT_INVITE. A user who
// is a member already stays as they are; the result then has no User.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#add-guild-member
//
//discord:op add_guild_member PUT /guilds/{guild_id}/members/{user_id}
func (s Members) Add(ctx context.Context, guild discord.GuildID, user discord.UserID, b discord.AddMember, opts ...Option) (*discord.Member, error) {
	return do[discord.Member](ctx, s.c, put("/guilds/{guild_id}/members/{user_id}", guild, user), b, opts)
}

// Me returns the current user's membership of a guild. It takes the
// token of a user only, with the scope guilds.members.read.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user-guild-member
//
//discord:op get_my_guild_member GET /users/@me/guilds/{guild_id}/member
func (s Members) Me(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.Member, error) {
	return do[discord.Member](ctx, s.c, get("/users/@me/guilds/{guild_id}/member", guild), nil, opts)
}

// UpdateMe changes what the bot is in a guild: nickname, avatar, banner, bio.
// It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-current-member
//
//discord:op update_my_guild_member PATCH /guilds/{guild_id}/members/@me
func (s Members) UpdateMe(ctx context.Context, guild discord.GuildID, b discord.UpdateCurrentMember, opts ...Option) (*discord.Member, error) {
	return do[discord.Member](ctx, s.c, patch("/guilds/{guild_id}/members/@me", guild), b, opts)
}

// UpdateMyNick changes the bot's nickname in a guild. It needs
// CHANGE_NICKNAME. It takes a [Reason].
//
// Discord has deprecated it: use [Members.UpdateMe].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-current-user-nick
//
//discord:op update_my_guild_nick PATCH /guilds/{guild_id}/members/@me/nick
func (s Members) UpdateMyNick(ctx context.Context, guild discord.GuildID, b discord.UpdateCurrentNick, opts ...Option) (*discord.MemberNick, error) {
	return do[discord.MemberNick](ctx, s.c, patch("/guilds/{guild_id}/members/@me/nick", guild), b, opts)
}
