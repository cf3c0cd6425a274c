package gateway

import (
	"context"
	"errors"
	"time"
)

// A newsKind is what a piece of news is about.
type newsKind uint8

const (
	newsEnded newsKind = iota + 1
	newsHello
	newsAck
	newsBeat // the server wants a heartbeat
	newsReconnect
	newsInvalid
	newsReady
	newsReplaying // the first event after a RESUME
	newsResumed
	newsLimited
)

// news is what the reader tells the owner.
type news struct {
	kind      newsKind
	err       error           // newsEnded, newsReady, newsLimited
	interval  time.Duration   // newsHello
	resumable bool            // newsInvalid
	session   Session         // newsReady
	name      string          // newsReady: the bot's
	replayed  int             // newsResumed
	limited   *RateLimitError // newsLimited
	at        time.Time       // when it was read
	done      chan struct{}   // closed by the owner; nil: nobody waits
}

// tell gives n to the owner. It returns false if the owner is gone.
func (c *connection) tell(n news) bool {
	n.at = c.meter.last
	select {
	case c.news <- n:
		return true
	case <-c.over:
		return false
	}
}

// ask is tell, and waits until the owner has dealt with n.
func (c *connection) ask(n news) bool {
	n.done = make(chan struct{})
	if !c.tell(n) {
		return false
	}
	<-n.done // hear closes it, whatever n is
	return true
}

// hear acts on what the reader tells.
func (c *connection) hear(ctx context.Context, n news, drain func()) {
	switch n.kind {
	case newsEnded:
		c.readerEnded(n.err, drain)
	case newsHello:
		c.hello(ctx, n)
	case newsAck:
		c.acknowledged(n.at)
	case newsBeat:
		if !c.limiter.full(time.Now()) {
			c.heart.due = true
		}
	case newsReconnect:
		c.end(causeReconnect, 0, ErrReconnect)
	case newsInvalid:
		why := causeInvalid
		if n.resumable {
			why = causeResumable
		}
		c.end(why, 0, ErrInvalidSession)
	case newsReady:
		c.ready(ctx, n)
	case newsReplaying:
		c.alive()
	case newsResumed:
		c.resumed(ctx, n)
	case newsLimited:
		c.limited(ctx, n)
	}
	if n.done != nil {
		close(n.done)
	}
}

// readerEnded ends the connection for the reader's reason, or, when the shard
// is being stopped, lets Drain run.
func (c *connection) readerEnded(err error, drain func()) {
	if c.leaving {
		c.wg.Go(func() {
			drain()
			close(c.drained)
		})
		return
	}
	var closed *CloseError
	var frame *FrameError
	var refused *handleError
	switch {
	case errors.As(err, &closed):
		c.end(causeClosed, closed.Code, err)
	case errors.As(err, &frame):
		c.end(causeCorrupt, 0, err)
	case errors.As(err, &refused):
		c.end(causeRefused, 0, err)
	default:
		c.end(causeDropped, 0, err)
	}
}

// A handleError is an event that Handle did not take.
type handleError struct{ err error }

func (e *handleError) Error() string { return "gateway: event not taken: " + e.err.Error() }
func (e *handleError) Unwrap() error { return e.err }
