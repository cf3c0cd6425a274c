package emulator_test

import (
	"net/http"
	"testing"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

func TestVoiceMessages(t *testing.T) {
	t.Parallel()
	sound := file{"files[0]", "v.ogg", "audio/ogg", []byte("OggS")}
	const data = `"attachments":[{"id":0,"duration_secs":1.5,"waveform":"AAAA"}]`
	tests := []struct {
		name, payload string
		files         []file
		want          string
	}{
		{"right", `{"flags":8192,` + data + `}`, []file{sound}, ""},
		{"with words", `{"flags":8192,"content":"x",` + data + `}`, []file{sound}, `{"message":"Voice messages do not support additional content.","code":50159}`},
		{"no sound", `{"flags":8192,"attachments":[{"id":0,"duration_secs":1,"waveform":"AAAA"}]}`, []file{{"files[0]", "v.txt", "text/plain", []byte("x")}}, `{"message":"Voice messages must have a single audio attachment.","code":50160}`},
		{"no waveform", `{"flags":8192}`, []file{sound}, `{"message":"Voice messages must have supporting metadata.","code":50161}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := emutest.Start(t)
			path := "/channels/" + d.ChannelID.String() + "/messages"
			got := upload(t, d, http.MethodPost, path, tt.payload, tt.files...)
			if tt.want != "" {
				if diff := same(t, tt.want, got.body); diff != "" {
					t.Errorf("%s: %s", got.body, diff)
				}
				return
			}
			if diff := contains(t, `{"flags":8192,"attachments":[{"duration_secs":1.5,"waveform":"AAAA","content_type":"audio/ogg"}]}`, got.body); diff != "" {
				t.Fatalf("%s: %s", got.body, diff)
			}
			var m struct{ ID string }
			decode(t, []byte(got.body), &m)
			edit := upload(t, d, http.MethodPatch, path+"/"+m.ID, `{"content":"x"}`)
			if diff := same(t, `{"message":"Voice messages cannot be edited.","code":50162}`, edit.body); diff != "" {
				t.Errorf("edit: %s: %s", edit.body, diff)
			}
		})
	}
}

func TestForwardRefusals(t *testing.T) {
	run(t, nil, []exchange{
		say("m", "hello"),
		{name: "from nowhere", do: "POST /channels/{channel}/messages", body: `{"message_reference":{"type":1,"message_id":"{m}"}}`, status: 400, want: invalidForm("message_reference.channel_id", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "from what it can't see", do: "POST /channels/{channel}/messages", body: `{"message_reference":{"type":1,"message_id":"{m}","channel_id":"{staff}"}}`, status: 403, want: `{"message":"Missing Access","code":50001}`},
		{name: "nothing", do: "POST /channels/{channel}/messages", body: `{"message_reference":{"type":1,"message_id":"5","channel_id":"{channel}"}}`, status: 400, want: invalidForm("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")},
		{
			name: "a poll", do: "POST /channels/{channel}/messages", body: `{"poll":{"question":{"text":"?"},"answers":[{"poll_media":{"text":"a"}}]}}`,
			save: "poll", events: []string{"MESSAGE_CREATE"},
		},
		{name: "a poll", do: "POST /channels/{channel}/messages", body: `{"message_reference":{"type":1,"message_id":"{poll}","channel_id":"{channel}"}}`, status: 400, want: invalidForm("message_reference", "MESSAGE_REFERENCE_INVALID_TYPE", "Messages of this kind cannot be forwarded")},
		{name: "of no kind", do: "POST /channels/{channel}/messages", body: `{"message_reference":{"type":2,"message_id":"{m}"}}`, status: 400, want: invalidForm("message_reference.type", "NUMBER_TYPE_MAX", "int value should be less than or equal to 1.")},
	})
}

// TestMenuCommands wants the answers to commands in menus to tell their target.
func TestMenuCommands(t *testing.T) {
	target := func(command, variable string) exchange {
		return exchange{name: "use " + command, act: func(s *scenario) {
			id, err := parseMessageID(s.vars[variable])
			if err != nil {
				s.t.Fatal(err)
			}
			s.d.Interaction(emulator.CommandUse{Command: command, TargetID: uint64(id)})
			s.interaction()
		}}
	}
	run(t, nil, []exchange{
		say("m", "hello"),
		{name: "in a user's", do: "POST /applications/{app}/commands", body: `{"name":"High five","type":2}`, status: 201, save: "user_command"},
		{name: "in a message's", do: "POST /applications/{app}/commands", body: `{"name":"Bookmark","type":3}`, status: 201, save: "message_command"},
		target("High five", "other"),
		{name: "answer", do: callback, body: `{"type":4,"data":{"content":"✋"}}`, events: []string{`MESSAGE_CREATE {"type":23,"interaction_metadata":{"type":2,"target_user":{"id":"{other}"},"target_message_id":"-"}}`}},
		target("Bookmark", "m"),
		{name: "answer", do: callback, body: `{"type":4,"data":{"content":"🔖"}}`, events: []string{`MESSAGE_CREATE {"type":23,"interaction_metadata":{"target_message_id":"{m}","target_user":"-"}}`}},
	})
}

func TestKindsOfChannels(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "voice", do: "POST /guilds/{guild}/channels", body: `{"name":"Big Room","type":2,"bitrate":96000,"user_limit":5,"rtc_region":"rotterdam","video_quality_mode":2,"available_tags":[{"name":"x"}]}`, status: 201, save: "room",
			want: `{"type":2,"name":"Big Room","bitrate":96000,"user_limit":5,"rtc_region":"rotterdam","video_quality_mode":2,"available_tags":"-"}`, events: []string{"CHANNEL_CREATE"},
		},
		{name: "voice, anywhere", do: "PATCH /channels/{room}", body: `{"rtc_region":null,"bitrate":8000}`, want: `{"rtc_region":null,"bitrate":8000}`, events: []string{"CHANNEL_UPDATE"}},
		{name: "too quiet", do: "PATCH /channels/{room}", body: `{"bitrate":7999}`, status: 400, want: invalidForm("bitrate", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 8000.")},
		{name: "text to news", do: "PATCH /channels/{random}", body: `{"type":5}`, want: `{"type":5}`, events: []string{`CHANNEL_UPDATE {"type":5}`}},
		{name: "news to voice", do: "PATCH /channels/{random}", body: `{"type":2}`, status: 400, want: invalidForm("type", "CHANNEL_TYPE_INVALID", "Only conversion between text and announcement is supported")},
		{name: "no messages of a category", do: "GET /channels/{category}/messages", status: 400, want: `{"message":"Cannot send messages in a non-text channel","code":50008}`},
		{name: "somebody's voice", do: "GET /guilds/{guild}/voice-states/{user}", status: 404, want: `{"message":"Unknown Voice State","code":10065}`},
	})
}
