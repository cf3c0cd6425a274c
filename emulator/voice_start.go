package emulator

import (
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// tellVoiceStarts notes since when somebody is in the voice channels of a guild,
// and tells where the first one has come or the last one has gone. It is called
// when somebody has come or gone.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#voice-channel-start-time-update
func (e *Emulator) tellVoiceStarts(g *guild, now time.Time) {
	inside := make(map[*channel]bool)
	for _, v := range g.voice {
		inside[g.channels[v.ChannelID]] = true
	}
	for _, ch := range byID(g.channels) {
		if ch.Type != discord.ChannelTypeGuildVoice || inside[ch] == !ch.voiceSince.IsZero() {
			continue
		}
		ch.voiceSince = time.Time{}
		if inside[ch] {
			ch.voiceSince = now
		}
		e.dispatch("VOICE_CHANNEL_START_TIME_UPDATE", &event.VoiceChannelStartTimeUpdate{
			ID: ch.ID, GuildID: g.ID, VoiceStartTime: ch.voiceStart(),
		}, inChannel(ch))
	}
}

// voiceStart is since when somebody is there, in Unix seconds; nil: nobody is.
func (ch *channel) voiceStart() *int64 {
	if ch.voiceSince.IsZero() {
		return nil
	}
	return new(ch.voiceSince.Unix())
}
