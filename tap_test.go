package accord

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// TestThousandWaitInEightSlots is G24.
func TestThousandWaitInEightSlots(t *testing.T) {
	t.Parallel()
	for _, order := range []Order{PerKey, Ordered, Concurrent} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{Order: order, Slots: 8})
				var answered, running, most atomic.Int64
				On(c, func(ctx context.Context, m *event.MessageCreate) error {
					if m.Content != "ask" {
						return nil
					}
					_, err := Next(ctx, c, func(a *event.MessageCreate) bool {
						return a.ChannelID == m.ChannelID && a.Content == "answer"
					})
					n := running.Add(1)
					for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
					}
					time.Sleep(time.Millisecond)
					running.Add(-1)
					answered.Add(1)
					return err
				})
				for i := range uint64(1000) {
					feed(t, r, int64(i), "MESSAGE_CREATE", say(i+1, i+1, "ask"))
				}
				synctest.Wait()

				// The bot answers others meanwhile, at once.
				var ping atomic.Int64
				On(c, func(_ context.Context, e *event.TypingStart) error {
					ping.Add(1)
					return nil
				})
				feed(t, r, 1, "TYPING_START", typingData)
				synctest.Wait()
				if ping.Load() != 1 {
					t.Error("the bot is dead")
				}

				start := time.Now()
				for i := range uint64(1000) {
					feed(t, r, int64(i), "MESSAGE_CREATE", say(i+2000, i+1, "answer"))
				}
				r.stop()
				if answered.Load() != 1000 {
					t.Errorf("%d of 1000 handlers went on", answered.Load())
				}
				if got := time.Since(start); got != 125*time.Millisecond || most.Load() != 8 {
					t.Errorf("they ran %d at once for %v, want 8 for 125ms", most.Load(), got)
				}
			})
		})
	}
}

// TestTwoMatchesForOne is G13: two events match while one is waited for.
func TestTwoMatchesForOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Slots: 1})
		x := Expect[*event.MessageCreate](c, nil)
		for i := range uint64(3) {
			feedMessage(t, r, i+1, 1)
		}
		synctest.Wait()
		for range 2 {
			if m, err := x.Wait(t.Context()); err != nil || m.ID != 1 {
				t.Errorf("Wait = %v, %v, want message 1", m, err)
			}
		}
		x.Stop() // after it was fulfilled it changes nothing
		if m, err := x.Wait(t.Context()); err != nil || m.ID != 1 {
			t.Errorf("Wait after Stop = %v, %v, want message 1", m, err)
		}
		if n := c.taps.count.Load(); n != 0 {
			t.Errorf("%d taps are left", n)
		}
	})
}

// TestExpectNotItself has a handler wait for an event like the one that it
// handles, which taps are still busy with.
func TestExpectNotItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		busy := make(chan struct{})
		blocker := Expect(c, func(*event.MessageCreate) bool { <-busy; return false })
		defer blocker.Stop()
		var got discord.MessageID
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.ID != 1 {
				return nil
			}
			answer, err := Next[*event.MessageCreate](ctx, c, nil)
			if err == nil {
				got = answer.ID
			}
			return err
		})
		feedMessage(t, r, 1, 1)
		synctest.Wait()
		close(busy)
		feedMessage(t, r, 2, 1)
		synctest.Wait()
		if got != 2 {
			t.Errorf("the handler of message 1 got message %d, want 2", got)
		}
	})
}

func TestExpectKinds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		raw := Expect(c, func(e *event.Raw) bool { return e.Name == "NEW_THING" })
		strange := Expect[*event.Unknown](c, nil)
		broken := Expect[*event.DecodeError](c, nil)
		message := Expect[*event.MessageCreate](c, nil)
		any := Expect[event.Event](c, func(e event.Event) bool { return e.EventMeta().Sequence == 2 })
		feed(t, r, 1, "NEW_THING", `{"a":1}`)
		feed(t, r, 2, "MESSAGE_CREATE", `{"id":{}}`)
		feed(t, r, 3, "MESSAGE_CREATE", `{"id":"3"}`)
		synctest.Wait()
		if e, err := raw.Wait(t.Context()); err != nil || e.Meta.Raw != `{"a":1}` {
			t.Errorf("raw: %v, %v", e, err)
		}
		if e, err := strange.Wait(t.Context()); err != nil || e.Name != "NEW_THING" {
			t.Errorf("unknown: %v, %v", e, err)
		}
		if e, err := broken.Wait(t.Context()); err != nil || e.Sequence != 2 {
			t.Errorf("decode error: %v, %v", e, err)
		}
		if e, err := message.Wait(t.Context()); err != nil || e.ID != 3 {
			t.Errorf("message: %v, %v", e, err)
		}
		if e, err := any.Wait(t.Context()); err != nil || e.EventName() != "accord:decode_error" {
			t.Errorf("any event: %v, %v", e, err)
		}
	})
}

func TestExpectEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if m, err := Next[*event.MessageCreate](ctx, c, nil); m != nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Next at its deadline = %v, %v", m, err)
		}
		x := Expect[*event.MessageCreate](c, nil)
		x.Stop()
		if _, err := x.Wait(t.Context()); !errors.Is(err, ErrStopped) {
			t.Errorf("Wait after Stop = %v", err)
		}
		p := Expect(c, func(*event.MessageCreate) bool { panic("oh") })
		feedMessage(t, r, 1, 1)
		var pe *PanicError
		if _, err := p.Wait(t.Context()); !errors.As(err, &pe) || pe.Value != "oh" {
			t.Errorf("Wait after a panic in match = %v", err)
		}
		if n := c.taps.count.Load(); n != 0 {
			t.Errorf("%d taps are left", n)
		}
		s := Expect[*event.MessageCreate](c, nil)
		r.stop()
		if _, err := s.Wait(t.Context()); !errors.Is(err, ErrStopped) {
			t.Errorf("Wait after the end of the client = %v", err)
		}
		if _, err := Next[*event.MessageCreate](t.Context(), c, nil); !errors.Is(err, ErrStopped) {
			t.Errorf("Next while the client stops = %v", err)
		}
	})
}

// TestWaitElsewhere waits with a handler's context in goroutines of its own,
// during the handler and after it, several at once.
func TestWaitElsewhere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Slots: 2})
		var got atomic.Int64
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.ID > 1 {
				return nil
			}
			for range 5 {
				go func() {
					if _, err := Next[*event.TypingStart](ctx, c, nil); err == nil {
						got.Add(1)
					}
				}()
			}
			time.Sleep(time.Second / 2)
			return nil
		})
		feedMessage(t, r, 1, 1)
		synctest.Wait()
		feed(t, r, 2, "TYPING_START", typingData)
		time.Sleep(time.Minute)
		if got.Load() != 5 {
			t.Errorf("%d of 5 got the event", got.Load())
		}
		r.d.mu.Lock()
		defer r.d.mu.Unlock()
		if n := r.d.general.running; n != 0 {
			t.Errorf("%d slots are taken by nobody", n)
		}
	})
}

// TestMatchEndsGoroutine has a match function do what testing.T.FailNow does.
func TestMatchEndsGoroutine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		first := true
		x := Expect(c, func(m *event.MessageCreate) bool {
			if first {
				first = false
				exit()
			}
			return true
		})
		feedMessage(t, r, 1, 1)
		feedMessage(t, r, 2, 1)
		if m, err := x.Wait(t.Context()); err != nil || m.ID != 2 {
			t.Errorf("Wait = %v, %v, want message 2", m, err)
		}
	})
}
