package client

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func content(number, channel int) string { return fmt.Sprintf("#%07d %05d hello", number, channel) }

// TestRecorder covers what is counted as late, lost, doubled or foreign.
func TestRecorder(t *testing.T) {
	t.Parallel()
	r := newRecorder(Config{Before: 1, Handle: 5, Messages: 6, Channels: 2, Stamps: true})
	r.message("~0000000 00000 warm")
	select {
	case <-r.warm:
	default:
		t.Error("not warm")
	}
	for _, m := range [][2]int{{0, 0}, {2, 0}, {1, 1}, {1, 1}, {4, 1}, {3, 1}} {
		r.message(content(m[0], m[1]))
	}
	r.message("short")
	r.message(content(0, 2))
	r.message(content(6, 0))
	r.message("#a000000 00000 no number")
	got := r.result()
	if got.Handled != 5 || got.Twice != 1 || got.Late != 2 || got.Inverted != 1 || got.Odd != 4 {
		t.Errorf("got %+v", got)
	}
	for i, at := range got.Stamps {
		if (at != 0) != (i < 5) {
			t.Errorf("message %d has stamp %d", i, at)
		}
	}
}

// TestStall covers that a client which gets no more events ends, and that one
// which waits for the start doesn't.
func TestStall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRecorder(Config{Before: 1, Handle: 3, Messages: 3, Channels: 1, Stall: time.Second})
		r.message("~0000000 00000 warm")
		ended := make(chan error, 1)
		go func() { ended <- r.wait(t.Context(), nil) }()
		time.Sleep(time.Minute)
		select {
		case err := <-ended:
			t.Fatalf("ended before the start: %v", err)
		default:
		}
		r.message(content(0, 0))
		start := time.Now()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited > 3*time.Second {
			t.Errorf("gave up after %v", waited)
		}
		if got := r.result(); got.Handled != 1 || got.Time != 0 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestSlow(t *testing.T) {
	t.Parallel()
	slow := 0
	c := Config{SlowEvery: 100}
	for i := range 1000 {
		if c.slow(i) {
			slow++
		}
	}
	if slow != 10 || (Config{}).slow(99) {
		t.Errorf("%d of 1000 are slow, want 10, and none without SlowEvery", slow)
	}
}
