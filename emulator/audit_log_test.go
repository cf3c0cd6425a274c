package emulator_test

import (
	"testing"

	"github.com/accord-go/accord/discord"
)

// audited lets a scenario see what is written to the audit log.
func audited(s *scenario) { s.bot.audited = true }

func TestAuditLog(t *testing.T) {
	const entry = "GUILD_AUDIT_LOG_ENTRY_CREATE "
	run(t, nil, []exchange{
		{name: "none", act: audited, do: "GET /guilds/{guild}/audit-logs", want: `{"audit_log_entries":[],"users":[],"webhooks":[],"threads":[],"integrations":[],"guild_scheduled_events":[],"application_commands":[],"auto_moderation_rules":[]}`},
		{
			name: "a guild", do: "PATCH /guilds/{guild}", body: `{"name":"Sandbox"}`, want: `{}`, events: []string{
				"GUILD_UPDATE",
				entry + `{"guild_id":"{guild}","id":"*","action_type":1,"user_id":"{bot}","target_id":"{guild}","changes":[{"key":"name","old_value":"Playground","new_value":"Sandbox"}],"reason":"-"}`,
			},
		},
		{name: "no change", do: "PATCH /guilds/{guild}", body: `{"name":"Sandbox"}`, want: `{}`, events: []string{"GUILD_UPDATE"}},
		{
			name: "a role", do: "POST /guilds/{guild}/roles", body: `{"name":"New"}`, want: `{}`, save: "role",
			events: []string{"GUILD_ROLE_CREATE", entry + `{"action_type":30,"target_id":"{role}","changes":"*"}`},
		},
		{
			name: "a member's role", do: "PUT /guilds/{guild}/members/{other}/roles/{role}",
			events: []string{"GUILD_MEMBER_UPDATE", entry + `{"action_type":25,"target_id":"{other}","changes":[{"key":"$add","new_value":[{"name":"New","id":"{role}"}]}]}`},
		},
		{
			name: "a nickname", do: "PATCH /guilds/{guild}/members/{other}", body: `{"nick":"Sammy"}`, want: `{}`,
			events: []string{"GUILD_MEMBER_UPDATE", entry + `{"action_type":24,"target_id":"{other}","changes":[{"key":"nick","new_value":"Sammy","old_value":"-"}]}`},
		},
		{
			name: "a role that goes", do: "DELETE /guilds/{guild}/roles/{role}",
			events: []string{"GUILD_ROLE_DELETE", entry + `{"action_type":32,"target_id":"{role}"}`},
		},
		{
			name: "a channel", do: "PATCH /channels/{random}", body: `{"topic":"news"}`, want: `{}`,
			events: []string{"CHANNEL_UPDATE", entry + `{"action_type":11,"target_id":"{random}","changes":[{"key":"topic","new_value":"news"}]}`},
		},
		{
			name: "a ban", do: "PUT /guilds/{guild}/bans/{other}",
			events: []string{"GUILD_BAN_ADD", "GUILD_MEMBER_REMOVE", entry + `{"action_type":22,"target_id":"{other}"}`},
		},
		{name: "the newest", do: "GET /guilds/{guild}/audit-logs?limit=1", want: `{"audit_log_entries":[{"action_type":22}],"users":[{"id":"{bot}"},{"id":"{other}"}]}`},
		{name: "the oldest", do: "GET /guilds/{guild}/audit-logs?limit=2&after=0", want: `{"audit_log_entries":[{"action_type":1},{"action_type":30}]}`},
		{name: "of a kind", do: "GET /guilds/{guild}/audit-logs?action_type=24", want: `{"audit_log_entries":[{"action_type":24}]}`},
		{name: "of nobody", do: "GET /guilds/{guild}/audit-logs?user_id={other}", want: `{"audit_log_entries":[]}`},
	})
}

func TestAuditLogNeedsPermission(t *testing.T) {
	run(t, without(discord.PermissionViewAuditLog), []exchange{
		{name: "list", act: audited, do: "GET /guilds/{guild}/audit-logs", status: 403, want: missingPermissions},
		{name: "nothing is told", do: "PATCH /guilds/{guild}", body: `{"name":"Sandbox"}`, want: `{}`, events: []string{"GUILD_UPDATE"}},
	})
}
