package discord

// Integration connects a guild with an application or an account elsewhere.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#integration-object
type Integration struct {
	ID                IntegrationID           `json:"id"`
	Name              string                  `json:"name"`
	Type              string                  `json:"type"` // "twitch", "youtube", "discord" or "guild_subscription"
	Enabled           bool                    `json:"enabled"`
	Syncing           *bool                   `json:"syncing,omitzero"`
	RoleID            RoleID                  `json:"role_id,omitzero"` // role of subscribers
	EnableEmoticons   *bool                   `json:"enable_emoticons,omitzero"`
	ExpireBehavior    *int                    `json:"expire_behavior,omitzero"`     // 0: remove the role, 1: kick
	ExpireGracePeriod *int                    `json:"expire_grace_period,omitzero"` // days
	User              *User                   `json:"user,omitzero"`
	Account           IntegrationAccount      `json:"account"`
	SyncedAt          Time                    `json:"synced_at,omitzero"`
	SubscriberCount   *int                    `json:"subscriber_count,omitzero"`
	Revoked           *bool                   `json:"revoked,omitzero"`
	Application       *IntegrationApplication `json:"application,omitzero"`
	Scopes            []string                `json:"scopes,omitzero"`
}

// IntegrationAccount is the account behind an integration.
type IntegrationAccount struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// IntegrationApplication is the bot or app behind an integration.
type IntegrationApplication struct {
	ID          ApplicationID `json:"id"`
	Name        string        `json:"name"`
	Icon        *string       `json:"icon"` // hash
	Description string        `json:"description"`
	Bot         *User         `json:"bot,omitzero"`
}
