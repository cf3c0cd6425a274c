package discord

import "fmt"

//go:generate go tool stringer -type=WebhookType -output=webhook_string.go

// Webhook is a way to post messages into a channel without a bot user.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#webhook-object
type Webhook struct {
	ID            WebhookID             `json:"id"`
	Type          WebhookType           `json:"type"`
	GuildID       GuildID               `json:"guild_id,omitzero"`
	ChannelID     ChannelID             `json:"channel_id"`    // zero: an application's own, which answers interactions
	User          *User                 `json:"user,omitzero"` // who made it; nil when fetched with its token
	Name          *string               `json:"name"`
	Avatar        *string               `json:"avatar"`                  // hash
	Token         string                `json:"token,omitzero"`          // secret; incoming webhooks
	ApplicationID ApplicationID         `json:"application_id"`          // the application that made it
	SourceGuild   *WebhookSourceGuild   `json:"source_guild,omitzero"`   // channel followers, unless who made it can't see that guild any more
	SourceChannel *WebhookSourceChannel `json:"source_channel,omitzero"` // as SourceGuild
	URL           string                `json:"url,omitzero"`            // secret; where to post, from OAuth2's webhook.incoming
}

// String shows the webhook without its token and URL, with which anybody can post.
func (w Webhook) String() string {
	type fields Webhook // without this method
	f := fields(w)
	f.Token, f.URL = hidden(w.Token), hidden(w.URL)
	return fmt.Sprintf("%+v", f)
}

// GoString returns the same as String.
func (w Webhook) GoString() string { return w.String() }

// WebhookSourceGuild is the guild of a channel that a webhook follows.
type WebhookSourceGuild struct {
	ID   GuildID `json:"id"`
	Name string  `json:"name"`
	Icon *string `json:"icon"` // hash
}

// WebhookSourceChannel is a channel that a webhook follows.
type WebhookSourceChannel struct {
	ID   ChannelID `json:"id"`
	Name string    `json:"name"`
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

// FollowedChannel is an announcement channel whose messages come to another
// channel, by a webhook.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#followed-channel-object
type FollowedChannel struct {
	ChannelID ChannelID `json:"channel_id"` // the announcement channel
	WebhookID WebhookID `json:"webhook_id"` // in the channel that follows
}
