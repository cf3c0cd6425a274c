package rest_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// record keeps the last request and answers it with body.
func record(last *sent, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		*last = sent{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, string(b), r.Header}
		reply(w, 200, body)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	var got sent
	cfg := serve(t, record(&got, message(2, "hi")))
	cfg.UserAgent = "mybot/2"
	c := newClient(t, cfg)
	m, err := c.Messages.Update(t.Context(), 1, 2, discord.UpdateMessage{Content: discord.Set("hi")}, rest.Reason("too loud, 100 % so: \"ä\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if m.ID != 2 || m.Content != "hi" || m.Author.ID != 5 || !m.Timestamp.Equal(time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC)) {
		t.Errorf("message = %+v", m)
	}
	if got.method != "PATCH" || got.path != "/channels/1/messages/2" || got.body != `{"content":"hi"}` {
		t.Errorf("sent %+v", got)
	}
	for name, want := range map[string]string{
		"Authorization":      "Bot " + botToken,
		"User-Agent":         "DiscordBot (https://github.com/accord-go/accord, 0.1.0) mybot/2",
		"Content-Type":       "application/json",
		"X-Audit-Log-Reason": "too%20loud%2C%20100%20%25%20so%3A%20%22%C3%A4%22%0A",
	} {
		if v := got.header.Get(name); v != want {
			t.Errorf("%s = %q, want %q", name, v, want)
		}
	}
	if err := c.Messages.Delete(t.Context(), 1, 2); err != nil || got.body != "" || got.header.Get("Content-Type") != "" || got.header.Get("X-Audit-Log-Reason") != "" {
		t.Errorf("%v; sent %+v", err, got)
	}
}

func TestReasonsThatCantBe(t *testing.T) {
	t.Parallel()
	c := bot(t, func(http.ResponseWriter, *http.Request) { t.Error("the request was sent") })
	for reason, want := range map[string]string{
		strings.Repeat("ä", 513): "513 characters",
		"\xff":                   "UTF-8",
	} {
		if err := c.Messages.Delete(t.Context(), 1, 2, rest.Reason(reason)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want one with %q", err, want)
		}
	}
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	var got sent
	cfg := serve(t, record(&got, `{"id":"1"}`))
	broken := errors.New("the store is down")
	n := 0
	bearer := func(context.Context) (string, error) { n++; return fmt.Sprintf("token%d", n), nil }
	tests := []struct {
		name       string
		credential rest.Credential
		header     string
		err        string
	}{
		{"bot", rest.Bot("abc"), "Bot abc", ""},
		{"bot with prefix and white space", rest.Bot(" Bot abc\n"), "Bot abc", ""},
		{"bearer", rest.Bearer(bearer), "Bearer token1", ""},
		{"none", rest.None, "", ""},
		{"zero", rest.Credential{}, "", ""},
		{"empty", rest.Bot(""), "", "the bot token is empty"},
		{"line break", rest.Bot("a\nb"), "", "a character that no token has"},
		{"broken source", rest.Bearer(func(context.Context) (string, error) { return "", broken }), "", "get the access token: the store is down"},
	}
	c := newClient(t, cfg)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got = sent{}
			_, err := c.As(tt.credential).Users.Me(t.Context())
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || got.method != "" {
					t.Errorf("error = %v, sent %v, want %q", err, got, tt.err)
				}
				return
			}
			if err != nil || got.header.Get("Authorization") != tt.header {
				t.Errorf("Authorization = %q, %v, want %q", got.header.Get("Authorization"), err, tt.header)
			}
		})
	}
}

// A wrong configuration fails every request, and says so at once.
func TestWrongConfiguration(t *testing.T) {
	t.Parallel()
	c := rest.New(rest.Bot("t"), rest.Config{API: "http://192.0.2.1"})
	if err := c.Err(); err == nil || !strings.Contains(err.Error(), "AllowPlainHTTP") {
		t.Errorf("Err() = %v", err)
	}
	if _, err := c.Users.Me(t.Context()); err == nil || !strings.Contains(err.Error(), "AllowPlainHTTP") {
		t.Errorf("a request: %v", err)
	}
	if c := rest.New(rest.Bot("t"), rest.Config{}); c.Err() != nil || c.API() != rest.DiscordAPI {
		t.Errorf("the zero configuration: %v, %s", c.Err(), c.API())
	}
}

// An API that is not Discord's is logged once.
func TestOtherAPIIsLogged(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	cfg := rest.Config{API: "https://discord.example", Logger: slog.New(slog.NewTextHandler(&log, nil))}
	rest.New(rest.Bot("t"), cfg).As(rest.None)
	if n := strings.Count(log.String(), "api=https://discord.example/api/v10"); n != 1 {
		t.Errorf("logged %d times:\n%s", n, &log)
	}
	log.Reset()
	rest.New(rest.Bot("t"), rest.Config{Logger: cfg.Logger})
	if log.Len() != 0 {
		t.Errorf("logged: %s", &log)
	}
}

func TestAllowedMentions(t *testing.T) {
	t.Parallel()
	var got sent
	cfg := serve(t, record(&got, message(2, "")))
	cfg.AllowedMentions = &discord.AllowedMentions{Parse: []discord.AllowedMentionType{}}
	c := newClient(t, cfg)
	ctx := t.Context()
	all := &discord.AllowedMentions{Parse: []discord.AllowedMentionType{discord.AllowedMentionTypeEveryone}}
	reply := func(m discord.InteractionMessage, typ discord.InteractionCallbackType) error {
		return c.Interactions.Respond(ctx, 1, "t", discord.InteractionResponse{Type: typ, Data: m})
	}
	const ours, theirs, none = `"allowed_mentions":{"parse":[]}`, `"allowed_mentions":{"parse":["everyone"]}`, ""
	tests := []struct {
		name, want string
		call       func() error
	}{
		{"message", ours, func() error { return errorOf(c.Messages.Create(ctx, 1, discord.CreateMessage{Content: "x"})) }},
		{"message with its own", theirs, func() error {
			return errorOf(c.Messages.Create(ctx, 1, discord.CreateMessage{Content: "x", AllowedMentions: all}))
		}},
		{"edit of the text", ours, func() error {
			return errorOf(c.Messages.Update(ctx, 1, 2, discord.UpdateMessage{Content: discord.Set("x")}))
		}},
		{"edit of components", ours, func() error {
			return errorOf(c.Interactions.UpdateOriginal(ctx, 1, "t", discord.UpdateMessage{
				Flags: discord.Set(discord.MessageFlagIsComponentsV2), Components: discord.Set(discord.Components{discord.TextDisplay{Content: "@everyone"}}),
			}))
		}},
		{"edit of something else", none, func() error {
			return errorOf(c.Messages.Update(ctx, 1, 2, discord.UpdateMessage{Flags: discord.Set(discord.MessageFlags(4))}))
		}},
		{"post", ours, func() error {
			return errorOf(c.Threads.CreateInForum(ctx, 1, discord.CreateForumThread{Name: "n", Message: discord.ForumThreadMessage{Content: "x"}}))
		}},
		{"answer", ours, func() error {
			return reply(discord.InteractionMessage{Content: "x"}, discord.InteractionCallbackTypeChannelMessageWithSource)
		}},
		{"deferred answer", none, func() error {
			return reply(discord.InteractionMessage{Flags: discord.MessageFlagEphemeral}, discord.InteractionCallbackTypeDeferredChannelMessageWithSource)
		}},
		{"follow-up", ours, func() error {
			return errorOf(c.Interactions.CreateFollowup(ctx, 1, "t", discord.InteractionMessage{Content: "x"}))
		}},
		{"edit of an answer", ours, func() error {
			return errorOf(c.Interactions.UpdateOriginal(ctx, 1, "t", discord.UpdateMessage{Content: discord.Set("x")}))
		}},
		{"edit by a component", ours, func() error {
			return c.Interactions.Respond(ctx, 1, "t", discord.InteractionResponse{
				Type: discord.InteractionCallbackTypeUpdateMessage, Data: discord.UpdateMessage{Content: discord.Set("x")},
			})
		}},
		{"webhook", ours, func() error { return errorOf(c.Webhooks.Execute(ctx, 1, "t", discord.ExecuteWebhook{Content: "x"})) }},
		{"webhook, not waited for", ours, func() error { return c.Webhooks.ExecuteNoWait(ctx, 1, "t", discord.ExecuteWebhook{Content: "x"}) }},
		{"webhook with its own", theirs, func() error {
			return errorOf(c.Webhooks.Execute(ctx, 1, "t", discord.ExecuteWebhook{Content: "x", AllowedMentions: all}))
		}},
		{"edit of a webhook's", ours, func() error {
			return errorOf(c.Webhooks.UpdateMessage(ctx, 1, "t", 2, 0, discord.UpdateMessage{Content: discord.Set("x")}))
		}},
		{"lobby", ours, func() error {
			return errorOf(c.Lobbies.CreateMessage(ctx, 1, discord.CreateLobbyMessage{Content: "x"}))
		}},
	}
	for _, tt := range tests {
		if err := tt.call(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if has := strings.Contains(got.body, "allowed_mentions"); has != (tt.want != "") || !strings.Contains(got.body, tt.want) {
			t.Errorf("%s: body %s, want %q", tt.name, got.body, tt.want)
		}
	}
}

// Bodies are checked before they are sent, unless that is turned off.
func TestValidation(t *testing.T) {
	t.Parallel()
	var got sent
	cfg := serve(t, record(&got, message(2, "")))
	_, err := newClient(t, cfg).Messages.Create(t.Context(), 1, discord.CreateMessage{})
	if _, ok := errors.AsType[*discord.ValidationError](err); !ok || got.method != "" {
		t.Errorf("error = %v, sent %v", err, got)
	}
	if !strings.Contains(fmt.Sprint(err), "POST /channels/{channel_id}/messages") {
		t.Errorf("the error doesn't say what was attempted: %v", err)
	}
	_, err = newClient(t, cfg).Commands.BulkSet(t.Context(), 1, []discord.CreateCommand{{Name: "ok", Description: "d"}, {Name: "NOT OK", Description: "d"}})
	if invalid, ok := errors.AsType[*discord.ValidationError](err); !ok || invalid.Fields[0].Path != "[1].name" {
		t.Errorf("error = %v", err)
	}
	cfg.NoValidation = true
	if _, err := newClient(t, cfg).Messages.Create(t.Context(), 1, discord.CreateMessage{}); err != nil || got.method != "POST" {
		t.Errorf("without validation: %v, sent %v", err, got)
	}
}

// Replacing all commands with none sends an empty list.
func TestNoCommands(t *testing.T) {
	t.Parallel()
	var got sent
	c := newClient(t, serve(t, record(&got, `[]`)))
	list, err := c.Commands.BulkSet(t.Context(), 1, nil)
	if err != nil || len(list) != 0 || got.body != "[]" {
		t.Errorf("list %v, %v, body %s", list, err, got.body)
	}
}

func TestAnswersThatCantBeRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer http.HandlerFunc
		want   string
		sent   int
	}{
		{"not JSON", answer(200, "<html>"), "succeeded (200), but the answer can't be decoded", 1},
		{"other type", answer(200, `[1]`), "succeeded (200), but the answer can't be decoded", 1},
		{"truncated", answer(200, `{"id":"1"`), "succeeded (200), but the answer can't be decoded", 1},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1/elsewhere", http.StatusFound)
		}, "302", 1},
		{"too large", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `"`+strings.Repeat("x", 2000)+`"`)
		}, "larger than 1000 bytes", 1},
		{"too large without length", func(w http.ResponseWriter, _ *http.Request) {
			for range 20 {
				_, _ = io.WriteString(w, strings.Repeat("x", 100))
				_ = http.NewResponseController(w).Flush()
			}
		}, "larger than 1000 bytes", 1},
		{"too large once inflated", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write(make([]byte, 1<<20))
			_ = z.Close()
		}, "larger than 1000 bytes", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &sequence{handlers: []http.HandlerFunc{tt.answer}}
			cfg := serve(t, s.ServeHTTP)
			cfg.MaxResponse = 1000
			m, err := newClient(t, cfg).Messages.Get(t.Context(), 1, 2)
			if err == nil || m != nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "rest: GET /channels/{channel_id}/messages/{message_id}: ") {
				t.Errorf("got %v, %v, want an error with %q", m, err, tt.want)
			}
			if s.count() != tt.sent {
				t.Errorf("sent %d times, want %d", s.count(), tt.sent)
			}
		})
	}
}

// An answer without a body is a success, even where a body was expected.
func TestEmptyAnswers(t *testing.T) {
	t.Parallel()
	c := bot(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	if m, err := c.Members.Update(t.Context(), 1, 2, discord.UpdateMember{}); err != nil || m == nil {
		t.Errorf("an object: %v, %v", m, err)
	}
	if list, err := c.Roles.List(t.Context(), 1); err != nil || len(list) != 0 {
		t.Errorf("a list: %v, %v", list, err)
	}
	result := "untouched"
	if err := c.Do(t.Context(), "GET", "/gateway", nil, &result); err != nil || result != "untouched" {
		t.Errorf("raw: %q, %v", result, err)
	}
}

func TestDo(t *testing.T) {
	t.Parallel()
	var got sent
	c := newClient(t, serve(t, record(&got, message(2, "hi"))))
	ctx := t.Context()
	var m discord.Message
	if err := c.Do(ctx, "POST", "/channels/1/messages?x=%20y", map[string]int{"a": 1}, &m, rest.Reason("r")); err != nil || m.Content != "hi" {
		t.Errorf("message %+v, %v", m, err)
	}
	if got.method != "POST" || got.path != "/channels/1/messages" || got.query != "x=%20y" || got.body != `{"a":1}` || got.header.Get("X-Audit-Log-Reason") != "r" {
		t.Errorf("sent %+v", got)
	}
	var raw []byte
	if err := c.Do(ctx, "GET", "/guilds/1/widget.png", nil, &raw); err != nil || string(raw) != message(2, "hi") {
		t.Errorf("raw %s, %v", raw, err)
	}
	var anything map[string]any
	if err := c.Do(ctx, "GET", "/users/@me", nil, &anything); err != nil || anything["id"] != "2" {
		t.Errorf("any %v, %v", anything, err)
	}
	if err := c.Do(ctx, "DELETE", "/channels/1", nil, nil); err != nil {
		t.Error(err)
	}
	if err := c.Do(ctx, "GET", "/../users", nil, nil); err == nil {
		t.Error("a path with dots was sent")
	}
}

// One client serves many goroutines.
func TestManyGoroutines(t *testing.T) {
	t.Parallel()
	c := bot(t, func(w http.ResponseWriter, r *http.Request) {
		id := strings.TrimPrefix(r.URL.Path, "/users/")
		reply(w, 200, map[string]string{"id": id, "username": "user" + id})
	})
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			id := discord.UserID(100 + i)
			u, err := c.Users.Get(t.Context(), id)
			if err != nil || u.ID != id || u.Username != "user"+id.String() {
				t.Errorf("user %v: %+v, %v", id, u, err)
			}
		})
	}
	wg.Wait()
}

// What is kept of an answer does not change when the next one is read.
func TestAnswersAreApart(t *testing.T) {
	t.Parallel()
	n := 0
	c := bot(t, func(w http.ResponseWriter, _ *http.Request) {
		n++
		reply(w, 200, []map[string]string{{"id": "1", "name": strings.Repeat(fmt.Sprint(n%10), 50)}})
	})
	first, err := c.Roles.List(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := json.Marshal(first)
	for range 5 {
		if _, err := c.Roles.List(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := json.Marshal(first); !reflect.DeepEqual(got, want) {
		t.Errorf("the first answer became %s", got)
	}
}
