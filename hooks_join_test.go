package accord

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

type mark string

// marks tells which hooks ctx has gone through.
func marks(ctx context.Context) string {
	var s []string
	for _, who := range []mark{"a event", "b event", "a handler", "b handler"} {
		if ctx.Value(who) != nil {
			s = append(s, string(who))
		}
	}
	return "[" + strings.Join(s, ", ") + "]"
}

// noting returns hooks that write down what they are told, and mark the context.
func noting(who string, j *journal) Hooks {
	return Hooks{
		Run: func(*Client) func() {
			j.add("%s run", who)
			return func() { j.add("%s end", who) }
		},
		Gateway: func(shard int) gateway.Hooks {
			return gateway.Hooks{Connected: func(string) { j.add("%s shard %d connected", who, shard) }}
		},
		Event: func(ctx context.Context, name string, m event.Meta) context.Context {
			j.add("%s: %s %d comes %s", who, name, m.Sequence, marks(ctx))
			return context.WithValue(ctx, mark(who+" event"), true)
		},
		Handler: func(ctx context.Context, e event.Event, function string) (context.Context, func(error)) {
			j.add("%s: %s gets %s %s", who, function[strings.LastIndexByte(function, '.')+1:], e.EventName(), marks(ctx))
			return context.WithValue(ctx, mark(who+" handler"), true), func(err error) { j.add("%s: done, %v", who, err) }
		},
	}
}

func onMessage(ctx context.Context, m *event.MessageCreate) error {
	switch m.ID {
	case 2:
		return errors.New("no")
	case 3:
		panic("oh")
	case 4:
		runtime.Goexit()
	}
	return nil
}

// TestHooks follows handlers that return, fail, panic and end their goroutine
// through two sets of hooks.
func TestHooks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		event uint64
		want  string // what the hooks are told of how it ended
	}{
		{"returns", 1, "<nil>"},
		{"fails", 2, "no"},
		{"panics", 3, "panic: oh"},
		{"ends its goroutine", 4, "<nil>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var j, reported journal
				c, r := begin(t, Config{
					Hooks:   Hooks{}.Join(noting("a", &j)).Join(noting("b", &j)).Join(Hooks{}),
					OnError: func(ctx context.Context, _ event.Event, err error) { reported.add("%v in %s", err, marks(ctx)) },
				})
				On(c, onMessage)
				feedMessage(t, r, tt.event, 1)
				synctest.Wait()
				const at = "[a event, b event"
				j.expect(t, fmt.Sprintf("a: MESSAGE_CREATE %d comes []", tt.event), fmt.Sprintf("b: MESSAGE_CREATE %d comes [a event]", tt.event),
					"a: onMessage gets MESSAGE_CREATE "+at+"]", "b: onMessage gets MESSAGE_CREATE "+at+", a handler]",
					"b: done, "+tt.want, "a: done, "+tt.want)
				if tt.want != "<nil>" {
					reported.expect(t, tt.want+" in "+at+", a handler, b handler]")
				}
			})
		})
	}
}

// TestHooksOfWhatIsNotHandled wants no hook called for events without handlers,
// and those of the gateway and of Run joined.
func TestHooksOfWhatIsNotHandled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var j journal
		h := noting("a", &j).Join(noting("b", &j))
		c, r := begin(t, Config{Hooks: h})
		x := Expect[*event.MessageCreate](c, nil)
		feedMessage(t, r, 1, 1)
		if _, err := x.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		j.expect(t)
		r.hooksOf(r.now.Load().shards[0]).Connected("ws://127.0.0.1")
		h.Run(c)()
		j.expect(t, "a shard 0 connected", "b shard 0 connected", "a run", "b run", "b end", "a end")
	})
}

// TestHooksAndWaiting has a handler wait, in the one slot that there is, for an
// event that its own key brings: the context that the hooks made still tells whose
// slot and lane these are. The second handler of the event is called meanwhile.
func TestHooksAndWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var j journal
		c, r := begin(t, Config{Slots: 1, Hooks: noting("a", &j)})
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.ID == 1 {
				answer, err := Next(ctx, c, func(m *event.MessageCreate) bool { return m.ID == 2 })
				j.add("answered by %d, %v", answer.ID, err)
			}
			return nil
		})
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			j.add("second handler %s", marks(ctx))
			return nil
		})
		feedMessage(t, r, 1, 1)
		synctest.Wait()
		feedMessage(t, r, 2, 1)
		synctest.Wait()
		if q := c.Queue(); q != (Queue{Limit: defaultQueueBytes}) {
			t.Errorf("queue %+v at the end", q)
		}
		j.mu.Lock()
		defer j.mu.Unlock()
		got := strings.Join(j.lines, "\n")
		if strings.Count(got, "second handler [a event, a handler]") != 2 || strings.Count(got, "answered by 2, <nil>") != 1 || strings.Count(got, "comes []") != 2 {
			t.Errorf("got\n%s", got)
		}
	})
}

// TestQueue looks at the queue while one handler runs and three events wait for
// it, one for two handlers.
func TestQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Slots: 1, Order: Ordered, HoldLane: time.Hour, QueueBytes: 1 << 20, DrainTimeout: time.Second})
		if q := New("token", Config{}).Queue(); q != (Queue{}) {
			t.Errorf("queue %+v of a client that does not run", q)
		}
		started := make(chan bool)
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.ID == 1 {
				close(started)
			}
			<-ctx.Done()
			return nil
		})
		On(c, func(context.Context, *event.MessageCreate) error { return nil })
		var bytes int64
		for id := range uint64(4) {
			feedMessage(t, r, id+1, 1)
			if id > 0 {
				bytes += int64(len(say(id+1, 1, fmt.Sprintf("message %d", id+1)))) + taskBytes
			}
		}
		<-started
		synctest.Wait()
		if got, want := c.Queue(), (Queue{Events: 3, Bytes: bytes, Limit: 1 << 20, Handlers: 1}); got != want {
			t.Errorf("queue %+v, want %+v", got, want)
		}
		r.stop()
		synctest.Wait()
		if got, want := c.Queue(), (Queue{Limit: 1 << 20}); got != want {
			t.Errorf("queue %+v after the end, want %+v", got, want)
		}
	})
}
