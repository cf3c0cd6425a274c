package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Gateway are the operations that tell where events come from.
//
// Discord docs: https://docs.discord.com/developers/events/gateway
type Gateway struct{ c *Client }

// Get returns the gateway's address. It needs no token.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#get-gateway
//
//discord:op get_gateway GET /gateway
func (s Gateway) Get(ctx context.Context, opts ...Option) (*discord.Gateway, error) {
	return do[discord.Gateway](ctx, s.c, get("/gateway"), nil, opts)
}

// GetBot returns the gateway's address, how many shards Discord recommends,
// and how many sessions may still be started today.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#get-gateway-bot
//
//discord:op get_bot_gateway GET /gateway/bot
func (s Gateway) GetBot(ctx context.Context, opts ...Option) (*discord.GatewayBot, error) {
	return do[discord.GatewayBot](ctx, s.c, get("/gateway/bot"), nil, opts)
}
