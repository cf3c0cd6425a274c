package accord

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/event"
)

// Order says which handlers run one after another. See Config.Order.
//
// In every order the handlers of one event run in the order in which they were
// registered, and interactions run at once, side by side, since Discord wants
// an answer within 3 seconds.
type Order int

// The orders. Events have a key: the channel that they are about, or else the
// guild, or else the user; Config.Key changes that.
const (
	// PerKey handles the events of a key one after another, in the order in
	// which they came, and different keys side by side. A handler that runs for
	// longer than Config.HoldLane, or waits in [Expectation.Wait], [Next] or
	// [Stream], holds up the events behind it no longer.
	PerKey Order = 0

	// Ordered is PerKey without exception: the events behind a handler wait
	// until it has returned, however long that takes. A handler must not wait
	// for an event that it holds up; those that it waits for in
	// [Expectation.Wait], [Next] and [Stream] are not.
	Ordered Order = 1

	// Concurrent handles all events side by side.
	Concurrent Order = 2
)

// A dispatcher runs handlers. Tasks are pushed, wait in lanes, and are run by
// goroutines that exist only while there is work, one for each slot at most.
//
// Slots bound how many handlers start, not how many exist: a handler that runs
// for longer than hold, or waits, gives its slot back and runs on beside the
// others. So one that hangs costs a goroutine and nothing else. Until it gives
// its slot back it delays only its own guild, see [pool].
type dispatcher struct {
	order Order
	hold  time.Duration
	limit int64 // bytes that may wait
	began time.Time

	report   func(ctx context.Context, e event.Event, err error)               // takes a handler's error
	panicked func(ctx context.Context, e event.Event, p *PanicError)           // takes a handler's panic
	pressure func(shard int, blocked bool, waited time.Duration, queued int64) // tells that push waits, or has waited
	match    func(t *task)                                                     // offers an event to the taps
	handling handlerHook                                                       // Config.Hooks.Handler; may be nil

	work    func() // d.worker: a value, so that starting one allocates nothing
	workers sync.WaitGroup

	mu       sync.Mutex // guards all below; never held while user code runs
	urgent   pool       // interactions
	general  pool       // everything else
	putOff   int64      // bytes that were pushed since wake last looked what there is to do
	starting int        // workers that have not looked for a task yet

	lanes  map[uint64]*lane
	spare  *lane // idle ones, linked
	spares int

	oldest *task // of those that hold a slot, in the order of since
	newest *task
	timer  *time.Timer // rings when the oldest has held its slot for too long
	armed  bool

	queued    atomic.Int64          // bytes that wait; can be read without mu
	held      int64                 // bytes of events that a handover holds
	overdrawn bool                  // pushes need no room: these are events that were held
	blocked   int                   // pushes that wait for room
	told      map[string]*allowance // by the events' names; see droppable
	room      sync.Cond             // there is room, or no need for it any more

	tapped   []*task       // that the taps have not seen
	matching bool          // a goroutine offers them
	matched  chan struct{} // closed when there are none left; nil: nobody wants to know

	waiting  int // tasks that wait for a slot or their lane
	handlers int // tasks that were taken and are not done

	pending int           // tasks that are not done, and those that taps have not seen
	idle    chan struct{} // closed when pending gets to 0 while draining; nil: not draining
	closed  bool
}

// newDispatcher returns a dispatcher with that many slots for the interactions of
// a guild, and as many for all its other events. The functions are still to be
// set.
func newDispatcher(order Order, slots int, hold time.Duration, limit int64) *dispatcher {
	d := &dispatcher{
		order: order, hold: hold, limit: limit, began: time.Now(),
		urgent: newPool(slots), general: newPool(slots),
		lanes: make(map[uint64]*lane),
		told:  newAllowances(),
	}
	d.room.L = &d.mu
	d.work = d.worker
	d.timer = time.AfterFunc(time.Hour, d.expire)
	d.timer.Stop()
	return d
}

// clock returns how long the dispatcher has been there. It is never zero.
func (d *dispatcher) clock() time.Duration { return time.Since(d.began) + 1 }

// push takes t in, for its handlers, which l keeps account of unless it is nil,
// and, if tapped, for the taps. While too much is waiting it waits too, and it may
// leave it to flush to start the handlers, unless t did not come from the gateway
// (so l is nil) or is an interaction. It reports false if ctx ended in the meantime,
// or if the dispatcher has stopped, and has then not taken t.
func (d *dispatcher) push(ctx context.Context, t *task, tapped bool, l *ledger) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if t.pool != &d.urgent && l != nil && d.queued.Load() > 0 && d.queued.Load()+t.size > d.space() && !d.wait(ctx, t.meta.Shard) || d.closed {
		return false
	}
	if tapped {
		d.offer(t)
	}
	if len(t.calls) > 0 {
		d.pending++
		d.queued.Add(t.size)
		d.waiting++
		d.spend(t, 1)
		if l != nil {
			l.enter(t)
		}
		d.place(t)
		d.putOff += t.size
		if l == nil || t.pool == &d.urgent || d.putOff >= batch {
			d.wake()
		}
	}
	return true
}

// batch is how many bytes of events that came together may wait to be started
// together: it takes less than a millisecond to decode them. To start a goroutine
// for each event, which ends before the next one is decoded, would cost a fifth more
// CPU.
const batch = 256 << 10

// flush starts what push has put off.
func (d *dispatcher) flush() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wake()
}

// wait returns when a quarter of the queues is free: so that what is slow is
// not made slower by stopping and going on for each event. Locked; it unlocks
// meanwhile.
func (d *dispatcher) wait(ctx context.Context, shard int) bool {
	queued := d.queued.Load()
	d.wake()
	d.blocked++
	d.mu.Unlock()
	start := time.Now()
	d.pressure(shard, true, 0, queued)
	stop := context.AfterFunc(ctx, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.room.Broadcast()
	})
	d.mu.Lock()
	for d.queued.Load() > d.space()-d.space()/4 && ctx.Err() == nil && !d.closed {
		d.room.Wait()
	}
	queued = d.queued.Load()
	d.mu.Unlock()
	stop()
	d.pressure(shard, false, time.Since(start), queued)
	d.mu.Lock()
	d.blocked--
	return ctx.Err() == nil
}

// space returns how much may be queued. Locked.
func (d *dispatcher) space() int64 {
	if d.overdrawn {
		return math.MaxInt64
	}
	return d.limit - min(d.held, d.limit/2)
}

// unqueue counts bytes that no longer wait. Locked.
func (d *dispatcher) unqueue(bytes int64) {
	d.queued.Add(-bytes)
	if d.blocked > 0 {
		d.room.Broadcast()
	}
}

// wake starts a worker if there is something to do. There is never more than
// one that has not begun: each, when it begins, starts the next if there is
// still something to do. So handlers that take no time are run by as many
// goroutines as there are processors. Locked.
func (d *dispatcher) wake() {
	if d.starting > 0 {
		return
	}
	d.putOff = 0
	d.goOn(&d.urgent)
	d.goOn(&d.general)
	if d.urgent.next() != nil || d.general.next() != nil {
		d.starting++
		d.workers.Add(1)
		go d.work()
	}
}

// worker runs tasks until there are none left or no slots.
func (d *dispatcher) worker() {
	var t *task
	defer func() {
		if t != nil { // a handler ended the goroutine, as testing.T.FailNow does
			d.abandon(t)
		}
		d.workers.Done()
	}()
	for t = d.begin(); t != nil; t = d.finishAndNext(t) {
		t.run()
	}
}

// begin returns a new worker's first task, or nil.
func (d *dispatcher) begin() *task {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.starting--
	return d.next()
}

// finishAndNext ends t and returns the worker's next task, or nil.
func (d *dispatcher) finishAndNext(t *task) *task {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.end(t)
	return d.next()
}

// abandon ends t, whose goroutine ends before its time.
func (d *dispatcher) abandon(t *task) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.handOver(t)
	d.end(t)
	d.wake()
}

// next returns the task that comes next, with a slot and its lane, or nil.
// Locked.
func (d *dispatcher) next() *task {
	t := d.take(&d.urgent)
	if t == nil {
		t = d.take(&d.general)
	}
	if t != nil {
		d.unqueue(t.size)
		d.wake()
	}
	return t
}

// end takes back what t holds. Locked.
func (d *dispatcher) end(t *task) {
	t.done = true
	d.handlers--
	if t.last() {
		t.acknowledge()
	} // else it was dropped at the end
	if t.slot {
		d.vacate(t)
	}
	if t.lane != nil {
		d.leave(t, nil)
	}
	if t.ready != nil { // what waited with its context went on without it
		t.share.resuming.remove(t)
		t.pool.requeue(t.share)
		close(t.ready)
		t.ready = nil
	}
	t.pool.exit(t)
	d.spend(t, -1)
	d.settle(1)
}

// settle counts tasks that are done. Locked.
func (d *dispatcher) settle(tasks int) {
	d.pending -= tasks
	if d.pending == 0 && d.idle != nil {
		d.closed = true
		close(d.idle)
	}
}

// proceed reports whether the goroutine that runs t goes on with its next call.
// A task that lost its slot, but not its lane, gets one first.
func (d *dispatcher) proceed(t *task) bool {
	d.mu.Lock()
	if t.released || d.closed {
		d.mu.Unlock()
		return false
	}
	t.step++
	if t.slot {
		d.unlink(t) // each handler has its own time
		d.link(t)
	}
	d.regain(t)
	return true
}
