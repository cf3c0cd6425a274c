package accord_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestIdentifyLimit is G14: Discord calls the session invalid again and again.
// The bot must stop before the day's limit, say so, come back when it is reset,
// and then see events. The local Discord takes the token of one that passes it.
func TestIdentifyLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(0, emulator.Rules{SessionStarts: 4})})
		var said atomic.Int32
		client := listen(d, accord.Config{}, func(context.Context, string) error {
			said.Add(1)
			return nil
		})
		told := make(chan error, 10)
		accord.On(client, func(_ context.Context, e *event.CriticalError) error {
			told <- e.Err
			return nil
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		for range 5 {
			d.Drop(emulator.Drop{Mode: emulator.DropInvalid})
			time.Sleep(time.Minute)
		}
		if n := d.Stats().Identifies; n != 3 {
			t.Errorf("identified %d times, want 3 of 4", n)
		}
		if err := <-told; len(told) != 0 || !isLimit(err) {
			t.Errorf("told %v and %d more, want the limit", err, len(told))
		}
		// A supervisor that starts the bot again burns nothing.
		for range 3 {
			err := listen(d, accord.Config{}, nil).Run(t.Context())
			if limit, ok := errors.AsType[*gateway.IdentifyLimitError](err); !ok || limit.ResetAfter <= 23*time.Hour {
				t.Errorf("another start = %v", err)
			}
		}
		time.Sleep(24 * time.Hour)
		if n := d.Stats().Identifies; n != 4 {
			t.Errorf("identified %d times, want once more after the reset", n)
		}
		d.Say("hello")
		synctest.Wait()
		if said.Load() != 1 {
			t.Error("the bot does not hear")
		}
		stop()
	})
}
