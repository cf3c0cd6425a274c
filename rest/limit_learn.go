package rest

import (
	"net/http"
	"slices"
	"time"
)

// What a limiter does not know, it learns from answers; what it hasn't needed
// for long, it forgets.

// minSweep is the number of lanes from which on idle ones are looked for.
const minSweep = 1024

// Waits for 429s that don't say how long.
const (
	unknownWait    = time.Second
	cloudflareWait = 10 * time.Second
)

// lane returns the lane of a request.
func (l *DefaultLimiter) lane(r Request, now time.Time) *lane {
	key := laneKey{r.Credential, r.Method, r.Route, r.Major}
	if ln, ok := l.lanes[key]; ok {
		return ln
	}
	if len(l.lanes) >= l.sweepAt {
		l.sweep(now)
	}
	rk := routeKey{r.Method, r.Route}
	route, ok := l.routes[rk]
	if !ok {
		route = new(routeState)
		l.routes[rk] = route
	}
	ln := &lane{key: key, route: route}
	switch route.kind {
	case bucketKnown:
		ln.join(l.bucket(ln, route))
	case bucketUnknown:
		route.unknown = append(route.unknown, ln)
		fallthrough
	default:
		ln.join(newBucket(bucketKey{}, route))
	}
	l.lanes[key] = ln
	return ln
}

// bucket returns the bucket of a lane whose route is known.
func (l *DefaultLimiter) bucket(ln *lane, r *routeState) *bucket {
	key := bucketKey{ln.key.credential, r.hash, r.limit, ln.key.major}
	b, ok := l.buckets[key]
	if !ok {
		b = newBucket(key, r)
		l.buckets[key] = b
	}
	return b
}

func (l *DefaultLimiter) gate(credential string, now time.Time) *gate {
	g, ok := l.gates[credential]
	if !ok {
		g = newGate(l.global, now)
		l.gates[credential] = g
	}
	return g
}

// learn takes in an answer's headers, or that there are none.
func (l *DefaultLimiter) learn(p *permit, r *Result, now time.Time) {
	ln := p.lane
	if r.Status == 0 {
		if !r.Unsent {
			ln.bucket.spend(now)
		}
		return
	}
	h, ok := parseLimitHeaders(r.Header)
	if !ok {
		if ln.route.kind == bucketUnknown && tellsBare(r.Status) {
			ln.route.kind = bucketBare
			l.settle(ln.route, now)
		}
		if r.Status == http.StatusTooManyRequests {
			ln.bucket.scar()
		} else {
			ln.bucket.pass(now)
		}
		return
	}
	if h.hash == "" {
		h.hash = ln.key.method + " " + ln.key.route
	}
	route := ln.route
	changed := route.kind != bucketKnown || route.hash != h.hash || route.limit != h.limit
	if changed {
		route.kind, route.hash, route.limit, route.window = bucketKnown, h.hash, h.limit, h.resetAfter
	}
	ln.join(l.bucket(ln, route))
	if ln.bucket.observe(now, p.sent, h, r.Status == http.StatusTooManyRequests) {
		review(ln.bucket, l.heldUntil, now)
	}
	if changed {
		l.settle(route, now)
	}
}

// tellsBare reports whether an answer of that status, without limit headers,
// is a sign that the route never has any: Discord itself took the request up.
func tellsBare(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		return false
	}
	return status < 500
}

// settle tells lanes that waited for it what their route turned out to be.
func (l *DefaultLimiter) settle(r *routeState, now time.Time) {
	lanes := r.unknown
	r.unknown = nil
	for _, ln := range lanes {
		if r.kind == bucketBare {
			ln.bucket.kind, ln.bucket.limit = bucketBare, 1
		} else if ln.bucket.kind == bucketUnknown {
			ln.join(l.bucket(ln, r))
		}
		l.pump(ln.bucket, now)
	}
}

// limited makes those wait whom a 429 concerns.
func (l *DefaultLimiter) limited(p *permit, r *Result, now time.Time) {
	h, ok := parseLimitHeaders(r.Header)
	scope, cloudflare := first(r.Header, headerScope), !ok && !isJSON(r.Header)
	wait := min(r.RetryAfter, longestWait)
	switch {
	case wait > 0:
	case cloudflare:
		wait = cloudflareWait
	default:
		wait = max(h.resetAfter, unknownWait)
	}
	ln := p.lane
	ln.cautious = true
	l.limits.count(r)
	ln.bucket.limits.count(r)
	switch {
	case cloudflare:
		l.holdAll(now, wait)
	case (r.Global || scope == "global") && p.gate != nil:
		p.gate.hold(now, wait)
	case !ok || h.remaining > 0 || scope == "shared":
		ln.hold(now, wait) // a limit of the resource, or one that the headers don't show
	default:
		ln.bucket.exhaust(now, wait)
	}
	l.recall(p.gate, ln.bucket)
	l.expire(now)
}

// blocked makes everybody wait if a refusal is Cloudflare's and says for how
// long.
func (l *DefaultLimiter) blocked(r *Result, now time.Time) {
	if isJSON(r.Header) {
		return
	}
	if wait, _ := parseSeconds(first(r.Header, headerRetryAfter)); wait > 0 {
		l.holdAll(now, min(wait, longestWait))
		l.expire(now)
	}
}

// holdAll closes everything: the address is limited, not the bot.
func (l *DefaultLimiter) holdAll(now time.Time, wait time.Duration) {
	l.heldUntil = latest(l.heldUntil, now.Add(wait+margin))
	for _, g := range l.gates {
		g.cautious = true
	}
}

// recall sends requests that wait for the gate back to a bucket that a 429 has
// closed, in whole or for one of its lanes.
func (l *DefaultLimiter) recall(g *gate, b *bucket) {
	if g == nil {
		return
	}
	g.queue.each(func(w *waiter) {
		if w.lane.bucket == b {
			w.remove()
			l.unreserve(w)
			w.lane.queue.push(w)
		}
	})
}

// expire fails the waiters that have no chance any more, after a 429.
func (l *DefaultLimiter) expire(now time.Time) {
	seen := make(map[*bucket]bool)
	for _, ln := range l.lanes {
		if !seen[ln.bucket] {
			seen[ln.bucket] = true
			review(ln.bucket, l.heldUntil, now)
		}
	}
	for _, g := range l.gates {
		turn := latest(l.heldUntil, g.heldUntil)
		g.queue.each(func(w *waiter) {
			if w.late(turn) {
				l.unreserve(w)
				w.fail(turn, now)
			}
		})
	}
}

// review fails those of a bucket's waiters whose deadline is before their
// turn, as far as that is known now.
func review(b *bucket, held, now time.Time) {
	var waiters []*waiter
	for _, ln := range b.lanes {
		ln.queue.each(func(w *waiter) { waiters = append(waiters, w) })
	}
	slices.SortFunc(waiters, func(v, w *waiter) int {
		if v.before(w) {
			return -1
		}
		return 1
	})
	n := 0
	for _, w := range waiters {
		turn := latest(now.Add(b.wait(now, n)), latest(held, w.lane.heldUntil))
		if g := w.permit.gate; g != nil {
			turn = latest(turn, g.heldUntil)
		}
		if w.late(turn) {
			w.fail(turn, now)
		} else {
			n++
		}
	}
}

// late reports whether w's turn comes too late.
func (w *waiter) late(turn time.Time) bool {
	return !w.deadline.IsZero() && turn.After(w.deadline)
}

// fail takes w out of its queue and ends its wait.
func (w *waiter) fail(turn, now time.Time) {
	w.remove()
	w.turn <- &WaitError{Wait: turn.Sub(now)}
}

// sweep forgets what is idle, so that memory does not grow with the number of
// channels and interactions seen.
func (l *DefaultLimiter) sweep(now time.Time) {
	for key, ln := range l.lanes {
		if ln.idle(now) && ln.bucket.idle(now) {
			ln.leave()
			delete(l.lanes, key)
		}
	}
	for key, b := range l.buckets {
		if len(b.lanes) == 0 && b.idle(now) {
			delete(l.buckets, key)
		}
	}
	for _, r := range l.routes {
		r.unknown = slices.DeleteFunc(r.unknown, func(ln *lane) bool { return l.lanes[ln.key] != ln })
	}
	for key, g := range l.gates {
		if g.idle(now) {
			delete(l.gates, key)
		}
	}
	l.sweepAt = max(minSweep, 2*len(l.lanes))
}
