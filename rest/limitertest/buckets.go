package limitertest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/rest"
)

// R1: many at once on a route that nobody knows.
func unknownRouteProbes(t *testing.T, l rest.Limiter) {
	d := oneRule(5, 2*time.Second, 20*time.Millisecond)
	took := d.all(t, l, 64, func(int) rest.Request { return post(1) })
	// 13 windows of 5: twelve must pass, and two round trips.
	d.want(t, 0, took, 24*time.Second, 24*time.Second+13*25*time.Millisecond)
}

// R2: as many in flight as the bucket has left.
func severalInFlight(t *testing.T, l rest.Limiter) {
	d := oneRule(50, 10*time.Second, 100*time.Millisecond)
	took := d.all(t, l, 40, func(int) rest.Request { return post(1) })
	d.want(t, 0, took, 200*time.Millisecond, 210*time.Millisecond)
}

// R3: 0.75 s are neither 0 nor 1.
func fractionsOfSeconds(t *testing.T, l rest.Limiter) {
	d := oneRule(1, 750*time.Millisecond, 0)
	took := d.all(t, l, 5, func(int) rest.Request { return post(1) })
	d.want(t, 0, took, 3*time.Second, 3100*time.Millisecond)
}

// R4: a 429 that names no bucket holds its own route only.
func retryAfterWithoutHeaders(t *testing.T, l rest.Limiter) {
	start := time.Now()
	d := &discord{answer: func(r rest.Request) *rest.Result {
		if r.Major == "1" && time.Since(start) < 3*time.Second {
			return &rest.Result{Status: 429, Header: jsonHeader(), RetryAfter: 3 * time.Second}
		}
		return nil
	}}
	d.all(t, l, 1, func(int) rest.Request { return post(2) })
	var wg sync.WaitGroup
	wg.Go(func() {
		took := d.all(t, l, 10, func(int) rest.Request { return post(1) })
		d.want(t, 1, took, 3*time.Second, 3100*time.Millisecond)
	})
	wg.Go(func() {
		if took := d.all(t, l, 10, func(int) rest.Request { return post(2) }); took != 0 {
			t.Errorf("another channel waited for %v", took)
		}
	})
	wg.Wait()
}

// R5: a shared limit is the resource's: only its route waits.
func sharedScope(t *testing.T, l rest.Limiter) {
	resourceLimit(t, l, "shared", 3)
}

// R5: a limit that the headers don't show, behind a bucket that has places
// left.
func subLimit(t *testing.T, l rest.Limiter) {
	resourceLimit(t, l, "user", 4)
}

func resourceLimit(t *testing.T, l rest.Limiter, scope string, remaining int) {
	start := time.Now()
	d := &discord{routes: map[string]bucketRule{
		"POST " + postMessage: {hash: "same", limit: 50, window: 60 * time.Second},
		"PUT " + reaction:     {hash: "same", limit: 50, window: 60 * time.Second},
	}}
	d.answer = func(r rest.Request) *rest.Result {
		if r.Method != "PUT" || time.Since(start) > 5*time.Second {
			return nil
		}
		h := jsonHeader()
		h.Set("X-RateLimit-Bucket", "same")
		h.Set("X-RateLimit-Limit", "50")
		h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
		h.Set("X-RateLimit-Reset-After", "60.000")
		h.Set("X-RateLimit-Scope", scope)
		return &rest.Result{Status: 429, Header: h, RetryAfter: 5*time.Second - time.Since(start) + time.Millisecond}
	}
	react := rest.Request{Credential: "bot", Method: "PUT", Route: reaction, Major: "1"}
	if _, err := d.send(t.Context(), l, react); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		took := d.all(t, l, 2, func(int) rest.Request { return react })
		d.want(t, 1, took, 5*time.Second, 5100*time.Millisecond)
	})
	wg.Go(func() {
		if took := d.all(t, l, 2, func(int) rest.Request { return post(1) }); took != 0 {
			t.Errorf("a route with the same hash waited for %v", took)
		}
	})
	wg.Wait()
}

// R5: the bucket's hash changes while requests are in flight.
func hashChangesInFlight(t *testing.T, l rest.Limiter) {
	d := oneRule(5, time.Second, 40*time.Millisecond)
	stop := time.AfterFunc(3*time.Second+20*time.Millisecond, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.routes["POST "+postMessage] = bucketRule{hash: "other", limit: 5, window: 2 * time.Second}
	})
	defer stop.Stop()
	d.all(t, l, 60, func(int) rest.Request { return post(1) })
	if d.limited > 1 {
		t.Errorf("429s = %d, want at most one for one change", d.limited)
	}
}

// R5: one hash with two limits is two buckets.
func twoLimitsOneHash(t *testing.T, l rest.Limiter) {
	d := &discord{routes: map[string]bucketRule{
		"POST " + postMessage: {hash: "same", limit: 1, window: 10 * time.Second},
		"PUT " + reaction:     {hash: "same", limit: 20, window: 10 * time.Second},
	}}
	react := rest.Request{Credential: "bot", Method: "PUT", Route: reaction, Major: "1"}
	d.all(t, l, 1, func(int) rest.Request { return post(1) })
	took := d.all(t, l, 20, func(int) rest.Request { return react })
	d.want(t, 0, took, 0, 0)
}

// Routes with the same hash share the bucket.
func routesShareBucket(t *testing.T, l rest.Limiter) {
	rule := bucketRule{hash: "same", limit: 4, window: 10 * time.Second}
	d := &discord{routes: map[string]bucketRule{"POST " + postMessage: rule, "PUT " + reaction: rule}}
	react := rest.Request{Credential: "bot", Method: "PUT", Route: reaction, Major: "1"}
	d.all(t, l, 1, func(int) rest.Request { return post(1) })
	d.all(t, l, 1, func(int) rest.Request { return react })
	took := d.all(t, l, 6, func(i int) rest.Request {
		if i%2 == 0 {
			return post(1)
		}
		return react
	})
	d.want(t, 0, took, 10*time.Second, 10100*time.Millisecond)
}

func majorsAreApart(t *testing.T, l rest.Limiter) {
	d := oneRule(1, 10*time.Second, 0)
	took := d.all(t, l, 30, post)
	d.want(t, 0, took, 0, 0)
}

// R13: Discord's clock may jump; only durations count.
func serverClockJumps(t *testing.T, l rest.Limiter) {
	for _, jump := range []time.Duration{time.Hour, -time.Hour, 300 * time.Millisecond, -300 * time.Millisecond} {
		d := oneRule(5, 2*time.Second, 20*time.Millisecond)
		d.routes["POST "+postMessage] = bucketRule{hash: fmt.Sprint(jump), limit: 5, window: 2 * time.Second}
		start := time.Now()
		d.clock = func() time.Duration {
			if time.Since(start) > 4500*time.Millisecond {
				return jump
			}
			return 0
		}
		took := d.all(t, l, 40, func(int) rest.Request { return post(1) })
		if d.limited != 0 || took > 15*time.Second {
			t.Errorf("jump of %v: 429s = %d, took %v, want 0 and 14s", jump, d.limited, took)
		}
		time.Sleep(time.Minute)
	}
}

// Headers are optional: a route without them is not held back for long.
func noHeaders(t *testing.T, l rest.Limiter) {
	d := &discord{global: 50, latency: 20 * time.Millisecond}
	took := d.all(t, l, 40, func(int) rest.Request { return post(1) })
	d.want(t, 0, took, 20*time.Millisecond, 200*time.Millisecond)
}

// Headers that are missing now and then don't make us forget to count.
func headersMissingSometimes(t *testing.T, l rest.Limiter) {
	random := rand.New(rand.NewPCG(1, 2))
	d := oneRule(5, time.Second, 20*time.Millisecond)
	d.all(t, l, 1, func(int) rest.Request { return post(2) })
	d.bare = func() bool { return random.IntN(2) == 0 }
	took := d.all(t, l, 50, func(int) rest.Request { return post(1) })
	if d.limited != 0 || took > 10*time.Second {
		t.Errorf("429s = %d, took %v, want 0 and about 9s", d.limited, took)
	}
}

// Requests on their way while a window ends count in the next one.
func stragglers(t *testing.T, l rest.Limiter) {
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(seed, 0))
		d := oneRule(5, time.Second, 20*time.Millisecond)
		d.routes["POST "+postMessage] = bucketRule{hash: fmt.Sprint(seed), limit: 5, window: time.Second}
		d.jitter = func() time.Duration { return time.Duration(random.IntN(400)) * time.Millisecond }
		d.all(t, l, 60, func(int) rest.Request { return post(1) })
		if d.limited != 0 {
			t.Errorf("seed %d: 429s = %d", seed, d.limited)
		}
		time.Sleep(time.Minute)
	}
}

// A window that slides frees one place after another. It takes one 429 to
// learn that.
func slidingWindow(t *testing.T, l rest.Limiter) {
	d := oneRule(5, 2*time.Second, 20*time.Millisecond)
	d.routes["POST "+postMessage] = bucketRule{hash: "m", limit: 5, window: 2 * time.Second, slides: true}
	start := time.Now()
	var wg sync.WaitGroup
	for range 50 { // faster than the limit allows
		wg.Go(func() {
			if err := d.call(t.Context(), l, post(1)); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(300 * time.Millisecond)
	}
	wg.Wait()
	if took := time.Since(start); d.limited > 1 || took > 27*time.Second {
		t.Errorf("429s = %d, took %v, want at most 1 and about 18s", d.limited, took)
	}
}
