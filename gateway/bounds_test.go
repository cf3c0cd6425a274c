package gateway_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/gateway"
)

// TestFrequentHeartbeats fills the send limit while the server wants a
// heartbeat every 5 seconds: each of them has a slot and is on time, and no
// minute has more than 120 frames.
func TestFrequentHeartbeats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.send(`{"op":10,"d":{"heartbeat_interval":5000}}`)
		start := time.Now()
		c.expect(gateway.OpIdentify)
		c.ready("s1")
		const commands = 300
		var wg sync.WaitGroup
		for range commands {
			wg.Go(func() {
				if err := r.Send(t.Context(), gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5}); err != nil {
					t.Errorf("Send: %v", err)
				}
			})
		}
		sent := []time.Time{start} // IDENTIFY
		for range commands {
			c.expect(gateway.OpVoiceStateUpdate)
			sent = append(sent, time.Now())
		}
		wg.Wait()
		beats := c.heartbeats()
		for i, b := range beats {
			if got, want := b.Sub(start), 2500*time.Millisecond+time.Duration(i)*5*time.Second; got != want {
				t.Errorf("heartbeat %d at %v, want %v", i, got, want)
			}
		}
		checkMinutes(t, append(sent, beats...))
	})
}

// TestHeartbeatFlood has a server that asks for a heartbeat 50 times a second: it
// gets no more frames than a minute allows, commands among them.
func TestHeartbeatFlood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.send(`{"op":10,"d":{"heartbeat_interval":3600000}}`)
		sent := []time.Time{time.Now()} // IDENTIFY
		c.expect(gateway.OpIdentify)
		c.ready("s1")
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for range 200 { // when heartbeats have used up the first minute
			wg.Go(func() {
				time.Sleep(10 * time.Second)
				err := r.Send(ctx, gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5})
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Errorf("Send: %v", err)
				}
			})
		}
		for range 3 * 60 * 50 {
			c.send(`{"op":1,"d":null}`)
			time.Sleep(20 * time.Millisecond)
			synctest.Wait()
			for len(c.in) > 0 {
				c.expect(gateway.OpVoiceStateUpdate)
				sent = append(sent, time.Now())
			}
		}
		cancel()
		wg.Wait()
		checkMinutes(t, append(sent, c.heartbeats()...))
		f.noConnection(10 * time.Minute)
	})
}

// checkMinutes wants no minute to have more than 120 frames.
func checkMinutes(t *testing.T, sent []time.Time) {
	t.Helper()
	slices.SortFunc(sent, time.Time.Compare)
	for i := range sent {
		if i+120 < len(sent) && sent[i+120].Sub(sent[i]) < time.Minute {
			t.Fatalf("121 frames in %v", sent[i+120].Sub(sent[i]))
		}
	}
}

// TestQuietAfter4008 wants no command for a minute after Discord closed the
// connection because of too many.
func TestQuietAfter4008(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		synctest.Wait()
		c.close(4008)
		closed := time.Now()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 1)
		c.resumed(2)
		if err := r.Send(t.Context(), gateway.OpPresenceUpdate, nil); err != nil {
			t.Fatal(err)
		}
		c.expect(gateway.OpPresenceUpdate)
		if got := time.Since(closed); got != time.Minute {
			t.Errorf("a command was sent %v after the close, want 1m", got)
		}
	})
}

// TestUnstableConnections are ready each time, but for a second only: the
// shard must not come back at once for ever.
func TestUnstableConnections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.run(nil)
		c := f.accept()
		c.handshake("s1")
		var waits []time.Duration
		for i := range int64(6) {
			time.Sleep(time.Second)
			c.drop()
			dropped := time.Now()
			c = f.accept()
			waits = append(waits, time.Since(dropped))
			c.hello()
			c.expectResume("s1", i+1)
			c.resumed(i + 2)
		}
		if waits[0] != 0 {
			t.Errorf("the first drop costs %v", waits[0])
		}
		for i := range waits[1:] {
			if waits[i+1] <= waits[i] {
				t.Errorf("the waits are %v, want each longer than the one before", waits)
				break
			}
		}
		time.Sleep(time.Minute) // stable
		c.drop()
		dropped := time.Now()
		f.accept()
		if got := time.Since(dropped); got != 0 {
			t.Errorf("after a stable connection the wait is %v", got)
		}
	})
}

// TestSessionAge drops each connection before RESUMED: after a quarter of an hour
// without a word of the session the shard starts another.
func TestSessionAge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		synctest.Wait()
		start := time.Now()
		c.drop()
		for {
			c = f.accept()
			c.hello()
			if c.next().Op == int(gateway.OpIdentify) {
				break
			}
			c.drop()
		}
		if got := time.Since(start); got < 15*time.Minute || got > 16*time.Minute {
			t.Errorf("identified after %v", got)
		}
		if log := r.log(); !slices.Contains(log, "lost s1: not connected for too long") {
			t.Errorf("hooks told %q", log)
		}
	})
}
