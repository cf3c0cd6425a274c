package event

import (
	"fmt"

	"github.com/accord-go/accord/discord"
)

// VoiceStateUpdate tells that a user joined, left or moved in voice, or was
// muted.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#voice-state-update
type VoiceStateUpdate struct {
	Meta `json:"-"`
	discord.VoiceState

	Old *discord.VoiceState `json:"-"` // the state before; nil: not known, as without a cache
}

// EventName returns "VOICE_STATE_UPDATE".
func (*VoiceStateUpdate) EventName() string { return "VOICE_STATE_UPDATE" }

// VoiceServerUpdate tells which server to connect to for voice.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#voice-server-update
type VoiceServerUpdate struct {
	Meta     `json:"-"`
	Token    string          `json:"token"` // secret
	GuildID  discord.GuildID `json:"guild_id"`
	Endpoint *string         `json:"endpoint"` // nil: the server is gone; wait for the next event
}

// EventName returns "VOICE_SERVER_UPDATE".
func (*VoiceServerUpdate) EventName() string { return "VOICE_SERVER_UPDATE" }

// String shows the event without its token, with which anybody can connect.
func (v VoiceServerUpdate) String() string {
	endpoint := "none"
	if v.Endpoint != nil {
		endpoint = *v.Endpoint
	}
	return fmt.Sprintf("event.VoiceServerUpdate(guild %d, %s)", v.GuildID, endpoint)
}

// GoString returns the same as String.
func (v VoiceServerUpdate) GoString() string { return v.String() }
