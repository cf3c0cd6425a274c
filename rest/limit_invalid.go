package rest

import (
	"fmt"
	"net/http"
	"time"
)

// Discord bans an address for a while after 10,000 requests in 10 minutes
// that it refused with 401, 403 or 429, except 429s of scope shared.
//
// Discord docs: https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
const (
	invalidWindow = 10 * time.Minute
	invalidSlow   = 8000 // from here on requests are spaced
	invalidStop   = 9500 // here they stop; what is in flight may still come on top
	invalidPace   = 250 * time.Millisecond
	invalidCells  = 60
)

// InvalidRequestsError tells that a request was not sent because so many were
// refused before (401, 403, 429) that Discord would soon ban the address.
// Look for what is refused; it is a mistake in the program.
type InvalidRequestsError struct {
	Count int           // refused within the last 10 minutes
	Wait  time.Duration // until requests are sent again
}

// Error names the count and the wait.
func (e *InvalidRequestsError) Error() string {
	return fmt.Sprintf("%d requests were refused (401, 403 or 429) within 10 minutes; nothing is sent for %v, lest Discord ban the address",
		e.Count, e.Wait.Round(time.Second))
}

// invalidRequests counts refused requests over the last 10 minutes, in cells of
// 10 seconds.
type invalidRequests struct {
	cells [invalidCells]int
	total int
	head  int       // the cell of now
	since time.Time // when it began; zero: nothing was counted yet
}

const invalidCell = invalidWindow / invalidCells

// count takes in an answer.
func (i *invalidRequests) count(now time.Time, r *Result) {
	switch {
	case r.Status == http.StatusUnauthorized, r.Status == http.StatusForbidden:
	case r.Status == http.StatusTooManyRequests && first(r.Header, headerScope) != "shared":
	default:
		return
	}
	i.roll(now)
	i.cells[i.head]++
	i.total++
}

// roll forgets what is older than the window.
func (i *invalidRequests) roll(now time.Time) {
	if i.total == 0 {
		i.since = now
		return
	}
	for n := 0; now.Sub(i.since) >= invalidCell; n++ {
		if n == invalidCells {
			i.since = now
			return
		}
		i.since = i.since.Add(invalidCell)
		i.head = (i.head + 1) % invalidCells
		i.total -= i.cells[i.head]
		i.cells[i.head] = 0
	}
}

// slow reports whether requests are to be spaced.
func (i *invalidRequests) slow(now time.Time) bool {
	if i.total < invalidSlow {
		return false
	}
	i.roll(now)
	return i.total >= invalidSlow
}

// stopped returns an error if nothing may be sent.
func (i *invalidRequests) stopped(now time.Time) error {
	if i.total < invalidStop {
		return nil
	}
	i.roll(now)
	if i.total < invalidStop {
		return nil
	}
	return &InvalidRequestsError{Count: i.total, Wait: i.recovery(now)}
}

// recovery returns when enough will be forgotten for requests to go on.
func (i *invalidRequests) recovery(now time.Time) time.Duration {
	left, end := i.total, i.since.Add(invalidCell)
	for n := 1; n < invalidCells; n++ {
		left -= i.cells[(i.head+n)%invalidCells]
		if left < invalidStop {
			return end.Add(time.Duration(n-1) * invalidCell).Sub(now)
		}
	}
	return end.Add(invalidWindow - invalidCell).Sub(now)
}

// pace spaces requests once too many were refused.
func (l *DefaultLimiter) pace(now time.Time) {
	if l.invalid.slow(now) {
		l.heldUntil = latest(l.heldUntil, now.Add(invalidPace))
	}
}
