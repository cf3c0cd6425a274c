package rest

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// A Limiter decides when a request may be sent. [NewLimiter] makes the default
// one, which lives in this process; [NoLimit] is for use behind a proxy that
// limits. Other implementations may share limits between processes; package
// limitertest holds the tests that each must pass.
//
// A Limiter is used by many goroutines at once.
type Limiter interface {
	// Acquire waits until the request may be sent. It returns an error at
	// once, without taking a place, when ctx is done or when ctx ends before
	// the request's turn; the error is then a [*WaitError].
	//
	// Every Permit that was returned without error is released exactly once.
	Acquire(ctx context.Context, r Request) (Permit, error)

	// Release tells what became of the request. It is called as soon as the
	// head of the answer is there, the body of a 429 excepted, which is read
	// first. It does not block.
	Release(p Permit, r Result)
}

// A Permit is a limiter's leave to send one request. What it holds is the
// limiter's own business.
type Permit any

// A Request is what a limiter must know of a request.
type Request struct {
	// Credential names whose limits count, without being the secret itself.
	// Empty: the request carries no Authorization, and Discord counts it for
	// the IP address.
	Credential string

	Method string // such as POST
	Route  string // with placeholders: /channels/{channel_id}/messages

	// Major is the value of the route's major parameter, whose limits are
	// apart from those of any other: the channel, guild, webhook (with its
	// token) or interaction. Empty: the route has none.
	Major string

	// Interaction tells that the request answers an interaction. Discord's
	// global limit does not count those.
	Interaction bool

	Urgency Urgency
	Attempt int // 0 at first, then counting; a repeated request goes ahead of new ones

	// Delay is what the 429 before this attempt asked to wait. A limiter that
	// learned it from Release need not look at it.
	Delay time.Duration
}

// A Result is what a limiter learns from a request's end.
type Result struct {
	Status int         // HTTP status; 0 when no answer came
	Header http.Header // nil when no answer came

	// RetryAfter and Global are what a 429 says, from its body where it has
	// one and else from its headers. RetryAfter is zero when it says nothing.
	RetryAfter time.Duration
	Global     bool

	// Err is why no answer came. Whether Discord counted the request is then
	// unknown, unless Unsent tells that it never left.
	Err    error
	Unsent bool
}

// Urgency orders requests that wait for the same limit: the more urgent go
// first, those of the same urgency in the order in which they came.
type Urgency int8

// The urgencies. Answers to interactions are Urgent, everything else Normal,
// unless the option [Priority] says otherwise.
const (
	Bulk   Urgency = -1
	Normal Urgency = 0
	Urgent Urgency = 1
)

// WaitError tells that a request was not sent because the limiter would have
// held it for longer than its context lives. It matches
// [context.DeadlineExceeded].
type WaitError struct {
	Wait time.Duration // how long the wait would have been, as far as is known
}

// Error names the wait.
func (e *WaitError) Error() string {
	return fmt.Sprintf("the rate limit asks to wait %v, which is after the context's deadline", e.Wait.Round(time.Millisecond))
}

// Unwrap returns [context.DeadlineExceeded], which is what waiting would have
// led to.
func (e *WaitError) Unwrap() error { return context.DeadlineExceeded }

// NoLimit is a Limiter that lets everything pass at once, for use behind a
// proxy that limits. A request that was answered 429 still waits as long as
// that answer said.
var NoLimit Limiter = noLimit{}

type noLimit struct{}

func (noLimit) Acquire(ctx context.Context, r Request) (Permit, error) {
	return nil, sleep(ctx, r.Delay)
}

func (noLimit) Release(Permit, Result) {}

// sleep waits for d, or returns ctx's error as soon as it is done; where ctx's
// deadline is earlier, it returns a [*WaitError] at once.
func sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return &WaitError{Wait: d}
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
