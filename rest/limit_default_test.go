package rest

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// R8: a request that gives up in the moment in which its turn comes gives the
// turn back.
func TestAbandonedTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{})
		r := Request{Credential: "bot", Method: "POST", Route: "/x", Major: "1"}
		l.mu.Lock()
		w, err := l.enqueue(t.Context(), l.newPermit(r, time.Now()), r, time.Now())
		l.mu.Unlock()
		if err != nil || w.list != nil {
			t.Fatalf("the turn did not come: %v", err)
		}
		l.abandon(w)
		if b := w.lane.bucket; b.inflight != 0 || w.lane.inflight != 0 || w.permit.gate.inflight != 0 {
			t.Errorf("in flight: bucket %d, lane %d, gate %d", b.inflight, w.lane.inflight, w.permit.gate.inflight)
		}
		if _, err := l.Acquire(t.Context(), r); err != nil {
			t.Error(err)
		}
	})
}

// A machine that is busy at first and then is not has slow round trips before
// it has fast ones: the first requests reached Discord late, the next ones
// don't.
func TestSlowStart(t *testing.T) {
	t.Parallel()
	const global = 10
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{Global: global})
		var mu sync.Mutex
		var counted []time.Time // by Discord
		var wg sync.WaitGroup
		for i := range 4 * global {
			wg.Go(func() {
				p, err := l.Acquire(t.Context(), Request{Credential: "bot", Method: "GET", Route: "/x", Major: fmt.Sprint(i)})
				if err != nil {
					t.Error(err)
					return
				}
				way := time.Millisecond
				if mu.Lock(); len(counted) < global+global/2 {
					way = 300 * time.Millisecond
				}
				mu.Unlock()
				time.Sleep(way)
				mu.Lock()
				counted = append(counted, time.Now())
				mu.Unlock()
				time.Sleep(time.Millisecond)
				l.Release(p, Result{Status: 404, Header: map[string][]string{}})
			})
		}
		wg.Wait()
		for i := range len(counted) - global {
			if d := counted[i+global].Sub(counted[i]); d < time.Second {
				t.Errorf("%d requests within %v", global+1, d)
			}
		}
	})
}

// Memory does not grow with the number of interactions, channels and users.
func TestLimiterForgets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{})
		for i := range 50_000 {
			r := Request{Method: "POST", Route: "/interactions/{interaction_id}/{interaction_token}/callback", Major: fmt.Sprint(i), Interaction: true}
			if i%2 == 0 {
				r = Request{Credential: fmt.Sprint(i), Method: "GET", Route: "/users/@me"}
			}
			p, err := l.Acquire(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			h := map[string][]string{headerBucket: {"abc"}, headerLimit: {"5"}, headerRemaining: {"4"}, headerResetAfter: {"1"}}
			l.Release(p, Result{Status: 200, Header: h})
			time.Sleep(10 * time.Millisecond)
		}
		if n := max(len(l.lanes), len(l.buckets), len(l.gates)); n > 2*minSweep {
			t.Errorf("%d lanes, %d buckets, %d gates are kept", len(l.lanes), len(l.buckets), len(l.gates))
		}
		for _, r := range l.routes {
			if len(r.unknown) > 2*minSweep {
				t.Errorf("%d lanes are waited for", len(r.unknown))
			}
		}
	})
}
