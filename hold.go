package accord

import (
	"context"
	"time"

	"github.com/accord-go/accord/gateway"
)

// What a handover holds counts in Config.QueueBytes, of which it may take up half, so
// that the old shards can go on. What the old shards have received too is let go. If
// there is no room for what is needed, the new shards stop reading: until the new
// generation takes over, or the old one turns out to be late and more is not needed,
// which is a matter of seconds. Discord does not close a connection so soon.

// holdAgain is how often a shard that does not read looks for room.
const holdAgain = time.Second / 4

// hold keeps an event until the new generation takes over, if it is needed. It reports
// whether there was room for it. Locked.
func (h *handover) hold(n *newShard, f gateway.Frame) bool {
	h.letGo(n, n.until(h.needed))
	switch {
	case !f.Received.After(h.needed):
		return true
	case h.makeRoom(heldBytes(f)):
		n.held = append(n.held, f)
		return true
	default:
		return false
	}
}

// heldBytes is what an event takes up that is held.
func heldBytes(f gateway.Frame) int64 { return int64(len(f.Data)) + taskBytes }

// makeRoom takes room for an event, for which it lets go of what is not needed.
// Locked.
func (h *handover) makeRoom(size int64) bool {
	d := h.next.run.d
	if d.reserve(size) {
		return true
	}
	for i := range h.shards {
		n := &h.shards[i]
		h.letGo(n, n.until(h.needed))
	}
	return d.reserve(size)
}

// letGo lets go of the first events that a shard holds. Locked.
func (h *handover) letGo(n *newShard, events int) {
	if events == 0 {
		return
	}
	var bytes int64
	for i, f := range n.held[:events] {
		bytes += heldBytes(f)
		n.held[i] = gateway.Frame{}
	}
	if n.held = n.held[events:]; len(n.held) == 0 {
		n.held = nil
	}
	h.next.run.d.free(bytes)
}

// until returns how many of the events that a shard holds came until t.
func (n *newShard) until(t time.Time) (events int) {
	for events < len(n.held) && !n.held[events].Received.After(t) {
		events++
	}
	return events
}

// wait waits for a while, until the new generation has taken over at most. It reports
// false if ctx has ended.
func (h *handover) wait(ctx context.Context) bool {
	again := time.NewTimer(holdAgain)
	defer again.Stop()
	select {
	case <-h.done:
	case <-again.C:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// transfer gives handlers what is held, at the takeover: it has room in the queues.
func (h *handover) transfer() {
	r := h.next.run
	r.d.overdraw(true)
	defer r.d.overdraw(false)
	defer r.d.flush()
	for i, s := range h.next.shards {
		n := &h.shards[i]
		h.letGo(n, n.until(h.needed))
		for len(n.held) > 0 {
			f := n.held[0]
			h.letGo(n, 1)
			if !h.double(f) && s.handle(r.handling, f) != nil {
				break // the run has stopped
			}
		}
		h.letGo(n, len(n.held))
	}
}

// stopReading tells that s does not read. The function that it returns tells that
// it reads again.
func (s *shard) stopReading() (again func()) {
	start, r := time.Now(), s.run
	r.d.flush()
	r.pressure(s.id, true, 0, r.d.queue().Bytes)
	return func() { r.pressure(s.id, false, time.Since(start), r.d.queue().Bytes) }
}

// reserve takes room for an event that a handover holds, if there is some.
func (d *dispatcher) reserve(size int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held > 0 && (d.held+size > d.limit/2 || d.held+size+d.queued.Load() > d.limit) {
		return false
	}
	d.held += size
	return true
}

// free gives room back.
func (d *dispatcher) free(bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held -= bytes
	if d.blocked > 0 {
		d.room.Broadcast()
	}
}

// overdraw says whether pushes need no room.
func (d *dispatcher) overdraw(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.overdrawn = on
}
