package discord

// UpdateWelcomeScreen is a change of a guild's welcome screen. Fields that are
// absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-welcome-screen
type UpdateWelcomeScreen struct {
	Enabled         Optional[bool]         `json:"enabled,omitzero"`
	WelcomeChannels []WelcomeScreenChannel `json:"welcome_channels,omitzero"` // at most 5; nil keeps, empty clears
	Description     Optional[string]       `json:"description,omitzero"`      // at most 140 characters
}

// Validate checks the limits that Discord documents.
func (b UpdateWelcomeScreen) Validate() error {
	var c checker
	c.optionalText("description", b.Description, 0, 140)
	c.count("welcome_channels", len(b.WelcomeChannels), 0, 5)
	for i, channel := range b.WelcomeChannels {
		c.within(c.index("welcome_channels", i), func(c *checker) {
			c.required("channel_id", channel.ChannelID != 0)
			c.length("description", channel.Description, 1, 50)
			if channel.EmojiName != nil {
				c.length("emoji_name", *channel.EmojiName, 0, maxText)
			}
		})
	}
	return c.err()
}
