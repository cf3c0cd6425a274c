package discord

//go:generate go tool stringer -type=WebhookType -output=webhook_string.go

// Webhook is a way to post messages into a channel without a bot user.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#webhook-object
type Webhook struct {
	ID            WebhookID     `json:"id"`
	Type          WebhookType   `json:"type"`
	GuildID       GuildID       `json:"guild_id,omitzero"`
	ChannelID     ChannelID     `json:"channel_id"`
	User          *User         `json:"user,omitzero"` // who made it; nil when fetched with its token
	Name          *string       `json:"name"`
	Avatar        *string       `json:"avatar"`                  // hash
	Token         string        `json:"token,omitzero"`          // secret; incoming webhooks
	ApplicationID ApplicationID `json:"application_id"`          // the application that made it
	SourceGuild   *Guild        `json:"source_guild,omitzero"`   // channel followers: partial
	SourceChannel *Channel      `json:"source_channel,omitzero"` // channel followers: partial
	URL           string        `json:"url,omitzero"`
}

// WebhookType is the kind of a webhook.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#webhook-object-webhook-types
type WebhookType int

// The kinds of webhooks.
const (
	WebhookTypeIncoming        WebhookType = 1
	WebhookTypeChannelFollower WebhookType = 2
	WebhookTypeApplication     WebhookType = 3 // interactions
)
