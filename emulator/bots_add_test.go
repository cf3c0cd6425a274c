package emulator_test

import (
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// runAdding runs exchanges in the default world, of which the first adds a bot.
func runAdding(t *testing.T, a emulator.WorldApplication, events []string, exchanges []exchange) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newScenario(t, nil)
		s.bot.audited = true
		second := s.d.AddBot(a, s.d.GuildID)
		s.vars["second"] = second.ApplicationID.String()
		s.gets("add", s.bot, events)
		s.bot.audited = false
		s.second, s.other = second, login(t, second, intentsAll)
		for _, x := range exchanges {
			s.exchange(x)
		}
		s.bot.leave()
		s.other.leave()
	})
}

// TestAddBot follows a bot that is added to a guild, does something, and is
// thrown out.
func TestAddBot(t *testing.T) {
	both := func(events ...string) ([]string, []string) { return events, events }
	created, theirs := both(`CHANNEL_CREATE {"name":"new"}`)
	runAdding(t, emulator.WorldApplication{Name: "Helper", Permissions: discord.PermissionManageChannels | discord.PermissionViewChannel}, []string{
		`GUILD_ROLE_CREATE {"role":{"name":"Helper","managed":true,"tags":{"bot_id":"{second}"}}}`,
		`GUILD_MEMBER_ADD {"user":{"id":"{second}","username":"Helper","bot":true}}`,
		`GUILD_AUDIT_LOG_ENTRY_CREATE {"action_type":28,"user_id":"{user}","target_id":"{second}"}`,
		`INTEGRATION_CREATE {"application":{"id":"{second}","bot":{"id":"{second}"}}}`, "GUILD_INTEGRATIONS_UPDATE",
		`GUILD_AUDIT_LOG_ENTRY_CREATE {"action_type":80,"user_id":"{user}"}`,
	}, []exchange{
		{name: "itself", do: "second:GET /users/@me", want: `{"id":"{second}","username":"Helper","bot":true}`},
		{name: "its application", do: "second:GET /oauth2/applications/@me", want: `{"id":"{second}","name":"Helper","approximate_guild_count":1,"install_params":{"permissions":"1040"}}`},
		{name: "another's application", do: "second:GET /applications/{app}", status: 403, want: notTheirs},
		{name: "its guilds", do: "second:GET /users/@me/guilds", want: `[{"id":"{guild}","owner":false}]`},
		{name: "what it may", do: "second:POST /guilds/{guild}/channels", body: `{"name":"new"}`, status: 201, save: "c", events: created, others: theirs},
		{name: "what it may not", do: "second:DELETE /guilds/{guild}/members/{bot}", status: 403, want: missingPermissions},
		{name: "whose deed", do: "GET /guilds/{guild}/audit-logs?action_type=10", want: `{"audit_log_entries":[{"user_id":"{second}","target_id":"{c}"}],"users":[{"id":"{second}"}]}`},
		{name: "whose none", do: "GET /guilds/{guild}/audit-logs?action_type=10&user_id={bot}", want: `{"audit_log_entries":[]}`},
		{name: "rank", do: "PATCH /guilds/{guild}/members/{second}", body: `{"nick":"x"}`, status: 403, want: missingPermissions},
		{name: "not to be banned", do: "PUT /guilds/{guild}/bans/{second}", status: 403, want: missingPermissions},
		{name: "leave", do: "second:DELETE /users/@me/guilds/{guild}",
			events: []string{`GUILD_MEMBER_REMOVE {"user":{"id":"{second}"}}`, "GUILD_INTEGRATIONS_UPDATE", `INTEGRATION_DELETE {"application_id":"{second}"}`, `GUILD_ROLE_DELETE {"guild_id":"{guild}"}`},
			others: []string{"GUILD_MEMBER_REMOVE", `GUILD_DELETE {"id":"{guild}","unavailable":"-"}`},
		},
		{name: "gone", do: "second:GET /guilds/{guild}", status: 403, want: missingAccess},
		say("m", "who is left?"),
	})
}

// installing has the owner add the second application to the guild.
func installing(scope string) func(*scenario) {
	return func(s *scenario) {
		s.t.Helper()
		path := consentPath(s.second, "scope", scope, "redirect_uri", "", "response_type", "")
		got := browse(s.t, s.d, "POST", path, url.Values{"action": {"authorize"}, "user_id": {s.vars["user"]}, "guild_id": {s.vars["guild"]}}, nil)
		if got.status != 200 {
			s.t.Fatalf("%d %s", got.status, got.body)
		}
	}
}

// TestKickBot has one bot throw out another.
func TestKickBot(t *testing.T) {
	rename := []string{`GUILD_MEMBER_UPDATE {"nick":"x"}`}
	joined := []string{`VOICE_STATE_UPDATE {"user_id":"{second}","channel_id":"{voice}"}`, "VOICE_CHANNEL_START_TIME_UPDATE"}
	runAdding(t, emulator.WorldApplication{Name: "Helper"}, []string{"GUILD_MEMBER_ADD", "GUILD_AUDIT_LOG_ENTRY_CREATE", "INTEGRATION_CREATE", "GUILD_INTEGRATIONS_UPDATE", "GUILD_AUDIT_LOG_ENTRY_CREATE"}, []exchange{
		{name: "join voice", act: func(s *scenario) {
			s.other.send(4, map[string]any{"guild_id": s.vars["guild"], "channel_id": s.vars["voice"], "self_mute": false, "self_deaf": false})
		}, events: joined, others: joined},
		{name: "where the other is not", do: "GET /guilds/{guild}/voice-states/@me", status: 404, want: `{"message":"Unknown Voice State","code":10065}`},
		{name: "rename", do: "PATCH /guilds/{guild}/members/{second}", body: `{"nick":"x"}`, want: `{"nick":"x"}`, events: rename, others: rename},
		{name: "a webhook", do: "POST /channels/{channel}/webhooks", body: `{"name":"W"}`, save: "w", want: `{"application_id":"{app}"}`, events: []string{"WEBHOOKS_UPDATE"}, others: []string{"WEBHOOKS_UPDATE"}},
		{name: "another's webhook", do: "second:GET /webhooks/{w}", status: 403, want: missingPermissions},
		{name: "a name", do: "second:PATCH /users/@me", body: `{"username":"Hand"}`, want: `{"username":"Hand"}`, others: []string{`USER_UPDATE {"username":"Hand"}`}},
		{name: "another's guild", do: "second:DELETE /guilds/{guild}/members/{bot}", status: 403, want: missingPermissions},
		{
			name: "kick", do: "DELETE /guilds/{guild}/members/{second}",
			events: []string{`GUILD_MEMBER_REMOVE {"user":{"id":"{second}","username":"Hand"}}`, "VOICE_CHANNEL_START_TIME_UPDATE", "GUILD_INTEGRATIONS_UPDATE", "INTEGRATION_DELETE"},
			others: []string{"GUILD_MEMBER_REMOVE", `GUILD_DELETE {"id":"{guild}","unavailable":"-"}`},
		},
		{name: "without its bot", act: installing("applications.commands"), events: []string{`INTEGRATION_CREATE {"scopes":["applications.commands"],"application":{"id":"{second}","bot":"-"}}`, "GUILD_INTEGRATIONS_UPDATE"}},
		{name: "its command", do: "second:POST /applications/{second}/commands", body: `{"name":"ping","description":"x"}`, status: 201, save: "c"},
		{name: "is used", act: func(s *scenario) {
			s.d.Interaction(emulator.CommandUse{Command: "ping"})
			s.interactionOf(s.other)
			s.wants(`{"application_id":"{second}","app_permissions":"442368"}`) // of @everyone's, what answers need
		}},
		{name: "deny it to everybody", do: "PUT /channels/{channel}/permissions/{guild}", body: `{"type":0,"deny":"442368"}`, events: []string{"CHANNEL_UPDATE"}},
		{name: "is used where everybody may nothing", act: func(s *scenario) {
			s.d.Interaction(emulator.CommandUse{Command: "ping"})
			s.interactionOf(s.other)
			s.wants(`{"app_permissions":"49152"}`) // files and embeds even so
		}},
		{name: "is answered", do: "anon:POST /interactions/{it}/{it_token}/callback", body: `{"type":4,"data":{"content":"pong"}}`, events: []string{`MESSAGE_CREATE {"content":"pong","author":{"id":"{second}"}}`}},
		{name: "come back", act: installing("bot"), events: []string{`GUILD_MEMBER_ADD {"user":{"id":"{second}"}}`, "INTEGRATION_UPDATE", "GUILD_INTEGRATIONS_UPDATE"}, others: []string{"GUILD_CREATE", "GUILD_MEMBER_ADD", "INTEGRATION_UPDATE", "GUILD_INTEGRATIONS_UPDATE"}},
	})
}

// TestAddBotErrors wants what is wrong with a new bot to be told.
func TestAddBotErrors(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	for _, tt := range []struct {
		name   string
		a      emulator.WorldApplication
		guilds []discord.GuildID
		want   string
	}{
		{"no name", emulator.WorldApplication{}, nil, `application.name: "" must have 2 to 32 characters`},
		{"the ID of a bot", emulator.WorldApplication{ID: d.ApplicationID, Name: "Bot"}, nil, "application.id: 1200000000000000001 is already the ID of a user"},
		{"a token", emulator.WorldApplication{ID: 7, Name: "Bot", Token: "x"}, nil, "application.token: must be three parts with dots between, of which the first is Nw, as in Discord's"},
		{"no guild", emulator.WorldApplication{Name: "Bot"}, []discord.GuildID{5}, "guild_ids[0]: there is no guild 5"},
	} {
		if _, err := d.Emulator.AddBot(tt.a, tt.guilds...); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if bots := d.Emulator.Bots(); len(bots) != 1 {
		t.Errorf("the bots %+v", bots)
	}
}

// TestControlBot adds a bot by the control API, as scripts do.
func TestControlBot(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	var added emulator.Bot
	control(t, d, "POST", "/bot", `{"id":"7","name":"Seven","token":"Nw.a.b","permissions":"8","privileged_intents":0,"guild_ids":["`+d.GuildID.String()+`"]}`, &added)
	if added.ApplicationID != 7 || added.Token != "Nw.a.b" || added.ClientSecret == "" {
		t.Errorf("added %+v", added)
	}
	got := rest(t, d, "GET", "/api/v10/users/@me/guilds", "Bot Nw.a.b", "")
	if diff := contains(t, `[{"id":"`+d.GuildID.String()+`","permissions":"9007199254740991"}]`, got.body); diff != "" {
		t.Errorf("its guilds: %s in %s", diff, got.body)
	}
	b := connect(t, d.As(7), "/?v=10")
	b.next(10)
	b.send(2, identify(d.As(7), intentMembers))
	if code := b.closed(); code != 4014 {
		t.Errorf("with an intent that was not granted: closed with %d, want 4014", code)
	}
	if got := control(t, d, "POST", "/bot", `{"name":"x"}`, nil); got.status != 400 {
		t.Errorf("a name that is too short: %d %s", got.status, got.body)
	}
	for _, e := range d.Log() {
		if strings.Contains(e.Data+e.Request+e.Response, "Nw.a.b") {
			t.Errorf("the log has the token: %+v", e)
		}
	}
}

// TestBotsOfOAuth2 wants grants to be one application's.
func TestBotsOfOAuth2(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		second := d.AddBot(emulator.WorldApplication{Name: "Helper", RedirectURIs: []string{"http://localhost:3000/callback"}})
		token := func(d *emutest.Discord) string {
			text, _ := grant(t, d, "identify")["access_token"].(string)
			return "Bearer " + text
		}
		for _, tt := range []struct {
			d    *emutest.Discord
			want string
		}{{d, "Accord"}, {second, "Helper"}} {
			got := rest(t, tt.d, "GET", "/api/v10/oauth2/@me", token(tt.d), "")
			if diff := contains(t, `{"application":{"id":"`+tt.d.ApplicationID.String()+`","name":"`+tt.want+`"}}`, got.body); diff != "" {
				t.Errorf("%s in %s", diff, got.body)
			}
		}
		got := browse(t, d, "POST", "/api/oauth2/token", url.Values{
			"grant_type": {"client_credentials"}, "scope": {"identify"}, "client_id": {second.ApplicationID.String()}, "client_secret": {secretOf(d)},
		}, nil)
		if got.status != 401 {
			t.Errorf("with another's secret: %d %s, want 401", got.status, got.body)
		}
	})
}

// TestPageOfBots wants the page to know all bots, and whose commands a guild has.
func TestPageOfBots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		there, elsewhere := d.AddBot(emulator.WorldApplication{Name: "There"}, d.GuildID), d.AddBot(emulator.WorldApplication{Name: "Elsewhere"})
		for _, d := range []*emutest.Discord{there, elsewhere} {
			rest(t, d, "POST", "/api/v10/applications/"+d.ApplicationID.String()+"/commands", "Bot "+d.Token, `{"name":"ping","description":"x"}`)
		}
		b := login(t, there, 0)
		app, first, second := d.ApplicationID.String(), there.ApplicationID.String(), elsewhere.ApplicationID.String()
		want := `{"bots":[{"user":{"id":"` + app + `"},"online":false},{"user":{"id":"` + first + `"},"online":true},{"user":{"id":"` + second + `"},"online":false}],
			"commands":[{"application_id":"` + first + `"},{"application_id":"` + second + `"}],"guilds":[{"applications":["` + app + `","` + first + `"]}]}`
		if diff := contains(t, want, rest(t, d, "GET", "/ui/state", "", "").body); diff != "" {
			t.Error(diff)
		}
		b.leave()
	})
}
