package accord

import (
	"context"
	"iter"
	"sync"

	"github.com/accord-go/accord/event"
)

// streamBuffer is how many events a stream keeps for its reader.
const streamBuffer = 256

// Stream returns the events of type E from now on, for all of which match
// returns true, until ctx ends. It is a loop around [Next] that misses none:
//
//	for r, err := range accord.Stream[*event.MessageReactionAdd](ctx, client) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// It keeps up to 256 events for a loop that is busy. The loop ends without an
// error when ctx ends, and with one after the last event when it was too slow
// ([ErrSlowStream]), Run ends ([ErrStopped]) or match panicked. As with [Expect], a
// stream that is made when Run has returned is for the next Run.
//
// The events are collected from the moment of the call until ctx ends or the
// loop is left. A stream can be ranged over once. In a handler the loop lets
// other handlers run while it waits, as [Expectation.Wait] does, if ctx is the
// handler's.
func Stream[E event.Event](ctx context.Context, c *Client, match ...func(e E) bool) iter.Seq2[E, error] {
	s := newStream[E](streamBuffer)
	t := &tap{
		name:    nameOf[E](),
		accepts: func(e event.Event) bool { _, ok := e.(E); return ok },
		offer: func(e event.Event) bool {
			own, ok := e.(E)
			if !ok {
				return false
			}
			for _, m := range match {
				if fits, err := matches(c, m, own); err != nil {
					return s.end(err)
				} else if !fits {
					return false
				}
			}
			return s.put(own)
		},
		fail: func(err error) { s.end(err) },
	}
	c.taps.add(t)
	stop := context.AfterFunc(ctx, func() {
		c.taps.remove(t)
		s.end(nil)
	})
	return func(yield func(E, error) bool) {
		defer stop()
		defer c.taps.remove(t)
		for {
			e, ok, err := s.get(ctx)
			if !ok && err == nil || !yield(e, err) || err != nil {
				s.end(nil)
				return
			}
		}
	}
}

// A stream is the queue between the taps and a loop.
type stream[E event.Event] struct {
	limit int           // of the queue
	wake  chan struct{} // has room for one: something changed

	mu    sync.Mutex // guards all below
	queue []E
	ended bool  // nothing more is put in
	err   error // comes after the queue
}

func newStream[E event.Event](limit int) *stream[E] {
	return &stream[E]{limit: limit, wake: make(chan struct{}, 1)}
}

// put adds e. It reports true when the stream takes no more.
func (s *stream[E]) put(e E) (done bool) {
	s.mu.Lock()
	full := len(s.queue) == s.limit
	ended := s.ended
	if !full && !ended {
		s.queue = append(s.queue, e)
	}
	s.mu.Unlock()
	if full {
		return s.end(ErrSlowStream)
	}
	s.signal()
	return ended
}

// end lets nothing more in. What is queued still comes out, unless err is nil.
// It reports true.
func (s *stream[E]) end(err error) bool {
	s.mu.Lock()
	if err == nil {
		s.queue, s.err = nil, nil
	} else if !s.ended {
		s.err = err
	}
	s.ended = true
	s.mu.Unlock()
	s.signal()
	return true
}

func (s *stream[E]) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// get returns the next event, or the error that ends the stream, or neither
// when it has ended without one.
func (s *stream[E]) get(ctx context.Context) (e E, ok bool, err error) {
	if e, ok, ended, err := s.take(); ok || ended {
		return e, ok, err
	}
	resume := pause(ctx)
	defer resume()
	for {
		<-s.wake // when ctx ends, too
		if e, ok, ended, err := s.take(); ok || ended {
			return e, ok, err
		}
	}
}

func (s *stream[E]) take() (e E, ok, ended bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) > 0 {
		e = s.queue[0]
		var none E
		s.queue[0] = none
		s.queue = s.queue[1:]
		return e, true, false, nil
	}
	err, s.err = s.err, nil
	return e, false, s.ended, err
}
