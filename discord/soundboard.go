package discord

// SoundboardSound is a sound that users can play in voice channels: a guild's,
// or one of Discord's own that all may use.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#soundboard-sound-object
type SoundboardSound struct {
	Name      string            `json:"name"`
	SoundID   SoundboardSoundID `json:"sound_id"`          // a small number for Discord's own sounds
	Volume    float64           `json:"volume"`            // 0 to 1
	EmojiID   EmojiID           `json:"emoji_id"`          // zero: none, or a standard one
	EmojiName *string           `json:"emoji_name"`        // a standard emoji
	GuildID   GuildID           `json:"guild_id,omitzero"` // zero: Discord's own
	Available bool              `json:"available"`         // false: lost with the guild's boosts
	User      *User             `json:"user,omitzero"`     // who made it; needs CREATE_GUILD_EXPRESSIONS or MANAGE_GUILD_EXPRESSIONS
}

// SoundboardSoundID names a [SoundboardSound].
type SoundboardSoundID = ID[SoundboardSound]

// SoundboardSounds are the sounds of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#list-guild-soundboard-sounds
type SoundboardSounds struct {
	Items []SoundboardSound `json:"items"`
}
