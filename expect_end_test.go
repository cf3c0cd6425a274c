package accord_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// TestExpectTheEnd waits for the error that ends the client: who expected it
// before is told it, not that the client stops.
func TestExpectTheEnd(t *testing.T) {
	t.Parallel()
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			d := emutest.Start(t)
			client := listen(d, accord.Config{}, nil)
			critical := accord.Expect[*event.CriticalError](client, nil)
			all := accord.Stream[*event.CriticalError](t.Context(), client)
			d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4012, When: emulator.AfterIdentify})
			err := client.Run(t.Context())
			if e, failure := critical.Wait(t.Context()); failure != nil || !errors.Is(err, e.Err) {
				t.Errorf("expected the end, and got %v, %v, want %v", e, failure, err)
			}
			var seen []error
			for e, failure := range all {
				if failure != nil {
					seen = append(seen, failure)
				} else {
					seen = append(seen, e.Err)
				}
			}
			if want := []error{err, accord.ErrStopped}; !slices.Equal(seen, want) {
				t.Errorf("a stream saw %v, want %v", seen, want)
			}
		})
	}
}

// TestMatchAtTheEnd has a match function that takes for ever: the client ends in
// time, and who waits is told.
func TestMatchAtTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := listen(d, accord.Config{}, nil)
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		block := make(chan struct{})
		stuck := accord.Expect(client, func(*event.MessageCreate) bool { <-block; return true })
		other := accord.Expect[*event.TypingStart](client, nil)
		d.Say("hello")
		synctest.Wait()
		began := time.Now()
		go func() {
			time.Sleep(time.Minute)
			close(block)
		}()
		ended := make(chan time.Duration, 1)
		go func() {
			_, err := other.Wait(t.Context())
			if !errors.Is(err, accord.ErrStopped) {
				t.Errorf("who waits is told %v", err)
			}
			ended <- time.Since(began)
		}()
		stop()
		if took := time.Since(began); took > 12*time.Second {
			t.Errorf("it took %v to end", took)
		}
		if took := <-ended; took > time.Second {
			t.Errorf("who waits was told after %v", took)
		}
		if _, err := stuck.Wait(t.Context()); !errors.Is(err, accord.ErrStopped) {
			t.Errorf("the match that takes for ever ended with %v", err)
		}
		time.Sleep(2 * time.Minute)
	})
}

// TestExpectAfterRun waits for the next event of a client that has run: it is told at
// once that none will come. What is expected for the next Run sees it.
func TestExpectAfterRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := listen(d, accord.Config{}, func(context.Context, string) error { return nil })
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		nextFails(t, client, context.DeadlineExceeded)
		stop()
		nextFails(t, client, accord.ErrStopped)

		ready := accord.Expect[*event.ShardResumed](client, nil)
		messages := accord.Stream[*event.MessageCreate](t.Context(), client)
		d.Say("while it was away")
		stop = run(t, client)
		if _, err := ready.Wait(t.Context()); err != nil {
			t.Errorf("expected between two runs: %v", err)
		}
		for m, err := range messages {
			if err != nil || m.Content != "while it was away" {
				t.Errorf("the stream begins with %v, %v", m, err)
			}
			break
		}
		stop()
	})
}

// nextFails waits for an event that does not come, for a minute at most.
func nextFails(t *testing.T, client *accord.Client, want error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := accord.Next[*event.TypingStart](ctx, client, nil); !errors.Is(err, want) {
		t.Errorf("Next = %v, want %v", err, want)
	}
}

// TestExpectNoRun waits for events of a client whose Run fails before it is
// connected: who waits since before is told, and who asks for the next one later.
func TestExpectNoRun(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		token string
		cfg   accord.Config
		want  string // in Run's error
	}{
		"token":  {token: "MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b", want: "Discord refuses the token"},
		"config": {cfg: accord.Config{Slots: -1}, want: "accord: Slots: "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				if tt.token == "" {
					tt.token = d.Token
				}
				tt.cfg.API, tt.cfg.Dial, tt.cfg.Logger = d.API, d.Dial, slog.New(slog.DiscardHandler)
				client := accord.New(tt.token, tt.cfg)
				nextFails(t, client, context.DeadlineExceeded)
				ready := accord.Expect[*event.ShardReady](client, nil)
				failed := make(chan error, 1)
				go func() { failed <- client.Run(t.Context()) }()
				if _, err := ready.Wait(t.Context()); !errors.Is(err, accord.ErrStopped) {
					t.Errorf("who waited is told %v", err)
				}
				if err := <-failed; err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("Run = %v", err)
				}
				nextFails(t, client, accord.ErrStopped)
			})
		})
	}
}
