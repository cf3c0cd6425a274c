package gateway_test

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// TestReconnectsLeaveNothing loses connections in all ways, hundreds of times, and
// wants as much memory and as many goroutines afterwards as before.
func TestReconnectsLeaveNothing(t *testing.T) {
	reconnects := 800
	if gateway.RaceEnabled {
		reconnects /= 4
	}
	losses := []func(*conn){
		(*conn).drop,
		func(c *conn) { c.close(4000) },
		func(c *conn) { c.close(4009) },
		func(c *conn) { c.send(`{"op":7,"d":null}`); c.expectClose() },
		func(c *conn) { c.send(`{"op":9,"d":true}`); c.expectClose() },
		func(c *conn) { c.send(`{"op":9,"d":false}`); c.expectClose() },
		func(c *conn) { c.send(`{"op"`); c.expectClose() },
		func(c *conn) { c.manual.Store(true); c.expectClose() },
	}
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(func(cfg *gateway.Config) {
			cfg.Compression = gateway.CompressionZlib
			cfg.StartLimit = discord.SessionStartLimit{Total: 1e6, Remaining: 1e6}
		})
		c := f.accept()
		c.handshake("s1")
		var memory []uint64
		var goroutines []int
		for i := range reconnects {
			if i%(reconnects/2) == reconnects/4 {
				memory, goroutines = append(memory, reachable()), append(goroutines, runtime.NumGoroutine())
			}
			time.Sleep(11 * time.Second) // else it backs off
			losses[i%len(losses)](c)
			c = f.accept()
			c.hello()
			if c.next().Op == int(gateway.OpIdentify) {
				c.ready("s2")
			} else {
				c.resumed(r.Session().Sequence + 1)
			}
			synctest.Wait()
			f.forget()
			r.forget()
		}
		if goroutines[1] > goroutines[0] {
			t.Errorf("%d goroutines after %d reconnects, %d before", goroutines[1], reconnects/2, goroutines[0])
		}
		grown := int64(memory[1]) - int64(memory[0])
		t.Logf("%d reconnects hold %d bytes", reconnects/2, grown)
		if grown > 32<<10 {
			t.Errorf("%d reconnects hold %d KB", reconnects/2, grown>>10)
		}
	})
}

// reachable is how many bytes of the heap are.
func reachable() uint64 {
	runtime.GC()
	runtime.GC() // what pools held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
