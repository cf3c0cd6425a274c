package accord

import (
	"context"
	"sync"

	"github.com/accord-go/accord/event"
)

// An Expectation is one event that someone waits for. See [Expect].
type Expectation[E event.Event] struct {
	client *Client
	tap    *tap
	once   sync.Once
	done   chan struct{} // closed when event and err are set
	event  E
	err    error
}

// Expect begins to wait for the first event of type E for which match returns
// true; a nil match takes any. It does not block: [Expectation.Wait] does. So
// it can be called before the action that leads to the event:
//
//	answer := accord.Expect(client, func(m *event.MessageCreate) bool {
//		return m.ChannelID == channel && m.Author.ID == user
//	})
//	defer answer.Stop()
//	// … send the question …
//	m, err := answer.Wait(ctx)
//
// It sees each event that arrives after Expect was called, whatever waits in
// queues, and takes none away: handlers and others that expect it get it too.
// Match is called for one event at a time, outside of all handlers; while it
// runs nobody else's does, so it should only look at the event.
//
// An expectation can be made before [Client.Run] is called, and then sees events
// from the first one on. The end of Run ends it. One that is made when Run has
// returned is for the next Run.
//
// An expectation that is neither fulfilled nor waited for until the end has to
// be stopped.
func Expect[E event.Event](c *Client, match func(e E) bool) *Expectation[E] {
	x := &Expectation[E]{client: c, done: make(chan struct{})}
	x.tap = &tap{
		name:    nameOf[E](),
		accepts: func(e event.Event) bool { _, ok := e.(E); return ok },
		offer: func(e event.Event) bool {
			own, ok := e.(E)
			if !ok {
				return false
			}
			fits, err := matches(c, match, own)
			if fits || err != nil {
				x.settle(own, err)
			}
			return fits || err != nil
		},
		fail: func(err error) {
			var none E
			x.settle(none, err)
		},
	}
	c.taps.add(x.tap)
	return x
}

// Wait returns the event. It fails with the error of ctx when that ends, with
// [ErrStopped] when Run ends, whatever its error, or Stop was called, and with a
// [*PanicError] when match panicked. Afterwards the expectation is over; calling
// Wait again gives the same.
//
// With the context of a handler, or one that was made from it, Wait lets other
// handlers run meanwhile, those of the same key included: a thousand handlers
// may wait and the bot goes on.
func (x *Expectation[E]) Wait(ctx context.Context) (E, error) {
	select {
	case <-x.done: // no need to make way
		return x.event, x.err
	default:
	}
	resume := pause(ctx)
	defer resume()
	select {
	case <-x.done:
	case <-ctx.Done():
		x.client.taps.remove(x.tap)
		x.tap.fail(ctx.Err())
		<-x.done
	}
	return x.event, x.err
}

// Stop ends the expectation if it was not fulfilled. It may be called at any
// time and more than once.
func (x *Expectation[E]) Stop() {
	x.client.taps.remove(x.tap)
	x.tap.fail(ErrStopped)
}

func (x *Expectation[E]) settle(e E, err error) {
	x.once.Do(func() {
		x.event, x.err = e, err
		if err != nil {
			var none E
			x.event = none
		}
		close(x.done)
	})
}

// Next waits for the first event of type E, from now on, for which match
// returns true. It is [Expect] and [Expectation.Wait] in one, but if Run has
// returned and was not called again it fails with [ErrStopped] at once.
func Next[E event.Event](ctx context.Context, c *Client, match func(e E) bool) (E, error) {
	x := Expect(c, match)
	if c.ended.Load() {
		x.Stop()
	}
	return x.Wait(ctx)
}
