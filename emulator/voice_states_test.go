package emulator_test

import (
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// stage is the default world with a stage and an announcement channel.
func stage() *emulator.World {
	w := emulator.DefaultWorld()
	w.Guilds[0].Channels = append(w.Guilds[0].Channels,
		emulator.WorldChannel{ID: 1200000000000000026, Type: discord.ChannelTypeGuildStageVoice, Name: "stage"},
		emulator.WorldChannel{ID: 1200000000000000027, Type: discord.ChannelTypeGuildAnnouncement, Name: "news"},
	)
	return w
}

var nameStage = exchange{name: "name the stage", act: func(s *scenario) {
	s.vars["stage"], s.vars["news"] = "1200000000000000026", "1200000000000000027"
	s.vars["now"] = time.Now().UTC().Format(time.RFC3339)
	s.vars["past"] = time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
}}

func TestVoiceStates(t *testing.T) {
	unknownState := `{"message":"Unknown Voice State","code":10065}`
	wrongType := `{"message":"Cannot execute action on this channel type","code":50024}`
	run(t, stage(), []exchange{
		nameStage,
		{name: "nowhere", do: "GET /guilds/{guild}/voice-states/@me", status: 404, want: unknownState},
		{name: "change nothing", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"suppress":true}`, status: 404, want: unknownState},
		{name: "join", act: joinVoice("voice"), events: []string{`VOICE_STATE_UPDATE {"channel_id":"{voice}"}`, `VOICE_CHANNEL_START_TIME_UPDATE {"id":"{voice}","guild_id":"{guild}","voice_start_time":"*"}`}},
		{name: "get", do: "GET /guilds/{guild}/voice-states/{bot}", want: `{"channel_id":"{voice}","user_id":"{bot}","suppress":false,"request_to_speak_timestamp":null}`},
		{name: "no stage", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"suppress":true}`, status: 400, want: wrongType},
		{name: "go on stage", act: joinVoice("stage"), events: []string{`VOICE_STATE_UPDATE {"channel_id":"{stage}"}`, `VOICE_CHANNEL_START_TIME_UPDATE {"id":"{voice}","voice_start_time":"-"}`}},
		{name: "be silent", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"channel_id":"{stage}","suppress":true}`, events: []string{`VOICE_STATE_UPDATE {"suppress":true}`}},
		{name: "ask to speak", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"request_to_speak_timestamp":"{now}"}`, events: []string{`VOICE_STATE_UPDATE {"request_to_speak_timestamp":"*"}`}},
		{name: "have asked long ago", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"request_to_speak_timestamp":"{past}"}`, status: 400, want: invalidForm("request_to_speak_timestamp", "REQUEST_TO_SPEAK_TIMESTAMP_IN_PAST", "Must be a present or future time.")},
		{name: "not any more", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"request_to_speak_timestamp":null}`, events: []string{`VOICE_STATE_UPDATE {"request_to_speak_timestamp":null}`}},
		{name: "another channel", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"channel_id":"{voice}"}`, status: 404, want: `{"message":"Unknown Channel","code":10003}`},
		{name: "as any other", do: "PATCH /guilds/{guild}/voice-states/{bot}", body: `{"suppress":false}`, events: []string{`VOICE_STATE_UPDATE {"suppress":false,"request_to_speak_timestamp":null}`}},
		{name: "who isn't there", do: "PATCH /guilds/{guild}/voice-states/{user}", body: `{"suppress":false}`, status: 404, want: unknownState},
		{name: "regions", do: "GET /voice/regions", want: `[{"id":"rotterdam","optimal":true},{}]`},
		{name: "regions of the guild", do: "GET /guilds/{guild}/regions", want: `[{"id":"rotterdam","custom":false,"deprecated":false},{}]`},
	})
}

func TestMembersInVoice(t *testing.T) {
	run(t, stage(), []exchange{
		nameStage,
		{name: "who isn't there", do: "PATCH /guilds/{guild}/members/{user}", body: `{"mute":true}`, status: 400, want: `{"message":"Target user is not connected to voice.","code":40032}`},
		{name: "join", act: joinVoice("voice"), events: []string{"VOICE_STATE_UPDATE", "VOICE_CHANNEL_START_TIME_UPDATE"}},
		{name: "mute", do: "PATCH /guilds/{guild}/members/{bot}", body: `{"mute":true}`, want: `{"mute":true,"deaf":false}`, events: []string{"GUILD_MEMBER_UPDATE", `VOICE_STATE_UPDATE {"mute":true,"deaf":false,"channel_id":"{voice}","member":{"mute":true}}`}},
		{name: "move", do: "PATCH /guilds/{guild}/members/{bot}", body: `{"channel_id":"{stage}"}`, want: `{}`, events: []string{"GUILD_MEMBER_UPDATE", `VOICE_STATE_UPDATE {"channel_id":"{stage}","mute":true}`, "VOICE_CHANNEL_START_TIME_UPDATE"}},
		{name: "move into text", do: "PATCH /guilds/{guild}/members/{bot}", body: `{"channel_id":"{channel}"}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "move nowhere", do: "PATCH /guilds/{guild}/members/{bot}", body: `{"channel_id":"5"}`, status: 404, want: `{"message":"Unknown Channel","code":10003}`},
		{name: "throw out", do: "PATCH /guilds/{guild}/members/{bot}", body: `{"channel_id":null}`, want: `{}`, events: []string{"GUILD_MEMBER_UPDATE", `VOICE_STATE_UPDATE {"channel_id":null}`}},
		{name: "gone", do: "GET /guilds/{guild}/voice-states/@me", status: 404, want: `{"message":"Unknown Voice State","code":10065}`},
	})
}

func TestVoiceStatesWithoutPermission(t *testing.T) {
	w := stage()
	for i := range w.Guilds[0].Roles {
		w.Guilds[0].Roles[i].Permissions &^= discord.PermissionMuteMembers | discord.PermissionRequestToSpeak | discord.PermissionManageChannels
	}
	run(t, w, []exchange{
		nameStage,
		{name: "status from outside", do: "PUT /channels/{voice}/voice-status", body: `{"status":"x"}`, status: 403, want: missingPermissions},
		{name: "join", act: joinVoice("voice"), events: []string{"VOICE_STATE_UPDATE", "VOICE_CHANNEL_START_TIME_UPDATE"}},
		{name: "status from inside", do: "PUT /channels/{voice}/voice-status", body: `{"status":"x"}`, events: []string{"VOICE_CHANNEL_STATUS_UPDATE"}},
		{name: "go on stage", act: joinVoice("stage"), events: []string{"VOICE_STATE_UPDATE", "VOICE_CHANNEL_START_TIME_UPDATE"}},
		{name: "be silent", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"suppress":true}`, events: []string{"VOICE_STATE_UPDATE"}},
		{name: "speak", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"suppress":false}`, status: 403, want: missingPermissions},
		{name: "ask to speak", do: "PATCH /guilds/{guild}/voice-states/@me", body: `{"request_to_speak_timestamp":"{now}"}`, status: 403, want: missingPermissions},
		{name: "of others", do: "PATCH /guilds/{guild}/voice-states/{bot}", body: `{"suppress":false}`, status: 403, want: missingPermissions},
	})
}

func TestVoiceStatus(t *testing.T) {
	run(t, nil, []exchange{
		{name: "set", do: "PUT /channels/{voice}/voice-status", body: `{"status":"karaoke"}`, events: []string{`VOICE_CHANNEL_STATUS_UPDATE {"id":"{voice}","guild_id":"{guild}","status":"karaoke"}`}},
		{name: "ask at the gateway", act: func(s *scenario) {
			s.bot.send(43, map[string]any{"guild_id": s.vars["guild"], "fields": []string{"status"}})
		}, events: []string{`CHANNEL_INFO {"channels":[{"id":"{voice}","status":"karaoke"}]}`}},
		{name: "too long", do: "PUT /channels/{voice}/voice-status", body: `{"status":"` + string(make501()) + `"}`, status: 400, want: invalidForm("status", "BASE_TYPE_MAX_LENGTH", "Must be 500 or fewer in length.")},
		{name: "clear", do: "PUT /channels/{voice}/voice-status", body: `{"status":null}`, events: []string{`VOICE_CHANNEL_STATUS_UPDATE {"status":null}`}},
		{name: "of a text channel", do: "PUT /channels/{channel}/voice-status", body: `{"status":"x"}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
	})
}

func make501() []byte {
	b := make([]byte, 501)
	for i := range b {
		b[i] = 'x'
	}
	return b
}

func TestFollow(t *testing.T) {
	run(t, stage(), []exchange{
		nameStage,
		{
			name: "follow", do: "POST /channels/{news}/followers", body: `{"webhook_channel_id":"{random}"}`, want: `{"channel_id":"{news}","webhook_id":"*"}`,
			events: []string{
				`WEBHOOKS_UPDATE {"channel_id":"{random}","guild_id":"{guild}"}`,
				`MESSAGE_CREATE {"type":12,"channel_id":"{random}","message_reference":{"channel_id":"{news}"}}`,
			},
		},
		{name: "its webhook", do: "GET /channels/{random}/webhooks", want: `[{"type":2,"name":"Playground #news","source_guild":{"id":"{guild}","icon":null},"source_channel":{"id":"{news}","name":"news"},"token":"-","url":"-","application_id":null}]`},
		{name: "what can't be followed", do: "POST /channels/{channel}/followers", body: `{"webhook_channel_id":"{random}"}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "what can't follow", do: "POST /channels/{news}/followers", body: `{"webhook_channel_id":"{voice}"}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "nowhere", do: "POST /channels/{news}/followers", body: `{}`, status: 400, want: invalidForm("webhook_channel_id", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "news", do: "POST /channels/{news}/messages", body: `{"content":"extra, extra"}`, save: "m", events: []string{"MESSAGE_CREATE"}},
		{
			name: "publish", do: "POST /channels/{news}/messages/{m}/crosspost", want: `{"flags":1}`,
			events: []string{`MESSAGE_UPDATE {"id":"{m}"}`, `MESSAGE_CREATE {"channel_id":"{random}","content":"extra, extra","flags":2,"webhook_id":"*","message_reference":{"message_id":"{m}","channel_id":"{news}","guild_id":"{guild}"}}`},
		},
	})
}
