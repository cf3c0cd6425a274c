package accord_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// bustle starts a bot of one shard in a Discord where people talk in six channels.
// allSeen has them stop, and wants each message handled once and in order.
func bustle(t *testing.T) (d *emutest.Discord, client *accord.Client, allSeen func()) {
	t.Helper()
	world := manyGuilds(6, emulator.Rules{Shards: 1})
	var channels []discord.ChannelID
	for _, g := range world.Guilds[1:] {
		channels = append(channels, g.Channels[0].ID)
	}
	d = emutest.StartWith(t, emulator.Config{World: world})
	client = sharded(d, accord.Config{})
	seen := newTally(client)
	wait := ready(t, client, 1)
	t.Cleanup(run(t, client))
	wait()
	ctx, stop := context.WithCancel(t.Context())
	posted := make(chan int, 1)
	go func() { posted <- chatter(ctx, d, channels, 200*time.Millisecond) }()
	return d, client, func() {
		t.Helper()
		stop()
		n := <-posted
		time.Sleep(10 * time.Second)
		seen.check(t, channels, n)
	}
}

// TestReshardAgain calls for more shards while others come up, and as soon as
// they have: what one takeover knows of doubles is not lost in the next.
func TestReshardAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, client, allSeen := bustle(t)
		d.SetGatewayFaults(emulator.GatewayFaults{ByCount: map[int]time.Duration{2: 5 * time.Second}})
		first := make(chan error, 1)
		go func() { first <- client.Reshard(t.Context(), 2) }()
		time.Sleep(time.Second)
		if err := client.Reshard(t.Context(), 3); !errors.Is(err, accord.ErrResharding) {
			t.Errorf("a second call: %v, want %v", err, accord.ErrResharding)
		}
		if err := <-first; err != nil {
			t.Fatal(err)
		}
		if err := client.Reshard(t.Context(), 3); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		allSeen()
	})
}

// TestStopWhileResharding ends Run when the new shards are about to take over,
// with a handler at work: the next Run goes on with the old ones.
func TestStopWhileResharding(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := manyGuilds(2, emulator.Rules{Shards: 1})
		channel := world.Guilds[1].Channels[0].ID
		d := emutest.StartWith(t, emulator.Config{World: world})
		client := sharded(d, accord.Config{})
		busy := make(chan bool, 2)
		accord.On(client, func(context.Context, *event.MessageCreate) error {
			busy <- true
			time.Sleep(5 * time.Second)
			return nil
		})
		seen := newTally(client)
		wait := ready(t, client, 1)
		stop := run(t, client)
		wait()
		resharded := make(chan error, 1)
		go func() { resharded <- client.Reshard(t.Context(), 2) }()
		time.Sleep(17 * time.Second) // they identify after 5 and 10 seconds, and take over after 20
		d.UserMessage(emulator.UserMessage{ChannelID: channel, Content: "work"})
		<-busy
		stop()
		if err := <-resharded; !errors.Is(err, accord.ErrNotRunning) {
			t.Errorf("Reshard = %v, want %v", err, accord.ErrNotRunning)
		}
		d.UserMessage(emulator.UserMessage{ChannelID: channel, Content: "while nobody listens"})
		var lost []string
		accord.On(client, func(_ context.Context, e *event.SessionLost) error {
			lost = append(lost, e.Reason)
			return nil
		})
		defer run(t, client)()
		time.Sleep(20 * time.Second)
		synctest.Wait()
		if len(lost) > 0 {
			t.Errorf("sessions lost: %q", lost)
		}
		seen.check(t, []discord.ChannelID{channel}, 2)
	})
}

// TestReshardWaitsForOldShard loses an old shard's connection, for longer than
// new shards take to come up. It has yet to bring what it missed.
func TestReshardWaitsForOldShard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, client, allSeen := bustle(t)
		resharded := make(chan error, 1)
		go func() { resharded <- client.Reshard(t.Context(), 8) }()
		time.Sleep(8 * time.Second)
		d.Drop(emulator.Drop{Mode: "abrupt", When: emulator.AfterResume, Count: 14}) // a minute of backoff, also for the new shard 0
		d.Drop(emulator.Drop{Mode: "abrupt", Shard: new(0)})
		if err := <-resharded; err != nil {
			t.Fatal(err)
		}
		allSeen()
		if n := d.Stats().Resumes; n == 0 {
			t.Error("the old shard never came back")
		}
	})
}

// TestReshardWaitsForNewShard has a new shard lose its session just before all take
// over. They do when it has another one.
func TestReshardWaitsForNewShard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, client, allSeen := bustle(t)
		resharded := make(chan error, 1)
		go func() { resharded <- client.Reshard(t.Context(), 2) }()
		time.Sleep(19500 * time.Millisecond) // they identify after 5 and 10 seconds, and take over after 20
		d.Drop(emulator.Drop{Mode: emulator.DropInvalid, Shard: new(1)})
		if err := <-resharded; err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		allSeen()
	})
}
