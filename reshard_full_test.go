package accord_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
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

// A crammed bot has queues that are full as soon as its handlers hang.
type crammed struct {
	d        *emutest.Discord
	client   *accord.Client
	channels []discord.ChannelID
	seen     *tally
	stop     func() // ends Run
	posting  context.CancelFunc
	posted   chan int

	mu      sync.Mutex // guards hanging
	hanging chan bool  // closed when handlers go on; nil: they do
}

// cram starts a bot of that many shards, in a Discord where people talk in six
// channels.
func cram(t *testing.T, shards int, store gateway.SessionStore, delays map[int]time.Duration) *crammed {
	t.Helper()
	world := manyGuilds(6, emulator.Rules{Shards: shards, MaxConcurrency: 16})
	c := &crammed{posted: make(chan int, 1)}
	for _, g := range world.Guilds[1:] {
		c.channels = append(c.channels, g.Channels[0].ID)
	}
	c.d = emutest.StartWith(t, emulator.Config{World: world})
	c.d.SetGatewayFaults(emulator.GatewayFaults{ByCount: delays})
	c.client = sharded(c.d, accord.Config{Order: accord.Ordered, QueueBytes: 64 << 10, DrainTimeout: time.Second, Sessions: store})
	accord.On(c.client, func(ctx context.Context, m *event.MessageCreate) error {
		return c.wait(ctx)
	})
	c.seen = newTally(c.client)
	wait := ready(t, c.client, shards)
	c.stop = run(t, c.client)
	wait()
	ctx, stop := context.WithCancel(t.Context())
	c.posting = stop
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			for _, ch := range c.channels {
				c.d.UserMessage(emulator.UserMessage{ChannelID: ch, Content: strings.Repeat("x", 500)})
			}
			time.Sleep(200 * time.Millisecond)
		}
		c.posted <- n
	}()
	return c
}

// hang makes handlers hang until goOn is called.
func (c *crammed) hang() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hanging = make(chan bool)
}

func (c *crammed) goOn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hanging != nil {
		close(c.hanging)
		c.hanging = nil
	}
}

// wait is how a handler hangs.
func (c *crammed) wait(ctx context.Context) error {
	c.mu.Lock()
	hanging := c.hanging
	c.mu.Unlock()
	if hanging == nil {
		return nil
	}
	select {
	case <-hanging:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// check wants each message to have been handled once and in order.
func (c *crammed) check(t *testing.T) {
	t.Helper()
	c.posting()
	n := <-c.posted
	time.Sleep(2 * time.Minute)
	c.seen.check(t, c.channels, n)
}

// TestReshardFull has handlers hang, at several points of resharding, until the queues
// are full and nothing is read. Reshard ends when its context does, or has succeeded,
// and when handlers go on nothing is missing.
func TestReshardFull(t *testing.T) {
	t.Parallel()
	for _, counts := range [][2]int{{1, 4}, {4, 1}} {
		for at := time.Duration(0); at < 14*time.Second; at += 2300 * time.Millisecond {
			t.Run(at.String(), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c := cram(t, counts[0], nil, map[int]time.Duration{4: 3 * time.Second})
					defer func() { c.stop() }()
					time.Sleep(5 * time.Second)
					time.AfterFunc(at, c.hang)
					ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
					defer cancel()
					start := time.Now()
					err := c.client.Reshard(ctx, counts[1])
					if err != nil && !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 40*time.Second {
						t.Errorf("Reshard = %v after %v", err, time.Since(start))
					}
					time.Sleep(30 * time.Second)
					c.goOn()
					time.Sleep(time.Minute)
					synctest.Wait()
					if q := c.client.Queue(); q.Bytes > 0 {
						t.Errorf("%+v when handlers go on", q)
					}
					c.check(t)
				})
			})
		}
	}
}

// TestReshardFullStop ends Run while handlers hang and the queues are full, or are about
// to be, before and after the takeover. That takes as long as Run gives handlers, and
// the next Run brings what they have not done.
func TestReshardFullStop(t *testing.T) {
	t.Parallel()
	stores := map[string]func() gateway.SessionStore{
		"stored":     func() gateway.SessionStore { return new(gateway.MemoryStore) },
		"remembered": func() gateway.SessionStore { return nil },
	}
	for name, store := range stores {
		for hang := 2 * time.Second; hang < 12*time.Second; hang += 2500 * time.Millisecond {
			for stop := hang; stop < hang+6*time.Second; stop += 2 * time.Second {
				t.Run(fmt.Sprint(name, hang, stop), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { reshardFullStop(t, store(), hang, stop) })
				})
			}
		}
	}
}

func reshardFullStop(t *testing.T, store gateway.SessionStore, hang, stop time.Duration) {
	c := cram(t, 1, store, nil)
	time.Sleep(5 * time.Second)
	time.AfterFunc(hang, c.hang)
	resharded := make(chan error, 1)
	go func() { resharded <- c.client.Reshard(t.Context(), 2) }()
	time.Sleep(stop)
	start := time.Now()
	c.stop()
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("Run has ended after %v", took)
	}
	if err := <-resharded; err != nil && !errors.Is(err, accord.ErrNotRunning) {
		t.Errorf("Reshard = %v", err)
	}
	c.goOn()
	c.stop = run(t, c.client)
	defer c.stop()
	c.posting()
	n := <-c.posted
	time.Sleep(time.Minute)
	c.seen.checkAtLeastOnce(t, c.channels, n)
}

// TestReshardLateReader has the new shards take over while there are events that Discord
// is yet to send them and that the old ones had received, and not read for minutes
// then.
func TestReshardLateReader(t *testing.T) {
	t.Parallel()
	for _, late := range []time.Duration{20 * time.Second, 50 * time.Second, 2 * time.Minute, 5 * time.Minute} {
		t.Run(late.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := cram(t, 1, nil, map[int]time.Duration{2: 5 * time.Second})
				defer func() { c.stop() }()
				time.Sleep(5 * time.Second)
				if err := c.client.Reshard(t.Context(), 2); err != nil {
					t.Fatal(err)
				}
				c.hang()
				time.Sleep(late)
				c.goOn()
				c.check(t)
			})
		})
	}
}
