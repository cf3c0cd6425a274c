package rest

import (
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// Entitlements are the operations on what users and guilds have bought from
// the application, or were given. Most take the token of a user with the scope
// applications.entitlements too.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement
type Entitlements struct{ c *Client }

// ListEntitlements says which entitlements to list.
type ListEntitlements struct {
	UserID         discord.UserID // of this user
	GuildID        discord.GuildID
	SKUIDs         []discord.SKUID       // to one of these; at most 100; none: to any
	Before         discord.EntitlementID // with smaller IDs
	After          discord.EntitlementID // with larger IDs
	Limit          int                   // 1 to 100; 0 means 100
	ExcludeEnded   bool                  // without those that have ended
	IncludeDeleted bool                  // with those that were deleted, which Discord leaves out unless it is asked
	OnlyActive     bool                  // neither ended nor deleted; not documented
}

func (p ListEntitlements) query() query {
	q := query("").id("user_id", uint64(p.UserID)).id("guild_id", uint64(p.GuildID)).skus(p.SKUIDs).
		id("before", uint64(p.Before)).id("after", uint64(p.After)).int("limit", p.Limit).
		bool("exclude_ended", p.ExcludeEnded).bool("only_active", p.OnlyActive)
	if p.IncludeDeleted {
		q = q.add("exclude_deleted", "false")
	}
	return q
}

// skus adds IDs, which commas divide.
func (q query) skus(ids []discord.SKUID) query {
	if len(ids) == 0 {
		return q
	}
	list := ""
	for i, id := range ids {
		if i > 0 {
			list += ","
		}
		list += id.String()
	}
	return q.add("sku_ids", list)
}

// List returns one page of the application's entitlements: those after After in
// the order of their IDs, otherwise the newest before Before.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#list-entitlements
//
//discord:op get_entitlements GET /applications/{application_id}/entitlements
func (s Entitlements) List(ctx context.Context, app discord.ApplicationID, p ListEntitlements, opts ...Option) ([]discord.Entitlement, error) {
	return doList[discord.Entitlement](ctx, s.c, get("/applications/{application_id}/entitlements", app).with(p.query()), nil, opts)
}

// All iterates over the application's entitlements: from After on in the order
// of their IDs; or, where Before is set, back from there. Limit bounds how many
// there are in all; 0 means no bound.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#list-entitlements
//
//discord:op get_entitlements GET /applications/{application_id}/entitlements
func (s Entitlements) All(ctx context.Context, app discord.ApplicationID, p ListEntitlements, opts ...Option) iter.Seq2[discord.Entitlement, error] {
	return eachWay(p.Before, max(p.After, oldest), p.Limit, 100, func(before, after discord.EntitlementID, size int) ([]discord.Entitlement, error) {
		p := p // an iteration leaves nothing behind
		p.Before, p.After, p.Limit = before, after, size
		return s.List(ctx, app, p, opts...)
	}, func(e *discord.Entitlement) discord.EntitlementID { return e.ID })
}

// ListMine returns the entitlements of the current user to what the
// application sells. It takes the token of a user only, with the scope
// applications.entitlements. It is not documented.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement
//
//discord:op get_current_user_application_entitlements GET /users/@me/applications/{application_id}/entitlements
func (s Entitlements) ListMine(ctx context.Context, app discord.ApplicationID, p ListMyEntitlements, opts ...Option) ([]discord.Entitlement, error) {
	return doList[discord.Entitlement](ctx, s.c, get("/users/@me/applications/{application_id}/entitlements", app).with(p.query()), nil, opts)
}

// ListMyEntitlements says which of a user's entitlements to list.
type ListMyEntitlements struct {
	SKUIDs          []discord.SKUID // to one of these; at most 100; none: to any
	ExcludeConsumed bool            // without those that were used up
}

func (p ListMyEntitlements) query() query {
	return query("").skus(p.SKUIDs).bool("exclude_consumed", p.ExcludeConsumed)
}

// Get returns an entitlement.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#get-entitlement
//
//discord:op get_entitlement GET /applications/{application_id}/entitlements/{entitlement_id}
func (s Entitlements) Get(ctx context.Context, app discord.ApplicationID, entitlement discord.EntitlementID, opts ...Option) (*discord.Entitlement, error) {
	return do[discord.Entitlement](ctx, s.c, get("/applications/{application_id}/entitlements/{entitlement_id}", app, entitlement), nil, opts)
}

// Consume says that the user has got what was bought, so that it can be bought
// again: for SKUs that can be consumed.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#consume-an-entitlement
//
//discord:op consume_entitlement POST /applications/{application_id}/entitlements/{entitlement_id}/consume
func (s Entitlements) Consume(ctx context.Context, app discord.ApplicationID, entitlement discord.EntitlementID, opts ...Option) error {
	return doStatus(ctx, s.c, post("/applications/{application_id}/entitlements/{entitlement_id}/consume", app, entitlement).as(repeatable), nil, opts)
}

// CreateTest gives a guild or a user something for nothing, to try out what the
// application does then. The entitlement has no end.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#create-test-entitlement
//
//discord:op create_entitlement POST /applications/{application_id}/entitlements
func (s Entitlements) CreateTest(ctx context.Context, app discord.ApplicationID, b discord.CreateTestEntitlement, opts ...Option) (*discord.Entitlement, error) {
	return do[discord.Entitlement](ctx, s.c, post("/applications/{application_id}/entitlements", app), b, opts)
}

// DeleteTest takes back an entitlement that CreateTest gave.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#delete-test-entitlement
//
//discord:op delete_entitlement DELETE /applications/{application_id}/entitlements/{entitlement_id}
func (s Entitlements) DeleteTest(ctx context.Context, app discord.ApplicationID, entitlement discord.EntitlementID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/applications/{application_id}/entitlements/{entitlement_id}", app, entitlement), nil, opts)
}
