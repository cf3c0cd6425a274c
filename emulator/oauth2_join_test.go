package emulator_test

import (
	"net/url"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// joining is a world with Alex, who is in no guild. The bot lacks some
// permissions.
func joining(lacks discord.Permissions, features ...string) *emulator.World {
	w := without(lacks)
	w.Guilds[0].Features = features
	w.Users = append(w.Users, emulator.WorldUser{ID: 1200000000000000004, Username: "alex"})
	return w
}

// alexGrants lets Alex grant a scope, and saves the token.
func alexGrants(scope string) func(*scenario) {
	return func(s *scenario) {
		q := approve(s.t, s.d, consentPath(s.d, "scope", scope), url.Values{"user_id": {"1200000000000000004"}})
		_, token := tokenOf(s.t, s.d, url.Values{"grant_type": {"authorization_code"}, "code": q["code"], "redirect_uri": {back}})
		s.vars["access"], _ = token["access_token"].(string)
	}
}

// joinGuild adds Alex.
const joinGuild = "PUT /guilds/{guild}/members/1200000000000000004"

func TestJoin(t *testing.T) {
	run(t, joining(0), []exchange{
		{name: "another's token", do: joinGuild, body: `{"access_token":"x"}`, status: 403, want: `{"message":"Invalid OAuth2 access token","code":50025}`},
		{name: "without the scope", act: alexGrants("identify"), do: joinGuild, body: `{"access_token":"{access}"}`, status: 403, want: `{"message":"Missing required OAuth2 scope","code":50026}`},
		{name: "no such role", act: alexGrants("guilds.join"), do: joinGuild, body: `{"access_token":"{access}","roles":["5"]}`, status: 404, want: `{"message":"Unknown Role","code":10011}`},
		{name: "the bot's own role", do: joinGuild, body: `{"access_token":"{access}","roles":["{botrole}"]}`, status: 403, want: missingPermissions},
		{name: "no token", do: joinGuild, body: `{}`, status: 400, want: invalidForm("access_token", "BASE_TYPE_REQUIRED", "This field is required")},
		{
			name: "join", do: joinGuild, body: `{"access_token":"{access}","nick":"Al","roles":["{modrole}"],"mute":true,"deaf":true}`, status: 201,
			want:   `{"user":{"id":"1200000000000000004"},"nick":"Al","roles":["{modrole}"],"mute":true,"deaf":true,"pending":false}`,
			events: []string{`GUILD_MEMBER_ADD {"guild_id":"{guild}","nick":"Al"}`},
		},
		{name: "is there", do: joinGuild, body: `{"access_token":"{access}"}`},
		{name: "ban", do: "PUT /guilds/{guild}/bans/1200000000000000004", events: []string{"GUILD_BAN_ADD", "GUILD_MEMBER_REMOVE"}},
		{name: "banned", do: joinGuild, body: `{"access_token":"{access}"}`, status: 403, want: `{"message":"The user is banned from this guild.","code":40007}`},
	})
}

func TestJoinScreened(t *testing.T) {
	run(t, joining(0, "MEMBER_VERIFICATION_GATE_ENABLED"), []exchange{
		{name: "join", act: alexGrants("guilds.join"), do: joinGuild, body: `{"access_token":"{access}"}`, status: 201, want: `{"pending":true}`, events: []string{`GUILD_MEMBER_ADD {"pending":true}`}},
	})
}

func TestJoinNeedsPermission(t *testing.T) {
	for _, tt := range []struct {
		lacks discord.Permissions
		more  string
	}{
		{discord.PermissionCreateInstantInvite, ""},
		{discord.PermissionManageNicknames, `,"nick":"Al"`},
		{discord.PermissionManageRoles, `,"roles":["{modrole}"]`},
		{discord.PermissionMuteMembers, `,"mute":true`},
		{discord.PermissionDeafenMembers, `,"deaf":true`},
	} {
		t.Run(tt.lacks.String(), func(t *testing.T) {
			run(t, joining(tt.lacks), []exchange{
				{name: "join", act: alexGrants("guilds.join"), do: joinGuild, body: `{"access_token":"{access}"` + tt.more + `}`, status: 403, want: missingPermissions},
			})
		})
	}
}
