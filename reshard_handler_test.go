package accord_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// TestReshardInHandler reshards in the first of two handlers of an event, where
// nothing behind it may run before it returns. The old shards wait for handlers, and
// so must not be waited for.
func TestReshardInHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := manyGuilds(1, emulator.Rules{Shards: 1})
		d := emutest.StartWith(t, emulator.Config{World: world})
		client := sharded(d, accord.Config{Order: accord.Ordered, AckAfter: 24 * time.Hour})
		resharded := make(chan error, 1)
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			resharded <- client.Reshard(ctx, 2)
			return nil
		})
		seen := make(chan bool, 1)
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			seen <- true
			return nil
		})
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		d.UserMessage(emulator.UserMessage{ChannelID: world.Guilds[1].Channels[0].ID, Content: "reshard"})
		select {
		case err := <-resharded:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Hour):
			t.Fatal("Reshard has not returned within an hour")
		}
		<-seen
		time.Sleep(time.Minute)
		if n := len(client.Health()); n != 2 {
			t.Errorf("there are %d shards", n)
		}
	})
}

// TestReshardWhileStopping reshards in a handler that goes on when the context of
// Run has ended: it fails at once, and holds nothing up.
func TestReshardWhileStopping(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := manyGuilds(1, emulator.Rules{Shards: 1})
		d := emutest.StartWith(t, emulator.Config{World: world})
		client := sharded(d, accord.Config{})
		busy, resharded := make(chan bool), make(chan error, 1)
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			busy <- true
			time.Sleep(time.Second)
			resharded <- client.Reshard(ctx, 3)
			return nil
		})
		wait := ready(t, client, 1)
		stop := run(t, client)
		wait()
		if err := client.Reshard(t.Context(), 2); err != nil { // the next one has to wait
			t.Fatal(err)
		}
		d.UserMessage(emulator.UserMessage{ChannelID: world.Guilds[1].Channels[0].ID, Content: "reshard"})
		<-busy
		start := time.Now()
		stop()
		if err := <-resharded; !errors.Is(err, accord.ErrNotRunning) {
			t.Errorf("Reshard = %v, want %v", err, accord.ErrNotRunning)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("the end took %v, want the second that the handler had to do", took)
		}
	})
}
