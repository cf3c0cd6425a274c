package rest

import "time"

// bucket is one of Discord's counters: a number of requests in a window of
// time, for one credential, bucket hash and major parameter. Routes that share
// a hash share the bucket.
//
// What may be sent now is what remained, by the lowest count that Discord told
// in this window, minus what is in flight. An answer's count includes every
// request that Discord saw before it, and the others are still in flight: so
// we never send too many, and only for as long as answers overtake each other
// do we hold back one that would have passed.
type bucket struct {
	key  bucketKey
	kind bucketKind

	limit     int           // requests in a window; where there is none: how many may be in flight
	remaining int           // lowest count in this window
	window    time.Duration // how long a window lasts, as far as is known
	resetAt   time.Time     // when the window ends, seen from here; zero: none has begun
	mark      windowMark    // which window it is, or was
	since     time.Time     // when we first knew of this window; what is sent later can't belong to an older one
	sliding   bool          // a window does not begin with its whole limit
	answered  int           // requests that counted in this window, as their answers told
	spent     int           // answers in this window that did not tell what remained
	guessed   bool          // when the window ends is a guess, because no answer told
	scarred   bool          // there was a 429 without headers
	wary      bool          // a window turned out not to be over when it was to be: one request goes ahead into each
	heldUntil time.Time     // a 429 asked to wait until then

	inflight int     // over all its lanes
	lanes    []*lane // that send into it
	limits   Limited // 429s so far

	alarm alarm // rings when a waiting request may have its turn
}

type bucketKey struct {
	credential string
	hash       string // Discord's, or method and route where it gives none
	limit      int    // two limits behind one hash are two buckets
	major      string
}

// bucketKind is what is known of a bucket.
type bucketKind uint8

const (
	bucketUnknown bucketKind = iota // no answer yet: one request goes ahead and finds out
	bucketBare                      // answers without limit headers: begins with one request in flight, and allows one more after each that passes
	bucketKnown
)

// windowMark tells windows apart. By Discord's clock, where it is given, the
// end of a window is the same in all its answers; seen from here it wobbles
// with the network's delay.
type windowMark struct {
	reset time.Duration // by Discord's clock; 0: not given
	end   time.Time     // by ours
}

// later tells how much later m's window ends than old's; 0 is the same window.
func (m windowMark) later(old windowMark) time.Duration {
	d, tolerance := m.end.Sub(old.end), 250*time.Millisecond
	if m.reset != 0 && old.reset != 0 {
		d, tolerance = m.reset-old.reset, 50*time.Millisecond
	}
	if d.Abs() <= tolerance {
		return 0
	}
	return d
}

// margin is added to each reset time: Discord rounds to milliseconds.
const margin = time.Millisecond

// newBucket returns a bucket of which so much is known as route knows.
func newBucket(key bucketKey, r *routeState) *bucket {
	if r.kind == bucketBare {
		return &bucket{key: key, kind: bucketBare, limit: 1}
	}
	return &bucket{key: key, kind: r.kind, limit: r.limit, remaining: r.limit, window: r.window}
}

// pass takes in an answer without headers that was no refusal.
func (b *bucket) pass(now time.Time) {
	switch {
	case b.kind == bucketKnown:
		b.spend(now)
	case b.kind == bucketBare && !b.scarred:
		b.limit++
	}
}

// left returns how many requests may be sent now, a 429's wait aside.
func (b *bucket) left() int {
	switch b.kind {
	case bucketBare:
		return b.limit - b.inflight
	case bucketUnknown:
		return 1 - b.inflight
	default:
		return b.remaining - b.spent - b.inflight
	}
}

// free returns how many requests may be sent now.
func (b *bucket) free(now time.Time) int {
	if now.Before(b.heldUntil) {
		return 0
	}
	return b.left()
}

// roll begins a fresh window if the last one has ended. Requests that are
// still in flight count in the new one: some may reach Discord only then.
func (b *bucket) roll(now time.Time) {
	if b.resetAt.IsZero() || now.Before(b.resetAt) {
		return
	}
	b.remaining = b.limit
	if b.sliding || b.wary {
		b.remaining = 1 // and its answer tells how many more
	}
	b.resetAt, b.since, b.spent, b.answered, b.guessed = time.Time{}, now, 0, 0, false
}

// observe takes in the headers of the answer to a request that was sent then,
// and that Discord counted unless it refused it. It reports whether they are
// the first of a window.
func (b *bucket) observe(now, sent time.Time, h limitHeaders, refused bool) bool {
	b.roll(now)
	mark := windowMark{reset: h.reset, end: now.Add(h.resetAfter + margin)}
	later := mark.later(b.mark)
	first, fresh, old := b.mark.end.IsZero(), b.resetAt.IsZero(), sent.Before(b.since)
	switch {
	case b.kind != bucketKnown || first || fresh && (later > 0 || !old) || !fresh && later > 0 && later >= b.window/2:
		// A window of which this is the first answer.
		b.sliding = !first && h.remaining < h.limit-1-b.inflight-b.spent
		if !b.guessed {
			b.spent = 0
		}
		b.kind, b.limit, b.remaining = bucketKnown, h.limit, h.remaining
		b.window, b.resetAt, b.mark, b.since, b.guessed = h.resetAfter, mark.end, mark, now, false
		b.wary = b.wary || refused && !first
		b.answered = 0
		b.tally(refused)
		return true
	case fresh || later < 0 && old:
		// An answer out of a window that is over.
	case later > 0:
		b.sliding = true
		b.remaining = min(b.remaining, h.remaining)
		b.resetAt, b.mark = mark.end, mark
	default:
		b.remaining = min(b.remaining, h.remaining)
		b.tally(refused)
		if mark.end.Before(b.resetAt) { // this answer was faster: a better estimate
			b.resetAt = mark.end
		}
	}
	return false
}

// tally counts an answer of this window, and allows no more than the limit
// leaves, should the headers tell more.
func (b *bucket) tally(refused bool) {
	if !refused {
		b.answered++
	}
	if !b.sliding {
		b.remaining = min(b.remaining, max(0, b.limit-b.answered))
	}
}

// spend counts a request without having been told what remains.
func (b *bucket) spend(now time.Time) {
	if b.kind != bucketKnown {
		return
	}
	b.roll(now)
	b.spent++
	if b.resetAt.IsZero() {
		b.resetAt, b.guessed = now.Add(b.window+margin), true
	}
}

// exhaust closes the bucket until a 429's wait is over.
func (b *bucket) exhaust(now time.Time, wait time.Duration) {
	b.heldUntil = latest(b.heldUntil, now.Add(wait+margin))
	if b.kind == bucketKnown {
		b.remaining, b.resetAt = 0, b.heldUntil
	}
}

// scar makes a bucket without headers keep to one request in flight: there is
// a limit after all.
func (b *bucket) scar() {
	if b.kind == bucketBare {
		b.limit, b.scarred = 1, true
	}
}

// next returns the waiting request whose turn it is, among the lanes that are
// open, or nil.
func (b *bucket) next(now time.Time) *waiter {
	var best *waiter
	for _, l := range b.lanes {
		if w := l.queue.first(); w != nil && l.open(now) && (best == nil || w.before(best)) {
			best = w
		}
	}
	return best
}

// wake returns when a request that waits may have its turn without an answer
// coming in, or zero when none waits or only an answer can help. Nothing is
// sent before held.
func (b *bucket) wake(held time.Time) time.Time {
	var at time.Time
	for _, l := range b.lanes {
		if l.queue.first() == nil || l.single() && l.inflight > 0 {
			continue
		}
		turn := latest(latest(held, b.heldUntil), l.heldUntil)
		if b.left() <= 0 {
			if b.resetAt.IsZero() {
				continue
			}
			turn = latest(turn, b.resetAt)
		}
		if at.IsZero() || turn.Before(at) {
			at = turn
		}
	}
	return at
}

// ahead counts the requests that wait and go before a new one of that urgency.
func (b *bucket) ahead(u Urgency) int {
	n := 0
	for _, l := range b.lanes {
		n += l.queue.ahead(u)
	}
	return n
}

// wait returns how long a request waits that has so many before it, as far as
// is known.
func (b *bucket) wait(now time.Time, ahead int) time.Duration {
	wait := max(0, b.heldUntil.Sub(now))
	left := max(0, b.left())
	if b.kind != bucketKnown || ahead < left || b.resetAt.IsZero() {
		return wait
	}
	windows := (ahead - left) / b.limit
	return max(wait, b.resetAt.Sub(now)+time.Duration(windows)*b.window)
}

// idle reports whether the bucket holds nothing worth keeping.
func (b *bucket) idle(now time.Time) bool {
	return b.inflight == 0 && !now.Before(b.resetAt) && !now.Before(b.heldUntil)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
