package gateway

import (
	"context"
	"errors"
	"time"
)

// catchUpAgain is how long CatchUp waits for an answer before it asks again: one
// that Discord has left out is made up for by the next.
const catchUpAgain = 5 * time.Second

// A catchUp is a call of Shard.CatchUp. The owner of the connection that has taken
// it has beat.
type catchUp struct {
	beat int        // the heartbeat whose answer ends it; 0: it was not taken yet
	done chan error // has room for one
}

// CatchUp returns when Handle has taken all events that Discord had sent over the
// connection when CatchUp was called. It sends a heartbeat, whose answer comes
// behind them, so it waits for as long as Handle does, and while the shard is not
// connected. It returns an error if the connection ends first, [ErrStopped] when Run
// has ended, and ctx's error when that ends.
func (s *Shard) CatchUp(ctx context.Context) error {
	s.mu.Lock()
	stopped := s.stopped
	s.mu.Unlock()
	q := &catchUp{done: make(chan error, 1)}
	again := time.NewTicker(catchUpAgain)
	defer again.Stop()
	for ask := s.catchUps; ; {
		select {
		case ask <- q:
			ask = nil
		case <-again.C:
			ask = s.catchUps
		case err := <-q.done:
			return err
		case <-stopped:
			return ErrStopped
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// asked returns the calls of CatchUp, if there may be a heartbeat now.
func (c *connection) asked() chan *catchUp {
	if c.phase != phaseReady || c.broken != nil || c.leaving || c.limiter.full(time.Now()) {
		return nil
	}
	return c.s.catchUps
}

// catchUp makes a heartbeat due, whose answer ends q.
func (c *connection) catchUp(q *catchUp) {
	c.heart.due = true
	if q.beat == 0 {
		q.beat = c.heart.beats + 1
		c.catchUps = append(c.catchUps, q)
	}
}

// caughtUp ends the calls of CatchUp that wait for an answer that has come. Each is
// that of a heartbeat that was sent no earlier than its number says.
func (c *connection) caughtUp() {
	n := 0
	for n < len(c.catchUps) && c.catchUps[n].beat <= c.heart.answers {
		c.catchUps[n].done <- nil
		n++
	}
	c.catchUps = c.catchUps[n:]
}

// errLost ends the calls of CatchUp that the connection has not come to.
var errLost = errors.New("gateway: connection lost while catching up")

// fallBehind ends all calls of CatchUp, since the connection ends.
func (c *connection) fallBehind() {
	for _, q := range c.catchUps {
		q.done <- errLost
	}
}
