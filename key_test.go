package accord

import (
	"encoding/json"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

func TestKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data string
		want       Subject
		key        uint64
	}{
		{"MESSAGE_CREATE", `{"message_reference":{"channel_id":"9","guild_id":"8"},"channel_id":"1","author":{"id":"3"},"guild_id":"2"}`, Subject{ChannelID: 1, GuildID: 2, UserID: 3}, 1},
		{"MESSAGE_CREATE", `{"content":"\"channel_id\":\"9\"","author":{"id":"3"},"channel_id":"1"}`, Subject{ChannelID: 1, UserID: 3}, 1},
		{"MESSAGE_CREATE", `{"channel_id":1}`, Subject{ChannelID: 1}, 1}, // IDs as numbers
		{"MESSAGE_DELETE", `{"id":"7","channel_id":"1"}`, Subject{ChannelID: 1}, 1},
		{"MESSAGE_REACTION_ADD", `{"user_id":"3","member":{"user":{"id":"4"}},"channel_id":"1","guild_id":"2"}`, Subject{ChannelID: 1, GuildID: 2, UserID: 3}, 1},
		{"TYPING_START", `{"channel_id":"1","user_id":"3"}`, Subject{ChannelID: 1, UserID: 3}, 1},
		{"INTERACTION_CREATE", `{"member":{"user":{"id":"3"},"nick":"x"},"guild_id":"2","channel_id":"1"}`, Subject{ChannelID: 1, GuildID: 2, UserID: 3}, 1},
		{"INTERACTION_CREATE", `{"user":{"id":"3"},"channel_id":null}`, Subject{UserID: 3}, 3},
		{"CHANNEL_CREATE", `{"id":"1","guild_id":"2"}`, Subject{ChannelID: 1, GuildID: 2}, 1},
		{"THREAD_MEMBERS_UPDATE", `{"id":"1","guild_id":"2"}`, Subject{ChannelID: 1, GuildID: 2}, 1},
		{"GUILD_CREATE", `{"id":"2","members":[{"user":{"id":"5"}}],"channels":[{"id":"1"}]}`, Subject{GuildID: 2}, 2},
		{"GUILD_ROLE_DELETE", `{"role_id":"5","guild_id":"2"}`, Subject{GuildID: 2}, 2},
		{"GUILD_MEMBER_UPDATE", `{"user":{"id":"3"},"guild_id":"2"}`, Subject{GuildID: 2, UserID: 3}, 2},
		{"GUILD_SCHEDULED_EVENT_UPDATE", `{"channel_id":"1","guild_id":"2"}`, Subject{ChannelID: 1, GuildID: 2}, 2},
		{"VOICE_STATE_UPDATE", `{"channel_id":"1","guild_id":"2","user_id":"3"}`, Subject{ChannelID: 1, GuildID: 2, UserID: 3}, 2},
		{"VOICE_STATE_UPDATE", `{"channel_id":null,"guild_id":"2","user_id":"3"}`, Subject{GuildID: 2, UserID: 3}, 2},
		{"VOICE_STATE_UPDATE", `{"channel_id":"1","user_id":"3"}`, Subject{ChannelID: 1, UserID: 3}, 1},
		{"PRESENCE_UPDATE", `{"user":{"id":"3"},"guild_id":"2"}`, Subject{GuildID: 2, UserID: 3}, 2},
		{"USER_UPDATE", `{"id":"3","username":"x"}`, Subject{UserID: 3}, 3},
		{"ENTITLEMENT_CREATE", `{"id":"9","user_id":"3"}`, Subject{UserID: 3}, 3},
		{"NEW_THING", `{"id":"9","guild_id":"2"}`, Subject{GuildID: 2}, 2},
		{"READY", `{"session_id":"x","user":{"id":"3"}}`, Subject{UserID: 3}, 3},
		{"MESSAGE_CREATE", `{"guild_id":"2","channel_id":{}}`, Subject{GuildID: 2}, 2},
		{"MESSAGE_CREATE", `{"guild_id":"2","author":3,"channel_id":"1"}`, Subject{GuildID: 2, ChannelID: 1}, 1},
		{"MESSAGE_CREATE", `[]`, Subject{}, 0},
		{"MESSAGE_CREATE", `{"channel_id`, Subject{}, 0},
		{"MESSAGE_CREATE", ``, Subject{}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.want.Name, tt.want.Shard = tt.name, 4
			if got := scan(tt.name, 4, tt.data, true); got != tt.want {
				t.Errorf("%s is about %+v, want %+v", tt.data, got, tt.want)
			}
			if got := scan(tt.name, 4, tt.data, true).Key(); got != tt.key {
				t.Errorf("%s has key %d, want %d", tt.data, got, tt.key)
			}
			if got := scan(tt.name, 4, tt.data, false).Key(); got != tt.key {
				t.Errorf("%s has key %d when the scan stops early, want %d", tt.data, got, tt.key)
			}
			checkDecoded(t, tt.name, tt.data)
		})
	}
}

// checkDecoded wants an event to be about the same things when it is decoded.
func checkDecoded(t *testing.T, name, data string) {
	t.Helper()
	e := event.Decode(name, event.Meta{Shard: 4, Raw: data})
	if _, failed := e.(*event.DecodeError); failed {
		return // it is scanned
	}
	if got, ok := subjectOf(e); ok && got != scan(name, 4, data, true) {
		t.Errorf("%s %s is about %+v when it is decoded, and about %+v when it is scanned", name, data, got, scan(name, 4, data, true))
	}
}

// TestKeyOfEmitted finds the key of events that were never data.
func TestKeyOfEmitted(t *testing.T) {
	t.Parallel()
	_, r := begin(t, Config{})
	message, channel := new(event.MessageCreate), new(event.ChannelUpdate)
	message.ChannelID, message.GuildID = 1, 2
	channel.ID, channel.GuildID = 3, 4
	tests := []struct {
		e    event.Event
		want uint64
	}{
		{message, 1}, {channel, 3},
		{&event.GuildRoleDelete{GuildID: 5}, 5},
		{&own{ChannelID: "6"}, 6},
		{&event.ShardReady{}, 0},
		{&unencodable{}, 0},
	}
	for _, tt := range tests {
		if got := r.key(emittedSubject(tt.e)); got != tt.want {
			t.Errorf("%T has key %d, want %d", tt.e, got, tt.want)
		}
	}
}

type unencodable struct {
	event.Meta `json:"-"`
	Func       func()
}

func (*unencodable) EventName() string { return "test:unencodable" }

// FuzzKey wants the ways to find a key to agree, whatever comes.
func FuzzKey(f *testing.F) {
	f.Add("MESSAGE_CREATE", message(1, 2))
	f.Add("TYPING_START", typingData)
	for name := range kinds {
		f.Add(name, `{"id":"1","user":{"id":"2"},"user_id":"3","member":{"user":{"id":"4"}},"channel_id":"5","guild_id":"6","author":{"id":"7"}}`)
	}
	f.Fuzz(func(t *testing.T, name, data string) {
		scan(name, 4, data, true)
		var object map[string]json.RawMessage
		if json.Unmarshal([]byte(data), &object) != nil {
			return
		}
		plain, err := json.Marshal(object) // each key once
		if err != nil {
			t.Fatal(err)
		}
		all, early := scan(name, 4, string(plain), true), scan(name, 4, string(plain), false)
		if all.Key() != early.Key() {
			t.Errorf("%q %s: key %d, or %d when the scan stops early", name, plain, all.Key(), early.Key())
		}
		e := event.Decode(name, event.Meta{Shard: 4, Raw: string(plain)})
		if got, ok := subjectOf(e); ok && got.ChannelID|discord.ChannelID(got.GuildID) != 0 && got.Key() != all.Key() {
			t.Errorf("%q %s is about %+v when it is decoded, and about %+v when it is scanned", name, plain, got, all)
		}
	})
}
