package gateway

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// passes asks a gate, as a shard does that identifies at once.
func passes(t *testing.T, gate IdentifyGate, id Identify) error {
	ctx, sent := context.WithCancel(t.Context())
	defer sent()
	return gate.Wait(ctx, id)
}

// TestFileGateShared has the gates of several processes let shards pass: never
// two of a key within 5 seconds, and no slower than that.
func TestFileGateShared(t *testing.T) {
	t.Parallel()
	for _, concurrency := range []int{1, 16} {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			const processes, each = 4, 8
			start := time.Now()
			var mu sync.Mutex // guards passed
			var passed []pass
			var wg sync.WaitGroup
			for p := range processes {
				gate := NewFileGate(dir)
				for i := range each {
					wg.Go(func() {
						id := Identify{Shard: p*each + i, MaxConcurrency: concurrency}
						if err := passes(t, gate, id); err != nil {
							t.Error(err)
							return
						}
						mu.Lock()
						defer mu.Unlock()
						passed = append(passed, pass{id.Shard, time.Since(start)})
					})
				}
			}
			wg.Wait()
			time.Sleep(sentTimeout)
			last := make(map[int]time.Duration)
			for _, p := range passed {
				key := p.shard % concurrency
				if before, ok := last[key]; ok && p.at-before < identifyEvery {
					t.Errorf("concurrency %d: key %d twice within %v", concurrency, key, p.at-before)
				}
				last[key] = p.at
			}
			rows := processes * each / concurrency
			if got, most := passed[len(passed)-1].at, time.Duration(rows-1)*identifyEvery+time.Second; got > most {
				t.Errorf("concurrency %d: took %v, want at most %v", concurrency, got, most)
			}
		})
	}
}

// TestGateHeldUp has a process pass and take its time: the next one must come 5
// seconds after it has identified.
func TestGateHeldUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, gates := range map[string][2]IdentifyGate{
		"file":   {NewFileGate(dir), NewFileGate(dir)},
		"memory": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				if name == "memory" {
					gate := new(MemoryGate)
					gate.keys = make(map[int]*gateKey)
					gates = [2]IdentifyGate{gate, gate}
				}
				ctx, sent := context.WithCancel(t.Context())
				if err := gates[0].Wait(ctx, Identify{}); err != nil {
					t.Fatal(err)
				}
				time.AfterFunc(3*time.Second, sent)
				start := time.Now()
				if err := passes(t, gates[1], Identify{}); err != nil {
					t.Fatal(err)
				}
				took := time.Since(start)
				time.Sleep(sentTimeout)
				if got, want := took, 3*time.Second+identifyEvery; got < want || got > want+time.Second {
					t.Errorf("the next one waited %v, want %v", got, want)
				}
			})
		})
	}
}

// TestFileGateBudget shares the day's limit, whatever each process was told.
func TestFileGateBudget(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		told := Identify{Total: 1000, Remaining: 3, ResetAfter: time.Hour, MaxConcurrency: 8}
		for shard := range 2 { // both were told before the other had identified
			told.Shard = shard
			if err := passes(t, NewFileGate(dir), told); err != nil {
				t.Fatal(err)
			}
		}
		told.Shard = 2
		err := passes(t, NewFileGate(dir), told)
		limit, ok := errors.AsType[*IdentifyLimitError](err)
		if !ok || limit.Remaining != 1 || limit.ResetAfter > time.Hour {
			t.Fatalf("the third: %v, want the limit", err)
		}
		other := told
		other.Application = 7
		if err := passes(t, NewFileGate(dir), other); err != nil {
			t.Errorf("another bot: %v", err)
		}
		time.Sleep(limit.ResetAfter + time.Second)
		told.ResetAfter = 24*time.Hour - time.Second
		told.Remaining = 1000
		if err := passes(t, NewFileGate(dir), told); err != nil {
			t.Errorf("the next day: %v", err)
		}
	})
}

// TestFileGateDamaged waits the full time when it can't know what others did.
func TestFileGateDamaged(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]string{
		"cut":          `{"max_concurrency":1,"free":{"0":"20`,
		"left over":    `{"max_concurrency":1}}`,
		"clock set":    `{"max_concurrency":1,"free":{"0":"2400-01-01T00:00:00Z"},"budget":{"total":1,"remaining":0,"reset":"2400-01-01T00:00:00Z"}}`,
		"another size": `{"max_concurrency":2,"free":{"1":"2000-01-01T00:00:05.25Z"}}`,
	} {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(dir, "0-identify"), []byte(damage), 0o600); err != nil {
				t.Fatal(err)
			}
			start := time.Now() // 2000-01-01
			if err := passes(t, NewFileGate(dir), Identify{}); err != nil {
				t.Fatal(err)
			}
			if got := time.Since(start); got != identifyEvery {
				t.Errorf("%s: waited %v, want %v", name, got, identifyEvery)
			}
		})
	}
}

// TestFileGateFails says so, at once.
func TestFileGateFails(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := NewFileGate(file).Wait(t.Context(), Identify{})
	if _, ok := errors.AsType[*os.PathError](err); !ok {
		t.Errorf("a file in place of the directory: %v", err)
	}
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		gate := NewFileGate(dir)
		if err := passes(t, gate, Identify{}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := gate.Wait(ctx, Identify{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("past the deadline: %v", err)
		}
	})
}

// FuzzGateFile reads files that nobody wrote.
func FuzzGateFile(f *testing.F) {
	f.Add([]byte(`{"max_concurrency":1,"free":{"0":"2000-01-01T00:00:05.25Z"},"floor":"2000-01-01T00:00:00Z","budget":{"total":1000,"remaining":3,"reset":"2000-01-02T00:00:00Z"}}`), 1)
	f.Add([]byte(`{"free":{"-1":null}}`), 16)
	f.Fuzz(func(t *testing.T, data []byte, concurrency int) {
		now := time.Now()
		id := Identify{MaxConcurrency: concurrency}
		wait, _, err := decodeGate(data, max(concurrency, 1), now).try(id, now)
		if wait < 0 || wait > identifyEvery {
			t.Errorf("wait %v", wait)
		}
		if _, ok := errors.AsType[*IdentifyLimitError](err); err != nil && !ok {
			t.Error(err)
		}
	})
}

// TestFileGateCut looks at the file after each write: with what was there before, cut
// at any place, it is still whole, so that a process may be killed meanwhile.
func TestFileGateCut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "7-identify")
	synctest.Test(t, func(t *testing.T) {
		gate := NewFileGate(dir)
		id := Identify{Application: 7, MaxConcurrency: 64, Total: 1000, Remaining: 1000, ResetAfter: time.Hour}
		for id.Shard = range 64 {
			if err := passes(t, gate, id); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(sameReset / 2) // who tells the limit later means the same one
		before, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		id.MaxConcurrency = 1 // there is less to tell
		if err := passes(t, gate, id); err != nil {
			t.Fatal(err)
		}
		after, err := os.ReadFile(name)
		if err != nil || len(after) != len(before) || len(after)%gateBlock != 0 {
			t.Fatalf("%d bytes, and then %d, %v: want one write of as many", len(before), len(after), err)
		}
		if s := decodeGate(after, 1, time.Now()); s.Budget.Remaining != 935 {
			t.Errorf("%+v, want 935 left", s.Budget)
		}
	})
}
