package rest

import (
	"slices"
	"time"
)

// lane is a route with one value of its major parameter: the requests that
// surely share whatever limits there are. It sends into one bucket, which it
// may share with other lanes; Discord may tell at any time that it is another
// one.
type lane struct {
	key    laneKey
	route  *routeState
	bucket *bucket

	queue     queue
	inflight  int
	heldUntil time.Time // a 429 that was not the bucket's asked to wait until then
	cautious  bool      // after a 429: one request at a time, until one passes
	held      bool      // there was a 429 that no header foretold
	passed    int       // requests since the last of them
	unseen    int       // how many it takes, or more, to run into that limit; 0: not known
	careful   int       // so many more must pass one at a time
}

type laneKey struct {
	credential, method, route, major string
}

// routeState is what was learned of a route, for all values of its major
// parameter and all credentials.
type routeState struct {
	kind    bucketKind
	hash    string
	limit   int
	window  time.Duration
	unknown []*lane // lanes that have yet to learn their bucket
}

type routeKey struct {
	method, route string
}

// open reports whether the lane itself lets a request pass.
func (l *lane) open(now time.Time) bool {
	return !now.Before(l.heldUntil) && !(l.single() && l.inflight > 0)
}

// single reports whether requests go one at a time.
func (l *lane) single() bool { return l.cautious || l.careful > 0 }

// pass takes in that a request was not refused.
func (l *lane) pass() {
	l.cautious = false
	l.passed++
	l.careful = max(0, l.careful-1)
}

// mostCareful bounds how many requests go one at a time because of a limit that
// the headers don't show.
const mostCareful = 20

// hold closes the lane until the wait is over of a 429 that no header foretold.
// From the second on, as many requests go one at a time as passed before it, and
// more each time, so that the limit refuses no more than one of them.
func (l *lane) hold(now time.Time, wait time.Duration) {
	if l.held && l.passed > 0 {
		l.unseen = min(max(l.passed+1, 2*l.unseen), mostCareful)
	}
	l.careful = l.unseen
	l.held, l.passed = true, 0
	l.heldUntil = latest(l.heldUntil, now.Add(wait+margin))
}

// join makes the lane send into b from now on; what it has in flight counts
// there.
func (l *lane) join(b *bucket) {
	if l.bucket == b {
		return
	}
	l.leave()
	l.bucket = b
	b.lanes = append(b.lanes, l)
	b.inflight += l.inflight
}

func (l *lane) leave() {
	if b := l.bucket; b != nil {
		b.lanes = slices.DeleteFunc(b.lanes, func(o *lane) bool { return o == l })
		b.inflight -= l.inflight
	}
}

// idle reports whether the lane can be forgotten.
func (l *lane) idle(now time.Time) bool {
	return l.inflight == 0 && l.queue.first() == nil && !l.cautious && !now.Before(l.heldUntil)
}

// waiter is a request that waits.
type waiter struct {
	lane     *lane
	permit   *permit
	urgency  Urgency
	again    bool // it was answered 429 or failed before, and goes ahead
	seq      uint64
	deadline time.Time  // zero: none
	turn     chan error // holds one: nil is leave to send

	reserved   bool  // it has its place in the bucket and waits for the gate
	list       *list // where it waits; nil: nowhere
	prev, next *waiter
}

// before reports whether w's turn is before o's.
func (w *waiter) before(o *waiter) bool {
	switch {
	case w.urgency != o.urgency:
		return w.urgency > o.urgency
	case w.again != o.again:
		return w.again
	default:
		return w.seq < o.seq
	}
}

// queue holds waiters in the order of their turns.
type queue struct {
	lists [3]list // Urgent, Normal, Bulk
}

// level maps an urgency to its list; what is out of range counts as the
// nearest.
func level(u Urgency) int { return 1 - int(min(max(u, Bulk), Urgent)) }

func (q *queue) first() *waiter {
	for i := range q.lists {
		if w := q.lists[i].head; w != nil {
			return w
		}
	}
	return nil
}

// ahead counts the waiters whose turn is before a new one's of that urgency.
func (q *queue) ahead(u Urgency) int {
	n := 0
	for i := range level(u) + 1 {
		n += q.lists[i].n
	}
	return n
}

// push adds w: at the end, unless it has an older claim.
func (q *queue) push(w *waiter) {
	l := &q.lists[level(w.urgency)]
	at := l.tail
	for at != nil && w.before(at) {
		at = at.prev
	}
	l.insert(w, at)
}

// each calls f with every waiter; f may remove it.
func (q *queue) each(f func(*waiter)) {
	for i := range q.lists {
		for w := q.lists[i].head; w != nil; {
			next := w.next
			f(w)
			w = next
		}
	}
}

// list is a doubly linked list of waiters, so that one that gives up leaves at
// once.
type list struct {
	head, tail *waiter
	n          int
}

// insert adds w after at, or in front when at is nil.
func (l *list) insert(w, at *waiter) {
	w.list, w.prev = l, at
	if at == nil {
		w.next, l.head = l.head, w
	} else {
		w.next, at.next = at.next, w
	}
	if w.next == nil {
		l.tail = w
	} else {
		w.next.prev = w
	}
	l.n++
}

// remove takes w out of the list that it is in, if any.
func (w *waiter) remove() {
	l := w.list
	if l == nil {
		return
	}
	if w.prev == nil {
		l.head = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		l.tail = w.prev
	} else {
		w.next.prev = w.prev
	}
	l.n--
	w.list, w.prev, w.next = nil, nil, nil
}
