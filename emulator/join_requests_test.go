package emulator_test

import (
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// The people who ask to join.
const (
	kim, lee, mia = discord.UserID(1200000000000000301), discord.UserID(1200000000000000302), discord.UserID(1200000000000000303)
)

// choosy is the default world where people must ask to join, and with three who
// do. The bot lacks some permissions.
func choosy(features []string, lacks discord.Permissions) *emulator.World {
	w := without(lacks)
	w.Guilds[0].Features = append(features, "MEMBER_VERIFICATION_GATE_ENABLED", "MEMBER_VERIFICATION_MANUAL_APPROVAL")
	for _, id := range []discord.UserID{kim, lee, mia} {
		w.Users = append(w.Users, emulator.WorldUser{ID: id, Username: "u" + id.String()})
	}
	return w
}

// asks lets people ask to join, and saves the IDs of their requests under theirs.
func asks(people ...discord.UserID) func(*scenario) {
	return func(s *scenario) {
		for _, id := range people {
			s.vars["q"+id.String()[16:]] = s.d.RequestToJoin(emulator.JoinRequest{UserID: id, Responses: []discord.JoinRequestResponse{
				{FieldType: discord.JoinRequestFieldTypeTextInput, Label: "Why?", Response: []byte(`"fun"`)},
			}}).String()
		}
	}
}

func TestJoinRequests(t *testing.T) {
	const created = `GUILD_JOIN_REQUEST_CREATE {"guild_id":"{guild}","status":"SUBMITTED"}`
	withdraw := func(s *scenario) { s.d.RequestToJoin(emulator.JoinRequest{UserID: lee, Withdraw: true}) }
	run(t, choosy(nil, 0), []exchange{
		{name: "none", do: "GET /guilds/{guild}/requests", want: `{"total":0,"guild_join_requests":[]}`},
		{name: "Kim asks", act: asks(kim), events: []string{
			`GUILD_JOIN_REQUEST_CREATE {"guild_id":"{guild}","status":"SUBMITTED","request":{"id":"{q301}","guild_id":"{guild}","user_id":"1200000000000000301","user":{"id":"1200000000000000301"},
				"created_at":"*","reviewed_at":null,"application_status":"SUBMITTED","rejection_reason":null,"actioned_by_user":"-","form_responses":[{"field_type":"TEXT_INPUT","label":"Why?","response":"fun"}]}}`,
		}},
		{name: "so do others", act: asks(lee, mia), events: []string{created, created}},
		{name: "list", do: "GET /guilds/{guild}/requests", want: `{"total":3,"guild_join_requests":[{"id":"{q303}"},{"id":"{q302}"},{"id":"{q301}"}]}`},
		{name: "a page", do: "GET /guilds/{guild}/requests?limit=1&before={q303}", want: `{"total":3,"guild_join_requests":[{"id":"{q302}"}]}`},
		{name: "a page upward, which wins", do: "GET /guilds/{guild}/requests?limit=1&after={q301}&before={q301}", want: `{"guild_join_requests":[{"id":"{q302}"}]}`},
		{name: "no state", do: "GET /guilds/{guild}/requests?status=STARTED", status: 400, want: invalidForm("status", "BASE_TYPE_CHOICES", "Value must be one of {'APPROVED', 'REJECTED', 'SUBMITTED'}.")},
		{name: "Lee doesn't want to", act: withdraw, events: []string{`GUILD_JOIN_REQUEST_DELETE {"id":"{q302}","guild_id":"{guild}","user_id":"1200000000000000302"}`}},
		{
			name: "approve", do: "PATCH /guilds/{guild}/requests/{q301}", body: `{"action":"APPROVED","rejection_reason":"x"}`,
			want:   `{"id":"{q301}","application_status":"APPROVED","reviewed_at":"*","rejection_reason":null,"actioned_by_user":{"id":"{bot}"}}`,
			events: []string{`GUILD_JOIN_REQUEST_UPDATE {"guild_id":"{guild}","status":"APPROVED","request":{"id":"{q301}"}}`, `GUILD_MEMBER_ADD {"user":{"id":"1200000000000000301"},"pending":false}`},
		},
		{name: "too late", do: "PATCH /guilds/{guild}/requests/{q301}", body: `{"action":"REJECTED"}`, want: `{"application_status":"APPROVED"}`},
		{
			name: "reject", do: "PATCH /guilds/{guild}/requests/{q303}", body: `{"action":"REJECTED","rejection_reason":"full"}`,
			want: `{"application_status":"REJECTED","rejection_reason":"full"}`, events: []string{`GUILD_JOIN_REQUEST_UPDATE {"status":"REJECTED"}`},
		},
		{name: "approved", do: "GET /guilds/{guild}/requests?status=APPROVED", want: `{"total":"-","guild_join_requests":[{"id":"{q301}"}]}`},
		{name: "rejected", do: "GET /guilds/{guild}/requests?status=REJECTED&after={q301}", want: `{"guild_join_requests":[{"id":"{q303}"}]}`},
		{name: "withdrawn", do: "PATCH /guilds/{guild}/requests/{q302}", body: `{"action":"APPROVED"}`, status: 404, want: `{"message":"404: Not Found","code":0}`},
		{name: "no decision", do: "PATCH /guilds/{guild}/requests/{q303}", body: `{"action":"SUBMITTED"}`, status: 400, want: invalidForm("action", "BASE_TYPE_CHOICES", "Value must be one of {'APPROVED', 'REJECTED'}.")},
		{name: "by the control API", act: func(s *scenario) {
			control(s.t, s.d, "POST", "/join-request", `{"user_id":"1200000000000000303","responses":[]}`, &struct{ ID string }{})
		}, events: []string{created}},
	})
}

func TestJoinRequestsOfPendingMembers(t *testing.T) {
	run(t, choosy([]string{"PREVIEW_ENABLED"}, 0), []exchange{
		{name: "ask", act: asks(kim), events: []string{"GUILD_JOIN_REQUEST_CREATE", `GUILD_MEMBER_ADD {"user":{"id":"1200000000000000301"},"pending":true}`}},
		{name: "approve", do: "PATCH /guilds/{guild}/requests/{q301}", body: `{"action":"APPROVED"}`, want: `{}`, events: []string{"GUILD_JOIN_REQUEST_UPDATE", `GUILD_MEMBER_UPDATE {"pending":false}`}},
	})
}

func TestJoinRequestsNeedPermission(t *testing.T) {
	t.Run("not KICK_MEMBERS", func(t *testing.T) {
		run(t, choosy(nil, discord.PermissionKickMembers), []exchange{
			{name: "ask", act: asks(kim, lee)},
			{name: "how many", do: "GET /guilds/{guild}/requests", want: `{"total":2,"guild_join_requests":"-"}`},
			{name: "approve", do: "PATCH /guilds/{guild}/requests/{q301}", body: `{"action":"APPROVED"}`, status: 403, want: missingPermissions},
		})
	})
	t.Run("neither", func(t *testing.T) {
		run(t, choosy(nil, discord.PermissionKickMembers|discord.PermissionManageGuild), []exchange{
			{name: "list", do: "GET /guilds/{guild}/requests", status: 403, want: missingPermissions},
		})
	})
	t.Run("in another guild", func(t *testing.T) {
		run(t, nil, []exchange{
			{name: "list", do: "GET /guilds/{guild}/requests", status: 403, want: `{"message":"403: Forbidden","code":0}`},
			{name: "approve", do: "PATCH /guilds/{guild}/requests/5", body: `{"action":"APPROVED"}`, status: 403, want: `{"message":"403: Forbidden","code":0}`},
		})
	})
}

// TestJoinRequestsRefused wants people not to ask who can't.
func TestJoinRequestsRefused(t *testing.T) {
	t.Parallel()
	w := choosy(nil, 0)
	w.Guilds = append(w.Guilds, emulator.WorldGuild{ID: 1200000000000000400, Name: "Open", OwnerID: kim, Members: []emulator.WorldMember{{UserID: kim}}, Channels: []emulator.WorldChannel{{ID: 1200000000000000401, Name: "hall"}}})
	e, err := emulator.New(emulator.Config{World: w})
	if err != nil {
		t.Fatal(err)
	}
	for name, j := range map[string]emulator.JoinRequest{
		"no guild":                {GuildID: 5, UserID: lee},
		"a guild open to all":     {GuildID: 1200000000000000400, UserID: lee},
		"no person":               {UserID: 5},
		"a bot":                   {UserID: discord.UserID(emulator.DefaultApplicationID)},
		"a member":                {UserID: emulator.DefaultOtherUserID},
		"who has nothing to take": {UserID: lee, Withdraw: true},
	} {
		if id, err := e.RequestToJoin(j); err == nil {
			t.Errorf("%s: request %d, want an error", name, id)
		}
	}
}
