package emulator_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// TestConcurrency does everything at once, for the race detector and against
// deadlocks: requests, people, connections that come and go, and faults.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	w := emulator.DefaultWorld()
	w.Rules.MaxConcurrency, w.Rules.Shards = 16, 16
	d := emutest.StartWith(t, emulator.Config{World: w})
	const rounds = 30
	var wg sync.WaitGroup
	wg.Go(func() {
		for range rounds {
			d.Say("hello")
		}
	})
	wg.Go(func() {
		path := fmt.Sprintf("/api/v10/channels/%d/messages", d.ChannelID)
		for range rounds {
			rest(t, d, "POST", path, "Bot "+d.Token, `{"content":"x"}`)
			rest(t, d, "GET", path, "Bot "+d.Token, "")
		}
	})
	wg.Go(func() {
		for range rounds {
			rest(t, d, "GET", "/ui/state", "", "")
			rest(t, d, "GET", "/control/log", "", "")
			d.Stats()
			d.Heartbeat()
		}
	})
	wg.Go(func() {
		modes := []emulator.DropMode{emulator.DropAbrupt, emulator.DropReconnect, emulator.DropClose, emulator.DropInvalid}
		for i := range rounds {
			d.Drop(emulator.Drop{Mode: modes[i%len(modes)], Resumable: i%2 == 0})
			d.SetGuildAvailable(d.GuildID, i%2 == 0)
		}
		d.SetGuildAvailable(d.GuildID, true)
	})
	for shard := range 4 {
		wg.Go(func() {
			for range rounds {
				comeAndGo(t, d, shard)
			}
		})
	}
	wg.Wait()
}

// comeAndGo identifies, reads what there is for a moment, and leaves. Whatever
// goes wrong on the way is somebody else's doing.
func comeAndGo(t *testing.T, d *emutest.Discord, shard int) {
	b, err := dialBot(t, d, "/?v=10&compress=zlib-stream")
	if err != nil {
		return
	}
	defer b.ws.Close()
	payload := identify(d, intentsAll)
	payload["shard"] = []int{shard, 16}
	if b.ws.WriteJSON(map[string]any{"op": 2, "d": payload}) != nil {
		return
	}
	if b.ws.SetReadDeadline(time.Now().Add(20*time.Millisecond)) != nil {
		return
	}
	for range 4 {
		if _, err := b.read(); err != nil {
			return
		}
	}
}
