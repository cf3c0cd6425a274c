package accord_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// TestReshardMemory reshards a bot whose queues hold far less than what comes
// meanwhile. They stay within their limit, and each event is handled once.
func TestReshardMemory(t *testing.T) {
	t.Parallel()
	for name, disturb := range map[string]func(d *emutest.Discord){
		"in peace": func(*emutest.Discord) {},
		"an old shard is away": func(d *emutest.Discord) {
			d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, When: emulator.AfterResume, Count: 14}) // a minute of backoff
			d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, Shard: new(0)})
		},
		"a new shard loses its session": func(d *emutest.Discord) {
			d.Drop(emulator.Drop{Mode: emulator.DropInvalid, When: emulator.AfterIdentify})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { reshardMemory(t, disturb) })
		})
	}
}

func reshardMemory(t *testing.T, disturb func(d *emutest.Discord)) {
	const limit = 256 << 10
	world := manyGuilds(6, emulator.Rules{Shards: 2})
	var channels []discord.ChannelID
	for _, g := range world.Guilds[1:] {
		channels = append(channels, g.Channels[0].ID)
	}
	d := emutest.StartWith(t, emulator.Config{World: world})
	d.SetGatewayFaults(emulator.GatewayFaults{ByCount: map[int]time.Duration{2: 3 * time.Second, 4: time.Second}})
	client := sharded(d, accord.Config{QueueBytes: limit})
	seen := newTally(client)
	var stopped atomic.Int64
	accord.On(client, func(_ context.Context, b *event.Backpressure) error {
		if b.Waited > 14*time.Second { // 10 seconds, and for how long the old shards are asked
			t.Errorf("shard %d did not read for %v", b.Shard, b.Waited)
		}
		if b.Blocked {
			stopped.Add(1)
		}
		return nil
	})
	wait := ready(t, client, 2)
	defer run(t, client)()
	wait()
	ctx, stop := context.WithCancel(t.Context())
	posted, most := make(chan int), int64(0)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			for _, ch := range channels {
				d.UserMessage(emulator.UserMessage{ChannelID: ch, Content: strings.Repeat("x", 1500)})
			}
			time.Sleep(50 * time.Millisecond)
			most = max(most, client.Queue().Bytes)
		}
		posted <- n
	}()
	resharded := make(chan error, 1)
	go func() { resharded <- client.Reshard(t.Context(), 4) }()
	time.Sleep(8 * time.Second)
	disturb(d)
	if err := <-resharded; err != nil {
		t.Fatal(err)
	}
	time.Sleep(10 * time.Second)
	stop()
	n := <-posted
	time.Sleep(10 * time.Second)
	seen.check(t, channels, n)
	if most > limit || most < limit/4 || stopped.Load() == 0 {
		t.Errorf("up to %d of %d bytes waited, and reading stopped %d times", most, limit, stopped.Load())
	}
	if q := client.Queue(); q.Bytes != 0 {
		t.Errorf("in the end %+v", q)
	}
}
