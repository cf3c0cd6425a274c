package discord

import "strconv"

// CreateMessage is a new message. One of Content, Embeds, StickerIDs,
// Components, Files, Poll, SharedClientTheme or a forwarding MessageReference
// must be set.
//
// Discord docs: https://docs.discord.com/developers/resources/message#create-message
type CreateMessage struct {
	Content           string              `json:"content,omitzero"`       // at most 2000 characters
	Nonce             Nonce               `json:"nonce,omitzero"`         // at most 25 characters
	EnforceNonce      bool                `json:"enforce_nonce,omitzero"` // a second message with the nonce, within minutes, returns the first one
	TTS               bool                `json:"tts,omitzero"`
	Embeds            []Embed             `json:"embeds,omitzero"` // at most 10, 6000 characters together
	AllowedMentions   *AllowedMentions    `json:"allowed_mentions,omitzero"`
	MessageReference  *MessageReference   `json:"message_reference,omitzero"`
	Components        Components          `json:"components,omitzero"`
	StickerIDs        []StickerID         `json:"sticker_ids,omitzero"` // at most 3
	Attachments       []AttachmentRequest `json:"attachments,omitzero"` // filled from Files where it is nil
	Flags             MessageFlags        `json:"flags,omitzero"`
	Poll              *CreatePoll         `json:"poll,omitzero"`
	SharedClientTheme *SharedClientTheme  `json:"shared_client_theme,omitzero"`

	Files []File `json:"-"` // to upload; at most 10
}

// Validate checks the limits that Discord documents. It returns a
// [*ValidationError] that names every field in error, or nil.
func (m CreateMessage) Validate() error {
	var c checker
	c.length("nonce", string(m.Nonce), 0, 25)
	c.message(m.Content, m.Embeds, m.Components, m.Files, m.Flags)
	c.attachments("attachments", m.Attachments)
	m.AllowedMentions.check(&c, "allowed_mentions")
	m.SharedClientTheme.check(&c, "shared_client_theme")
	c.count("sticker_ids", len(m.StickerIDs), 0, 3)
	forward := m.MessageReference != nil && m.MessageReference.Type == MessageReferenceTypeForward
	if m.Content == "" && len(m.Embeds) == 0 && len(m.StickerIDs) == 0 && len(m.Components) == 0 &&
		len(m.Files) == 0 && len(m.Attachments) == 0 && m.Poll == nil && m.SharedClientTheme == nil && !forward {
		c.add("", "Cannot send an empty message")
	}
	m.Poll.check(&c)
	return c.err()
}

// UpdateMessage is a change of a message. Fields that are absent stay as they
// are.
//
// Attachments, where set, must name the existing attachments to keep (by ID)
// and those of Files; an attachment that it leaves out is removed.
//
// Discord docs: https://docs.discord.com/developers/resources/message#edit-message
type UpdateMessage struct {
	Content         Optional[string]              `json:"content,omitzero"` // at most 2000 characters
	Embeds          Optional[[]Embed]             `json:"embeds,omitzero"`
	Flags           Optional[MessageFlags]        `json:"flags,omitzero"` // SUPPRESS_EMBEDS and IS_COMPONENTS_V2
	AllowedMentions Optional[AllowedMentions]     `json:"allowed_mentions,omitzero"`
	Components      Optional[Components]          `json:"components,omitzero"`
	Attachments     Optional[[]AttachmentRequest] `json:"attachments,omitzero"`
	StickerIDs      []StickerID                   `json:"sticker_ids,omitzero"` // at most 3; nil keeps, empty clears, which IS_COMPONENTS_V2 needs
	Poll            Optional[CreatePoll]          `json:"poll,omitzero"`        // set only where a deferred answer to an interaction is edited; null clears, which IS_COMPONENTS_V2 needs

	Files []File `json:"-"` // to add; at most 10
}

// Validate checks the limits that Discord documents. It returns a
// [*ValidationError] that names every field in error, or nil.
func (m UpdateMessage) Validate() error {
	var c checker
	content, _ := m.Content.Get()
	embeds, _ := m.Embeds.Get()
	components, _ := m.Components.Get()
	flags, _ := m.Flags.Get()
	c.message(content, embeds, components, m.Files, flags)
	attachments, _ := m.Attachments.Get()
	c.attachments("attachments", attachments)
	if mentions, ok := m.AllowedMentions.Get(); ok {
		mentions.check(&c, "allowed_mentions")
	}
	c.count("sticker_ids", len(m.StickerIDs), 0, 3)
	if poll, ok := m.Poll.Get(); ok {
		poll.check(&c)
	}
	return c.err()
}

// AttachmentRequest describes an attachment in a request: a file that is
// uploaded with it, or an existing attachment to keep or to change.
//
// Discord docs: https://docs.discord.com/developers/resources/message#attachment-object
type AttachmentRequest struct {
	ID           AttachmentRef `json:"id"`
	Filename     string        `json:"filename,omitzero"`
	Title        string        `json:"title,omitzero"`
	Description  *string       `json:"description,omitzero"` // at most 1024 characters
	DurationSecs float64       `json:"duration_secs,omitzero"`
	Waveform     string        `json:"waveform,omitzero"`
	IsSpoiler    *bool         `json:"is_spoiler,omitzero"`
	IsRemix      *bool         `json:"is_remix,omitzero"` // undocumented
}

// AttachmentRef names an attachment in a request: the ID of an existing one,
// or the place of a file in the request's Files.
type AttachmentRef string

// KeepAttachment refers to an existing attachment.
func KeepAttachment(id AttachmentID) AttachmentRef { return AttachmentRef(id.String()) }

// UploadedFile refers to Files[n] of the same request.
func UploadedFile(n int) AttachmentRef { return AttachmentRef(strconv.Itoa(n)) }

// FileAttachments returns the descriptions of files as requests carry them.
func FileAttachments(files []File) []AttachmentRequest {
	if len(files) == 0 {
		return nil
	}
	list := make([]AttachmentRequest, len(files))
	for i, f := range files {
		a := AttachmentRequest{ID: UploadedFile(i), Filename: f.Name, Title: f.Title, DurationSecs: f.DurationSecs, Waveform: f.Waveform}
		if f.Description != "" {
			a.Description = new(f.Description)
		}
		if f.Spoiler {
			a.IsSpoiler = new(true)
		}
		list[i] = a
	}
	return list
}

// BulkDeleteMessages names 2 to 100 messages to delete. Messages older than
// two weeks, or named twice, make the whole request fail.
//
// Discord docs: https://docs.discord.com/developers/resources/message#bulk-delete-messages
type BulkDeleteMessages struct {
	Messages []MessageID `json:"messages"`
}

// Validate checks the number of messages.
func (b BulkDeleteMessages) Validate() error {
	var c checker
	c.count("messages", len(b.Messages), 2, 100)
	return c.err()
}

// message checks what all requests with a message have in common.
func (c *checker) message(content string, embeds []Embed, components Components, files []File, flags MessageFlags) {
	// Discord's documentation says 2000, its OpenAPI document 4000: what lies
	// between is Discord's to refuse.
	c.length("content", content, 0, 4000)
	c.embeds("embeds", embeds)
	c.files(files)
	c.components("components", components, flags.Has(MessageFlagIsComponentsV2))
}

// files checks the files of a message.
func (c *checker) files(files []File) {
	c.count("files", len(files), 0, 10)
	for i, f := range files {
		c.length(c.index("files", i)+".description", f.Description, 0, 1024)
		c.required(c.index("files", i)+".name", f.Name != "")
		c.required(c.index("files", i)+".reader", f.Reader != nil)
	}
}

// webhookContent checks what webhooks may say at most, and answers to
// interactions: what lies above 4000 is found in all messages.
func (c *checker) webhookContent(content string) {
	if n := characters(content); n > 2000 && n <= 4000 {
		c.add("content", amount(0, 2000, "character"))
	}
}

// attachments checks the descriptions of a message's attachments.
func (c *checker) attachments(path string, list []AttachmentRequest) {
	c.count(path, len(list), 0, 10)
	for i, a := range list {
		c.within(c.index(path, i), func(c *checker) {
			c.length("filename", a.Filename, 0, 1024)
			c.length("title", a.Title, 0, 1024)
			if a.Description != nil {
				c.length("description", *a.Description, 0, 1024)
			}
			if a.DurationSecs < 0 {
				c.add("duration_secs", "must not be negative")
			}
			c.length("waveform", a.Waveform, 0, 400)
		})
	}
}

// check checks the limits of a theme; a nil theme is none.
func (t *SharedClientTheme) check(c *checker, path string) {
	if t == nil {
		return
	}
	c.within(path, func(c *checker) {
		c.count("colors", len(t.Colors), 1, 5)
		for i, color := range t.Colors {
			c.length(c.index("colors", i), color, 6, 6)
		}
		c.between("gradient_angle", t.GradientAngle, 0, 360)
		c.between("base_mix", t.BaseMix, 0, 100)
	})
}

// check checks the limits of a poll; a nil poll is none.
func (p *CreatePoll) check(c *checker) {
	if p == nil {
		return
	}
	if p.Question.Text == nil {
		c.add("poll.question.text", "is required")
	} else {
		c.length("poll.question.text", *p.Question.Text, 1, 300)
	}
	c.pollEmoji("poll.question", p.Question)
	c.count("poll.answers", len(p.Answers), 1, 10)
	for i, a := range p.Answers {
		path := c.index("poll.answers", i) + ".poll_media"
		if a.PollMedia.Text != nil {
			c.length(path+".text", *a.PollMedia.Text, 1, 55)
		}
		c.pollEmoji(path, a.PollMedia)
	}
	if p.Duration < 0 || p.Duration > 768 {
		c.add("poll.duration", "must be between 1 and 768 hours")
	}
}

func (c *checker) pollEmoji(path string, m PollMedia) {
	if m.Emoji != nil && m.Emoji.Name != nil {
		c.length(path+".emoji.name", *m.Emoji.Name, 0, 32)
	}
}
