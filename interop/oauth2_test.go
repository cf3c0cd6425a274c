package interop

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"

	"golang.org/x/oauth2"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// TestXOAuth2 sends requests through golang.org/x/oauth2 with our tokens, and
// ours with tokens from there.
func TestXOAuth2(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	none := rest.New(rest.None, rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)})
	defer none.Close()
	app := rest.OAuth2App{ID: d.ApplicationID, Secret: d.Emulator.ClientSecret()}
	session := rest.NewAppSession(none, app, discord.ScopeIdentify, discord.ScopeApplicationsCommandsUpdate)

	var source oauth2.TokenSource = rest.NewTokenSource[oauth2.Token](session)
	transport := &http.Transport{DialContext: d.Dial}
	defer transport.CloseIdleConnections()
	theirs := oauth2.NewClient(context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{Transport: transport}), source)
	resp, err := theirs.Get(none.API() + "/users/@me")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var me discord.User
	if err := json.NewDecoder(resp.Body).Decode(&me); err != nil || resp.StatusCode != http.StatusOK || me.ID == 0 {
		t.Errorf("%s: %v, %v", resp.Status, me.ID, err)
	}

	ours := none.As(rest.Bearer(func(context.Context) (string, error) {
		token, err := source.Token()
		if err != nil {
			return "", err
		}
		return token.AccessToken, nil
	}))
	if same, err := ours.Users.Me(t.Context()); err != nil || same.ID != me.ID {
		t.Errorf("%v, %v, want %v", same, err, me.ID)
	}
	if token, err := source.Token(); err != nil || !token.Valid() || token.TokenType != "Bearer" {
		t.Errorf("token is valid: %t, %v", token.Valid(), err)
	}
}
