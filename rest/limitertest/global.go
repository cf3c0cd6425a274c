package limitertest

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/rest"
)

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
