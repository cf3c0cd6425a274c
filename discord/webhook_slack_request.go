package discord

import "regexp"

// SlackWebhook is a message in the form of Slack's incoming webhooks. Slack's
// channel, icon_emoji, mrkdwn and mrkdwn_in are not supported.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-slack-compatible-webhook
type SlackWebhook struct {
	Text        string              `json:"text,omitzero"` // at most 2000 characters
	Username    string              `json:"username,omitzero"`
	IconURL     string              `json:"icon_url,omitzero"` // at most 2048 characters
	Attachments []WebhookSlackEmbed `json:"attachments,omitzero"`

	// ThreadID is the thread of the webhook's channel that the message goes to.
	// Zero: the channel itself.
	ThreadID ChannelID `json:"-"`

	// NoWait doesn't wait until Discord has the message: where it turns out that
	// it can't be posted, there is no error.
	NoWait bool `json:"-"`
}

// WebhookSlackEmbed is one of Slack's attachments, which becomes an embed.
// Addresses have at most 2048 characters.
type WebhookSlackEmbed struct {
	Title      string                   `json:"title,omitzero"`
	TitleLink  string                   `json:"title_link,omitzero"`
	Text       string                   `json:"text,omitzero"`
	Color      string                   `json:"color,omitzero"` // #rrggbb or #rgb
	TS         int64                    `json:"ts,omitzero"`    // Unix seconds
	Pretext    string                   `json:"pretext,omitzero"`
	Footer     string                   `json:"footer,omitzero"`
	FooterIcon string                   `json:"footer_icon,omitzero"`
	AuthorName string                   `json:"author_name,omitzero"`
	AuthorLink string                   `json:"author_link,omitzero"`
	AuthorIcon string                   `json:"author_icon,omitzero"`
	ImageURL   string                   `json:"image_url,omitzero"`
	ThumbURL   string                   `json:"thumb_url,omitzero"`
	Fields     []WebhookSlackEmbedField `json:"fields,omitzero"`
}

// WebhookSlackEmbedField is a field of one of Slack's attachments.
type WebhookSlackEmbedField struct {
	Name   string `json:"name,omitzero"`
	Value  string `json:"value,omitzero"`
	Inline bool   `json:"inline,omitzero"`
}

// Limits that Discord has for everything that has no other.
const (
	maxText = 152133 // characters
	maxList = 1521   // elements
	maxURL  = 2048   // characters
)

var slackColor = regexp.MustCompile(`^#(([0-9a-fA-F]{2}){3}|[0-9a-fA-F]{3})$`)

// Validate checks the limits that Discord documents.
func (b SlackWebhook) Validate() error {
	var c checker
	c.length("text", b.Text, 0, 2000)
	c.length("username", b.Username, 0, maxText)
	c.length("icon_url", b.IconURL, 0, maxURL)
	c.count("attachments", len(b.Attachments), 0, maxList)
	for i, a := range b.Attachments {
		c.within(c.index("attachments", i), a.check)
	}
	return c.err()
}

func (a *WebhookSlackEmbed) check(c *checker) {
	c.length("title", a.Title, 0, maxText)
	c.length("title_link", a.TitleLink, 0, maxURL)
	c.length("text", a.Text, 0, maxText)
	if a.Color != "" && !slackColor.MatchString(a.Color) {
		c.add("color", "must be #rrggbb or #rgb")
	}
	c.length("pretext", a.Pretext, 0, maxText)
	c.length("footer", a.Footer, 0, maxText)
	c.length("footer_icon", a.FooterIcon, 0, maxURL)
	c.length("author_name", a.AuthorName, 0, maxText)
	c.length("author_link", a.AuthorLink, 0, maxURL)
	c.length("author_icon", a.AuthorIcon, 0, maxURL)
	c.length("image_url", a.ImageURL, 0, maxURL)
	c.length("thumb_url", a.ThumbURL, 0, maxURL)
	c.count("fields", len(a.Fields), 0, maxList)
	for i, f := range a.Fields {
		c.length(c.index("fields", i)+".name", f.Name, 0, maxText)
		c.length(c.index("fields", i)+".value", f.Value, 0, maxText)
	}
}
