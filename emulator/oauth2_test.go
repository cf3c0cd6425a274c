package emulator_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// back is one of the default world's redirect_uris.
const back = "http://localhost:3000/callback"

// browse sends a request as a browser does, and follows no redirect.
func browse(t testing.TB, d *emutest.Discord, method, path string, form url.Values, header http.Header) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(d.API, "/api/v10")+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, values := range header {
		req.Header[name] = values
	}
	transport := &http.Transport{DialContext: d.Dial, DisableKeepAlives: true}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: resp.StatusCode, header: resp.Header, body: string(body)}
}

// consentPath is the address of the consent page, with a query that changes may
// change: an empty value leaves a parameter out.
func consentPath(d *emutest.Discord, changes ...string) string {
	q := url.Values{"client_id": {d.ApplicationID.String()}, "response_type": {"code"}, "scope": {"identify"}, "redirect_uri": {back}, "state": {"s t"}}
	for i := 0; i < len(changes); i += 2 {
		q.Set(changes[i], changes[i+1])
		if changes[i+1] == "" {
			q.Del(changes[i])
		}
	}
	return "/oauth2/authorize?" + q.Encode()
}

// approve says yes on the consent page and returns the query that the browser
// comes back with.
func approve(t testing.TB, d *emutest.Discord, path string, more url.Values) url.Values {
	t.Helper()
	form := url.Values{"action": {"authorize"}, "user_id": {d.UserID.String()}}
	for name, values := range more {
		form[name] = values
	}
	got := browse(t, d, "POST", path, form, nil)
	u, err := url.Parse(got.header.Get("Location"))
	if got.status != http.StatusFound || err != nil {
		t.Fatalf("%d, %v: %s", got.status, err, got.body)
	}
	return u.Query()
}

// exchange asks for a token, with the application's credentials as HTTP Basic.
func tokenOf(t testing.TB, d *emutest.Discord, form url.Values) (status int, answer map[string]any) {
	t.Helper()
	basic := base64.StdEncoding.EncodeToString([]byte(d.ApplicationID.String() + ":" + secretOf(d)))
	got := browse(t, d, "POST", "/api/oauth2/token", form, http.Header{"Authorization": {"Basic " + basic}})
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil {
		t.Fatalf("%s: %v", got.body, err)
	}
	return got.status, answer
}

// secretOf returns the secret of the application that d is for.
func secretOf(d *emutest.Discord) string {
	for _, b := range d.Emulator.Bots() {
		if b.ApplicationID == d.ApplicationID {
			return b.ClientSecret
		}
	}
	return ""
}

// grant has a person grant scopes, and returns the token.
func grant(t testing.TB, d *emutest.Discord, scope string) map[string]any {
	t.Helper()
	q := approve(t, d, consentPath(d, "scope", scope), nil)
	status, token := tokenOf(t, d, url.Values{"grant_type": {"authorization_code"}, "code": q["code"], "redirect_uri": {back}})
	if status != http.StatusOK {
		t.Fatalf("%d %v", status, token)
	}
	return token
}

func TestConsentRefuses(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	tests := []struct {
		name    string
		changes []string
		want    string
	}{
		{"application", []string{"client_id", "5"}, "Unknown Application"},
		{"redirect", []string{"redirect_uri", back + "/"}, "Invalid OAuth2 redirect_uri"},
		{"redirect with a query", []string{"redirect_uri", back + "?a=1"}, "Invalid OAuth2 redirect_uri"},
		{"scope", []string{"scope", "identify everything"}, "invalid_scope"},
		{"no scope", []string{"scope", ""}, "Missing scope"},
		{"response type", []string{"response_type", "cookie"}, "unsupported_response_type"},
		{"no response type", []string{"response_type", ""}, "Missing response_type"},
		{"linked roles in the fragment", []string{"response_type", "token", "scope", "role_connections.write"}, "invalid_scope"},
		{"plain PKCE", []string{"code_challenge", "x", "code_challenge_method", "plain"}, "Invalid code_challenge_method"},
		{"prompt", []string{"prompt", "login"}, "Invalid prompt"},
		{"integration type", []string{"integration_type", "2"}, "Invalid integration_type"},
		{"permissions", []string{"permissions", "all"}, "Invalid permissions"},
		{"person", []string{"user_id", "7"}, "there is no user 7"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := browse(t, d, "GET", consentPath(d, tt.changes...), nil, nil)
			if got.status != http.StatusBadRequest || !strings.Contains(got.body, tt.want) || got.header.Get("Location") != "" {
				t.Errorf("%d %q: want a page with %q", got.status, got.header.Get("Location"), tt.want)
			}
		})
	}
}

func TestConsentPage(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	got := browse(t, d, "GET", consentPath(d, "scope", "identify role_connections.write"), nil, nil)
	for _, want := range []string{"Accord", "Know your username, avatar and banner", "Update your connection and metadata", "Robin", "Sam", "localhost:3000", "state=s&#43;t"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if got.status != 200 || strings.Contains(got.body, "guild_id") || got.header.Get("X-Frame-Options") != "DENY" {
		t.Errorf("%d %v: %s", got.status, got.header, got.body)
	}
	if got := browse(t, d, "POST", consentPath(d), url.Values{"action": {"authorize"}, "user_id": {d.UserID.String()}}, http.Header{"Origin": {"http://example.org"}}); got.status != http.StatusForbidden {
		t.Errorf("a page of another origin may say yes: %d", got.status)
	}
	cancelled := browse(t, d, "POST", consentPath(d), url.Values{"action": {"cancel"}}, nil)
	if u, err := url.Parse(cancelled.header.Get("Location")); err != nil || u.Query().Get("error") != "access_denied" || u.Query().Get("state") != "s t" || u.Query().Has("code") {
		t.Errorf("cancelled: %s, %v", u, err)
	}
	silent := consentPath(d, "prompt", "none")
	if got := browse(t, d, "GET", silent, nil, nil); got.status != http.StatusOK {
		t.Errorf("who has granted nothing is not asked: %d", got.status)
	}
	approve(t, d, silent, nil)
	if got := browse(t, d, "GET", silent, nil, nil); got.status != http.StatusFound || !strings.Contains(got.header.Get("Location"), "code=") {
		t.Errorf("who has granted it is asked: %d", got.status)
	}
	if got := browse(t, d, "GET", consentPath(d, "prompt", "none", "scope", "identify email"), nil, nil); got.status != http.StatusOK {
		t.Errorf("who has granted less is not asked: %d", got.status)
	}
	implicit := browse(t, d, "POST", consentPath(d, "response_type", "token"), url.Values{"action": {"authorize"}, "user_id": {d.UserID.String()}}, nil)
	if _, fragment, _ := strings.Cut(implicit.header.Get("Location"), "#"); !strings.Contains(fragment, "access_token=") || !strings.Contains(fragment, "state=s+t") || strings.Contains(fragment, "refresh") {
		t.Errorf("implicit: %s", implicit.header.Get("Location"))
	}
}

// TestCodes wants a code to work once, for ten minutes, with its redirect and
// verifier.
func TestCodes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		const verifier = "a-verifier-that-nobody-else-can-know-of-at-all"
		sum := sha256.Sum256([]byte(verifier))
		with := consentPath(d, "code_challenge", base64.RawURLEncoding.EncodeToString(sum[:]), "code_challenge_method", "S256")
		tests := []struct {
			name, path, redirect, verifier string
			wait                           time.Duration
			want                           string // what the description names; empty: a token
		}{
			{name: "plain", path: consentPath(d), redirect: back},
			{name: "verified", path: with, redirect: back, verifier: verifier},
			{name: "wrong verifier", path: with, redirect: back, verifier: verifier + "x", want: "code_verifier"},
			{name: "no verifier", path: with, redirect: back, want: "code_verifier"},
			{name: "verifier of nothing", path: consentPath(d), redirect: back, verifier: verifier, want: "code_verifier"},
			{name: "another redirect", path: consentPath(d), redirect: "http://127.0.0.1:3000/callback", want: "redirect_uri"},
			{name: "no redirect", path: consentPath(d), want: "redirect_uri"},
			{name: "too late", path: consentPath(d), redirect: back, wait: 10 * time.Minute, want: "code"},
		}
		for _, tt := range tests {
			form := url.Values{"grant_type": {"authorization_code"}, "code": approve(t, d, tt.path, nil)["code"], "redirect_uri": {tt.redirect}, "code_verifier": {tt.verifier}}
			time.Sleep(tt.wait)
			status, token := tokenOf(t, d, form)
			description, _ := token["error_description"].(string)
			switch {
			case tt.want == "" && (status != 200 || token["token_type"] != "Bearer" || token["expires_in"] != 604800.0 || token["scope"] != "identify"):
				t.Errorf("%s: %d %v", tt.name, status, token)
			case tt.want != "" && (status != 400 || token["error"] != "invalid_grant" || !strings.Contains(description, `"`+tt.want+`"`)):
				t.Errorf("%s: %d %v, want invalid_grant for %s", tt.name, status, token, tt.want)
			}
			if status, again := tokenOf(t, d, form); status != 400 || again["error"] != "invalid_grant" {
				t.Errorf("%s, a second time: %d %v", tt.name, status, again)
			}
			time.Sleep(time.Minute) // no rate limit
		}
	})
}

// TestTokenEndpoint wants what Discord documents of credentials, forms and
// grants.
func TestTokenEndpoint(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	id, secret := d.ApplicationID.String(), d.Emulator.ClientSecret()
	refresh, _ := grant(t, d, "identify")["refresh_token"].(string)
	form := func(fields ...string) url.Values {
		v := url.Values{}
		for i := 0; i < len(fields); i += 2 {
			v.Set(fields[i], fields[i+1])
		}
		return v
	}
	tests := []struct {
		name   string
		path   string
		form   url.Values
		header http.Header
		status int
		want   string
	}{
		{"JSON", "token", form("grant_type", "client_credentials"), http.Header{"Content-Type": {"application/json"}}, 400, ""},
		{"no credentials", "token", form("grant_type", "client_credentials", "scope", "identify"), nil, 401, "invalid_client"},
		{"wrong secret", "token", form("client_id", id, "client_secret", "x", "grant_type", "client_credentials"), nil, 401, "invalid_client"},
		{"another application", "token", form("client_id", "5", "client_secret", secret, "grant_type", "client_credentials"), nil, 401, "invalid_client"},
		{"malformed header", "token", form("grant_type", "client_credentials"), http.Header{"Authorization": {"Basic !"}}, 401, "invalid_client"},
		{"no grant", "token", form("client_id", id, "client_secret", secret), nil, 400, "invalid_request"},
		{"unknown grant", "token", form("client_id", id, "client_secret", secret, "grant_type", "password"), nil, 400, "unsupported_grant_type"},
		{"unknown scope", "token", form("client_id", id, "client_secret", secret, "grant_type", "client_credentials", "scope", "all"), nil, 400, "invalid_scope"},
		{"wrong refresh token", "token", form("client_id", id, "client_secret", secret, "grant_type", "refresh_token", "refresh_token", "x"), nil, 400, "invalid_grant"},
		{"in the form", "token", form("client_id", id, "client_secret", secret, "grant_type", "client_credentials", "scope", "identify email"), nil, 200, `"scope":"identify email"`},
		{"refresh", "token", form("client_id", id, "client_secret", secret, "grant_type", "refresh_token", "refresh_token", refresh), nil, 200, `"refresh_token"`},
		{"revoke nothing", "token/revoke", form("client_id", id, "client_secret", secret), nil, 400, "invalid_request"},
		{"revoke the unknown", "token/revoke", form("client_id", id, "client_secret", secret, "token", "x"), nil, 200, "{}"},
		{"revoke without secret", "token/revoke", form("client_id", id, "token", "x"), nil, 401, "invalid_client"},
	}
	for _, tt := range tests {
		got := browse(t, d, "POST", "/api/v10/oauth2/"+tt.path, tt.form, tt.header)
		if got.status != tt.status || !strings.Contains(got.body, tt.want) {
			t.Errorf("%s: %d %s, want %d with %s", tt.name, got.status, got.body, tt.status, tt.want)
		}
	}
}

// TestBearer wants each scope to open its routes and no others, until the token
// ends or is revoked.
func TestBearer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		ask := func(token map[string]any, path string) int {
			access, _ := token["access_token"].(string)
			time.Sleep(time.Minute)
			return rest(t, d, "GET", "/api/v10"+path, "Bearer "+access, "").status
		}
		app := d.ApplicationID.String()
		paths := map[string]string{ // by the scope that they need
			"identify":                     "/users/@me",
			"guilds":                       "/users/@me/guilds",
			"guilds.members.read":          "/users/@me/guilds/" + d.GuildID.String() + "/member",
			"connections":                  "/users/@me/connections",
			"role_connections.write":       "/users/@me/applications/" + app + "/role-connection",
			"applications.entitlements":    "/applications/" + app + "/entitlements",
			"openid":                       "/oauth2/userinfo",
			"applications.commands.update": "/applications/" + app + "/commands",
		}
		for scope := range paths {
			token := grant(t, d, scope)
			for need, path := range paths {
				want := http.StatusForbidden
				if need == scope {
					want = http.StatusOK
				}
				if got := ask(token, path); got != want {
					t.Errorf("%s with %s: %d, want %d", path, scope, got, want)
				}
			}
			if got := ask(token, "/channels/"+d.ChannelID.String()); got != http.StatusUnauthorized {
				t.Errorf("a route of bots: %d", got)
			}
			if got := ask(token, "/oauth2/@me"); got != http.StatusOK {
				t.Errorf("/oauth2/@me: %d", got)
			}
		}
		if got := rest(t, d, "GET", "/api/v10"+paths["role_connections.write"], "Bot "+d.Token, ""); got.status != 403 || !strings.Contains(got.body, "20001") {
			t.Errorf("the bot's own role connection: %d %s", got.status, got.body)
		}
		first := grant(t, d, "identify")
		refresh, _ := first["refresh_token"].(string)
		_, second := tokenOf(t, d, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}})
		if a, b := ask(first, "/users/@me"), ask(second, "/users/@me"); a != 401 || b != 200 {
			t.Errorf("refreshed: the old token %d, the new one %d", a, b)
		}
		time.Sleep(7 * 24 * time.Hour)
		if got := ask(second, "/users/@me"); got != 401 {
			t.Errorf("after a week: %d", got)
		}
		third, fourth := grant(t, d, "identify"), grant(t, d, "identify guilds")
		access, _ := third["access_token"].(string)
		browse(t, d, "POST", "/api/v10/oauth2/token/revoke", url.Values{"client_id": {app}, "client_secret": {d.Emulator.ClientSecret()}, "token": {access}}, nil)
		if a, b := ask(third, "/users/@me"), ask(fourth, "/users/@me"); a != 401 || b != 401 {
			t.Errorf("revoked: %d, and of the same user %d", a, b)
		}
	})
}

// TestInstall adds the bot to a guild that it has left, and a webhook to a
// channel.
func TestInstall(t *testing.T) {
	granted := func(scope string, changes ...string) func(*scenario) {
		return func(s *scenario) {
			q := approve(s.t, s.d, consentPath(s.d, append([]string{"scope", scope}, changes...)...), url.Values{"guild_id": {s.vars["guild"]}, "channel_id": {s.vars["channel"]}})
			_, token := tokenOf(s.t, s.d, url.Values{"grant_type": {"authorization_code"}, "code": q["code"], "redirect_uri": {back}})
			body, err := json.Marshal(token)
			if err != nil {
				s.t.Fatal(err)
			}
			s.vars["token"], s.vars["granted"] = string(body), q.Encode()
		}
	}
	wants := func(want string) func(*scenario) {
		return func(s *scenario) {
			if diff := contains(s.t, s.fill(want), s.vars["token"]); diff != "" {
				s.t.Errorf("%s\nin %s", diff, s.vars["token"])
			}
		}
	}
	run(t, nil, []exchange{
		{name: "leave", do: "DELETE /users/@me/guilds/{guild}", events: []string{"GUILD_MEMBER_REMOVE", "GUILD_DELETE"}},
		{name: "not a manager", act: func(s *scenario) {
			got := browse(s.t, s.d, "POST", consentPath(s.d, "scope", "bot"), url.Values{"action": {"authorize"}, "user_id": {s.vars["other"]}, "guild_id": {s.vars["guild"]}}, nil)
			if got.status != 400 || !strings.Contains(got.body, "Manage Server") {
				s.t.Errorf("%d %s", got.status, got.body)
			}
		}},
		{
			name: "install", act: granted("bot identify", "permissions", "2048"),
			events: []string{`GUILD_CREATE {"id":"{guild}","unavailable":false}`, `GUILD_MEMBER_ADD {"guild_id":"{guild}","user":{"id":"{bot}"}}`, `INTEGRATION_CREATE {"guild_id":"{guild}","scopes":["applications.commands","bot"]}`, "GUILD_INTEGRATIONS_UPDATE"},
		},
		{name: "the guild comes with the token", act: wants(`{"scope":"bot identify","guild":{"id":"{guild}"}}`)},
		{name: "with its role", do: "GET /users/@me/guilds", want: `[{"id":"{guild}"}]`},
		{name: "webhook", act: granted("webhook.incoming"), events: []string{`WEBHOOKS_UPDATE {"channel_id":"{channel}"}`}},
		{name: "the webhook comes with the token", act: wants(`{"scope":"webhook.incoming","webhook":{"type":1,"channel_id":"{channel}","token":"*","url":"*"}}`)},
		{name: "without anybody to come back", act: func(s *scenario) {
			got := browse(s.t, s.d, "POST", consentPath(s.d, "scope", "bot", "redirect_uri", "", "response_type", ""), url.Values{"action": {"authorize"}, "user_id": {s.vars["user"]}, "guild_id": {s.vars["guild"]}}, nil)
			if got.status != 200 || !strings.Contains(got.body, "Authorized") {
				s.t.Errorf("%d %s", got.status, got.body)
			}
		}},
	})
}

func TestWorldWithOAuth2(t *testing.T) {
	t.Parallel()
	w := emulator.DefaultWorld()
	w.Applications[0].Secret, w.Applications[0].PublicClient = "my secret", true
	d := emutest.StartWith(t, emulator.Config{World: w})
	if got := d.Emulator.ClientSecret(); got != "my secret" {
		t.Errorf("ClientSecret = %q", got)
	}
	form := url.Values{"client_id": {d.ApplicationID.String()}, "grant_type": {"authorization_code"}, "redirect_uri": {back}, "code": approve(t, d, consentPath(d), nil)["code"]}
	if got := browse(t, d, "POST", "/api/oauth2/token", form, nil); got.status != 400 || !strings.Contains(got.body, "code_verifier") {
		t.Errorf("a public client without verifier: %d %s", got.status, got.body)
	}
}
