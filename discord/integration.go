package discord

//go:generate go tool stringer -type=IntegrationExpireBehavior -output=integration_string.go

// Integration connects a guild with an application or an account elsewhere.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#integration-object
type Integration struct {
	ID                IntegrationID              `json:"id"`
	Name              string                     `json:"name"`
	Type              IntegrationType            `json:"type"`
	Enabled           bool                       `json:"enabled"`
	Syncing           *bool                      `json:"syncing,omitzero"`
	RoleID            RoleID                     `json:"role_id,omitzero"` // role of subscribers
	EnableEmoticons   *bool                      `json:"enable_emoticons,omitzero"`
	ExpireBehavior    *IntegrationExpireBehavior `json:"expire_behavior,omitzero"`
	ExpireGracePeriod *int                       `json:"expire_grace_period,omitzero"` // days: 1, 3, 7, 14 or 30
	User              *User                      `json:"user,omitzero"`                // not in events
	Account           IntegrationAccount         `json:"account"`
	SyncedAt          Time                       `json:"synced_at,omitzero"`
	SubscriberCount   *int                       `json:"subscriber_count,omitzero"`
	Revoked           *bool                      `json:"revoked,omitzero"`
	Application       *IntegrationApplication    `json:"application,omitzero"`
	Scopes            []Scope                    `json:"scopes,omitzero"`
}

// PartialIntegration is what an audit log tells of an integration.
type PartialIntegration struct {
	ID            IntegrationID      `json:"id"`
	Name          string             `json:"name"`
	Type          IntegrationType    `json:"type"`
	Account       IntegrationAccount `json:"account"`
	ApplicationID ApplicationID      `json:"application_id,omitzero"` // of one with an application
}

// IntegrationType is what a guild is connected with. Other values than these may
// come.
type IntegrationType string

// The kinds of integrations.
const (
	IntegrationTypeDiscord           IntegrationType = "discord" // an application
	IntegrationTypeTwitch            IntegrationType = "twitch"
	IntegrationTypeYouTube           IntegrationType = "youtube"
	IntegrationTypeGuildSubscription IntegrationType = "guild_subscription"
)

// IntegrationExpireBehavior is what happens to members whose subscription ends.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#integration-object-integration-expire-behaviors
type IntegrationExpireBehavior int

// What happens.
const (
	IntegrationExpireBehaviorRemoveRole IntegrationExpireBehavior = 0
	IntegrationExpireBehaviorKick       IntegrationExpireBehavior = 1
)

// IntegrationAccount is the account behind an integration.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#integration-account-object
type IntegrationAccount struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// IntegrationApplication is the bot or app behind an integration.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#integration-application-object
type IntegrationApplication struct {
	ID           ApplicationID    `json:"id"`
	Name         string           `json:"name"`
	Icon         *string          `json:"icon"` // hash
	Description  string           `json:"description"`
	Bot          *User            `json:"bot,omitzero"`
	CoverImage   string           `json:"cover_image,omitzero"`    // hash; in Discord's OpenAPI document only
	PrimarySKUID SKUID            `json:"primary_sku_id,omitzero"` // in Discord's OpenAPI document only
	Type         *ApplicationType `json:"type,omitzero"`           // in Discord's OpenAPI document only
}
