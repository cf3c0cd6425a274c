package accord

import (
	"context"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// A task is one event on its way to its handlers. It is also their context, so
// that Expectation.Wait, Next and Stream find out which handler waits.
type task struct {
	context.Context // ends when the client has stopped for good

	d       *dispatcher
	name    string // of the event
	meta    event.Meta
	calls   route
	key     uint64 // of its lane
	guild   uint64 // in whose share of the slots it runs
	pool    *pool
	size    int64               // bytes that it takes up in the queues
	arrival uint64              // its place among the events that taps see
	origin  *task               // the task whose other handlers these are; nil: none
	means   gateway.GuildChange // it tells what the gateway's event means
	data    bool                // it came from the gateway: it is in meta.Raw, to be decoded
	laned   bool                // it has to go through a lane

	complained atomic.Bool

	decoding sync.Mutex // guards event
	event    event.Event

	// Guarded by d.mu. The goroutine that runs the task may read step without.
	step         int32         // the call that runs, or is the next to run
	waits        int32         // how many wait with its context
	parts        int32         // it, and the tasks of which it is the origin, that are not acknowledged
	slot         bool          // it holds a slot of pool
	released     bool          // it runs without lane, and other tasks do the calls that are left
	done         bool          // it is over
	acknowledged bool          // its own handlers are done with the event
	since        time.Duration // when it got the slot, by d.clock; zero: it has not run yet, or waits to go on
	share        *share        // of pool
	lane         *lane         // that it waits in or holds
	ready        chan struct{} // closed when it has its slot again; nil: it is not in share.resuming
	next         *task         // in a taskList
	older        *task         // among those that hold a slot
	newer        *task
	ledger       *ledger // that lists it; nil: none
	earlier      *task   // in the ledger
	later        *task
	part         *task // the last of the tasks of which it is the origin
}

type taskKey struct{}

// Value implements context.Context.
func (t *task) Value(key any) any {
	if key == (taskKey{}) {
		return t
	}
	return t.Context.Value(key)
}

// String keeps an event's data out of what prints contexts.
func (t *task) String() string { return "accord.handler(" + t.name + ")" }

// handlerOf returns the handler that runs with ctx; nil: it is not one's. Only the
// goroutine that runs the handler may ask.
func handlerOf(ctx context.Context) *handler {
	t, ok := ctx.Value(taskKey{}).(*task)
	if !ok || int(t.step) >= len(t.calls) {
		return nil
	}
	return t.calls[t.step].handler
}

// run calls the handlers, one after another. It returns early when the handlers
// that are left were handed to another goroutine.
func (t *task) run() {
	for {
		c := t.calls[t.step]
		if c.raw() {
			t.invoke(c, &event.Raw{Meta: t.meta, Name: t.name})
		} else {
			e := t.decoded()
			t.complain(e)
			t.invoke(c, e)
		}
		if int(t.step)+1 == len(t.calls) || !t.d.proceed(t) {
			return
		}
	}
}

// root returns the task that t is a rest of, or t.
func (t *task) root() *task {
	if t.origin != nil {
		return t.origin
	}
	return t
}

// decoded returns the event, which is decoded when it is first asked for.
func (t *task) decoded() event.Event {
	t = t.root()
	t.decoding.Lock()
	defer t.decoding.Unlock()
	if t.event == nil {
		t.event = event.Decode(t.name, t.meta)
		if t.means != gateway.GuildUnchanged {
			t.event = guildChanged(t.means, t.event)
		}
	}
	return t.event
}

// complain reports, once, that the event could not be decoded.
func (t *task) complain(e event.Event) {
	if e, ok := e.(*event.DecodeError); ok && t.data && !t.root().complained.Swap(true) {
		t.d.report(t, e, e)
	}
}

// invoke calls one handler, unless it was removed in the meantime or the event
// turned out not to be for it.
func (t *task) invoke(c call, e event.Event) {
	if c.removed.Load() || !c.accepts(e) {
		return
	}
	if t.d.handling == nil {
		_ = t.call(t, c, e) // reported
		return
	}
	var err error
	ctx, done := t.d.handling(t, e, c.function)
	defer func() { done(err) }() // also when the handler ends its goroutine
	err = t.call(ctx, c, e)
}

// call calls a handler. It reports the error that it returns.
func (t *task) call(ctx context.Context, c call, e event.Event) (err error) {
	defer func() {
		if v := recover(); v != nil {
			p := &PanicError{Value: v, Stack: debug.Stack()}
			t.d.panicked(ctx, e, p)
			err = p
		}
	}()
	if err = c.do(ctx, e); err != nil {
		t.d.report(ctx, e, err)
	}
	return err
}

// rest returns a task for the handlers behind the one that runs, or nil.
// Locked.
func (t *task) rest() *task {
	if int(t.step)+1 == len(t.calls) {
		return nil
	}
	return &task{
		Context: t.Context, d: t.d, name: t.name, data: t.data, meta: t.meta, means: t.means, calls: t.calls, step: t.step + 1,
		key: t.key, guild: t.guild, laned: t.laned, pool: t.pool, origin: t.root(),
	}
}

// A taskList is a queue of tasks. A task is in one at most.
type taskList struct{ first, last *task }

func (l *taskList) empty() bool { return l.first == nil }

func (l *taskList) push(t *task) {
	if l.last == nil {
		l.first = t
	} else {
		l.last.next = t
	}
	l.last = t
}

func (l *taskList) pushFront(t *task) {
	t.next = l.first
	l.first = t
	if l.last == nil {
		l.last = t
	}
}

func (l *taskList) pop() *task {
	t := l.first
	if t == nil {
		return nil
	}
	l.first, t.next = t.next, nil
	if l.first == nil {
		l.last = nil
	}
	return t
}

// remove takes t out of the list, in which it is.
func (l *taskList) remove(t *task) {
	var before *task
	for n := l.first; n != t; n = n.next {
		before = n
	}
	if before == nil {
		l.first = t.next
	} else {
		before.next = t.next
	}
	if l.last == t {
		l.last = before
	}
	t.next = nil
}
