package rest

import "time"

// Hooks are called as requests go. Nil ones are not called. They are called by
// the goroutine that makes the request, which waits for them, and by many at
// once.
type Hooks struct {
	// Response is called after every attempt, with or without an answer.
	Response func(Response)

	// RateLimited is called when Discord answers 429, before the wait.
	RateLimited func(RateLimited)
}

// Response is what became of one attempt to send a request.
type Response struct {
	Method  string
	Route   string // with placeholders: /channels/{channel_id}/messages
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
