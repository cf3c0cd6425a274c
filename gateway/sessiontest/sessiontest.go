// Package sessiontest holds the tests that every [gateway.SessionStore] has to
// pass, and those of [gateway.SessionSweeper] for the stores that are one.
//
//	func TestStore(t *testing.T) {
//		sessiontest.Run(t, func(t *testing.T) gateway.SessionStore { return NewStore(t.TempDir()) })
//	}
package sessiontest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// Run tests the stores that open returns, each of them empty. They need not be
// safe from other stores, but each is used by several goroutines.
func Run(t *testing.T, open func(t *testing.T) gateway.SessionStore) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, gateway.SessionStore){
		"empty":        empty,
		"round trip":   roundTrip,
		"moves on":     movesOn,
		"goes back":    goesBack,
		"shards":       shards,
		"bot":          bot,
		"fence":        fence,
		"copies":       copies,
		"cancelled":    cancelled,
		"side by side": sideBySide,
		"sweep":        sweep,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// session returns a session in which nothing is zero.
func session(shard int) gateway.Session {
	return gateway.Session{
		Key: gateway.ShardKey{ApplicationID: 1, Shard: shard, Count: 2}, ID: "a", Sequence: 7, ResumeURL: "wss://x", UserID: 2, ApplicationID: 1,
		Guilds: []discord.GuildID{3, 4}, Started: time.Unix(50, 6).UTC(), LastFrame: time.Unix(100, 5).UTC(), Fingerprint: "f", Epoch: 2,
	}
}

// save wants the store to take all.
func save(t *testing.T, store gateway.SessionStore, batch ...gateway.Session) {
	t.Helper()
	if err := store.Save(t.Context(), batch); err != nil {
		t.Errorf("Save: %v", err)
	}
}

// holds wants the store to return just that.
func holds(t *testing.T, store gateway.SessionStore, want gateway.Session) {
	t.Helper()
	got, err := store.Load(t.Context(), want.Key)
	if err != nil {
		t.Errorf("Load: %v", err)
	}
	if !got.LastFrame.Equal(want.LastFrame) || !got.Started.Equal(want.Started) {
		t.Errorf("started %v, last frame %v, want %v and %v", got.Started, got.LastFrame, want.Started, want.LastFrame)
	}
	got.Started, got.LastFrame = want.Started, want.LastFrame // the location does not matter
	if !reflect.DeepEqual(got, want) {
		t.Errorf("stored %+v\nwant %+v", got, want)
	}
}

func empty(t *testing.T, store gateway.SessionStore) {
	if s, err := store.Load(t.Context(), session(0).Key); !errors.Is(err, gateway.ErrNoSession) {
		t.Errorf("Load of nothing: %+v, %v", s, err)
	}
	save(t, store)
}

func roundTrip(t *testing.T, store gateway.SessionStore) {
	save(t, store, session(0))
	holds(t, store, session(0))
	over := gateway.Session{Key: session(0).Key, Epoch: 2} // the session is over
	save(t, store, over)
	holds(t, store, over)
}

func movesOn(t *testing.T, store gateway.SessionStore) {
	s := session(0)
	for range 100 {
		save(t, store, s)
		holds(t, store, s)
		s.Sequence += 3
		s.LastFrame = s.LastFrame.Add(time.Second)
	}
	s.Epoch++
	save(t, store, s)
	s.Guilds = append(s.Guilds, 5)
	save(t, store, s)
	s.Sequence++
	save(t, store, s)
	holds(t, store, s)
}

// bot notes how many shards a bot has, under a key that is no shard's.
func bot(t *testing.T, store gateway.SessionStore) {
	note := gateway.Session{Key: gateway.ShardKey{ApplicationID: 1}, Epoch: 2}
	for _, note.Sequence = range []int64{4, 8, 3} {
		save(t, store, note)
		holds(t, store, note)
	}
	if _, err := store.Load(t.Context(), session(0).Key); !errors.Is(err, gateway.ErrNoSession) {
		t.Errorf("Load of a shard: %v, want ErrNoSession", err)
	}
}

func goesBack(t *testing.T, store gateway.SessionStore) {
	s := session(0)
	save(t, store, s)
	s.ID, s.Sequence = "another", 1
	save(t, store, s)
	holds(t, store, s)
	s.Sequence = 0
	save(t, store, s)
	holds(t, store, s)
}

func shards(t *testing.T, store gateway.SessionStore) {
	one, other := session(0), session(1)
	other.ID, other.Sequence = "b", 9
	save(t, store, one, other)
	holds(t, store, one)
	holds(t, store, other)
	for _, key := range []gateway.ShardKey{{ApplicationID: 1, Shard: 0, Count: 1}, {ApplicationID: 2, Shard: 0, Count: 2}} {
		if s, err := store.Load(t.Context(), key); !errors.Is(err, gateway.ErrNoSession) {
			t.Errorf("Load of %+v: %+v, %v", key, s, err)
		}
	}
}

// fence has another process take shard 1 over: nothing of an older batch is
// stored.
func fence(t *testing.T, store gateway.SessionStore) {
	one, other := session(0), session(1)
	save(t, store, one, other)
	taken := other
	taken.Epoch++
	save(t, store, taken)
	newer := one
	newer.Sequence++
	if err := store.Save(t.Context(), []gateway.Session{newer, other}); !errors.Is(err, gateway.ErrStolen) {
		t.Errorf("Save with an old epoch: %v", err)
	}
	holds(t, store, one)
	holds(t, store, taken)
	save(t, store, newer)
	holds(t, store, newer)
}

// copies wants no slice to be shared with the store's users.
func copies(t *testing.T, store gateway.SessionStore) {
	s := session(0)
	save(t, store, s)
	s.Guilds[0] = 99
	holds(t, store, session(0))
	if got, err := store.Load(t.Context(), s.Key); err == nil {
		got.Guilds[0] = 98
	}
	holds(t, store, session(0))
}

func cancelled(t *testing.T, store gateway.SessionStore) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := store.Save(ended, []gateway.Session{session(0)}); !errors.Is(err, context.Canceled) {
		t.Errorf("Save with a context that ended: %v", err)
	}
	if _, err := store.Load(ended, session(0).Key); !errors.Is(err, context.Canceled) {
		t.Errorf("Load with a context that ended: %v", err)
	}
	sweeper, ok := store.(gateway.SessionSweeper)
	if !ok {
		return
	}
	save(t, store, session(0))
	if s, err := sweeper.Sweep(ended, 1, 8, time.Unix(200, 0)); !errors.Is(err, context.Canceled) || len(s) != 0 {
		t.Errorf("Sweep with a context that ended: %+v, %v", s, err)
	}
}

func sideBySide(t *testing.T, store gateway.SessionStore) {
	var wg sync.WaitGroup
	for shard := range 2 {
		wg.Go(func() {
			s := session(shard)
			for range 50 {
				s.Sequence++
				save(t, store, s)
				holds(t, store, s)
			}
		})
	}
	wg.Wait()
}

// sweep has several processes look for sessions that nobody goes on with: each is
// one's alone.
func sweep(t *testing.T, store gateway.SessionStore) {
	sweeper, ok := store.(gateway.SessionSweeper)
	if !ok {
		return // it need not be one
	}
	abandoned := make(map[gateway.ShardKey]gateway.Session)
	var stored []gateway.Session
	for shard := range 8 {
		s := session(shard)
		s.Key.Count = 8 + shard%2
		abandoned[s.Key] = s
		stored = append(stored, s)
	}
	save(t, store, stored...)
	young, current, other := session(8), session(0), session(0)
	young.Key.Count, young.LastFrame = 9, time.Unix(200, 0).UTC()
	over := gateway.Session{Key: gateway.ShardKey{ApplicationID: 1, Shard: 9, Count: 10}, Epoch: 2}
	other.Key.ApplicationID, other.Key.Count = 2, 8
	note := gateway.Session{Key: gateway.ShardKey{ApplicationID: 1}, Sequence: 8, ID: "no session", Epoch: 2}
	stay := []gateway.Session{young, over, current, other, note}
	save(t, store, stay...)

	var wg sync.WaitGroup
	var mu sync.Mutex // guards swept
	var swept []gateway.Session
	for range 4 {
		wg.Go(func() {
			got, err := sweeper.Sweep(t.Context(), 1, 2, time.Unix(150, 0))
			if err != nil {
				t.Errorf("Sweep: %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			swept = append(swept, got...)
		})
	}
	wg.Wait()
	if len(swept) != len(abandoned) {
		t.Errorf("swept %d sessions, want %d", len(swept), len(abandoned))
	}
	for _, got := range swept {
		want := abandoned[got.Key]
		if !got.LastFrame.Equal(want.LastFrame) || got.ID != want.ID || got.Sequence != want.Sequence || got.Epoch != want.Epoch {
			t.Errorf("swept %+v, want %+v", got, want)
		}
		if s, err := store.Load(t.Context(), got.Key); !errors.Is(err, gateway.ErrNoSession) {
			t.Errorf("Load of what was swept: %+v, %v", s, err)
		}
	}
	for _, want := range stay {
		holds(t, store, want)
	}
	save(t, store, stored[0]) // a process that was only away
	holds(t, store, stored[0])
}
