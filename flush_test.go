package accord

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestFlush wants handlers of events that came together to start together, and none to
// be left when the reader waits, or when something comes that must not wait.
func TestFlush(t *testing.T) {
	t.Parallel()
	take := func(t *testing.T, s *shard, name, data string) {
		t.Helper()
		if err := s.receive(t.Context(), gateway.Frame{Type: name, Seq: 1, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name   string
		limit  int64
		starts func(t *testing.T, s *shard)
	}{
		{"the reader waits for the network", 0, func(_ *testing.T, s *shard) { s.flush() }},
		{"the reader waits for room", 6000, func(t *testing.T, s *shard) {
			take(t, s, "MESSAGE_CREATE", say(4, 4, strings.Repeat("x", 4000)))
		}},
		{"the reader waits for a handover", 0, func(_ *testing.T, s *shard) { s.stopReading()() }},
		{"the reader waits for a takeover", 0, func(t *testing.T, s *shard) {
			old := s.run.newGeneration(1, []int{0}, discord.SessionStartLimit{})
			h := &handover{old: old, next: s.generation, shards: make([]newShard, 1), taken: true, done: make(chan struct{})}
			s.run.handover.Store(h)
			t.Cleanup(func() { close(h.done) })
			go s.receive(t.Context(), gateway.Frame{Type: "MESSAGE_CREATE", Seq: 4, Data: say(4, 4, "hello")})
		}},
		{"much came", 0, func(t *testing.T, s *shard) {
			take(t, s, "MESSAGE_CREATE", say(4, 4, strings.Repeat("x", batch)))
		}},
		{"an interaction", 0, func(t *testing.T, s *shard) {
			take(t, s, "INTERACTION_CREATE", `{"id":"1","application_id":"2","type":2,"token":"x","data":{"id":"9","name":"x","type":1}}`)
		}},
		{"an event of the library", 0, func(_ *testing.T, s *shard) {
			s.run.emit(new(event.ShardReady), 0, libraryGuild)
		}},
		{"the end", 0, func(_ *testing.T, s *shard) { s.run.stop() }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{QueueBytes: tt.limit})
				var handled atomic.Int64
				On(c, func(context.Context, *event.MessageCreate) error {
					handled.Add(1)
					return nil
				})
				On(c, func(context.Context, *event.InteractionCreate) error { return nil })
				On(c, func(context.Context, *event.ShardReady) error { return nil })
				s := r.now.Load().shards[0]
				for i := range uint64(3) {
					take(t, s, "MESSAGE_CREATE", say(i+1, i+1, "hello"))
				}
				synctest.Wait()
				if got := handled.Load(); got != 0 {
					t.Errorf("%d events were handled one by one", got)
				}
				tt.starts(t, s)
				synctest.Wait()
				if got := handled.Load(); got < 3 {
					t.Errorf("%d of 3 events were handled", got)
				}
			})
		})
	}
}
