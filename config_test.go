package accord

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/rest"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	got := Config{}.complete()
	if got.Intents != discord.IntentsDefault || got.HoldLane != time.Second || got.Slots != 256 ||
		got.QueueBytes != 64<<20 || got.DrainTimeout != 10*time.Second || got.Logger != slog.Default() || got.OnError == nil {
		t.Errorf("defaults: %+v", got)
	}
	if err := got.check("token"); err != nil {
		t.Errorf("the defaults are wrong: %v", err)
	}
}

// TestAPI finds the API's address in the configuration or else in the
// environment, and tells once of one that is not Discord's.
func TestAPI(t *testing.T) {
	tests := []struct {
		environment string
		cfg         Config
		want        string
	}{
		{"", Config{}, rest.DiscordAPI},
		{"http://127.0.0.1:1234", Config{}, "http://127.0.0.1:1234/api/v10"},
		{"http://127.0.0.1:1234/api/v10", Config{}, "http://127.0.0.1:1234/api/v10"},
		{"http://127.0.0.1:1234", Config{API: "https://example.com/api"}, "https://example.com/api/v10"},
		{"http://127.0.0.1:1234", Config{REST: rest.Config{API: "https://example.com"}}, "https://example.com/api/v10"},
		{"", Config{API: "http://discord.example", AllowPlainHTTP: true}, "http://discord.example/api/v10"},
		{"", Config{API: "http://discord.example"}, ""},
	}
	for _, tt := range tests {
		t.Setenv("DISCORD_API", tt.environment)
		var logs bytes.Buffer
		tt.cfg.Logger = slog.New(slog.NewTextHandler(&logs, nil))
		c := New("Bot token", tt.cfg)
		if got := c.REST.API(); got != tt.want {
			t.Errorf("DISCORD_API=%s and %q give %q, want %q", tt.environment, tt.cfg.API, got, tt.want)
		}
		told := 0
		if tt.want != "" && tt.want != rest.DiscordAPI {
			told = 1
		}
		if n := strings.Count(logs.String(), "api="); n != told {
			t.Errorf("the address %s was told %d times, want %d: %s", tt.want, n, told, logs.String())
		}
		if refused := c.wrong != nil; refused != (tt.want == "") {
			t.Errorf("%q gives %v", tt.cfg.API, c.wrong)
		}
	}
}

func TestGatewayAddress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		address string
		allow   bool
		ok      bool
	}{
		{"wss://gateway.discord.gg", false, true},
		{"ws://127.0.0.1:99/?v=10", false, true},
		{"ws://localhost", false, true},
		{"ws://example.com/", false, false},
		{"ws://example.com/", true, true},
	}
	for _, tt := range tests {
		err := Config{AllowPlainHTTP: tt.allow}.checkGateway(tt.address)
		if _, refused := errors.AsType[*ConfigError](err); refused == tt.ok {
			t.Errorf("checkGateway(%q) with AllowPlainHTTP %t = %v", tt.address, tt.allow, err)
		}
	}
}

// TestRESTConfig hands the client's settings to REST where it has none.
func TestRESTConfig(t *testing.T) {
	t.Parallel()
	dial := func(name string) func(context.Context, string, string) (net.Conn, error) {
		return func(context.Context, string, string) (net.Conn, error) { return nil, errors.New(name) }
	}
	first, second := slog.New(slog.DiscardHandler), slog.New(slog.DiscardHandler)
	tests := []struct {
		cfg  Config
		dial string
		log  *slog.Logger
	}{
		{Config{Dial: dial("shared"), Logger: first}, "shared", first},
		{Config{Dial: dial("shared"), Logger: first, REST: rest.Config{Dial: dial("its own"), Logger: second}}, "its own", second},
	}
	for _, tt := range tests {
		got := tt.cfg.complete().REST
		if _, err := got.Dial(t.Context(), "tcp", ""); err.Error() != tt.dial || got.Logger != tt.log {
			t.Errorf("REST dials as %v", err)
		}
	}
}

// TestLoggedHandler has handlers fail: the log names them, also those that are handed
// on since the first one waits.
func TestLoggedHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var logs bytes.Buffer
		c, r := begin(t, Config{Slots: 1, Logger: slog.New(slog.NewTextHandler(&logs, nil))})
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			_, err := Next[*event.MessageDelete](ctx, c, nil)
			return err
		})
		On(c, failingHandler)
		On(c, func(context.Context, *event.MessageCreate) error { panic("oh") })
		feedMessage(t, r, 1, 1)
		synctest.Wait()
		r.stop()
		synctest.Wait()
		for _, want := range []string{
			`error="accord: stopped waiting" handler=github.com/accord-go/accord.TestLoggedHandler.func1.1 at=config_test.go:`,
			`error=no handler=github.com/accord-go/accord.failingHandler at=config_test.go:`,
			`error="panic: oh" handler=github.com/accord-go/accord.TestLoggedHandler.func1.2 at=config_test.go:`,
		} {
			if !strings.Contains(logs.String(), want) {
				t.Errorf("log has no %s:\n%s", want, logs.String())
			}
		}
	})
}

func failingHandler(context.Context, *event.MessageCreate) error { return errors.New("no") }

// TestLoggedErrors looks at the default of OnError.
func TestLoggedErrors(t *testing.T) {
	t.Parallel()
	var logs bytes.Buffer
	c := New("token", Config{Logger: slog.New(slog.NewTextHandler(&logs, nil))})
	m := &event.MessageCreate{Meta: event.Meta{Shard: 3, Sequence: 42}}
	c.report(t.Context(), m, errors.New("no"))
	c.report(t.Context(), m, &PanicError{Value: "oh", Stack: []byte("main.go:1")})
	d := &event.DecodeError{Meta: m.Meta, Name: "TYPING_START", Err: errors.New("no object")}
	c.report(t.Context(), d, d)
	c.report(t.Context(), d, errors.New("its handler failed"))
	for _, want := range []string{
		`level=ERROR msg="event is not as documented" event=TYPING_START error="decode TYPING_START: no object" shard=3 sequence=42`,
		`level=ERROR msg="handler failed" event=accord:decode_error error="its handler failed" shard=3 sequence=42`,
		`level=ERROR msg="handler failed" event=MESSAGE_CREATE error=no shard=3 sequence=42`,
		`level=ERROR msg="handler failed" event=MESSAGE_CREATE error="panic: oh" shard=3 sequence=42 stack=main.go:1`,
	} {
		if !strings.Contains(logs.String(), want) {
			t.Errorf("log has no %s:\n%s", want, logs.String())
		}
	}
}
