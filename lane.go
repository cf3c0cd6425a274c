package accord

import "time"

// A lane is the events of one key. Its handlers run one after another.
//
// A lane exists while it has work and takes up no goroutine. It is in its
// pool's list when it has tasks and nobody holds it.
type lane struct {
	key   uint64
	tasks taskList
	held  bool  // by a running task
	next  *lane // in a laneList
}

// A laneList is a queue of lanes.
type laneList struct{ first, last *lane }

func (l *laneList) push(n *lane) {
	if l.last == nil {
		l.first = n
	} else {
		l.last.next = n
	}
	l.last = n
}

func (l *laneList) pop() *lane {
	n := l.first
	if n == nil {
		return nil
	}
	l.first, n.next = n.next, nil
	if l.first == nil {
		l.last = nil
	}
	return n
}

// A pool is a number of slots and what waits for them. A handler needs one to
// run.
type pool struct {
	slots    int
	running  int      // slots that are taken
	resuming taskList // handlers that waited and go on: they come first
	loose    taskList // tasks without a lane
	lanes    laneList // lanes that nobody holds: each gives one task in turn
}

// runnable reports whether a task could run now.
func (p *pool) runnable() bool {
	return p.running < p.slots && (!p.loose.empty() || p.lanes.first != nil)
}

// pop returns the task that comes next, with its lane, or nil.
func (p *pool) pop() *task {
	if !p.runnable() {
		return nil
	}
	if t := p.loose.pop(); t != nil {
		return t
	}
	l := p.lanes.pop()
	l.held = true
	return l.tasks.pop()
}

// place puts a task where it has to wait, which may be nowhere. Locked.
func (d *dispatcher) place(t *task) {
	if !t.laned {
		t.pool.loose.push(t)
		return
	}
	l := d.lanes[t.key]
	if l == nil {
		l = d.newLane(t.key)
	}
	t.lane = l
	l.tasks.push(t)
	if !l.held && l.tasks.first == t {
		t.pool.lanes.push(l)
	}
}

// leave lets the next task of t's lane run. The handlers of t that are left, if
// there are any, come first. Locked.
func (d *dispatcher) leave(t *task, rest *task) {
	l := t.lane
	t.lane = nil
	l.held = false
	if rest != nil {
		rest.lane = l
		l.tasks.pushFront(rest)
	}
	if l.tasks.empty() {
		delete(d.lanes, l.key)
		d.recycle(l)
		return
	}
	t.pool.lanes.push(l)
}

// spareLanes is how many idle lanes are kept for the next keys.
const spareLanes = 256

func (d *dispatcher) newLane(key uint64) *lane {
	l := d.spare
	if l == nil {
		l = new(lane)
	} else {
		d.spare, l.next = l.next, nil
		d.spares--
	}
	l.key = key
	d.lanes[key] = l
	return l
}

func (d *dispatcher) recycle(l *lane) {
	if d.spares < spareLanes {
		l.next, d.spare = d.spare, l
		d.spares++
	}
}

// occupy gives t a slot. Locked.
func (d *dispatcher) occupy(t *task) {
	t.pool.running++
	t.slot = true
	d.link(t)
}

// vacate takes t's slot and gives it to a handler that goes on, if one waits
// for a slot. Locked.
func (d *dispatcher) vacate(t *task) {
	t.slot = false
	t.pool.running--
	d.unlink(t)
	for t.pool.running < t.pool.slots {
		w := t.pool.resuming.pop()
		if w == nil {
			return
		}
		close(w.ready)
		w.ready = nil
		if !w.done {
			d.occupy(w)
		}
	}
}

// link begins to count how long t holds its slot. Locked.
func (d *dispatcher) link(t *task) {
	t.since = time.Now()
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
	now := time.Now()
	for d.oldest != nil {
		if left := d.oldest.since.Add(d.hold).Sub(now); left > 0 {
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
	var rest *task
	if !d.closed {
		rest = t.rest()
	}
	if rest != nil {
		d.pending++
	}
	if t.lane != nil {
		d.leave(t, rest)
	} else if rest != nil {
		t.pool.loose.pushFront(rest)
	}
}
