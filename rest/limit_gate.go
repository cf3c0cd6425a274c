package rest

import (
	"slices"
	"time"
)

// gate keeps the global limit of one credential, or of the IP address: so many
// requests in any second. Requests pass their bucket first, then the gate, in
// order.
//
// There is a place for each request that the limit allows. It is free again a
// second after Discord counted the request, which was before the answer came.
// A quarter of the shortest round trip is taken off that second, since the
// answer was on its way for a while, and the next request will be too. (Half
// of it was too much once in 600 plans of limitertest, where ways vary
// wildly.) It takes many round trips to know the shortest: when a busy machine
// starts, all are slow at first.
type gate struct {
	made      time.Time
	places    []place
	cursor    int
	heldUntil time.Time // a global 429 asked to wait until then
	cautious  bool      // after that: one request at a time, until one passes
	inflight  int
	queue     queue

	fastest time.Duration // shortest round trip seen
	samples int           // round trips seen

	alarm alarm // rings when a waiting request may have its turn
}

// place is one request's in the global limit. Its times are counted from when
// the gate was made, so that it is small and the garbage collector does not look
// at it: every user has a gate of 50.
type place struct {
	taken  uint64        // by the permit of that number; 0: by none
	sent   time.Duration // when it was taken
	freeAt time.Duration // less the gate's head start
}

const (
	globalWindow = time.Second

	// unanswered is how long a request without an answer keeps its place
	// beyond the window: Discord counted it long before, as it counts an
	// upload when its head is there.
	unanswered = 5 * time.Second

	// enoughWindows is after how many windows full of round trips the shortest
	// one is known.
	enoughWindows = 4

	// maxHeadStart bounds what is taken off for the way, should all round
	// trips seen have been slow for another reason.
	maxHeadStart = 50 * time.Millisecond
)

func newGate(perSecond int, now time.Time) *gate {
	return &gate{made: now, places: make([]place, perSecond)}
}

// open reports whether the gate itself lets a request pass, whatever places
// are free.
func (g *gate) open(now time.Time) bool {
	return !now.Before(g.heldUntil) && !(g.cautious && g.inflight > 0)
}

// take gives p a place, and reports false when there is none.
func (g *gate) take(p *permit, now time.Time) bool {
	if !g.open(now) {
		return false
	}
	since := now.Sub(g.made)
	ahead := since + g.headStart()
	for range g.places {
		s := &g.places[g.cursor]
		if ahead >= s.freeAt {
			*s = place{taken: p.seq, sent: since, freeAt: since + globalWindow + unanswered}
			p.place, p.sent = g.cursor, now
			g.inflight++
			return true
		}
		g.cursor = (g.cursor + 1) % len(g.places)
	}
	return false
}

// giveBack frees p's place, at once if its request was never sent.
func (g *gate) giveBack(p *permit, now time.Time, r *Result) {
	g.inflight--
	s := &g.places[p.place]
	if s.taken != p.seq {
		return // it was so late that another has its place
	}
	switch {
	case r.Unsent:
		*s = place{}
		return
	case r.Status != 0:
		g.time(now.Sub(p.sent))
	}
	*s = place{sent: s.sent, freeAt: now.Sub(g.made) + globalWindow + margin}
}

// time takes in a round trip.
func (g *gate) time(d time.Duration) {
	if g.samples++; g.samples == 1 || d < g.fastest {
		g.fastest = d
	}
}

// headStart is how long before a place is free the next request for it may be
// sent.
func (g *gate) headStart() time.Duration {
	if g.samples < enoughWindows*len(g.places) {
		return 0
	}
	return min(g.fastest/4, maxHeadStart)
}

// hold closes the gate until a global 429's wait is over.
func (g *gate) hold(now time.Time, wait time.Duration) {
	g.heldUntil = latest(g.heldUntil, now.Add(wait+margin))
	g.cautious = true
}

// wake returns when a request that waits may have its turn without an answer
// coming in, or zero when none waits or only an answer can help. Nothing is
// sent before held.
func (g *gate) wake(held time.Time) time.Time {
	if g.queue.first() == nil || g.cautious && g.inflight > 0 {
		return time.Time{}
	}
	at := g.places[0].freeAt
	for _, s := range g.places[1:] {
		at = min(at, s.freeAt)
	}
	return latest(g.made.Add(at-g.headStart()), latest(held, g.heldUntil))
}

// wait returns how long a request of that urgency would wait here, as far as
// is known.
func (g *gate) wait(now time.Time, u Urgency) time.Duration {
	return g.waitBehind(now, g.queue.ahead(u))
}

// waitBehind is wait for a request that has so many before it.
func (g *gate) waitBehind(now time.Time, ahead int) time.Duration {
	wait := max(0, g.heldUntil.Sub(now))
	turns := make([]time.Duration, len(g.places))
	for i, s := range g.places {
		at := s.freeAt
		if s.taken != 0 { // in flight: its answer will come soon
			at = s.sent + globalWindow
		}
		turns[i] = max(0, at-now.Sub(g.made))
	}
	slices.Sort(turns)
	windows := ahead / len(turns)
	return max(wait, turns[ahead%len(turns)]+time.Duration(windows)*globalWindow)
}

// idle reports whether the gate can be forgotten.
func (g *gate) idle(now time.Time) bool {
	if g.inflight > 0 || g.queue.first() != nil || g.cautious || now.Before(g.heldUntil) {
		return false
	}
	since := now.Sub(g.made)
	return !slices.ContainsFunc(g.places, func(s place) bool { return since < s.freeAt })
}
