package limitertest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/rest"
)

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

// R8: nor does who gives up while only the global limit holds it back.
func cancelledAtTheGate(t *testing.T, l rest.Limiter) {
	d := oneRule(5, 30*time.Second, 0)
	d.all(t, l, 1, func(int) rest.Request { return post(1) })
	time.Sleep(time.Minute)
	d.all(t, l, 50, func(i int) rest.Request { return post(100 + i) })
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	gone, giveUp := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if err := d.call(gone, l, post(1)); !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v, want %v", err, context.Canceled)
			}
		})
	}
	synctest.Wait()
	giveUp()
	wg.Wait()
	start := time.Now()
	for range 5 {
		wg.Go(func() {
			if err := d.call(ctx, l, post(1)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	d.want(t, 0, time.Since(start), 900*time.Millisecond, 1100*time.Millisecond)
}

// A 429 reaches those too that wait for the global limit only.
func refusedWhileAtTheGate(t *testing.T, l rest.Limiter) {
	d := oneRule(50, 30*time.Second, 100*time.Millisecond)
	react := rest.Request{Credential: "bot", Method: "PUT", Route: reaction, Major: "1"}
	d.routes["PUT "+reaction] = bucketRule{hash: "r", limit: 50, window: 30 * time.Second}
	d.all(t, l, 1, func(int) rest.Request { return react })
	d.all(t, l, 1, func(int) rest.Request { return post(1) })
	time.Sleep(time.Minute)
	start := time.Now()
	d.answer = func(r rest.Request) *rest.Result {
		if r.Method != "PUT" || time.Since(start) > 5*time.Second {
			return nil
		}
		h := jsonHeader()
		h.Set("X-RateLimit-Scope", "shared")
		return &rest.Result{Status: 429, Header: h, RetryAfter: 5 * time.Second}
	}
	var wg sync.WaitGroup
	wg.Go(func() { d.all(t, l, 1, func(int) rest.Request { return react }) })
	synctest.Wait()
	wg.Go(func() { d.all(t, l, 49, func(i int) rest.Request { return post(i) }) })
	synctest.Wait()
	wg.Go(func() { d.all(t, l, 10, func(int) rest.Request { return react }) })
	wg.Wait()
	d.want(t, 1, time.Since(start), 5*time.Second, 5500*time.Millisecond)
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

// After a 429's wait one request goes first: the wait may have been too short.
func oneGoesFirst(t *testing.T, l rest.Limiter) {
	for name, refusal := range map[string]func() rest.Result{
		"route": func() rest.Result {
			return rest.Result{Status: 429, Header: jsonHeader(), RetryAfter: 2 * time.Second}
		},
		"resource": func() rest.Result {
			h := jsonHeader()
			h.Set("X-RateLimit-Bucket", "m")
			h.Set("X-RateLimit-Limit", "50")
			h.Set("X-RateLimit-Remaining", "40")
			h.Set("X-RateLimit-Reset-After", "1")
			h.Set("X-RateLimit-Scope", "shared")
			return rest.Result{Status: 429, Header: h, RetryAfter: 2 * time.Second}
		},
		"global": func() rest.Result { return globalLimit(2 * time.Second) },
		"address": func() rest.Result {
			return rest.Result{Status: 429, RetryAfter: 2 * time.Second}
		},
	} {
		d := oneRule(50, time.Second, 20*time.Millisecond)
		if name == "route" {
			d.routes = nil // no headers at all
		}
		request := func(i int) rest.Request {
			r := post(0)
			r.Credential = name
			if name == "global" || name == "address" {
				r.Major = strconv.Itoa(i)
			}
			return r
		}
		d.all(t, l, 1, request)
		start := time.Now()
		d.answer = func(rest.Request) *rest.Result {
			if time.Since(start) > 5*time.Second {
				return nil
			}
			result := refusal()
			return &result
		}
		var wg sync.WaitGroup
		wg.Go(func() { d.all(t, l, 1, request) })
		time.Sleep(2 * d.latency)
		wg.Go(func() { d.all(t, l, 20, request) })
		wg.Wait()
		if d.limited != 3 {
			t.Errorf("%s: 429s = %d, want 3, one after each wait", name, d.limited)
		}
	}
}
