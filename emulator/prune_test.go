package emulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// crowd is the default world with two people without roles, and two with one
// more each.
func crowd() *emulator.World {
	w := emulator.DefaultWorld()
	g := &w.Guilds[0]
	g.Roles = append(g.Roles, emulator.WorldRole{ID: 1200000000000000013, Name: "Guest"})
	for i, roles := range [][]discord.RoleID{nil, nil, {1200000000000000013}, {1200000000000000013, 1200000000000000012}} {
		id := discord.UserID(1200000000000000201 + i)
		w.Users = append(w.Users, emulator.WorldUser{ID: id, Username: "guest" + id.String()})
		g.Members = append(g.Members, emulator.WorldMember{UserID: id, Roles: roles})
	}
	return w
}

// withReason makes a request that tells why.
func withReason(operation, body, reason string) func(*scenario) {
	return func(s *scenario) {
		method, path, _ := strings.Cut(s.fill(operation), " ")
		req, err := http.NewRequestWithContext(s.t.Context(), method, s.d.API+path, strings.NewReader(s.fill(body)))
		if err != nil {
			s.t.Fatal(err)
		}
		req.Header = http.Header{"Authorization": {"Bot " + s.d.Token}, "Content-Type": {"application/json"}, "X-Audit-Log-Reason": {reason}}
		s.last = do(s.t, s.d, req)
	}
}

func TestPrune(t *testing.T) {
	const (
		entry   = "GUILD_AUDIT_LOG_ENTRY_CREATE "
		removed = `GUILD_MEMBER_REMOVE {"guild_id":"{guild}","user":{"id":"120000000000000020`
	)
	run(t, crowd(), []exchange{
		{name: "nobody is away", act: audited, do: "GET /guilds/{guild}/prune?days=1&include_roles={modrole}", want: `{"pruned":0}`},
		{name: "too many days", do: "GET /guilds/{guild}/prune?days=31", status: 400, want: invalidForm("days", "NUMBER_TYPE_MAX", "int value should be less than or equal to 30.")},
		{name: "no days", do: "POST /guilds/{guild}/prune", body: `{"days":0}`, status: 400, want: invalidForm("days", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1.")},
		{name: "no role", do: "GET /guilds/{guild}/prune?include_roles=x", status: 400, want: invalidForm("include_roles", "NUMBER_TYPE_COERCE", `Value "x" is not snowflake.`)},
		{name: "nobody goes", do: "POST /guilds/{guild}/prune", body: `{"days":1}`, want: `{"pruned":0}`, events: []string{entry + `{"action_type":21,"options":{"delete_member_days":"1","members_removed":"0"}}`}},
		{name: "a day later", act: wait(24 * time.Hour), do: "GET /guilds/{guild}/prune?days=1", want: `{"pruned":2}`},
		{name: "a week is longer", do: "GET /guilds/{guild}/prune", want: `{"pruned":0}`},
		{name: "with a role", do: "GET /guilds/{guild}/prune?days=1&include_roles=1200000000000000013", want: `{"pruned":3}`},
		{name: "with both", do: "GET /guilds/{guild}/prune?days=1&include_roles=1200000000000000013,{modrole}", want: `{"pruned":5}`},
		{
			name: "go", do: "POST /guilds/{guild}/prune", body: `{"days":1,"reason":"quiet"}`, want: `{"pruned":2}`,
			events: []string{removed + `1"}}`, removed + `2"}}`, entry + `{"action_type":21,"target_id":null,"changes":"-","reason":"quiet","options":{"delete_member_days":"1","members_removed":"2"}}`},
		},
		{
			name: "uncounted, and told why", act: withReason("POST /guilds/{guild}/prune", `{"days":1,"compute_prune_count":false,"include_roles":["1200000000000000013"],"reason":"x"}`, "long%20gone"),
			events: []string{removed + `3"}}`, entry + `{"action_type":21,"reason":"long gone","options":{"members_removed":"1"}}`},
		},
		{name: "which is null", act: func(s *scenario) {
			if s.last.status != 200 || s.last.body != `{"pruned":null}` {
				s.t.Errorf("%d %s", s.last.status, s.last.body)
			}
		}},
		{name: "who is left", do: "GET /guilds/{guild}/members?limit=10", want: `[{},{},{},{"user":{"id":"1200000000000000204"}}]`},
	})
	for _, needed := range []discord.Permissions{discord.PermissionKickMembers, discord.PermissionManageGuild} {
		t.Run("without "+needed.String(), func(t *testing.T) {
			run(t, without(needed), []exchange{
				{name: "count", do: "GET /guilds/{guild}/prune", status: 403, want: missingPermissions},
				{name: "begin", do: "POST /guilds/{guild}/prune", status: 403, want: missingPermissions},
			})
		})
	}
	t.Run("where it takes ADMINISTRATOR", func(t *testing.T) {
		w := crowd()
		w.Guilds[0].Features = []string{string(discord.GuildFeaturePruneRequiresAdmin)}
		run(t, w, []exchange{{name: "begin", do: "POST /guilds/{guild}/prune", status: 403, want: missingPermissions}})
	})
}
