package accord

import "time"

// offer has the taps see t. Locked.
func (d *dispatcher) offer(t *task) {
	d.pending++
	d.queued.Add(t.size)
	d.spend(t, 1)
	d.tapped = append(d.tapped, t)
	d.startMatcher()
}

// startMatcher starts a matcher, if there is none and something to do. Locked.
func (d *dispatcher) startMatcher() {
	if !d.matching && len(d.tapped) > 0 {
		d.matching = true
		d.workers.Add(1)
		go d.matcher()
	}
}

// matcher offers events to the taps, one at a time in the order in which they
// came, until there are none left. It needs no slot. It is not the reader of a
// shard, so that a match function which takes its time only holds up others.
func (d *dispatcher) matcher() {
	defer d.workers.Done()
	t := d.nextTapped(nil)
	defer func() {
		if t != nil { // a match function ended the goroutine, as testing.T.FailNow does
			d.mu.Lock()
			defer d.mu.Unlock()
			d.seen(t)
			d.stopMatching()
			d.startMatcher()
		}
	}()
	for t != nil {
		d.match(t)
		t = d.nextTapped(t)
	}
}

// nextTapped ends what the matcher does with done, and returns the next.
func (d *dispatcher) nextTapped(done *task) *task {
	d.mu.Lock()
	defer d.mu.Unlock()
	if done != nil {
		d.seen(done)
	}
	if len(d.tapped) == 0 {
		d.stopMatching()
		return nil
	}
	t := d.tapped[0]
	d.tapped[0] = nil
	d.tapped = d.tapped[1:]
	return t
}

// seen notes that the taps have seen t. Locked.
func (d *dispatcher) seen(t *task) {
	d.unqueue(t.size)
	d.spend(t, -1)
	d.settle(1)
}

// stopMatching notes that the matcher ends. Locked.
func (d *dispatcher) stopMatching() {
	d.matching = false
	if len(d.tapped) > 0 {
		return // the next one goes on
	}
	d.tapped = nil
	if d.matched != nil {
		close(d.matched)
		d.matched = nil
	}
}

// waitMatched waits until the taps have seen the events that came, so that who
// waits for one gets it although it is among the last. It waits no longer than
// timeout for match functions that take their time. It may be called once.
func (d *dispatcher) waitMatched(timeout time.Duration) {
	d.mu.Lock()
	if !d.matching {
		d.mu.Unlock()
		return
	}
	matched := make(chan struct{})
	d.matched = matched
	d.mu.Unlock()
	t := time.NewTimer(timeout)
	defer t.Stop()
	select {
	case <-matched:
	case <-t.C:
	}
}
