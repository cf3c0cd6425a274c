package rest_test

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/rest"
)

// world is the emulator behind a network that takes its time. It knows which
// bucket a request falls into, and counts what was refused.
type world struct {
	emulator *emulator.Emulator
	plan     *plan

	mu      sync.Mutex // guards what follows
	sent    map[string]int
	answers []planAnswer // in the order in which Discord gave them
}

// planAnswer is what became of a request.
type planAnswer struct {
	bucket  string
	request string // which one of the plan
	refused bool   // with 429
	sent    time.Time
	told    time.Time
}

// refused returns the 429s, which is all that there should be none of.
func (w *world) refused() (all []planAnswer) {
	for _, a := range w.answers {
		if a.refused {
			all = append(all, a)
		}
	}
	return all
}

// RoundTrip carries a request to the emulator and its answer back.
func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	at := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v10/"), "/")
	key := w.plan.key(at)
	w.mu.Lock()
	n := w.sent[key]
	w.sent[key]++
	w.mu.Unlock()
	way, sent := w.plan.trip(key, n), time.Now()
	time.Sleep(way.up)
	recorder := httptest.NewRecorder()
	arriving := r.Clone(r.Context())
	arriving.RemoteAddr, arriving.Body = "192.0.2.1:1", http.NoBody
	w.emulator.Handler().ServeHTTP(recorder, arriving)
	w.mu.Lock()
	w.answers = append(w.answers, planAnswer{
		bucket: key, request: r.URL.RawQuery, refused: recorder.Code == http.StatusTooManyRequests,
		sent: sent, told: time.Now().Add(way.down),
	})
	w.mu.Unlock()
	time.Sleep(way.down)
	return recorder.Result(), nil
}

// routesOfPlan are routes that the emulator has, below a channel.
var routesOfPlan = []string{"", "/messages", "/pins", "/invites", "/webhooks", "/thread-members"}

// plan is a random plan.
type plan struct {
	seed     uint64
	latency  time.Duration // one way, at least
	jitter   time.Duration // and at most this more
	buckets  []emulator.Bucket
	bucketOf []int    // of each route
	requests []string // paths
	seen     bool     // the routes were used before
	hidden   int      // the bucket that no header tells of; 0: there is none
}

// newPlan makes a plan of a seed. Where buckets are shared each route is used
// before, since nobody can know that two routes share a bucket which they use
// for the first time at the same moment.
func newPlan(seed uint64) *plan {
	random := rand.New(rand.NewPCG(seed, 3))
	p := &plan{seed: seed, latency: time.Duration(1+random.IntN(60)) * time.Millisecond, jitter: time.Duration(1+random.IntN(20)) * time.Millisecond}
	p.seen = random.IntN(2) == 0
	routes := 1 + random.IntN(len(routesOfPlan)-1)
	for i := range routes {
		if p.seen && i > 0 && random.IntN(3) == 0 {
			p.bucketOf = append(p.bucketOf, random.IntN(len(p.buckets)))
			continue
		}
		p.bucketOf = append(p.bucketOf, len(p.buckets))
		p.buckets = append(p.buckets, emulator.Bucket{
			Name: fmt.Sprintf("%d of plan %d", i, seed), Requests: 1 + random.IntN(12),
			Per: emulator.Duration(2*p.slowest() + time.Duration(1+random.IntN(50))*100*time.Millisecond),
		})
	}
	for i, b := range p.bucketOf {
		p.buckets[b].Route += "|^/channels/{channel_id}" + routesOfPlan[i] + "$"
	}
	for i := range p.buckets {
		p.buckets[i].Route = p.buckets[i].Route[1:]
	}
	for range 50 + random.IntN(150) {
		p.requests = append(p.requests, fmt.Sprintf("/channels/%d%s", 1+random.IntN(5), routesOfPlan[random.IntN(routes)]))
	}
	return p
}

// slowest is the longest round trip.
func (p *plan) slowest() time.Duration { return 2 * (p.latency + p.jitter) }

// key names the bucket of a path's segments.
func (p *plan) key(at []string) string {
	route := strings.TrimSuffix("/"+strings.Join(at[2:], "/"), "/")
	for i, r := range routesOfPlan {
		if r == route {
			return strconv.Itoa(p.bucketOf[i]) + " " + at[1]
		}
	}
	return "none"
}

// trip is what the nth request into a bucket takes.
func (p *plan) trip(key string, n int) trip {
	h := p.seed
	for _, c := range []byte(key) {
		h = h*31 + uint64(c)
	}
	random := rand.New(rand.NewPCG(h, uint64(n)))
	return trip{p.latency + time.Duration(random.Int64N(int64(p.jitter))), p.latency + time.Duration(random.Int64N(int64(p.jitter)))}
}

// oracle is what there is to know of the plan; before says how many requests
// each bucket has had.
func (p *plan) oracle(before map[string]int) oracle {
	o := make(oracle)
	for _, path := range p.requests {
		at := strings.Split(path[1:], "/")
		key := p.key(at)
		b := o[key]
		if b == nil {
			index, _, _ := strings.Cut(key, " ")
			i, _ := strconv.Atoi(index)
			b = &oracleBucket{route: index, limit: p.buckets[i].Requests, window: time.Duration(p.buckets[i].Per), seen: p.seen}
			o[key] = b
		}
		b.journey = append(b.journey, p.trip(key, before[key]+len(b.journey)))
		if p.hidden > 0 && len(at) == 2 {
			o.hide(p, at[1])
		}
	}
	return o
}

// hide counts a request in the bucket that no header tells of, which takes its
// requests one at a time.
func (o oracle) hide(p *plan, channel string) {
	key := "hidden " + channel
	b := o[key]
	if b == nil {
		b = &oracleBucket{route: key, limit: p.buckets[p.hidden].Requests, window: time.Duration(p.buckets[p.hidden].Per)}
		o[key] = b
	}
	b.journey = append(b.journey, trip{p.latency, p.latency})
}

// start returns a client of an emulator with the plan's limits.
func (p *plan) start(t *testing.T, l emulator.Limits) (*world, *rest.Client) {
	t.Helper()
	e, err := emulator.New(emulator.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.SetLimits(l); err != nil {
		t.Fatal(err)
	}
	w := &world{emulator: e, plan: p, sent: make(map[string]int)}
	c := rest.New(rest.Bot(e.Token()), rest.Config{
		API: "http://127.0.0.1", Transport: w, Logger: slog.New(slog.DiscardHandler),
		Limiter: rest.NewLimiter(rest.LimiterConfig{Global: 1_000_000}),
	})
	if p.seen {
		for i := range p.bucketOf {
			send(t, c, fmt.Sprintf("/channels/9%s", routesOfPlan[i]), "warm")
		}
	}
	return w, c
}

// send reads a path. That there is no such channel counts all the same.
func send(t *testing.T, c *rest.Client, path, name string) {
	t.Helper()
	err := c.Do(t.Context(), "GET", path+"?"+name, nil, nil)
	if e, ok := errors.AsType[*rest.Error](err); err != nil && (!ok || e.Status != http.StatusNotFound) {
		t.Errorf("%s: %v", path, err)
	}
}

// run sends the plan's requests at once and returns how long that took.
func (p *plan) run(t *testing.T, c *rest.Client) time.Duration {
	start := time.Now()
	var wg sync.WaitGroup
	for i, path := range p.requests {
		wg.Go(func() { send(t, c, path, strconv.Itoa(i)) })
	}
	wg.Wait()
	return time.Since(start)
}

// seeds are two that never change and one that nobody chose.
func seeds(t *testing.T, n uint64) []uint64 {
	random := rand.Uint64() >> 1
	t.Logf("random seeds from %d on", random)
	var all []uint64
	for i := range n {
		all = append(all, i, random+i)
	}
	return all
}

// TestPlans holds the limiter against the oracle: with true headers nothing is
// refused, and hardly more time is taken than must be.
func TestPlans(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds(t, 40) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPlan(seed)
				w, c := p.start(t, emulator.Limits{Global: -1, Buckets: p.buckets})
				o := p.oracle(w.sent)
				w.answers = nil
				took := p.run(t, c)
				if refused := w.refused(); len(refused) > 0 || len(w.answers) != len(p.requests) {
					t.Errorf("%d requests, %d answers, 429s: %+v", len(p.requests), len(w.answers), refused)
				}
				least := o.minimum()
				if most := least + least/50 + 2*p.slowest(); took < least || took > most {
					t.Errorf("%d requests into %d buckets took %v, want %v to %v", len(p.requests), len(o), took, least, most)
				}
			})
		})
	}
}

// TestFalseHeaders sends plans to a Discord whose headers don't tell all, or not
// the truth. A limit that nobody told costs one 429, or as many as were on
// their way, each time that it is run into; the request that is sent after it
// passes.
func TestFalseHeaders(t *testing.T) {
	t.Parallel()
	ms := func(n int) emulator.Duration { return emulator.Duration(n) * emulator.Duration(time.Millisecond) }
	tests := []struct {
		name    string
		headers emulator.LimitHeaders
		hidden  string // scope of a limit that no header tells of; empty: there is none
		refused bool   // whether there may be any 429
	}{
		{"every third answer has none", emulator.LimitHeaders{Missing: 3}, "", true},
		{"none", emulator.LimitHeaders{Missing: 1}, "", true},
		{"more remains than is true", emulator.LimitHeaders{Remaining: 3}, "", false},
		{"less remains than is true", emulator.LimitHeaders{Remaining: -2}, "", false},
		{"the window ends later than is told", emulator.LimitHeaders{Reset: ms(-200)}, "", true},
		{"the window ends earlier than is told", emulator.LimitHeaders{Reset: ms(200)}, "", false},
		{"the clock is ahead", emulator.LimitHeaders{Clock: ms(3_600_000)}, "", false},
		{"a sub-limit", emulator.LimitHeaders{}, "user", true},
		{"a limit of the resource", emulator.LimitHeaders{}, "shared", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, seed := range seeds(t, 10) {
				synctest.Test(t, func(t *testing.T) {
					p := newPlan(seed)
					if tt.headers.Missing > 0 && len(p.buckets) < len(p.bucketOf) {
						return // a 429 without headers doesn't tell which routes share its bucket
					}
					p.hide(tt.hidden)
					w, c := p.start(t, emulator.Limits{Global: -1, Buckets: p.buckets, Headers: tt.headers})
					o := p.oracle(w.sent)
					w.answers = nil
					took := p.run(t, c)
					for _, b := range o { // what is told has to be believed, if it is less or later
						b.limit = max(1, min(b.limit, b.limit+tt.headers.Remaining))
						b.window += max(0, time.Duration(tt.headers.Reset))
					}
					bursts := w.bursts(t)
					if len(bursts) > 0 && !tt.refused {
						t.Errorf("seed %d: 429s: %+v", seed, bursts)
					}
					least := o.minimum()
					if tt.headers.Missing == 1 { // after a 429 they go one at a time, since nothing else is known
						least += time.Duration(o.longest()) * p.slowest()
					}
					if most := least + least/2 + 2*p.slowest(); took > most {
						t.Errorf("seed %d: took %v, want at most %v", seed, took, most)
					}
				})
			}
		})
	}
}

// bursts returns the 429s that were not on their way already when another one
// of the same bucket was told. It fails the test where two follow each other.
func (w *world) bursts(t *testing.T) (first []planAnswer) {
	t.Helper()
	last := make(map[string]planAnswer) // of each bucket: the 429 that nothing has passed after
	slices.SortStableFunc(w.answers, func(a, b planAnswer) int { return a.sent.Compare(b.sent) })
	for _, a := range w.answers {
		before, refused := last[a.bucket]
		switch {
		case !a.refused:
			if refused && !a.sent.Before(before.told) {
				delete(last, a.bucket)
			}
			continue
		case !refused:
			last[a.bucket] = a
			first = append(first, a)
		case !a.sent.Before(before.told):
			t.Errorf("seed %d: two 429s in a row: %+v and %+v", w.plan.seed, before, a)
		}
	}
	return first
}

// hide adds a limit to the plan's first route that no header tells of.
func (p *plan) hide(scope string) {
	if scope == "" {
		return
	}
	p.hidden = len(p.buckets)
	p.buckets = append(p.buckets, emulator.Bucket{Name: "hidden", Route: "^/channels/{channel_id}$", Requests: 3, Per: emulator.Duration(5 * time.Second), Scope: scope, Hidden: true})
}
