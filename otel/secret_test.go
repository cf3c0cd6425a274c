package accordotel_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/interaction"
)

// A journal is a log that may be written and read at once.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// secrets collects the tokens that a bot gets to see.
type secrets struct {
	mu  sync.Mutex
	all map[string]string // by what they are
}

func (s *secrets) add(what, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[what] = token
}

// TestSecrets uses every kind of token, in requests that succeed, are limited, are
// refused and get no answer, and looks for them in all that was logged, traced and
// measured. The logs hold all levels, and requests' errors.
func TestSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := newLab()
		var log journal
		s := secrets{all: map[string]string{"bot": d.Token}}
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug - 4, AddSource: true}))
		slog := slog.New(slog.NewJSONHandler(&log, nil))
		client := l.client(d, accord.Config{Logger: logger, OnError: func(ctx context.Context, e event.Event, err error) {
			slog.ErrorContext(ctx, "handler failed", "event", e.EventName(), "error", fmt.Sprintf("%v %+v %#v", err, err, err), "context", fmt.Sprintf("%v %+v", ctx, ctx))
		}})
		failures := func(path string) {
			for _, f := range []emulator.Failure{{Status: 429, RetryAfter: 1}, {Status: 500}, {Status: 400}, {Count: 2}} {
				f.Path = path
				d.FailNext(f)
			}
		}
		mux := interaction.NewMux(client.REST)
		mux.Command("echo", func(ctx context.Context, c *interaction.Command) error {
			s.add("interaction", c.Interaction.Token)
			failures("^/interactions/")
			failures("^/webhooks/" + d.ApplicationID.String())
			for range 5 {
				_ = c.Reply(ctx, discord.InteractionMessage{Content: "hi"}) // logged
				_, err := c.Followup(ctx, discord.InteractionMessage{Content: "more"})
				client.REST.Interactions.DeleteOriginal(ctx, d.ApplicationID, c.Interaction.Token)
				if err != nil {
					accord.Emit(client, &failed{err: err})
				}
			}
			panic(c.Reply(ctx, discord.InteractionMessage{Content: "again"}))
		})
		accord.On(client, mux.Handle)
		accord.On(client, func(_ context.Context, f *failed) error { return f.err })
		accord.On(client, func(_ context.Context, v *event.VoiceServerUpdate) error {
			s.add("voice", v.Token)
			return nil
		})
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			if m.Author.Bot {
				return nil
			}
			w, err := client.REST.Webhooks.Create(ctx, m.ChannelID, discord.CreateWebhook{Name: "hook"})
			if err != nil {
				return err
			}
			s.add("webhook", w.Token)
			path := "^/webhooks/" + w.ID.String()
			failures(path)
			for range 6 {
				client.REST.Webhooks.Execute(ctx, w.ID, w.Token, discord.ExecuteWebhook{Content: "hi"})
			}
			d.FailNext(emulator.Failure{Path: path, Status: 400})
			_, err = client.REST.Webhooks.Execute(ctx, w.ID, w.Token, discord.ExecuteWebhook{Content: "hi"})
			return fmt.Errorf("webhook: %w", err)
		})
		stop := run(t, t.Context(), client)
		if _, err := client.REST.Commands.Create(t.Context(), d.ApplicationID, discord.CreateCommand{Name: "echo", Description: "says it back"}); err != nil {
			t.Fatal(err)
		}
		d.Say("hello")
		d.Interaction(emulator.CommandUse{Command: "echo"})
		d.Dispatch("VOICE_SERVER_UPDATE", `{"token":"hunter2-of-the-voice","guild_id":"1","endpoint":"x"}`)
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4009})
		time.Sleep(5 * time.Minute)
		stop()

		var told bytes.Buffer
		for _, span := range l.spans.Ended() {
			fmt.Fprintln(&told, span.Name(), labels(span.Attributes()), span.Status(), span.Links())
			for _, e := range span.Events() {
				fmt.Fprintln(&told, e.Name, labels(e.Attributes))
			}
		}
		measured, err := json.Marshal(l.collect(t))
		if err != nil {
			t.Fatal(err)
		}
		for what := range map[string]bool{"bot": true, "interaction": true, "webhook": true, "voice": true} {
			token := s.all[what]
			if token == "" {
				t.Fatalf("there was no token of kind %s", what)
			}
			for where, text := range map[string]string{"logs": log.String(), "traces": told.String(), "metrics": string(measured)} {
				if i := strings.Index(text, token); i >= 0 {
					t.Errorf("the %s token is in the %s: …%s…", what, where, text[max(i-200, 0):i])
				}
				if text == "" {
					t.Errorf("nothing is in the %s", where)
				}
			}
		}
		if id := regexp.MustCompile(`"Value":"?[^",]*\d{17}`).FindString(string(measured)); id != "" {
			t.Errorf("an ID is an attribute of a metric: %s", id)
		}
		for _, name := range []string{"handle INTERACTION_CREATE", "POST /interactions/{interaction_id}/{interaction_token}/callback", "POST /webhooks/{webhook_id}/{webhook_token}"} {
			if len(l.ended(name)) == 0 {
				t.Errorf("no span %q", name)
			}
		}
		if got := attributeOf(l.ended("handle INTERACTION_CREATE")[0].Attributes(), "discord.command.name"); got != "echo" {
			t.Errorf("the command's name is %q", got)
		}
		for _, text := range []string{"request is tried again", "webhook: rest: POST /webhooks", "level=DEBUG", "session lost"} {
			if !strings.Contains(log.String(), text) {
				t.Errorf("the logs lack %q, so they prove nothing", text)
			}
		}
	})
}

// failed is an event of the program's own.
type failed struct {
	event.Meta
	err error
}

func (*failed) EventName() string { return "program:failed" }
