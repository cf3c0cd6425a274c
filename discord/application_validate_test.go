package discord_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
)

// TestValidateApplications checks what Discord documents in words only, beside
// the lengths that its OpenAPI document has.
func TestValidateApplications(t *testing.T) {
	t.Parallel()
	record := discord.RoleConnectionMetadata{Type: discord.RoleConnectionMetadataTypeIntegerEqual, Key: "a_1", Name: "n", Description: "d"}
	odd, twice := record, record
	odd.Key, odd.Type = "A-b", 0
	params := func(scopes ...discord.Scope) *discord.InstallParams { return &discord.InstallParams{Scopes: scopes} }
	install := discord.ApplicationIntegrationTypeUserInstall
	long := map[string]string{"a": strings.Repeat("x", 499), "b": strings.Repeat("x", 500)}
	for _, tt := range []bad{
		{"nothing changes", discord.UpdateApplication{}, nil},
		{"cleared", discord.UpdateApplication{Tags: []string{}, InteractionsEndpointURL: discord.Null[string](), Icon: discord.Null[discord.ImageData]()}, nil},
		{"everything", discord.UpdateApplication{
			Description: discord.Set(strings.Repeat("x", 401)), Tags: []string{"a", "a"}, Icon: discord.Set(discord.ImageData("x")),
			EventWebhooksStatus: discord.Set(discord.EventWebhooksStatusDisabledByDiscord), MaxParticipants: discord.Set(-2),
			InstallParams: discord.Set(*params(discord.ScopeIdentify)),
			IntegrationTypesConfig: discord.Set(map[discord.ApplicationIntegrationType]*discord.ApplicationIntegrationTypeConfig{
				install: {OAuth2InstallParams: params()},
			}),
		}, []string{
			"description: must have at most 400 characters",
			"icon: must be a data URI of image/…, such as NewImageData or NewSoundData make",
			"tags[1]: must be unique",
			"event_webhooks_status: must be between 1 and 2",
			"max_participants: must be at least -1",
			"install_params.scopes[0]: must be bot or applications.commands",
			"integration_types_config.1.oauth2_install_params.scopes: must have 1 to 2 elements",
		}},
		{"no metadata", discord.UpdateRoleConnectionMetadata{}, nil},
		{"metadata", discord.UpdateRoleConnectionMetadata{record, odd, twice}, []string{
			"[1].type: is required", "[1].key: may have only a-z, 0-9 and _", "[2].key: must be unique",
		}},
		{"values of a user", discord.UpdateRoleConnection{Metadata: map[string]string{"a": ""}}, []string{"metadata.a: must have 1 to 100 characters"}},
		{"lobby at the limit", discord.CreateLobby{Metadata: map[string]string{"a": strings.Repeat("x", 499), "b": strings.Repeat("x", 499)}}, nil},
		{"lobby", discord.CreateLobby{Metadata: long, Members: []discord.NewLobbyMember{{}}, IdleTimeoutSeconds: 4}, []string{
			"metadata: must have at most 1000 characters in all", "members[0].id: is required", "idle_timeout_seconds: must be between 5 and 604800",
		}},
		{"change of a lobby", discord.UpdateLobby{Metadata: discord.Set(long), IdleTimeoutSeconds: discord.Set(0)}, []string{
			"metadata: must have at most 1000 characters in all", "idle_timeout_seconds: must be between 5 and 604800",
		}},
		{"members", discord.BulkUpdateLobbyMembers{{ID: 1, AdditionalName: discord.Null[string]()}, {AdditionalName: discord.Set("")}}, []string{
			"[1].id: is required", "[1].additional_name: must have 1 to 80 characters",
		}},
		{"moderation", discord.ModerationMetadata{strings.Repeat("k", 1025): ""}, []string{"must have keys of at most 1024 characters"}},
		{"empty lobby message", discord.CreateLobbyMessage{}, []string{"Cannot send an empty message"}},
		{"test entitlement", discord.CreateTestEntitlement{}, []string{"sku_id: is required", "owner_id: is required", "owner_type: is required"}},
		{"group DM", discord.CreateGroupDM{AccessTokens: []string{"a", "a"}}, []string{"access_tokens[1]: must be unique"}},
	} {
		t.Run(tt.name, tt.test)
	}
}

// TestEmptyBodies wants lists and objects where there is nothing to send: null
// would say something else.
func TestEmptyBodies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		body any
		want string
	}{
		{discord.UpdateRoleConnectionMetadata(nil), "[]"},
		{discord.ModerationMetadata(nil), "{}"},
		{discord.UpdateApplication{}, "{}"},
		{discord.UpdateApplication{Tags: []string{}, EventWebhooksTypes: []discord.WebhookEventType{}}, `{"tags":[],"event_webhooks_types":[]}`},
		{discord.LinkLobbyChannel{}, "{}"},
		{discord.UpdateLobby{Members: []discord.NewLobbyMember{}, Metadata: discord.Null[map[string]string]()}, `{"metadata":null,"members":[]}`},
	} {
		if got, err := json.Marshal(tt.body); string(got) != tt.want || err != nil {
			t.Errorf("%T encodes as %s, %v; want %s", tt.body, got, err, tt.want)
		}
	}
}

func TestApplicationFlags(t *testing.T) {
	t.Parallel()
	var a discord.Application
	if err := json.Unmarshal([]byte(`{"id":"1","flags":8192,"flags_new":"4294975488"}`), &a); err != nil {
		t.Fatal(err)
	}
	if !a.Flags.Has(discord.ApplicationFlagGatewayPresenceLimited) || !a.FlagsNew.Has(discord.ApplicationFlagGatewayPresenceLimited|1<<32) || a.FlagsNew.Has(1<<33) {
		t.Errorf("flags %d, %d", a.Flags, a.FlagsNew)
	}
	if b, err := json.Marshal(a.FlagsNew); string(b) != `"4294975488"` || err != nil {
		t.Errorf("flags_new encodes as %s, %v", b, err)
	}
	limited := a.Flags.Without(discord.ApplicationFlagGatewayPresenceLimited).With(discord.ApplicationFlagEmbedded)
	if limited != discord.ApplicationFlagEmbedded {
		t.Errorf("With and Without give %d", limited)
	}
}
