package emulator

import (
	"net/http"

	"github.com/accord-go/accord/discord"
)

// applicationRoutes are the operations on the bot's application.
//
// Discord docs: https://docs.discord.com/developers/resources/application
var applicationRoutes = []route{
	{method: http.MethodGet, pattern: "/applications/@me", handle: (*bot).getOwnApplication},
	{method: http.MethodPatch, pattern: "/applications/@me", handle: (*bot).updateOwnApplication},
	{method: http.MethodGet, pattern: "/oauth2/applications/@me", handle: (*bot).getOwnApplication},
	{method: http.MethodGet, pattern: "/applications/{application_id}", handle: (*bot).getApplication},
	{method: http.MethodPatch, pattern: "/applications/{application_id}", handle: (*bot).updateApplication},
}

// ownApplication returns the application as its own bot sees it. It belongs to
// the world's first person.
func (b *bot) ownApplication() discord.Application {
	a := b.app
	a.FlagsNew = discord.ApplicationFlagsText(a.Flags)
	a.Owner = *b.state.users[b.state.home.user]
	a.RedirectURIs = b.oauth.redirects
	a.ApproximateUserAuthorizationCount = len(b.oauth.users)
	for _, g := range b.state.guilds {
		if b.isIn(g) {
			a.ApproximateGuildCount++
		}
	}
	return a
}

func (b *bot) getOwnApplication(*request) (reply, error) { return ok(b.ownApplication()) }

// ownOnly refuses what is about another application than the bot's.
func (b *bot) ownOnly(r *request) error {
	if uint64(r.id("application_id")) != uint64(b.app.ID) {
		return refuse(http.StatusForbidden, 20012, "You are not authorized to perform this action on this application")
	}
	return nil
}
