package rest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// interactionToken is how the tokens of interactions begin, seen in all of
// them: "interaction:" in base64. Discord doesn't document it; where it is
// wrong, follow-ups wait for the global limit.
const interactionToken = "aW50ZXJhY3Rpb246"

// Describe tells a [Limiter] about a request that a program sends itself, as a
// proxy does. path is as for [Client.Do], and authorization is the request's
// Authorization header; empty: it has none. The Request does not contain it.
func Describe(method, path, authorization string) (Request, error) {
	r, err := rawRoute(method, path)
	if err != nil {
		return Request{}, fmt.Errorf("rest: %w", err)
	}
	described := Request{Method: method, Route: r.pattern, Major: r.major, Interaction: r.is(interaction) || strings.HasPrefix(r.secret, interactionToken)}
	if authorization != "" {
		described.Credential = fingerprint(authorization)
	}
	if described.Interaction {
		described.Urgency = Urgent
	}
	return described, nil
}

// Describe429 returns the [Result] of an answer 429 with that body, which says
// how long to wait. The answer's headers say it less exactly.
func Describe429(h http.Header, body []byte) Result {
	e := newError(&route{}, http.StatusTooManyRequests, h, string(body))
	return Result{Status: http.StatusTooManyRequests, Header: h, RetryAfter: min(e.RetryAfter, 24*time.Hour), Global: e.global}
}
