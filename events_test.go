package accord_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// libraryEvents returns the names of the library's own events, as package event
// declares them.
func libraryEvents(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("event/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`EventName\(\) string \{ return "(accord:\w+)" \}`).FindAllSubmatch(text, -1) {
			names = append(names, string(m[1]))
		}
	}
	slices.Sort(names)
	return names
}

// otherwise are the library's events that need a client of another kind, with
// the test that sees them.
var otherwise = map[string]string{
	"accord:events_dropped":   "TestEventsDropped",
	"accord:members_progress": "TestRequestMembers",
}

// TestEveryLibraryEvent goes through all that can happen to a client, and wants
// each of the library's own events. A handler of all events sees them but for
// the raw ones, which it must ask for.
func TestEveryLibraryEvent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		block := make(chan struct{})
		client := listen(d, accord.Config{
			Order: accord.Ordered, QueueBytes: 4 << 10, OnError: func(context.Context, event.Event, error) {},
		}, func(context.Context, string) error { <-block; return nil })
		var mu sync.Mutex
		seen := make(map[string]bool)
		accord.On(client, func(_ context.Context, e event.Event) error {
			mu.Lock()
			defer mu.Unlock()
			if m := e.EventMeta(); m.Received.IsZero() || m.Sequence != 0 && m.Raw == "" {
				t.Errorf("%s has %+v", e.EventName(), m)
			}
			seen[e.EventName()] = true
			return nil
		})
		accord.On(client, func(_ context.Context, e *event.Raw) error {
			mu.Lock()
			defer mu.Unlock()
			seen[e.EventName()] = true
			return nil
		})
		accord.On(client, func(context.Context, *event.TypingStart) error { panic("on purpose") })
		var ended error
		var running sync.WaitGroup
		connected(t, client, func() { running.Go(func() { ended = client.Run(t.Context()) }) })
		misbehave(t, d, client)

		for range 20 {
			d.Say("more than the queues hold")
		}
		synctest.Wait()
		close(block)
		synctest.Wait()

		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4014})
		running.Wait()
		if !errors.Is(ended, gateway.ErrDisallowedIntents) {
			t.Errorf("Run = %v", ended)
		}
		mu.Lock()
		defer mu.Unlock()
		for _, name := range libraryEvents(t) {
			if !seen[name] && otherwise[name] == "" {
				t.Errorf("there was no %s, only %s", name, slices.Sorted(maps.Keys(seen)))
			}
		}
	})
	for name, test := range otherwise {
		if !declared(t, test) {
			t.Errorf("there is no %s, which sees %s", test, name)
		}
	}
}

// misbehave has Discord do what makes the library tell of it.
func misbehave(t *testing.T, d *emutest.Discord, client *accord.Client) {
	time.Sleep(time.Minute) // for a heartbeat
	d.FailNext(emulator.Failure{Path: "/users/@me$", Status: 429, RetryAfter: 1})
	if _, err := client.REST.Users.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.SetGuildAvailable(d.GuildID, false)
	d.SetGuildAvailable(d.GuildID, true)
	d.Dispatch("GUILD_CREATE", `{"id":"50","name":"new"}`)
	d.Dispatch("GUILD_DELETE", `{"id":"50"}`)
	d.Dispatch("NEVER_HEARD_OF", `{}`)
	d.Dispatch("MESSAGE_CREATE", `{"content":1}`)
	d.Dispatch("TYPING_START", `{"channel_id":"60"}`)
	d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4000})
	time.Sleep(time.Minute)
	d.Drop(emulator.Drop{Mode: emulator.DropInvalid})
	time.Sleep(time.Minute)
}

// declared reports whether there is a test of that name, or of that beginning.
func declared(t *testing.T, test string) bool {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(text), "\nfunc "+test)
	})
}
