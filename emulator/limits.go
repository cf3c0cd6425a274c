package emulator

import (
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// Limits say how often the REST API may be used, and what its answers tell of
// it. The zero value is how the emulator begins: limits of its own for each
// route that resemble Discord's, a global limit of 50 in a second, and headers
// that are true.
//
// Discord docs: https://docs.discord.com/developers/topics/rate-limits
type Limits struct {
	Global     int  `json:"global,omitzero"`      // requests in a second for each bot; 0: 50; -1: no limit
	PerAddress int  `json:"per_address,omitzero"` // requests in a second for an address without Authorization; 0: 50; -1: no limit
	Strict     bool `json:"strict,omitzero"`      // both hold in any second; otherwise in windows that begin with a request

	// Buckets are limits in place of the emulator's own. A request counts in
	// each that fits. Its answer tells of the first one that isn't hidden, or
	// of the emulator's own where all are.
	Buckets []Bucket `json:"buckets,omitzero"`

	Headers LimitHeaders `json:"headers,omitzero"`
}

// A Bucket is a limit for each value of the major parameter (channel, guild,
// webhook or interaction) and each bot or address; one that is shared is for all
// of them together.
type Bucket struct {
	Method   string   `json:"method,omitzero"`  // empty: any
	Route    string   `json:"route,omitzero"`   // regular expression on the route, such as ^/channels/{channel_id}/messages$; empty: any
	Name     string   `json:"name,omitzero"`    // what X-RateLimit-Bucket is made of: routes of one name share a bucket; empty: each route has its own
	Requests int      `json:"requests"`         // in a window; at least 1
	Per      Duration `json:"per"`              // the window, which begins with its first request; more than 0
	Sliding  bool     `json:"sliding,omitzero"` // every request counts for a window of its own
	Hidden   bool     `json:"hidden,omitzero"`  // no header tells of it until it refuses
	Scope    string   `json:"scope,omitzero"`   // of its refusals: user or shared; empty: user
}

// LimitHeaders are ways in which the headers are not what they should be.
type LimitHeaders struct {
	Missing   int      `json:"missing,omitzero"`   // every so many answers have none; 1: all; 0: no answer
	Remaining int      `json:"remaining,omitzero"` // is added to X-RateLimit-Remaining
	Reset     Duration `json:"reset,omitzero"`     // is added to X-RateLimit-Reset-After
	Clock     Duration `json:"clock,omitzero"`     // what Discord's clock is ahead, as X-RateLimit-Reset tells
}

// withDefaults returns the limits with Discord's values in place of zeros.
func (l Limits) withDefaults() Limits {
	setZero(&l.Global, 50)
	setZero(&l.PerAddress, 50)
	return l
}

// SetLimits replaces the limits. What was used up of the old buckets is
// forgotten where their names, counts or windows change. The error says what is
// wrong with l.
func (e *Emulator) SetLimits(l Limits) error {
	rules := limitRules{Limits: l.withDefaults()}
	for i, b := range l.Buckets {
		route, err := regexp.Compile(b.Route)
		if err != nil {
			return badControl("buckets[%d].route: %v", i, err)
		}
		if b.Requests < 1 || b.Per <= 0 {
			return badControl("buckets[%d]: requests and per must be more than zero", i)
		}
		if b.Scope != "" && b.Scope != "user" && b.Scope != "shared" {
			return badControl("buckets[%d].scope: %q is neither user nor shared", i, b.Scope)
		}
		rules.routes = append(rules.routes, route)
	}
	if l.Headers.Missing < 0 {
		return badControl("headers.missing must not be negative")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.limits.rules = rules
	return nil
}

func (e *Emulator) controlLimits(_ *http.Request, in *Limits) (any, error) {
	return struct{}{}, e.SetLimits(*in)
}

// limitRules are Limits, ready to be used.
type limitRules struct {
	Limits
	routes []*regexp.Regexp // of the buckets
}

// perSecond returns how many requests a caller may make in a second.
func (l *limitRules) perSecond(who caller) int {
	if who.address {
		return l.PerAddress
	}
	return l.Global
}

// count is a bucket that a request counts in.
type count struct {
	name    string
	n       int
	per     time.Duration
	sliding bool
	scope   string
	window  *window
}

// key names the bucket of a caller and a major parameter. A shared one is of the
// resource, whoever asks.
func (c *count) key(who caller, r *request) string {
	if c.scope == "shared" {
		who.name = "anybody"
	}
	return who.name + "\x00" + c.name + "\x00" + strconv.Itoa(c.n) + "\x00" + c.per.String() + "\x00" + major(r.vars)
}

// counts returns the buckets that a request counts in, the one first of which
// the headers tell.
func (l *limitRules) counts(r *request) []count {
	var shown, hidden []count
	for i, b := range l.Buckets {
		if b.Method != "" && b.Method != r.route.method || !l.routes[i].MatchString(r.route.pattern) {
			continue
		}
		c := count{name: b.Name, n: b.Requests, per: time.Duration(b.Per), sliding: b.Sliding, scope: b.Scope}
		setZero(&c.name, r.route.method+" "+r.route.pattern)
		setZero(&c.scope, "user")
		if b.Hidden {
			c.name = "hidden " + strconv.Itoa(i) + " " + c.name
			hidden = append(hidden, c)
		} else {
			shown = append(shown, c)
		}
	}
	if shown == nil {
		name, own := r.route.bucket()
		shown = []count{{name: name, n: own.n, per: own.per, scope: "user"}}
	}
	return append(shown, hidden...)
}

// headers returns what an answer tells of a bucket, nil if it is to tell
// nothing.
func (l *limiter) headers(c *count, now time.Time) http.Header {
	f := l.rules.Headers
	l.answers++
	if f.Missing > 0 && l.answers%f.Missing == 0 {
		return nil
	}
	h := bucketHeaders(c.name, c.n, c.window, now)
	if f.Clock != 0 {
		h.Set("X-RateLimit-Reset", formatSeconds(time.Duration(c.window.until.UnixMilli())*time.Millisecond+time.Duration(f.Clock)))
	}
	if f.Remaining != 0 {
		h.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, c.n-c.window.used+f.Remaining)))
	}
	if f.Reset != 0 {
		h.Set("X-RateLimit-Reset-After", formatSeconds(max(0, c.window.until.Sub(now)+time.Duration(f.Reset))))
	}
	return h
}

func formatSeconds(d time.Duration) string {
	return strconv.FormatFloat(ceilMillis(d), 'f', 3, 64)
}
