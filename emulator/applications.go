package emulator

import (
	"net/http"

	"github.com/accord-go/accord/discord"
)

// applicationRoutes are the operations on the bot's application.
//
// Discord docs: https://docs.discord.com/developers/resources/application
var applicationRoutes = []route{
	{method: http.MethodGet, pattern: "/applications/@me", handle: (*Emulator).getOwnApplication},
	{method: http.MethodPatch, pattern: "/applications/@me", handle: (*Emulator).updateOwnApplication},
	{method: http.MethodGet, pattern: "/oauth2/applications/@me", handle: (*Emulator).getOwnApplication},
	{method: http.MethodGet, pattern: "/applications/{application_id}", handle: (*Emulator).getApplication},
	{method: http.MethodPatch, pattern: "/applications/{application_id}", handle: (*Emulator).updateApplication},
}

// ownApplication returns the application as its own bot sees it. It belongs to
// the world's first person.
func (e *Emulator) ownApplication() discord.Application {
	a := e.state.app
	a.FlagsNew = discord.ApplicationFlagsText(a.Flags)
	a.Owner = *e.state.users[e.state.home.user]
	a.RedirectURIs = e.oauth.redirects
	a.ApproximateUserAuthorizationCount = len(e.oauth.users)
	for _, g := range e.state.guilds {
		if g.members[e.state.bot.ID] != nil {
			a.ApproximateGuildCount++
		}
	}
	return a
}

func (e *Emulator) getOwnApplication(*request) (reply, error) { return ok(e.ownApplication()) }

// ownOnly refuses what is about another application than the bot's.
func (e *Emulator) ownOnly(r *request) error {
	if uint64(r.id("application_id")) != uint64(e.state.app.ID) {
		return refuse(http.StatusForbidden, 20012, "You are not authorized to perform this action on this application")
	}
	return nil
}
