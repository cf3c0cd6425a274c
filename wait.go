package accord

import "context"

// pause lets other handlers have the slot and the lane of the handler that ctx
// belongs to, if it belongs to one, because it is about to wait. The function
// that it returns must be called afterwards; it waits until there is a slot
// again.
func pause(ctx context.Context) (resume func()) {
	t, ok := ctx.Value(taskKey{}).(*task)
	if !ok {
		return func() {}
	}
	t.d.suspend(t)
	return func() { t.d.resume(t) }
}

// suspend notes that someone waits with t's context. A context may be used
// after its handler has returned, and by several goroutines.
func (d *dispatcher) suspend(t *task) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t.waits++
	if t.waits == 1 && !t.done {
		d.release(t)
		if t.last() {
			t.acknowledge()
		}
		d.wake()
	}
}

// resume ends suspend.
func (d *dispatcher) resume(t *task) {
	d.mu.Lock()
	t.waits--
	if t.waits > 0 || t.done {
		d.mu.Unlock()
		return
	}
	d.regain(t)
}
