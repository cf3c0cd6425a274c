package discord

import "strings"

// Embed is a card under a message: one that a bot wrote, or one that Discord
// made for a link.
//
// All embeds of a message together may have 6000 characters in Title,
// Description, Fields, Footer.Text and Author.Name.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object
type Embed struct {
	Title       string         `json:"title,omitzero"`       // at most 256 characters
	Type        EmbedType      `json:"type,omitzero"`        // received; embeds that are sent are always rich
	Description string         `json:"description,omitzero"` // at most 4096 characters
	URL         string         `json:"url,omitzero"`         // that Title links to
	Timestamp   Time           `json:"timestamp,omitzero"`
	Color       Color          `json:"color,omitzero"` // zero: none
	Footer      *EmbedFooter   `json:"footer,omitzero"`
	Image       *EmbedMedia    `json:"image,omitzero"`
	Thumbnail   *EmbedMedia    `json:"thumbnail,omitzero"`
	Video       *EmbedMedia    `json:"video,omitzero"`    // received only
	Provider    *EmbedProvider `json:"provider,omitzero"` // received only
	Author      *EmbedAuthor   `json:"author,omitzero"`
	Fields      []EmbedField   `json:"fields,omitzero"`     // at most 25
	Flags       EmbedFlags     `json:"flags,omitzero"`      // received only
	Components  Components     `json:"components,omitzero"` // received only; not documented
}

// Validate checks the limits that Discord documents for one embed. It returns
// a [*ValidationError] that names every field in error, or nil.
func (e Embed) Validate() error {
	var c checker
	c.embed(e)
	if e.size() > maxEmbedSize {
		c.add("", "must have at most 6000 characters together")
	}
	return c.err()
}

// EmbedType is the kind of an embed.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object-embed-types
type EmbedType string

// The kinds of embeds.
const (
	EmbedTypeRich       EmbedType = "rich"
	EmbedTypeImage      EmbedType = "image"
	EmbedTypeVideo      EmbedType = "video"
	EmbedTypeGIFV       EmbedType = "gifv" // an animated GIF shown as a video
	EmbedTypeArticle    EmbedType = "article"
	EmbedTypeLink       EmbedType = "link"
	EmbedTypePollResult EmbedType = "poll_result"
)

// EmbedFlags are marks of an embed.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object-embed-flags
type EmbedFlags uint64

// EmbedFlagIsContentInventoryEntry marks what stands in for a reply to an
// activity card.
const EmbedFlagIsContentInventoryEntry EmbedFlags = 1 << 5

// Has reports whether f contains all of flags.
func (f EmbedFlags) Has(flags EmbedFlags) bool { return f&flags == flags }

// EmbedMedia is an image, a thumbnail or a video of an embed. Send only URL;
// the rest is received.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object-embed-image-structure
type EmbedMedia struct {
	URL                string          `json:"url,omitzero"` // http, https, or attachment://NAME for an image among the message's files
	ProxyURL           string          `json:"proxy_url,omitzero"`
	Height             int             `json:"height,omitzero"` // pixels; zero: unknown
	Width              int             `json:"width,omitzero"`  // pixels; zero: unknown
	ContentType        string          `json:"content_type,omitzero"`
	Placeholder        string          `json:"placeholder,omitzero"` // thumbhash
	PlaceholderVersion int             `json:"placeholder_version,omitzero"`
	Description        string          `json:"description,omitzero"` // alternative text
	Flags              EmbedMediaFlags `json:"flags,omitzero"`
}

// EmbedMediaFlags are marks of an image, a thumbnail or a video.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object-embed-media-flags
type EmbedMediaFlags uint64

// EmbedMediaFlagIsAnimated marks an animated image.
const EmbedMediaFlagIsAnimated EmbedMediaFlags = 1 << 5

// Has reports whether f contains all of flags.
func (f EmbedMediaFlags) Has(flags EmbedMediaFlags) bool { return f&flags == flags }

// EmbedFooter is the last line of an embed.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object-embed-footer-structure
type EmbedFooter struct {
	Text         string `json:"text"`                    // 1 to 2048 characters
	IconURL      string `json:"icon_url,omitzero"`       // http, https or attachment://NAME
	ProxyIconURL string `json:"proxy_icon_url,omitzero"` // received only
}

// EmbedProvider is the site that a linked page is on.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object-embed-provider-structure
type EmbedProvider struct {
	Name string `json:"name,omitzero"`
	URL  string `json:"url,omitzero"`
}

// EmbedAuthor is the line above an embed's title.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object-embed-author-structure
type EmbedAuthor struct {
	Name         string `json:"name"`                    // 1 to 256 characters
	URL          string `json:"url,omitzero"`            // http or https
	IconURL      string `json:"icon_url,omitzero"`       // http, https or attachment://NAME
	ProxyIconURL string `json:"proxy_icon_url,omitzero"` // received only
}

// EmbedField is a name with a text under it.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object-embed-field-structure
type EmbedField struct {
	Name   string `json:"name"`   // 1 to 256 characters
	Value  string `json:"value"`  // 1 to 1024 characters
	Inline bool   `json:"inline"` // beside others instead of below them
}

// maxEmbedSize is how many characters all embeds of a message may have.
const maxEmbedSize = 6000

// size counts the characters that [maxEmbedSize] limits.
func (e Embed) size() int {
	n := trimmed(e.Title) + trimmed(e.Description)
	for _, f := range e.Fields {
		n += trimmed(f.Name) + trimmed(f.Value)
	}
	if e.Footer != nil {
		n += trimmed(e.Footer.Text)
	}
	if e.Author != nil {
		n += trimmed(e.Author.Name)
	}
	return n
}

// trimmed counts the characters of s without the white space around it, which
// Discord removes.
func trimmed(s string) int { return characters(strings.TrimSpace(s)) }

// embeds checks the embeds of a message.
func (c *checker) embeds(path string, embeds []Embed) {
	c.count(path, len(embeds), 0, 10)
	size := 0
	for i, e := range embeds {
		c.within(c.index(path, i), func(c *checker) { c.embed(e) })
		size += e.size()
	}
	if size > maxEmbedSize {
		c.add(path, "must have at most 6000 characters together")
	}
}

func (c *checker) embed(e Embed) {
	c.trimmedLength("title", e.Title, 0, 256)
	c.trimmedLength("description", e.Description, 0, 4096)
	c.count("fields", len(e.Fields), 0, 25)
	for i, f := range e.Fields {
		c.within(c.index("fields", i), func(c *checker) {
			c.trimmedLength("name", f.Name, 1, 256)
			c.trimmedLength("value", f.Value, 1, 1024)
		})
	}
	c.length("url", e.URL, 0, maxURL)
	if e.Color > 0xFFFFFF {
		c.add("color", "must be at most 0xffffff")
	}
	if e.Footer != nil {
		c.trimmedLength("footer.text", e.Footer.Text, 1, 2048)
		c.length("footer.icon_url", e.Footer.IconURL, 0, maxURL)
	}
	if e.Author != nil {
		c.trimmedLength("author.name", e.Author.Name, 1, 256)
		c.length("author.url", e.Author.URL, 0, maxURL)
		c.length("author.icon_url", e.Author.IconURL, 0, maxURL)
	}
	if e.Provider != nil {
		c.length("provider.name", e.Provider.Name, 0, 256)
		c.length("provider.url", e.Provider.URL, 0, maxURL)
	}
	c.embedMedia("image", e.Image)
	c.embedMedia("thumbnail", e.Thumbnail)
	c.embedMedia("video", e.Video)
}

// embedMedia checks a picture or a video of an embed; nil is none.
func (c *checker) embedMedia(path string, m *EmbedMedia) {
	if m == nil {
		return
	}
	c.within(path, func(c *checker) {
		c.length("url", m.URL, 0, maxURL)
		c.length("description", m.Description, 0, 4096)
		c.length("placeholder", m.Placeholder, 0, 64)
		if m.PlaceholderVersion < 0 {
			c.add("placeholder_version", "must not be negative")
		}
	})
}

func (c *checker) trimmedLength(path, s string, least, most int) {
	c.length(path, strings.TrimSpace(s), least, most)
}
