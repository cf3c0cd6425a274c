package accord

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/event"
)

// exit ends the goroutine.
func exit() { runtime.Goexit() }

func TestStream(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		messages := Stream(ctx, c, func(m *event.MessageCreate) bool { return m.ChannelID == 1 })
		go func() {
			for i := range uint64(20) {
				feedMessage(t, r, i+1, i%2)
				time.Sleep(time.Second)
			}
		}()
		var got []uint64
		for m, err := range messages {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, uint64(m.ID))
		}
		if len(got) != 5 || got[0] != 2 || got[4] != 10 {
			t.Errorf("got messages %v, want 2, 4, 6, 8, 10", got)
		}
		for range messages {
			t.Error("the stream goes on after its end")
		}
		if n := c.taps.count.Load(); n != 0 {
			t.Errorf("%d taps are left", n)
		}
		time.Sleep(20 * time.Second)
	})
}

func TestStreamTooSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})
		stream := Stream[*event.MessageCreate](t.Context(), c)
		for i := range uint64(streamBuffer + 10) {
			feedMessage(t, r, i+1, 1)
		}
		synctest.Wait()
		var n int
		var end error
		for m, err := range stream {
			if err != nil {
				end = err
				continue
			}
			if n++; uint64(m.ID) != uint64(n) {
				t.Fatalf("event %d came as number %d", m.ID, n)
			}
		}
		if n != streamBuffer || !errors.Is(end, ErrSlowStream) {
			t.Errorf("%d events and then %v, want %d and ErrSlowStream", n, end, streamBuffer)
		}
	})
}

func TestStreamEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{})

		left := Stream[*event.MessageCreate](t.Context(), c)
		feedMessage(t, r, 1, 1)
		for range left {
			break
		}
		if n := c.taps.count.Load(); n != 0 {
			t.Errorf("%d taps are left when a loop was left", n)
		}

		ctx, cancel := context.WithCancel(t.Context())
		Stream[*event.MessageCreate](ctx, c)
		cancel()
		synctest.Wait()
		if n := c.taps.count.Load(); n != 0 {
			t.Errorf("%d taps are left of a stream that nobody read", n)
		}

		panics := Stream(t.Context(), c, func(*event.MessageCreate) bool { panic("oh") })
		feedMessage(t, r, 2, 1)
		var pe *PanicError
		for _, err := range panics {
			if !errors.As(err, &pe) {
				t.Errorf("a panic in match gives %v", err)
			}
		}

		stopped := Stream[*event.MessageCreate](t.Context(), c)
		feedMessage(t, r, 3, 1)
		synctest.Wait()
		r.stop()
		var events int
		var end error
		for m, err := range stopped {
			if m != nil {
				events++
			}
			end = err
		}
		if events != 1 || !errors.Is(end, ErrStopped) {
			t.Errorf("%d events and %v when the client stops, want 1 and ErrStopped", events, end)
		}
	})
}

// TestStreamInHandler wants a handler that reads a stream to be out of the way
// while it waits, and to have a slot while it does not.
func TestStreamInHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Slots: 1})
		var read, others int
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.ID != 1 {
				others++
				return nil
			}
			for _, err := range Stream[*event.TypingStart](ctx, c) {
				if err != nil {
					return nil
				}
				read++
			}
			return nil
		})
		feedMessage(t, r, 1, 1)
		synctest.Wait()
		for i := range uint64(10) {
			feed(t, r, 1, "TYPING_START", typingData)
			feedMessage(t, r, i+2, 1)
		}
		synctest.Wait()
		if read != 10 || others != 10 {
			t.Errorf("read %d of 10 events, handled %d of 10", read, others)
		}
	})
}
