package emulator_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// The intents that these tests use.
const (
	intentGuilds   = 1 << 0
	intentMembers  = 1 << 1
	intentMessages = 1 << 9
	intentContent  = 1 << 15
)

// quiet wants no event, by asking for a heartbeat to be acknowledged.
func (b *bot) quiet() {
	b.t.Helper()
	b.send(1, nil)
	b.next(11)
}

func TestIntents(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		intents int
		content string // "": no event
	}{
		{"none", 0, ""},
		{"guilds only", intentGuilds, ""},
		{"messages", intentMessages, "-"},
		{"messages and content", intentMessages | intentContent, "hello"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := emutest.Start(t)
			b := login(t, d, tt.intents)
			d.Say("hello")
			if tt.content == "" {
				b.quiet()
			} else if got := b.content(); got != strings.Trim(tt.content, "-") {
				t.Errorf("content = %q, want %q", got, strings.Trim(tt.content, "-"))
			}
			b.leave()
		})
	}
}

// TestMessageContentExceptions wants content without its intent where Discord
// gives it.
func TestMessageContentExceptions(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := login(t, d, intentMessages)
	mention := fmt.Sprintf("<@%d> hi", d.ApplicationID)
	d.Say(mention)
	if got := b.content(); got != mention {
		t.Errorf("a message that mentions the bot: %q", got)
	}
	path := fmt.Sprintf("/api/v10/channels/%d/messages", d.ChannelID)
	if got := rest(t, d, "POST", path, "Bot "+d.Token, `{"content":"own"}`); got.status != 200 {
		t.Fatalf("create message: %d %s", got.status, got.body)
	}
	if got := b.content(); got != "own" {
		t.Errorf("the bot's own message: %q", got)
	}
	b.leave()
}

// TestHiddenChannel wants nothing told of what the bot cannot see.
func TestHiddenChannel(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := login(t, d, intentsAll)
	const staff = 1200000000000000023 // hidden from all but the owner
	d.UserMessage(emulator.UserMessage{ChannelID: staff, Content: "secret"})
	d.Say("public")
	if got := b.content(); got != "public" {
		t.Errorf("got %q", got)
	}
	if _, err := d.Emulator.UserMessage(emulator.UserMessage{ChannelID: staff, UserID: emulator.DefaultOtherUserID, Content: "x"}); err == nil {
		t.Error("somebody wrote in a channel that he does not see")
	}
	b.leave()
}

func TestMessageCreateFields(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := login(t, d, intentsAll)
	d.Say("hello")
	data := b.event("MESSAGE_CREATE")
	want := []string{
		"attachments", "author", "channel_id", "channel_type", "components", "content", "edited_timestamp", "embeds", "flags",
		"guild_id", "id", "member", "mention_everyone", "mention_roles", "mentions", "pinned", "timestamp", "tts", "type",
	}
	if got := keys(t, data); !slices.Equal(got, want) {
		t.Errorf("MESSAGE_CREATE has %q\nwant %q", got, want)
	}
	var m struct {
		Author json.RawMessage
		Member json.RawMessage
	}
	decode(t, data, &m)
	if got := keys(t, m.Member); slices.Contains(got, "user") {
		t.Errorf("the member of a message has its user: %q", got)
	}
	if got := keys(t, m.Author); !slices.Contains(got, "global_name") {
		t.Errorf("the author has no global_name: %q", got)
	}
	b.leave()
}

// TestOutage wants a guild that is down told apart from one that was left, and
// nothing heard of it until it is back.
func TestOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		b := login(t, d, intentsAll)
		d.SetGuildAvailable(d.GuildID, false)
		want := fmt.Sprintf(`{"id":"%d","unavailable":true}`, d.GuildID)
		if got := string(b.event("GUILD_DELETE")); got != want {
			t.Errorf("GUILD_DELETE = %s, want %s", got, want)
		}
		d.Say("nobody hears this")
		b.quiet()
		time.Sleep(5 * time.Second)
		late := connect(t, d, "/?v=10")
		late.next(10)
		late.send(2, identify(d, intentsAll))
		late.ready()
		if got := string(late.event("GUILD_DELETE")); got != want {
			t.Errorf("a new session: GUILD_DELETE = %s, want %s", got, want)
		}
		d.SetGuildAvailable(d.GuildID, true)
		for _, b := range []*bot{b, late} {
			if got := string(b.event("GUILD_CREATE")); !strings.Contains(got, `"unavailable":false`) {
				t.Errorf("GUILD_CREATE = %s", got)
			}
		}
		d.SetGuildAvailable(d.GuildID, true) // it is already
		d.Say("hello")
		if got := b.content(); got != "hello" {
			t.Errorf("got %q", got)
		}
		b.leave()
		late.leave()
	})
}

func TestRequestMembers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		b := login(t, d, intentsAll)
		type chunk struct {
			Members    []struct{ User struct{ Username string } }
			ChunkIndex int               `json:"chunk_index"`
			ChunkCount int               `json:"chunk_count"`
			NotFound   []json.RawMessage `json:"not_found"`
			Nonce      *string
		}
		ask := func(extra map[string]any) (c chunk) {
			extra["guild_id"] = d.GuildID.String()
			b.send(8, extra)
			decode(t, b.event("GUILD_MEMBERS_CHUNK"), &c)
			return c
		}
		all := ask(map[string]any{"query": "", "limit": 0, "nonce": "n1"})
		if len(all.Members) != 3 || all.ChunkCount != 1 || all.Nonce == nil || *all.Nonce != "n1" {
			t.Errorf("all members: %+v", all)
		}
		some := ask(map[string]any{"query": "RO", "limit": 5, "nonce": strings.Repeat("x", 33)})
		if len(some.Members) != 1 || some.Members[0].User.Username != "robin" || some.Nonce != nil {
			t.Errorf("members named ro…: %+v", some)
		}
		one := ask(map[string]any{"user_ids": d.UserID.String()})
		if len(one.Members) != 1 || one.NotFound != nil {
			t.Errorf("one member: %+v", one)
		}
		few := ask(map[string]any{"user_ids": []any{uint64(d.UserID), "1300000000000000000", "12"}})
		if len(few.Members) != 1 || fmt.Sprintf("%s", few.NotFound) != `["1300000000000000000" 12]` {
			t.Errorf("members by ID: %+v, not found %s", few, few.NotFound)
		}

		time.Sleep(10 * time.Second)
		b.send(8, map[string]any{"guild_id": d.GuildID.String(), "query": "", "limit": 0, "nonce": "n2"})
		var limited struct {
			Opcode     int
			RetryAfter float64 `json:"retry_after"`
			Meta       struct {
				GuildID string `json:"guild_id"`
				Nonce   string
			}
		}
		decode(t, b.event("RATE_LIMITED"), &limited)
		if limited.Opcode != 8 || limited.RetryAfter != 20 || limited.Meta.Nonce != "n2" || limited.Meta.GuildID != d.GuildID.String() {
			t.Errorf("too soon: %+v", limited)
		}
		time.Sleep(20 * time.Second)
		ask(map[string]any{"query": "", "limit": 0})
		b.leave()

		time.Sleep(5 * time.Second)
		poor := login(t, d, intentGuilds)
		poor.send(8, map[string]any{"guild_id": d.GuildID.String(), "query": "ro", "limit": 1, "presences": true})
		if got := string(poor.event("GUILD_MEMBERS_CHUNK")); !strings.Contains(got, `"robin"`) || strings.Contains(got, "presences") {
			t.Errorf("by name, without GUILD_PRESENCES: %s", got)
		}
		poor.send(8, map[string]any{"guild_id": d.GuildID.String(), "query": "", "limit": 1})
		if got := poor.closed(); got != 4014 {
			t.Errorf("any member without GUILD_MEMBERS: closed with %d, want 4014", got)
		}
	})
}

// TestMemberChunks wants large guilds in chunks of a thousand.
func TestMemberChunks(t *testing.T) {
	t.Parallel()
	w := emulator.DefaultWorld()
	for i := range uint64(2100) {
		u := emulator.WorldUser{ID: discord.UserID(5000 + i), Username: fmt.Sprintf("user%04d", i)}
		w.Users = append(w.Users, u)
		w.Guilds[0].Members = append(w.Guilds[0].Members, emulator.WorldMember{UserID: u.ID})
	}
	d := emutest.StartWith(t, emulator.Config{World: w})
	b := login(t, d, intentsAll)
	b.send(8, map[string]any{"guild_id": d.GuildID.String(), "query": "", "limit": 0})
	total := 0
	for i := range 3 {
		var chunk struct {
			Members    []any
			ChunkIndex int `json:"chunk_index"`
			ChunkCount int `json:"chunk_count"`
		}
		decode(t, b.event("GUILD_MEMBERS_CHUNK"), &chunk)
		if chunk.ChunkIndex != i || chunk.ChunkCount != 3 {
			t.Errorf("chunk %d of %d, want %d of 3", chunk.ChunkIndex, chunk.ChunkCount, i)
		}
		total += len(chunk.Members)
	}
	if total != 2103 {
		t.Errorf("%d members, want 2103", total)
	}
	b.leave()
}

func TestCommandsOfTheGateway(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := login(t, d, 53608447)
	b.send(3, map[string]any{"since": nil, "activities": []any{map[string]any{"name": "x", "type": 4, "state": "busy"}}, "status": "dnd", "afk": false})
	var presence struct {
		User   struct{ ID string }
		Status string
	}
	decode(t, b.event("PRESENCE_UPDATE"), &presence)
	if presence.Status != "dnd" || presence.User.ID != d.ApplicationID.String() {
		t.Errorf("presence = %+v", presence)
	}
	b.send(4, map[string]any{"guild_id": d.GuildID.String(), "channel_id": "1200000000000000024", "self_mute": true, "self_deaf": false})
	var voice struct {
		ChannelID *string `json:"channel_id"`
		SelfMute  bool    `json:"self_mute"`
		SessionID string  `json:"session_id"`
	}
	decode(t, b.event("VOICE_STATE_UPDATE"), &voice)
	if voice.ChannelID == nil || !voice.SelfMute || voice.SessionID != b.session {
		t.Errorf("voice state = %+v", voice)
	}
	var start struct {
		VoiceStartTime int64 `json:"voice_start_time"`
	}
	decode(t, b.event("VOICE_CHANNEL_START_TIME_UPDATE"), &start)
	b.send(43, map[string]any{"guild_id": d.GuildID.String(), "fields": []string{"voice_start_time"}})
	if got, want := string(b.event("CHANNEL_INFO")), fmt.Sprintf(`[{"id":"1200000000000000024","voice_start_time":%d}]`, start.VoiceStartTime); !strings.Contains(got, want) {
		t.Errorf("channel info = %s, want %s", got, want)
	}
	b.send(4, map[string]any{"guild_id": d.GuildID.String(), "channel_id": nil, "self_mute": false, "self_deaf": false})
	decode(t, b.event("VOICE_STATE_UPDATE"), &voice)
	if voice.ChannelID != nil {
		t.Errorf("after leaving: %+v", voice)
	}
	b.event("VOICE_CHANNEL_START_TIME_UPDATE")
	b.send(31, map[string]any{"guild_ids": []string{d.GuildID.String()}})
	if got := string(b.event("SOUNDBOARD_SOUNDS")); !strings.Contains(got, `"soundboard_sounds":[]`) {
		t.Errorf("sounds = %s", got)
	}
	b.send(43, map[string]any{"guild_id": d.GuildID.String(), "fields": []string{"status"}})
	if got := string(b.event("CHANNEL_INFO")); !strings.Contains(got, `"channels":[{"id":"1200000000000000024"}]`) {
		t.Errorf("channel info = %s", got)
	}
	b.leave()
}
