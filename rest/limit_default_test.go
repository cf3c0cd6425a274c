package rest

import (
	"fmt"
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
