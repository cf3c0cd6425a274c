package emulator_test

import (
	"testing"

	"github.com/accord-go/accord/discord"
)

// keepIntegrations saves the IDs of the two integrations of auditedWorld.
func keepIntegrations(s *scenario) {
	var list []struct{ ID string }
	decode(s.t, []byte(s.last.body), &list)
	s.vars["own"], s.vars["helper"] = list[0].ID, list[1].ID
}

func TestIntegrations(t *testing.T) {
	const unknown = `{"message":"Unknown Integration","code":10005}`
	run(t, auditedWorld(), []exchange{
		{
			name: "list", do: "GET /guilds/{guild}/integrations",
			want: `[{"id":"*","name":"Accord","user":{"id":"{user}"},"application":{"id":"{app}","bot":{"id":"{bot}"}}},
				{"id":"*","name":"helper","type":"discord","enabled":true,"account":{"id":"` + helperBot + `"},"application":{"id":"` + helperBot + `","bot":{"id":"` + helperBot + `"}}}]`,
		},
		{
			name: "more scopes", act: func(s *scenario) { keepIntegrations(s); installed("bot webhook.incoming")(s) }, events: []string{
				`INTEGRATION_UPDATE {"id":"{own}","guild_id":"{guild}","user":"-","scopes":["applications.commands","bot","webhook.incoming"]}`,
				`GUILD_INTEGRATIONS_UPDATE {"guild_id":"{guild}"}`, "WEBHOOKS_UPDATE",
			},
		},
		{name: "no more", act: installed("applications.commands")},
		{name: "no such", do: "DELETE /guilds/{guild}/integrations/5", status: 404, want: unknown},
		{
			name: "delete another's", do: "DELETE /guilds/{guild}/integrations/{helper}", events: []string{
				`GUILD_INTEGRATIONS_UPDATE {"guild_id":"{guild}"}`, `INTEGRATION_DELETE {"id":"{helper}","guild_id":"{guild}","application_id":"` + helperBot + `"}`,
				`GUILD_MEMBER_REMOVE {"user":{"id":"` + helperBot + `"}}`,
			},
		},
		{name: "again", do: "DELETE /guilds/{guild}/integrations/{helper}", status: 404, want: unknown},
		{
			name: "delete the bot's own", do: "DELETE /guilds/{guild}/integrations/{own}", events: []string{
				`WEBHOOKS_UPDATE {"channel_id":"{channel}"}`, "GUILD_INTEGRATIONS_UPDATE", `INTEGRATION_DELETE {"id":"{own}"}`, "GUILD_MEMBER_REMOVE", `GUILD_DELETE {"id":"{guild}","unavailable":"-"}`,
			},
		},
		{name: "gone", do: "GET /guilds/{guild}/integrations", status: 403, want: `{"message":"Missing Access","code":50001}`},
	})
	t.Run("without permission", func(t *testing.T) {
		run(t, without(discord.PermissionManageGuild), []exchange{
			{name: "list", do: "GET /guilds/{guild}/integrations", status: 403, want: missingPermissions},
			{name: "delete", do: "DELETE /guilds/{guild}/integrations/5", status: 403, want: missingPermissions},
		})
	})
	t.Run("commands alone", func(t *testing.T) {
		run(t, nil, []exchange{
			{name: "leave", do: "DELETE /users/@me/guilds/{guild}", events: []string{"GUILD_MEMBER_REMOVE", "GUILD_DELETE"}},
			{name: "install, of which who is not there is not told", act: installed("applications.commands")},
			{name: "not there", do: "GET /guilds/{guild}/integrations", status: 403, want: `{"message":"Missing Access","code":50001}`},
		})
	})
	t.Run("kicked", func(t *testing.T) {
		run(t, auditedWorld(), []exchange{
			{
				name: "kick", do: "DELETE /guilds/{guild}/members/" + helperBot,
				events: []string{"GUILD_MEMBER_REMOVE", "GUILD_INTEGRATIONS_UPDATE", `INTEGRATION_DELETE {"application_id":"` + helperBot + `"}`},
			},
			{name: "only ours is left", do: "GET /guilds/{guild}/integrations", want: `[{"account":{"id":"{app}"}}]`},
		})
	})
}
