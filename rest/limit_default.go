package rest

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// LimiterConfig says how the default limiter works. The zero value is what
// most bots need.
type LimiterConfig struct {
	// Global is how many requests a second Discord allows each bot or user;
	// 0 means 50, which is what it allows unless it told you otherwise.
	Global int
}

// DefaultLimiter is the limiter of one process. It learns Discord's limits
// from the headers of its answers and keeps them without being told off:
//
//   - Each route (per channel, guild, webhook or interaction) belongs to a
//     bucket, which the first answer names; until then one request at a time
//     goes out. Then as many requests are in flight as the bucket has left.
//   - The global limit, 50 requests a second for each credential and another
//     50 for requests without one, is kept in advance. Answers to interactions
//     don't count.
//   - A 429 is waited out by the requests that it concerns: the bucket's, the
//     route's where it is a limit of the resource, everybody's where it is
//     global. Then one request goes first.
//   - Well before 10,000 refused requests (401, 403, 429) in 10 minutes, for
//     which Discord bans the address, it slows down; then it stops with an
//     [*InvalidRequestsError].
//
// Requests that wait for the same bucket are sent in order of urgency, then in
// the order in which they came. Only monotonic time is used.
type DefaultLimiter struct {
	global int

	mu        sync.Mutex // guards everything below; never held while waiting
	lanes     map[laneKey]*lane
	routes    map[routeKey]*routeState
	buckets   map[bucketKey]*bucket // those whose hash is known
	gates     map[string]*gate      // by credential
	invalid   invalidRequests
	heldUntil time.Time // nothing is sent before
	seq       uint64    // of the last permit
	limits    Limited   // 429s so far
	sweepAt   int       // number of lanes at which idle ones are forgotten
}

// NewLimiter returns a limiter that knows nothing yet.
func NewLimiter(cfg LimiterConfig) *DefaultLimiter {
	if cfg.Global <= 0 {
		cfg.Global = 50
	}
	return &DefaultLimiter{
		global:  cfg.Global,
		lanes:   make(map[laneKey]*lane),
		routes:  make(map[routeKey]*routeState),
		buckets: make(map[bucketKey]*bucket),
		gates:   make(map[string]*gate),
		sweepAt: minSweep,
	}
}

var _ Limiter = (*DefaultLimiter)(nil)

// permit is a request's place: in flight in its lane (and its lane's bucket),
// and in the gate, if it counts there.
type permit struct {
	lane  *lane
	gate  *gate // nil: doesn't count globally
	place int   // in the gate
	seq   uint64
	sent  time.Time
	done  bool
}

// Acquire waits for the request's turn; see [Limiter].
func (l *DefaultLimiter) Acquire(ctx context.Context, r Request) (Permit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.mu.Lock()
	now := time.Now()
	if err := l.invalid.stopped(now); err != nil {
		l.mu.Unlock()
		return nil, err
	}
	p := l.newPermit(r, now)
	if l.passes(p, now) {
		l.mu.Unlock()
		return p, nil
	}
	w, err := l.enqueue(ctx, p, r, now)
	l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	select {
	case err := <-w.turn:
		if err != nil {
			return nil, err
		}
		return p, nil
	case <-ctx.Done():
		l.abandon(w)
		return nil, ctx.Err()
	}
}

func (l *DefaultLimiter) newPermit(r Request, now time.Time) *permit {
	l.seq++
	p := &permit{lane: l.lane(r, now), seq: l.seq, sent: now}
	if !r.Interaction {
		p.gate = l.gate(r.Credential, now)
	}
	return p
}

// passes sends a request at once if nothing stands before it.
func (l *DefaultLimiter) passes(p *permit, now time.Time) bool {
	ln, b, g := p.lane, p.lane.bucket, p.gate
	b.roll(now)
	if now.Before(l.heldUntil) || !ln.open(now) || b.free(now) <= 0 || b.next(now) != nil {
		return false
	}
	if g != nil && (g.queue.first() != nil || !g.take(p, now)) {
		return false
	}
	ln.inflight++
	b.inflight++
	l.pace(now)
	return true
}

// enqueue makes a request wait, unless its turn is sure to come too late.
func (l *DefaultLimiter) enqueue(ctx context.Context, p *permit, r Request, now time.Time) (*waiter, error) {
	w := &waiter{lane: p.lane, permit: p, urgency: r.Urgency, again: r.Attempt > 0, seq: p.seq, turn: make(chan error, 1)}
	if deadline, ok := ctx.Deadline(); ok {
		w.deadline = deadline
		if wait := l.wait(p, r.Urgency, now); now.Add(wait).After(deadline) {
			return nil, &WaitError{Wait: wait}
		}
	}
	p.lane.queue.push(w)
	l.pump(p.lane.bucket, now)
	return w, nil
}

// wait returns how long a request would wait, as far as is known.
func (l *DefaultLimiter) wait(p *permit, u Urgency, now time.Time) time.Duration {
	b := p.lane.bucket
	wait := max(b.wait(now, b.ahead(u)), p.lane.heldUntil.Sub(now), l.heldUntil.Sub(now))
	if p.gate != nil {
		wait = max(wait, p.gate.wait(now, u))
	}
	return wait
}

// abandon takes a waiter out whose context is done, and lets the next pass.
func (l *DefaultLimiter) abandon(w *waiter) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if w.list != nil {
		if w.reserved {
			l.unreserve(w)
		}
		w.remove()
		l.pump(w.lane.bucket, now)
		return
	}
	if err := <-w.turn; err == nil { // its turn came at the same moment
		l.release(w.permit, &Result{Unsent: true}, now)
	}
}

// Release learns from an answer and lets others pass; see [Limiter].
func (l *DefaultLimiter) Release(permission Permit, r Result) {
	p, ok := permission.(*permit)
	if !ok || p == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.release(p, &r, time.Now())
}

func (l *DefaultLimiter) release(p *permit, r *Result, now time.Time) {
	if p.done {
		return
	}
	p.done = true
	ln, b, g := p.lane, p.lane.bucket, p.gate
	ln.inflight--
	b.inflight--
	if g != nil {
		g.giveBack(p, now, r)
	}
	l.learn(p, r, now)
	switch {
	case r.Status == http.StatusTooManyRequests:
		l.limited(p, r, now)
	case r.Status != 0:
		ln.pass()
		if g != nil {
			g.cautious = false
		}
		if r.Status == http.StatusForbidden {
			l.blocked(r, now)
		}
	}
	l.invalid.count(now, r)
	if b != ln.bucket {
		l.pump(b, now)
	}
	l.pump(ln.bucket, now)
	l.pumpGate(g, now)
}

// pump sends what a bucket lets pass, and sets its alarm for what it doesn't.
func (l *DefaultLimiter) pump(b *bucket, now time.Time) {
	b.roll(now)
	for !now.Before(l.heldUntil) && b.free(now) > 0 {
		w := b.next(now)
		if w == nil {
			break
		}
		w.remove()
		w.reserved = true
		w.lane.inflight++
		b.inflight++
		l.enterGate(w, now)
	}
	if at := b.wake(l.heldUntil); at.After(now) {
		b.alarm.set(now, at, func() { l.ring(func(now time.Time) { l.pump(b, now) }) })
	}
}

// enterGate takes a request, which has its place in its bucket, to the gate.
func (l *DefaultLimiter) enterGate(w *waiter, now time.Time) {
	g := w.permit.gate
	if g == nil {
		l.grant(w, now)
		return
	}
	g.queue.push(w)
	l.pumpGate(g, now)
}

// pumpGate sends what a gate lets pass, and sets its alarm for what it
// doesn't.
func (l *DefaultLimiter) pumpGate(g *gate, now time.Time) {
	if g == nil {
		return
	}
	for !now.Before(l.heldUntil) {
		w := g.queue.first()
		if w == nil || !g.take(w.permit, now) {
			break
		}
		w.remove()
		l.grant(w, now)
	}
	if at := g.wake(l.heldUntil); at.After(now) {
		g.alarm.set(now, at, func() { l.ring(func(now time.Time) { l.pumpGate(g, now) }) })
	}
}

// grant gives a waiter leave to send, or an error if too many requests were
// refused since it came.
func (l *DefaultLimiter) grant(w *waiter, now time.Time) {
	err := l.invalid.stopped(now)
	if err != nil {
		l.unreserve(w)
		if g := w.permit.gate; g != nil {
			g.giveBack(w.permit, now, &Result{Unsent: true})
		}
	}
	l.pace(now)
	w.permit.sent = now
	w.turn <- err
}

// unreserve gives back a waiter's place in its bucket.
func (l *DefaultLimiter) unreserve(w *waiter) {
	w.reserved = false
	w.lane.inflight--
	w.lane.bucket.inflight--
}

// ring is what alarms do.
func (l *DefaultLimiter) ring(pump func(now time.Time)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	pump(time.Now())
}

// alarm calls a function at a time; a new time replaces the one before.
type alarm struct {
	at    time.Time
	timer *time.Timer
}

func (a *alarm) set(now, at time.Time, ring func()) {
	if at.Equal(a.at) {
		return
	}
	a.at = at
	if a.timer == nil {
		a.timer = time.AfterFunc(at.Sub(now), ring)
		return
	}
	a.timer.Reset(at.Sub(now))
}
