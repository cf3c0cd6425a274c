package gateway_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

func TestHeartbeat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.manual.Store(true)
		c.handshake("s1")
		start := time.Now()
		for i := range 10 {
			fr := c.expect(gateway.OpHeartbeat)
			want := interval/2 + time.Duration(i)*interval // the jitter is 0.5
			if got := time.Since(start); got != want {
				t.Errorf("heartbeat %d after %v, want %v", i, got, want)
			}
			if string(fr.D) != "1" {
				t.Errorf("heartbeat with %s, want the sequence 1", fr.D)
			}
			time.Sleep(30 * time.Millisecond)
			c.send(`{"op":11}`)
			synctest.Wait()
			if got := r.Latency(); got != 30*time.Millisecond {
				t.Errorf("latency %v, want 30ms", got)
			}
			if got := r.Session().LastFrame; !got.Equal(time.Now()) {
				t.Errorf("last frame at %v, want now", got)
			}
		}
	})
}

// TestHeartbeatBeforeSession beats with null while the gate makes IDENTIFY
// wait, and the log says why nothing happens.
func TestHeartbeatBeforeSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		gate := gateway.NewMemoryGate(discord.SessionStartLimit{})
		for range 20 {
			go gate.Wait(t.Context(), gateway.Identify{})
		}
		synctest.Wait()
		var printed strings.Builder
		f.run(func(cfg *gateway.Config) { cfg.IdentifyGate, cfg.Shard, cfg.Logger = gate, 1, newLog(&printed) })
		c := f.accept()
		c.manual.Store(true)
		c.hello()
		for i := range 3 {
			fr := c.next()
			if fr.Op == int(gateway.OpHeartbeat) && string(fr.D) == "null" {
				c.send(`{"op":11}`)
				continue
			}
			if fr.Op == int(gateway.OpIdentify) && i > 0 {
				synctest.Wait()
				if got := strings.Count(printed.String(), `level=INFO msg="waiting to identify" shard=1`); got != 1 {
					t.Errorf("the log tells %d times of waiting: %s", got, &printed)
				}
				return
			}
			t.Fatalf("frame %d: %s", i, fr.raw)
		}
	})
}

// TestG10 answers op 1 at once and beats on as before.
func TestG10(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.run(nil)
		c := f.accept()
		c.handshake("s1")
		start := time.Now()
		for _, at := range []time.Duration{time.Second, interval/2 - time.Millisecond, interval / 2 * 3 / 2} {
			time.Sleep(at - time.Since(start))
			before := len(c.heartbeats())
			c.send(`{"op":1,"d":null}`)
			synctest.Wait()
			beats := c.heartbeats()
			if len(beats) != before+1 || beats[before].Sub(start) != at {
				t.Fatalf("op 1 at %v: heartbeats at %v", at, beats)
			}
		}
		time.Sleep(3*interval - time.Since(start))
		synctest.Wait()
		for _, at := range []time.Duration{interval / 2, interval / 2 * 3} {
			if !slices.ContainsFunc(c.heartbeats(), func(b time.Time) bool { return b.Sub(start) == at }) {
				t.Errorf("no heartbeat at %v", at)
			}
		}
		f.noConnection(time.Minute)
	})
}

// TestBeatsCloseTogether asks for a heartbeat just before one is due: the second
// does not find the first unanswered.
func TestBeatsCloseTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.run(nil)
		c := f.accept()
		c.manual.Store(true)
		c.handshake("s1")
		time.Sleep(interval/2 - time.Millisecond)
		c.send(`{"op":1,"d":null}`)
		for range 2 {
			c.expect(gateway.OpHeartbeat)
		}
		time.Sleep(30 * time.Millisecond)
		c.manual.Store(false)
		c.send(`{"op":11}`)
		c.send(`{"op":11}`)
		f.noConnection(10 * time.Minute)
	})
}

// TestG9 gives a connection up at the first heartbeat that finds the last one
// unanswered, though events still arrive.
func TestG9(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.manual.Store(true)
		c.handshake("s1")
		start := time.Now()
		c.expect(gateway.OpHeartbeat)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			for seq := int64(2); ; seq++ {
				select {
				case <-stop:
					return
				case <-time.After(100 * time.Millisecond):
					c.dispatch("X", seq, `{}`)
				}
			}
		}()
		c.expectClose()
		if got, want := time.Since(start), interval/2+interval; got != want {
			t.Errorf("gave up after %v, want %v", got, want)
		}
		c = f.accept()
		c.hello()
		c.expectResume("s1", r.Session().Sequence)
		if errs := r.errors(); len(errs) != 1 || !errors.Is(errs[0], gateway.ErrZombie) {
			t.Errorf("errors %v", errs)
		}
	})
}
