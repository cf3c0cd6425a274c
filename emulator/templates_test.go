package emulator_test

import "testing"

func TestTemplates(t *testing.T) {
	keepCode := func(s *scenario) {
		var template struct{ Code string }
		decode(s.t, []byte(s.last.body), &template)
		s.vars["code"] = template.Code
	}
	run(t, nil, []exchange{
		{name: "none", do: "GET /guilds/{guild}/templates", want: `[]`},
		{name: "no name", do: "POST /guilds/{guild}/templates", status: 400, want: invalidForm("name", "BASE_TYPE_REQUIRED", "This field is required")},
		{
			name: "create", do: "POST /guilds/{guild}/templates", body: `{"name":"Base"}`,
			want: `{"code":"*","name":"Base","description":null,"usage_count":0,"creator_id":"{bot}","source_guild_id":"{guild}","is_dirty":null,"serialized_source_guild":{"name":"Playground","roles":[{"id":0,"name":"@everyone"},{"id":1},{"id":2}],
				"channels":[{"id":1,"parent_id":null},{"id":2,"parent_id":"1"},{"parent_id":"1"},{"name":"staff","permission_overwrites":[{"id":"0","type":0,"allow":"0","deny":"1024"}]},{},{}]}}`,
		},
		{name: "one only", act: keepCode, do: "POST /guilds/{guild}/templates", body: `{"name":"Base"}`, status: 400, want: `{"message":"Guild already has a template","code":30031}`},
		{name: "by its code", do: "GET /guilds/templates/{code}", want: `{"code":"{code}","creator":{"id":"{bot}"}}`},
		{name: "rename", do: "PATCH /guilds/{guild}/templates/{code}", body: `{"name":"Camp","description":"d"}`, want: `{"name":"Camp","description":"d"}`},
		{name: "the guild changes", do: "PATCH /guilds/{guild}", body: `{"name":"Sandbox"}`, want: `{}`, events: []string{"GUILD_UPDATE"}},
		{name: "sync", do: "PUT /guilds/{guild}/templates/{code}", want: `{"serialized_source_guild":{"name":"Sandbox"}}`},
		{name: "delete", do: "DELETE /guilds/{guild}/templates/{code}", want: `{"name":"Camp"}`},
		{name: "delete again", do: "DELETE /guilds/{guild}/templates/{code}", status: 404, want: `{"message":"Unknown Guild Template","code":10057}`},
	})
}

func TestOnboarding(t *testing.T) {
	run(t, nil, []exchange{
		{name: "none", do: "GET /guilds/{guild}/onboarding", want: `{"guild_id":"{guild}","prompts":[],"default_channel_ids":[],"enabled":false,"mode":0}`},
		{
			name: "ask", do: "PUT /guilds/{guild}/onboarding", body: `{"prompts":[{"id":"1","title":"Why?","options":[{"title":"Fun","emoji_name":"🎉","channel_ids":["{channel}"]}]}],"default_channel_ids":["{channel}"]}`,
			want: `{"prompts":[{"id":"*","title":"Why?","type":0,"single_select":false,"options":[{"id":"*","title":"Fun","emoji":{"id":null,"name":"🎉","animated":false},"channel_ids":["{channel}"],"role_ids":[]}]}],"default_channel_ids":["{channel}"]}`,
		},
		{name: "too few channels", do: "PUT /guilds/{guild}/onboarding", body: `{"enabled":true}`, status: 400, want: `{"message":"Cannot enable onboarding, requirements are not met","code":350000}`},
		{name: "no Server Guide", do: "GET /guilds/{guild}/new-member-welcome", status: 204},
	})
}
