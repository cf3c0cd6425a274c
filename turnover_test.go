package accord_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestAnotherCount starts a bot with another number of shards than it had. Its
// sessions can't go on, and each of them is told to be lost, once.
func TestAnotherCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(3, emulator.Rules{Shards: 2})})
		store := new(gateway.MemoryStore)
		n := new(notebook)
		for i, tt := range []struct{ count, lost int }{{2, 0}, {3, 2}, {3, 0}, {2, 3}} {
			client := n.bot(d, accord.Config{Sessions: store, Shards: accord.Shards{Count: tt.count}})
			var mu sync.Mutex // guards lost
			var lost []int
			accord.On(client, func(_ context.Context, e *event.SessionLost) error {
				mu.Lock()
				defer mu.Unlock()
				lost = append(lost, e.Shard)
				if e.SessionID == "" || e.Last == 0 || e.Since.IsZero() {
					t.Errorf("run %d: %+v", i, e)
				}
				return nil
			})
			stop := run(t, client)
			time.Sleep(time.Minute)
			stop()
			slices.Sort(lost)
			if !slices.Equal(lost, accord.ShardRange(0, tt.lost-1)) {
				t.Errorf("run %d: the sessions of shards %v were lost, want %d", i, lost, tt.lost)
			}
		}
	})
}
