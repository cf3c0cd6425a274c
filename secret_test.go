package accord_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
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

// A logbook is a log of all levels that may be written and read at once.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestNoTokenIsLogged has a bot see a token of every kind, use them in requests
// that succeed, are limited, refused and cut off, and fail and panic with what
// comes of it. None may be in the logs of any level, the frames that the client
// tells of, or its handlers' contexts.
func TestNoTokenIsLogged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		var log logbook
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug - 4, AddSource: true}))
		client := accord.New(d.Token, accord.Config{
			API: d.API, Dial: d.Dial, Intents: discord.IntentsDefault | discord.IntentMessageContent,
			Logger: logger,
		})
		var mu sync.Mutex
		tokens := map[string]string{"bot": d.Token}
		seen := func(what, token string) {
			mu.Lock()
			defer mu.Unlock()
			tokens[what] = token
		}
		misuse := func(path string, request func() error) error {
			for _, f := range []emulator.Failure{{Status: 429, RetryAfter: 1}, {Status: 500}, {Count: 2}, {Status: 400}} {
				f.Path = path
				d.FailNext(f)
			}
			var errs []string
			for range 5 {
				if err := request(); err != nil {
					errs = append(errs, fmt.Sprintf("%v %+v %#v", err, err, err))
				}
			}
			return fmt.Errorf("%s fails: %q", path[:5], errs)
		}
		mux := interaction.NewMux(client.REST)
		mux.Command("echo", func(ctx context.Context, c *interaction.Command) error {
			seen("interaction", c.Interaction.Token)
			panic(misuse("^/int", func() error { return c.Reply(ctx, discord.InteractionMessage{Content: "hi"}) }))
		})
		accord.On(client, mux.Handle)
		accord.On(client, func(ctx context.Context, v *event.VoiceServerUpdate) error {
			seen("voice", v.Token)
			logger.Info("voice", "event", v, "value", *v)
			return fmt.Errorf("voice fails in %v %+v: %v %+v %#v", ctx, ctx, v, *v, v)
		})
		accord.On(client, func(_ context.Context, i *event.InteractionCreate) error {
			logger.Info("interaction", "event", i, "interaction", i.Interaction)
			return fmt.Errorf("interaction fails: %v %+v %#v %+v", i, *i, i, []discord.Interaction{i.Interaction})
		})
		accord.On(client, func(_ context.Context, f *event.FrameSent) error {
			fmt.Fprintln(&log, "frame:", f.Data)
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
			seen("webhook", w.Token)
			logger.Info("webhook", "webhook", w)
			fmt.Fprintf(&log, "%v %+v %#v %+v\n", w, *w, w, []discord.Webhook{*w})
			return misuse("^/web", func() error {
				_, err := client.REST.Webhooks.Execute(ctx, w.ID, w.Token, discord.ExecuteWebhook{Content: "hi"})
				return err
			})
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		if _, err := client.REST.Commands.Create(t.Context(), d.ApplicationID, discord.CreateCommand{Name: "echo", Description: "says it back"}); err != nil {
			t.Fatal(err)
		}
		d.Say("hello")
		d.Interaction(emulator.CommandUse{Command: "echo"})
		d.Dispatch("VOICE_SERVER_UPDATE", `{"token":"hunter2-of-the-voice","guild_id":"1","endpoint":"x"}`)
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4009}) // and identify again
		time.Sleep(5 * time.Minute)
		stop()
		text := log.String()
		for _, what := range []string{"bot", "interaction", "voice", "webhook"} {
			token := tokens[what]
			if i := strings.Index(text, token); token == "" || i >= 0 {
				t.Errorf("the %s token %q is in the log: …%s…", what, token, text[max(i-300, 0):max(i, 0)])
			}
		}
		for _, proof := range []string{"level=DEBUG", "request is tried again", "session lost", "frame: ", "[redacted]", "^/web fails", "^/int fails", "voice fails", "interaction fails"} {
			if !strings.Contains(text, proof) {
				t.Errorf("the log lacks %q, so it proves little", proof)
			}
		}
	})
}
