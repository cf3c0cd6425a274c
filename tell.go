package accord

import (
	"log/slog"
	"time"

	"github.com/accord-go/accord/event"
)

// The library's own events come from goroutines that must not wait, such as that
// of a REST call or of a shard. So their handlers can't hold up what they tell of,
// and one that hangs may find more events than it can ever handle. They are of two
// kinds.
//
// Most come seldom, or because of events of the gateway, and each is the only one
// that tells what it does: that a session was lost, that a guild has come, that a
// handler panicked. These are never dropped. They are counted in Config.QueueBytes,
// so if there are too many the shards stop reading, which is where they come from.
//
// The others come by themselves and go on coming: with each request, frame or
// heartbeat. What they tell is in another place too, or comes again. Of each of
// these kinds no more than toldAtMost are there at once, and the rest is dropped.
var droppable = []event.Event{
	(*event.FrameSent)(nil),       // who sends knows
	(*event.ShardHeartbeat)(nil),  // Client.Health has the latest
	(*event.RESTResponse)(nil),    // who sent the request has the answer
	(*event.RESTRateLimited)(nil), // the request is sent again, and its answer counts the attempts
	(*event.Backpressure)(nil),    // logged; whoever is slow then is slow to hear of it
}

// toldAtMost is how many tasks there may be of one of the kinds that can be
// dropped. Handlers at work count, so one that hangs takes that many goroutines at
// most, and that many events: 7 MB with frames of 4096 bytes, the largest.
const toldAtMost = 1024

// tell emits one of the library's own events, if anybody listens and there is room
// for it. Fill is only called then.
func tell[T any, E interface {
	*T
	event.Event
}](r *run, shard int, fill func(e E)) {
	if !r.client.wants(E(nil)) || !r.admit(shard, E(nil).EventName()) {
		return
	}
	e := E(new(T))
	*e.EventMeta() = event.Meta{Shard: shard, Received: time.Now()}
	fill(e)
	r.emit(e, 0, libraryGuild)
}

// admit reports whether there is room for one of the library's own events of that
// name. It tells when there is none any more, and when there is some again.
func (r *run) admit(shard int, name string) bool {
	ok, dropped := r.d.admit(name)
	log := r.client.config.Logger
	switch {
	case !ok && dropped == 1:
		log.Warn("handlers of the library's own events are slow: dropping some", slog.String("event", name), slog.Int("waiting", toldAtMost))
		tell(r, shard, func(e *event.EventsDropped) { e.Name, e.Ongoing = name, true })
	case ok && dropped > 0:
		log.Warn("events of the library's own were dropped", slog.String("event", name), slog.Int("dropped", dropped))
		tell(r, shard, func(e *event.EventsDropped) { e.Name, e.Dropped = name, dropped })
	}
	return ok
}

// tellRest logs what was dropped and would have been told later, when the run has
// ended.
func (r *run) tellRest() {
	for _, e := range droppable {
		name := e.EventName()
		r.d.mu.Lock()
		dropped := r.d.told[name].dropped
		r.d.mu.Unlock()
		if dropped > 0 {
			r.client.config.Logger.Warn("events of the library's own were dropped", slog.String("event", name), slog.Int("dropped", dropped))
		}
	}
}

// emittedBytes is what an event that did not come from the gateway takes up in the
// queues.
func emittedBytes(e event.Event) int64 {
	size := taskBytes + len(e.EventMeta().Raw)
	if p, ok := e.(*event.HandlerPanic); ok {
		size += len(p.Stack) + len(p.Event.EventMeta().Raw) // which waits no longer by itself
	}
	return int64(size)
}

// An allowance is how many tasks there are of one of the kinds that can be dropped.
// The dispatcher's lock guards it.
type allowance struct {
	tasks   int // that are not done, and events that the taps have not seen
	dropped int // events, since there was no room; zero: there is
}

// newAllowances returns those of all droppable kinds.
func newAllowances() map[string]*allowance {
	all := make(map[string]*allowance, len(droppable))
	for _, e := range droppable {
		all[e.EventName()] = new(allowance)
	}
	return all
}

// admit reports whether there is room for an event of that name, and how many were
// dropped, this one included, since there was none. There is room again when there
// is for half of them.
func (d *dispatcher) admit(name string) (ok bool, dropped int) {
	a := d.told[name]
	if a == nil {
		return true, 0
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if a.tasks < toldAtMost/2 || a.tasks < toldAtMost && a.dropped == 0 {
		dropped, a.dropped = a.dropped, 0
		return true, dropped
	}
	a.dropped++
	return false, a.dropped
}

// spend counts tasks of t's kind, if that can be dropped. Locked.
func (d *dispatcher) spend(t *task, tasks int) {
	if t.guild != libraryGuild {
		return
	}
	if a := d.told[t.name]; a != nil {
		a.tasks += tasks
	}
}
