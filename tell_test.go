package accord

import (
	"bytes"
	"context"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// hangs are those who can be slow to take an event, until release is closed.
var hangs = map[string]struct {
	order Order
	on    func(c *Client, handled *atomic.Int64, release chan struct{})
}{
	"ordered":        {Ordered, hangingHandler},
	"per key":        {PerKey, hangingHandler},
	"concurrent":     {Concurrent, hangingHandler},
	"match function": {PerKey, hangingMatch},
}

func hangingHandler(c *Client, handled *atomic.Int64, release chan struct{}) {
	On(c, func(context.Context, *event.FrameSent) error {
		<-release
		handled.Add(1)
		return nil
	})
}

func hangingMatch(c *Client, handled *atomic.Int64, release chan struct{}) {
	Expect(c, func(*event.FrameSent) bool {
		<-release
		handled.Add(1)
		return false
	})
}

// TestEventsDropped has many more frames sent than who wants to know of it can
// take. The shard is not held up, no more than toldAtMost wait, and the rest is
// counted, once.
func TestEventsDropped(t *testing.T) {
	t.Parallel()
	for name, tt := range hangs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var logs bytes.Buffer
				c, r := begin(t, Config{Order: tt.order, Logger: slog.New(slog.NewTextHandler(&logs, nil))})
				release := make(chan struct{})
				var handled atomic.Int64
				tt.on(c, &handled, release)
				var told []event.EventsDropped
				var mu sync.Mutex // guards told
				On(c, func(_ context.Context, e *event.EventsDropped) error {
					mu.Lock()
					defer mu.Unlock()
					told = append(told, event.EventsDropped{Name: e.Name, Ongoing: e.Ongoing, Dropped: e.Dropped})
					return nil
				})
				sent := r.hooks(r.now.Load().shards[0]).FrameSent
				start := time.Now()
				for range 3 * toldAtMost {
					sent(gateway.OpHeartbeat, []byte("{}"))
				}
				if q := c.Queue(); time.Since(start) != 0 || q.Bytes > taskBytes {
					t.Errorf("after %v %+v waits", time.Since(start), q)
				}
				close(release)
				time.Sleep(time.Hour) // in which a handler after the other loses its lane
				synctest.Wait()
				if handled.Load() != toldAtMost {
					t.Errorf("%d events were handled, want %d", handled.Load(), toldAtMost)
				}
				sent(gateway.OpHeartbeat, []byte("{}"))
				synctest.Wait()
				want := []event.EventsDropped{{Name: "accord:frame_sent", Ongoing: true}, {Name: "accord:frame_sent", Dropped: 2 * toldAtMost}}
				if len(told) != 2 || told[0] != want[0] || told[1] != want[1] || handled.Load() != toldAtMost+1 {
					t.Errorf("told %+v, want %+v; %d were handled in the end", told, want, handled.Load())
				}
				if n := strings.Count(logs.String(), "dropp"); n != 3 { // "dropping", "were dropped" and dropped=
					t.Errorf("the log says\n%s", &logs)
				}
			})
		})
	}
}

// TestEventsDroppedMemory bounds the memory that a handler of FrameSent costs which
// never returns: 50,000 frames of 4 KB would be 200 MB.
func TestEventsDroppedMemory(t *testing.T) { // not parallel: it measures
	c, r := begin(t, Config{Order: Concurrent, HoldLane: time.Millisecond, DrainTimeout: time.Millisecond})
	release := make(chan struct{})
	hangingHandler(c, new(atomic.Int64), release)
	sent := r.hooks(r.now.Load().shards[0]).FrameSent
	frame := []byte(strings.Repeat("x", 4096))
	before := heap()
	for range 50_000 {
		sent(gateway.OpHeartbeat, frame)
	}
	grown := heap() - before
	t.Logf("%d KB", grown>>10)
	if most := int64(16 << 20); grown > most {
		t.Errorf("the heap has grown by %d bytes, want %d at most", grown, most)
	}
	close(release)
}

// heap returns how many bytes of it are in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// TestNeverDropped has handlers hang that are told of panics and lost sessions. They
// hear of all of them, and what is read from the gateway waits as long as there is
// no room.
func TestNeverDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const many = 3 * toldAtMost
		c, r := begin(t, Config{QueueBytes: 1 << 20, Order: Ordered, OnError: func(context.Context, event.Event, error) {}})
		release := make(chan struct{})
		var lost, panics atomic.Int64
		On(c, func(context.Context, *event.SessionLost) error {
			<-release
			lost.Add(1)
			return nil
		})
		On(c, func(context.Context, *event.HandlerPanic) error {
			panics.Add(1)
			return nil
		})
		On(c, func(context.Context, *event.MessageCreate) error { panic("on purpose") })
		for range many {
			r.hooks(r.now.Load().shards[0]).SessionLost(gateway.Session{}, "on purpose")
		}
		if q := c.Queue(); q.Bytes < q.Limit {
			t.Errorf("%+v, want it to be full", q)
		}
		fed := false
		go func() {
			for i := range uint64(many) {
				feedMessage(t, r, i+1, 1)
			}
			fed = true
		}()
		time.Sleep(time.Hour)
		if fed {
			t.Error("events were read although the queue is full")
		}
		close(release)
		synctest.Wait()
		if lost.Load() != many || panics.Load() != many {
			t.Errorf("told of %d lost sessions and %d panics, want %d", lost.Load(), panics.Load(), many)
		}
	})
}
