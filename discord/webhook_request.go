package discord

import "strings"

// CreateWebhook is a new webhook of a channel.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#create-webhook
type CreateWebhook struct {
	Name   string    `json:"name"` // 1-80 characters, without "clyde" and "discord" in it
	Avatar ImageData `json:"avatar,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b CreateWebhook) Validate() error {
	var c checker
	c.webhookName("name", b.Name)
	c.image("avatar", b.Avatar)
	return c.err()
}

// UpdateWebhook is a change of a webhook. Fields that are absent stay as they
// are.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#modify-webhook
type UpdateWebhook struct {
	Name      string              `json:"name,omitzero"`       // 1-80 characters, without "clyde" and "discord" in it
	Avatar    Optional[ImageData] `json:"avatar,omitzero"`     // null: none
	ChannelID ChannelID           `json:"channel_id,omitzero"` // where it moves to
}

// Validate checks the limits that Discord documents.
func (b UpdateWebhook) Validate() error {
	return UpdateWebhookByToken{b.Name, b.Avatar}.Validate()
}

// UpdateWebhookByToken is a change of a webhook by its token. Fields that are
// absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#modify-webhook-with-token
type UpdateWebhookByToken struct {
	Name   string              `json:"name,omitzero"`   // 1-80 characters, without "clyde" and "discord" in it
	Avatar Optional[ImageData] `json:"avatar,omitzero"` // null: none
}

// Validate checks the limits that Discord documents.
func (b UpdateWebhookByToken) Validate() error {
	var c checker
	if b.Name != "" {
		c.webhookName("name", b.Name)
	}
	avatar, _ := b.Avatar.Get()
	c.image("avatar", avatar)
	return c.err()
}

// webhookName checks the name of a webhook.
func (c *checker) webhookName(path, name string) {
	c.length(path, name, 1, 80)
	for _, word := range []string{"clyde", "discord"} {
		if strings.Contains(strings.ToLower(name), word) {
			c.add(path, `must not contain "`+word+`"`)
		}
	}
}

// ExecuteWebhook is a message of a webhook. One of Content, Embeds,
// Components, Files or Poll must be set.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-webhook
type ExecuteWebhook struct {
	Content         string              `json:"content,omitzero"`    // at most 2000 characters
	Username        string              `json:"username,omitzero"`   // who it seems to be from, 1-80 characters; empty: the webhook's name
	AvatarURL       string              `json:"avatar_url,omitzero"` // at most 2048 characters; empty: the webhook's avatar
	TTS             bool                `json:"tts,omitzero"`
	Embeds          []Embed             `json:"embeds,omitzero"` // at most 10, 6000 characters together
	AllowedMentions *AllowedMentions    `json:"allowed_mentions,omitzero"`
	Components      Components          `json:"components,omitzero"`   // of a webhook that no application made: none that can be clicked
	Attachments     []AttachmentRequest `json:"attachments,omitzero"`  // filled from Files where it is nil
	Flags           MessageFlags        `json:"flags,omitzero"`        // SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS and IS_COMPONENTS_V2
	ThreadName      string              `json:"thread_name,omitzero"`  // forums and media channels: of a new thread, at most 100 characters
	AppliedTags     []ForumTagID        `json:"applied_tags,omitzero"` // of the new thread, at most 5
	Poll            *CreatePoll         `json:"poll,omitzero"`

	// ThreadID is the thread of the webhook's channel that the message goes to;
	// an archived one is opened. Zero: the channel itself, or the new thread.
	ThreadID ChannelID `json:"-"`

	Files []File `json:"-"` // to upload; at most 10
}

// Validate checks the limits that Discord documents. It returns a
// [*ValidationError] that names every field in error, or nil.
func (b ExecuteWebhook) Validate() error {
	var c checker
	c.length("content", b.Content, 0, 2000)
	if b.Username != "" {
		c.length("username", b.Username, 1, 80)
	}
	c.length("avatar_url", b.AvatarURL, 0, 2048)
	c.embeds("embeds", b.Embeds)
	c.files(b.Files)
	c.attachments("attachments", b.Attachments)
	b.AllowedMentions.check(&c, "allowed_mentions")
	c.components("components", b.Components, b.Flags.Has(MessageFlagIsComponentsV2))
	c.length("thread_name", b.ThreadName, 0, 100)
	c.count("applied_tags", len(b.AppliedTags), 0, 5)
	if b.ThreadID != 0 && b.ThreadName != "" {
		c.add("thread_name", "can't be set together with the ID of a thread")
	}
	if b.Content == "" && len(b.Embeds) == 0 && len(b.Components) == 0 && len(b.Files) == 0 && len(b.Attachments) == 0 && b.Poll == nil {
		c.add("", "Cannot send an empty message")
	}
	b.Poll.check(&c)
	return c.err()
}

// FollowChannel sends the messages of an announcement channel to another
// channel.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#follow-announcement-channel
type FollowChannel struct {
	WebhookChannelID ChannelID `json:"webhook_channel_id"` // where they are to come
}

// Validate checks that there is a channel.
func (b FollowChannel) Validate() error {
	var c checker
	c.required("webhook_channel_id", b.WebhookChannelID != 0)
	return c.err()
}
