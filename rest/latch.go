package rest

import (
	"context"
	"net/http"
	"sync"
)

// RefusedError tells that a request was not sent because Discord refuses the
// token that it would carry, and has confirmed so. Discord bans addresses that
// keep on sending such requests.
type RefusedError struct {
	// Webhook tells that it is the token of a webhook, and not that of the
	// bot or user.
	Webhook bool

	// Cause is Discord's refusal.
	Cause *Error
}

// Error says which token is refused, and what to do.
func (e *RefusedError) Error() string {
	if e.Webhook {
		return "Discord refuses this webhook or its token; it was deleted or its token changed"
	}
	return "Discord refuses the token; get a new one in the developer portal"
}

// Unwrap returns Cause.
func (e *RefusedError) Unwrap() error { return e.Cause }

// latches remember tokens that are refused for good.
type latches struct {
	mu         sync.Mutex
	refused    map[string]*RefusedError // by the fingerprint of an Authorization header, or of a webhook's ID and token
	confirming map[string]bool          // by the fingerprint of an Authorization header
}

// maxLatches bounds the memory for refused tokens. Forgetting them costs one
// refused request each.
const maxLatches = 10_000

// find returns the error of a request that must not be sent, or nil.
func (l *latches) find(r *route, authorization []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.refused) == 0 {
		return nil
	}
	key := r.major
	if len(authorization) > 0 {
		key = authorization[0]
	}
	if e, ok := l.refused[fingerprint(key)]; ok {
		return e
	}
	return nil
}

func (l *latches) refuse(key string, e *RefusedError) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refused == nil || len(l.refused) >= maxLatches {
		l.refused = make(map[string]*RefusedError)
	}
	l.refused[key] = e
}

// begin reports whether the caller is to confirm a refusal: only one does at a
// time.
func (l *latches) begin(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.confirming[key] || l.refused[key] != nil {
		return false
	}
	if l.confirming == nil {
		l.confirming = make(map[string]bool)
	}
	l.confirming[key] = true
	return true
}

func (l *latches) end(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.confirming, key)
}

// judge decides whether a refusal is one for good. A webhook is gone when
// Discord doesn't know it or its token. A bot or user is when Discord says so
// again on a route that needs nothing but a token that works: a single 401 may
// be about something else.
func (c *Client) judge(ctx context.Context, r *route, authorization []string, e *Error) {
	switch {
	case r.is(interaction): // its token ends after 15 minutes; nothing is wrong with that
	case r.secret != "":
		if e.Status == http.StatusNotFound && e.Code == ErrUnknownWebhook || e.Status == http.StatusUnauthorized && e.Code == ErrInvalidWebhookToken {
			c.core.latches.refuse(fingerprint(r.major), &RefusedError{Webhook: true, Cause: e})
		}
	case e.Status == http.StatusUnauthorized && len(authorization) > 0 && e.Code != ErrInvalidWebhookToken:
		c.confirm(ctx, fingerprint(authorization[0]))
	}
}

// confirm asks for the current user or authorization, and latches the token if
// that is refused too.
func (c *Client) confirm(ctx context.Context, key string) {
	l := &c.core.latches
	if !l.begin(key) {
		return
	}
	defer l.end(key)
	r := get("/users/@me")
	if c.credential.kind == "bearer" { // the current user needs a scope, this doesn't
		r = get("/oauth2/@me")
	}
	call := call{client: c, route: r}
	answer, err := call.attempt(ctx, 0, 0)
	if answer != nil {
		answer.free()
	}
	if e, ok := err.(*Error); ok && e.Status == http.StatusUnauthorized {
		l.refuse(key, &RefusedError{Cause: e})
		c.core.config.Logger.Error("Discord refuses the token; no more requests are sent with it", "error", e)
	}
}
