package emulator_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator/emutest"
)

// control calls the control API and decodes its answer.
func control(t testing.TB, d *emutest.Discord, method, path, body string, into any) answer {
	t.Helper()
	got := rest(t, d, method, "/control"+path, "", body)
	if into != nil {
		if got.status != 200 {
			t.Fatalf("%s %s: %d %s", method, path, got.status, got.body)
		}
		decode(t, []byte(got.body), into)
	}
	return got
}

func TestControlUserMessage(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := login(t, d, intentsAll)
	var m struct {
		ID, Content string
		ChannelID   string `json:"channel_id"`
		Author      struct{ ID string }
	}
	control(t, d, "POST", "/user-message", fmt.Sprintf(`{"channel_id":"%d","content":"!ping"}`, d.ChannelID), &m)
	if m.Content != "!ping" || m.ChannelID != d.ChannelID.String() || m.Author.ID != d.UserID.String() {
		t.Errorf("message = %+v", m)
	}
	if got := b.content(); got != "!ping" {
		t.Errorf("the bot got %q", got)
	}
	control(t, d, "POST", "/user-message", fmt.Sprintf(`{"channel_id":%d,"content":"x","user_id":"1200000000000000003"}`, d.ChannelID), &m)
	if m.Author.ID != "1200000000000000003" {
		t.Errorf("author = %s", m.Author.ID)
	}
	b.leave()
}

// TestControlErrors wants 400 and a clear reason for what is wrong.
func TestControlErrors(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	tests := []struct{ name, method, path, body, want string }{
		{"not JSON", "POST", "/user-message", `{`, "the body: line 1, column 1: unexpected end of JSON input"},
		{"empty", "POST", "/user-message", ``, "the body: empty"},
		{"unknown field", "POST", "/user-message", `{"contents":"x"}`, "contents: There is no such field."},
		{"wrong type", "POST", "/user-message", `{"content":5}`, `content: Could not interpret \"5\" as string.`},
		{"not an ID", "POST", "/user-message", `{"channel_id":"x","content":"x"}`, `channel_id: Value \"x\" is not snowflake.`},
		{"no channel", "POST", "/user-message", `{"content":"x"}`, "channel_id: missing"},
		{"no content", "POST", "/user-message", fmt.Sprintf(`{"channel_id":"%d"}`, d.ChannelID), "content: Must be between 1 and 2000 in length."},
		{"no such channel", "POST", "/user-message", `{"channel_id":"5","content":"x"}`, "channel_id: there is no channel 5"},
		{"no such user", "POST", "/user-message", fmt.Sprintf(`{"channel_id":"%d","user_id":"5","content":"x"}`, d.ChannelID), "user_id: there is no user 5"},
		{"the bot", "POST", "/user-message", fmt.Sprintf(`{"channel_id":"%d","user_id":"%d","content":"x"}`, d.ChannelID, d.ApplicationID), "is a bot"},
		{"hidden channel", "POST", "/user-message", `{"channel_id":"1200000000000000023","user_id":"1200000000000000003","content":"x"}`, "does not see the channel"},
		{"no channel for the command", "POST", "/interaction", `{"command":"nope"}`, "channel_id: missing"},
		{"no such command", "POST", "/interaction", fmt.Sprintf(`{"channel_id":"%d","command":"nope"}`, d.ChannelID), `the bot has no command \"nope\" here`},
		{"no such message", "POST", "/component", `{"message_id":"5","custom_id":"x"}`, "there is no message 5"},
		{"no such interaction", "GET", "/interaction-state?id=5", ``, `there is no interaction \"5\"`},
		{"no ID at all", "GET", "/interaction-state", ``, `there is no interaction \"\"`},
		{"modal of nothing", "POST", "/modal", `{"interaction_id":"5"}`, "there is no interaction 5"},
		{"bad expression", "POST", "/fail-next", `{"method":"GET","path":"(","status":500,"count":1}`, "missing closing )"},
		{"no status", "POST", "/fail-next", `{"count":1}`, "status: missing"},
		{"bad status", "POST", "/fail-next", `{"status":9999,"count":1}`, "status: 9999 is not an HTTP status"},
		{"no status of Cloudflare's", "POST", "/fail-next", `{"status":404,"cloudflare":true}`, "status: Cloudflare does not answer 404"},
		{"no scope of Cloudflare's", "POST", "/fail-next", `{"status":429,"cloudflare":true,"scope":"user"}`, "global and scope are Discord's"},
		{"no failures", "POST", "/fail-next", `{"status":500,"count":0}`, "count: 0 is less than 1"},
		{"bad mode", "POST", "/drop", `{"mode":"gently"}`, `mode: \"gently\" is none of abrupt, reconnect, close and invalid`},
		{"bad code", "POST", "/drop", `{"mode":"close","code":99999}`, "code: 99999 is not a close code"},
		{"event without name", "POST", "/dispatch", `{"data":{}}`, "name: missing"},
		{"event without data", "POST", "/dispatch", `{"name":"X"}`, "data: not JSON"},
		{"bad duration", "POST", "/latency", `{"latency":5}`, "latency: Must be a duration"},
		{"bad faults", "POST", "/gateway-faults", `{"corrupt":-1}`, "must not be negative"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := control(t, d, tt.method, tt.path, tt.body, nil)
			if got.status != 400 || !strings.Contains(got.body, tt.want) {
				t.Errorf("%d %s, want 400 with %s", got.status, got.body, tt.want)
			}
			var body struct{ Error string }
			decode(t, []byte(got.body), &body)
			if body.Error == "" {
				t.Errorf("%s has no error", got.body)
			}
		})
	}
	if got := control(t, d, "GET", "/nothing", "", nil); got.status != 404 {
		t.Errorf("unknown control: %d", got.status)
	}
	if got := control(t, d, "GET", "/drop", "", nil); got.status != 404 && got.status != 405 {
		t.Errorf("wrong method: %d", got.status)
	}
}

// TestControlFaults wants the faults of the control API to be those of the Go
// methods.
func TestControlFaults(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := login(t, d, intentsAll)
	control(t, d, "POST", "/fail-next", `{"method":"get","path":"/gateway$","status":429,"retry_after":1.5,"count":1,"body":null}`, &struct{}{})
	if got := rest(t, d, "GET", "/api/v10/gateway", "", ""); got.status != 429 || !strings.Contains(got.body, `"retry_after":1.5`) {
		t.Errorf("%d %s", got.status, got.body)
	}
	control(t, d, "POST", "/fail-next", `{"status":403,"cloudflare":true}`, &struct{}{})
	if got := rest(t, d, "GET", "/api/v10/gateway", "", ""); got.status != 403 || !strings.Contains(got.body, "<title>Error 1020: Access denied | discord.com</title>") {
		t.Errorf("%d %s", got.status, got.body)
	}
	var dropped struct{ Dropped int }
	control(t, d, "POST", "/drop", `{"mode":"close","code":4000}`, &dropped)
	if dropped.Dropped != 1 {
		t.Errorf("dropped %d", dropped.Dropped)
	}
	if got := b.closed(); got != 4000 {
		t.Errorf("closed with %d", got)
	}
	b.ws.Close()
	again := b.resume(d)
	again.event("RESUMED")
	control(t, d, "POST", "/gateway-faults", `{"miss_acks":0,"heartbeat":true}`, &struct{}{})
	again.next(1)
	var got struct{ Sessions int }
	control(t, d, "POST", "/dispatch", `{"name":"NEW_THING","data":{"a": 1}}`, &got)
	if data := again.event("NEW_THING"); got.Sessions != 1 || string(data) != `{"a": 1}` {
		t.Errorf("the event went to %d sessions with %s", got.Sessions, data)
	}
	control(t, d, "POST", "/latency", `{"latency":"1ms"}`, &struct{}{})
	again.leave()

	var stats map[string]int
	control(t, d, "GET", "/stats", "", &stats)
	for name, want := range map[string]int{"identifies": 1, "resumes": 1, "requests": 2, "responses_429": 1, "heartbeats": 0} {
		if got, ok := stats[name]; !ok || got != want {
			t.Errorf("%s = %d (%v), want %d", name, got, ok, want)
		}
	}
	var log []struct{ Kind string }
	control(t, d, "GET", "/log", "", &log)
	if len(log) < 8 {
		t.Errorf("the log has %d entries", len(log))
	}
}

// TestPage wants what the page shows: its state, messages and events.
// openPage opens the stream of events of the page, and returns a function that
// waits for the next one of a name.
func openPage(t testing.TB, d *emutest.Discord) func(name string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", "http://127.0.0.1:1/ui/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DialContext: d.Dial, DisableKeepAlives: true}
	stream, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stream.Body.Close() })
	if kind := stream.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("Content-Type = %s", kind)
	}
	lines := bufio.NewScanner(stream.Body)
	return func(name string) string {
		t.Helper()
		for lines.Scan() {
			if lines.Text() == "event: "+name {
				lines.Scan()
				return strings.TrimPrefix(lines.Text(), "data: ")
			}
		}
		t.Fatalf("the stream ended before %s: %v", name, lines.Err())
		return ""
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	next := openPage(t, d)
	b := login(t, d, 0)
	if got := next("BOT_STATUS"); got != `{"id":"`+d.ApplicationID.String()+`","online":true}` {
		t.Errorf("BOT_STATUS = %s", got)
	}
	d.Say("hello")
	if got := next("MESSAGE_CREATE"); !strings.Contains(got, `"content":"hello"`) {
		t.Errorf("MESSAGE_CREATE = %s", got)
	}

	var state struct {
		User struct{ ID, Username string }
		Bots []struct {
			User   struct{ ID, Username string }
			Online bool
		}
		Control  string
		Commands []any
		Guilds   []struct {
			ID, Name string
			Channels []struct{ ID, Name string }
			Threads  []any
		}
	}
	decode(t, []byte(rest(t, d, "GET", "/ui/state", "", "").body), &state)
	if state.User.ID != d.UserID.String() || len(state.Bots) != 1 || state.Bots[0].User.ID != d.ApplicationID.String() || !state.Bots[0].Online || state.Commands == nil {
		t.Errorf("state = %+v", state)
	}
	if len(state.Guilds) != 1 || len(state.Guilds[0].Channels) != 6 || state.Guilds[0].Threads == nil {
		t.Errorf("guilds = %+v", state.Guilds)
	}
	decode(t, []byte(rest(t, d, "GET", "/ui/state?user_id=1200000000000000003", "", "").body), &state)
	if len(state.Guilds[0].Channels) != 5 {
		t.Errorf("somebody who does not see the staff's channel gets %+v", state.Guilds[0].Channels)
	}
	var messages []struct{ Content string }
	decode(t, []byte(rest(t, d, "GET", "/ui/messages?channel_id="+d.ChannelID.String(), "", "").body), &messages)
	if len(messages) != 1 || messages[0].Content != "hello" {
		t.Errorf("messages = %+v", messages)
	}
	b.leave()
	if got := next("BOT_STATUS"); got != `{"id":"`+d.ApplicationID.String()+`","online":false}` {
		t.Errorf("BOT_STATUS = %s", got)
	}
	if got := rest(t, d, "GET", "/", "", ""); got.status != 200 || !strings.Contains(got.header.Get("Content-Type"), "text/html") {
		t.Errorf("the page: %d %v", got.status, got.header)
	}
	for _, path := range []string{"/ui/messages", "/ui/messages?channel_id=1", "/ui/state?user_id=x", "/ui/events?user_id=9", "/ui/messages?channel_id=" + d.ChannelID.String() + "&limit=0"} {
		if got := rest(t, d, "GET", path, "", ""); got.status != 400 || !strings.Contains(got.body, `"error"`) {
			t.Errorf("%s: %d %s, want 400", path, got.status, got.body)
		}
	}
}

// echoCommand is a command with every kind of option that the tests use.
const echoCommand = `{"name":"echo","description":"says it again","options":[
	{"type":3,"name":"text","description":"what","required":true,"max_length":10},
	{"type":4,"name":"times","description":"how often","min_value":1,"max_value":3},
	{"type":6,"name":"whom","description":"to whom"},
	{"type":7,"name":"where","description":"channel","channel_types":[0]},
	{"type":3,"name":"color","description":"one of","choices":[{"name":"Red","value":"red"}]},
	{"type":5,"name":"loud","description":"louder"}]}`

// TestInteraction plays a command: the bot gets it, and answers.
func TestInteraction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		b := login(t, d, intentsAll)
		commands := fmt.Sprintf("/api/v10/applications/%d/guilds/%d/commands", d.ApplicationID, d.GuildID)
		if got := rest(t, d, "POST", commands, "Bot "+d.Token, echoCommand); got.status != 201 {
			t.Fatalf("create command: %d %s", got.status, got.body)
		}
		use := func(options string) answer {
			return control(t, d, "POST", "/interaction", fmt.Sprintf(`{"channel_id":"%d","guild_id":"%d","command":"echo","options":%s}`, d.ChannelID, d.GuildID, options), nil)
		}
		var made struct{ ID string }
		got := use(`[{"type":3,"name":"text","value":"hi"},{"type":6,"name":"whom","value":"` + d.UserID.String() + `"},{"name":"times","value":2}]`)
		decode(t, []byte(got.body), &made)
		var it struct {
			ID, Token string
			Type      int
			Data      struct {
				Name    string
				Type    int
				Options []struct {
					Name  string
					Type  int
					Value any
				}
				Resolved struct{ Users, Members map[string]json.RawMessage }
			}
			Member       *struct{ Permissions string }
			Channel      *struct{ ID string }
			Entitlements []any
			Owners       map[string]string `json:"authorizing_integration_owners"`
			App          string            `json:"app_permissions"`
		}
		decode(t, b.event("INTERACTION_CREATE"), &it)
		if it.ID != made.ID || it.Type != 2 || it.Data.Name != "echo" || it.Data.Type != 1 || len(it.Data.Options) != 3 || it.Data.Options[2].Value != 2.0 {
			t.Errorf("interaction = %+v", it)
		}
		if it.Member == nil || it.Member.Permissions == "" || it.Channel == nil || it.Entitlements == nil || it.Owners["0"] != d.GuildID.String() || it.App == "" {
			t.Errorf("the interaction lacks something: %+v", it)
		}
		if it.Data.Resolved.Users[d.UserID.String()] == nil || it.Data.Resolved.Members[d.UserID.String()] == nil {
			t.Errorf("resolved = %+v", it.Data.Resolved)
		}

		state := func() (s struct {
			Response  *struct{ Type int }
			Original  *struct{ Content string }
			Followups []struct{ Content string }
			Failed    bool
		}) {
			control(t, d, "GET", "/interaction-state?id="+made.ID, "", &s)
			return s
		}
		if s := state(); s.Response != nil || s.Original != nil || s.Followups == nil || s.Failed {
			t.Errorf("state before the answer = %+v", s)
		}
		callback := fmt.Sprintf("/api/v10/interactions/%s/%s/callback", it.ID, it.Token)
		if got := rest(t, d, "POST", callback, "", `{"type":4,"data":{"content":"hi hi"}}`); got.status != 204 {
			t.Fatalf("callback: %d %s", got.status, got.body)
		}
		b.event("MESSAGE_CREATE")
		webhook := fmt.Sprintf("/api/v10/webhooks/%d/%s", d.ApplicationID, it.Token)
		if got := rest(t, d, "POST", webhook, "", `{"content":"more"}`); got.status != 200 {
			t.Fatalf("follow-up: %d %s", got.status, got.body)
		}
		b.event("MESSAGE_CREATE")
		if s := state(); s.Response == nil || s.Response.Type != 4 || s.Original == nil || s.Original.Content != "hi hi" || len(s.Followups) != 1 || s.Followups[0].Content != "more" {
			t.Errorf("state after the answer = %+v", s)
		}
		if got := rest(t, d, "POST", callback, "", `{"type":4,"data":{"content":"again"}}`); got.status != 400 || !strings.Contains(got.body, "40060") {
			t.Errorf("a second answer: %d %s", got.status, got.body)
		}

		for options, want := range map[string]string{
			`[]`:                                      `options: \"text\" is required`,
			`[{"type":3,"name":"text","value":5}]`:    "options[0].value: must be a text",
			`[{"type":4,"name":"text","value":"a"}]`:  `options[0].type: \"text\" has type 3, not 4`,
			`[{"name":"text","value":"12345678901"}]`: "must have 0 to 10 characters",
			`[{"name":"text","value":"a"},{"name":"text","value":"b"}]`:                                              "is given twice",
			`[{"name":"text","value":"a"},{"name":"nope","value":"b"}]`:                                              `the command has no option \"nope\" there`,
			`[{"name":"text","value":"a"},{"name":"times","value":4}]`:                                               "must be between 1 and 3",
			`[{"name":"text","value":"a"},{"name":"times","value":1.5}]`:                                             "must be a whole number",
			`[{"name":"text","value":"a"},{"name":"whom","value":"9"}]`:                                              "there is no user 9",
			`[{"name":"text","value":"a"},{"name":"where","value":"1200000000000000024"}]`:                           "is not of a type that may be chosen",
			`[{"name":"text","value":"a"},{"name":"color","value":"blue"}]`:                                          "is not among the choices",
			`[{"name":"text","value":"a"},{"name":"loud","value":"yes"}]`:                                            "must be true or false",
			`[{"name":"text","value":"a","options":[{"name":"x"}]}]`:                                                 "only subcommands have some",
			`[{"name":"text","value":"a"},{"name":"where","value":"` + fmt.Sprint(uint64(d.ChannelID)) + `","x":1}]`: "There is no such field",
		} {
			if got := use(options); got.status != 400 || !strings.Contains(got.body, want) {
				t.Errorf("%s: %d %s, want %s", options, got.status, got.body, want)
			}
		}

		decode(t, []byte(use(`[{"name":"text","value":"hi"}]`).body), &made)
		b.event("INTERACTION_CREATE")
		time.Sleep(3*time.Second + time.Millisecond)
		if s := state(); !s.Failed {
			t.Errorf("an interaction without answer = %+v", s)
		}
		b.leave()
	})
}
