package rest

import (
	"context"
	"time"
)

// Hooks are called as requests go. Nil ones are not called. They are called by
// the goroutine that makes the request, which waits for them, and by many at
// once. See [Hooks.Join].
type Hooks struct {
	// Request is called when a request begins. The context that it returns, which
	// must be made from ctx, is that of all its attempts, and the one that the
	// other hooks get. Done is called with the request's error, or nil, when it
	// has ended; it must not be nil.
	Request func(ctx context.Context, r Begun) (_ context.Context, done func(err error))

	// Response is called after every attempt, with or without an answer.
	Response func(ctx context.Context, r Response)

	// RateLimited is called when Discord answers 429, before the wait and before
	// Response.
	RateLimited func(ctx context.Context, r RateLimited)
}

// Begun is a request that begins.
type Begun struct {
	Method string
	Route  string // with placeholders: /channels/{channel_id}/messages
	Host   string // of the API, with the port if it has one of its own
}

// Response is what became of one attempt to send a request.
type Response struct {
	Method  string
	Route   string // with placeholders: /channels/{channel_id}/messages
	Bucket  string // Discord's name of the rate limit; empty when the answer doesn't say
	Status  int    // 0 when no answer came
	Attempt int    // 0 at first
	Err     error  // why no answer came, or the *Error that it is; else nil

	Limited time.Duration // what the limiter held the attempt back
	Wire    time.Duration // from sending to the end of the answer
}

// RateLimited is a 429.
type RateLimited struct {
	Method     string
	Route      string // with placeholders
	Scope      string // user, global or shared; empty when the answer doesn't say
	Global     bool
	RetryAfter time.Duration // what Discord asked to wait; 0 when it didn't say
}

// Join returns hooks that call those of h, and then those of next. The context
// that next's Request gets is the one that h's returned; its done is called
// first.
func (h Hooks) Join(next Hooks) Hooks {
	return Hooks{
		Request:     joinRequest(h.Request, next.Request),
		Response:    joinHook(h.Response, next.Response),
		RateLimited: joinHook(h.RateLimited, next.RateLimited),
	}
}

// joinHook returns a function that calls both, or the one that is not nil.
func joinHook[T any](first, next func(context.Context, T)) func(context.Context, T) {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(ctx context.Context, v T) {
		first(ctx, v)
		next(ctx, v)
	}
}

type requestHook = func(context.Context, Begun) (context.Context, func(error))

func joinRequest(first, next requestHook) requestHook {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(ctx context.Context, r Begun) (context.Context, func(error)) {
		ctx, last := first(ctx, r)
		ctx, done := next(ctx, r)
		return ctx, func(err error) {
			done(err)
			last(err)
		}
	}
}
