package emulator_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// content returns the text of the next MESSAGE_CREATE.
func (b *bot) content() string {
	b.t.Helper()
	var m struct{ Content string }
	decode(b.t, b.event("MESSAGE_CREATE"), &m)
	return m.Content
}

// TestDropAndResume wants what happens between a drop and a resume replayed in
// order, however the connection was lost.
func TestDropAndResume(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		drop emulator.Drop
		want int // close code that the client sees; 0: none
	}{
		{"abrupt", emulator.Drop{Mode: emulator.DropAbrupt}, 0},
		{"close", emulator.Drop{Mode: emulator.DropClose}, 4000},
		{"close with a code", emulator.Drop{Mode: emulator.DropClose, Code: 4008}, 4008},
		{"reconnect", emulator.Drop{Mode: emulator.DropReconnect}, 4000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				b := login(t, d, intentsAll)
				d.Say("before")
				b.content()
				if n := d.Drop(tt.drop); n != 1 {
					t.Errorf("dropped %d connections, want 1", n)
				}
				if got := b.closed(); got != tt.want {
					t.Errorf("closed with %d, want %d", got, tt.want)
				}
				b.ws.Close()
				d.Say("one")
				d.Say("two")
				again := b.resume(d)
				if one, two := again.content(), again.content(); one != "one" || two != "two" {
					t.Errorf("replayed %q and %q", one, two)
				}
				again.event("RESUMED")
				if again.seq != b.seq+3 {
					t.Errorf("the last sequence number is %d, want %d", again.seq, b.seq+3)
				}
				d.Say("after")
				if got := again.content(); got != "after" {
					t.Errorf("got %q after the replay", got)
				}
				again.leave()
				if got := d.Stats(); got.Identifies != 1 || got.Resumes != 1 {
					t.Errorf("stats = %+v, want 1 identify and 1 resume", got)
				}
			})
		})
	}
}

// TestReconnectFirst wants op 7 before the connection is closed, and the client
// given time to leave by itself.
func TestReconnectFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		b := login(t, d, intentsAll)
		start := time.Now()
		d.Drop(emulator.Drop{Mode: emulator.DropReconnect})
		b.next(7)
		if got := b.closed(); got != 4000 || time.Since(start) != 5*time.Second {
			t.Errorf("closed with %d after %v, want 4000 after 5s", got, time.Since(start))
		}
	})
}

// TestSessionEnds wants sessions gone that cannot be resumed, with op 9, and
// the connection open for a new one.
func TestSessionEnds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		end  func(*emutest.Discord, *bot)
	}{
		{"closed by the client with 1000", func(_ *emutest.Discord, b *bot) { b.leaveWith(1000) }},
		{"closed by the client with 1001", func(_ *emutest.Discord, b *bot) { b.leaveWith(1001) }},
		{"closed with 4009", func(d *emutest.Discord, b *bot) {
			d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4009})
			b.closed()
		}},
		{"invalid", func(d *emutest.Discord, b *bot) {
			d.Drop(emulator.Drop{Mode: emulator.DropInvalid})
			b.next(9)
		}},
		{"too late", func(_ *emutest.Discord, b *bot) {
			b.ws.Close()
			time.Sleep(3*time.Minute + time.Second)
		}},
		{"unknown", func(_ *emutest.Discord, b *bot) { b.session = strings.Repeat("0", 32) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				b := login(t, d, intentsAll)
				tt.end(d, b)
				b.ws.Close()
				again := b.resume(d)
				if p := again.next(9); string(p.D) != "false" {
					t.Errorf("op 9 with %s, want false", p.D)
				}
				time.Sleep(5 * time.Second)
				again.send(2, identify(d, intentsAll))
				again.ready()
				again.event("GUILD_CREATE")
				again.leave()
			})
		})
	}
}

// TestSessionSurvives wants a session kept that was left without good-bye, for
// as long as the window is.
func TestSessionSurvives(t *testing.T) {
	t.Parallel()
	for _, code := range []int{0, 4000, 4900} {
		synctest.Test(t, func(t *testing.T) {
			d := emutest.Start(t)
			b := login(t, d, intentsAll)
			if code == 0 {
				b.ws.Close()
			} else {
				b.leaveWith(code)
			}
			time.Sleep(3 * time.Minute)
			again := b.resume(d)
			again.event("RESUMED")
			again.leave()
		})
	}
}

func TestInvalidSeq(t *testing.T) {
	t.Parallel()
	for _, seq := range []int64{100, 1<<63 - 1, -1, -1 << 63} {
		synctest.Test(t, func(t *testing.T) {
			d := emutest.Start(t)
			b := login(t, d, intentsAll)
			b.ws.Close()
			b.seq = seq
			again := b.resume(d)
			if got := again.closed(); got != 4007 {
				t.Errorf("%d: closed with %d, want 4007", seq, got)
			}
			again.ws.Close()
			b.seq = 1
			gone := b.resume(d)
			gone.next(9)
			gone.leave()
		})
	}
}

// TestReplayBuffer wants op 9 where too much has happened to be replayed.
func TestReplayBuffer(t *testing.T) {
	t.Parallel()
	w := emulator.DefaultWorld()
	w.Rules.ReplayEvents = 3
	d := emutest.StartWith(t, emulator.Config{World: w})
	b := login(t, d, intentsAll)
	d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
	b.closed()
	b.ws.Close()
	for range 3 {
		d.Say("kept")
	}
	again := b.resume(d)
	for range 3 {
		again.content()
	}
	again.event("RESUMED")
	again.ws.Close()
	for range 4 {
		d.Say("too many")
	}
	last := again.resume(d)
	last.next(9)
	last.leave()
}

// TestInvalidResumable wants op 9 with true to leave the session as it is.
func TestInvalidResumable(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := login(t, d, intentsAll)
	d.Drop(emulator.Drop{Mode: emulator.DropInvalid, Resumable: true})
	if p := b.next(9); string(p.D) != "true" {
		t.Errorf("op 9 with %s, want true", p.D)
	}
	b.ws.Close()
	again := b.resume(d)
	again.event("RESUMED")
	again.leave()
}

// TestInvalidOnSameConnection wants a client that lost its session to op 9 to
// be able to go on without a new connection, as oceanic.js and eris do.
func TestInvalidOnSameConnection(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		resumable bool
		then      func(t *testing.T, d *emutest.Discord, b *bot)
	}{
		{"resume", true, func(t *testing.T, d *emutest.Discord, b *bot) {
			b.send(6, map[string]any{"token": d.Token, "session_id": b.session, "seq": b.seq})
			if got := b.content(); got != "meanwhile" {
				t.Errorf("replayed %q, want what was said meanwhile", got)
			}
			b.event("RESUMED")
		}},
		{"identify", false, func(t *testing.T, d *emutest.Discord, b *bot) {
			time.Sleep(5 * time.Second)
			b.send(2, identify(d, intentsAll))
			b.ready()
			b.event("GUILD_CREATE")
		}},
		{"leave for good", true, func(t *testing.T, d *emutest.Discord, b *bot) {
			b.leave()
			again := b.resume(d)
			if p := again.next(9); string(p.D) != "false" {
				t.Errorf("op 9 with %s, want false: the client closed with 1000", p.D)
			}
			again.leave()
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				b := login(t, d, intentsAll)
				d.Drop(emulator.Drop{Mode: emulator.DropInvalid, Resumable: tt.resumable})
				b.next(9)
				d.Say("meanwhile")
				tt.then(t, d, b)
				b.ws.Close()
			})
		})
	}
}

// TestTakeover wants a session resumed while its old connection still stands,
// as when a network died without a sign.
func TestTakeover(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	old := login(t, d, intentsAll)
	again := old.resume(d)
	again.event("RESUMED")
	if got := old.closed(); got != 4000 {
		t.Errorf("the old connection was closed with %d, want 4000", got)
	}
	old.ws.Close()
	d.Say("hello")
	if got := again.content(); got != "hello" {
		t.Errorf("got %q", got)
	}
	again.leave()
}

// TestDropLater wants faults at the moments that clients handle worst.
func TestDropLater(t *testing.T) {
	t.Parallel()
	invalid := emulator.Drop{Mode: emulator.DropInvalid}
	reconnect := emulator.Drop{Mode: emulator.DropReconnect}
	when := func(d emulator.Drop, w emulator.When) emulator.Drop {
		d.When = w
		return d
	}
	t.Run("op 7 instead of hello", func(t *testing.T) {
		t.Parallel()
		d := emutest.Start(t)
		d.Drop(when(reconnect, emulator.AtConnect))
		b := connect(t, d, "/?v=10")
		b.next(7)
		b.ws.Close()
		connect(t, d, "/?v=10").next(10) // only once
	})
	t.Run("op 9 right after hello", func(t *testing.T) {
		t.Parallel()
		d := emutest.Start(t)
		d.Drop(when(invalid, emulator.AfterHello))
		b := connect(t, d, "/?v=10")
		b.next(10)
		b.next(9)
	})
	t.Run("op 9 twice instead of ready", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := emutest.Start(t)
			twice := when(invalid, emulator.AfterIdentify)
			twice.Count = 2
			d.Drop(twice)
			b := connect(t, d, "/?v=10")
			b.next(10)
			for range 2 {
				b.send(2, identify(d, 0))
				b.next(9)
				time.Sleep(5 * time.Second)
			}
			b.send(2, identify(d, 0))
			b.ready()
		})
	})
	t.Run("cut while resuming", func(t *testing.T) {
		t.Parallel()
		d := emutest.Start(t)
		b := login(t, d, 0)
		b.ws.Close()
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, When: emulator.AfterResume})
		lost := b.resume(d)
		if got := lost.closed(); got != 0 {
			t.Errorf("closed with %d, want a cut", got)
		}
		lost.ws.Close()
		again := b.resume(d)
		again.event("RESUMED")
	})
}

func TestDropErrors(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	for _, drop := range []emulator.Drop{{}, {Mode: "other"}, {Mode: "close", Code: 1}, {Mode: "close", Code: 1006}, {Mode: "abrupt", When: "never"}} {
		if _, err := d.Emulator.Drop(drop); err == nil {
			t.Errorf("Drop(%+v) has no error", drop)
		}
	}
}

// TestGatewayFaults wants frames late, damaged or missing when told so.
func TestGatewayFaults(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		b := login(t, d, intentsAll)
		d.SetGatewayFaults(emulator.GatewayFaults{MissACKs: 1})
		b.send(1, nil)
		b.send(1, nil)
		b.next(11)
		d.Heartbeat()
		b.next(1)

		start := time.Now()
		d.SetGatewayFaults(emulator.GatewayFaults{Latency: 300 * time.Millisecond})
		d.Say("a")
		d.Say("b")
		b.content()
		b.content()
		if late := time.Since(start); late != 300*time.Millisecond {
			t.Errorf("two frames took %v, want 300ms", late)
		}

		d.SetGatewayFaults(emulator.GatewayFaults{Corrupt: 1})
		d.Say("c")
		if p, err := b.read(); err == nil {
			t.Errorf("a corrupt frame was read as %s", p.D)
		}
		d.SetGatewayFaults(emulator.GatewayFaults{Truncate: 1})
		d.Say("d")
		if p, err := b.read(); err == nil {
			t.Errorf("half a frame was read as %s", p.D)
		}
		d.Say("e")
		if got := b.content(); got != "e" {
			t.Errorf("got %q after the faults", got)
		}
		b.leave()
	})
}

// TestSlowReader wants a client that does not read to hold up nobody, and its
// session to survive that.
func TestSlowReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		slow := login(t, d, intentsAll)
		time.Sleep(5 * time.Second)
		other := login(t, d, intentsAll)
		for range 100 {
			d.Say("hello")
			other.content()
		}
		for range 2 {
			slow.send(1, nil)
			other.send(1, nil)
			other.next(11)
			time.Sleep(31 * time.Second) // at 60 the emulator gives up writing
		}
		if open := d.Emulator.Connections(); len(open) != 1 || open[0].Number != 2 {
			t.Errorf("open connections: %v, want only that of the client that reads", open)
		}
		slow.ws.Close()
		again := slow.resume(d)
		for range 100 {
			again.content()
		}
		again.event("RESUMED")
		again.leave()
		other.leave()
	})
}
