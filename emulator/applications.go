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
	{method: http.MethodGet, pattern: "/applications/{application_id}/entitlements", handle: (*Emulator).listEntitlements},
	{method: http.MethodGet, pattern: "/applications/{application_id}/skus", handle: (*Emulator).listSKUs},
}

// ownApplication returns the application as its own bot sees it. It belongs to
// the world's first person.
func (e *Emulator) ownApplication() discord.Application {
	a := e.state.app
	a.FlagsNew = discord.ApplicationFlagsText(a.Flags)
	a.Owner = *e.state.users[e.state.home.user]
	for _, g := range e.state.guilds {
		if g.members[e.state.bot.ID] != nil {
			a.ApproximateGuildCount++
		}
	}
	return a
}

func (e *Emulator) getOwnApplication(*request) (reply, error) { return ok(e.ownApplication()) }

// updateOwnApplication changes the application's description and tags, and
// where it says that it can be installed.
func (e *Emulator) updateOwnApplication(r *request) (reply, error) {
	var f struct {
		Description      *string   `json:"description" rule:"len=0..400"`
		Tags             *[]string `json:"tags" rule:"len=0..5"`
		CustomInstallURL *string   `json:"custom_install_url" rule:"len=0..2048"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	for i, tag := range deref(f.Tags) {
		check.at("tags", i).length(len([]rune(tag)), 0, 20)
	}
	if deref(f.CustomInstallURL) != "" {
		checkURL(*f.CustomInstallURL, check.at("custom_install_url"))
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	set(&e.state.app.Description, f.Description)
	set(&e.state.app.Tags, f.Tags)
	set(&e.state.app.CustomInstallURL, f.CustomInstallURL)
	return ok(e.ownApplication())
}

// ownOnly refuses what is about another application than the bot's.
func (e *Emulator) ownOnly(r *request) error {
	if uint64(r.id("application_id")) != uint64(e.state.app.ID) {
		return refuse(http.StatusForbidden, 20012, "You are not authorized to perform this action on this application")
	}
	return nil
}

func (e *Emulator) listEntitlements(r *request) (reply, error) {
	if err := e.ownOnly(r); err != nil {
		return reply{}, err
	}
	return ok([]discord.Entitlement{})
}

func (e *Emulator) listSKUs(r *request) (reply, error) {
	if err := e.ownOnly(r); err != nil {
		return reply{}, err
	}
	return ok([]discord.SKU{})
}
