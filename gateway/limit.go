package gateway

import (
	"math"
	"slices"
	"time"
)

const (
	// sendLimit and sendWindow are Discord's: more frames in a window and the
	// connection is closed with 4008.
	sendLimit  = 120
	sendWindow = 60 * time.Second

	// sendSlack makes our window longer than Discord's, because frames that
	// were sent a minute apart may arrive closer together.
	sendSlack = time.Second

	// maxReserved bounds the slots kept for heartbeats: a server that wants
	// nearly two a second leaves little room for commands.
	maxReserved = 110
)

// A sendLimiter counts the frames sent on one connection. Commands wait for
// it; heartbeats and the handshake do not, a part of the limit is kept free for
// them. Spare commands leave half of the rest free for the others.
type sendLimiter struct {
	commands []time.Time // sent within the window, oldest first
	others   []time.Time // likewise
	reserved int         // slots that commands leave free
	quiet    time.Time   // no commands until then
}

// reserve keeps slots free for heartbeats at the given interval, for those that
// the server asks for, and for the handshake.
func (l *sendLimiter) reserve(interval time.Duration) {
	beats := math.Ceil(float64(sendWindow) / float64(max(interval, time.Millisecond)))
	l.reserved = int(min(max(beats+3, 5), maxReserved))
}

// delay is how long a command sent now would have to wait.
func (l *sendLimiter) delay(now time.Time) time.Duration {
	l.expire(now)
	return l.until(now, l.allowance())
}

// spareDelay is delay for a spare command.
func (l *sendLimiter) spareDelay(now time.Time) time.Duration {
	l.expire(now)
	return l.until(now, l.allowance()/2)
}

// allowance is how many commands fit in the window.
func (l *sendLimiter) allowance() int { return sendLimit - max(l.reserved, len(l.others)+1) }

// until is how long to wait until fewer than free commands are in the window.
func (l *sendLimiter) until(now time.Time, free int) time.Duration {
	wait := max(l.quiet.Sub(now), 0)
	over := len(l.commands) - free
	switch {
	case over < 0:
		return wait
	case over < len(l.commands):
		return max(wait, expiry(l.commands[over]).Sub(now))
	default: // others took all
		return max(wait, expiry(l.others[0]).Sub(now))
	}
}

// full reports whether not even a heartbeat may be sent.
func (l *sendLimiter) full(now time.Time) bool {
	l.expire(now)
	return len(l.commands)+len(l.others) >= sendLimit
}

// add counts a frame.
func (l *sendLimiter) add(now time.Time, command bool) {
	if command {
		l.commands = append(l.commands, now)
	} else {
		l.others = append(l.others, now)
	}
}

// expire forgets the frames that left the window.
func (l *sendLimiter) expire(now time.Time) {
	old := func(sent time.Time) bool { return !expiry(sent).After(now) }
	l.commands = slices.DeleteFunc(l.commands, old)
	l.others = slices.DeleteFunc(l.others, old)
}

// expiry is when a frame no longer counts.
func expiry(sent time.Time) time.Time { return sent.Add(sendWindow + sendSlack) }
