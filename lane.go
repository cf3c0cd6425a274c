package accord

// A lane is the events of one key. Its handlers run one after another.
//
// A lane exists while it has work and takes up no goroutine. It is in a list of
// the guild of its first task when it has tasks and nobody holds it.
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

// place puts a task where it has to wait, which may be nowhere. Locked.
func (d *dispatcher) place(t *task) {
	t.pool.enter(t)
	if !t.laned {
		t.share.loose.push(t)
		t.pool.queue(t.share)
		return
	}
	l := d.lanes[t.key]
	if l == nil {
		l = d.newLane(t.key)
	}
	t.lane = l
	l.tasks.push(t)
	if !l.held && l.tasks.first == t {
		t.pool.offer(l)
	}
}

// offer makes a lane that has tasks, and that nobody holds, wait for a slot.
func (p *pool) offer(l *lane) {
	s := l.tasks.first.share
	s.lanes.push(l)
	p.queue(s)
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
	t.pool.offer(l)
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
