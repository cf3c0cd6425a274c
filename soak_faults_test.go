package accord_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// A havoc makes Discord and the network misbehave, at random.
type havoc struct {
	d       *emutest.Discord
	books   *books
	network *network
	shards  int
	guilds  []discord.GuildID // that may have outages
	random  *rand.Rand

	done    map[string]int // faults by kind
	ends    sync.WaitGroup // of those that last
	latency sync.Mutex     // held while Discord is slow
}

// A fault is one way to misbehave.
type fault struct {
	kind string
	do   func(h *havoc)
}

// faults are all kinds of faults.
func faults() []fault {
	all := []fault{
		{"cut", func(h *havoc) { h.drop(emulator.Drop{Mode: emulator.DropAbrupt}) }},
		{"op 7", func(h *havoc) { h.drop(emulator.Drop{Mode: emulator.DropReconnect}) }},
		{"op 9 true", func(h *havoc) { h.drop(emulator.Drop{Mode: emulator.DropInvalid, Resumable: true}) }},
		{"op 9 false", func(h *havoc) { h.drop(emulator.Drop{Mode: emulator.DropInvalid}) }},
		{"op 1", func(h *havoc) { h.d.Heartbeat() }},
		{"missing ack", func(h *havoc) { h.d.SetGatewayFaults(emulator.GatewayFaults{MissACKs: 1 + h.random.IntN(h.shards)}) }},
		{"corrupt frame", func(h *havoc) { h.d.SetGatewayFaults(emulator.GatewayFaults{Corrupt: 1}) }},
		{"half a frame", func(h *havoc) { h.d.SetGatewayFaults(emulator.GatewayFaults{Truncate: 1}) }},
		{"events again", func(h *havoc) {
			h.d.SetGatewayFaults(emulator.GatewayFaults{Repeat: 1 + h.random.IntN(50)})
			h.drop(emulator.Drop{Mode: emulator.DropAbrupt})
		}},
		{"latency", (*havoc).slow},
		{"guild outage", (*havoc).outage},
		{"cut in a frame", func(h *havoc) { h.network.one(h.random.IntN, func(w *wire) { w.cut = h.random.IntN(5000) }) }},
		{"cut while connecting", func(h *havoc) {
			n := 1 + h.random.IntN(2000)
			h.network.spoil(func(w *wire) { w.cut = n })
			h.drop(emulator.Drop{Mode: emulator.DropAbrupt})
		}},
		{"late answer while connecting", func(h *havoc) {
			n, d := 1+h.random.IntN(1000), h.seldom(25*time.Second)
			h.network.spoil(func(w *wire) { w.pause, w.paused = n, d })
			h.drop(emulator.Drop{Mode: emulator.DropClose, Code: 4000})
		}},
		{"late READY", func(h *havoc) {
			n, d := 300+h.random.IntN(300), h.seldom(20*time.Second)
			h.network.spoil(func(w *wire) { w.pause, w.paused = n, d })
			h.drop(emulator.Drop{Mode: emulator.DropInvalid})
		}},
		{"stalled reads", func(h *havoc) {
			until := time.Now().Add(h.seldom(20 * time.Second))
			h.network.one(h.random.IntN, func(w *wire) { w.reads = until })
		}},
		{"stalled writes", func(h *havoc) {
			until := time.Now().Add(h.seldom(20 * time.Second))
			h.network.one(h.random.IntN, func(w *wire) { w.writes = until })
		}},
		{"half-open", func(h *havoc) {
			never, linger := time.Now().Add(time.Hour), h.upTo(10*time.Second)
			h.network.one(h.random.IntN, func(w *wire) { w.reads, w.writes, w.linger = never, never, linger })
		}},
		{"refused dials", func(h *havoc) {
			h.network.refuse(1 + h.random.IntN(4))
			h.drop(emulator.Drop{Mode: emulator.DropAbrupt})
		}},
		{"slow dial", func(h *havoc) {
			h.network.delay(h.seldom(40 * time.Second))
			h.drop(emulator.Drop{Mode: emulator.DropAbrupt})
		}},
	}
	for _, code := range []int{1000, 1001, 1011, 1012, 4000, 4001, 4002, 4003, 4005, 4006, 4007, 4008, 4009, 4900} {
		all = append(all, fault{fmt.Sprint("close ", code), func(h *havoc) { h.drop(emulator.Drop{Mode: emulator.DropClose, Code: code}) }})
	}
	return append(all, faultsToCome()...)
}

// faultsToCome are faults of the connections that come after another fault.
func faultsToCome() (all []fault) {
	modes := map[string]emulator.Drop{
		"cut":        {Mode: emulator.DropAbrupt},
		"op 7":       {Mode: emulator.DropReconnect},
		"op 9 true":  {Mode: emulator.DropInvalid, Resumable: true},
		"op 9 false": {Mode: emulator.DropInvalid},
		"close 4000": {Mode: emulator.DropClose, Code: 4000},
		"close 4007": {Mode: emulator.DropClose, Code: 4007},
	}
	for _, when := range []emulator.When{emulator.AtConnect, emulator.AfterHello, emulator.AfterIdentify, emulator.AfterResume} {
		for _, mode := range slices.Sorted(maps.Keys(modes)) {
			drop := modes[mode]
			drop.When = when
			ends := drop.Code == 4007 || drop.Mode == emulator.DropInvalid && !drop.Resumable
			all = append(all, fault{mode + " at " + string(when), func(h *havoc) {
				if ends && (when == emulator.AtConnect || when == emulator.AfterHello) {
					h.books.excuse()
				}
				h.d.Emulator.CancelDrops() // or they pile up while shards back off
				h.d.Drop(drop)
				h.drop(emulator.Drop{Mode: emulator.DropAbrupt})
			}})
		}
	}
	return all
}

// run does one fault after the other, in random order, until the time is over.
// Each kind comes as often as the others.
func (h *havoc) run(d, every time.Duration) {
	kinds := faults()
	for end, i := time.Now().Add(d), 0; time.Now().Before(end); i++ {
		if i%len(kinds) == 0 {
			h.random.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
		}
		f := kinds[i%len(kinds)]
		f.do(h)
		h.done[f.kind]++
		time.Sleep(h.upTo(2 * every))
	}
	h.network.heal()
	h.d.Emulator.CancelDrops()
	h.ends.Wait()
	h.d.SetGatewayFaults(emulator.GatewayFaults{})
}

// upTo returns a random time.
func (h *havoc) upTo(d time.Duration) time.Duration { return time.Duration(h.random.Int64N(int64(d))) }

// seldom returns a random time that is rather short, and seldom as long as d.
func (h *havoc) seldom(d time.Duration) time.Duration { return h.upTo(h.upTo(d) + 1) }

// drop does that to one of the shards.
func (h *havoc) drop(d emulator.Drop) {
	d.Shard = new(h.random.IntN(h.shards))
	h.d.Drop(d)
}

// slow delays all frames for a while.
func (h *havoc) slow() {
	latency, d := h.upTo(3*time.Second), h.upTo(8*time.Second)
	h.ends.Go(func() {
		h.latency.Lock()
		defer h.latency.Unlock()
		h.d.SetGatewayFaults(emulator.GatewayFaults{Latency: latency})
		time.Sleep(d)
		h.d.SetGatewayFaults(emulator.GatewayFaults{})
	})
}

// outage takes a guild down for a while.
func (h *havoc) outage() {
	guild, d := h.guilds[h.random.IntN(len(h.guilds))], h.upTo(10*time.Second)
	h.ends.Go(func() {
		h.d.SetGuildAvailable(guild, false)
		time.Sleep(d)
		h.d.SetGuildAvailable(guild, true)
	})
}

// count returns how many faults there were.
func (h *havoc) count() (n int) {
	for _, times := range h.done {
		n += times
	}
	return n
}

// String lists what was done.
func (h *havoc) String() string {
	var b strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(h.done)) {
		fmt.Fprintf(&b, ", %s %d", kind, h.done[kind])
	}
	return strings.TrimPrefix(b.String(), ", ")
}
