package emulator_test

import "testing"

func TestWidget(t *testing.T) {
	run(t, nil, []exchange{
		{name: "off", do: "GET /guilds/{guild}/widget", want: `{"enabled":false,"channel_id":null}`},
		{name: "so there is none", do: "anon:GET /guilds/{guild}/widget.json", status: 403, want: `{"message":"Widget Disabled","code":50004}`},
		{name: "no channel", do: "PATCH /guilds/{guild}/widget", body: `{"channel_id":"5"}`, status: 404, want: `{"message":"Unknown Channel","code":10003}`},
		{name: "on", do: "PATCH /guilds/{guild}/widget", body: `{"enabled":true,"channel_id":"{channel}"}`, want: `{"enabled":true,"channel_id":"{channel}"}`, events: []string{`GUILD_UPDATE {"widget_enabled":true,"widget_channel_id":"{channel}"}`}},
		{name: "JSON", do: "anon:GET /guilds/{guild}/widget.json", want: `{"id":"{guild}","name":"Playground","instant_invite":null,"channels":[{"id":"{voice}"}],"presence_count":1}`},
		{name: "a style that isn't one", do: "anon:GET /guilds/{guild}/widget.png?style=round", status: 400, want: invalidForm("style", "BASE_TYPE_CHOICES", "Value must be one of (shield, banner1, banner2, banner3, banner4).")},
	})
}

func TestGuildSettings(t *testing.T) {
	run(t, nil, []exchange{
		{name: "no welcome screen", do: "GET /guilds/{guild}/welcome-screen", status: 404, want: `{"message":"Unknown Guild Welcome Screen","code":10069}`},
		{name: "a welcome screen", do: "PATCH /guilds/{guild}/welcome-screen", body: `{"enabled":true,"description":"Hello","welcome_channels":[{"channel_id":"{channel}","description":"talk","emoji_name":"👋"}]}`, want: `{"description":"Hello","welcome_channels":[{"channel_id":"{channel}","description":"talk","emoji_id":null,"emoji_name":"👋"}]}`, events: []string{`GUILD_UPDATE {"features":["WELCOME_SCREEN_ENABLED"]}`}},
		{name: "it stays", do: "GET /guilds/{guild}/welcome-screen", want: `{"description":"Hello"}`},
		{name: "no vanity URL", do: "GET /guilds/{guild}/vanity-url", want: `{"code":null,"uses":0}`},
		{name: "no invites", do: "PUT /guilds/{guild}/incident-actions", body: `{"invites_disabled_until":"2000-01-01T12:00:00Z"}`, want: `{"invites_disabled_until":"2000-01-01T12:00:00.000000+00:00","dms_disabled_until":null}`, events: []string{`GUILD_UPDATE {"incidents_data":{"invites_disabled_until":"*"}}`}},
		{name: "for too long", do: "PUT /guilds/{guild}/incident-actions", body: `{"invites_disabled_until":"2000-01-03T12:00:00Z"}`, status: 400, want: invalidForm("invites_disabled_until", "INVALID_INCIDENT_ACTION_TIMESTAMP", "Must be at most 24 hours ahead.")},
		{name: "integrations", do: "GET /guilds/{guild}/integrations", want: `[{"id":"*","type":"discord","name":"Accord","enabled":true,"account":{"id":"{app}"},"application":{"id":"{app}","bot":{"id":"{bot}"}},"scopes":["applications.commands","bot"]}]`},
	})
}
