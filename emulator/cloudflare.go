package emulator

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// invalidPeriod is how long invalid requests are counted together.
const invalidPeriod = 10 * time.Minute

// cloudflare stands before Discord: it keeps an address out that makes too many
// invalid requests, until the period is over.
//
// Discord docs: https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
type cloudflare struct {
	most  int
	count window
}

// note counts an answer, if it is one of those that Discord calls invalid. A
// 429 of a shared resource is nobody's fault.
func (f *cloudflare) note(rep *reply, now time.Time) {
	switch rep.status {
	case http.StatusUnauthorized, http.StatusForbidden:
	case http.StatusTooManyRequests:
		if rep.header.Get("X-RateLimit-Scope") == "shared" {
			return
		}
	default:
		return
	}
	f.count.take(now, f.most, invalidPeriod)
}

// answer returns what Cloudflare says to those whom it keeps out. It is HTML,
// and has none of Discord's headers.
func (f *cloudflare) answer(now time.Time) (reply, bool) {
	left := f.count.until.Sub(now)
	if f.count.used < f.most || left <= 0 {
		return reply{}, false
	}
	seconds := int(left.Seconds()) + 1
	return reply{
		status:      http.StatusTooManyRequests,
		contentType: "text/html",
		raw:         fmt.Appendf(nil, "<!DOCTYPE html><title>Access denied</title><h1>Error 1015</h1><p>You are being rate limited. Try again in %d seconds.", seconds),
		header:      http.Header{"Retry-After": {strconv.Itoa(seconds)}},
	}, true
}
