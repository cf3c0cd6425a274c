package accord

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/accord-go/accord/event"
)

// A Handler handles an event of any kind. It is what [Middleware] sees of a
// function that was given to [On].
type Handler func(ctx context.Context, e event.Event) error

// Middleware wraps handlers: what it returns is called instead of next, for
// each handler of each event. It may look at the event, pass on another
// context, keep next from being called, and see its error. See [Client.Use].
type Middleware func(next Handler) Handler

// On calls h for each event of type E that arrives from now on, until remove
// is called. E is a pointer to a struct of package event, such as
// *event.MessageCreate, or an interface that such pointers implement:
// [event.Event] receives all events. Handlers of [*event.Raw] are called
// before all others and get the bytes as they came; they must ask for it by
// that type.
//
//	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error { … })
//
// Events are shared by all handlers and must not be changed. In which order
// handlers are called, and what runs at the same time, is told by [Order].
// Events that no handler wants are not even decoded.
//
// The context ends when the client has stopped and its DrainTimeout is over;
// it outlives the context of Run. An error that h returns goes to
// Config.OnError. A panic is recovered and becomes an [event.HandlerPanic] and
// a [*PanicError]; the client goes on.
//
// On and remove are safe everywhere, handlers included, and never block. Once
// remove has returned h is not called again; a call that has begun goes on.
func On[E event.Event](c *Client, h func(ctx context.Context, e E) error) (remove func()) {
	if h == nil {
		panic("accord: On with a nil handler")
	}
	function := runtime.FuncForPC(reflect.ValueOf(h).Pointer())
	file, line := function.FileLine(function.Entry())
	added := &handler{
		function: function.Name(),
		place:    fmt.Sprintf("%s:%d", filepath.Base(file), line),
		name:     nameOf[E](),
		accepts:  func(e event.Event) bool { _, ok := e.(E); return ok },
		call: func(ctx context.Context, e event.Event) error {
			if e, ok := e.(E); ok { // middleware may have passed on another event
				return h(ctx, e)
			}
			return nil
		},
	}
	c.handlers.add(added)
	return func() {
		if !added.removed.Swap(true) {
			c.handlers.remove(added)
		}
	}
}

// Use wraps all handlers, those that are registered already and those to come,
// in middleware. The first one that was added is the outermost. A panic of a
// handler passes through the middleware. [Expect], [Next] and [Stream] are not
// wrapped.
func (c *Client) Use(middleware ...Middleware) { c.handlers.use(middleware) }

// nameOf returns the name of the events of type E, and "" if E is an
// interface.
func nameOf[E event.Event]() string {
	var zero E
	if any(zero) == nil {
		return ""
	}
	return zero.EventName() // works on nil pointers
}

// handler is one function that was given to On.
type handler struct {
	name     string // of its events; "": E is an interface
	accepts  func(event.Event) bool
	call     Handler
	function string // its name, such as main.onMessage
	place    string // where it is, such as main.go:42
	removed  atomic.Bool
}

var (
	// kinds are the gateway's events that have structs, with an empty one.
	kinds = maps.Collect(event.All())

	rawName = (*event.Raw)(nil).EventName()

	undecodable = new(event.DecodeError)
	unknown     = new(event.Unknown)
)

// A call is a handler in its middleware.
type call struct {
	*handler
	do Handler
}

// A route is who wants an event, in the order of the calls.
type route []call

// decodes reports whether a handler wants the event decoded. Those that don't
// come first.
func (r route) decodes() bool { return len(r) > 0 && !r[len(r)-1].raw() }

// raw reports whether the handler wants the event as it came.
func (h *handler) raw() bool { return h.name == rawName }

// registry holds the handlers. Readers take a snapshot without waiting.
type registry struct {
	mu  sync.Mutex // held to replace now
	now atomic.Pointer[table]
}

// A table is the handlers at one moment. It is never changed.
type table struct {
	handlers   []*handler
	middleware []Middleware
	routes     map[string]route // for each of kinds; empty: nobody wants it
	unknown    route            // for all other events of the gateway
}

func (r *registry) load() *table {
	if t := r.now.Load(); t != nil {
		return t
	}
	return new(table)
}

func (r *registry) add(h *handler) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.load()
	t := &table{handlers: append(slices.Clip(old.handlers), h), middleware: old.middleware}
	t.build(old, h)
	r.now.Store(t)
}

func (r *registry) remove(h *handler) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.load()
	others := slices.DeleteFunc(slices.Clone(old.handlers), func(o *handler) bool { return o == h })
	t := &table{handlers: others, middleware: old.middleware}
	t.build(old, h)
	r.now.Store(t)
}

func (r *registry) use(middleware []Middleware) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.load()
	t := &table{handlers: old.handlers, middleware: slices.Concat(old.middleware, middleware)}
	t.build(old, nil)
	r.now.Store(t)
}

// build fills in the routes: new ones where changed is concerned, else those of
// old. Nil concerns all.
func (t *table) build(old *table, changed *handler) {
	t.routes = maps.Clone(old.routes)
	if t.routes == nil {
		t.routes, changed = make(map[string]route, len(kinds)), nil
	}
	for name, e := range kinds {
		if changed == nil || changed.raw() || changed.accepts(e) || changed.accepts(undecodable) {
			t.routes[name] = t.find(e, undecodable)
		}
	}
	t.unknown = t.find(unknown, unknown)
}

// find returns the route of an event that arrives as e, or else as other. It is
// empty if nobody wants e, since then nobody finds out whether it is the other.
func (t *table) find(e, other event.Event) route {
	var first, then route
	wanted := false
	for _, h := range t.handlers {
		switch {
		case h.raw():
			first = append(first, t.wrap(h))
		case h.accepts(e):
			wanted = true
			then = append(then, t.wrap(h))
		case h.accepts(other):
			then = append(then, t.wrap(h))
		}
	}
	if !wanted {
		return first
	}
	return append(first, then...)
}

// wrap puts the middleware around h.
func (t *table) wrap(h *handler) call {
	do := h.call
	for _, m := range slices.Backward(t.middleware) {
		do = m(do)
	}
	return call{h, do}
}

// route returns who wants the gateway's event of that name.
func (t *table) route(name string) route {
	if r, ok := t.routes[name]; ok {
		return r
	}
	return t.unknown
}

// routeOf returns who wants e, which did not come from the gateway.
func (t *table) routeOf(e event.Event) route {
	var r route
	for _, h := range t.handlers {
		if h.accepts(e) {
			r = append(r, t.wrap(h))
		}
	}
	return r
}
