package accord

import "time"

// leftovers are what a dispatcher that stops could not wait for.
type leftovers struct {
	running int // handlers that go on
	dropped int // events that not all handlers saw
}

// drain waits until all that was pushed is handled, but no longer than timeout.
// It then drops what is still waiting, and takes nothing more.
func (d *dispatcher) drain(timeout time.Duration) leftovers {
	d.mu.Lock()
	d.idle = make(chan struct{})
	d.wake()
	d.settle(0)
	d.mu.Unlock()
	d.waitIdle(timeout)

	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return leftovers{}
	}
	d.closed = true
	d.room.Broadcast()
	return d.clear()
}

// waitIdle waits until no task is left, and reports whether there was none
// before the timeout. Drain has to be called first.
func (d *dispatcher) waitIdle(timeout time.Duration) bool {
	t := time.NewTimer(timeout)
	defer t.Stop()
	select {
	case <-d.idle:
		d.timer.Stop()
		d.workers.Wait() // they have nothing left to do
		return true
	case <-t.C:
		return false
	}
}

// clear drops the tasks that wait. Locked.
func (d *dispatcher) clear() leftovers {
	var l leftovers
	tasks := 0
	dropAll := func(list *taskList) {
		for t := list.pop(); t != nil; t = list.pop() {
			l.dropped++
			d.waiting--
			tasks++
		}
	}
	for _, p := range []*pool{&d.urgent, &d.general} {
		for _, s := range p.shares {
			s.lanes = laneList{}
			dropAll(&s.loose)
			p.requeue(s)
		}
	}
	for _, lane := range d.lanes {
		dropAll(&lane.tasks)
	}
	for _, t := range d.tapped {
		if len(t.calls) == 0 {
			l.dropped++
		}
	}
	tasks += len(d.tapped)
	d.tapped = nil
	d.queued.Store(0)
	l.running = d.pending - tasks
	d.settle(tasks)
	return l
}
