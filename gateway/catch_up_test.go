package gateway_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/gateway"
)

// TestCatchUp wants CatchUp to return when Handle has taken what came before the
// heartbeat's answer, also when one answer is missing.
func TestCatchUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		slow := make(chan bool)
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(_ context.Context, f gateway.Frame) error {
				if f.Type == "SLOW" {
					<-slow
				}
				return nil
			}
		})
		c := f.accept()
		c.manual.Store(true)
		c.handshake("s1")
		caughtUp := make(chan error, 1)
		ask := func() { caughtUp <- r.CatchUp(t.Context()) }

		go ask()
		c.expect(gateway.OpHeartbeat)
		c.send(`{"op":0,"s":2,"t":"SLOW","d":{}}`)
		c.send(`{"op":11}`)
		synctest.Wait()
		select {
		case err := <-caughtUp:
			t.Errorf("CatchUp = %v while Handle is at work", err)
		default:
		}
		close(slow)
		if err := <-caughtUp; err != nil {
			t.Error(err)
		}

		go ask()
		c.expect(gateway.OpHeartbeat) // which is not answered
		start := time.Now()
		c.expect(gateway.OpHeartbeat)
		if again := time.Since(start); again != 5*time.Second {
			t.Errorf("asked again after %v", again)
		}
		c.send(`{"op":11}`)
		if err := <-caughtUp; err != nil {
			t.Error(err)
		}

		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := r.CatchUp(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("without an answer: %v", err)
		}
		c.expect(gateway.OpHeartbeat)
		go ask()
		c.expect(gateway.OpHeartbeat)
		c.drop()
		if err := <-caughtUp; err == nil {
			t.Error("CatchUp succeeds where the connection ends")
		}
	})
}
