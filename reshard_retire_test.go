package accord_test

import (
	"context"
	"errors"
	"fmt"
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

// counts returns of how many shards the open sessions are, and how many sessions of
// each there are.
func counts(d *emutest.Discord) map[int]int {
	n := make(map[int]int)
	for _, c := range d.Emulator.Connections() {
		n[c.Shard[1]]++
	}
	return n
}

// TestReshardHangingHandler reshards a bot whose handler hangs, while events of its
// channel wait for it. The old shard leaves when its session could not be resumed any
// more, the next call of Reshard works, and in the end all is handled.
func TestReshardHangingHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := manyGuilds(3, emulator.Rules{Shards: 1, MaxConcurrency: 16})
		var channels []discord.ChannelID
		for _, g := range world.Guilds[1:] {
			channels = append(channels, g.Channels[0].ID)
		}
		d := emutest.StartWith(t, emulator.Config{World: world})
		client := sharded(d, accord.Config{Order: accord.Ordered, Sessions: new(gateway.MemoryStore)})
		hanging := make(chan bool)
		accord.On(client, func(_ context.Context, m *event.MessageCreate) error {
			if m.ChannelID == channels[0] {
				<-hanging
			}
			return nil
		})
		seen := newTally(client)
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		post := func(n int) {
			for range n {
				for _, ch := range channels {
					d.UserMessage(emulator.UserMessage{ChannelID: ch, Content: "hello"})
				}
			}
		}
		post(3)
		if err := client.Reshard(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		post(3)
		time.Sleep(time.Minute)
		if got := fmt.Sprint(counts(d)); got != "map[1:1 2:2]" {
			t.Errorf("while the old session could be resumed there are connections %v", got)
		}
		time.Sleep(2 * time.Minute)
		if got := fmt.Sprint(counts(d)); got != "map[2:2]" {
			t.Errorf("later there are connections %v", got)
		}
		if err := client.Reshard(t.Context(), 3); err != nil {
			t.Fatal(err)
		}
		post(3)
		close(hanging)
		time.Sleep(time.Minute)
		seen.check(t, channels, 9)
	})
}

// TestReshardThenRefused has Discord refuse a new shard for good while handlers are at
// work on what the old ones had received: that ends Run.
func TestReshardThenRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := manyGuilds(1, emulator.Rules{Shards: 1, MaxConcurrency: 16})
		d := emutest.StartWith(t, emulator.Config{World: world})
		client := sharded(d, accord.Config{Order: accord.Ordered})
		accord.On(client, func(ctx context.Context, _ *event.MessageCreate) error {
			<-ctx.Done()
			return nil
		})
		wait := ready(t, client, 1)
		ran := make(chan error, 1)
		go func() { ran <- client.Run(t.Context()) }()
		wait()
		for range 2 {
			d.UserMessage(emulator.UserMessage{ChannelID: world.Guilds[1].Channels[0].ID, Content: "hang"})
		}
		if err := client.Reshard(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		start := time.Now()
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4004, Shard: new(1)})
		err := <-ran
		if refused, ok := errors.AsType[*gateway.CloseError](err); !ok || refused.Code != 4004 {
			t.Errorf("Run = %v, want the refusal", err)
		}
		if took := time.Since(start); took > 15*time.Second { // handlers have 10
			t.Errorf("it took %v", took)
		}
	})
}

// TestReshardSameAgain has the same happen after a takeover that happened before it, when
// the new shards were not there yet: it has the same content, and is no double.
func TestReshardSameAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(1, emulator.Rules{Shards: 1})})
		client := sharded(d, accord.Config{Order: accord.Ordered})
		got := make(map[int][]string) // by shard: the event is sent to all
		accord.On(client, func(_ context.Context, e *event.Unknown) error {
			got[e.Shard] = append(got[e.Shard], e.Raw)
			return nil
		})
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		on, off := `{"user_id":"5","on":true}`, `{"user_id":"5","on":false}`
		time.AfterFunc(2*time.Second, func() { d.Dispatch("TOGGLED", on) }) // the first new shard identifies after 5
		if err := client.Reshard(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			time.Sleep(time.Second)
			d.Dispatch("TOGGLED", off)
			d.Dispatch("TOGGLED", on)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		want := map[int][]string{0: {on, off, on, off, on, off, on}, 1: {off, on, off, on, off, on}}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("handlers got %v, want %v", got, want)
		}
	})
}

// TestReshardBackAndForth changes the number of shards back to one that the bot had
// before. The sessions of that time are not tried.
func TestReshardBackAndForth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := manyGuilds(4, emulator.Rules{Shards: 4, MaxConcurrency: 16})
		d := emutest.StartWith(t, emulator.Config{World: world})
		client := sharded(d, accord.Config{Sessions: new(gateway.MemoryStore), ResumeWithin: time.Hour})
		accord.On(client, func(_ context.Context, e *event.SessionLost) error {
			t.Errorf("%+v", e)
			return nil
		})
		wait := ready(t, client, 4)
		stop := run(t, client)
		wait()
		stop()
		defer run(t, client)()
		time.Sleep(10 * time.Second)
		for _, count := range []int{1, 4, 4, 0} {
			if err := client.Reshard(t.Context(), count); err != nil {
				t.Error(err)
			}
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := client.Reshard(ended, 8); !errors.Is(err, context.Canceled) {
			t.Errorf("with a context that has ended: %v", err)
		}
		time.Sleep(3 * time.Minute)
		if got := fmt.Sprint(counts(d)); got != "map[4:4]" {
			t.Errorf("there are connections %v", got)
		}
	})
}
