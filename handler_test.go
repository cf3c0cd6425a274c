package accord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/event"
)

// journal notes what happens.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) add(format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, fmt.Sprintf(format, args...))
}

// expect compares the lines and forgets them.
func (j *journal) expect(t *testing.T, want ...string) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	if !slices.Equal(j.lines, want) {
		t.Errorf("got\n%q\nwant\n%q", j.lines, want)
	}
	j.lines = nil
}

// TestKinds sends a known event, an unknown one and one that can't be decoded,
// and looks which handlers get what.
func TestKinds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var j journal
		c, r := begin(t, Config{OnError: func(_ context.Context, e event.Event, err error) {
			j.add("error %s %v", e.EventName(), err)
		}})
		On(c, func(_ context.Context, e event.Event) error {
			j.add("any %s", e.EventName())
			return nil
		})
		On(c, func(_ context.Context, e *event.MessageCreate) error {
			j.add("message %s", e.Content)
			return nil
		})
		On(c, func(_ context.Context, e interface {
			event.Event
			error
		}) error {
			j.add("an error that is an event: %s", e.EventName())
			return nil
		})
		On(c, func(_ context.Context, e *event.Unknown) error {
			j.add("unknown %s %s", e.Name, e.Meta.Raw)
			return nil
		})
		On(c, func(_ context.Context, e *event.DecodeError) error {
			j.add("undecodable %s %s seq %d", e.Name, e.Meta.Raw, e.Sequence)
			return nil
		})
		On(c, func(_ context.Context, e *event.Raw) error {
			j.add("raw %s %s", e.Name, e.Meta.Raw)
			return nil
		})

		feed(t, r, 1, "MESSAGE_CREATE", `{"content":"hi"}`)
		synctest.Wait()
		j.expect(t, `raw MESSAGE_CREATE {"content":"hi"}`, "any MESSAGE_CREATE", "message hi")

		feed(t, r, 2, "NEW_THING", `[1]`)
		synctest.Wait()
		j.expect(t, `raw NEW_THING [1]`, "any accord:unknown", "unknown NEW_THING [1]")

		feed(t, r, 3, "MESSAGE_CREATE", `{"content":1}`)
		synctest.Wait()
		const broken = "decode MESSAGE_CREATE: wire: want string, got number at byte 11 in content"
		j.expect(t, `raw MESSAGE_CREATE {"content":1}`, "error accord:decode_error "+broken, "any accord:decode_error",
			"an error that is an event: accord:decode_error", `undecodable MESSAGE_CREATE {"content":1} seq 3`)
	})
}

// TestWant wants no event that nobody listens to.
func TestWant(t *testing.T) {
	t.Parallel()
	c, r := begin(t, Config{})
	names := []string{"MESSAGE_CREATE", "TYPING_START", "NEW_THING"}
	wanted := func() (w []string) {
		for _, name := range names {
			if r.want(name) {
				w = append(w, name)
			}
		}
		return w
	}
	expect := func(when string, want ...string) {
		t.Helper()
		if got := wanted(); !slices.Equal(got, want) {
			t.Errorf("%s: wants %q, want %q", when, got, want)
		}
	}
	expect("at first")
	removeErrors := On(c, func(context.Context, *event.DecodeError) error { return nil })
	expect("with a handler of decode errors only")
	removeMessages := On(c, func(context.Context, *event.MessageCreate) error { return nil })
	expect("with a handler of messages", "MESSAGE_CREATE")
	removeUnknown := On(c, func(context.Context, *event.Unknown) error { return nil })
	expect("and one of unknown events", "MESSAGE_CREATE", "NEW_THING")
	removeAll := On(c, func(context.Context, event.Event) error { return nil })
	expect("with a handler of all", names...)
	removeAll()
	removeUnknown()
	removeMessages()
	removeMessages()
	removeErrors()
	expect("when all are removed")
	removeRaw := On(c, func(context.Context, *event.Raw) error { return nil })
	expect("with a handler of raw events", names...)
	removeRaw()
	x := Expect[*event.TypingStart](c, nil)
	expect("with an expectation", "TYPING_START")
	x.Stop()
	expect("at the end")
}

// TestChangeInsideHandler is G12: handlers add and remove handlers, themselves
// included.
func TestChangeInsideHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		var j journal
		var removeSelf, removeOther func()
		removeSelf = On(c, func(_ context.Context, m *event.MessageCreate) error {
			j.add("once %d", m.ID)
			removeSelf()
			removeOther()
			On(c, func(_ context.Context, m *event.MessageCreate) error {
				j.add("new %d", m.ID)
				return nil
			})
			return nil
		})
		removeOther = On(c, func(_ context.Context, m *event.MessageCreate) error {
			j.add("other %d", m.ID)
			return nil
		})
		for i := range uint64(3) {
			feedMessage(t, r, i+1, 1)
			synctest.Wait()
		}
		j.expect(t, "once 1", "new 2", "new 3")
	})
}

// TestChangeUnderLoad adds and removes handlers while events come, for the race
// detector; a handler that stays must miss nothing.
func TestChangeUnderLoad(t *testing.T) {
	t.Parallel()
	c, r := begin(t, Config{})
	var stays atomic.Int64
	On(c, func(context.Context, *event.MessageCreate) error {
		stays.Add(1)
		return nil
	})
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				remove := On(c, func(context.Context, event.Event) error { return nil })
				x := Expect[event.Event](c, nil)
				c.Use(func(next Handler) Handler { return next })
				x.Stop()
				remove()
			}
		})
	}
	for i := range uint64(300) {
		feedMessage(t, r, i+1, i%5)
	}
	close(done)
	wg.Wait()
	r.stop()
	if stays.Load() != 300 {
		t.Errorf("the handler that stayed got %d of 300 events", stays.Load())
	}
}

func TestMiddleware(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var j journal
		c, r := begin(t, Config{OnError: func(_ context.Context, _ event.Event, err error) { j.add("error %v", err) }})
		type key struct{}
		around := func(name string) Middleware {
			return func(next Handler) Handler {
				return func(ctx context.Context, e event.Event) error {
					j.add("%s begins %s", name, e.EventName())
					defer j.add("%s ends", name)
					return next(context.WithValue(ctx, key{}, name), e)
				}
			}
		}
		c.Use(around("outer"))
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			j.add("handler in %v", ctx.Value(key{}))
			return errors.New("no")
		})
		c.Use(around("inner"), func(next Handler) Handler {
			return func(ctx context.Context, e event.Event) error {
				if m, ok := e.(*event.MessageCreate); ok && m.Author.Bot {
					return nil
				}
				return next(ctx, e)
			}
		})
		feedMessage(t, r, 1, 1)
		synctest.Wait()
		j.expect(t, "outer begins MESSAGE_CREATE", "inner begins MESSAGE_CREATE", "handler in inner", "inner ends", "outer ends", "error no")

		feed(t, r, 2, "MESSAGE_CREATE", `{"author":{"bot":true}}`)
		synctest.Wait()
		j.expect(t, "outer begins MESSAGE_CREATE", "inner begins MESSAGE_CREATE", "inner ends", "outer ends")

		// Another event than the handler is for.
		c.Use(func(next Handler) Handler {
			return func(ctx context.Context, _ event.Event) error { return next(ctx, new(event.Ready)) }
		})
		feedMessage(t, r, 3, 1)
		synctest.Wait()
		j.expect(t, "outer begins MESSAGE_CREATE", "inner begins MESSAGE_CREATE", "inner ends", "outer ends")
	})
}

// TestPanic wants a panic to be reported and the client to go on, whatever
// panics meanwhile.
func TestPanic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var j journal
		cause := errors.New("cause")
		c, r := begin(t, Config{Slots: 1, Order: Ordered, OnError: func(_ context.Context, e event.Event, err error) {
			p, ok := errors.AsType[*PanicError](err)
			if !ok || len(p.Stack) == 0 {
				t.Errorf("OnError got %v", err)
			}
			j.add("OnError %s %v %t", e.EventName(), err, errors.Is(err, cause))
			panic("in OnError")
		}})
		On(c, func(_ context.Context, m *event.MessageCreate) error {
			if m.ID == 1 {
				panic(fmt.Errorf("wrapped: %w", cause))
			}
			j.add("handled %d", m.ID)
			return nil
		})
		On(c, func(_ context.Context, p *event.HandlerPanic) error {
			j.add("%v", p)
			panic("in HandlerPanic")
		})
		feedMessage(t, r, 1, 1)
		synctest.Wait()
		j.expect(t, "OnError MESSAGE_CREATE panic: wrapped: cause true",
			"panic while handling MESSAGE_CREATE: wrapped: cause",
			"OnError accord:handler_panic panic: in HandlerPanic false")
		feedMessage(t, r, 2, 1)
		synctest.Wait()
		j.expect(t, "handled 2")
	})
}

// own is an event of the user's.
type own struct {
	event.Meta `json:"-"`
	ChannelID  string `json:"channel_id"`
	Text       string
}

func (*own) EventName() string { return "test:own" }

func TestEmit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var j journal
		c, r := begin(t, Config{})
		On(c, func(ctx context.Context, e *own) error {
			if e.Received.IsZero() {
				t.Error("the event has no time")
			}
			j.add("own %s", e.Text)
			if e.Text == "first" {
				// A handler may emit, and goes on before that is handled.
				if err := Emit(c, &own{ChannelID: "5", Text: "second"}); err != nil {
					t.Error(err)
				}
				j.add("emitted")
			}
			return nil
		})
		On(c, func(_ context.Context, e event.Event) error {
			j.add("any %s", e.EventName())
			return nil
		})
		On(c, func(_ context.Context, e *event.Raw) error {
			j.add("raw")
			return nil
		})
		x := Expect(c, func(e *own) bool { return e.Text == "second" })
		if err := Emit(c, &own{ChannelID: "5", Text: "first"}); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		j.expect(t, "own first", "emitted", "any test:own", "own second", "any test:own")
		if e, err := x.Wait(t.Context()); err != nil || e.Text != "second" {
			t.Errorf("Wait = %v, %v", e, err)
		}
		r.stop()
		if err := Emit(c, &own{}); !errors.Is(err, ErrNotRunning) {
			t.Errorf("Emit after the end = %v", err)
		}
		if err := Emit(New("token", Config{}), &own{}); !errors.Is(err, ErrNotRunning) {
			t.Errorf("Emit before Run = %v", err)
		}
	})
}

func TestNilHandler(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("On accepts a nil handler")
		}
	}()
	On[*event.Ready](New("token", Config{}), nil)
}
