package emulator_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// TestEveryCloseCode has the gateway close with each code that it has, and
// looks whether the session can be resumed afterwards.
func TestEveryCloseCode(t *testing.T) {
	t.Parallel()
	const kept, lost = true, false
	for code, survives := range map[int]bool{
		1000: kept, 1001: kept, 1011: kept, 1012: kept,
		4000: kept, 4001: kept, 4002: kept, 4005: kept, 4008: kept,
		4003: lost, 4004: lost, 4007: lost, 4009: lost,
		4010: lost, 4011: lost, 4012: lost, 4013: lost, 4014: lost,
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				b := login(t, d, intentsAll)
				if n := d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: code}); n != 1 {
					t.Fatalf("dropped %d connections, want 1", n)
				}
				if got := b.closed(); got != code {
					t.Errorf("closed with %d, want %d", got, code)
				}
				b.ws.Close()
				d.Say("meanwhile")
				again := b.resume(d)
				if survives {
					if got := again.content(); got != "meanwhile" {
						t.Errorf("replayed %q", got)
					}
					again.event("RESUMED")
				} else if p := again.next(9); string(p.D) != "false" {
					t.Errorf("op 9 with %s, want false", p.D)
				}
				again.leave()
			})
		})
	}
}

// TestPresenceLimit wants what a bot sets too often passed over, as Discord
// does it: without a word.
func TestPresenceLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		b := login(t, d, 53608447)
		set := func(name string) {
			b.send(3, map[string]any{"since": nil, "activities": []any{map[string]any{"name": name, "type": 0}}, "status": "online", "afk": false})
		}
		shown := func() string {
			var p struct{ Activities []struct{ Name string } }
			decode(t, b.event("PRESENCE_UPDATE"), &p)
			return p.Activities[0].Name
		}
		for i := range 5 {
			set(fmt.Sprint(i))
			if got := shown(); got != fmt.Sprint(i) {
				t.Errorf("shown %s, want %d", got, i)
			}
		}
		set("too often")
		time.Sleep(20 * time.Second)
		set("later")
		if got := shown(); got != "later" {
			t.Errorf("shown %s, want later", got)
		}
		b.leave()
	})
}
