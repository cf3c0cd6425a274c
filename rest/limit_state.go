package rest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// LimiterState is what a limiter knows and has seen, for metrics.
type LimiterState struct {
	Buckets []BucketState // that are not forgotten, by credential, bucket and major parameter
	Gates   []GateState   // the global limits, by credential
	Limited Limited       // all 429s so far
	Invalid int           // answers 401, 403 and 429 in the last 10 minutes, of 10,000 that are too many
	Held    time.Duration // nothing at all is sent for so long, because of Cloudflare or too many invalid requests; 0: not held
}

// BucketState is a bucket at one moment.
type BucketState struct {
	Credential string   // names the bot or user, and is not the secret; empty: requests without Authorization
	Hash       string   // Discord's name for the bucket; method and route where it gives none; empty: not known yet
	Major      string   // the channel, guild, webhook or interaction, without its token; empty: the routes have none
	Routes     []string // that send into it, such as "POST /channels/{channel_id}/messages"

	Known      bool          // whether answers told the limit; if not, the next four are zero
	Limit      int           // requests in a window
	Remaining  int           // of them left, those in flight taken off
	Window     time.Duration // how long a window lasts
	ResetAfter time.Duration // until the window ends; 0: none has begun

	InFlight int
	Queued   int
	Held     time.Duration // a 429 asked to wait for so long; 0: none does
	Limited  Limited       // 429s of the bucket's requests
}

// GateState is the global limit of a credential at one moment.
type GateState struct {
	Credential string // as in [BucketState]
	Remaining  int    // requests that may be sent at once
	InFlight   int
	Queued     int
	Held       time.Duration // a global 429 asked to wait for so long; 0: none does
}

// Limited counts 429s by their scope.
type Limited struct {
	User   int // the bucket's limit, or the bot's own
	Global int
	Shared int // limits of a resource; they don't count as invalid requests
	Other  int // that told no scope, such as Cloudflare's
}

func (l *Limited) count(r *Result) {
	switch scope := first(r.Header, headerScope); {
	case scope == "shared":
		l.Shared++
	case scope == "global" || r.Global:
		l.Global++
	case scope == "user":
		l.User++
	default:
		l.Other++
	}
}

// State returns what the limiter knows now. It takes time in proportion to the
// number of buckets, during which no request is let through.
func (l *DefaultLimiter) State() LimiterState {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.invalid.roll(now)
	s := LimiterState{Limited: l.limits, Invalid: l.invalid.total, Held: until(now, l.heldUntil)}
	seen := make(map[*bucket]bool)
	for _, ln := range l.lanes {
		if !seen[ln.bucket] {
			seen[ln.bucket] = true
			s.Buckets = append(s.Buckets, ln.bucket.state(now))
		}
	}
	slices.SortFunc(s.Buckets, func(a, b BucketState) int {
		return cmp.Or(strings.Compare(a.Credential, b.Credential), strings.Compare(a.Hash, b.Hash), strings.Compare(a.Major, b.Major), slices.Compare(a.Routes, b.Routes))
	})
	for credential, g := range l.gates {
		s.Gates = append(s.Gates, g.state(credential, now))
	}
	slices.SortFunc(s.Gates, func(a, b GateState) int { return strings.Compare(a.Credential, b.Credential) })
	return s
}

// state tells of a bucket that has at least one lane.
func (b *bucket) state(now time.Time) BucketState {
	b.roll(now)
	key := b.lanes[0].key
	major, _, _ := strings.Cut(key.major, "/") // a token may follow
	s := BucketState{
		Credential: key.credential, Hash: b.key.hash, Major: major, Known: b.kind == bucketKnown,
		InFlight: b.inflight, Held: until(now, b.heldUntil), Limited: b.limits,
	}
	for _, ln := range b.lanes {
		s.Routes = append(s.Routes, ln.key.method+" "+ln.key.route)
		s.Queued += ln.queue.ahead(Bulk)
		s.Held = max(s.Held, until(now, ln.heldUntil))
	}
	slices.Sort(s.Routes)
	if s.Known {
		s.Limit, s.Remaining, s.Window, s.ResetAfter = b.limit, max(0, b.left()), b.window, until(now, b.resetAt)
	}
	return s
}

func (g *gate) state(credential string, now time.Time) GateState {
	s := GateState{Credential: credential, InFlight: g.inflight, Queued: g.queue.ahead(Bulk), Held: until(now, g.heldUntil)}
	ahead := now.Sub(g.made) + g.headStart()
	for _, p := range g.places {
		if ahead >= p.freeAt {
			s.Remaining++
		}
	}
	return s
}

func until(now, t time.Time) time.Duration { return max(0, t.Sub(now)) }

// A Call is a request that might be made, for [Client.Plan].
type Call struct {
	Method string
	Path   string // as for [Client.Do]
	Count  int    // how often; 0 means once
}

// A Plan tells how long calls would be held back by rate limits if they were
// all made now, behind what waits already. The time on the wire comes on top.
// It is as good as what was learned so far: of a bucket that no answer has told
// about, nothing is known.
type Plan struct {
	Buckets []PlanBucket  // in the order of their first calls
	Global  time.Duration // until the last one passes the global limit
	Total   time.Duration // until the last one may be sent: the longest of all
}

// PlanBucket is a bucket's part of a Plan.
type PlanBucket struct {
	Hash   string        // as in [BucketState]; empty: not known yet
	Major  string        // likewise
	Routes []string      // of the calls
	Calls  int           // into this bucket
	Known  bool          // whether the limit is known; if not, ETA is the least
	ETA    time.Duration // until the bucket lets the last of them pass
}

var errNoPlan = errors.New("rest: the limiter can't plan")

// Plan tells what calls would take. Its errors are about what a call's path is
// not, and that the client's limiter is none that plans.
func (c *Client) Plan(calls ...Call) (Plan, error) {
	planner, ok := c.core.config.Limiter.(interface{ Plan(requests []Request) Plan })
	if !ok {
		return Plan{}, errNoPlan
	}
	var requests []Request
	for _, planned := range calls {
		r, err := rawRoute(planned.Method, planned.Path)
		if err != nil {
			return Plan{}, fmt.Errorf("rest: %w", err)
		}
		call := call{client: c, route: r}
		for range max(1, planned.Count) {
			requests = append(requests, call.request(0, 0, c.credential.header != nil && !r.is(anonymous)))
		}
	}
	return planner.Plan(requests), nil
}

// Plan tells what requests would take; see [Client.Plan], which makes them of
// paths.
func (l *DefaultLimiter) Plan(requests []Request) Plan {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	var p Plan
	index := make(map[any]int)
	counted := make(map[string]int) // by credential
	for _, r := range requests {
		b, key := l.planned(r)
		i, ok := index[key]
		if !ok {
			i = len(p.Buckets)
			index[key] = i
			major, _, _ := strings.Cut(r.Major, "/")
			p.Buckets = append(p.Buckets, PlanBucket{Hash: b.key.hash, Major: major, Known: b.kind == bucketKnown})
		}
		planned := &p.Buckets[i]
		if name := r.Method + " " + r.Route; !slices.Contains(planned.Routes, name) {
			planned.Routes = append(planned.Routes, name)
		}
		planned.ETA = max(planned.ETA, b.eta(now, b.ahead(Bulk)+planned.Calls), until(now, l.heldUntil))
		planned.Calls++
		p.Total = max(p.Total, planned.ETA)
		if !r.Interaction {
			counted[r.Credential]++
		}
	}
	for credential, n := range counted {
		g := l.gates[credential]
		if g == nil {
			g = newGate(l.global, now)
		}
		p.Global = max(p.Global, g.waitBehind(now, g.queue.ahead(Bulk)+n-1))
	}
	p.Total = max(p.Total, p.Global)
	return p
}

// planned returns the bucket that a request would go into, and what tells it
// from others, without making it known to the limiter.
func (l *DefaultLimiter) planned(r Request) (b *bucket, key any) {
	own := laneKey{r.Credential, r.Method, r.Route, r.Major}
	if ln := l.lanes[own]; ln != nil {
		return ln.bucket, ln.bucket
	}
	route := l.routes[routeKey{r.Method, r.Route}]
	if route == nil || route.kind != bucketKnown {
		return newBucket(bucketKey{}, new(routeState)), own
	}
	shared := bucketKey{r.Credential, route.hash, route.limit, r.Major}
	if b := l.buckets[shared]; b != nil {
		return b, b
	}
	return newBucket(shared, route), shared
}

// eta returns when a request passes that has so many before it, if none comes
// in between.
func (b *bucket) eta(now time.Time, ahead int) time.Duration {
	held := until(now, b.heldUntil)
	for _, ln := range b.lanes {
		held = max(held, until(now, ln.heldUntil))
	}
	left := max(0, b.left())
	if b.kind != bucketKnown || ahead < left {
		return held
	}
	reset := b.window
	if !b.resetAt.IsZero() {
		reset = until(now, b.resetAt)
	}
	return max(held, reset+time.Duration((ahead-left)/b.limit)*b.window)
}
