package accord

import "time"

// A ledger lists the events of a shard's session that are not handled yet, in the
// order in which they came. What came before the oldest of them need not come
// again after a restart. The dispatcher's lock guards it. It costs an event no
// memory of its own: the tasks are the list.
type ledger struct {
	oldest, newest *task
}

// enter notes an event from the gateway that handlers are to see. One that a handover
// held comes after later ones that it did not hold.
func (l *ledger) enter(t *task) {
	t.ledger = l
	t.parts, t.part = 1, t
	t.earlier = l.newest
	for t.earlier != nil && t.earlier.meta.Sequence > t.meta.Sequence {
		t.later, t.earlier = t.earlier, t.earlier.earlier
	}
	if t.earlier == nil {
		l.oldest = t
	} else {
		t.earlier.later = t
	}
	if t.later == nil {
		l.newest = t
	} else {
		t.later.earlier = t
	}
}

// strike takes an event out: it is handled.
func (l *ledger) strike(t *task) {
	if t.earlier == nil {
		l.oldest = t.later
	} else {
		t.earlier.later = t.later
	}
	if t.later == nil {
		l.newest = t.earlier
	} else {
		t.later.earlier = t.earlier
	}
	t.ledger, t.earlier, t.later = nil, nil, nil
}

// divide notes that other handlers of t's event run by themselves, in rest. Nil:
// they will not run any more, so the event is never handled.
func (t *task) divide(rest *task) {
	root := t.root()
	root.parts++
	if rest != nil {
		root.part = rest
	}
}

// acknowledge notes that the handlers of t are done with the event, or as good as:
// one waits. Locked.
func (t *task) acknowledge() {
	root := t.root()
	if t.acknowledged || root.ledger == nil {
		return
	}
	t.acknowledged = true
	root.parts--
	if root.parts == 0 {
		root.ledger.strike(root)
	}
}

// last reports whether no handler comes after the one that runs, except in other
// parts.
func (t *task) last() bool { return t.released || int(t.step)+1 == len(t.calls) }

// outlasts reports whether all handlers of t's event run, and have for that long.
// Those of its earlier parts have for longer than those of its last.
func (t *task) outlasts(after, now time.Duration) bool {
	p := t.part
	return p.since != 0 && p.last() && now-p.since >= after
}

// handled returns the sequence up to which all events of l are handled, given the
// last that was read before the call. A handler that has run for as long as after
// counts as done.
func (d *dispatcher) handled(l *ledger, sequence int64, after time.Duration) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.clock()
	for l.oldest != nil && l.oldest.outlasts(after, now) {
		l.strike(l.oldest)
	}
	if l.oldest == nil {
		return sequence
	}
	return min(sequence, l.oldest.meta.Sequence-1)
}

// forget empties l: its session is over.
func (d *dispatcher) forget(l *ledger) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for l.oldest != nil {
		l.strike(l.oldest)
	}
}

// busy reports whether something is left in l.
func (d *dispatcher) busy(l *ledger) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return l.oldest != nil
}
