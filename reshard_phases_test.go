package accord_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/rest"
)

// TestReshardPhases does something to a bot in each phase of resharding, from 1 to 4
// shards and from 4 to 1, while Discord delivers to both with delays: Run ends and
// begins anew, or a connection of either generation is lost. Each event is handled
// once and in order, unless Run ends when doubles may still come.
func TestReshardPhases(t *testing.T) {
	t.Parallel()
	disturbances := map[string]func(t *testing.T, d *emutest.Discord, client *accord.Client, stop *func()){
		"Run ends": func(t *testing.T, _ *emutest.Discord, client *accord.Client, stop *func()) {
			(*stop)()
			*stop = run(t, client)
		},
		"shard 0 is cut": func(_ *testing.T, d *emutest.Discord, _ *accord.Client, _ *func()) {
			d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, Shard: new(0)})
		},
		"all are cut, and again": func(_ *testing.T, d *emutest.Discord, _ *accord.Client, _ *func()) {
			d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, When: emulator.AfterResume, Count: 5})
			d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		},
		"the call ends": nil,
	}
	for name, disturb := range disturbances {
		for _, counts := range [][2]int{{1, 4}, {4, 1}} {
			for at := time.Duration(0); at < 30*time.Second; at += 4300 * time.Millisecond {
				t.Run(fmt.Sprintf("%s/%d to %d/%v", name, counts[0], counts[1], at), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						world := manyGuilds(6, emulator.Rules{Shards: counts[0], MaxConcurrency: 2})
						var channels []discord.ChannelID
						for _, g := range world.Guilds[1:] {
							channels = append(channels, g.Channels[0].ID)
						}
						d := emutest.StartWith(t, emulator.Config{World: world})
						random := rand.New(rand.NewPCG(uint64(at), uint64(counts[0])))
						delays := make(map[int]time.Duration)
						for _, count := range counts {
							delays[count] = time.Duration(random.Int64N(int64(5 * time.Second)))
						}
						d.SetGatewayFaults(emulator.GatewayFaults{ByCount: delays})
						client := sharded(d, accord.Config{})
						seen := newTally(client)
						wait := ready(t, client, counts[0])
						stop := run(t, client)
						defer func() { stop() }()
						wait()
						time.Sleep(10 * time.Second)
						ctx, cancel := context.WithCancel(t.Context())
						posted := make(chan int)
						go func() { posted <- chatter(ctx, d, channels, 400*time.Millisecond) }()
						call, end := context.WithCancel(t.Context())
						resharded := make(chan error, 1)
						go func() { resharded <- client.Reshard(call, counts[1]) }()
						time.Sleep(at)
						if disturb == nil {
							end()
							if synctest.Wait(); len(resharded) == 0 {
								t.Error("Reshard goes on when its context has ended")
							}
						} else {
							disturb(t, d, client, &stop)
						}
						err := <-resharded
						end()
						if err != nil && !errors.Is(err, accord.ErrNotRunning) && !errors.Is(err, context.Canceled) {
							t.Error(err)
						}
						time.Sleep(20 * time.Second)
						cancel()
						n := <-posted
						time.Sleep(time.Minute)
						if name == "Run ends" {
							seen.checkAtLeastOnce(t, channels, n) // the next Run does not know what was a double
						} else {
							seen.check(t, channels, n)
						}
					})
				})
			}
		}
	}
}

// TestReshardSilentShard has an old shard seem to be connected, and get nothing, while
// new ones come up: they do not take over before it has caught up. Then new ones do
// when they have taken over: doubles are still known when they have caught up.
func TestReshardSilentShard(t *testing.T) {
	t.Parallel()
	for _, silent := range []int{0, 1} { // which connection: the old one, or one of the new ones
		for _, at := range []time.Duration{time.Second, 5 * time.Second, 9500 * time.Millisecond} {
			t.Run(fmt.Sprint(silent, at), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					world := manyGuilds(6, emulator.Rules{Shards: 1, MaxConcurrency: 16})
					var channels []discord.ChannelID
					for _, g := range world.Guilds[1:] {
						channels = append(channels, g.Channels[0].ID)
					}
					d := emutest.StartWith(t, emulator.Config{World: world})
					d.SetGatewayFaults(emulator.GatewayFaults{ByCount: map[int]time.Duration{2: 2 * time.Second}})
					n := newNetwork(d.Dial)
					client := accord.New(d.Token, accord.Config{
						API: d.API, Dial: n.Dial, REST: rest.Config{Dial: d.Dial}, Logger: slog.New(slog.DiscardHandler), Compression: gateway.CompressionNone,
					})
					seen := newTally(client)
					wait := ready(t, client, 1)
					stop := run(t, client)
					wait()
					ctx, cancel := context.WithCancel(t.Context())
					posted := make(chan int)
					go func() { posted <- chatter(ctx, d, channels, 200*time.Millisecond) }()
					time.AfterFunc(at, func() {
						never := time.Now().Add(time.Hour)
						n.one(func(open int) int { return min(silent, open-1) }, func(w *wire) { w.reads, w.writes = never, never })
					})
					if err := client.Reshard(t.Context(), 2); err != nil {
						t.Error(err)
					}
					time.Sleep(3 * time.Minute)
					cancel()
					total := <-posted
					time.Sleep(time.Minute)
					seen.check(t, channels, total)
					stop()
					n.closing.Wait()
				})
			})
		}
	}
}
