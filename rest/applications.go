package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Applications are the operations on the application that the token belongs
// to.
//
// Discord docs: https://docs.discord.com/developers/resources/application
type Applications struct{ c *Client }

// Me returns the bot's application.
//
// Discord docs: https://docs.discord.com/developers/resources/application#get-current-application
//
//discord:op get_my_application GET /applications/@me
func (s Applications) Me(ctx context.Context, opts ...Option) (*discord.Application, error) {
	return do[discord.Application](ctx, s.c, get("/applications/@me"), nil, opts)
}
