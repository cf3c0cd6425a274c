package rest_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// consent has a person say yes to what an address asks for, and returns the
// query that the browser comes back with.
func consent(t *testing.T, d *emutest.Discord, address string) url.Values {
	t.Helper()
	form := url.Values{"action": {"authorize"}, "user_id": {d.UserID.String()}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := (&http.Transport{DialContext: d.Dial, DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	back, err := resp.Location()
	if err != nil {
		t.Fatalf("%s: %v", resp.Status, err)
	}
	return back.Query()
}

// TestUserOnEmulator logs a user in, reads what the scopes open, and ends it.
func TestUserOnEmulator(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	c := rest.New(rest.Bot(d.Token), rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)})
	defer c.Close()
	app := rest.OAuth2App{ID: d.ApplicationID, Secret: d.Emulator.ClientSecret(), RedirectURI: "http://localhost:3000/callback"}
	login := rest.NewLogin()
	address := c.AuthorizeURL(app, rest.Authorize{
		Scopes: []discord.Scope{discord.ScopeIdentify, discord.ScopeGuilds, discord.ScopeGuildsMembersRead, discord.ScopeApplicationsEntitlements}, Login: login,
	})
	ctx := t.Context()
	code, err := login.Code(consent(t, d, address))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.OAuth2.Exchange(ctx, app, code, "another verifier"); !errors.Is(err, rest.ErrInvalidGrant) {
		t.Errorf("with another verifier: %v", err)
	}
	if code, err = login.Code(consent(t, d, address)); err != nil {
		t.Fatal(err)
	}
	token, err := c.OAuth2.Exchange(ctx, app, code, login.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	session := rest.NewSession(c, app, *token, nil)
	user := c.As(rest.Bearer(session.AccessToken))

	if me, err := user.Users.Me(ctx); err != nil || me.ID != d.UserID {
		t.Errorf("Me = %v, %v", me, err)
	}
	if a, err := user.OAuth2.GetAuthorization(ctx); err != nil || len(a.Scopes) != 4 || a.User == nil || a.Application.ID != app.ID {
		t.Errorf("GetAuthorization = %v, %v", a, err)
	}
	for g, err := range user.Users.AllGuilds(ctx, rest.ListGuilds{}) {
		if err != nil || g.ID != d.GuildID || !g.Owner {
			t.Errorf("a guild is %v, %v", g.ID, err)
		}
	}
	if m, err := user.Members.Me(ctx, d.GuildID); err != nil || m.User.ID != d.UserID {
		t.Errorf("the user's membership is %v, %v", m, err)
	}
	if _, err := user.Users.ListConnections(ctx); !errors.Is(err, rest.Code(50026)) {
		t.Errorf("without the scope connections: %v", err)
	}
	given, err := c.Entitlements.CreateTest(ctx, app.ID, discord.CreateTestEntitlement{
		SKUID: emulator.DefaultConsumableSKUID, OwnerID: discord.ID[discord.GuildUser](d.UserID), OwnerType: discord.EntitlementOwnerTypeUser,
	})
	if err != nil {
		t.Fatal(err)
	}
	if has, err := user.Entitlements.ListMine(ctx, app.ID, rest.ListMyEntitlements{}); err != nil || len(has) != 1 || has[0].ID != given.ID {
		t.Errorf("the user has %v, %v", has, err)
	}
	if err := user.Entitlements.Consume(ctx, app.ID, given.ID); err != nil {
		t.Error(err)
	}
	if err := c.OAuth2.Revoke(ctx, app, token.RefreshToken); err != nil {
		t.Error(err)
	}
	if _, err := user.Users.Me(ctx); err == nil {
		t.Error("a token that was revoked still works")
	}
	before := d.Emulator.Stats().Requests
	if _, err := user.Users.Me(ctx); err == nil || d.Emulator.Stats().Requests != before {
		t.Errorf("a token that is refused for good was sent again: %v", err)
	}
	if _, err := c.Users.Me(ctx); err != nil {
		t.Errorf("the bot's own token is refused with the user's: %v", err)
	}
}

// TestAppOnEmulator uses the application's own token, without the bot's.
func TestAppOnEmulator(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	none := rest.New(rest.None, rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)})
	defer none.Close()
	app := rest.OAuth2App{ID: d.ApplicationID, Secret: d.Emulator.ClientSecret()}
	session := rest.NewAppSession(none, app, discord.ScopeApplicationsCommandsUpdate)
	c := none.As(rest.Bearer(session.AccessToken))
	command, err := c.Commands.Create(t.Context(), app.ID, discord.CreateCommand{Name: "hello", Description: "Says hello"})
	if err != nil || command.Name != "hello" {
		t.Errorf("Create = %v, %v", command, err)
	}
	app.Secret = "wrong"
	wrong := none.As(rest.Bearer(rest.NewAppSession(none, app, discord.ScopeIdentify).AccessToken))
	if _, err := wrong.Users.Me(t.Context()); !errors.Is(err, rest.ErrInvalidClient) {
		t.Errorf("with a wrong secret: %v", err)
	}
}
