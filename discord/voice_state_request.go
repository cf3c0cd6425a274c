package discord

// UpdateSelfVoiceState is a change of the bot's own place on a stage. Fields
// that are absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/voice#modify-current-user-voice-state
type UpdateSelfVoiceState struct {
	ChannelID               ChannelID      `json:"channel_id,omitzero"`                 // the stage channel that the bot is in
	Suppress                Optional[bool] `json:"suppress,omitzero"`                   // false speaks, and needs MUTE_MEMBERS
	RequestToSpeakTimestamp Optional[Time] `json:"request_to_speak_timestamp,omitzero"` // now or later asks to speak, and needs REQUEST_TO_SPEAK; null asks no more
}

// UpdateVoiceState is a change of another user's place on a stage. Fields that
// are absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/voice#modify-user-voice-state
type UpdateVoiceState struct {
	ChannelID ChannelID      `json:"channel_id,omitzero"` // the stage channel that the user is in
	Suppress  Optional[bool] `json:"suppress,omitzero"`   // false lets the user speak
}

// UpdateVoiceChannelStatus sets the line of text that is shown with a voice
// channel.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#set-voice-channel-status
type UpdateVoiceChannelStatus struct {
	Status *string `json:"status"` // at most 500 characters; nil: none
}

// Validate checks the limits that Discord documents.
func (b UpdateVoiceChannelStatus) Validate() error {
	var c checker
	if b.Status != nil {
		c.length("status", *b.Status, 0, 500)
	}
	return c.err()
}
