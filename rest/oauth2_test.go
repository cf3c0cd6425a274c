package rest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

var testApp = rest.OAuth2App{ID: 41, Secret: "hunter2-of-the-application", RedirectURI: "https://example.org/back?x=1"}

func TestAuthorizeURL(t *testing.T) {
	t.Parallel()
	const discordPage = "https://discord.com/oauth2/authorize"
	login := rest.Login{State: "st", Verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"} // the example of RFC 7636
	tests := []struct {
		name string
		api  string
		app  rest.OAuth2App
		p    rest.Authorize
		page string
		want url.Values
	}{
		{"login", "", testApp, rest.Authorize{Scopes: []discord.Scope{discord.ScopeIdentify, discord.ScopeRoleConnectionsWrite}, Login: login, NoPrompt: true}, discordPage, url.Values{
			"client_id": {"41"}, "response_type": {"code"}, "redirect_uri": {testApp.RedirectURI}, "scope": {"identify role_connections.write"}, "state": {"st"},
			"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"}, "prompt": {"none"},
		}},
		{"bot", "", rest.OAuth2App{ID: 41}, rest.Authorize{Scopes: []discord.Scope{discord.ScopeBot}, Permissions: 8, GuildID: 5, DisableGuildSelect: true}, discordPage, url.Values{
			"client_id": {"41"}, "scope": {"bot"}, "permissions": {"8"}, "guild_id": {"5"}, "disable_guild_select": {"true"},
		}},
		{"install", "", rest.OAuth2App{ID: 41}, rest.Authorize{}, discordPage, url.Values{"client_id": {"41"}}},
		{"more than a bot", "", rest.OAuth2App{ID: 41}, rest.Authorize{Scopes: []discord.Scope{discord.ScopeBot, discord.ScopeGuilds}, IntegrationType: new(discord.ApplicationIntegrationTypeUserInstall)}, discordPage, url.Values{
			"client_id": {"41"}, "scope": {"bot guilds"}, "response_type": {"code"}, "integration_type": {"1"},
		}},
		{"implicit, elsewhere", "http://127.0.0.1:8474", testApp, rest.Authorize{Scopes: []discord.Scope{discord.ScopeIdentify}, Implicit: true}, "http://127.0.0.1:8474/oauth2/authorize", url.Values{
			"client_id": {"41"}, "response_type": {"token"}, "redirect_uri": {testApp.RedirectURI}, "scope": {"identify"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := rest.New(rest.None, rest.Config{API: tt.api, Logger: slog.New(slog.DiscardHandler)})
			page, query, _ := strings.Cut(c.AuthorizeURL(tt.app, tt.p), "?")
			got, err := url.ParseQuery(query)
			if err != nil || page != tt.page || got.Encode() != tt.want.Encode() || strings.Contains(query, "+") {
				t.Errorf("%s?%s, %v; want %s?%s", page, query, err, tt.page, tt.want.Encode())
			}
		})
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	login, other := rest.NewLogin(), rest.NewLogin()
	if len(login.State) != 43 || len(login.Verifier) != 43 || login.State == login.Verifier || login == other {
		t.Errorf("%d and %d random characters, twice the same: %t", len(login.State), len(login.Verifier), login == other)
	}
	r := httptest.NewRequest(http.MethodGet, "/back", nil)
	if _, err := rest.ReadLogin(r, "login"); !errors.Is(err, rest.ErrStateMismatch) {
		t.Errorf("without a cookie: %v", err)
	}
	cookie := login.Cookie("login", true)
	if !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 600 {
		t.Errorf("cookie = %+v", cookie)
	}
	r.AddCookie(cookie)
	if got, err := rest.ReadLogin(r, "login"); got != login || err != nil {
		t.Errorf("read from the cookie: another login, %v", err)
	}
	tests := []struct {
		name  string
		login rest.Login
		query url.Values
		code  string
		want  error // nil: any, if there is no code
	}{
		{"granted", login, url.Values{"state": {login.State}, "code": {"abc"}}, "abc", nil},
		{"denied", login, url.Values{"state": {login.State}, "error": {"access_denied"}}, "", rest.ErrAccessDenied},
		{"of another", login, url.Values{"state": {other.State}, "code": {"abc"}}, "", rest.ErrStateMismatch},
		{"without state", login, url.Values{"code": {"abc"}}, "", rest.ErrStateMismatch},
		{"never begun", rest.Login{}, url.Values{"code": {"abc"}}, "", rest.ErrStateMismatch},
		{"neither", login, url.Values{"state": {login.State}}, "", nil},
	}
	for _, tt := range tests {
		code, err := tt.login.Code(tt.query)
		if code != tt.code || (err == nil) != (code != "") || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: %q, %v; want %q, %v", tt.name, code, err, tt.code, tt.want)
		}
	}
}

// TestTokenRequests wants the forms that Discord documents, with nothing in the
// headers.
func TestTokenRequests(t *testing.T) {
	t.Parallel()
	forms := make(chan string, 1)
	cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		forms <- fmt.Sprint(r.URL.Path, " ", r.Header.Get("Content-Type"), " ", r.Header.Get("Authorization"), r.PostForm.Encode())
		reply(w, http.StatusOK, map[string]any{"access_token": "a"})
	})
	c := newClient(t, cfg)
	const form = " application/x-www-form-urlencoded client_id=41&client_secret=hunter2-of-the-application"
	ctx := t.Context()
	tests := []struct {
		name string
		send func() error
		want string
	}{
		{"code", func() error { return errorOf(c.OAuth2.Exchange(ctx, testApp, "c", "v")) },
			"/oauth2/token" + " application/x-www-form-urlencoded client_id=41&client_secret=hunter2-of-the-application&code=c&code_verifier=v&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fexample.org%2Fback%3Fx%3D1"},
		{"public client", func() error { return errorOf(c.OAuth2.Exchange(ctx, rest.OAuth2App{ID: 41}, "c", "v")) },
			"/oauth2/token application/x-www-form-urlencoded client_id=41&code=c&code_verifier=v&grant_type=authorization_code"},
		{"refresh", func() error { return errorOf(c.OAuth2.Refresh(ctx, testApp, "r")) }, "/oauth2/token" + form + "&grant_type=refresh_token&refresh_token=r"},
		{"credentials", func() error {
			return errorOf(c.OAuth2.ClientCredentials(ctx, testApp, []discord.Scope{"identify", "email"}))
		}, "/oauth2/token" + form + "&grant_type=client_credentials&scope=identify+email"},
		{"revoke", func() error { return c.OAuth2.Revoke(ctx, testApp, "a") }, "/oauth2/token/revoke" + form + "&token=a"},
	}
	for _, tt := range tests {
		if err := tt.send(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := <-forms; got != tt.want {
			t.Errorf("%s sent\n%s, want\n%s", tt.name, got, tt.want)
		}
	}
}

func TestTokenErrors(t *testing.T) {
	t.Parallel()
	cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		description := fmt.Sprintf("wrong: %v", r.PostForm) // a server that tells everything back
		reply(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": description})
	})
	c := newClient(t, cfg)
	for name, err := range map[string]error{
		"code":    errorOf(c.OAuth2.Exchange(t.Context(), testApp, "hunter2-code", "hunter2-verifier")),
		"refresh": errorOf(c.OAuth2.Refresh(t.Context(), testApp, "hunter2-refresh")),
		"revoke":  c.OAuth2.Revoke(t.Context(), testApp, "hunter2-token"),
	} {
		var e *rest.Error
		if !errors.Is(err, rest.ErrInvalidGrant) || errors.Is(err, rest.ErrInvalidClient) || !errors.As(err, &e) || e.Status != http.StatusBadRequest || e.OAuth2 != rest.ErrInvalidGrant {
			t.Errorf("%s: %v", name, err)
		}
		if text := fmt.Sprintf("%v %+v %#v", err, err, e); leaks(text) || !strings.Contains(text, "invalid_grant") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestTokenJSON wants a token to survive being kept, and what Discord answers
// to be understood.
func TestTokenJSON(t *testing.T) {
	t.Parallel()
	before := time.Now()
	var token rest.Token
	if err := json.Unmarshal([]byte(`{"access_token":"hunter2-a","token_type":"Bearer","expires_in":604800,"refresh_token":"hunter2-r","scope":"identify guilds.join",
		"guild":{"id":"5","name":"g"},"webhook":{"id":"6","type":1,"token":"t"},"id_token":"hunter2-i"}`), &token); err != nil {
		t.Fatal(err)
	}
	if left := token.Expiry.Sub(before); left < 604800*time.Second || left > 604801*time.Second+time.Since(before) {
		t.Errorf("the token ends in %v", left)
	}
	if token.Guild.ID != 5 || token.Webhook.ID != 6 || len(token.Scopes) != 2 || token.Scopes[1] != discord.ScopeGuildsJoin || token.RefreshToken != "hunter2-r" {
		t.Errorf("token: guild %d, webhook %d, scopes %v", token.Guild.ID, token.Webhook.ID, token.Scopes)
	}
	kept, err := json.Marshal(token)
	if err != nil {
		t.Fatal(err)
	}
	var again rest.Token
	if err := json.Unmarshal(kept, &again); err != nil {
		t.Fatal(err)
	}
	if once, err := json.Marshal(again); err != nil || !bytes.Equal(once, kept) {
		t.Errorf("kept as\n%s\nand then, %v,\n%s", kept, err, once)
	}
}

func TestOAuth2SecretsDontShow(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	token := rest.Token{AccessToken: "hunter2", RefreshToken: "hunter2", IDToken: "hunter2", TokenType: "Bearer"}
	for name, v := range map[string]any{
		"app": testApp, "token": token, "pointer": &token, "login": rest.Login{State: "hunter2", Verifier: "hunter2"},
		"session":     rest.NewSession(rest.New(rest.None, rest.Config{}), testApp, token, nil),
		"provisional": discord.ProvisionalToken{AccessToken: "hunter2", TokenType: "Bearer"},
	} {
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			if text := fmt.Sprintf(format, v); leaks(text) || text == "" {
				t.Errorf("%s with %s: %s", name, format, text)
			}
		}
		logger.Info("printed", "value", v)
	}
	if leaks(log.String()) {
		t.Errorf("log: %s", log.String())
	}
}

// TestTokenSource wants what golang.org/x/oauth2 expects of a source of tokens.
func TestTokenSource(t *testing.T) {
	t.Parallel()
	type oauth2Token struct { // as golang.org/x/oauth2 has it
		AccessToken  string    `json:"access_token"`
		TokenType    string    `json:"token_type,omitempty"`
		RefreshToken string    `json:"refresh_token,omitempty"`
		Expiry       time.Time `json:"expiry,omitempty"`
		ExpiresIn    int64     `json:"expires_in,omitempty"`
	}
	want := oauth2Token{AccessToken: "a", TokenType: "Bearer", RefreshToken: "r", Expiry: time.Now().Add(time.Hour).UTC().Round(0)}
	session := rest.NewSession(nil, testApp, rest.Token{AccessToken: "a", TokenType: "Bearer", RefreshToken: "r", Expiry: want.Expiry}, nil)
	var source interface{ Token() (*oauth2Token, error) } = rest.NewTokenSource[oauth2Token](session)
	got, err := source.Token()
	if err != nil || *got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	ended := rest.NewSession(nil, testApp, rest.Token{Expiry: time.Unix(1, 0)}, nil)
	if _, err := rest.NewTokenSource[oauth2Token](ended).Token(); !errors.Is(err, rest.ErrTokenExpired) {
		t.Errorf("of a token that has ended: %v", err)
	}
}
