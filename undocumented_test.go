package accord_test

import (
	"context"
	"encoding/json"
	"fmt"
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
)

// TestUndocumented is G7, from the wire to the handler: events, types and
// fields that this version does not know reach the bot as they came, and the
// session goes on behind them.
func TestUndocumented(t *testing.T) {
	t.Parallel()
	const (
		strange   = `{"a": [1, {"b": null}]}`
		channel   = `{"id":"77","type":99,"name":"new"}`
		component = `{"type":1,"components":[{"type":98,"news":{"x":1}}]}`
		message   = `{"id":"78","channel_id":"77","author":{"id":"1"},"type":97,"components":[{"type":99,"id":5,"more":[1]},` + component + `]}`
		broken    = `{"id":"79","channel_id":"77","content":{"not":"text"}}`
	)
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		errs := make(chan error, 10)
		client := listen(d, accord.Config{OnError: func(_ context.Context, _ event.Event, err error) { errs <- err }},
			func(context.Context, string) error { return nil })
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		defer func() { stop() }()

		unknown := accord.Expect[*event.Unknown](client, nil)
		created := accord.Expect[*event.ChannelCreate](client, nil)
		posted := accord.Expect[*event.MessageCreate](client, nil)
		failed := accord.Expect[*event.DecodeError](client, nil)
		d.Dispatch("NEVER_HEARD_OF", strange)
		d.Dispatch("CHANNEL_CREATE", channel)
		d.Dispatch("MESSAGE_CREATE", message)
		d.Dispatch("MESSAGE_CREATE", broken)

		u := wait(t, unknown)
		if u.Name != "NEVER_HEARD_OF" || u.Raw != strange {
			t.Errorf("unknown event %s: %s", u.Name, u.Raw)
		}
		c := wait(t, created)
		if c.Type != 99 || c.Type.String() != "ChannelType(99)" || c.Raw != channel || c.Sequence != u.Sequence+1 {
			t.Errorf("unknown type of channel: %+v", c)
		}
		m := wait(t, posted)
		if m.Type != 97 || m.Raw != message || m.Sequence != u.Sequence+2 || len(m.Components) != 2 {
			t.Fatalf("unknown components: %+v", m)
		}
		if got, ok := m.Components[0].(discord.UnknownComponent); !ok || got.Type != 99 || string(got.Raw) != `{"type":99,"id":5,"more":[1]}` {
			t.Errorf("unknown component: %+v", m.Components[0])
		}
		if got, err := json.Marshal(m.Components[1]); err != nil || string(got) != component {
			t.Errorf("a row with an unknown component was written back as %s, %v", got, err)
		}
		f := wait(t, failed)
		if f.Name != "MESSAGE_CREATE" || f.Raw != broken || f.Sequence != u.Sequence+3 || f.Err == nil {
			t.Errorf("field of another type: %+v", f)
		}
		synctest.Wait()
		if len(errs) != 1 {
			t.Errorf("OnError was told %d times, want once", len(errs))
		}

		// The session goes on, and nothing of this comes again.
		again := accord.Expect(client, func(e event.Event) bool { return e.EventMeta().Replayed && e.EventMeta().Sequence <= f.Sequence })
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		hello := accord.Expect(client, func(m *event.MessageCreate) bool { return m.Content == "hello" })
		d.Say("hello")
		if got := wait(t, hello); got.Sequence != f.Sequence+1 {
			t.Errorf("the next event has the sequence %d, want %d", got.Sequence, f.Sequence+1)
		}
		if stats := d.Stats(); stats.Identifies != 1 || stats.Resumes != 1 {
			t.Errorf("%+v, want one session", stats)
		}
		again.Stop()
		if e, err := again.Wait(t.Context()); err == nil {
			t.Errorf("%s came again", e.EventName())
		}
	})
}

// TestEveryEventOfAnotherShape sends each event that there is with data of
// every kind of JSON but the right one.
func TestEveryEventOfAnotherShape(t *testing.T) {
	t.Parallel()
	shapes := []string{`[]`, `null`, `"text"`, `5`, `true`, `{}`, `{"id":{},"user":[],"guild_id":true,"channel_id":[5],"data":3,"components":7}`}
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		var mu sync.Mutex
		seen := make(map[int64]string)
		client := listen(d, accord.Config{OnError: func(context.Context, event.Event, error) {}}, func(context.Context, string) error { return nil })
		accord.On(client, func(_ context.Context, e *event.Raw) error {
			mu.Lock()
			defer mu.Unlock()
			seen[e.Sequence] = e.Name + " " + e.Meta.Raw
			return nil
		})
		accord.On(client, func(context.Context, event.Event) error { return nil }) // so that all are decoded
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		synctest.Wait()
		next := int64(len(seen)) + 1
		for name := range event.All() {
			for _, shape := range shapes {
				d.Dispatch(name, shape)
				synctest.Wait()
				mu.Lock()
				if want := name + " " + shape; seen[next] != want {
					t.Fatalf("event %d is %q, want %q", next, seen[next], want)
				}
				mu.Unlock()
				next++
			}
		}
		stop()
		if stats := d.Stats(); stats.Identifies != 1 || stats.Resumes != 0 {
			t.Errorf("%+v, want one connection", stats)
		}
	})
}

// TestDamagedFrames is G18, on every transport: a frame that arrives damaged
// costs a resume, and its event comes once.
func TestDamagedFrames(t *testing.T) {
	t.Parallel()
	for _, compression := range []gateway.Compression{gateway.CompressionZstd, gateway.CompressionZlib, gateway.CompressionPayload, gateway.CompressionNone} {
		for name, fault := range map[string]emulator.GatewayFaults{"corrupt": {Corrupt: 1}, "truncated": {Truncate: 1}} {
			t.Run(fmt.Sprint(compression, " ", name), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					d := emutest.Start(t)
					var mu sync.Mutex
					var got []string
					client := listen(d, accord.Config{Compression: compression}, func(_ context.Context, content string) error {
						mu.Lock()
						defer mu.Unlock()
						got = append(got, content)
						return nil
					})
					var stop func()
					connected(t, client, func() { stop = run(t, client) })
					d.Say("before")
					synctest.Wait()
					d.SetGatewayFaults(fault)
					d.Say("damaged")
					d.Say("after")
					time.Sleep(time.Minute)
					stop()
					if want := "[before damaged after]"; fmt.Sprint(got) != want {
						t.Errorf("got %v, want %s", got, want)
					}
					if stats := d.Stats(); stats.Identifies != 1 || stats.Resumes != 1 {
						t.Errorf("%+v, want one session that was resumed once", stats)
					}
				})
			})
		}
	}
}

// wait waits for an event for a minute at the most.
func wait[E event.Event](t *testing.T, x *accord.Expectation[E]) E {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	e, err := x.Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
