package accord

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/accord-go/accord/event"
)

// A tap sees events before they wait in a queue.
type tap struct {
	name    string // of its events; "": any that it accepts
	accepts func(event.Event) bool
	since   uint64 // it sees the events behind this one

	// offer takes an event. It reports true when it wants no more. It is not
	// called for two events at once.
	offer func(e event.Event) (done bool)

	// fail ends the tap: there will be no more events.
	fail func(err error)
}

// taps are those that wait for events. The zero value has none.
type taps struct {
	arrivals atomic.Uint64 // how many events were shown to taps
	count    atomic.Int32  // how many taps there are: readers need no lock for none

	mu      sync.Mutex // guards all below; never held while user code runs
	byName  map[string][]*tap
	stopped bool // the client is stopping
}

// add registers t, for the events that arrive from now on.
func (ts *taps) add(t *tap) {
	t.since = ts.arrivals.Load()
	ts.mu.Lock()
	stopped := ts.stopped
	if !stopped {
		if ts.byName == nil {
			ts.byName = make(map[string][]*tap)
		}
		ts.byName[t.name] = append(ts.byName[t.name], t)
		ts.count.Add(1)
	}
	ts.mu.Unlock()
	if stopped {
		t.fail(ErrStopped)
	}
}

// remove forgets t, if it is there.
func (ts *taps) remove(t *tap) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	list := ts.byName[t.name]
	i := slices.Index(list, t)
	if i < 0 {
		return
	}
	ts.count.Add(-1)
	if len(list) == 1 {
		delete(ts.byName, t.name)
		return
	}
	ts.byName[t.name] = slices.Delete(list, i, i+1)
}

// want reports whether some tap wants the gateway's event of that name, which
// handlers want decoded or not.
func (ts *taps) want(name string, handled bool) bool {
	raw, decoded := ts.wanted(name, handled)
	return raw || decoded
}

// wanted tells whether taps want the gateway's event of that name as it came,
// and whether they want it decoded. Those for events that can't be decoded
// only want what somebody else wants too.
func (ts *taps) wanted(name string, handled bool) (raw, decoded bool) {
	if ts.count.Load() == 0 {
		return false, false
	}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	raw = len(ts.byName[rawName]) > 0
	e, known := kinds[name]
	if !known {
		name, e = unknown.EventName(), unknown
	}
	decoded = len(ts.byName[name]) > 0 || handled && len(ts.byName[undecodable.EventName()]) > 0 ||
		slices.ContainsFunc(ts.byName[""], func(t *tap) bool { return t.accepts(e) || handled && t.accepts(undecodable) })
	return raw, decoded
}

// wantEvent is want for an event that did not come from the gateway.
func (ts *taps) wantEvent(e event.Event) bool {
	return len(ts.interested(e)) > 0
}

// interested returns the taps for e. Those for all events of an interface do
// not get raw ones.
func (ts *taps) interested(e event.Event) []*tap {
	if ts.count.Load() == 0 {
		return nil
	}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	name := e.EventName()
	list := slices.Clone(ts.byName[name])
	if name == rawName {
		return list
	}
	for _, t := range ts.byName[""] {
		if t.accepts(e) {
			list = append(list, t)
		}
	}
	return list
}

// match offers a task's event to the taps.
func (ts *taps) match(t *task) {
	if t.data {
		raw, decoded := ts.wanted(t.name, t.calls.decodes())
		if raw {
			ts.offer(&event.Raw{Meta: t.meta, Name: t.name}, t.arrival)
		}
		if !decoded {
			return
		}
	}
	e := t.decoded()
	t.complain(e)
	ts.offer(e, t.arrival)
}

// offer offers an event to the taps that were there when it arrived.
func (ts *taps) offer(e event.Event, arrival uint64) {
	for _, t := range ts.interested(e) {
		if t.since < arrival && t.offer(e) {
			ts.remove(t)
		}
	}
}

// stop ends all taps, and refuses others until start is called.
func (ts *taps) stop() {
	ts.mu.Lock()
	ts.stopped = true
	all := ts.byName
	ts.byName = nil
	ts.count.Store(0)
	ts.mu.Unlock()
	for _, list := range all {
		for _, t := range list {
			t.fail(ErrStopped)
		}
	}
}

// start lets taps in again.
func (ts *taps) start() {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	ts.stopped = false
}
