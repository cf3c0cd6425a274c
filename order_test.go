package accord

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// TestOrderUnderLoad counts the events of a key that are handled before an
// earlier one of the same key has ended.
func TestOrderUnderLoad(t *testing.T) {
	t.Parallel()
	const channels, events = 37, 10_000
	for _, order := range []Order{PerKey, Ordered} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			c, r := begin(t, Config{Order: order, Slots: 16, HoldLane: time.Hour, DrainTimeout: time.Minute})
			var last [channels]atomic.Uint64
			var busy [channels]atomic.Bool
			var inversions, overlaps, handled atomic.Int64
			On(c, func(_ context.Context, m *event.MessageCreate) error {
				ch := m.ChannelID - 1
				if busy[ch].Swap(true) {
					overlaps.Add(1)
				}
				if last[ch].Swap(uint64(m.ID)) >= uint64(m.ID) {
					inversions.Add(1)
				}
				if m.ID%7 == 0 {
					runtime.Gosched()
				}
				busy[ch].Store(false)
				handled.Add(1)
				return nil
			})
			for i := range uint64(events) {
				feedMessage(t, r, i+1, i*i%channels+1)
			}
			r.stop()
			if handled.Load() != events || inversions.Load() != 0 || overlaps.Load() != 0 {
				t.Errorf("%d handled of %d, %d inversions, %d overlaps", handled.Load(), events, inversions.Load(), overlaps.Load())
			}
		})
	}
}

// TestHoldLane has a handler take 5 seconds and looks when the next ones of its
// key, and those of another, begin.
func TestHoldLane(t *testing.T) {
	t.Parallel()
	tests := []struct {
		order     Order
		same, far time.Duration
	}{
		{PerKey, time.Second, 0},
		{Ordered, 5 * time.Second, 0},
		{Concurrent, 0, 0},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.order), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{Order: tt.order})
				start := time.Now()
				began := make(map[discord.MessageID]time.Duration)
				var mu sync.Mutex
				On(c, func(_ context.Context, m *event.MessageCreate) error {
					mu.Lock()
					began[m.ID] = time.Since(start)
					mu.Unlock()
					if m.ID == 1 {
						time.Sleep(5 * time.Second)
					}
					return nil
				})
				feedMessage(t, r, 1, 10)
				synctest.Wait()
				feedMessage(t, r, 2, 10)
				feedMessage(t, r, 3, 11)
				r.stop()
				want := map[discord.MessageID]time.Duration{1: 0, 2: tt.same, 3: tt.far}
				if fmt.Sprint(began) != fmt.Sprint(want) {
					t.Errorf("handlers began after %v, want %v", began, want)
				}
			})
		})
	}
}

// TestHandlersOfOneEvent wants the second handler of an event to run after the
// first, and before the next event, even when the first one loses its lane.
func TestHandlersOfOneEvent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		order Order
		want  []string
	}{
		{PerKey, []string{"0s slow 1", "1s quick 1", "1s slow 2", "2s quick 2"}},
		{Ordered, []string{"0s slow 1", "3s quick 1", "3s slow 2", "6s quick 2"}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.order), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{Order: tt.order, Slots: 2})
				start := time.Now()
				var log []string
				var mu sync.Mutex
				note := func(what string, m *event.MessageCreate) {
					mu.Lock()
					defer mu.Unlock()
					log = append(log, fmt.Sprintf("%v %s %d", time.Since(start), what, m.ID))
				}
				On(c, func(_ context.Context, m *event.MessageCreate) error {
					note("slow", m)
					time.Sleep(3 * time.Second)
					return nil
				})
				On(c, func(_ context.Context, m *event.MessageCreate) error {
					note("quick", m)
					return nil
				})
				feedMessage(t, r, 1, 10)
				feedMessage(t, r, 2, 10)
				r.stop()
				if !slices.Equal(log, tt.want) {
					t.Errorf("got %q, want %q", log, tt.want)
				}
			})
		})
	}
}

// TestEachHandlerHasItsTime gives an event two handlers that together, but not
// alone, take longer than HoldLane.
func TestEachHandlerHasItsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		start := time.Now()
		var began []time.Duration
		for range 2 {
			On(c, func(context.Context, *event.MessageCreate) error {
				began = append(began, time.Since(start))
				time.Sleep(700 * time.Millisecond)
				return nil
			})
		}
		feedMessage(t, r, 1, 10)
		feedMessage(t, r, 2, 10)
		r.stop()
		if want := []time.Duration{0, 7e8, 14e8, 21e8}; !slices.Equal(began, want) {
			t.Errorf("handlers began after %v, want %v", began, want)
		}
	})
}

func TestSlotsBoundHandlers(t *testing.T) {
	t.Parallel()
	for _, order := range []Order{PerKey, Ordered, Concurrent} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{Order: order, Slots: 8})
				start := time.Now()
				var running, most atomic.Int64
				On(c, func(context.Context, *event.MessageCreate) error {
					n := running.Add(1)
					defer running.Add(-1)
					for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
					}
					time.Sleep(100 * time.Millisecond)
					return nil
				})
				for i := range uint64(100) {
					feedMessage(t, r, i+1, i+1)
				}
				r.stop()
				if got, want := time.Since(start), 13*100*time.Millisecond; got != want || most.Load() != 8 {
					t.Errorf("100 handlers took %v with %d at once, want %v with 8", got, most.Load(), want)
				}
			})
		})
	}
}

// TestStuckGuild is the second half of G24: the handlers of one guild never
// return, there are 8 slots, and everybody else must not notice for long.
func TestStuckGuild(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Slots: 8, DrainTimeout: time.Second})
		var late []time.Duration
		var mu sync.Mutex
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.ChannelID == 1 {
				<-ctx.Done()
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			late = append(late, time.Since(m.Received))
			return nil
		})
		for i := range uint64(600) { // a minute
			feedMessage(t, r, 2*i+1, 1)
			feedMessage(t, r, 2*i+2, 2+i%50)
			time.Sleep(100 * time.Millisecond)
		}
		mu.Lock()
		defer mu.Unlock()
		if n, worst := len(late), slices.Max(late); n != 600 || worst != 0 {
			t.Errorf("%d of 600 handled, the last %v late", n, worst)
		}
	})
}

// TestInteractionsFirst fills all slots and queues, and wants interactions to be
// handled at once nevertheless.
func TestInteractionsFirst(t *testing.T) {
	t.Parallel()
	for _, order := range []Order{PerKey, Ordered, Concurrent} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{Order: order, Slots: 2, QueueBytes: 10_000})
				On(c, func(context.Context, *event.MessageCreate) error {
					time.Sleep(500 * time.Millisecond)
					return nil
				})
				var delays []time.Duration
				var mu sync.Mutex
				On(c, func(_ context.Context, i *event.InteractionCreate) error {
					mu.Lock()
					delays = append(delays, time.Since(i.Received))
					mu.Unlock()
					time.Sleep(500 * time.Millisecond)
					return nil
				})
				for i := range uint64(10) {
					feedMessage(t, r, i+1, i+1)
				}
				for i := range 4 { // two at once, then two more
					feed(t, r, int64(100+i), "INTERACTION_CREATE", `{"id":"1","application_id":"2","type":2,"channel_id":"3","token":"x","data":{"id":"9","name":"echo","type":1}}`)
				}
				r.stop()
				half := 500 * time.Millisecond
				if want := []time.Duration{0, 0, half, half}; !slices.Equal(delays, want) {
					t.Errorf("interactions waited %v, want %v", delays, want)
				}
			})
		})
	}
}

// TestCustomKey orders by guild instead of channel.
func TestCustomKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Key: func(s Subject) uint64 { return uint64(s.GuildID) }})
		start := time.Now()
		var began []time.Duration
		On(c, func(context.Context, *event.TypingStart) error {
			began = append(began, time.Since(start))
			time.Sleep(100 * time.Millisecond)
			return nil
		})
		for channel := range 3 {
			feed(t, r, int64(channel+1), "TYPING_START", fmt.Sprintf(`{"channel_id":"%d","guild_id":"5","user_id":"6","timestamp":1}`, channel+1))
		}
		r.stop()
		if want := []time.Duration{0, 1e8, 2e8}; !slices.Equal(began, want) {
			t.Errorf("handlers began after %v, want %v", began, want)
		}
	})
}

// TestKeyPanics wants Config.Key to do no harm.
func TestKeyPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var logs bytes.Buffer
		c, r := begin(t, Config{Key: func(Subject) uint64 { panic("oh") }, Logger: slog.New(slog.NewTextHandler(&logs, nil))})
		var handled int
		On(c, func(context.Context, *event.MessageCreate) error {
			handled++
			return nil
		})
		feedMessage(t, r, 1, 1)
		r.stop()
		if handled != 1 || !strings.Contains(logs.String(), "Config.Key panicked") {
			t.Errorf("handled %d of 1, log: %s", handled, logs.String())
		}
	})
}

// TestFailNowInHandler has a handler end its goroutine. Its slot and lane must
// not be lost.
func TestFailNowInHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Slots: 1, Order: Ordered})
		var handled, after int
		On(c, func(_ context.Context, m *event.MessageCreate) error {
			handled++
			if m.ID < 5 {
				runtime.Goexit()
			}
			return nil
		})
		On(c, func(_ context.Context, m *event.MessageCreate) error {
			after++
			return nil
		})
		for i := range uint64(10) {
			feedMessage(t, r, i+1, 1)
		}
		start := time.Now()
		r.stop()
		if handled != 10 || after != 10 || time.Since(start) != 0 {
			t.Errorf("handled %d and %d of 10 in %v", handled, after, time.Since(start))
		}
	})
}
