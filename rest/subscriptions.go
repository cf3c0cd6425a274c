package rest

import (
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// Subscriptions are the operations on what users subscribe to. They take the
// token of a user too, and are then about that user.
//
// Discord docs: https://docs.discord.com/developers/resources/subscription
type Subscriptions struct{ c *Client }

// ListSubscriptions says which subscriptions to list.
type ListSubscriptions struct {
	UserID discord.UserID         // of this user; bots must name one
	Before discord.SubscriptionID // with smaller IDs
	After  discord.SubscriptionID // with larger IDs
	Limit  int                    // 1 to 100; 0 means 50
}

func (p ListSubscriptions) query() query {
	return query("").id("user_id", uint64(p.UserID)).id("before", uint64(p.Before)).id("after", uint64(p.After)).int("limit", p.Limit)
}

// List returns one page of a user's subscriptions that contain an SKU: those
// after After in the order of their IDs, otherwise the newest before Before.
//
// Discord docs: https://docs.discord.com/developers/resources/subscription#list-sku-subscriptions
//
//discord:op get_sku_subscriptions GET /skus/{sku_id}/subscriptions
func (s Subscriptions) List(ctx context.Context, sku discord.SKUID, p ListSubscriptions, opts ...Option) ([]discord.Subscription, error) {
	return doList[discord.Subscription](ctx, s.c, get("/skus/{sku_id}/subscriptions", sku).with(p.query()), nil, opts)
}

// All iterates over a user's subscriptions that contain an SKU: from After on
// in the order of their IDs; or, where Before is set, back from there. Limit
// bounds how many there are in all; 0 means no bound.
//
// Discord docs: https://docs.discord.com/developers/resources/subscription#list-sku-subscriptions
//
//discord:op get_sku_subscriptions GET /skus/{sku_id}/subscriptions
func (s Subscriptions) All(ctx context.Context, sku discord.SKUID, p ListSubscriptions, opts ...Option) iter.Seq2[discord.Subscription, error] {
	return eachWay(p.Before, max(p.After, oldest), p.Limit, 100, func(before, after discord.SubscriptionID, size int) ([]discord.Subscription, error) {
		p := p // an iteration leaves nothing behind
		p.Before, p.After, p.Limit = before, after, size
		return s.List(ctx, sku, p, opts...)
	}, func(e *discord.Subscription) discord.SubscriptionID { return e.ID })
}

// Get returns a subscription. user is whose it is; with the token of a user it
// may be zero.
//
// Discord docs: https://docs.discord.com/developers/resources/subscription#get-sku-subscription
//
//discord:op get_sku_subscription GET /skus/{sku_id}/subscriptions/{subscription_id}
func (s Subscriptions) Get(ctx context.Context, sku discord.SKUID, subscription discord.SubscriptionID, user discord.UserID, opts ...Option) (*discord.Subscription, error) {
	return do[discord.Subscription](ctx, s.c, get("/skus/{sku_id}/subscriptions/{subscription_id}", sku, subscription).with(query("").id("user_id", uint64(user))), nil, opts)
}
