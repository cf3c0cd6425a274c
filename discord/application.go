package discord

// Application is what a bot or an app belongs to. In messages and in READY
// only part of it is there.
//
// Discord docs: https://docs.discord.com/developers/resources/application#application-object
type Application struct {
	ID                                ApplicationID                                                   `json:"id"`
	Name                              string                                                          `json:"name"`
	Icon                              *string                                                         `json:"icon"` // hash
	Description                       string                                                          `json:"description"`
	RPCOrigins                        []string                                                        `json:"rpc_origins,omitzero"`
	BotPublic                         bool                                                            `json:"bot_public"`
	BotRequireCodeGrant               bool                                                            `json:"bot_require_code_grant"`
	Bot                               *User                                                           `json:"bot,omitzero"` // partial
	TermsOfServiceURL                 string                                                          `json:"terms_of_service_url,omitzero"`
	PrivacyPolicyURL                  string                                                          `json:"privacy_policy_url,omitzero"`
	Owner                             *User                                                           `json:"owner,omitzero"` // partial
	VerifyKey                         string                                                          `json:"verify_key"`     // public key, in hex, that signs interactions over HTTP
	Team                              *Team                                                           `json:"team"`
	GuildID                           GuildID                                                         `json:"guild_id,omitzero"` // support server
	Guild                             *Guild                                                          `json:"guild,omitzero"`    // partial
	PrimarySKUID                      SKUID                                                           `json:"primary_sku_id,omitzero"`
	Slug                              string                                                          `json:"slug,omitzero"`
	CoverImage                        string                                                          `json:"cover_image,omitzero"` // hash
	Flags                             ApplicationFlags                                                `json:"flags,omitzero"`
	ApproximateGuildCount             int                                                             `json:"approximate_guild_count,omitzero"`
	ApproximateUserInstallCount       int                                                             `json:"approximate_user_install_count,omitzero"`
	ApproximateUserAuthorizationCount int                                                             `json:"approximate_user_authorization_count,omitzero"`
	RedirectURIs                      []string                                                        `json:"redirect_uris,omitzero"`
	InteractionsEndpointURL           *string                                                         `json:"interactions_endpoint_url,omitzero"`
	RoleConnectionsVerificationURL    *string                                                         `json:"role_connections_verification_url,omitzero"`
	EventWebhooksURL                  *string                                                         `json:"event_webhooks_url,omitzero"`
	EventWebhooksStatus               int                                                             `json:"event_webhooks_status,omitzero"` // 1 disabled, 2 enabled, 3 disabled by Discord
	EventWebhooksTypes                []string                                                        `json:"event_webhooks_types,omitzero"`
	Tags                              []string                                                        `json:"tags,omitzero"` // at most 5, of at most 20 characters
	InstallParams                     *InstallParams                                                  `json:"install_params,omitzero"`
	IntegrationTypesConfig            map[ApplicationIntegrationType]ApplicationIntegrationTypeConfig `json:"integration_types_config,omitzero"`
	CustomInstallURL                  string                                                          `json:"custom_install_url,omitzero"`
}

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

// InstallParams are the scopes and permissions that an install asks for.
//
// Discord docs: https://docs.discord.com/developers/resources/application#install-params-object
type InstallParams struct {
	Scopes      []string    `json:"scopes"`
	Permissions Permissions `json:"permissions"`
}

// ApplicationIntegrationTypeConfig is how an application is installed in a
// guild or for a user.
type ApplicationIntegrationTypeConfig struct {
	OAuth2InstallParams *InstallParams `json:"oauth2_install_params,omitzero"`
}

// Team is a group of developers that owns applications.
//
// Discord docs: https://docs.discord.com/developers/topics/teams#data-models-team-object
type Team struct {
	ID          ID[Team]     `json:"id"`
	Icon        *string      `json:"icon"` // hash
	Members     []TeamMember `json:"members"`
	Name        string       `json:"name"`
	OwnerUserID UserID       `json:"owner_user_id"`
}

// TeamMember is a developer in a team.
type TeamMember struct {
	MembershipState int      `json:"membership_state"` // 1 invited, 2 accepted
	TeamID          ID[Team] `json:"team_id"`
	User            User     `json:"user"` // partial
	Role            string   `json:"role"` // "admin", "developer" or "read_only"
}
