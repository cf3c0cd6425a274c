package event

import "github.com/accord-go/accord/discord"

// GuildSoundboardSoundCreate tells that a guild has got a new sound.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-soundboard-sound-create
type GuildSoundboardSoundCreate struct {
	Meta `json:"-"`
	discord.SoundboardSound
}

// EventName returns "GUILD_SOUNDBOARD_SOUND_CREATE".
func (*GuildSoundboardSoundCreate) EventName() string { return "GUILD_SOUNDBOARD_SOUND_CREATE" }

// GuildSoundboardSoundUpdate tells that a sound of a guild changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-soundboard-sound-update
type GuildSoundboardSoundUpdate struct {
	Meta `json:"-"`
	discord.SoundboardSound

	Old *discord.SoundboardSound `json:"-"` // the sound before; nil: not known, as without a cache
}

// EventName returns "GUILD_SOUNDBOARD_SOUND_UPDATE".
func (*GuildSoundboardSoundUpdate) EventName() string { return "GUILD_SOUNDBOARD_SOUND_UPDATE" }

// GuildSoundboardSoundDelete tells that a sound of a guild was deleted.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-soundboard-sound-delete
type GuildSoundboardSoundDelete struct {
	Meta    `json:"-"`
	SoundID discord.SoundboardSoundID `json:"sound_id"`
	GuildID discord.GuildID           `json:"guild_id"`

	Old *discord.SoundboardSound `json:"-"` // the sound as it was last known; nil: not known, as without a cache
}

// EventName returns "GUILD_SOUNDBOARD_SOUND_DELETE".
func (*GuildSoundboardSoundDelete) EventName() string { return "GUILD_SOUNDBOARD_SOUND_DELETE" }

// GuildSoundboardSoundsUpdate gives several sounds of a guild after a change, as
// when the guild lost boosts and with them places for sounds.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-soundboard-sounds-update
type GuildSoundboardSoundsUpdate struct {
	Meta    `json:"-"`
	Sounds  []discord.SoundboardSound `json:"soundboard_sounds"`
	GuildID discord.GuildID           `json:"guild_id"`

	Old []discord.SoundboardSound `json:"-"` // those of the sounds that were known, before; nil: not known, as without a cache
}

// EventName returns "GUILD_SOUNDBOARD_SOUNDS_UPDATE".
func (*GuildSoundboardSoundsUpdate) EventName() string { return "GUILD_SOUNDBOARD_SOUNDS_UPDATE" }

// SoundboardSounds gives the sounds of a guild. It answers a request for them.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#soundboard-sounds
type SoundboardSounds struct {
	Meta    `json:"-"`
	Sounds  []discord.SoundboardSound `json:"soundboard_sounds"`
	GuildID discord.GuildID           `json:"guild_id"`
}

// EventName returns "SOUNDBOARD_SOUNDS".
func (*SoundboardSounds) EventName() string { return "SOUNDBOARD_SOUNDS" }
