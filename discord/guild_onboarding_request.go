package discord

// UpdateGuildOnboarding is a change of what a guild asks new members. Fields
// that are absent stay as they are. Where onboarding is enabled, it must give
// at least 7 channels, and everyone must be able to write in 5 of them.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-onboarding
type UpdateGuildOnboarding struct {
	Prompts           []UpdateOnboardingPrompt `json:"prompts,omitzero"`             // at most 15; nil keeps, empty clears
	DefaultChannelIDs []ChannelID              `json:"default_channel_ids,omitzero"` // at most 500; nil keeps, empty clears
	Enabled           *bool                    `json:"enabled,omitzero"`
	Mode              *OnboardingMode          `json:"mode,omitzero"`
}

// UpdateOnboardingPrompt is a question to new members: a new one, or one that
// there is.
type UpdateOnboardingPrompt struct {
	ID           OnboardingPromptID             `json:"id"` // of a new one: any number that no other has
	Type         OnboardingPromptType           `json:"type,omitzero"`
	Options      []UpdateOnboardingPromptOption `json:"options"` // 1 to 50
	Title        string                         `json:"title"`   // 1 to 100 characters
	SingleSelect bool                           `json:"single_select,omitzero"`
	Required     bool                           `json:"required,omitzero"`
	InOnboarding bool                           `json:"in_onboarding,omitzero"`
}

// UpdateOnboardingPromptOption is an answer to a question. It must give a
// channel or a role.
type UpdateOnboardingPromptOption struct {
	ID            OnboardingPromptOptionID `json:"id,omitzero"`          // zero: a new one
	ChannelIDs    []ChannelID              `json:"channel_ids,omitzero"` // at most 50
	RoleIDs       []RoleID                 `json:"role_ids,omitzero"`    // at most 50
	EmojiID       EmojiID                  `json:"emoji_id,omitzero"`
	EmojiName     string                   `json:"emoji_name,omitzero"` // at most 100 characters
	EmojiAnimated bool                     `json:"emoji_animated,omitzero"`
	Title         string                   `json:"title"`                // 1 to 50 characters
	Description   string                   `json:"description,omitzero"` // at most 100 characters
}

// Validate checks the limits that Discord documents. It returns a
// [*ValidationError] that names every field in error, or nil.
func (b UpdateGuildOnboarding) Validate() error {
	var c checker
	c.count("default_channel_ids", len(b.DefaultChannelIDs), 0, 500)
	c.count("prompts", len(b.Prompts), 0, 15)
	for i, p := range b.Prompts {
		c.within(c.index("prompts", i), p.check)
	}
	return c.err()
}

func (p UpdateOnboardingPrompt) check(c *checker) {
	c.required("id", p.ID != 0)
	c.length("title", p.Title, 1, 100)
	c.count("options", len(p.Options), 1, 50)
	for i, o := range p.Options {
		c.within(c.index("options", i), func(c *checker) {
			c.length("title", o.Title, 1, 50)
			c.length("description", o.Description, 0, 100)
			c.length("emoji_name", o.EmojiName, 0, 100)
			c.count("channel_ids", len(o.ChannelIDs), 0, 50)
			c.count("role_ids", len(o.RoleIDs), 0, 50)
		})
	}
}
