package emulator

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

// A person on a stage is asked before speaking, a bot isn't; and to be silenced
// takes back what a person asked for.
func TestSuppressOthers(t *testing.T) {
	t.Parallel()
	const stage discord.ChannelID = 1200000000000000031
	w := DefaultWorld()
	w.Guilds[0].Channels = append(w.Guilds[0].Channels, WorldChannel{ID: stage, Type: discord.ChannelTypeGuildStageVoice, Name: "stage"})
	e, err := New(Config{World: w})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	g := e.state.guilds[DefaultGuildID]
	person := &discord.VoiceState{GuildID: g.ID, ChannelID: stage, UserID: DefaultOtherUserID, Suppress: true}
	bot := &discord.VoiceState{GuildID: g.ID, ChannelID: stage, UserID: e.first().user.ID, Suppress: true}
	g.voice[person.UserID], g.voice[bot.UserID] = person, bot
	set := func(v *discord.VoiceState, body string) (reply, error) {
		r := &request{now: now, body: json.RawMessage(body), ids: map[string]snowflake{"guild_id": snowflake(g.ID), "user_id": snowflake(v.UserID)}}
		return e.first().updateOthersVoiceState(r)
	}
	tests := []struct {
		name  string
		v     *discord.VoiceState
		body  string
		quiet bool
		asked bool
	}{
		{"let a person speak", person, `{"suppress":false}`, false, true},
		{"nothing", person, `{}`, false, true},
		{"silence a person", person, `{"suppress":true}`, true, false},
		{"let a bot speak", bot, `{"suppress":false}`, false, false},
	}
	for _, tt := range tests {
		rep, err := set(tt.v, tt.body)
		if err != nil || rep.status != 204 {
			t.Fatalf("%s: %d, %v", tt.name, rep.status, err)
		}
		if tt.v.Suppress != tt.quiet || tt.v.RequestToSpeakTimestamp.IsZero() == tt.asked {
			t.Errorf("%s: suppressed %t, asked at %s", tt.name, tt.v.Suppress, tt.v.RequestToSpeakTimestamp)
		}
	}
	if _, err := set(person, `{"channel_id":"`+DefaultChannelID.String()+`"}`); err != errUnknownChannel {
		t.Errorf("another channel: %v", err)
	}
}
