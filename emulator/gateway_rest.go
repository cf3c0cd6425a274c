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
	{method: http.MethodGet, pattern: "/gateway", auth: authNone, handle: (*Emulator).getGateway},
	{method: http.MethodGet, pattern: "/gateway/bot", handle: (*Emulator).getGatewayBot},
}

func (e *Emulator) getGateway(r *request) (reply, error) {
	return ok(discord.Gateway{URL: e.gatewayURLFor(r.base)})
}

func (e *Emulator) getGatewayBot(r *request) (reply, error) {
	return ok(discord.GatewayBot{
		URL:               e.gatewayURLFor(r.base),
		Shards:            e.rules.Shards,
		SessionStartLimit: e.sessions.startLimit(r.now),
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
