package accord

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/event"
)

// handledUpTo is what would be stored now.
func handledUpTo(r *run, sequence int64) int64 {
	s := r.now.Load().shards[0]
	return r.d.handled(&s.ledger, sequence, r.client.config.AckAfter)
}

// TestHandled wants the watermark to stay before the first event whose handlers
// are not done, whatever becomes of the later ones.
func TestHandled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		order  Order
		handle func(c *Client) func(ctx context.Context, m *event.MessageCreate) error // for message 3
		second bool                                                                    // there is another handler
		want   string                                                                  // after 0, 0.5, 1.5, 9.5, 10.5 and 60 seconds
	}{
		{"returns", PerKey, func(*Client) func(context.Context, *event.MessageCreate) error {
			return func(context.Context, *event.MessageCreate) error { return nil }
		}, true, "[9 9 9 9 9 9]"},
		{"takes 5 seconds", PerKey, sleeps(5 * time.Second), false, "[2 2 2 9 9 9]"},
		{"hangs", PerKey, sleeps(time.Hour), false, "[2 2 2 2 9 9]"},
		{"hangs, others follow", PerKey, sleeps(time.Hour), true, "[2 2 2 2 2 9]"}, // AckAfter counts from the last handler's beginning
		{"hangs in strict order", Ordered, sleeps(time.Hour), false, "[2 2 2 2 9 9]"},
		{"hangs in strict order, others follow", Ordered, sleeps(time.Hour), true, "[2 2 2 2 2 2]"},
		{"hangs without order", Concurrent, sleeps(time.Hour), true, "[2 2 2 2 2 9]"},
		{"waits", PerKey, waits, false, "[9 9 9 9 9 9]"},
		{"waits, others follow", PerKey, waits, true, "[9 9 9 9 9 9]"},
		{"waits in strict order, others follow", Ordered, waits, true, "[2 2 2 2 2 2]"},
		{"panics", PerKey, func(*Client) func(context.Context, *event.MessageCreate) error {
			return func(context.Context, *event.MessageCreate) error { panic("x") }
		}, true, "[9 9 9 9 9 9]"},
		{"ends its goroutine", PerKey, func(*Client) func(context.Context, *event.MessageCreate) error {
			return func(context.Context, *event.MessageCreate) error { runtime.Goexit(); return nil }
		}, true, "[9 9 9 9 9 9]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{Order: tt.order, DrainTimeout: time.Millisecond})
				handle := tt.handle(c)
				On(c, func(ctx context.Context, m *event.MessageCreate) error {
					if m.ID == 3 {
						return handle(ctx, m)
					}
					return nil
				})
				if tt.second {
					On(c, func(context.Context, *event.MessageCreate) error { return nil })
				}
				for i := range uint64(9) {
					feedMessage(t, r, i+1, i)
				}
				var got []int64
				for _, d := range []time.Duration{0, 500, 1000, 8000, 1000, 49500} {
					time.Sleep(d * time.Millisecond)
					synctest.Wait()
					got = append(got, handledUpTo(r, 9))
				}
				if fmt.Sprint(got) != tt.want {
					t.Errorf("handled up to %v, want %s", got, tt.want)
				}
				r.stop()
			})
		})
	}
}

func sleeps(d time.Duration) func(*Client) func(context.Context, *event.MessageCreate) error {
	return func(*Client) func(context.Context, *event.MessageCreate) error {
		return func(ctx context.Context, _ *event.MessageCreate) error {
			select {
			case <-ctx.Done():
			case <-time.After(d):
			}
			return nil
		}
	}
}

func waits(c *Client) func(context.Context, *event.MessageCreate) error {
	return func(ctx context.Context, _ *event.MessageCreate) error {
		Next(ctx, c, func(*event.MessageDelete) bool { return true }) // until the end
		return nil
	}
}

// TestHandledAtTheEnd drops what could not be handled in time. It must come again.
func TestHandledAtTheEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		order  Order
		second bool
		first  time.Duration // how long the handler of the first event takes
		want   int64
	}{
		{Ordered, false, time.Hour, 0},
		{Ordered, true, time.Hour, 0},
		{PerKey, false, time.Hour, 0},
		{PerKey, true, time.Hour, 0},
		{Ordered, false, 2500 * time.Millisecond, 1},
		{Ordered, true, 2500 * time.Millisecond, 1},
	} {
		t.Run(fmt.Sprint(tt), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{Order: tt.order, DrainTimeout: 3 * time.Second, HoldLane: 2900 * time.Millisecond})
				On(c, func(ctx context.Context, m *event.MessageCreate) error {
					if m.ID == 1 {
						return sleeps(tt.first)(c)(ctx, m)
					}
					return sleeps(time.Hour)(c)(ctx, m)
				})
				if tt.second {
					On(c, func(context.Context, *event.MessageCreate) error { return nil })
				}
				for i := range uint64(4) {
					feedMessage(t, r, i+1, 1)
				}
				synctest.Wait()
				r.d.drain(3 * time.Second)
				before := handledUpTo(r, 4)
				r.cancel() // handlers return, but not all that they should have done is done
				synctest.Wait()
				if after := handledUpTo(r, 4); before != tt.want || after > 2 {
					t.Errorf("handled up to %d, and %d when the contexts have ended, want %d", before, after, tt.want)
				}
			})
		})
	}
}

// TestLedgerAtRandom compares the watermark with what it should be, for handlers
// that end in any order.
func TestLedgerAtRandom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const events = 2000
		rnd := rand.New(rand.NewPCG(1, 2))
		c, r := begin(t, Config{Order: Concurrent, DrainTimeout: time.Hour})
		ends := make([]chan bool, events)
		for i := range ends {
			ends[i] = make(chan bool)
		}
		On(c, func(_ context.Context, m *event.MessageCreate) error {
			<-ends[m.ID-1]
			return nil
		})
		done := make([]bool, events)
		fed, want := 0, 0
		for want < events {
			switch i := want + rnd.IntN(60); {
			case fed < events && rnd.IntN(2) == 0:
				fed++
				feedMessage(t, r, uint64(fed), 1)
			case i < fed && !done[i]:
				done[i] = true
				close(ends[i])
				synctest.Wait()
			}
			for want < events && done[want] {
				want++
			}
			if got := handledUpTo(r, int64(fed)); got != int64(want) {
				t.Fatalf("handled up to %d, want %d of %d", got, want, fed)
			}
		}
		r.d.forget(&r.now.Load().shards[0].ledger)
	})
}
