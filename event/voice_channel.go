package event

import "github.com/accord-go/accord/discord"

// ChannelInfo answers the request for what voice channels show: the
// status that members set, and since when somebody is in them.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#channel-info
type ChannelInfo struct {
	Meta     `json:"-"`
	GuildID  discord.GuildID `json:"guild_id"`
	Channels []ChannelDetail `json:"channels"`
}

// EventName returns "CHANNEL_INFO".
func (*ChannelInfo) EventName() string { return "CHANNEL_INFO" }

// ChannelDetail is what a voice channel shows. Fields that were not asked for
// are nil.
type ChannelDetail struct {
	ID             discord.ChannelID `json:"id"`
	Status         *string           `json:"status,omitzero"`
	VoiceStartTime *int64            `json:"voice_start_time,omitzero"` // Unix seconds; nil also means that nobody is there
}

// VoiceChannelStatusUpdate tells that a voice channel's status was changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#voice-channel-status-update
type VoiceChannelStatusUpdate struct {
	Meta    `json:"-"`
	ID      discord.ChannelID `json:"id"`
	GuildID discord.GuildID   `json:"guild_id"`
	Status  *string           `json:"status"` // nil: it was removed
}

// EventName returns "VOICE_CHANNEL_STATUS_UPDATE".
func (*VoiceChannelStatusUpdate) EventName() string { return "VOICE_CHANNEL_STATUS_UPDATE" }

// VoiceChannelStartTimeUpdate tells that the first member entered a voice
// channel, or that the last one left.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#voice-channel-start-time-update
type VoiceChannelStartTimeUpdate struct {
	Meta           `json:"-"`
	ID             discord.ChannelID `json:"id"`
	GuildID        discord.GuildID   `json:"guild_id"`
	VoiceStartTime *int64            `json:"voice_start_time,omitzero"` // Unix seconds; nil: nobody is there
}

// EventName returns "VOICE_CHANNEL_START_TIME_UPDATE".
func (*VoiceChannelStartTimeUpdate) EventName() string { return "VOICE_CHANNEL_START_TIME_UPDATE" }

// VoiceChannelEffectSend tells that somebody sent an emoji reaction or a
// soundboard sound to the voice channel that the bot is in.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#voice-channel-effect-send
type VoiceChannelEffectSend struct {
	Meta          `json:"-"`
	ChannelID     discord.ChannelID         `json:"channel_id"`
	GuildID       discord.GuildID           `json:"guild_id"`
	UserID        discord.UserID            `json:"user_id"`
	Emoji         *discord.Emoji            `json:"emoji,omitzero"`
	AnimationType *VoiceAnimationType       `json:"animation_type,omitzero"`
	AnimationID   *int                      `json:"animation_id,omitzero"`
	SoundID       discord.SoundboardSoundID `json:"sound_id,omitzero"`     // a small number for one of Discord's own
	SoundVolume   *float64                  `json:"sound_volume,omitzero"` // 0 to 1
}

// EventName returns "VOICE_CHANNEL_EFFECT_SEND".
func (*VoiceChannelEffectSend) EventName() string { return "VOICE_CHANNEL_EFFECT_SEND" }

// VoiceAnimationType is how an emoji flies through a voice channel.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#voice-channel-effect-send-animation-types
type VoiceAnimationType int

// The kinds of animation.
const (
	VoiceAnimationTypePremium VoiceAnimationType = 0 // of a Nitro subscriber
	VoiceAnimationTypeBasic   VoiceAnimationType = 1
)
