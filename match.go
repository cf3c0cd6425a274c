package accord

// offer has the taps see t. Locked.
func (d *dispatcher) offer(t *task) {
	d.pending++
	d.queued.Add(t.size)
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
			d.unqueue(t.size)
			d.settle(1)
			d.matching = false
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
		d.unqueue(done.size)
		d.settle(1)
	}
	if len(d.tapped) == 0 {
		d.matching = false
		d.tapped = nil
		return nil
	}
	t := d.tapped[0]
	d.tapped[0] = nil
	d.tapped = d.tapped[1:]
	return t
}
