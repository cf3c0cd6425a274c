package gateway

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
)

// A pass is a shard that the gate let through.
type pass struct {
	shard int
	at    time.Duration
}

// enterAll starts shards, last one first, and returns who passed when.
func enterAll(t *testing.T, gate IdentifyGate, shards, concurrency int) []pass {
	t.Helper()
	start := time.Now()
	var mu sync.Mutex // guards passed
	var passed []pass
	var wg sync.WaitGroup
	for i := range shards {
		wg.Go(func() {
			id := Identify{Shard: shards - 1 - i, Count: shards, MaxConcurrency: concurrency}
			if err := gate.Wait(t.Context(), id); err != nil {
				t.Errorf("shard %d: %v", id.Shard, err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			passed = append(passed, pass{id.Shard, time.Since(start)})
		})
	}
	wg.Wait()
	return passed
}

func TestGateConcurrency(t *testing.T) {
	t.Parallel()
	for _, concurrency := range []int{1, 16} {
		synctest.Test(t, func(t *testing.T) {
			const shards = 48
			gate := NewMemoryGate(discord.SessionStartLimit{Total: 1000, Remaining: 1000, MaxConcurrency: concurrency})
			passed := enterAll(t, gate, shards, concurrency)
			last := make(map[int]time.Duration)
			order := make(map[int]int)
			for _, p := range passed {
				key := p.shard % concurrency
				if before, ok := last[key]; ok && p.at-before < 5*time.Second {
					t.Errorf("concurrency %d: key %d twice within %v", concurrency, key, p.at-before)
				}
				if before, ok := order[key]; ok && p.shard < before && last[key] > 0 {
					t.Errorf("concurrency %d: shard %d after shard %d", concurrency, p.shard, before)
				}
				last[key], order[key] = p.at, p.shard
			}
			if got, most := passed[len(passed)-1].at, time.Duration(shards/concurrency)*identifyEvery; got > most {
				t.Errorf("concurrency %d: took %v, want at most %v", concurrency, got, most)
			}
		})
	}
}

func TestGateCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := NewMemoryGate(discord.SessionStartLimit{})
		if err := gate.Wait(t.Context(), Identify{}); err != nil {
			t.Fatal(err)
		}
		// The first in line gives up; the one behind takes its turn.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		gone := make(chan error)
		go func() { gone <- gate.Wait(ctx, Identify{Shard: 1}) }()
		start := time.Now()
		synctest.Wait()
		if err := gate.Wait(t.Context(), Identify{Shard: 2}); err != nil {
			t.Fatal(err)
		}
		if got := time.Since(start); got != identifyEvery {
			t.Errorf("the second waited %v, want %v", got, identifyEvery)
		}
		if err := <-gone; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the one that gave up got %v", err)
		}
	})
}

func TestGateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := NewMemoryGate(discord.SessionStartLimit{Total: 1000, Remaining: 3, ResetAfter: 3_600_000})
		for range 2 {
			if err := gate.Wait(t.Context(), Identify{}); err != nil {
				t.Fatal(err)
			}
		}
		err := gate.Wait(t.Context(), Identify{})
		var limit *IdentifyLimitError
		if !errors.As(err, &limit) || limit.Remaining != 1 || limit.ResetAfter <= 59*time.Minute || limit.ResetAfter > time.Hour {
			t.Fatalf("third IDENTIFY: %v, %+v", err, limit)
		}
		time.Sleep(limit.ResetAfter + time.Second)
		if err := gate.Wait(t.Context(), Identify{}); err != nil {
			t.Errorf("after the reset: %v", err)
		}
		// Discord tells no time while none was used.
		gate.Update(discord.SessionStartLimit{Total: 2, Remaining: 2})
		time.Sleep(identifyEvery)
		if err := gate.Wait(t.Context(), Identify{}); err != nil {
			t.Errorf("the first of two: %v", err)
		}
		if err := gate.Wait(t.Context(), Identify{}); !errors.As(err, &limit) {
			t.Errorf("the second of two: %v", err)
		}
		gate.Update(discord.SessionStartLimit{Total: 1000, Remaining: 0, ResetAfter: 1000})
		time.Sleep(10 * time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), identifyEvery)
		defer cancel()
		if err := gate.Wait(ctx, Identify{Shard: 1, MaxConcurrency: 2}); !errors.As(err, &limit) {
			t.Errorf("after Discord told that nothing remains: %v", err)
		}
	})
}
