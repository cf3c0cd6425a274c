package emutest_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// connect is a bot that starts a session for each of the shards, 5 seconds after
// the one before, and leaves when ctx ends.
func connect(ctx context.Context, d *emutest.Discord, count int, shards ...int) error {
	var reading sync.WaitGroup
	defer reading.Wait()
	for i, shard := range shards {
		if i > 0 {
			time.Sleep(5 * time.Second)
		}
		dialer := websocket.Dialer{NetDialContext: d.Dial}
		ws, _, err := dialer.DialContext(ctx, "ws://127.0.0.1:1/?v=10", nil)
		if err != nil {
			return err
		}
		defer ws.Close()
		identify := fmt.Sprintf(`{"op":2,"d":{"token":%q,"properties":{},"intents":513,"shard":[%d,%d]}}`, d.Token, shard, count)
		if err := ws.WriteMessage(websocket.TextMessage, []byte(identify)); err != nil {
			return err
		}
		reading.Go(func() {
			for {
				if _, _, err := ws.ReadMessage(); err != nil {
					return
				}
			}
		})
	}
	<-ctx.Done()
	return ctx.Err()
}

// TestRun wants Run to return when the bot's shards are there, each bot's its own,
// and the bot to end when it is stopped, or with the test.
func TestRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		starts []int // shards that the bot starts, of 3
		wait   []int
		want   time.Duration
	}{
		{"all", []int{0, 1, 2}, nil, 10 * time.Second},
		{"the last ones", []int{1, 2}, []int{1, 2}, 5 * time.Second},
		{"another order", []int{2, 0, 1}, []int{0}, 5 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &spy{TB: t}
				d := emutest.Start(s)
				began := time.Now()
				stop := d.Run(func(ctx context.Context) error { return connect(ctx, d, 3, tt.starts...) }, tt.wait...)
				if took := time.Since(began); took != tt.want {
					t.Errorf("the bot is connected after %v, want %v", took, tt.want)
				}
				stop()
				stop()

				// Sessions of the run before don't count, nor those of others.
				other := d.AddBot(emulator.WorldApplication{Name: "Other"}, d.GuildID)
				other.Run(func(ctx context.Context) error { return connect(ctx, other, 1, 0) })
				began = time.Now()
				d.Run(func(ctx context.Context) error {
					time.Sleep(7 * time.Second)
					return connect(ctx, d, 1, 0)
				})
				if took := time.Since(began); took != 7*time.Second {
					t.Errorf("another run is connected after %v", took)
				}
				s.end()
				if len(s.errors) > 0 {
					t.Errorf("errors = %q", s.errors)
				}
			})
		})
	}
}

// TestRunFails wants a bot that does not get as far as that, or not further, to
// fail the test with what it says, at once.
func TestRunFails(t *testing.T) {
	t.Parallel()
	failed := errors.New("no more")
	tests := []struct {
		name     string
		bot      func(ctx context.Context, d *emutest.Discord) error
		want     string // in the only error
		after    time.Duration
		returned bool // from Run, before that
	}{
		{"at once", func(context.Context, *emutest.Discord) error { return failed }, "the bot has failed: no more", 0, false},
		{"another network", func(context.Context, *emutest.Discord) error {
			return fmt.Errorf("find the gateway: %w", &net.OpError{Op: "dial", Net: "tcp", Err: failed})
		}, "the bot has failed: find the gateway: dial tcp: no more (only the function Dial leads to this Discord)", 0, false},
		{"ends at once", func(context.Context, *emutest.Discord) error { return nil }, "the bot has ended before it was connected", 0, false},
		{"half connected", func(ctx context.Context, d *emutest.Discord) error {
			ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			connect(ctx, d, 2, 0)
			return failed
		}, "the bot has failed: no more", 2 * time.Second, false},
		{"does nothing", func(ctx context.Context, _ *emutest.Discord) error {
			<-ctx.Done()
			return nil
		}, "the bot is not connected: no shard has come for 1m0s, and [0] are missing;", time.Minute, false},
		{"half", func(ctx context.Context, d *emutest.Discord) error { return connect(ctx, d, 2, 0) },
			"no shard has come for 1m0s, and [1] are missing;", time.Minute, false},
		{"later", func(ctx context.Context, d *emutest.Discord) error {
			ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			return connect(ctx, d, 1, 0)
		}, "the bot has failed: context deadline exceeded", 3 * time.Second, true},
		{"is stopped", func(ctx context.Context, d *emutest.Discord) error {
			return fmt.Errorf("bot: %w", connect(ctx, d, 1, 0))
		}, "", 3 * time.Second, true},
		{"fails to stop", func(ctx context.Context, d *emutest.Discord) error {
			connect(ctx, d, 1, 0)
			return failed
		}, "the bot has failed: no more", 3 * time.Second, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &spy{TB: t}
				began := time.Now()
				returned, ended := false, make(chan struct{})
				go func() { // which Run may end
					defer close(ended)
					d := emutest.Start(s)
					stop := d.Run(func(ctx context.Context) error { return tt.bot(ctx, d) })
					returned = true
					time.Sleep(3 * time.Second)
					stop()
				}()
				<-ended
				if took := time.Since(began); took != tt.after || returned != tt.returned {
					t.Errorf("ended after %v, returned = %t; want %v, %t", took, returned, tt.after, tt.returned)
				}
				s.end()
				if got := strings.Join(s.errors, "\n"); len(s.errors) > 1 || !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
					t.Errorf("errors = %q, want %q", s.errors, tt.want)
				}
			})
		})
	}
}
