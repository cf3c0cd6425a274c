package rest

import (
	"cmp"
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// JoinRequests are the operations on requests to enter a guild that chooses its
// members. They are in Discord's OpenAPI document only.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
type JoinRequests struct{ c *Client }

// ListJoinRequests says which requests to list.
type ListJoinRequests struct {
	Status discord.JoinRequestStatus // submitted, approved or rejected; empty: submitted
	Before discord.JoinRequestID     // submitted ones with smaller IDs; others decided on before the time of this ID
	After  discord.JoinRequestID     // the same the other way round; it wins over Before
	Limit  int                       // 1 to 100; 0 means 100
}

func (p ListJoinRequests) query() query {
	q := addTexts(query(""), "status", []discord.JoinRequestStatus{p.Status})
	return q.id("before", uint64(p.Before)).id("after", uint64(p.After)).int("limit", p.Limit)
}

// List returns one page of a guild's requests in one state, the newest first,
// and how many submitted ones there are on all pages. It needs KICK_MEMBERS; with
// MANAGE_GUILD alone, only the number comes.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
//
//discord:op get_guild_join_requests GET /guilds/{guild_id}/requests
func (s JoinRequests) List(ctx context.Context, guild discord.GuildID, p ListJoinRequests, opts ...Option) (*discord.JoinRequests, error) {
	return do[discord.JoinRequests](ctx, s.c, get("/guilds/{guild_id}/requests", guild).with(p.query()), nil, opts)
}

// All iterates over a guild's requests in one state: from After on, submitted ones
// in the order of their IDs, others in that in which they were decided on; or,
// where Before is set, back from there. Limit bounds how many there are in all; 0
// means no bound. It needs KICK_MEMBERS.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
//
//discord:op get_guild_join_requests GET /guilds/{guild_id}/requests
func (s JoinRequests) All(ctx context.Context, guild discord.GuildID, p ListJoinRequests, opts ...Option) iter.Seq2[discord.JoinRequest, error] {
	return eachWay(p.Before, max(p.After, oldest), p.Limit, 100, func(before, after discord.JoinRequestID, size int) ([]discord.JoinRequest, error) {
		p := p // an iteration leaves nothing behind
		p.Before, p.After, p.Limit = before, after, size
		page, err := s.List(ctx, guild, p, opts...)
		if err != nil {
			return nil, err
		}
		return page.Requests, nil
	}, func(r *discord.JoinRequest) discord.JoinRequestID {
		return cmp.Or(discord.IDAt[discord.JoinRequest](r.ReviewedAt.Time), r.ID)
	})
}

// Decide approves or rejects a request. It needs KICK_MEMBERS.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
//
//discord:op action_guild_join_request PATCH /guilds/{guild_id}/requests/{request_id}
func (s JoinRequests) Decide(ctx context.Context, guild discord.GuildID, request discord.JoinRequestID, b discord.ActionJoinRequest, opts ...Option) (*discord.JoinRequest, error) {
	return do[discord.JoinRequest](ctx, s.c, patch("/guilds/{guild_id}/requests/{request_id}", guild, request), b, opts)
}
