package discord

// CreateThreadFromMessage starts a public thread from a message.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#start-thread-from-message
type CreateThreadFromMessage struct {
	Name                string        `json:"name"`                           // 1-100 characters
	AutoArchiveDuration int           `json:"auto_archive_duration,omitzero"` // minutes: 60, 1440, 4320 or 10080; zero: the channel's default
	RateLimitPerUser    Optional[int] `json:"rate_limit_per_user,omitzero"`   // seconds, at most 21600
}

// Validate checks the limits that Discord documents.
func (b CreateThreadFromMessage) Validate() error {
	var c checker
	c.thread(b.Name, b.AutoArchiveDuration, b.RateLimitPerUser)
	return c.err()
}

// CreateThread starts a thread that belongs to no message.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#start-thread-without-message
type CreateThread struct {
	Name                string        `json:"name"`                           // 1-100 characters
	AutoArchiveDuration int           `json:"auto_archive_duration,omitzero"` // minutes: 60, 1440, 4320 or 10080; zero: the channel's default
	RateLimitPerUser    Optional[int] `json:"rate_limit_per_user,omitzero"`   // seconds, at most 21600
	Type                ChannelType   `json:"type,omitzero"`                  // zero: a private thread
	Invitable           *bool         `json:"invitable,omitzero"`             // private threads: whether members without MANAGE_THREADS may add others
}

// Validate checks the limits that Discord documents.
func (b CreateThread) Validate() error {
	var c checker
	c.thread(b.Name, b.AutoArchiveDuration, b.RateLimitPerUser)
	return c.err()
}

// CreateForumThread is a new post of a forum or media channel.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel
type CreateForumThread struct {
	Name                string             `json:"name"`                           // 1-100 characters
	AutoArchiveDuration int                `json:"auto_archive_duration,omitzero"` // minutes: 60, 1440, 4320 or 10080; zero: the channel's default
	RateLimitPerUser    Optional[int]      `json:"rate_limit_per_user,omitzero"`   // seconds, at most 21600
	Message             ForumThreadMessage `json:"message"`
	AppliedTags         []ForumTagID       `json:"applied_tags,omitzero"` // at most 5

	Files []File `json:"-"` // to upload with the message; at most 10
}

// ForumThreadMessage is the first message of a post.
type ForumThreadMessage struct {
	Content         string              `json:"content,omitzero"` // at most 2000 characters
	Embeds          []Embed             `json:"embeds,omitzero"`  // at most 10
	AllowedMentions *AllowedMentions    `json:"allowed_mentions,omitzero"`
	Components      Components          `json:"components,omitzero"`
	StickerIDs      []StickerID         `json:"sticker_ids,omitzero"` // at most 3
	Attachments     []AttachmentRequest `json:"attachments,omitzero"` // filled from Files where it is nil
	Flags           MessageFlags        `json:"flags,omitzero"`       // SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2
	Poll            *CreatePoll         `json:"poll,omitzero"`

	SharedClientTheme *SharedClientTheme `json:"shared_client_theme,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b CreateForumThread) Validate() error {
	var c checker
	c.thread(b.Name, b.AutoArchiveDuration, b.RateLimitPerUser)
	c.count("applied_tags", len(b.AppliedTags), 0, 5)
	c.within("message", func(c *checker) {
		m := b.Message
		c.message(m.Content, m.Embeds, m.Components, b.Files, m.Flags)
		c.attachments("attachments", m.Attachments)
		m.AllowedMentions.check(c, "allowed_mentions")
		m.SharedClientTheme.check(c, "shared_client_theme")
		m.Poll.check(c)
		c.count("sticker_ids", len(m.StickerIDs), 0, 3)
	})
	return c.err()
}

// thread checks what all requests for a thread have in common.
func (c *checker) thread(name string, archive int, slowmode Optional[int]) {
	c.length("name", name, 1, 100)
	switch archive {
	case 0, 60, 1440, 4320, 10080:
	default:
		c.add("auto_archive_duration", "must be 60, 1440, 4320 or 10080")
	}
	if n, ok := slowmode.Get(); ok {
		c.between("rate_limit_per_user", n, 0, 21600)
	}
}
