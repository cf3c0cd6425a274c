package accord_test

import (
	"log/slog"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/gateway"
)

// TestReconnectUnderLoad is G17: the connection is lost, again and again, while
// 5,000 events come in a second. Each event of the session must be handled once,
// and those of a channel in order.
func TestReconnectUnderLoad(t *testing.T) {
	t.Parallel()
	const rate = 5000
	rounds := 3
	if accord.RaceDetector {
		rounds = 1
		t.Log("one round instead of three: the race detector makes an event ten times as dear")
	}
	random := rand.New(rand.NewPCG(17, 0))
	for _, tt := range []struct {
		name  string
		times int           // in a round; after more in a row the shard would back off
		every time.Duration // between them
		lose  func(d *emutest.Discord, n *network)
	}{
		{"op 7", 3, 200 * time.Millisecond, func(d *emutest.Discord, _ *network) {
			d.Drop(emulator.Drop{Mode: emulator.DropReconnect})
		}},
		{"op 9 true", 1, time.Second, func(d *emutest.Discord, _ *network) {
			d.Drop(emulator.Drop{Mode: emulator.DropInvalid, Resumable: true})
		}},
		{"close 4000", 3, 200 * time.Millisecond, func(d *emutest.Discord, _ *network) {
			d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4000})
		}},
		{"cut in a frame", 3, 200 * time.Millisecond, func(_ *emutest.Discord, n *network) {
			cut := random.IntN(3000)
			n.one(random.IntN, func(w *wire) { w.cut = cut })
		}},
		{"missing ack", 1, 2500 * time.Millisecond, func(d *emutest.Discord, _ *network) {
			d.SetGatewayFaults(emulator.GatewayFaults{MissACKs: 1})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, world := newBooks(t), soakWorld(1)
				world.Rules.HeartbeatInterval = emulator.Duration(time.Second)
				world.Rules.ReplayEvents = 100_000
				d := emutest.StartWith(t, emulator.Config{World: world, Owe: b.owe})
				n := newNetwork(d.Dial)
				b.discord = d.Emulator
				client := accord.New(d.Token, accord.Config{API: d.API, Dial: n.Dial, Logger: slog.New(slog.DiscardHandler), Compression: gateway.CompressionNone})
				accord.On(client, handler(b))
				wait := ready(t, client, 1)
				stop := run(t, client)
				wait()
				post := newPoster(b, d, 1, nil)
				for range rounds {
					post.until(closed(func() {
						time.Sleep(100 * time.Millisecond)
						for range tt.times {
							tt.lose(d, n)
							time.Sleep(tt.every)
						}
					}), rate)
					post.until(closed(func() { time.Sleep(20 * time.Second) }), rate/50)
				}
				synctest.Wait()
				stop()
				n.closing.Wait()
				sum, s := b.close(), d.Stats()
				if sum.lost != 0 || s.Identifies != 1 || s.Resumes < rounds {
					t.Errorf("%d of %d events were lost; %+v, want one session, resumed in each of %d rounds", sum.lost, sum.posted, s, rounds)
				}
				t.Logf("%d events, %d resumes", sum.posted, s.Resumes)
			})
		})
	}
}
