package discord

import "github.com/accord-go/accord/internal/wire"

//go:generate go tool stringer -type=ApplicationType,ApplicationExplicitContentFilter,EventWebhooksStatus -output=application_string.go

// Application is the application that a token belongs to, as only its owners
// see it.
//
// Discord docs: https://docs.discord.com/developers/resources/application#application-object
type Application struct {
	ID                  ApplicationID    `json:"id"`
	Name                string           `json:"name"`
	Icon                *string          `json:"icon"` // hash
	Description         string           `json:"description"`
	Type                *ApplicationType `json:"type"`                            // nil: an ordinary one; not documented
	RPCOrigins          []string         `json:"rpc_origins,omitzero"`            // where RPC may come from
	BotPublic           *bool            `json:"bot_public,omitzero"`             // false: only the owner can add it to guilds; nil: there is no bot
	BotRequireCodeGrant *bool            `json:"bot_require_code_grant,omitzero"` // true: the bot joins only after the whole code grant; nil: there is no bot
	Bot                 *User            `json:"bot,omitzero"`                    // partial
	TermsOfServiceURL   string           `json:"terms_of_service_url,omitzero"`
	PrivacyPolicyURL    string           `json:"privacy_policy_url,omitzero"`
	Owner               User             `json:"owner"`                   // partial; of a team's application the team's own account
	VerifyKey           string           `json:"verify_key"`              // public key, in hex, that signs interactions over HTTP
	Team                *Team            `json:"team"`                    // nil: one person owns it
	GuildID             GuildID          `json:"guild_id,omitzero"`       // such as the support server
	Guild               *PartialGuild    `json:"guild,omitzero"`          // with GuildID
	PrimarySKUID        SKUID            `json:"primary_sku_id,omitzero"` // of a game that Discord sells
	Slug                string           `json:"slug,omitzero"`           // of the game's page in the store
	CoverImage          string           `json:"cover_image,omitzero"`    // hash; for invites by rich presence

	Flags    ApplicationFlags     `json:"flags"`     // as far as they go below bit 31
	FlagsNew ApplicationFlagsText `json:"flags_new"` // all of them

	ApproximateGuildCount             int `json:"approximate_guild_count"`
	ApproximateUserInstallCount       int `json:"approximate_user_install_count"`       // users with the scope applications.commands
	ApproximateUserAuthorizationCount int `json:"approximate_user_authorization_count"` // users with any scope

	RedirectURIs                   []string                                                        `json:"redirect_uris"`                     // that OAuth2 may send users to
	InteractionsEndpointURL        *string                                                         `json:"interactions_endpoint_url"`         // nil: interactions come over the gateway
	RoleConnectionsVerificationURL *string                                                         `json:"role_connections_verification_url"` // where users link their accounts
	EventWebhooksURL               *string                                                         `json:"event_webhooks_url,omitzero"`
	EventWebhooksStatus            EventWebhooksStatus                                             `json:"event_webhooks_status,omitzero"`
	EventWebhooksTypes             []WebhookEventType                                              `json:"event_webhooks_types,omitzero"`
	Tags                           []string                                                        `json:"tags,omitzero"`           // at most 5, of at most 20 characters
	InstallParams                  *InstallParams                                                  `json:"install_params,omitzero"` // of the link that Discord provides
	IntegrationTypesConfig         map[ApplicationIntegrationType]ApplicationIntegrationTypeConfig `json:"integration_types_config,omitzero"`
	CustomInstallURL               string                                                          `json:"custom_install_url,omitzero"`

	ExplicitContentFilter ApplicationExplicitContentFilter `json:"explicit_content_filter"`   // not documented
	MaxParticipants       *int                             `json:"max_participants,omitzero"` // of an activity; -1: no bound; not documented
	EligibleOAuth2Scopes  []Scope                          `json:"eligible_oauth2_scopes"`    // that it may ask users for; not documented
}

// PartialGuild is a little of a guild.
type PartialGuild struct {
	ID       GuildID        `json:"id"`
	Name     string         `json:"name,omitzero"`
	Icon     *string        `json:"icon,omitzero"` // hash
	Features []GuildFeature `json:"features,omitzero"`
}

// PartialApplication is what anybody may know of an application.
//
// Discord docs: https://docs.discord.com/developers/resources/application#application-object
type PartialApplication struct {
	ID                     ApplicationID                                                   `json:"id"`
	Name                   string                                                          `json:"name"`
	Icon                   *string                                                         `json:"icon"` // hash
	Description            string                                                          `json:"description"`
	Type                   *ApplicationType                                                `json:"type"`                 // nil: an ordinary one; not documented
	CoverImage             string                                                          `json:"cover_image,omitzero"` // hash
	PrimarySKUID           SKUID                                                           `json:"primary_sku_id,omitzero"`
	Bot                    *User                                                           `json:"bot,omitzero"` // partial
	GuildID                GuildID                                                         `json:"guild_id,omitzero"`
	BotPublic              *bool                                                           `json:"bot_public,omitzero"`             // false: only the owner can add it to guilds
	BotRequireCodeGrant    *bool                                                           `json:"bot_require_code_grant,omitzero"` // true: the bot joins only after the whole code grant
	VerifyKey              string                                                          `json:"verify_key"`                      // in hex
	Flags                  ApplicationFlags                                                `json:"flags"`                           // as far as they go below bit 31
	FlagsNew               ApplicationFlagsText                                            `json:"flags_new"`                       // all of them
	MaxParticipants        *int                                                            `json:"max_participants,omitzero"`       // of an activity; -1: no bound
	Slug                   string                                                          `json:"slug,omitzero"`
	Tags                   []string                                                        `json:"tags,omitzero"`
	RPCOrigins             []string                                                        `json:"rpc_origins,omitzero"`
	TermsOfServiceURL      string                                                          `json:"terms_of_service_url,omitzero"`
	PrivacyPolicyURL       string                                                          `json:"privacy_policy_url,omitzero"`
	CustomInstallURL       string                                                          `json:"custom_install_url,omitzero"`
	InstallParams          *InstallParams                                                  `json:"install_params,omitzero"`
	IntegrationTypesConfig map[ApplicationIntegrationType]ApplicationIntegrationTypeConfig `json:"integration_types_config,omitzero"`
}

// BasicApplication is what a message tells of an application.
//
// Discord docs: https://docs.discord.com/developers/resources/application#application-object
type BasicApplication struct {
	ID           ApplicationID    `json:"id"`
	Name         string           `json:"name"`
	Icon         *string          `json:"icon"` // hash
	Description  string           `json:"description"`
	Type         *ApplicationType `json:"type"`                 // nil: an ordinary one; not documented
	CoverImage   string           `json:"cover_image,omitzero"` // hash
	PrimarySKUID SKUID            `json:"primary_sku_id,omitzero"`
	Bot          *User            `json:"bot,omitzero"` // partial
}

// ApplicationType is a kind of application that Discord makes for itself. It
// is not documented.
type ApplicationType int

// The kinds of applications.
const (
	ApplicationTypeGuildRoleSubscriptions ApplicationType = 4
)

// ApplicationExplicitContentFilter tells whether Discord looks through what an
// application posts for explicit media. It is not documented.
type ApplicationExplicitContentFilter int

// The content filters of an application.
const (
	ApplicationExplicitContentFilterInherit ApplicationExplicitContentFilter = 0 // as the guild has it
	ApplicationExplicitContentFilterAlways  ApplicationExplicitContentFilter = 1
)

// EventWebhooksStatus tells whether Discord sends webhook events to an
// application.
//
// Discord docs: https://docs.discord.com/developers/resources/application#application-object-application-event-webhook-status
type EventWebhooksStatus int

// The states of webhook events. Only the first two can be asked for.
const (
	EventWebhooksStatusDisabled          EventWebhooksStatus = 1
	EventWebhooksStatusEnabled           EventWebhooksStatus = 2
	EventWebhooksStatusDisabledByDiscord EventWebhooksStatus = 3 // most often since nothing answered
)

// WebhookEventType names an event that Discord sends to an application over
// HTTP.
//
// Discord docs: https://docs.discord.com/developers/events/webhook-events#event-types
type WebhookEventType string

// The webhook events that an application can ask for.
const (
	WebhookEventTypeApplicationAuthorized   WebhookEventType = "APPLICATION_AUTHORIZED"
	WebhookEventTypeApplicationDeauthorized WebhookEventType = "APPLICATION_DEAUTHORIZED"
	WebhookEventTypeEntitlementCreate       WebhookEventType = "ENTITLEMENT_CREATE"
	WebhookEventTypeEntitlementUpdate       WebhookEventType = "ENTITLEMENT_UPDATE"
	WebhookEventTypeEntitlementDelete       WebhookEventType = "ENTITLEMENT_DELETE"
	WebhookEventTypeQuestUserEnrollment     WebhookEventType = "QUEST_USER_ENROLLMENT"
	WebhookEventTypeLobbyMessageCreate      WebhookEventType = "LOBBY_MESSAGE_CREATE"
	WebhookEventTypeLobbyMessageUpdate      WebhookEventType = "LOBBY_MESSAGE_UPDATE"
	WebhookEventTypeLobbyMessageDelete      WebhookEventType = "LOBBY_MESSAGE_DELETE"
	WebhookEventTypeGameDirectMessageCreate WebhookEventType = "GAME_DIRECT_MESSAGE_CREATE"
	WebhookEventTypeGameDirectMessageUpdate WebhookEventType = "GAME_DIRECT_MESSAGE_UPDATE"
	WebhookEventTypeGameDirectMessageDelete WebhookEventType = "GAME_DIRECT_MESSAGE_DELETE"
)

// ApplicationFlags are marks of an application. Those of gateway intents tell
// which privileged intents Discord grants.
//
// Discord docs: https://docs.discord.com/developers/resources/application#application-object-application-flags
type ApplicationFlags uint64

// The flags of an application. The LIMITED ones are those of applications that
// Discord has not had to approve.
const (
	ApplicationFlagAutoModerationRuleCreateBadge ApplicationFlags = 1 << 6
	ApplicationFlagGatewayPresence               ApplicationFlags = 1 << 12
	ApplicationFlagGatewayPresenceLimited        ApplicationFlags = 1 << 13
	ApplicationFlagGatewayGuildMembers           ApplicationFlags = 1 << 14
	ApplicationFlagGatewayGuildMembersLimited    ApplicationFlags = 1 << 15
	ApplicationFlagVerificationPendingGuildLimit ApplicationFlags = 1 << 16
	ApplicationFlagEmbedded                      ApplicationFlags = 1 << 17
	ApplicationFlagGatewayMessageContent         ApplicationFlags = 1 << 18
	ApplicationFlagGatewayMessageContentLimited  ApplicationFlags = 1 << 19
	ApplicationFlagApplicationCommandBadge       ApplicationFlags = 1 << 23
)

// Has reports whether f contains all of flags.
func (f ApplicationFlags) Has(flags ApplicationFlags) bool { return f&flags == flags }

// With returns f with flags added.
func (f ApplicationFlags) With(flags ApplicationFlags) ApplicationFlags { return f | flags }

// Without returns f with flags removed.
func (f ApplicationFlags) Without(flags ApplicationFlags) ApplicationFlags { return f &^ flags }

// ApplicationFlagsText are [ApplicationFlags] that travel as a decimal string,
// since they outgrow a number of 31 bits.
type ApplicationFlagsText ApplicationFlags

// Has reports whether f contains all of flags.
func (f ApplicationFlagsText) Has(flags ApplicationFlags) bool {
	return ApplicationFlags(f).Has(flags)
}

// MarshalJSON encodes the flags as a decimal string.
func (f ApplicationFlagsText) MarshalJSON() ([]byte, error) { return Permissions(f).MarshalJSON() }

// UnmarshalJSON decodes a decimal string, a number or null.
func (f *ApplicationFlagsText) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, f) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (f *ApplicationFlagsText) UnmarshalJSONFrom(d *wire.Decoder) error {
	*f = ApplicationFlagsText(d.ID())
	return d.Err()
}

// InstallParams are the scopes and permissions that an install asks for.
//
// Discord docs: https://docs.discord.com/developers/resources/application#install-params-object
type InstallParams struct {
	Scopes      []Scope     `json:"scopes"` // applications.commands, and bot for guilds
	Permissions Permissions `json:"permissions"`
}

// ApplicationIntegrationTypeConfig is how an application is installed in a
// guild or for a user.
//
// Discord docs: https://docs.discord.com/developers/resources/application#application-object-application-integration-type-configuration-object
type ApplicationIntegrationTypeConfig struct {
	OAuth2InstallParams *InstallParams `json:"oauth2_install_params,omitzero"`
}
