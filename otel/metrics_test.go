package accordotel_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	accordotel "github.com/accord-go/accord/otel"
	"github.com/accord-go/accord/rest"
)

// onTyping is a handler with a name.
func onTyping(context.Context, *event.TypingStart) error { return nil }

// TestMetricsOfEvents measures events that handlers want and do not want, at their
// own time.
func TestMetricsOfEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := newLab()
		client := l.client(d, accord.Config{Slots: 1, Order: accord.Ordered, HoldLane: time.Hour})
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			time.Sleep(2 * time.Second)
			switch m.Content {
			case "fail":
				return fmt.Errorf("wrapped: %w", errors.New("no"))
			case "panic":
				panic("oh")
			}
			return nil
		})
		accord.On(client, onTyping)
		accord.On(client, func(context.Context, *event.Unknown) error { return nil })
		stop := run(t, t.Context(), client)
		d.Type()
		synctest.Wait()
		d.Say("hello")
		d.Say("fail")
		d.Say("panic")
		d.Dispatch("NEVER_HEARD_OF", `{}`)
		d.Dispatch("NEITHER_THIS", `{}`)
		d.Dispatch("CHANNEL_PINS_UPDATE", `{}`)
		time.Sleep(time.Second)

		l.expect(t, "discord.handlers.active", "{} 1")
		l.expect(t, "discord.dispatch.queue.events", "{} 2")
		l.expect(t, "discord.dispatch.queue.limit", "{} 67108864")
		if size := l.series(t, "discord.dispatch.queue.size"); len(size) != 1 || len(size[0]) != len("{} 1234") {
			t.Errorf("the queue's size is %q", size)
		}
		time.Sleep(time.Minute)
		l.expect(t, "discord.dispatch.queue.events", "{} 0")
		l.expect(t, "discord.gateway.shards", "{discord.shard.state=connecting} 0", "{discord.shard.state=disconnected} 0", "{discord.shard.state=ready} 1", "{discord.shard.state=waiting} 0")
		stop()
		for _, name := range []string{"discord.gateway.shards", "discord.dispatch.queue.events", "discord.handlers.active"} {
			l.expect(t, name)
		}

		l.expect(t, "discord.gateway.events", "{discord.event.type=CHANNEL_PINS_UPDATE} 1", "{discord.event.type=GUILD_CREATE} 1",
			"{discord.event.type=MESSAGE_CREATE} 3", "{discord.event.type=READY} 1", "{discord.event.type=TYPING_START} 1", "{discord.event.type=_OTHER} 2")
		l.expect(t, "discord.dispatch.latency", "{discord.event.type=MESSAGE_CREATE} 3 in 6s", "{discord.event.type=TYPING_START} 1 in 0s", "{discord.event.type=_OTHER} 2 in 0s")
		const messages, unknown = "{code.function.name=github.com/accord-go/accord/otel_test.TestMetricsOfEvents.func1.1 discord.event.type=MESSAGE_CREATE", "{code.function.name=github.com/accord-go/accord/otel_test.TestMetricsOfEvents.func1.2 discord.event.type=_OTHER"
		l.expect(t, "discord.handler.duration", messages+" error.type=*errors.errorString} 1 in 2s", messages+" error.type=panic} 1 in 2s", messages+"} 1 in 2s",
			unknown+"} 2 in 0s", "{code.function.name=github.com/accord-go/accord/otel_test.onTyping discord.event.type=TYPING_START} 1 in 0s")
		l.expect(t, "discord.handler.panics", "{discord.event.type=MESSAGE_CREATE} 1")
	})
}

// TestMetricsOfConnections breaks connections in every way.
func TestMetricsOfConnections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := newLab()
		client := l.client(d, accord.Config{})
		stop := run(t, t.Context(), client)
		for _, drop := range []emulator.Drop{
			{Mode: emulator.DropAbrupt},
			{Mode: emulator.DropReconnect},
			{Mode: emulator.DropClose, Code: 4000},
			{Mode: emulator.DropClose, Code: 4009},
			{Mode: emulator.DropInvalid},
		} {
			d.Drop(drop)
			time.Sleep(time.Minute)
		}
		d.SetGatewayFaults(emulator.GatewayFaults{Corrupt: 1})
		d.Say("damaged")
		time.Sleep(time.Minute)
		d.SetGatewayFaults(emulator.GatewayFaults{MissACKs: 1})
		time.Sleep(3 * time.Minute)
		stop()
		l.expect(t, "discord.gateway.disconnects",
			"{discord.close_code=4000 discord.disconnect.cause=closed discord.session.resumable=true} 1",
			"{discord.close_code=4009 discord.disconnect.cause=closed discord.session.resumable=false} 1",
			"{discord.disconnect.cause=frame discord.session.resumable=true} 1",
			"{discord.disconnect.cause=invalid_session discord.session.resumable=false} 1",
			"{discord.disconnect.cause=network discord.session.resumable=true} 1",
			"{discord.disconnect.cause=reconnect discord.session.resumable=true} 1",
			"{discord.disconnect.cause=zombie discord.session.resumable=true} 1")
		l.expect(t, "discord.gateway.sessions.started", "{} 3")
		l.expect(t, "discord.gateway.sessions.resumed", "{} 5")
		l.expect(t, "discord.gateway.sessions.lost", "{} 2")
		if beats := l.series(t, "discord.gateway.heartbeat.latency"); len(beats) != 1 || !strings.HasPrefix(beats[0], "{} ") {
			t.Errorf("heartbeats %q", beats)
		}
	})
}

// TestMetricsOfRequests makes requests that succeed, are limited, are refused, get
// no answer, and are not sent at all.
func TestMetricsOfRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := newLab()
		cfg := rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)}
		accordotel.InstrumentREST(&cfg, l.config)
		c := rest.New(rest.Bot(d.Token), cfg)
		defer c.Close()
		ctx := t.Context()
		say := func() error {
			_, err := c.Messages.Create(ctx, d.ChannelID, discord.CreateMessage{Content: "hi"})
			return err
		}
		d.FailNext(emulator.Failure{Path: "/messages$", Status: 429, RetryAfter: 3, Scope: "shared"})
		d.FailNext(emulator.Failure{Path: "/users/@me$", Status: 502})
		d.FailNext(emulator.Failure{Path: "/gateway$", Count: 2})
		if err := say(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Users.Me(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Messages.Get(ctx, d.ChannelID, 5); !errors.Is(err, rest.ErrUnknownMessage) {
			t.Fatal(err)
		}
		if _, err := c.Gateway.Get(ctx, rest.NoRetry()); err == nil {
			t.Fatal("the connection was to be cut")
		}
		const host = " server.address=127.0.0.1 server.port=1 url.template="
		counts := func(name string) (all []string) { // without durations, which jitter
			for _, s := range l.series(t, name) {
				labels, count, _ := strings.Cut(s, "} ")
				n, _, _ := strings.Cut(count, " in ")
				all = append(all, labels+"} "+n)
			}
			return all
		}
		want := []string{
			"{error.type=404 http.request.method=GET http.response.status_code=404" + host + "/channels/{channel_id}/messages/{message_id}} 1",
			"{error.type=429 http.request.method=POST http.response.status_code=429" + host + "/channels/{channel_id}/messages} 1",
			"{error.type=502 http.request.method=GET http.response.status_code=502" + host + "/users/@me} 1",
			"{error.type=EOF http.request.method=GET" + host + "/gateway} 1",
			"{http.request.method=GET http.response.status_code=200" + host + "/users/@me} 1",
			"{http.request.method=POST http.response.status_code=200" + host + "/channels/{channel_id}/messages} 1",
		}
		if got := counts("http.client.request.duration"); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("requests\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		l.expect(t, "discord.rest.rate_limited", "{discord.rest.scope=shared http.request.method=POST"+host+"/channels/{channel_id}/messages} 1")
		waited := 0
		for _, s := range l.series(t, "discord.rest.limit.wait") {
			if strings.Contains(s, "discord.rest.bucket=") && strings.HasSuffix(s, "url.template=/channels/{channel_id}/messages} 2 in 3.001s") {
				waited++
			}
		}
		if waited != 1 {
			t.Errorf("waits %q", l.series(t, "discord.rest.limit.wait"))
		}
	})
}

// TestMetricsOfManyRoutes wants paths with values in them that nobody can tell from
// a route not to make series without end.
func TestMetricsOfManyRoutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := newLab()
		cfg := rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)}
		accordotel.InstrumentREST(&cfg, l.config)
		c := rest.New(rest.Bot(d.Token), cfg)
		defer c.Close()
		for i := range 1100 {
			if err := c.Do(t.Context(), "GET", fmt.Sprintf("/what/value%d", i), nil, nil); err == nil {
				t.Fatal("there is such a route")
			}
		}
		for _, name := range []string{"http.client.request.duration", "discord.rest.limit.wait"} {
			if n := len(l.series(t, name)); n != 1001 {
				t.Errorf("%d series of %s, want 1001", n, name)
			}
		}
	})
}
