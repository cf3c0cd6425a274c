package accord

import (
	"context"
	"math"

	"github.com/accord-go/accord/event"
)

// An answer is the events by which the gateway answers a command. They come
// through a tap, so no queue holds them up, and the loop that reads them may
// take its time.
type answer struct {
	client *Client
	shard  int
	tap    *tap
	events *stream[event.Event]
}

// ask begins to collect the events of a shard that are of that kind, and fit. It
// does so before the command is sent. kind only looks at the type: it is called
// with nil pointers too.
func ask(c *Client, shard int, kind, fits func(e event.Event) bool) *answer {
	a := &answer{client: c, shard: shard, events: newStream[event.Event](math.MaxInt)}
	a.tap = &tap{
		accepts: func(e event.Event) bool {
			_, lost := e.(*event.SessionLost)
			return lost || kind(e)
		},
		offer: func(e event.Event) bool {
			m := e.EventMeta()
			if m.Shard != shard {
				return false
			}
			if _, lost := e.(*event.SessionLost); lost {
				return a.events.end(ErrSessionLost)
			}
			return kind(e) && fits(e) && a.events.put(e)
		},
		fail: func(err error) { a.events.end(err) },
	}
	c.taps.add(a.tap)
	return a
}

// next returns the next event of the answer. It lets other handlers run while it
// waits, if ctx is a handler's.
func (a *answer) next(ctx context.Context) (event.Event, error) {
	stop := context.AfterFunc(ctx, func() { a.events.end(ctx.Err()) })
	defer stop()
	e, _, err := a.events.get(ctx)
	return e, err
}

// stop ends the collection.
func (a *answer) stop() {
	a.client.taps.remove(a.tap)
	a.events.end(nil)
}
