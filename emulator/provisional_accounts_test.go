package emulator_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// TestProvisionalAccounts follows a player of the game from a provisional account
// to one of Discord's and back.
func TestProvisionalAccounts(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	type token struct {
		TokenType   string `json:"token_type"`
		AccessToken string `json:"access_token"`
		IDToken     string `json:"id_token"`
		Scope       string
		ExpiresIn   int `json:"expires_in"`
	}
	ask := func(body string) (answer, token) {
		var tok token
		got := rest(t, d, "POST", "/api/v10/partner-sdk/token/bot", "Bot "+d.Token, body)
		decode(t, []byte(got.body), &tok)
		return got, tok
	}
	accountOf := func(tok token) (id string) {
		lobby := rest(t, d, "PUT", "/api/v10/lobbies", "Bearer "+tok.AccessToken, fmt.Sprintf(`{"secret":%q}`, tok.AccessToken))
		var l struct{ Members []struct{ ID string } }
		decode(t, []byte(lobby.body), &l)
		if len(l.Members) == 1 {
			id = l.Members[0].ID
		}
		return id
	}
	unmerge := func(player string) answer {
		return rest(t, d, "POST", "/api/v10/partner-sdk/provisional-accounts/unmerge/bot", "Bot "+d.Token, `{"external_user_id":"`+player+`"}`)
	}
	const player = `{"external_user_id":"p1","preferred_global_name":"Kim"}`

	_, first := ask(player)
	if first.TokenType != "Bearer" || first.Scope != "sdk.social_layer" || first.ExpiresIn != 604800 || first.IDToken == "" {
		t.Errorf("token %+v", first)
	}
	_, again := ask(player)
	provisional := accountOf(first)
	if provisional == "" || accountOf(again) != provisional {
		t.Errorf("the accounts are %s and %s, want one", provisional, accountOf(again))
	}
	if got := unmerge("p1"); got.status != 400 || got.body != `{"message":"Invalid user type","code":50229}` {
		t.Errorf("unmerge of a provisional account: %d %s", got.status, got.body)
	}
	if got := unmerge("nobody"); got.status != 404 || got.body != `{"message":"Unknown User","code":10013}` {
		t.Errorf("unmerge of nobody: %d %s", got.status, got.body)
	}

	merge := func(external string) (int, map[string]any) {
		code := approve(t, d, consentPath(d), nil).Get("code")
		return tokenOf(t, d, url.Values{
			"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {back},
			"external_auth_type": {"DISCORD_BOT_ISSUED_ACCESS_TOKEN"}, "external_auth_token": {external},
		})
	}
	if status, answer := merge("x"); status != 403 || answer["code"] != 50025.0 {
		t.Errorf("merge with a token of nobody's: %d %v", status, answer)
	}
	if status, answer := merge(first.AccessToken); status != 200 {
		t.Errorf("merge: %d %v", status, answer)
	}
	if got := accountOf(again); got != "" {
		t.Errorf("the token of the provisional account still works, as %s", got)
	}
	if got, _ := ask(player); got.status != 400 || got.body != `{"message":"User account non-provisional","code":530010}` {
		t.Errorf("a token for one with an account of Discord's: %d %s", got.status, got.body)
	}
	_, other := ask(`{"external_user_id":"p2"}`)
	if status, answer := merge(other.AccessToken); status != 400 || answer["code"] != 530023.0 {
		t.Errorf("a second merge: %d %v", status, answer)
	}
	if got := unmerge("p1"); got.status != 204 {
		t.Errorf("unmerge: %d %s", got.status, got.body)
	}
	_, anew := ask(player)
	if got := accountOf(anew); got == "" || got == provisional || got == d.UserID.String() {
		t.Errorf("the account is %s, want a new one", got)
	}
}

// TestExternalCredentials wants players to be known by what somebody else says of
// them.
func TestExternalCredentials(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		jwt := func(claims string) string {
			return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
		}
		now := time.Now().Unix()
		account := func(kind, external string) string {
			t.Helper()
			var tok struct {
				IDToken string `json:"id_token"`
			}
			got := rest(t, d, "POST", "/api/v10/partner-sdk/token", "", externalBody(d.ApplicationID, secretOf(d), kind, external))
			decode(t, []byte(got.body), &tok)
			return tok.IDToken
		}
		if a, b := account("OIDC", jwt(`{"iss":"i","sub":"s"}`)), account("OIDC", jwt(`{"iss":"i","sub":"s","preferred_username":"Kim"}`)); a == "" || a != b {
			t.Errorf("one player has the accounts %s and %s", a, b)
		}
		if a, b := account("STEAM_SESSION_TICKET", "ticket"), account("STEAM_SESSION_TICKET", "other"); a == "" || a == b {
			t.Errorf("two players have the accounts %s and %s", a, b)
		}
		tests := []struct {
			name, path, body string
			status           int
			want             string
		}{
			{"no such application", "token", externalBody(5, "", "OIDC", "t"), 404, `{"message":"Unknown Application","code":10002}`},
			{"wrong secret", "token", externalBody(d.ApplicationID, "x", "OIDC", "t"), 400, `{"message":"Invalid client secret","code":530007}`},
			{"no secret", "token", externalBody(d.ApplicationID, "", "OIDC", "t"), 400, `{"message":"Invalid client secret","code":530007}`},
			{"expired", "token", externalBody(d.ApplicationID, secretOf(d), "OIDC", jwt(fmt.Sprintf(`{"sub":"s","exp":%d}`, now))), 400, `{"message":"Expired ID token","code":530001}`},
			{"old", "token", externalBody(d.ApplicationID, secretOf(d), "OIDC", jwt(fmt.Sprintf(`{"sub":"s","iat":%d}`, now-8*24*3600))), 400, `{"message":"Token too old","code":530004}`},
			{"provisional", "provisional-accounts/unmerge", externalBody(d.ApplicationID, secretOf(d), "STEAM_SESSION_TICKET", "ticket"), 400, `{"message":"Invalid user type","code":50229}`},
			{"nobody", "provisional-accounts/unmerge", externalBody(d.ApplicationID, secretOf(d), "STEAM_SESSION_TICKET", "third"), 404, `{"message":"Unknown User","code":10013}`},
			{"of another bot", "token", externalBody(d.ApplicationID, secretOf(d), "DISCORD_BOT_ISSUED_ACCESS_TOKEN", "t"), 403, `{"message":"Invalid OAuth2 access token","code":50025}`},
			{"unknown kind", "token", externalBody(d.ApplicationID, secretOf(d), "FRIEND", "t"), 400, ""},
		}
		for _, tt := range tests {
			got := rest(t, d, "POST", "/api/v10/partner-sdk/"+tt.path, "", tt.body)
			if got.status != tt.status || tt.want != "" && got.body != tt.want {
				t.Errorf("%s: %d %s, want %d %s", tt.name, got.status, got.body, tt.status, tt.want)
			}
		}
	})
}

func externalBody(application discord.ApplicationID, secret, kind, token string) string {
	return fmt.Sprintf(`{"client_id":"%d","client_secret":%q,"external_auth_type":%q,"external_auth_token":%q}`, application, secret, kind, token)
}

// TestModerationOfDirectMessages wants what moderation finds to be taken for
// messages between the two.
func TestModerationOfDirectMessages(t *testing.T) {
	const dm = "/partner-sdk/dms/{user}/{bot}/messages/{m}/moderation-metadata"
	run(t, nil, []exchange{
		{name: "open", do: "POST /users/@me/channels", body: `{"recipient_id":"{user}"}`, want: `{"type":1}`, save: "dm"},
		{name: "send", do: "POST /channels/{dm}/messages", body: `{"content":"hi"}`, want: `{"content":"hi"}`, events: []string{"MESSAGE_CREATE"}, save: "m"},
		{name: "of both", do: "PUT " + dm, body: `{"score":"1"}`},
		{name: "of others", do: "PUT /partner-sdk/dms/{user}/{other}/messages/{m}/moderation-metadata", body: `{}`, status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "no message", do: "PUT /partner-sdk/dms/{user}/{bot}/messages/5/moderation-metadata", body: `{}`, status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "no user", do: "PUT /partner-sdk/dms/{user}/5/messages/{m}/moderation-metadata", body: `{}`, status: 404, want: `{"message":"Unknown User","code":10013}`},
		{name: "no ID", do: "PUT /partner-sdk/dms/x/5/messages/{m}/moderation-metadata", body: `{}`, status: 400, want: invalidForm("user_id_1", "NUMBER_TYPE_COERCE", `Value "x" is not snowflake.`)},
		{name: "too much", do: "PUT " + dm, body: `{"a":"","b":"","c":"","d":"","e":"","f":""}`, status: 400, want: invalidForm("", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.")},
	})
}

// FuzzExternalToken wants every token of somebody else's to be taken or refused.
func FuzzExternalToken(f *testing.F) {
	f.Add("ticket")
	f.Add("e30.eyJzdWIiOiJzIiwiZXhwIjoxfQ.")
	f.Add("a.b.c")
	f.Add("..")
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, token string) {
		body, err := json.Marshal(map[string]string{
			"client_id": e.ApplicationID().String(), "client_secret": e.ClientSecret(), "external_auth_type": "OIDC", "external_auth_token": token,
		})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/v10/partner-sdk/token", bytes.NewReader(body)))
		switch w.Code {
		case http.StatusOK, http.StatusBadRequest, http.StatusTooManyRequests:
		default:
			t.Errorf("%q: %d %s", token, w.Code, w.Body)
		}
	})
}
