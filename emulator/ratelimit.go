package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

// A limit is how often a route may be used: n times in a window that begins
// with its first request. Discord does not tell its limits, and changes them;
// these resemble what is seen.
//
// Discord docs: https://docs.discord.com/developers/topics/rate-limits
type limit struct {
	name string // routes of one name share a bucket; empty: the route has its own
	n    int
	per  time.Duration
}

// The limits that routes of several files share.
var (
	limitOrdinary = limit{n: 50, per: 10 * time.Second} // of routes that name none
	limitWebhook  = limit{name: "webhook", n: 5, per: 2 * time.Second}
	limitCallback = limit{name: "interaction callback", n: 5, per: time.Second}
	limitReaction = limit{name: "reaction", n: 1, per: 250 * time.Millisecond}
)

// A window counts the uses of one bucket.
type window struct {
	until time.Time
	used  int
	times []time.Time // of the uses that count, where the window slides
}

// roll forgets what does not count any more.
func (w *window) roll(now time.Time, per time.Duration, sliding bool) {
	if !sliding {
		if !now.Before(w.until) {
			*w = window{until: now.Add(per)}
		}
		return
	}
	for len(w.times) > 0 && now.Sub(w.times[0]) >= per {
		w.times = w.times[1:]
	}
	w.used, w.until = len(w.times), now.Add(per)
	if w.used > 0 {
		w.until = w.times[0].Add(per)
	}
}

// use counts one use.
func (w *window) use(now time.Time, sliding bool) {
	w.used++
	if sliding {
		w.times = append(w.times, now)
	}
}

// take uses the window once, and reports whether that was within n. A refused
// use does not count.
func (w *window) take(now time.Time, n int, per time.Duration) bool {
	w.roll(now, per, false)
	if w.used >= n {
		return false
	}
	w.use(now, false)
	return true
}

// limiter keeps all buckets. It needs the world's lock.
type limiter struct {
	rules   limitRules
	buckets map[string]*window
	global  map[string]*window // by who asks
	answers int                // for headers that are left out
}

func newLimiter() *limiter {
	return &limiter{rules: limitRules{Limits: Limits{}.withDefaults()}, buckets: make(map[string]*window), global: make(map[string]*window)}
}

// take uses the buckets of a request of who, and returns the headers that tell
// of them. The error is the refusal, with headers of its own. A refused request
// uses none.
func (l *limiter) take(r *request, who caller) (http.Header, error) {
	var global *window
	if !who.uncounted && l.rules.perSecond(who) > 0 {
		global = windowOf(l.global, who.name, r.now)
		global.roll(r.now, time.Second, l.rules.Strict)
		if global.used >= l.rules.perSecond(who) {
			return nil, rateLimited(global.until.Sub(r.now), true, "global", nil)
		}
	}
	counts := l.rules.counts(r)
	for i := range counts {
		c := &counts[i]
		c.window = windowOf(l.buckets, c.key(who, r), r.now)
		c.window.roll(r.now, c.per, c.sliding)
	}
	shown := &counts[0]
	for i := range counts {
		if c := &counts[i]; c.window.used >= c.n {
			return nil, rateLimited(c.window.until.Sub(r.now), false, c.scope, l.headers(shown, r.now))
		}
	}
	if global != nil {
		global.use(r.now, l.rules.Strict)
	}
	for i := range counts {
		counts[i].window.use(r.now, counts[i].sliding)
	}
	return l.headers(shown, r.now), nil
}

// caller is who makes a request, to the limits.
type caller struct {
	name      string // a bot, a user with an application, or an address
	address   bool   // no Authorization: counted for the address
	uncounted bool   // an answer to an interaction, which doesn't count globally
}

// callerOf tells the limits who makes a request.
func (e *Emulator) callerOf(r *request) caller {
	c := caller{name: "address", uncounted: r.ids["interaction_id"] != 0}
	switch {
	case r.grant != nil:
		c.name = "user " + r.by.String() + " of " + r.bot.app.ID.String()
	case r.bot != nil:
		c.name = "bot " + r.by.String()
	default:
		c.address = true
	}
	if token := r.vars["webhook_token"]; token != "" && e.state.interactionByToken(token, r.now) != nil {
		c.uncounted = true
	}
	return c
}

// bucket returns the name of the bucket that a route uses, and its limit.
func (r *route) bucket() (string, limit) {
	name, lim := r.limit.name, r.limit
	if name == "" {
		name = r.method + " " + r.pattern
	}
	if lim.n == 0 {
		lim.n, lim.per = limitOrdinary.n, limitOrdinary.per
	}
	return name, lim
}

// windowOf returns the window of a key, and forgets those that are over when
// there are many.
func windowOf(windows map[string]*window, key string, now time.Time) *window {
	w := windows[key]
	if w == nil {
		if len(windows) >= 1000 {
			for k, old := range windows {
				if !now.Before(old.until) {
					delete(windows, k)
				}
			}
		}
		w = new(window)
		windows[key] = w
	}
	return w
}

// major is what separates buckets of the same route: the resource at the top of
// the path.
func major(vars map[string]string) string {
	for _, name := range []string{"channel_id", "guild_id", "webhook_id", "interaction_id"} {
		if id, ok := vars[name]; ok {
			return name + "\x00" + id + "\x00" + vars["webhook_token"]
		}
	}
	return ""
}

func bucketHeaders(name string, n int, w *window, now time.Time) http.Header {
	hash := sha256.Sum256([]byte(name))
	h := make(http.Header)
	h.Set("X-RateLimit-Bucket", hex.EncodeToString(hash[:16]))
	h.Set("X-RateLimit-Limit", strconv.Itoa(n))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(n-w.used))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(w.until.UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(ceilMillis(w.until.Sub(now)), 'f', 3, 64))
	return h
}

// rateLimited is the refusal of a request that comes too soon.
func rateLimited(after time.Duration, global bool, scope string, h http.Header) *tooMany {
	if h == nil {
		h = make(http.Header)
	}
	if global {
		h.Set("X-RateLimit-Global", "true")
	}
	h.Set("X-RateLimit-Scope", scope)
	h.Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(after.Seconds())))))
	return &tooMany{after: after, global: global, header: h}
}

// ceilMillis returns d in seconds, rounded up to milliseconds, so that who
// waits that long has waited long enough.
func ceilMillis(d time.Duration) float64 {
	return float64((d+time.Millisecond-1)/time.Millisecond) / 1000
}

// tooMany is the refusal 429. Its body has no code, unlike all others.
type tooMany struct {
	after  time.Duration
	global bool
	header http.Header
}

// Error makes the refusal an error.
func (t *tooMany) Error() string { return "429: too many requests" }

func (t *tooMany) reply() reply {
	raw, err := json.Marshal(struct {
		Message    string  `json:"message"`
		RetryAfter float64 `json:"retry_after"`
		Global     bool    `json:"global"`
	}{"You are being rate limited.", ceilMillis(t.after), t.global})
	if err != nil {
		return errInternal.reply()
	}
	return reply{status: http.StatusTooManyRequests, raw: raw, contentType: "application/json", header: t.header}
}
