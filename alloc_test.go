package accord

import (
	"context"
	"testing"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestAllocations bounds what dispatch allocates for an event, beside what
// decoding it does: the task, which is also the handlers' context, and which the
// ledger of events to be handled consists of. With a string
// for the frame that is 12 for a message like the one here; in a stream of which
// 43 % are messages and nothing else is wanted, 5.2 for each event.
func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too")
	}
	data := map[string]string{"MESSAGE_CREATE": message(1, 2), "TYPING_START": typingData, "NEW_THING": `{}`}
	done := make(chan struct{}, 1)
	handled := func() error {
		done <- struct{}{}
		return nil
	}
	decoding := func(name string) float64 {
		return testing.AllocsPerRun(1000, func() { event.Decode(name, event.Meta{Raw: data[name]}) })
	}
	tests := []struct {
		name  string
		event string
		order Order
		on    func(c *Client)
		most  float64
		waits bool // for a handler
	}{
		{"not wanted", "TYPING_START", PerKey, func(c *Client) {
			On(c, func(context.Context, *event.MessageCreate) error { return handled() })
		}, 0, false},
		{"message", "MESSAGE_CREATE", PerKey, func(c *Client) {
			On(c, func(context.Context, *event.MessageCreate) error { return handled() })
		}, decoding("MESSAGE_CREATE") + 1, true},
		{"message, concurrent", "MESSAGE_CREATE", Concurrent, func(c *Client) {
			On(c, func(context.Context, *event.MessageCreate) error { return handled() })
		}, decoding("MESSAGE_CREATE") + 1, true},
		{"typing, two handlers", "TYPING_START", Ordered, func(c *Client) {
			On(c, func(context.Context, event.Event) error { return nil })
			On(c, func(context.Context, *event.TypingStart) error { return handled() })
		}, decoding("TYPING_START") + 1, true},
		{"raw", "NEW_THING", PerKey, func(c *Client) {
			On(c, func(context.Context, *event.Raw) error { return handled() })
		}, 2, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, r := begin(t, Config{Order: tt.order})
			tt.on(c)
			f := gateway.Frame{Type: tt.event, Seq: 1, Received: time.Now(), Data: data[tt.event]}
			got := testing.AllocsPerRun(1000, func() {
				s := r.now.Load().shards[0]
				if err := s.receive(context.Background(), f); err != nil {
					t.Fatal(err)
				}
				s.flush()
				if tt.waits {
					<-done
				}
			})
			t.Logf("%v allocations", got)
			if got > tt.most {
				t.Errorf("%v allocations for each event, want %v at most", got, tt.most)
			}
		})
	}
}
