package rest

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The limit headers, in the form in which net/http keeps them, so that a
// lookup is one map access.
const (
	headerBucket     = "X-Ratelimit-Bucket"
	headerLimit      = "X-Ratelimit-Limit"
	headerRemaining  = "X-Ratelimit-Remaining"
	headerReset      = "X-Ratelimit-Reset"
	headerResetAfter = "X-Ratelimit-Reset-After"
	headerGlobal     = "X-Ratelimit-Global"
	headerScope      = "X-Ratelimit-Scope"
	headerRetryAfter = "Retry-After"
)

// longestWait bounds what a header may ask for: a day. More is taken for
// damage.
const longestWait = 24 * time.Hour

// limitHeaders are the limit headers of one answer.
type limitHeaders struct {
	hash       string // empty: the answer named no bucket
	limit      int
	remaining  int
	resetAfter time.Duration
	reset      time.Duration // since 1970, by Discord's clock; 0: not given
}

// parseLimitHeaders reads the limit headers. It reports false when they are
// missing or make no sense: headers are optional.
func parseLimitHeaders(h http.Header) (limitHeaders, bool) {
	var l limitHeaders
	var err error
	if l.limit, err = strconv.Atoi(first(h, headerLimit)); err != nil || l.limit < 1 {
		return limitHeaders{}, false
	}
	if l.remaining, err = strconv.Atoi(first(h, headerRemaining)); err != nil || l.remaining < 0 {
		return limitHeaders{}, false
	}
	var ok bool
	if l.resetAfter, ok = parseSeconds(first(h, headerResetAfter)); !ok {
		return limitHeaders{}, false
	}
	l.resetAfter = min(l.resetAfter, longestWait)
	l.remaining = min(l.remaining, l.limit)
	l.reset, _ = parseSeconds(first(h, headerReset))
	l.hash = first(h, headerBucket)
	return l, true
}

// parseSeconds reads seconds with or without a fraction.
func parseSeconds(s string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f >= 0) || f > math.MaxInt64/float64(time.Second) {
		return 0, false
	}
	return seconds(f), true
}

// seconds converts seconds to a duration, rounded to the microsecond.
func seconds(f float64) time.Duration {
	return time.Duration(math.Round(f*1e6)) * time.Microsecond
}

// first returns a header's first value; name is in canonical form.
func first(h http.Header, name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// isJSON reports whether the answer's body claims to be JSON. Cloudflare, in
// front of Discord, answers with HTML.
func isJSON(h http.Header) bool {
	return strings.HasPrefix(first(h, "Content-Type"), "application/json")
}
