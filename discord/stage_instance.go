package discord

//go:generate go tool stringer -type=StageInstancePrivacyLevel -output=stage_instance_string.go

// StageInstance is what goes on live in a stage channel.
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance#stage-instance-object
type StageInstance struct {
	ID                   StageInstanceID           `json:"id"`
	GuildID              GuildID                   `json:"guild_id"`
	ChannelID            ChannelID                 `json:"channel_id"`
	Topic                string                    `json:"topic"` // 1-120 characters
	PrivacyLevel         StageInstancePrivacyLevel `json:"privacy_level"`
	DiscoverableDisabled bool                      `json:"discoverable_disabled"`    // deprecated
	ScheduledEventID     ScheduledEventID          `json:"guild_scheduled_event_id"` // zero: none
}

// StageInstanceID names a [StageInstance].
type StageInstanceID = ID[StageInstance]

// StageInstancePrivacyLevel is who may know of a stage instance.
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance#stage-instance-object-privacy-level
type StageInstancePrivacyLevel int

// The privacy levels.
const (
	StageInstancePrivacyLevelPublic    StageInstancePrivacyLevel = 1 // deprecated
	StageInstancePrivacyLevelGuildOnly StageInstancePrivacyLevel = 2
)
