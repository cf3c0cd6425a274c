package emulator

import (
	"net/http"
	"strings"

	"github.com/accord-go/accord/discord"
)

// gatewayRoutes tell where the gateway is.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#get-gateway
var gatewayRoutes = []route{
	{method: http.MethodGet, pattern: "/gateway", auth: authNone, open: (*Emulator).getGateway},
	{method: http.MethodGet, pattern: "/gateway/bot", handle: (*bot).getGatewayBot},
}

func (e *Emulator) getGateway(r *request) (reply, error) {
	return ok(discord.Gateway{URL: e.gatewayURLFor(r.base)})
}

func (b *bot) getGatewayBot(r *request) (reply, error) {
	return ok(discord.GatewayBot{
		URL:               b.gatewayURLFor(r.base),
		Shards:            b.rules.Shards,
		SessionStartLimit: b.sessions.startLimit(r.now),
	})
}

// gatewayURLFor returns the gateway's address for a client that reaches us at
// base.
func (e *Emulator) gatewayURLFor(base string) string {
	if e.gatewayURL != "" {
		return e.gatewayURL
	}
	return "ws" + strings.TrimPrefix(base, "http")
}
