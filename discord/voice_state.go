package discord

// VoiceState is a user's place in voice.
//
// Discord docs: https://docs.discord.com/developers/resources/voice#voice-state-object
type VoiceState struct {
	GuildID                 GuildID   `json:"guild_id,omitzero"` // zero in GUILD_CREATE
	ChannelID               ChannelID `json:"channel_id"`        // zero: left
	UserID                  UserID    `json:"user_id"`
	Member                  *Member   `json:"member,omitzero"`
	SessionID               string    `json:"session_id"`
	Deaf                    bool      `json:"deaf"` // by the guild
	Mute                    bool      `json:"mute"` // by the guild
	SelfDeaf                bool      `json:"self_deaf"`
	SelfMute                bool      `json:"self_mute"`
	SelfStream              bool      `json:"self_stream,omitzero"`
	SelfVideo               bool      `json:"self_video"`
	Suppress                bool      `json:"suppress"` // may not speak
	RequestToSpeakTimestamp Time      `json:"request_to_speak_timestamp"`
}
