package discord

// VoiceRegion is a place where voice servers are, for a channel's RTCRegion.
//
// Discord docs: https://docs.discord.com/developers/resources/voice#voice-region-object
type VoiceRegion struct {
	ID         string `json:"id"` // such as "rotterdam"
	Name       string `json:"name"`
	Optimal    bool   `json:"optimal"`    // the closest to the bot; one has it
	Deprecated bool   `json:"deprecated"` // better not chosen any more
	Custom     bool   `json:"custom"`     // made for an event or the like
}
