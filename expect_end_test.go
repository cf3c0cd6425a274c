package accord_test

import (
	"errors"
	"slices"
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
