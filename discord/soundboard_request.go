package discord

// CreateGuildSoundboardSound is a new sound of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#create-guild-soundboard-sound
type CreateGuildSoundboardSound struct {
	Name      string    `json:"name"`                // 2-32 characters
	Sound     SoundData `json:"sound"`               // MP3 or Ogg; at most 512 KB and 5.2 seconds
	Volume    *float64  `json:"volume,omitzero"`     // 0 to 1; nil: 1
	EmojiID   EmojiID   `json:"emoji_id,omitzero"`   // a custom emoji
	EmojiName string    `json:"emoji_name,omitzero"` // a standard emoji
}

// Validate checks the limits that Discord documents.
func (b CreateGuildSoundboardSound) Validate() error {
	var c checker
	c.length("name", b.Name, 2, 32)
	c.sound("sound", b.Sound)
	if b.Volume != nil {
		c.volume("volume", *b.Volume)
	}
	c.length("emoji_name", b.EmojiName, 0, 32)
	return c.err()
}

// UpdateGuildSoundboardSound is a change of a sound. Fields that are absent
// stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#modify-guild-soundboard-sound
type UpdateGuildSoundboardSound struct {
	Name      string            `json:"name,omitzero"`       // 2-32 characters
	Volume    Optional[float64] `json:"volume,omitzero"`     // 0 to 1; null: 1
	EmojiID   Optional[EmojiID] `json:"emoji_id,omitzero"`   // a custom emoji
	EmojiName Optional[string]  `json:"emoji_name,omitzero"` // a standard emoji
}

// Validate checks the limits that Discord documents.
func (b UpdateGuildSoundboardSound) Validate() error {
	var c checker
	if b.Name != "" {
		c.length("name", b.Name, 2, 32)
	}
	if v, ok := b.Volume.Get(); ok {
		c.volume("volume", v)
	}
	if name, ok := b.EmojiName.Get(); ok {
		c.length("emoji_name", name, 1, 32)
	}
	return c.err()
}

// volume checks how loud a sound is.
func (c *checker) volume(path string, v float64) {
	if !(v >= 0 && v <= 1) { // not a number is neither
		c.add(path, "must be between 0 and 1")
	}
}

// SendSoundboardSound plays a sound in a voice channel.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#send-soundboard-sound
type SendSoundboardSound struct {
	SoundID       SoundboardSoundID `json:"sound_id"`
	SourceGuildID GuildID           `json:"source_guild_id,omitzero"` // the guild that the sound is from, where that is another one
}

// Validate checks that there is a sound.
func (b SendSoundboardSound) Validate() error {
	var c checker
	c.required("sound_id", b.SoundID != 0)
	return c.err()
}
