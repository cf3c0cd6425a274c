package emulator

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

func TestEncode(t *testing.T) {
	t.Parallel()
	type inner struct {
		A []int  `json:"a"`
		B string `json:"b,omitzero"`
	}
	tests := []struct {
		name string
		in   any
		want string
	}{
		{"nil list", struct {
			L []string `json:"l"`
		}{}, `{"l":[]}`},
		{"nil list left out", struct {
			L []string `json:"l,omitzero"`
		}{}, `{}`},
		{"nil map", struct {
			M map[string]int `json:"m"`
		}{}, `{"m":{}}`},
		{"embedded", struct {
			inner
			C int `json:"c"`
		}{}, `{"a":[],"c":0}`},
		{"lists in lists", []inner{{}, {A: []int{1}, B: "<&>"}}, `[{"a":[]},{"a":[1],"b":"<&>"}]`},
		{"nil", nil, `null`},
		{"nil pointer", (*inner)(nil), `null`},
		{"raw", json.RawMessage(`{"x":1}`), `{"x":1}`},
		{"map with IDs", map[discord.UserID]int{12: 1, 3: 2}, `{"12":1,"3":2}`},
		{"map with enums", map[discord.ApplicationIntegrationType]int{1: 5}, `{"1":5}`},
		{"time", discord.At(time.Unix(1, 5000).UTC()), `"1970-01-01T00:00:01.000005+00:00"`},
		{"no meta", &event.MessageDelete{ID: 1, ChannelID: 2}, `{"id":"1","channel_id":"2"}`},
		{"bytes", []byte("hi"), `"aGk="`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := encode(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("encode = %s, want %s", got, tt.want)
			}
		})
	}
}

// TestShapes wants fields that other clients and Discord's OpenAPI document
// need, where discord's types would leave them out.
func TestShapes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   any
		want []string
	}{
		{"user", discord.User{}, []string{"id", "flags", "public_flags", "global_name", "avatar", "primary_guild"}},
		{"member", discord.Member{}, []string{"roles", "nick", "avatar", "banner", "pending", "premium_since", "communication_disabled_until"}},
		{"role", discord.Role{}, []string{"icon", "unicode_emoji"}},
		{"guild", discord.Guild{}, []string{"roles", "emojis", "stickers", "features", "home_header", "nsfw", "region", "incidents_data"}},
		{"message", discord.Message{}, []string{"flags", "components", "mentions", "mention_roles", "attachments", "embeds", "edited_timestamp"}},
		{"message event", &event.MessageCreate{}, []string{"flags", "components", "mentions"}},
		{"text channel", discord.Channel{}, []string{"flags", "topic", "permission_overwrites", "parent_id", "last_message_id", "nsfw"}},
		{"voice channel", discord.Channel{Type: discord.ChannelTypeGuildVoice}, []string{"bitrate", "user_limit", "rtc_region"}},
		{"thread", discord.Channel{Type: discord.ChannelTypePublicThread}, []string{"message_count", "member_count", "total_message_sent", "flags"}},
		{"direct message", discord.Channel{Type: discord.ChannelTypeDM}, []string{"recipients", "flags"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, err := encode(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]json.RawMessage
			if err := json.Unmarshal(b, &got); err != nil {
				t.Fatal(err)
			}
			for _, name := range tt.want {
				if got[name] == nil {
					t.Errorf("%s is missing in %s", name, b)
				}
			}
			for _, name := range []string{"roles", "mentions", "embeds", "components", "permission_overwrites", "recipients", "flags", "public_flags"} {
				if string(got[name]) == "null" {
					t.Errorf("%s is null in %s", name, b)
				}
			}
		})
	}
}

// TestResolved wants what an interaction resolves to come without some fields,
// as documented, and all else with them.
func TestResolved(t *testing.T) {
	t.Parallel()
	permissions := discord.PermissionViewChannel
	tests := []struct {
		name   string
		in     any
		fields []string
		want   bool
	}{
		{"member of a guild", discord.Member{User: new(discord.User)}, []string{"deaf", "mute"}, true},
		{"member of a message", discord.Member{}, []string{"deaf", "mute"}, true},
		{"member who invoked", discord.Member{User: new(discord.User), Permissions: &permissions}, []string{"deaf", "mute"}, true},
		{"resolved member", discord.Member{Permissions: &permissions}, []string{"deaf", "mute"}, false},
		{"channel", discord.Channel{}, []string{"permission_overwrites"}, true},
		{"resolved channel", discord.Channel{Permissions: &permissions}, []string{"permission_overwrites"}, false},
	}
	for _, tt := range tests {
		b, err := encode(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]json.RawMessage
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		for _, name := range tt.fields {
			if _, ok := got[name]; ok != tt.want {
				t.Errorf("%s: %s is there: %t, want %t", tt.name, name, ok, tt.want)
			}
		}
		if got["flags"] == nil {
			t.Errorf("%s: %s has no flags", tt.name, b)
		}
	}
}
