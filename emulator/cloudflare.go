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

// answer returns what Cloudflare says to those whom it keeps out.
func (f *cloudflare) answer(now time.Time) (reply, bool) {
	left := f.count.until.Sub(now)
	if f.count.used < f.most || left <= 0 {
		return reply{}, false
	}
	return cloudflarePage(http.StatusTooManyRequests, int(left.Seconds())+1), true
}

// cloudflarePages has what Cloudflare says with each status that it answers
// with by itself.
var cloudflarePages = map[int]string{
	http.StatusForbidden:          "Error 1020: Access denied",
	http.StatusTooManyRequests:    "Error 1015: You are being rate limited",
	http.StatusBadGateway:         "502: Bad gateway",
	http.StatusServiceUnavailable: "503: Service Temporarily Unavailable",
	http.StatusGatewayTimeout:     "504: Gateway time-out",
	520:                           "520: Web server is returning an unknown error",
	521:                           "521: Web server is down",
	522:                           "522: Connection timed out",
	523:                           "523: Origin is unreachable",
	524:                           "524: A timeout occurred",
}

// cloudflarePage is an answer of Cloudflare's. It is HTML, and has none of
// Discord's headers. Seconds are told where they are not zero.
func cloudflarePage(status, seconds int) reply {
	rep := reply{
		status:      status,
		contentType: htmlType,
		raw:         fmt.Appendf(nil, "<!DOCTYPE html><html><head><title>%s | discord.com</title></head><body><h1>Please try again later.</h1></body></html>", cloudflarePages[status]),
		header:      http.Header{"Server": {"cloudflare"}, "Cf-Ray": {randomHex(8) + "-FRA"}},
	}
	if seconds > 0 {
		rep.header.Set("Retry-After", strconv.Itoa(seconds))
	}
	return rep
}

// htmlType is the type of what is not Discord's.
const htmlType = "text/html; charset=UTF-8"
