package emulator_test

import (
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

func TestInvites(t *testing.T) {
	remember := exchange{name: "remember the code", act: func(s *scenario) {
		var i struct{ Code string }
		decode(s.t, []byte(s.last.body), &i)
		s.vars["code"] = i.Code
	}}
	run(t, nil, []exchange{
		{
			name: "create", do: "POST /channels/{channel}/invites", body: `{"max_age":3600,"max_uses":1}`,
			want:   `{"type":0,"code":"*","guild":{"id":"{guild}","features":[]},"guild_id":"{guild}","channel":{"id":"{channel}","type":0,"name":"general"},"inviter":{"id":"{bot}"},"uses":0,"max_uses":1,"max_age":3600,"temporary":false,"created_at":"*","expires_at":"2000-01-01T01:00:00.000000+00:00"}`,
			events: []string{`INVITE_CREATE {"channel_id":"{channel}","guild_id":"{guild}","code":"*","max_age":3600,"max_uses":1,"temporary":false,"uses":0,"inviter":{"id":"{bot}"}}`},
		},
		remember,
		{name: "the same again", do: "POST /channels/{channel}/invites", body: `{"max_age":3600,"max_uses":1}`, want: `{"code":"{code}"}`},
		{name: "another", do: "POST /channels/{channel}/invites", body: `{"max_age":3600,"max_uses":1,"unique":true}`, want: `{"code":"*"}`, events: []string{"INVITE_CREATE"}},
		{name: "list", do: "GET /channels/{channel}/invites", want: `[{"code":"{code}"},{}]`},
		{name: "list all", do: "GET /guilds/{guild}/invites", want: `[{},{}]`},
		{name: "look", do: "anon:GET /invites/{code}", want: `{"code":"{code}","expires_at":"*","uses":"-","max_age":"-","created_at":"-"}`},
		{name: "too long", do: "POST /channels/{channel}/invites", body: `{"max_age":604801}`, status: 400, want: invalidForm("max_age", "NUMBER_TYPE_MAX", "int value should be less than or equal to 604800.")},
		{name: "delete", do: "DELETE /invites/{code}", want: `{"code":"{code}"}`, events: []string{`INVITE_DELETE {"code":"{code}","channel_id":"{channel}","guild_id":"{guild}"}`}},
		{name: "gone", do: "anon:GET /invites/{code}", status: 404, want: `{"message":"Unknown Invite","code":10006}`},
		{name: "in time all end", act: wait(time.Hour), do: "GET /guilds/{guild}/invites", want: `[]`},
	})
}

func TestInvitesWithRoles(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "a role", do: "POST /channels/{channel}/invites", body: `{"role_ids":["{modrole}"]}`,
			want:   `{"roles":[{"id":"{modrole}","name":"Moderator","position":1,"color":3066993,"colors":{"primary_color":3066993},"icon":null,"unicode_emoji":null}]}`,
			events: []string{`INVITE_CREATE {"role_ids":["{modrole}"]}`},
		},
		{name: "never the same", do: "POST /channels/{channel}/invites", body: `{"role_ids":["{modrole}"]}`, want: `{}`, events: []string{"INVITE_CREATE"}},
		{name: "a role too high", do: "POST /channels/{channel}/invites", body: `{"role_ids":["{botrole}"]}`, status: 403, want: missingPermissions},
		{name: "no role", do: "POST /channels/{channel}/invites", body: `{"role_ids":["5"]}`, status: 400, want: invalidForm("role_ids.0", "ROLE_DOES_NOT_EXIST", "Unknown role")},
		{name: "a stream of nobody", do: "POST /channels/{voice}/invites", body: `{"target_type":1,"target_user_id":"{user}"}`, status: 400, want: invalidForm("target_user_id", "GUILD_INVITE_INVALID_TARGET_USER_ID", "The specified user is currently not streaming in this channel")},
		{name: "an application that is not embedded", do: "POST /channels/{voice}/invites", body: `{"target_type":2,"target_application_id":"{app}"}`, status: 400, want: invalidForm("target_application_id", "GUILD_INVITE_INVALID_APPLICATION", "The specified application is not embedded")},
		{name: "what can't be a target", do: "POST /channels/{voice}/invites", body: `{"target_type":7}`, status: 400, want: invalidForm("target_type", "NUMBER_TYPE_MAX", "int value should be less than or equal to 2.")},
		{name: "without a body", do: "POST /channels/{channel}/invites", status: 400, want: `{"message":"The request body contains invalid JSON.","code":50109}`},
		{name: "how many are there", do: "anon:GET /invites/nothing?with_counts=true", status: 404, want: `{"message":"Unknown Invite","code":10006}`},
	})
}

func TestInvitesOfAnAuditor(t *testing.T) {
	run(t, without(discord.PermissionManageGuild), []exchange{
		{name: "create", do: "POST /channels/{channel}/invites", body: `{}`, want: `{"uses":0}`, events: []string{"INVITE_CREATE"}},
		{name: "list", do: "GET /guilds/{guild}/invites", want: `[{"code":"*","uses":"-","max_age":"-","created_at":"-"}]`},
		{name: "list of the channel", do: "GET /channels/{channel}/invites", want: `[{"code":"*","uses":0}]`},
	})
}

func TestInvitesOfAStranger(t *testing.T) {
	run(t, without(discord.PermissionManageGuild|discord.PermissionViewAuditLog|discord.PermissionManageRoles), []exchange{
		{name: "list", do: "GET /guilds/{guild}/invites", status: 403, want: missingPermissions},
		{name: "roles", do: "POST /channels/{channel}/invites", body: `{"role_ids":["{modrole}"]}`, status: 403, want: missingPermissions},
	})
}
