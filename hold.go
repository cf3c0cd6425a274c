package accord

import (
	"context"
	"time"

	"github.com/accord-go/accord/gateway"
)

// What a handover holds counts in Config.QueueBytes, of which it may take up half, so
// that the old shards can go on. The new generation takes over when all shards, old
// and new, have been connected for sideBySide. What it has received before that time
// is not needed then: the old shards have received it too. So if there is no room
// that is let go, and for what is needed a shard stops reading. It does so for no
// longer than sideBySide: while all are connected nothing has to be read to end the
// handover, and Discord does not close a connection so soon.

// holdAgain is how often a shard that does not read looks for room.
const holdAgain = time.Second / 4

// hold keeps an event until the new generation takes over. Locked; it unlocks while
// it waits for room.
func (h *handover) hold(ctx context.Context, s *shard, f gateway.Frame) error {
	n := &h.shards[s.id]
	if old := n.until(f.Received.Add(-doublesWithin)); old > 0 && h.together() == 0 {
		h.letGo(n, old)
	}
	for reads := true; !h.makeRoom(heldBytes(f)); reads = false {
		if !f.Received.After(h.needed()) {
			return nil
		}
		if reads {
			defer s.stopReading()()
		}
		switch ok := h.wait(ctx); {
		case !ok:
			return ErrStopped
		case h.taken:
			return h.pass(ctx, s, f)
		case h.over:
			return nil
		}
	}
	n.held = append(n.held, f)
	return nil
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
	needed := h.needed()
	for i := range h.shards {
		n := &h.shards[i]
		h.letGo(n, n.until(needed))
	}
	return d.reserve(size)
}

// needed returns a time such that all that came until then will be at least
// sideBySide old when the new generation takes over. Locked.
func (h *handover) needed() time.Time {
	now := time.Now()
	if h.ready < len(h.shards) {
		return now
	}
	if since := now.Add(h.together() - sideBySide); since.After(h.began) {
		return since
	}
	return h.began
}

// letGo lets go of the first events that a shard holds. Locked.
func (h *handover) letGo(n *newShard, events int) {
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

// wait unlocks for a while, until the new generation has taken over at most. It
// reports false if ctx has ended.
func (h *handover) wait(ctx context.Context) bool {
	h.mu.Unlock()
	defer h.mu.Lock()
	select {
	case <-h.done:
	case <-time.After(holdAgain):
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// stopReading tells that s does not read. The function that it returns tells that
// it reads again.
func (s *shard) stopReading() (again func()) {
	start, r := time.Now(), s.run
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
