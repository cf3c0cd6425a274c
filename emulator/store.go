package emulator

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// store is what the application sells, and who has it. The world's lock guards
// it.
//
// Discord docs: https://docs.discord.com/developers/monetization/overview
type store struct {
	skus          []discord.SKU
	subscriptions []discord.Subscription
	entitlements  map[discord.EntitlementID]*discord.Entitlement
	test          map[discord.EntitlementID]bool // those that the application gave for nothing
}

func newStore(w *WorldApplication) store {
	s := store{
		skus: slices.Clone(w.SKUs), subscriptions: slices.Clone(w.Subscriptions),
		entitlements: make(map[discord.EntitlementID]*discord.Entitlement), test: make(map[discord.EntitlementID]bool),
	}
	for i := range s.skus {
		s.skus[i].ApplicationID = w.ID
	}
	return s
}

// store wants IDs, and SKUs that there are.
func (c *worldCheck) store(at string, a *WorldApplication) {
	skus := make(map[discord.SKUID]bool)
	for i := range a.SKUs {
		at := fmt.Sprintf("%s.skus[%d]", at, i)
		c.id(at, uint64(a.SKUs[i].ID))
		c.that(a.SKUs[i].Type != 0, "%s.type: missing", at)
		skus[a.SKUs[i].ID] = true
	}
	for i, s := range a.Subscriptions {
		at := fmt.Sprintf("%s.subscriptions[%d]", at, i)
		c.id(at, uint64(s.ID))
		c.that(s.UserID != 0, "%s.user_id: missing", at)
		c.that(!s.CurrentPeriodStart.IsZero() && !s.CurrentPeriodEnd.IsZero(), "%s.current_period_start, current_period_end: missing", at)
		for _, id := range s.SKUIDs {
			c.that(skus[id], "%s.sku_ids: there is no SKU %d", at, id)
		}
	}
}

// storeRoutes are the operations on what the application sells.
var storeRoutes = []route{
	{method: http.MethodGet, pattern: "/applications/{application_id}/skus", handle: (*bot).listSKUs},
	{method: http.MethodGet, pattern: "/applications/{application_id}/entitlements", handle: (*bot).listEntitlements},
	{method: http.MethodPost, pattern: "/applications/{application_id}/entitlements", handle: (*bot).createEntitlement},
	{method: http.MethodGet, pattern: "/applications/{application_id}/entitlements/{entitlement_id}", handle: (*bot).getEntitlement},
	{method: http.MethodDelete, pattern: "/applications/{application_id}/entitlements/{entitlement_id}", handle: (*bot).deleteEntitlement},
	{method: http.MethodPost, pattern: "/applications/{application_id}/entitlements/{entitlement_id}/consume", handle: (*bot).consumeEntitlement},
	{method: http.MethodGet, pattern: "/users/@me/applications/{application_id}/entitlements", auth: authUser, handle: (*bot).listOwnEntitlements},
	{method: http.MethodGet, pattern: "/skus/{sku_id}/subscriptions", handle: (*bot).listSubscriptions},
	{method: http.MethodGet, pattern: "/skus/{sku_id}/subscriptions/{subscription_id}", handle: (*bot).getSubscription},
}

var (
	errUnknownSKU         = unknown(10027, "SKU")
	errUnknownEntitlement = unknown(10029, "Entitlement")
	errNotConsumable      = refuse(http.StatusBadRequest, 40018, "Only consumable SKUs can be consumed")
	errNotTest            = refuse(http.StatusBadRequest, 40019, "You can only delete sandbox entitlements.")
)

func (b *bot) listSKUs(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	return ok(b.store.skus)
}

func (b *bot) sku(id discord.SKUID) *discord.SKU {
	for i := range b.store.skus {
		if b.store.skus[i].ID == id {
			return &b.store.skus[i]
		}
	}
	return nil
}

// entitlementQuery says which entitlements are wanted.
type entitlementQuery struct {
	user, guild, before, after snowflake
	skus                       map[discord.SKUID]bool // nil: all
	noEnded, withDeleted       bool
	limit                      int
}

func (r *request) entitlementQuery() (q entitlementQuery, err error) {
	for name, into := range map[string]*snowflake{"user_id": &q.user, "guild_id": &q.guild, "before": &q.before, "after": &q.after} {
		if *into, err = r.queryID(name); err != nil {
			return q, err
		}
	}
	if q.limit, err = r.queryInt("limit", 100, 1, 100); err != nil {
		return q, err
	}
	if q.noEnded, err = r.queryBool("exclude_ended"); err != nil {
		return q, err
	}
	excluded := true // unless the query says otherwise
	if r.query.Has("exclude_deleted") {
		if excluded, err = r.queryBool("exclude_deleted"); err != nil {
			return q, err
		}
	}
	active, err := r.queryBool("only_active")
	q.withDeleted, q.noEnded = !excluded && !active, q.noEnded || active
	if err == nil {
		q.skus, err = r.querySKUs()
	}
	return q, err
}

// querySKUs reads IDs with commas between, or several times.
func (r *request) querySKUs() (map[discord.SKUID]bool, error) {
	var skus map[discord.SKUID]bool
	for _, list := range r.query["sku_ids"] {
		for text := range strings.SplitSeq(list, ",") {
			id, ok := parseSnowflake(text)
			if !ok {
				return nil, notSnowflake("sku_ids", text)
			}
			if skus == nil {
				skus = make(map[discord.SKUID]bool)
			}
			skus[discord.SKUID(id)] = true
		}
	}
	return skus, nil
}

// has reports whether an entitlement is wanted.
func (q *entitlementQuery) has(n *discord.Entitlement, now time.Time) bool {
	id := snowflake(n.ID)
	return (q.user == 0 || q.user == snowflake(n.UserID)) && (q.guild == 0 || q.guild == snowflake(n.GuildID)) &&
		(q.skus == nil || q.skus[n.SKUID]) && (q.withDeleted || !n.Deleted) &&
		(!q.noEnded || n.EndsAt.IsZero() || now.Before(n.EndsAt.Time)) &&
		id > q.after && (q.before == 0 || id < q.before)
}

func (b *bot) listEntitlements(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	q, err := r.entitlementQuery()
	if err != nil {
		return reply{}, err
	}
	if r.grant != nil {
		q.user = snowflake(r.grant.auth.user.ID)
	}
	found := []*discord.Entitlement{}
	for _, n := range byID(b.store.entitlements) {
		if q.has(n, r.now) {
			found = append(found, n)
		}
	}
	if q.after == 0 && len(found) > q.limit {
		return ok(found[len(found)-q.limit:]) // the newest
	}
	return ok(found[:min(q.limit, len(found))])
}

// listOwnEntitlements returns what the user of an access token has.
func (b *bot) listOwnEntitlements(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	skus, err := r.querySKUs()
	if err != nil {
		return reply{}, err
	}
	unconsumed, err := r.queryBool("exclude_consumed")
	if err != nil {
		return reply{}, err
	}
	q := entitlementQuery{user: snowflake(r.grant.auth.user.ID), skus: skus}
	found := []*discord.Entitlement{}
	for _, n := range byID(b.store.entitlements) {
		if q.has(n, r.now) && (!unconsumed || !n.Consumed) {
			found = append(found, n)
		}
	}
	return ok(found)
}

// createEntitlement gives a test entitlement, which has no end.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#create-test-entitlement
func (b *bot) createEntitlement(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	var f struct {
		SKUID     snowflake `json:"sku_id" rule:"required"`
		OwnerID   snowflake `json:"owner_id" rule:"required"`
		OwnerType int       `json:"owner_type" rule:"required,range=1..2"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	sku := b.sku(discord.SKUID(f.SKUID))
	if sku == nil || sku.Type == discord.SKUTypeSubscriptionGroup {
		return reply{}, errUnknownSKU
	}
	n := &discord.Entitlement{
		ID: discord.EntitlementID(b.nextID(r.now)), SKUID: sku.ID, ApplicationID: b.app.ID,
		Type: discord.EntitlementTypeTestModePurchase, UserID: b.state.home.user,
	}
	if sku.Type == discord.SKUTypeSubscription {
		n.Type = discord.EntitlementTypeApplicationSubscription
	}
	if discord.EntitlementOwnerType(f.OwnerType) == discord.EntitlementOwnerTypeGuild {
		n.GuildID = discord.GuildID(f.OwnerID)
		if b.state.guilds[n.GuildID] == nil {
			return reply{}, errUnknownGuild
		}
	} else if n.UserID = discord.UserID(f.OwnerID); b.state.users[n.UserID] == nil {
		return reply{}, errUnknownUser
	}
	b.store.entitlements[n.ID], b.store.test[n.ID] = n, true
	b.dispatch("ENTITLEMENT_CREATE", n, forBot(b))
	return ok(n)
}

// entitlementFor returns the entitlement that the path names, if who asks may
// know of it.
func (b *bot) entitlementFor(r *request) (*discord.Entitlement, error) {
	if err := b.ownOnly(r); err != nil {
		return nil, err
	}
	n := b.store.entitlements[discord.EntitlementID(r.id("entitlement_id"))]
	if n == nil || r.grant != nil && n.UserID != r.grant.auth.user.ID {
		return nil, errUnknownEntitlement
	}
	return n, nil
}

func (b *bot) getEntitlement(r *request) (reply, error) {
	n, err := b.entitlementFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(n)
}

func (b *bot) deleteEntitlement(r *request) (reply, error) {
	n, err := b.entitlementFor(r)
	switch {
	case err != nil:
		return reply{}, err
	case !b.store.test[n.ID]:
		return reply{}, errNotTest
	case n.Deleted:
		return reply{}, errUnknownEntitlement
	}
	n.Deleted = true
	b.dispatch("ENTITLEMENT_DELETE", n, forBot(b))
	return noContent()
}

func (b *bot) consumeEntitlement(r *request) (reply, error) {
	n, err := b.entitlementFor(r)
	switch {
	case err != nil:
		return reply{}, err
	case n.Deleted:
		return reply{}, errUnknownEntitlement
	}
	if sku := b.sku(n.SKUID); sku == nil || sku.Type != discord.SKUTypeConsumable {
		return reply{}, errNotConsumable
	}
	if !n.Consumed {
		n.Consumed = true
		b.dispatch("ENTITLEMENT_UPDATE", n, forBot(b))
	}
	return noContent()
}

// subscriber returns whose subscriptions are asked for: bots must say so.
func (r *request) subscriber() (discord.UserID, error) {
	if r.grant != nil {
		return r.grant.auth.user.ID, nil
	}
	id, err := r.queryID("user_id")
	if err == nil && id == 0 {
		err = invalid(codeRequired, "This field is required", "user_id")
	}
	return discord.UserID(id), err
}

func (b *bot) listSubscriptions(r *request) (reply, error) {
	user, err := r.subscriber()
	if err != nil {
		return reply{}, err
	}
	sku := discord.SKUID(r.id("sku_id"))
	if b.sku(sku) == nil {
		return reply{}, errUnknownSKU
	}
	page, err := r.cursor(50, 100)
	if err != nil {
		return reply{}, err
	}
	found := []discord.Subscription{}
	for _, s := range b.store.subscriptions {
		id := snowflake(s.ID)
		if s.UserID == user && slices.Contains(s.SKUIDs, sku) && id > page.after && (page.before == 0 || id < page.before) {
			found = append(found, s)
		}
	}
	slices.SortFunc(found, func(a, b discord.Subscription) int { return cmp.Compare(a.ID, b.ID) })
	if page.after == 0 && len(found) > page.limit {
		return ok(found[len(found)-page.limit:]) // the newest
	}
	return ok(found[:min(page.limit, len(found))])
}

func (b *bot) getSubscription(r *request) (reply, error) {
	user, err := r.subscriber()
	if err != nil {
		return reply{}, err
	}
	for _, s := range b.store.subscriptions {
		if snowflake(s.ID) == r.id("subscription_id") && s.UserID == user && slices.Contains(s.SKUIDs, discord.SKUID(r.id("sku_id"))) {
			return ok(s)
		}
	}
	return reply{}, unknown(0, "Subscription")
}
