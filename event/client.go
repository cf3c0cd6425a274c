package event

import (
	"fmt"
	"time"
)

// The events in this file are the library's own. They tell how the client is
// doing, are handled like Discord's, and are only made if somebody listens.
//
// None of them holds up what it tells of. So those that come with each request,
// frame or heartbeat are dropped while 1,024 of the kind wait or are handled, which
// [EventsDropped] tells: their comments say so. All others are never lost; they
// count as what waits for handlers, as Discord's events do.

// ShardConnected tells that a shard reached the gateway. It has still to
// identify or resume.
type ShardConnected struct {
	Meta
	URL string // without query
}

// EventName returns "accord:shard_connected".
func (*ShardConnected) EventName() string { return "accord:shard_connected" }

// ShardReady tells that a shard started a new session. Unlike [Ready], which
// Discord sends at that moment, it does not wait for other events.
type ShardReady struct {
	Meta
	SessionID string
}

// EventName returns "accord:shard_ready".
func (*ShardReady) EventName() string { return "accord:shard_ready" }

// ShardResumed tells that a shard went on with its session after a
// disconnection: no event was lost.
type ShardResumed struct {
	Meta
	Events int // that Discord had kept and sent again
}

// EventName returns "accord:shard_resumed".
func (*ShardResumed) EventName() string { return "accord:shard_resumed" }

// ShardDisconnected tells that a shard lost its connection, or could not open
// one. It comes back by itself unless the error is fatal; Run returns those.
type ShardDisconnected struct {
	Meta
	Code   int   // Discord's close code; 0: there was none
	Err    error // what ended the connection; may be nil
	Resume bool  // the session goes on
}

// EventName returns "accord:shard_disconnected".
func (*ShardDisconnected) EventName() string { return "accord:shard_disconnected" }

// SessionLost tells that a session ended and could not be resumed: events
// between its last one and the next [Ready] may have been missed, which are those
// after Last in the session, and all that had no session to be sent in. If it was
// stored when the bot had another number of shards, Shard is of that number, and
// the Reason says so.
type SessionLost struct {
	Meta
	SessionID string
	Last      int64     // sequence of the last event that was received
	Since     time.Time // when something was last received in the session
	Reason    string
}

// EventName returns "accord:session_lost".
func (*SessionLost) EventName() string { return "accord:session_lost" }

// Backpressure tells that handlers are so slow that the queues are full and a
// shard has stopped reading, or that it reads again. Nothing is lost, but
// events come late, and Discord may close the connection, after which the
// shard resumes. The log tells the same. See [EventsDropped].
type Backpressure struct {
	Meta
	Blocked bool          // the shard has stopped reading; false: it reads again
	Waited  time.Duration // how long it did not read; zero while Blocked
	Queued  int64         // bytes in the queues
	Limit   int64         // bytes that fit
}

// EventName returns "accord:backpressure".
func (*Backpressure) EventName() string { return "accord:backpressure" }

// EventsDropped tells that handlers of one of the library's own events, or
// functions that match them, are so slow that 1,024 of the kind have not been
// handled, and that others are dropped; or that there is room again. It is itself
// never dropped.
type EventsDropped struct {
	Meta
	Name    string // of the events, such as "accord:rest_response"
	Ongoing bool   // they are being dropped; false: there is room again
	Dropped int    // how many were; zero while Ongoing
}

// EventName returns "accord:events_dropped".
func (*EventsDropped) EventName() string { return "accord:events_dropped" }

// HandlerPanic tells that a handler panicked, or a function that matches events
// for someone who waits. The client goes on. A handler of HandlerPanic that
// panics itself causes no other one.
type HandlerPanic struct {
	Meta
	Event Event  // what was being handled
	Value any    // what the handler panicked with
	Stack []byte // where, as runtime/debug.Stack formats it
}

// EventName returns "accord:handler_panic".
func (*HandlerPanic) EventName() string { return "accord:handler_panic" }

// String says what panicked, without the stack.
func (e *HandlerPanic) String() string {
	return fmt.Sprintf("panic while handling %s: %v", e.Event.EventName(), e.Value)
}

// CriticalError tells of something that the client cannot mend: Run is about
// to return Err. There is one that Run outlives: a shard that lost its session
// when the day's limit of sessions is used up (*gateway.IdentifyLimitError). It
// stays away until the limit is reset.
type CriticalError struct {
	Meta
	Err error
}

// EventName returns "accord:critical_error".
func (*CriticalError) EventName() string { return "accord:critical_error" }

// FrameSent tells that a shard has sent a frame. Heartbeats are among them. See
// [EventsDropped].
type FrameSent struct {
	Meta
	Op   int    // Discord's opcode
	Data string // the frame as JSON; secrets in it are redacted
}

// EventName returns "accord:frame_sent".
func (*FrameSent) EventName() string { return "accord:frame_sent" }

// ShardHeartbeat tells that Discord has answered a heartbeat. See [EventsDropped].
type ShardHeartbeat struct {
	Meta
	Latency time.Duration // between the two
}

// EventName returns "accord:shard_heartbeat".
func (*ShardHeartbeat) EventName() string { return "accord:shard_heartbeat" }

// RESTResponse tells what became of an attempt to send a request over HTTP. See
// [EventsDropped].
type RESTResponse struct {
	Meta
	Method  string
	Route   string // with placeholders: /channels/{channel_id}/messages
	Status  int    // 0: no answer came
	Attempt int    // 0 at first
	Err     error  // why no answer came, or what Discord refused; nil: it succeeded

	Limited time.Duration // what the rate limiter held the attempt back
	Wire    time.Duration // from sending to the end of the answer
}

// EventName returns "accord:rest_response".
func (*RESTResponse) EventName() string { return "accord:rest_response" }

// RESTRateLimited tells that Discord answered a request with 429: the rate
// limiter did not know of a limit, or somebody else used it up. See
// [EventsDropped].
type RESTRateLimited struct {
	Meta
	Method     string
	Route      string        // with placeholders
	Scope      string        // "user", "global" or "shared"; empty: Discord did not say
	Global     bool          // it holds for all requests
	RetryAfter time.Duration // zero: Discord did not say
}

// EventName returns "accord:rest_rate_limited".
func (*RESTRateLimited) EventName() string { return "accord:rest_rate_limited" }
