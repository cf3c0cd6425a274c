package accord_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
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

// A tally is what a client has handled, by channel.
type tally struct {
	mu  sync.Mutex
	got map[discord.ChannelID][]discord.MessageID
}

func newTally(client *accord.Client) *tally {
	t := &tally{got: make(map[discord.ChannelID][]discord.MessageID)}
	accord.On(client, func(_ context.Context, m *event.MessageCreate) error {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.got[m.ChannelID] = append(t.got[m.ChannelID], m.ID)
		return nil
	})
	return t
}

// check wants each channel to have had exactly n messages, in order.
func (t *tally) check(tb testing.TB, channels []discord.ChannelID, n int) {
	tb.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, ch := range channels {
		got := t.got[ch]
		sorted := slices.Sorted(slices.Values(got))
		unique := len(slices.Compact(slices.Clone(sorted)))
		if len(got) != n || unique != n || !slices.Equal(got, sorted) {
			tb.Errorf("channel %v: %d events, %d of them different, want %d; in order: %t", ch, len(got), unique, n, slices.Equal(got, sorted))
		}
	}
}

// checkAtLeastOnce wants each channel to have had all of n messages.
func (t *tally) checkAtLeastOnce(tb testing.TB, channels []discord.ChannelID, n int) {
	tb.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, ch := range channels {
		unique := slices.Compact(slices.Sorted(slices.Values(t.got[ch])))
		if len(unique) != n {
			tb.Errorf("channel %v: %d different events, want %d", ch, len(unique), n)
		}
	}
}

// chatter posts messages in all channels in turn until the context ends, and
// returns how many there were in each.
func chatter(ctx context.Context, d *emutest.Discord, channels []discord.ChannelID, every time.Duration) int {
	for n := 0; ; n++ {
		for _, ch := range channels {
			d.UserMessage(emulator.UserMessage{ChannelID: ch, Content: "hello"})
		}
		select {
		case <-ctx.Done():
			return n + 1
		case <-time.After(every):
		}
	}
}

// TestReshard is G22: 4 shards become 8 and 8 become 3 under load, while
// Discord delivers to the two generations with delays of their own. Each event is
// handled once and in order.
func TestReshard(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(seed, 1))
				world := manyGuilds(12, emulator.Rules{Shards: 4})
				var channels []discord.ChannelID
				for _, g := range world.Guilds[1:] {
					channels = append(channels, g.Channels[0].ID)
				}
				d := emutest.StartWith(t, emulator.Config{World: world})
				delays := make(map[int]time.Duration)
				for _, count := range []int{4, 8, 3} {
					delays[count] = time.Duration(random.Int64N(int64(5 * time.Second)))
				}
				d.SetGatewayFaults(emulator.GatewayFaults{ByCount: delays})
				client := sharded(d, accord.Config{})
				seen := newTally(client)
				var guilds sync.Map
				accord.On(client, func(_ context.Context, g *event.GuildCreate) error {
					if _, again := guilds.LoadOrStore(g.ID, true); again {
						t.Errorf("guild %v has come twice", g.ID)
					}
					return nil
				})
				wait := ready(t, client, 4)
				defer run(t, client)()
				wait()
				time.Sleep(10 * time.Second)

				ctx, stop := context.WithCancel(t.Context())
				posted := make(chan int)
				go func() { posted <- chatter(ctx, d, channels, 200*time.Millisecond) }()
				for _, count := range []int{8, 3} {
					time.Sleep(7 * time.Second)
					if err := client.Reshard(t.Context(), count); err != nil {
						t.Fatal(err)
					}
					if got := client.ShardOf(channelGuild(channels[10])); got != int(uint64(channels[10])>>22)%count {
						t.Errorf("after resharding to %d a guild's shard is %d", count, got)
					}
				}
				time.Sleep(10 * time.Second)
				stop()
				n := <-posted
				time.Sleep(10 * time.Second)
				seen.check(t, channels, n)
			})
		})
	}
}

func channelGuild(ch discord.ChannelID) discord.GuildID {
	return discord.GuildID(uint64(ch)>>22<<22 | 7)
}

// TestReshardFails leaves the old shards as they are.
func TestReshardFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := manyGuilds(6, emulator.Rules{Shards: 2, SessionStarts: 9})
		channels := []discord.ChannelID{world.Guilds[1].Channels[0].ID, world.Guilds[2].Channels[0].ID}
		d := emutest.StartWith(t, emulator.Config{World: world})
		client := sharded(d, accord.Config{})
		if err := client.Reshard(t.Context(), 4); !errors.Is(err, accord.ErrNotRunning) {
			t.Errorf("before Run: %v", err)
		}
		seen := newTally(client)
		wait := ready(t, client, 2)
		defer run(t, client)()
		wait()
		ctx, stop := context.WithCancel(t.Context())
		posted := make(chan int)
		go func() { posted <- chatter(ctx, d, channels, 200*time.Millisecond) }()

		if err := client.Reshard(t.Context(), 7); !isLimit(err) {
			t.Errorf("more shards than may be started: %v", err)
		}
		short, cancel := context.WithTimeout(t.Context(), 8*time.Second)
		defer cancel()
		if err := client.Reshard(short, 3); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("past the deadline: %v", err)
		}
		refused := make(chan error)
		go func() { refused <- client.Reshard(t.Context(), 3) }()
		time.Sleep(time.Second)
		d.Drop(emulator.Drop{Mode: "close", Code: 4010, When: emulator.AfterIdentify})
		if err := <-refused; !errors.Is(err, gateway.ErrInvalidShard) {
			t.Errorf("a new shard is refused: %v", err)
		}
		time.Sleep(time.Second)
		stop()
		n := <-posted
		time.Sleep(time.Second)
		seen.check(t, channels, n)
	})
}

func isLimit(err error) bool {
	_, ok := errors.AsType[*gateway.IdentifyLimitError](err)
	return ok
}

// TestRecommendedShards reshards by itself, when it may.
func TestRecommendedShards(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(4, emulator.Rules{Shards: 2})})
		stale := &staleCount{base: &http.Transport{DialContext: d.Dial}}
		defer stale.base.CloseIdleConnections()
		client := sharded(d, accord.Config{AutoReshard: true, REST: rest.Config{Transport: stale}})
		first := ready(t, client, 1)
		all := ready(t, client, 3)
		defer run(t, client)()
		first()
		time.Sleep(6 * time.Hour)
		if got := fmt.Sprint(all()); got != "[0 0 1]" {
			t.Errorf("shards %s became ready", got)
		}
	})
}
