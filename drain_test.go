package accord

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/event"
)

// TestDrain wants what was read to be handled after the end, and the contexts
// to live so long.
func TestDrain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		var handled atomic.Int64
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			time.Sleep(100 * time.Millisecond)
			if ctx.Err() == nil {
				handled.Add(1)
			}
			return nil
		})
		for i := range uint64(20) {
			feedMessage(t, r, i+1, 1)
		}
		start := time.Now()
		r.stop()
		if got := time.Since(start); handled.Load() != 20 || got != 2*time.Second {
			t.Errorf("%d of 20 handled in %v, want all in 2s", handled.Load(), got)
		}
	})
}

// TestDrainTimeout wants contexts to end when DrainTimeout is over, what waits
// to be dropped, and asked for again by the next run.
func TestDrainTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var logs bytes.Buffer
		c, r := begin(t, Config{Order: Ordered, DrainTimeout: 3 * time.Second, Logger: slog.New(slog.NewTextHandler(&logs, nil))})
		var ended time.Duration
		start := time.Now()
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.ID == 1 {
				<-ctx.Done()
				ended = time.Since(start)
			} else {
				t.Errorf("message %d was handled after the end", m.ID)
			}
			return nil
		})
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			t.Errorf("the second handler of message %d was called after the end", m.ID)
			return nil
		})
		for i := range uint64(5) {
			feedMessage(t, r, i+1, 1)
		}
		synctest.Wait()
		r.stop()
		if ended != 3*time.Second {
			t.Errorf("the context ended after %v, want 3s", ended)
		}
		if !strings.Contains(logs.String(), "running=1 dropped=4") {
			t.Errorf("log: %s", logs.String())
		}
		if r.emit(&own{}, 0, 0) {
			t.Error("the client takes events after its end")
		}
	})
}

// TestDropped counts what could not be waited for.
func TestDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Slots: 1})
		release := make(chan struct{})
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			<-release
			return nil
		})
		On(c, func(ctx context.Context, m *event.InteractionCreate) error { return nil })
		for i := range uint64(4) {
			feedMessage(t, r, i+7, i)
		}
		feed(t, r, 11, "INTERACTION_CREATE", `{}`)
		synctest.Wait()
		left := r.d.drain(time.Second / 2)
		if want := (leftovers{running: 1, dropped: 3}); left != want {
			t.Errorf("left over: %+v, want %+v", left, want)
		}
		close(release)
	})
}

// TestStubbornHandler is left behind.
func TestStubbornHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		On(c, func(context.Context, *event.MessageCreate) error {
			time.Sleep(time.Hour)
			return nil
		})
		feedMessage(t, r, 1, 1)
		start := time.Now()
		r.stop()
		if got := time.Since(start); got != defaultDrainTimeout+stopGrace {
			t.Errorf("stop took %v, want %v", got, defaultDrainTimeout+stopGrace)
		}
		time.Sleep(time.Hour)
	})
}
