// Package limitertest holds the tests that every implementation of
// [rest.Limiter] must pass. They run in virtual time, against a Discord that
// counts strictly.
package limitertest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/rest"
)

// Run tests limiters. newLimiter returns one that knows nothing and that keeps
// 50 requests a second globally. It is called within a synctest bubble.
func Run(t *testing.T, newLimiter func() rest.Limiter) {
	tests := []struct {
		name string
		test func(t *testing.T, l rest.Limiter)
	}{
		{"UnknownRouteProbes", unknownRouteProbes},
		{"SeveralInFlight", severalInFlight},
		{"FractionsOfSeconds", fractionsOfSeconds},
		{"RetryAfterWithoutHeaders", retryAfterWithoutHeaders},
		{"GlobalHoldsAll", globalHoldsAll},
		{"CloudflareHoldsEverybody", cloudflareHoldsEverybody},
		{"CloudflareBlocksEverybody", cloudflareBlocks},
		{"SharedScope", sharedScope},
		{"SubLimit", subLimit},
		{"HashChangesInFlight", hashChangesInFlight},
		{"TwoLimitsOneHash", twoLimitsOneHash},
		{"RoutesShareBucket", routesShareBucket},
		{"MajorsAreApart", majorsAreApart},
		{"Global500", func(t *testing.T, l rest.Limiter) { global(t, l, 500, 1.05) }},
		{"Global5000", func(t *testing.T, l rest.Limiter) { global(t, l, 5000, 1.02) }},
		{"InteractionsPassTheGlobalLimit", interactionsPass},
		{"CredentialsAreApart", credentialsAreApart},
		{"DeadlineBeforeTurn", deadlineBeforeTurn},
		{"DeadlineBeforeTurnLearnedLater", deadlineLearnedLater},
		{"CancelledWhileQueued", cancelledWhileQueued},
		{"UnknownOutcome", unknownOutcome},
		{"Unsent", unsent},
		{"ServerClockJumps", serverClockJumps},
		{"FirstComeFirstServed", firstComeFirstServed},
		{"UrgentFirst", urgentFirst},
		{"RefusedGoesFirst", refusedGoesFirst},
		{"NoHeaders", noHeaders},
		{"HeadersMissingSometimes", headersMissingSometimes},
		{"Stragglers", stragglers},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { tt.test(t, newLimiter()) })
		})
	}
	for seed := range uint64(20) {
		t.Run("Plan"+strconv.Itoa(int(seed)), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { randomPlan(t, newLimiter(), seed) })
		})
	}
}

const (
	postMessage = "/channels/{channel_id}/messages"
	reaction    = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
)

func post(major int) rest.Request {
	return rest.Request{Credential: "bot", Method: "POST", Route: postMessage, Major: strconv.Itoa(major)}
}

// oneRule is a Discord with one bucket for messages.
func oneRule(limit int, window, latency time.Duration) *discord {
	return &discord{
		routes:  map[string]bucketRule{"POST " + postMessage: {hash: "m", limit: limit, window: window}},
		global:  50,
		latency: latency,
	}
}

// all makes n calls at once and returns how long they took together.
func (d *discord) all(t *testing.T, l rest.Limiter, n int, request func(i int) rest.Request) time.Duration {
	t.Helper()
	start := time.Now()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := d.call(t.Context(), l, request(i)); err != nil {
				t.Errorf("request %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

// want checks how many 429s there were, and that the time is right within a
// hundredth.
func (d *discord) want(t *testing.T, limited int, took, atLeast, atMost time.Duration) {
	t.Helper()
	if d.limited != limited {
		t.Errorf("429s = %d, want %d", d.limited, limited)
	}
	if took < atLeast || took > atMost {
		t.Errorf("took %v, want %v to %v", took, atLeast, atMost)
	}
}

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

// R4: a global 429 holds everything but interactions, and is not answered with
// a burst.
func globalHoldsAll(t *testing.T, l rest.Limiter) {
	start := time.Now()
	d := &discord{latency: 10 * time.Millisecond}
	d.answer = func(r rest.Request) *rest.Result {
		if !r.Interaction && time.Since(start) < 2500*time.Millisecond {
			result := globalLimit(2500*time.Millisecond - time.Since(start))
			return &result
		}
		return nil
	}
	if _, err := d.send(t.Context(), l, post(0)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		took := d.all(t, l, 40, post)
		d.want(t, 1, took, 2480*time.Millisecond, 2600*time.Millisecond)
	})
	wg.Go(func() {
		r := rest.Request{Method: "POST", Route: "/interactions/{interaction_id}/{interaction_token}/callback", Major: "1/x", Interaction: true}
		if took := d.all(t, l, 1, func(int) rest.Request { return r }); took != d.latency {
			t.Errorf("an interaction waited for %v", took-d.latency)
		}
	})
	wg.Wait()
}

// R4: Cloudflare limits the address, not the bot.
func cloudflareHoldsEverybody(t *testing.T, l rest.Limiter) {
	start := time.Now()
	d := &discord{latency: 10 * time.Millisecond}
	d.answer = func(rest.Request) *rest.Result {
		if wait := 4*time.Second - time.Since(start); wait > 0 {
			return &rest.Result{Status: 429, Header: http.Header{"Content-Type": {"text/html"}}, RetryAfter: wait}
		}
		return nil
	}
	if _, err := d.send(t.Context(), l, post(0)); err != nil {
		t.Fatal(err)
	}
	took := d.all(t, l, 40, func(i int) rest.Request {
		r := post(i)
		r.Credential, r.Interaction = strconv.Itoa(i%3), i%4 == 0
		return r
	})
	d.want(t, 1, took, 3900*time.Millisecond, 4100*time.Millisecond)
}

// R4: so does its 403, if it says for how long.
func cloudflareBlocks(t *testing.T, l rest.Limiter) {
	start := time.Now()
	d := &discord{latency: 10 * time.Millisecond}
	d.answer = func(rest.Request) *rest.Result {
		if time.Since(start) < 4*time.Second {
			return &rest.Result{Status: 403, Header: http.Header{"Content-Type": {"text/html"}, "Retry-After": {"4"}}}
		}
		return nil
	}
	if _, err := d.send(t.Context(), l, post(0)); err != nil {
		t.Fatal(err)
	}
	took := d.all(t, l, 40, post)
	d.want(t, 0, took, 3900*time.Millisecond, 4100*time.Millisecond)
	if d.served != 40 {
		t.Errorf("served %d of 40", d.served)
	}
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

// R6: the global limit is kept before it is hit.
func global(t *testing.T, l rest.Limiter, n int, over float64) {
	d := oneRule(50, time.Second, 20*time.Millisecond)
	took := d.all(t, l, n, func(i int) rest.Request { return post(i % 100) })
	least := time.Duration(n/50-1) * time.Second
	d.want(t, 0, took, least, time.Duration(float64(least)*over))
}

// R6: answers to interactions don't count, and aren't held up by what does.
func interactionsPass(t *testing.T, l rest.Limiter) {
	d := oneRule(50, time.Second, 20*time.Millisecond)
	var wg sync.WaitGroup
	wg.Go(func() { d.all(t, l, 200, post) })
	wg.Go(func() {
		time.Sleep(time.Millisecond)
		took := d.all(t, l, 100, func(i int) rest.Request {
			return rest.Request{Method: "POST", Route: "/interactions/{interaction_id}/{interaction_token}/callback", Major: strconv.Itoa(i), Interaction: true, Urgency: rest.Urgent}
		})
		if took > 2*d.latency {
			t.Errorf("interactions took %v", took)
		}
	})
	wg.Wait()
	if d.limited != 0 {
		t.Errorf("429s = %d", d.limited)
	}
}

// Each credential has its own global limit, and the address another.
func credentialsAreApart(t *testing.T, l rest.Limiter) {
	d := oneRule(50, time.Second, 0)
	took := d.all(t, l, 150, func(i int) rest.Request {
		r := post(i)
		r.Credential = []string{"bot", "user", ""}[i%3]
		return r
	})
	d.want(t, 0, took, 0, 0)
}

// R7: a deadline that is too early fails at once, and tells the wait.
func deadlineBeforeTurn(t *testing.T, l rest.Limiter) {
	d := oneRule(2, 10*time.Second, 0)
	d.all(t, l, 2, func(int) rest.Request { return post(1) })
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	start := time.Now()
	err := d.call(ctx, l, post(1))
	wait, ok := errors.AsType[*rest.WaitError](err)
	if !ok || time.Since(start) != 0 {
		t.Fatalf("after %v: error = %v, want a WaitError at once", time.Since(start), err)
	}
	if wait.Wait < 10*time.Second || wait.Wait > 10100*time.Millisecond {
		t.Errorf("wait = %v, want 10s", wait.Wait)
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error("the error doesn't match context.DeadlineExceeded")
	}
	if err := d.call(t.Context(), l, post(1)); err != nil || time.Since(start) > 10100*time.Millisecond {
		t.Errorf("the next request took %v: %v", time.Since(start), err)
	}
}

// R7: so it does when the wait is learned only while it waits.
func deadlineLearnedLater(t *testing.T, l rest.Limiter) {
	d := oneRule(1, 10*time.Second, 100*time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	start := time.Now()
	go func() { _ = d.call(t.Context(), l, post(1)) }()
	synctest.Wait()
	err := d.call(ctx, l, post(1))
	if _, ok := errors.AsType[*rest.WaitError](err); !ok || time.Since(start) > 200*time.Millisecond {
		t.Errorf("after %v: error = %v, want a WaitError as soon as the limit is known", time.Since(start), err)
	}
}

// R8: who gives up does not take a turn away from others.
func cancelledWhileQueued(t *testing.T, l rest.Limiter) {
	d := oneRule(1, time.Second, 0)
	d.all(t, l, 1, func(int) rest.Request { return post(1) })
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	start := time.Now()
	for range 50 {
		wg.Go(func() {
			if err := d.call(ctx, l, post(1)); !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v, want %v", err, context.Canceled)
			}
		})
	}
	synctest.Wait()
	wg.Go(func() {
		if err := d.call(t.Context(), l, post(1)); err != nil {
			t.Error(err)
		}
	})
	synctest.Wait()
	cancel()
	wg.Wait()
	d.want(t, 0, time.Since(start), 999*time.Millisecond, 1100*time.Millisecond)

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Acquire(gone, post(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that is done: %v", err)
	}
}

// A request that got no answer returns its place: nobody is stuck.
func unknownOutcome(t *testing.T, l rest.Limiter) {
	d := oneRule(2, time.Second, 0)
	d.all(t, l, 1, func(int) rest.Request { return post(1) })
	start := time.Now()
	for i := range 20 {
		permit, err := l.Acquire(t.Context(), post(1))
		if err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
		l.Release(permit, rest.Result{Err: errors.New("connection reset")})
	}
	if took := time.Since(start); took > 11*time.Second {
		t.Errorf("20 requests without answers took %v", took)
	}
}

// A request that never left is not counted.
func unsent(t *testing.T, l rest.Limiter) {
	d := oneRule(2, time.Second, 0)
	d.all(t, l, 1, func(int) rest.Request { return post(1) })
	start := time.Now()
	for i := range 200 {
		permit, err := l.Acquire(t.Context(), post(1))
		if err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
		l.Release(permit, rest.Result{Err: errors.New("no route to host"), Unsent: true})
	}
	if took := time.Since(start); took != 0 {
		t.Errorf("200 requests that never left took %v", took)
	}
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

func firstComeFirstServed(t *testing.T, l rest.Limiter) {
	want := make([]int, 30)
	for i := range want {
		want[i] = i
	}
	if got := order(t, l, 30, func(int) rest.Urgency { return rest.Normal }); !slices.Equal(got, want) {
		t.Errorf("order = %v", got)
	}
}

func urgentFirst(t *testing.T, l rest.Limiter) {
	urgency := []rest.Urgency{rest.Bulk, rest.Normal, rest.Urgent, rest.Normal, rest.Bulk, rest.Urgent}
	got := order(t, l, 6, func(i int) rest.Urgency { return urgency[i] })
	if want := []int{2, 5, 1, 3, 0, 4}; !slices.Equal(got, want) {
		t.Errorf("order = %v, want %v", got, want)
	}
}

// order sends n requests, one after another, into a bucket that is exhausted,
// and returns the order in which they were sent.
func order(t *testing.T, l rest.Limiter, n int, urgency func(i int) rest.Urgency) []int {
	d := oneRule(1, time.Second, 0)
	d.all(t, l, 1, func(int) rest.Request { return post(1) })
	var mu sync.Mutex
	var got []int
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			r := post(1)
			r.Urgency = urgency(i)
			if err := d.call(t.Context(), l, r); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got = append(got, i)
		})
		synctest.Wait()
	}
	wg.Wait()
	return got
}

// A request that was refused goes before those that came after it.
func refusedGoesFirst(t *testing.T, l rest.Limiter) {
	refuse := true
	d := oneRule(1, time.Second, 10*time.Millisecond)
	d.answer = func(r rest.Request) *rest.Result {
		if r.Attempt == 0 && r.Urgency == rest.Normal && refuse {
			refuse = false
			return &rest.Result{Status: 429, Header: jsonHeader(), RetryAfter: time.Second}
		}
		return nil
	}
	var mu sync.Mutex
	var got []int
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			if err := d.call(t.Context(), l, post(1)); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got = append(got, i)
		})
		synctest.Wait()
	}
	wg.Wait()
	if want := []int{0, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("order = %v, want %v", got, want)
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

// randomPlan sends requests on random routes with random limits. With true
// headers there is never a 429 once each route's bucket is known.
func randomPlan(t *testing.T, l rest.Limiter, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 1))
	d := &discord{routes: make(map[string]bucketRule), global: 50, latency: time.Duration(random.IntN(100)) * time.Millisecond}
	jitter := 1 + random.IntN(50)
	d.jitter = func() time.Duration { return time.Duration(random.IntN(jitter)) * time.Millisecond }
	rules := make([]bucketRule, 4)
	for i := range rules {
		rules[i] = bucketRule{
			hash:   strconv.Itoa(i),
			limit:  1 + random.IntN(10),
			window: time.Duration(1+random.IntN(50)) * 100 * time.Millisecond,
		}
	}
	var routes []string
	for i := range 2 + random.IntN(6) {
		route := fmt.Sprintf("/channels/{channel_id}/%d", i)
		routes = append(routes, route)
		d.routes["POST "+route] = rules[random.IntN(len(rules))]
		d.all(t, l, 1, func(int) rest.Request {
			return rest.Request{Credential: "bot", Method: "POST", Route: route, Major: "first"}
		})
	}
	// In half of the plans the global limit counts too.
	plan := make([]rest.Request, 100+random.IntN(200))
	for i := range plan {
		plan[i] = rest.Request{
			Credential: "bot", Method: "POST", Route: routes[random.IntN(len(routes))],
			Major: strconv.Itoa(random.IntN(5)), Urgency: rest.Urgency(random.IntN(3) - 1),
			Interaction: seed%2 == 1,
		}
	}
	d.limited, d.served = 0, 0
	took := d.all(t, l, len(plan), func(i int) rest.Request { return plan[i] })
	if d.limited != 0 || d.served != len(plan) {
		t.Errorf("429s = %d, served %d of %d", d.limited, d.served, len(plan))
	}
	// The answer that tells when a window ends, and the request that begins the
	// next, take a round trip.
	trip := d.latency + time.Duration(jitter)*time.Millisecond
	if most := d.needed(plan, trip) + 2*trip; took > most+most/50 {
		t.Errorf("%d requests over %d routes took %v, want at most %v", len(plan), len(routes), took, most)
	}
}

// needed returns how long requests take where a window follows the one before
// after a pause, and where the bucket that takes longest may be the last that
// the global limit lets begin.
func (d *discord) needed(plan []rest.Request, pause time.Duration) time.Duration {
	counts := make(map[string]int)
	var longest time.Duration
	for _, r := range plan {
		rule := d.routes[r.Method+" "+r.Route]
		key := rule.hash + "/" + r.Major
		counts[key]++
		longest = max(longest, time.Duration((counts[key]-1)/rule.limit)*(rule.window+pause))
	}
	if !plan[0].Interaction {
		longest += time.Duration((len(plan)-1)/d.global) * time.Second
	}
	return longest + d.latency
}
