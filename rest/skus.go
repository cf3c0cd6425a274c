package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// SKUs are the operations on what the application sells.
//
// Discord docs: https://docs.discord.com/developers/resources/sku
type SKUs struct{ c *Client }

// List returns all that the application sells. Of each subscription there are
// two: the one to use is of [discord.SKUTypeSubscription].
//
// Discord docs: https://docs.discord.com/developers/resources/sku#list-skus
//
//discord:op list_skus GET /applications/{application_id}/skus
func (s SKUs) List(ctx context.Context, app discord.ApplicationID, opts ...Option) ([]discord.SKU, error) {
	return doList[discord.SKU](ctx, s.c, get("/applications/{application_id}/skus", app), nil, opts)
}
