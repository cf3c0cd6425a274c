package emulator_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// TestOwed wants the books to have each event once, whether its client is
// connected or not, and however often it is sent.
func TestOwed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var books []emulator.Owed
		d := emutest.StartWith(t, emulator.Config{Owe: func(o emulator.Owed) { books = append(books, o) }})
		b := login(t, d, intentsAll)
		d.Say("one")
		b.content()
		b.ws.Close()
		synctest.Wait()
		d.Say("two")
		d.SetGatewayFaults(emulator.GatewayFaults{Repeat: 1})
		again := b.resume(d)
		if one, two := again.content(), again.content(); one != "one" || two != "two" {
			t.Errorf("the replay began with %q and %q, want one event too many", one, two)
		}
		again.event("RESUMED")
		var got []string
		for i, o := range books {
			if o.SessionID != b.session || o.Shard != 0 || o.Sequence != int64(i)+1 || len(o.Data) == 0 {
				t.Errorf("entry %d is %+v", i, o)
			}
			got = append(got, o.Name)
		}
		if want := "[READY GUILD_CREATE MESSAGE_CREATE MESSAGE_CREATE RESUMED]"; fmt.Sprint(got) != want {
			t.Errorf("owed %v, want %s", got, want)
		}
		again.leave()
	})
}

// TestResumable wants to know of each session what a RESUME would meet.
func TestResumable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		end  func(d *emutest.Discord, b *bot)
		want bool
	}{
		{"connected", func(*emutest.Discord, *bot) {}, true},
		{"cut", func(d *emutest.Discord, b *bot) { d.Drop(emulator.Drop{Mode: emulator.DropAbrupt}) }, true},
		{"4009", func(d *emutest.Discord, b *bot) { d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4009}) }, false},
		{"too late", func(d *emutest.Discord, b *bot) { b.ws.Close(); time.Sleep(time.Hour) }, false},
		{"too many events", func(d *emutest.Discord, b *bot) {
			b.ws.Close()
			for range 5 {
				d.Say("hello")
			}
		}, false},
		{"resume refused", func(d *emutest.Discord, b *bot) {
			d.Drop(emulator.Drop{Mode: emulator.DropInvalid, When: emulator.AfterResume})
			b.resume(d).next(9)
		}, false},
		{"resume refused for now", func(d *emutest.Discord, b *bot) {
			d.Drop(emulator.Drop{Mode: emulator.DropInvalid, When: emulator.AfterResume, Resumable: true})
			b.resume(d).next(9)
		}, true},
		{"resume answered with 4007", func(d *emutest.Discord, b *bot) {
			d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4007, When: emulator.AfterResume})
			b.resume(d).closed()
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				world := emulator.DefaultWorld()
				world.Rules.ReplayEvents = 4
				d := emutest.StartWith(t, emulator.Config{World: world})
				b := login(t, d, intentsAll)
				tt.end(d, b)
				if got := d.Emulator.Resumable(b.session, b.seq); got != tt.want {
					t.Errorf("resumable: %t, want %t", got, tt.want)
				}
			})
		})
	}
}

// TestCancelDrops wants a drop that is still to come not to come.
func TestCancelDrops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		d.Drop(emulator.Drop{Mode: emulator.DropInvalid, When: emulator.AfterHello, Count: 5})
		connect(t, d, "/?v=10&encoding=json").next(10)
		d.Emulator.CancelDrops()
		login(t, d, intentsAll).leave()
	})
}
