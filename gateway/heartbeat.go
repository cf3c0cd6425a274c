package gateway

import (
	"strconv"
	"time"
)

// A heart keeps the times of a connection's heartbeats. Before HELLO its timer
// is the wait for HELLO.
type heart struct {
	timer    *time.Timer
	interval time.Duration // 0: no HELLO yet
	next     time.Time     // when the timer should fire
	due      bool          // a heartbeat waits for the writer
	timed    time.Time     // when the last heartbeat of the timer was written
	last     time.Time     // when the last heartbeat of any kind was written
	waiting  bool          // the last one of the timer is not acknowledged
	byTimer  bool          // due was set by the timer
	behind   bool          // Hooks.Backpressure was told
	beats    int           // heartbeats of any kind that were written
	answers  int           // those that were acknowledged, at least
}

func (h *heart) start(d time.Duration) {
	h.timer = time.NewTimer(d)
	h.next = time.Now().Add(d)
}

func (h *heart) stop() { h.timer.Stop() }

// set makes the timer fire at the given time.
func (h *heart) set(now, next time.Time) {
	h.next = next
	h.timer.Reset(next.Sub(now))
}

// sent notes that a heartbeat was handed to the writer.
func (h *heart) sent(now time.Time) {
	h.due = false
	h.last = now
	h.beats++
	if h.byTimer {
		h.byTimer = false
		h.timed = now
		h.waiting = true
	}
}

// beat is called when the timer fires. If the last heartbeat was not
// acknowledged the connection is dead, and given up, unless the reader may
// just not have come to the answer.
func (c *connection) beat() {
	h := &c.heart
	now := time.Now()
	switch {
	case h.interval == 0:
		c.end(causeDial, 0, ErrNoHello)
		return
	case c.leaving:
		// Nothing is read any more; only Drain decides when to go.
	case now.Sub(h.next) > h.interval || suspended(h.next, now):
		c.end(causeAsleep, 0, ErrAsleep)
		return
	case h.waiting:
		// Half an interval is time enough for the answer to have come.
		if c.meter.caughtUp(h.timed.Add(h.interval / 2)) {
			c.end(causeZombie, 0, ErrZombie)
			return
		}
		c.backpressure(true)
	}
	h.due, h.byTimer = true, true
	h.set(now, h.next.Add(h.interval))
}

// suspended reports whether the machine slept since the timer was set for
// next: clocks that stand still in sleep then lag behind those that do not.
func suspended(next, now time.Time) bool {
	return asleep(now.Sub(next), now.Round(0).Sub(next.Round(0)))
}

// asleep compares the time that passed by the monotonic clock and by the wall
// clock. A wall clock that was merely set forward by so much costs one resume.
func asleep(monotonic, wall time.Duration) bool { return wall-monotonic > time.Minute }

// acknowledged is called for each heartbeat ACK.
func (c *connection) acknowledged(at time.Time) {
	h := &c.heart
	h.waiting = false
	h.answers++
	c.caughtUp()
	if h.behind {
		// The answer was read late: it says nothing about the latency.
		c.backpressure(false)
		return
	}
	if h.last.IsZero() {
		return
	}
	latency := max(at.Sub(h.last), 0)
	c.s.latency.Store(int64(latency))
	if hook := c.s.cfg.Hooks.HeartbeatAck; hook != nil {
		hook(latency)
	}
}

// backpressure tells that the reader is behind, or no longer is.
func (c *connection) backpressure(on bool) {
	if c.heart.behind == on {
		return
	}
	c.heart.behind = on
	if hook := c.s.cfg.Hooks.Backpressure; hook != nil {
		hook(on)
	}
}

// heartbeat returns the frame with the last sequence, or null before any.
func (s *Shard) heartbeat() *command {
	payload := []byte(`{"op":1,"d":null}`)
	if seq := s.sequence.Load(); seq > 0 {
		payload = append(strconv.AppendInt([]byte(`{"op":1,"d":`), seq, 10), '}')
	}
	return &command{op: OpHeartbeat, payload: payload}
}
