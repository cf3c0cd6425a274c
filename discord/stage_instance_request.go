package discord

// CreateStageInstance makes a stage channel live.
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance#create-stage-instance
type CreateStageInstance struct {
	ChannelID             ChannelID                 `json:"channel_id"`
	Topic                 string                    `json:"topic"`                            // 1-120 characters
	PrivacyLevel          StageInstancePrivacyLevel `json:"privacy_level,omitzero"`           // zero: GUILD_ONLY
	SendStartNotification bool                      `json:"send_start_notification,omitzero"` // notifies @everyone; needs MENTION_EVERYONE
	ScheduledEventID      ScheduledEventID          `json:"guild_scheduled_event_id,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b CreateStageInstance) Validate() error {
	var c checker
	c.required("channel_id", b.ChannelID != 0)
	c.length("topic", b.Topic, 1, 120)
	return c.err()
}

// UpdateStageInstance is a change of what goes on in a stage channel. Fields that
// are absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance#modify-stage-instance
type UpdateStageInstance struct {
	Topic        string                    `json:"topic,omitzero"` // 1-120 characters; empty keeps
	PrivacyLevel StageInstancePrivacyLevel `json:"privacy_level,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b UpdateStageInstance) Validate() error {
	var c checker
	c.length("topic", b.Topic, 0, 120)
	return c.err()
}
