package accord

// take returns the task of p that comes next, with a slot and its lane, or nil.
// Locked.
func (d *dispatcher) take(p *pool) *task {
	d.goOn(p)
	s := p.next()
	if s == nil {
		return nil
	}
	t := s.pop()
	d.waiting--
	d.handlers++
	p.requeue(s)
	d.occupy(t)
	return t
}

// goOn gives slots to handlers that waited, as far as they come next. Locked.
func (d *dispatcher) goOn(p *pool) {
	for s := p.next(); s != nil && !s.resuming.empty(); s = p.next() {
		t := s.resuming.pop()
		p.requeue(s)
		close(t.ready)
		t.ready = nil
		d.occupy(t)
	}
}

// regain gives t a slot, for which it may have to wait. Locked; it unlocks.
func (d *dispatcher) regain(t *task) {
	if t.slot {
		d.mu.Unlock()
		return
	}
	if t.ready == nil && t.pool.allows(t.share) {
		d.occupy(t)
		d.mu.Unlock()
		return
	}
	if t.ready == nil {
		t.ready = make(chan struct{})
		t.since = 0 // nothing runs
		t.share.resuming.push(t)
		t.pool.queue(t.share)
	}
	ready := t.ready
	d.mu.Unlock()
	<-ready
}

// occupy gives t a slot. Locked.
func (d *dispatcher) occupy(t *task) {
	t.slot = true
	t.pool.count(t.share, 1)
	d.link(t)
}

// vacate takes t's slot. Locked.
func (d *dispatcher) vacate(t *task) {
	t.slot = false
	t.pool.count(t.share, -1)
	d.unlink(t)
}

// link begins to count how long t holds its slot. Locked.
func (d *dispatcher) link(t *task) {
	t.since = d.clock()
	t.older = d.newest
	if t.older == nil {
		d.oldest = t
	} else {
		t.older.newer = t
	}
	d.newest = t
	if !d.armed {
		d.armed = true
		d.timer.Reset(d.hold)
	}
}

// unlink ends that. Locked.
func (d *dispatcher) unlink(t *task) {
	if t.older == nil {
		d.oldest = t.newer
	} else {
		t.older.newer = t.newer
	}
	if t.newer == nil {
		d.newest = t.older
	} else {
		t.newer.older = t.older
	}
	t.older, t.newer = nil, nil
}

// expire takes the slots, and unless the order is strict the lanes, from tasks
// that have held them for too long. Their handlers run on.
func (d *dispatcher) expire() {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.clock()
	for d.oldest != nil {
		if left := d.oldest.since + d.hold - now; left > 0 {
			d.timer.Reset(left)
			d.wake()
			return
		}
		d.release(d.oldest)
	}
	d.armed = false
	d.wake()
}

// release makes t run beside the others: without a slot and, unless the order
// is strict, without its lane. Locked.
func (d *dispatcher) release(t *task) {
	if t.slot {
		d.vacate(t)
	}
	if d.order != Ordered || !t.laned {
		d.handOver(t)
	}
}

// handOver takes t's lane and has another task call the handlers of the event
// that are left. Locked.
func (d *dispatcher) handOver(t *task) {
	if t.released {
		return
	}
	t.released = true
	rest := t.rest()
	if rest != nil && d.closed {
		rest = nil
		t.divide(nil)
	}
	if rest != nil {
		d.pending++
		d.waiting++
		d.spend(rest, 1)
		t.pool.enter(rest)
		t.divide(rest)
	}
	if t.lane != nil {
		d.leave(t, rest)
	} else if rest != nil {
		t.share.loose.pushFront(rest)
		t.pool.queue(t.share)
	}
}
