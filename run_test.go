package accord_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
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
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/rest"
)

// listen returns a client of d, with handlers for messages that note the text of
// each message of the person.
func listen(d *emutest.Discord, cfg accord.Config, handle func(ctx context.Context, content string) error) *accord.Client {
	cfg.API, cfg.Dial = d.API, d.Dial
	cfg.Intents = discord.IntentsDefault | discord.IntentMessageContent
	cfg.Logger = slog.New(slog.DiscardHandler)
	client := accord.New(d.Token, cfg)
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		if m.Author.ID != d.UserID {
			return nil
		}
		return handle(ctx, m.Content)
	})
	return client
}

// connected waits until the client's guild has come.
func connected(t *testing.T, client *accord.Client, begin func()) {
	t.Helper()
	guild := accord.Expect[*event.GuildCreate](client, nil)
	begin()
	if _, err := guild.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestSlowHandler is G11: a handler that takes minutes for each event, and a
// queue that is soon full. The heart must go on, and no event may be lost, come
// twice or come out of order. The local Discord closes a connection that is not
// read for a minute; that must cost no more than a resume.
func TestSlowHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		var mu sync.Mutex
		var got []string
		client := listen(d, accord.Config{Order: accord.Ordered, QueueBytes: 8 << 10, DrainTimeout: time.Second}, func(_ context.Context, content string) error {
			mu.Lock()
			got = append(got, content)
			mu.Unlock()
			time.Sleep(3 * time.Minute)
			return nil
		})
		var blocked bool
		accord.On(client, func(_ context.Context, b *event.Backpressure) error {
			mu.Lock()
			defer mu.Unlock()
			blocked = blocked || b.Blocked
			return nil
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		before := d.Stats()
		for i := range 30 {
			d.Say(fmt.Sprint(i))
		}
		time.Sleep(30 * 3 * time.Minute)
		after := d.Stats()
		mu.Lock()
		if len(got) != 30 || !blocked {
			t.Errorf("handled %d of 30 events, blocked: %t", len(got), blocked)
		}
		for i, content := range got {
			if content != fmt.Sprint(i) {
				t.Fatalf("message %s was handled as number %d", content, i)
			}
		}
		mu.Unlock()
		if after.Identifies != before.Identifies {
			t.Errorf("the session did not last: %+v, then %+v", before, after)
		}
		// Each connection's first heartbeat comes at random.
		if beats := after.Heartbeats - before.Heartbeats; beats < 90*60/90 {
			t.Errorf("%d heartbeats in 90 minutes, want one about every 41.25 s", beats)
		}
		stop()
	})
}

// TestFatalClose is G2.
func TestFatalClose(t *testing.T) {
	t.Parallel()
	for _, want := range []*gateway.CloseError{
		gateway.ErrAuthenticationFailed, gateway.ErrInvalidShard, gateway.ErrShardingRequired,
		gateway.ErrInvalidAPIVersion, gateway.ErrInvalidIntents, gateway.ErrDisallowedIntents,
	} {
		t.Run(fmt.Sprint(want.Code), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				client := listen(d, accord.Config{}, nil)
				var critical error
				accord.On(client, func(_ context.Context, e *event.CriticalError) error {
					critical = e.Err
					return nil
				})
				d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: want.Code, When: emulator.AfterIdentify})
				err := client.Run(t.Context())
				var ce *gateway.CloseError
				if !errors.As(err, &ce) || !errors.Is(err, want) || ce.Remedy() == "" {
					t.Errorf("Run = %v", err)
				}
				if critical != err {
					t.Errorf("CriticalError told %v", critical)
				}
			})
		})
	}
}

// TestRunAgain ends a client and runs it again: events that came in between
// must not be lost, and nothing may come twice.
func TestRunAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		var mu sync.Mutex
		var got []string
		client := listen(d, accord.Config{}, func(_ context.Context, content string) error {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, content)
			return nil
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		if err := client.Run(t.Context()); !errors.Is(err, accord.ErrRunning) {
			t.Errorf("a second Run = %v", err)
		}
		d.Say("before")
		synctest.Wait()
		stop()
		d.Say("between")
		time.Sleep(30 * time.Second)
		resumed := accord.Expect[*event.ShardResumed](client, nil)
		stop = run(t, client)
		if _, err := resumed.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.Say("after")
		synctest.Wait()
		stop()
		if want := "[before between after]"; fmt.Sprint(got) != want {
			t.Errorf("got %v, want %v", got, want)
		}
		if stats := d.Stats(); stats.Identifies != 1 || stats.Resumes != 1 {
			t.Errorf("%+v, want one session that was resumed once", stats)
		}
	})
}

// TestEndWhileHandling ends the context while a handler is at work: it must be
// able to finish, with requests and on the gateway.
func TestEndWhileHandling(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		var client *accord.Client
		var failed error
		client = listen(d, accord.Config{}, func(ctx context.Context, content string) error {
			time.Sleep(5 * time.Second)
			if err := client.UpdatePresence(ctx, discord.UpdatePresence{Status: discord.StatusDND}); err != nil {
				failed = err
			}
			if _, err := client.REST.Messages.Create(ctx, d.ChannelID, discord.CreateMessage{Content: "bye"}); err != nil {
				failed = errors.Join(failed, err)
			}
			return nil
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		d.Say("hello")
		synctest.Wait()
		start := time.Now()
		stop()
		if failed != nil {
			t.Errorf("while the client stopped: %v", failed)
		}
		if got := time.Since(start); got < 5*time.Second || got > 6*time.Second {
			t.Errorf("Run took %v to end, want 5s", got)
		}
		if err := client.Send(t.Context(), 0, gateway.OpPresenceUpdate, nil); !errors.Is(err, accord.ErrNotRunning) {
			t.Errorf("Send after Run = %v", err)
		}
	})
}

// TestLibraryEvents follows a shard through its life.
func TestLibraryEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := listen(d, accord.Config{}, nil)
		var mu sync.Mutex
		var told []string
		accord.On(client, func(_ context.Context, e event.Event) error {
			mu.Lock()
			defer mu.Unlock()
			switch e := e.(type) {
			case *event.ShardConnected:
				told = append(told, "connected "+e.URL)
			case *event.ShardReady:
				told = append(told, fmt.Sprintf("ready %t", e.SessionID != ""))
			case *event.ShardDisconnected:
				told = append(told, fmt.Sprintf("disconnected %d %t", e.Code, e.Resume))
			case *event.ShardResumed:
				told = append(told, fmt.Sprintf("resumed %d", e.Events))
			case *event.SessionLost:
				told = append(told, fmt.Sprintf("lost %t", e.Last > 0))
			}
			return nil
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4000})
		d.Say("hello")
		time.Sleep(time.Minute)
		d.Drop(emulator.Drop{Mode: emulator.DropInvalid})
		time.Sleep(time.Minute)
		stop()
		there := "connected ws" + strings.TrimSuffix(strings.TrimPrefix(d.API, "http"), "api/v10")
		want := []string{there, "ready true", "disconnected 4000 true", there, "resumed 1", "disconnected 0 false", "lost true", there, "ready true"}
		if fmt.Sprint(told) != fmt.Sprint(want) {
			t.Errorf("told %q\nwant %q", told, want)
		}
	})
}

// TestBadBeginnings are clients that can't run.
func TestBadBeginnings(t *testing.T) {
	t.Parallel()
	refused := errors.New("refused")
	tests := map[string]struct {
		token string
		cfg   accord.Config
		field string // of the ConfigError
		is    error
	}{
		"no token":         {cfg: accord.Config{}, field: "token"},
		"strange token":    {token: "two words", field: "token"},
		"API":              {token: "t", cfg: accord.Config{API: "ftp://127.0.0.1"}, field: "API"},
		"API in the clear": {token: "t", cfg: accord.Config{API: "http://discord.example/api"}, field: "API"},
		"order":            {token: "t", cfg: accord.Config{Order: 7}, field: "Order"},
		"slots":            {token: "t", cfg: accord.Config{Slots: -1}, field: "Slots"},
		"hold":             {token: "t", cfg: accord.Config{HoldLane: -1}, field: "HoldLane"},
		"queue":            {token: "t", cfg: accord.Config{QueueBytes: -1}, field: "QueueBytes"},
		"presence":         {token: "t", cfg: accord.Config{Presence: &discord.UpdatePresence{Status: "away"}}, field: "Presence"},
		"drain":            {token: "t", cfg: accord.Config{DrainTimeout: -1}, field: "DrainTimeout"},
		"nobody there": {token: "t", cfg: accord.Config{API: "http://127.0.0.1:1", Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, refused
		}}, is: refused},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tt.cfg.Logger = slog.New(slog.DiscardHandler)
				client := accord.New(tt.token, tt.cfg)
				err := client.Run(t.Context())
				if tt.is != nil {
					if !errors.Is(err, tt.is) {
						t.Errorf("Run = %v", err)
					}
					return
				}
				ce, ok := errors.AsType[*accord.ConfigError](err)
				if !ok || ce.Field != tt.field {
					t.Errorf("Run = %v, want a ConfigError about %s", err, tt.field)
				}
			})
		})
	}
}

// TestWrongToken is told by the API.
func TestWrongToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := accord.New("MTIz.wrong.token", accord.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)})
		err := client.Run(t.Context())
		if re, ok := errors.AsType[*rest.Error](err); !ok || re.Status != 401 {
			t.Errorf("Run = %v, want a *rest.Error with status 401", err)
		}
		if !strings.Contains(fmt.Sprint(err), "developer portal") || strings.Contains(fmt.Sprint(err), "401 401") {
			t.Errorf("Run = %v, which does not say, or not clearly, what to do", err)
		}
	})
}

// TestEndBeforeBeginning ends Run while it still asks where the gateway is.
func TestEndBeforeBeginning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		d.SetLatency(time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		client := listen(d, accord.Config{}, nil)
		if err := client.Run(ctx); err != nil {
			t.Errorf("Run = %v", err)
		}
	})
}

// TestNoSecrets prints a client, its configuration and all that it logs and
// returns, and looks for the token.
func TestNoSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		var mu sync.Mutex
		log := slog.New(slog.NewJSONHandler(writerFunc(func(b []byte) (int, error) {
			mu.Lock()
			defer mu.Unlock()
			return out.Write(b)
		}), &slog.HandlerOptions{Level: slog.LevelDebug}))
		d := emutest.Start(t)
		cfg := accord.Config{API: d.API, Dial: d.Dial, Logger: log}
		client := accord.New(d.Token, cfg)
		accord.On(client, func(ctx context.Context, e event.Event) error {
			log.Info("event", "context", fmt.Sprint(ctx))
			if e.EventName() == "GUILD_CREATE" {
				panic(fmt.Sprintf("%+v", client))
			}
			return fmt.Errorf("in %v", client)
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		time.Sleep(time.Minute)
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4009})
		time.Sleep(time.Minute)
		stop()
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4004, When: emulator.AfterIdentify})
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4004, When: emulator.AfterResume})
		err := client.Run(t.Context())
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			fmt.Fprintf(&out, format+"\n", client)
			fmt.Fprintf(&out, format+"\n", client.REST)
			fmt.Fprintf(&out, format+"\n", cfg)
			fmt.Fprintf(&out, format+"\n", struct{ C *accord.Client }{client})
			fmt.Fprintf(&out, format+"\n", err)
		}
		log.Info("client", "client", client, "config", cfg)
		secret := d.Token[strings.LastIndexByte(d.Token, '.')+1:]
		for _, s := range []string{d.Token, secret, fmt.Sprintf("%x", d.Token)} {
			if i := strings.Index(out.String(), s); i >= 0 {
				t.Fatalf("the token is in: %s", out.String()[max(0, i-200):i])
			}
		}
		if err == nil || !strings.Contains(out.String(), "ready") {
			t.Error("nothing was printed")
		}
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
