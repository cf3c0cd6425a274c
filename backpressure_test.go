package accord

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestBackpressure has a handler that is slower than the events come. The
// reader has to be held up, and every event handled once and in order.
func TestBackpressure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{QueueBytes: 20_000, DrainTimeout: time.Hour})
		var got []uint64
		On(c, func(_ context.Context, m *event.MessageCreate) error {
			got = append(got, uint64(m.ID))
			time.Sleep(100 * time.Millisecond)
			return nil
		})
		var mu sync.Mutex
		var told []*event.Backpressure
		On(c, func(_ context.Context, b *event.Backpressure) error {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, b)
			if b.Queued > b.Limit || b.Limit != 20_000 {
				t.Errorf("queued %d of %d bytes", b.Queued, b.Limit)
			}
			return nil
		})
		start := time.Now()
		for i := range uint64(200) {
			feedMessage(t, r, i+1, 1)
		}
		fed := time.Since(start)
		if fed < 15*time.Second {
			t.Errorf("200 events were taken in %v, so nothing held up the reader", fed)
		}
		r.stop()
		for i, id := range got {
			if id != uint64(i+1) {
				t.Fatalf("event %d was handled as number %d", id, i+1)
			}
		}
		if len(got) != 200 {
			t.Errorf("%d of 200 events were handled", len(got))
		}
		var blocked int
		var waited time.Duration
		for _, b := range told {
			if b.Blocked {
				blocked++
			}
			waited += b.Waited
		}
		// A quarter of the queue is let out each time: 7 or 8 events.
		if blocked < 18 || blocked > 28 || len(told) != 2*blocked || waited != fed {
			t.Errorf("told %d times, %d times that reading stopped, for %v of %v", len(told), blocked, waited, fed)
		}
	})
}

// TestBackpressureIsShared wants the events of other keys to be handled while
// those of one fill the queue, as long as they come.
func TestBackpressureIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{QueueBytes: 1 << 20, Order: Ordered})
		release := make(chan struct{})
		var quick int
		On(c, func(_ context.Context, m *event.MessageCreate) error {
			if m.ChannelID == 1 {
				<-release
				return nil
			}
			quick++
			return nil
		})
		for i := range uint64(500) {
			feedMessage(t, r, 2*i+1, 1)
			feedMessage(t, r, 2*i+2, 2)
		}
		synctest.Wait()
		if quick != 500 {
			t.Errorf("%d of 500 events of the other channel were handled", quick)
		}
		close(release)
	})
}

// TestBackpressureGivesUp ends the connection while its reader waits for room.
// The event must not be taken, since it will come again.
func TestBackpressureGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{QueueBytes: 2000, Slots: 1})
		var got []uint64
		On(c, func(_ context.Context, m *event.MessageCreate) error {
			got = append(got, uint64(m.ID))
			time.Sleep(time.Second / 2)
			return nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		var err error
		var taken int
		for ; err == nil && taken < 100; taken++ {
			data := say(uint64(taken)+1, 1, "hello")
			err = r.now.Load().shards[0].receive(ctx, gateway.Frame{Type: "MESSAGE_CREATE", Data: data})
		}
		taken--
		if !errors.Is(err, ErrStopped) {
			t.Fatalf("handle returned %v after %d events, want ErrStopped", err, taken)
		}
		r.stop()
		if len(got) != taken {
			t.Errorf("%d events were taken, %d were handled", taken, len(got))
		}
	})
}

// TestTapsSeeWhatWaits wants an expectation to be fulfilled although the queue
// of its key is long and its lane is held: by the handler that waits.
func TestTapsSeeWhatWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Order: Ordered, Slots: 1})
		var answers int
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.ID != 1 {
				return nil
			}
			_, err := Next(ctx, c, func(m *event.MessageCreate) bool { return m.ID == 5 })
			answers++
			return err
		})
		feedMessage(t, r, 1, 1)
		synctest.Wait()
		for i := range uint64(5) {
			feedMessage(t, r, i+2, 1)
		}
		synctest.Wait()
		if answers != 1 {
			t.Errorf("the handler got %d answers, want 1", answers)
		}
	})
}
