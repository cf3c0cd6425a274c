package limitertest

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/accord-go/accord/rest"
)

// discord counts requests as Discord does, and tells what it counted in the
// headers that Discord sends.
type discord struct {
	routes  map[string]bucketRule // by method and route; the zero rule is no limit
	global  int                   // requests in any second; 0: no limit
	latency time.Duration         // of a round trip
	jitter  func() time.Duration  // added to the latency; nil: none
	clock   func() time.Duration  // what Discord's clock is ahead; nil: nothing
	bare    func() bool           // whether an answer lacks the limit headers; nil: never

	// answer may take a request over, before it is counted.
	answer func(r rest.Request) *rest.Result

	mu      sync.Mutex // guards what follows
	windows map[string]*window
	counted map[string][]time.Time // by credential
	limited int                    // 429s
	served  int
}

// bucketRule is a route's bucket.
type bucketRule struct {
	hash   string
	limit  int
	window time.Duration
	slides bool // every request counts for a window of its own
}

type window struct {
	used  int
	ends  time.Time
	times []time.Time // of the requests that count, where the window slides
}

// roll forgets what does not count any more.
func (w *window) roll(rule bucketRule, now time.Time) {
	if !rule.slides {
		if !now.Before(w.ends) {
			*w = window{ends: now.Add(rule.window)}
		}
		return
	}
	for len(w.times) > 0 && now.Sub(w.times[0]) >= rule.window {
		w.times = w.times[1:]
	}
	w.used = len(w.times)
	w.ends = now.Add(rule.window)
	if w.used > 0 {
		w.ends = w.times[0].Add(rule.window)
	}
}

// send sends one request through the limiter and returns what became of it.
func (d *discord) send(ctx context.Context, l rest.Limiter, r rest.Request) (rest.Result, error) {
	permit, err := l.Acquire(ctx, r)
	if err != nil {
		return rest.Result{}, err
	}
	d.travel()
	result := d.count(r)
	d.travel()
	l.Release(permit, result)
	return result, nil
}

// call sends a request until it is not answered 429.
func (d *discord) call(ctx context.Context, l rest.Limiter, r rest.Request) error {
	for ; ; r.Attempt++ {
		result, err := d.send(ctx, l, r)
		if err != nil || result.Status != http.StatusTooManyRequests {
			return err
		}
		r.Delay = result.RetryAfter
	}
}

// travel is half of a round trip.
func (d *discord) travel() {
	d.mu.Lock()
	way := d.latency / 2
	if d.jitter != nil {
		way += d.jitter() / 2
	}
	d.mu.Unlock()
	time.Sleep(way)
}

// count counts a request and answers it.
func (d *discord) count(r rest.Request) rest.Result {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.answer != nil {
		if result := d.answer(r); result != nil {
			if result.Status == http.StatusTooManyRequests {
				d.limited++
			}
			return *result
		}
	}
	now := time.Now()
	if wait := d.countGlobally(r, now); wait > 0 {
		d.limited++
		return globalLimit(wait)
	}
	rule := d.routes[r.Method+" "+r.Route]
	if rule.limit == 0 {
		d.served++
		return rest.Result{Status: http.StatusOK, Header: jsonHeader()}
	}
	if d.windows == nil {
		d.windows = make(map[string]*window)
	}
	key := fmt.Sprint(r.Credential, rule.hash, rule.limit, r.Major)
	w := d.windows[key]
	if w == nil {
		w = new(window)
		d.windows[key] = w
	}
	w.roll(rule, now)
	result := rest.Result{Status: http.StatusOK, Header: jsonHeader()}
	if w.used == rule.limit {
		d.limited++
		result.Status, result.RetryAfter = http.StatusTooManyRequests, w.ends.Sub(now)
		result.Header.Set("X-RateLimit-Scope", "user")
	} else {
		w.used++
		w.times = append(w.times, now)
		d.served++
	}
	if d.bare == nil || !d.bare() {
		d.head(result.Header, rule, w, now)
	}
	return result
}

func (d *discord) head(h http.Header, rule bucketRule, w *window, now time.Time) {
	reset := time.Duration(w.ends.UnixNano())
	if d.clock != nil {
		reset += d.clock()
	}
	h.Set("X-RateLimit-Bucket", rule.hash)
	h.Set("X-RateLimit-Limit", strconv.Itoa(rule.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(rule.limit-w.used))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", reset.Seconds()))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", w.ends.Sub(now).Seconds()))
}

// countGlobally returns how long to wait if the global limit is passed.
func (d *discord) countGlobally(r rest.Request, now time.Time) time.Duration {
	if d.global == 0 || r.Interaction {
		return 0
	}
	if d.counted == nil {
		d.counted = make(map[string][]time.Time)
	}
	times := d.counted[r.Credential]
	for len(times) > 0 && now.Sub(times[0]) >= time.Second {
		times = times[1:]
	}
	if len(times) >= d.global {
		return times[0].Add(time.Second).Sub(now)
	}
	d.counted[r.Credential] = append(times, now)
	return 0
}

func jsonHeader() http.Header { return http.Header{"Content-Type": {"application/json"}} }

// globalLimit is the 429 of the global limit.
func globalLimit(wait time.Duration) rest.Result {
	h := jsonHeader()
	h.Set("X-RateLimit-Global", "true")
	h.Set("X-RateLimit-Scope", "global")
	h.Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	return rest.Result{Status: http.StatusTooManyRequests, Header: h, RetryAfter: wait, Global: true}
}
