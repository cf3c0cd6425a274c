package emulator_test

import (
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// login as a person: the exchanges that follow may begin with user:.
func granting(scope string) func(*scenario) {
	return func(s *scenario) {
		s.vars["access"], _ = grant(s.t, s.d, scope)["access_token"].(string)
	}
}

func TestStore(t *testing.T) {
	w := emulator.DefaultWorld()
	premium := []discord.SKUID{emulator.DefaultSubscriptionSKUID}
	start, end := discord.At(time.Unix(1_800_000_000, 0)), discord.At(time.Unix(1_802_592_000, 0))
	w.Applications[0].Subscriptions = []discord.Subscription{
		{ID: 900, UserID: emulator.DefaultUserID, SKUIDs: premium, CurrentPeriodStart: start, CurrentPeriodEnd: end},
		{ID: 901, UserID: emulator.DefaultOtherUserID, SKUIDs: premium, CurrentPeriodStart: start, CurrentPeriodEnd: end},
	}
	const sku, coins = "1200000000000000101", "1200000000000000102"
	run(t, w, []exchange{
		{name: "what there is", do: "GET /applications/{app}/skus", want: `[{"id":"` + sku + `","type":5,"application_id":"{app}","name":"Premium","flags":260},{"id":"` + coins + `","type":3}]`},
		{
			name: "give", do: "POST /applications/{app}/entitlements", body: `{"sku_id":"` + sku + `","owner_id":"{user}","owner_type":2}`, save: "e",
			want:   `{"sku_id":"` + sku + `","user_id":"{user}","type":8,"deleted":false,"starts_at":null,"ends_at":null,"guild_id":"-"}`,
			events: []string{`ENTITLEMENT_CREATE {"id":"*","user_id":"{user}"}`},
		},
		{name: "give to a guild", do: "POST /applications/{app}/entitlements", body: `{"sku_id":"` + coins + `","owner_id":"{guild}","owner_type":1}`, save: "c", want: `{"guild_id":"{guild}","type":4}`, events: []string{"ENTITLEMENT_CREATE"}},
		{name: "nothing of that kind", do: "POST /applications/{app}/entitlements", body: `{"sku_id":"5","owner_id":"{user}","owner_type":2}`, status: 404, want: `{"message":"Unknown SKU","code":10027}`},
		{name: "to nobody", do: "POST /applications/{app}/entitlements", body: `{"sku_id":"` + sku + `","owner_id":"5","owner_type":2}`, status: 404, want: `{"message":"Unknown User","code":10013}`},
		{name: "owner's kind", do: "POST /applications/{app}/entitlements", body: `{"sku_id":"` + sku + `","owner_id":"5","owner_type":3}`, status: 400, want: invalidForm("owner_type", "NUMBER_TYPE_MAX", "int value should be less than or equal to 2.")},
		{name: "list", do: "GET /applications/{app}/entitlements", want: `[{"id":"{e}"},{"id":"{c}"}]`},
		{name: "newest", do: "GET /applications/{app}/entitlements?limit=1", want: `[{"id":"{c}"}]`},
		{name: "after", do: "GET /applications/{app}/entitlements?after=1&limit=1", want: `[{"id":"{e}"}]`},
		{name: "before", do: "GET /applications/{app}/entitlements?before={c}", want: `[{"id":"{e}"}]`},
		{name: "of some SKUs", do: "GET /applications/{app}/entitlements?sku_ids=5," + coins, want: `[{"id":"{c}"}]`},
		{name: "of a guild", do: "GET /applications/{app}/entitlements?guild_id={guild}", want: `[{"id":"{c}"}]`},
		{name: "one", do: "GET /applications/{app}/entitlements/{e}", want: `{"id":"{e}"}`},
		{name: "none", do: "GET /applications/{app}/entitlements/5", status: 404, want: `{"message":"Unknown Entitlement","code":10029}`},
		{name: "use up", do: "POST /applications/{app}/entitlements/{c}/consume", events: []string{`ENTITLEMENT_UPDATE {"id":"{c}","consumed":true}`}},
		{name: "use up again", do: "POST /applications/{app}/entitlements/{c}/consume"},
		{name: "not to be used up", do: "POST /applications/{app}/entitlements/{e}/consume", status: 400, want: `{"message":"Only consumable SKUs can be consumed","code":40018}`},
		{name: "a user's own", act: granting("applications.entitlements"), do: "user:GET /users/@me/applications/{app}/entitlements?exclude_consumed=1", want: `[{"id":"{e}"}]`},
		{name: "take back", do: "DELETE /applications/{app}/entitlements/{c}", events: []string{`ENTITLEMENT_DELETE {"id":"{c}","deleted":true}`}},
		{name: "left out", do: "GET /applications/{app}/entitlements", want: `[{"id":"{e}"}]`},
		{name: "unless asked for", do: "GET /applications/{app}/entitlements?exclude_deleted=false", want: `[{"id":"{e}"},{"id":"{c}","deleted":true}]`},
		{name: "subscriptions", do: "GET /skus/" + sku + "/subscriptions?user_id={user}", want: `[{"id":"900","user_id":"{user}","sku_ids":["` + sku + `"],"entitlement_ids":[],"renewal_sku_ids":[],"status":0}]`},
		{name: "whose", do: "GET /skus/" + sku + "/subscriptions", status: 400, want: invalidForm("user_id", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "a user's own subscriptions", do: "user:GET /skus/" + sku + "/subscriptions", want: `[{"id":"900"}]`},
		{name: "one subscription", do: "GET /skus/" + sku + "/subscriptions/901?user_id={other}", want: `{"id":"901"}`},
		{name: "another's subscription", do: "user:GET /skus/" + sku + "/subscriptions/901", status: 404, want: `{"message":"Unknown Subscription","code":0}`},
	})
}

func TestLinkedRoles(t *testing.T) {
	w := emulator.DefaultWorld()
	w.Users[0].Connections = []discord.Connection{{ID: "7", Name: new("robin"), Type: discord.ConnectionServiceGithub, Verified: true}}
	record := `{"type":2,"key":"level","name":"Level","description":"How far"}`
	run(t, w, []exchange{
		{name: "nothing yet", do: "GET /applications/{app}/role-connections/metadata", want: `[]`},
		{name: "declare", do: "PUT /applications/{app}/role-connections/metadata", body: `[` + record + `]`, want: `[` + record + `]`},
		{name: "key", do: "PUT /applications/{app}/role-connections/metadata", body: `[{"type":2,"key":"Level","name":"Level","description":"How far"}]`, status: 400, want: invalidForm("0.key", "STRING_TYPE_REGEX", "String value did not match validation regex.")},
		{name: "six", do: "PUT /applications/{app}/role-connections/metadata", body: `[` + record + `,` + record + `,` + record + `,` + record + `,` + record + `,` + record + `]`, status: 400},
		{name: "still there", do: "GET /applications/{app}/role-connections/metadata", want: `[` + record + `]`},
		{name: "of a user", act: granting("role_connections.write connections guilds.members.read"), do: "user:GET /users/@me/applications/{app}/role-connection", want: `{}`},
		{name: "tell", do: "user:PUT /users/@me/applications/{app}/role-connection", body: `{"platform_name":"Chess","metadata":{"level":"12"}}`, want: `{"platform_name":"Chess","metadata":{"level":"12"}}`},
		{name: "empty value", do: "user:PUT /users/@me/applications/{app}/role-connection", body: `{"metadata":{"level":""}}`, status: 400, want: invalidForm("metadata.level", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")},
		{name: "told", do: "user:GET /users/@me/applications/{app}/role-connection", want: `{"platform_name":"Chess","metadata":{"level":"12"}}`, act: func(s *scenario) {
			if c, ok := s.d.Emulator.RoleConnection(emulator.DefaultUserID); !ok || c.Metadata["level"] != "12" {
				s.t.Errorf("RoleConnection = %v, %t", c, ok)
			}
		}},
		{name: "forget", do: "user:DELETE /users/@me/applications/{app}/role-connection"},
		{name: "forgotten", do: "user:GET /users/@me/applications/{app}/role-connection", want: `{"platform_name":"-"}`},
		{name: "accounts elsewhere", do: "user:GET /users/@me/connections", want: `[{"id":"7","type":"github","name":"robin","verified":true,"visibility":0}]`},
		{name: "membership", do: "user:GET /users/@me/guilds/{guild}/member", want: `{"user":{"id":"{user}"}}`},
		{name: "of no guild", do: "user:GET /users/@me/guilds/5/member", status: 404, want: `{"message":"Unknown Guild","code":10004}`},
	})
}

func TestApplicationForm(t *testing.T) {
	run(t, nil, []exchange{
		{name: "all", do: "PATCH /applications/{app}", body: `{"description":"d","tags":["a"],"custom_install_url":"https://example.org","role_connections_verification_url":"https://example.org/link",
			"event_webhooks_url":"https://example.org/events","event_webhooks_status":2,"event_webhooks_types":["ENTITLEMENT_CREATE"],"flags":8192,"icon":"data:image/png;base64,aGVsbG8=",
			"install_params":{"scopes":["bot"],"permissions":"2048"},"integration_types_config":{"0":{"oauth2_install_params":{"scopes":["bot"],"permissions":"8"}},"1":null}}`,
			want: `{"description":"d","tags":["a"],"custom_install_url":"https://example.org","role_connections_verification_url":"https://example.org/link","event_webhooks_url":"https://example.org/events",
			"event_webhooks_status":2,"event_webhooks_types":["ENTITLEMENT_CREATE"],"flags":8192,"icon":"*","install_params":{"scopes":["bot"],"permissions":"2048"},
			"integration_types_config":{"0":{"oauth2_install_params":{"scopes":["bot"],"permissions":"8"}},"1":{}}}`},
		{name: "clear", do: "PATCH /applications/@me", body: `{"role_connections_verification_url":null,"install_params":null}`, want: `{"role_connections_verification_url":null,"install_params":"-"}`},
		{name: "scope", do: "PATCH /applications/@me", body: `{"install_params":{"scopes":["identify"]}}`, status: 400, want: invalidForm("install_params.scopes.0", "BASE_TYPE_CHOICES", "Value must be one of ('applications.commands', 'bot').")},
		{name: "address", do: "PATCH /applications/@me", body: `{"event_webhooks_url":"ftp://x"}`, status: 400, want: invalidForm("event_webhooks_url", "URL_TYPE_INVALID_SCHEME", `Scheme "ftp" is not supported. Scheme must be one of ('http', 'https').`)},
		{name: "another's", do: "GET /applications/5", status: 403, want: `{"message":"You are not authorized to perform this action on this application","code":20012}`},
	})
}

func TestLobbies(t *testing.T) {
	run(t, nil, []exchange{
		{name: "create", do: "POST /lobbies", body: `{"metadata":{"a":"b"},"members":[{"id":"{user}","flags":1}],"idle_timeout_seconds":5}`, status: 201, save: "l",
			want: `{"application_id":"{app}","metadata":{"a":"b"},"members":[{"id":"{user}","flags":1}],"flags":0,"linked_channel":"-"}`},
		{name: "idle", do: "POST /lobbies", body: `{"idle_timeout_seconds":4}`, status: 400, want: invalidForm("idle_timeout_seconds", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 5.")},
		{name: "get", do: "GET /lobbies/{l}", want: `{"id":"{l}"}`},
		{name: "add", do: "PUT /lobbies/{l}/members/{other}", body: `{"additional_name":"Sam I am"}`, want: `{"id":"{other}","flags":0,"additional_name":"Sam I am"}`},
		{name: "nobody", do: "PUT /lobbies/{l}/members/5", body: `{}`, status: 404, want: `{"message":"Unknown User","code":10013}`},
		{name: "several", do: "POST /lobbies/{l}/members/bulk", body: `[{"id":"{user}","additional_name":"Rob"},{"id":"{other}","remove_member":true}]`, want: `[{"id":"{user}","flags":1,"additional_name":"Rob"}]`},
		{name: "who is left", do: "GET /lobbies/{l}", want: `{"members":[{"id":"{user}"}]}`},
		{name: "write", act: granting("sdk.social_layer"), do: "user:POST /lobbies/{l}/messages", body: `{"content":"hi","metadata":{"x":"1"}}`, status: 201, save: "m",
			want: `{"content":"hi","lobby_id":"{l}","channel_id":"{l}","author":{"id":"{user}"},"lobby_member":{"additional_name":"Rob"},"metadata":{"x":"1"},"type":0,"flags":0}`},
		{name: "say nothing", do: "user:POST /lobbies/{l}/messages", body: `{}`, status: 400, want: `{"message":"Cannot send an empty message","code":50006}`},
		{name: "moderate", do: "PUT /lobbies/{l}/messages/{m}/moderation-metadata", body: `{"action":"hide"}`},
		{name: "read", do: "user:GET /lobbies/{l}/messages", want: `[{"id":"{m}","moderation_metadata":{"action":"hide"}}]`},
		{name: "link", do: "user:PATCH /lobbies/{l}/channel-linking", body: `{"channel_id":"{channel}"}`, want: `{"linked_channel":{"id":"{channel}"}}`},
		{name: "invite oneself", do: "user:POST /lobbies/{l}/members/@me/invites", want: `{"code":"*"}`, events: []string{`INVITE_CREATE {"channel_id":"{channel}","max_age":3600,"max_uses":1}`}},
		{name: "invite another", do: "POST /lobbies/{l}/members/{other}/invites", want: `{"code":"*"}`, events: []string{"INVITE_CREATE"}},
		{name: "invite nobody", do: "POST /lobbies/{l}/members/5/invites", status: 404, want: `{"message":"Unknown User","code":10013}`},
		{name: "unlink", do: "user:PATCH /lobbies/{l}/channel-linking", body: `{}`, want: `{"linked_channel":"-"}`},
		{name: "by secret", do: "user:PUT /lobbies", body: `{"secret":"s","member_metadata":{"a":"b"}}`, save: "s", want: `{"members":[{"id":"{user}","metadata":{"a":"b"}}]}`},
		{name: "again", do: "user:PUT /lobbies", body: `{"secret":"s","lobby_metadata":{"c":"d"}}`, want: `{"id":"{s}","metadata":{"c":"d"},"members":[{"id":"{user}"}]}`},
		{name: "leave", do: "user:DELETE /lobbies/{l}/members/@me"},
		{name: "outside", do: "user:GET /lobbies/{l}/messages", status: 403, want: `{"message":"Missing Access","code":50001}`},
		{name: "change", do: "PATCH /lobbies/{l}", body: `{"metadata":null,"members":[]}`, want: `{"metadata":{},"members":[]}`},
		{name: "end", do: "DELETE /lobbies/{l}"},
		{name: "end again", do: "DELETE /lobbies/{l}"},
		{name: "gone", do: "GET /lobbies/{l}", status: 404, want: `{"message":"Unknown Lobby","code":10031}`},
	})
}
