package emulator

import (
	"context"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/discord"
)

// A Failure makes requests fail that would have succeeded.
type Failure struct {
	Method     string          // empty: any
	Path       string          // regular expression on what follows /api/vN; empty: any
	Status     int             // of the answer; zero: the connection is cut without one
	RetryAfter float64         // seconds; told in the headers, and in the body of a 429
	Global     bool            // 429 only: it is the global limit that was passed
	Scope      string          // 429 only: user, global or shared; empty: user, or global where Global is set
	Count      int             // how many requests fail; zero means one
	Body       json.RawMessage // of the answer; a JSON string is sent as HTML text; nil: what Discord would send

	// Cloudflare makes it an answer of the servers in front of Discord: a page in
	// HTML without any of Discord's headers. Status is then 403, 429, 502, 503,
	// 504 or 520 to 524, and RetryAfter counts whole seconds, if any; Global and
	// Scope must not be set.
	Cloudflare bool

	// After lets the request do what it does; only its answer is lost, or
	// replaced.
	After bool

	// Upload cuts the connection when so many bytes of the body have come, or
	// all of it. The other fields that tell of an answer are then not looked
	// at. Zero: the whole body is read.
	Upload int64

	ApplicationID discord.ApplicationID // only requests of its bot, its answers to interactions among them; zero: all
}

// When a failure happens to a request.
type failing int

const (
	before failing = iota // instead of what the request does
	after                 // when it is done
	during                // while its body comes
)

// when tells when the failure happens.
func (f *Failure) when() failing {
	switch {
	case f.Upload > 0:
		return during
	case f.After:
		return after
	default:
		return before
	}
}

// faults are the ways in which the REST API is told to misbehave. The world's
// lock guards them.
type faults struct {
	failures []*failure
	latency  time.Duration // before each answer, but for bots that have one of their own
}

// ownFaults are what a bot has in place of everybody's faults.
type ownFaults struct {
	latency *time.Duration             // of the REST API; nil: everybody's
	wire    atomic.Pointer[wireFaults] // of its connections; nil: everybody's
}

// failure is a Failure that has not happened as often as it shall.
type failure struct {
	Failure
	path *regexp.Regexp
	left int
}

// FailNext makes the next requests that f describes fail. The error is about
// f.Path or f.Status.
func (e *Emulator) FailNext(f Failure) error {
	path, err := regexp.Compile(f.Path)
	if err != nil {
		return badControl("path: %v", err)
	}
	if f.Status != 0 && (f.Status < 100 || f.Status > 599) {
		return badControl("status: %d is not an HTTP status", f.Status)
	}
	if f.Count < 0 || f.RetryAfter < 0 || f.Upload < 0 {
		return badControl("count, retry_after and upload must not be negative")
	}
	if f.Cloudflare {
		switch _, answers := cloudflarePages[f.Status]; {
		case !answers:
			return badControl("status: Cloudflare does not answer %d", f.Status)
		case f.Global || f.Scope != "":
			return badControl("global and scope are Discord's, not Cloudflare's")
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if f.ApplicationID != 0 && e.botOfApplication(f.ApplicationID) == nil {
		return noApplication(f.ApplicationID)
	}
	e.faults.failures = append(e.faults.failures, &failure{Failure: f, path: path, left: max(1, f.Count)})
	return nil
}

// noApplication is the error of who names an application that there is not.
func noApplication(id discord.ApplicationID) error {
	return badControl("application_id: there is no application %d", id)
}

// SetLatency delays every answer of the REST API, and no bot has a latency of its
// own any more; with names, it gives those applications' bots one of their own, be
// it zero. The error says that there is no such application.
func (e *Emulator) SetLatency(d time.Duration, of ...discord.ApplicationID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	bots, err := e.botsOf(of)
	if err != nil {
		return err
	}
	if len(of) == 0 {
		e.faults.latency = d
	}
	for _, b := range bots {
		b.own.latency = nil
		if len(of) > 0 {
			b.own.latency = &d
		}
	}
	return nil
}

// latencyOf returns how long the answer to a request takes.
func (e *Emulator) latencyOf(r *request) time.Duration {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.identifyCaller(r)
	if r.whose != nil {
		return r.whose.restLatency()
	}
	return e.faults.latency
}

// restLatency is how long answers to the bot's requests take.
func (b *bot) restLatency() time.Duration {
	if b.own.latency != nil {
		return *b.own.latency
	}
	return b.faults.latency
}

// delay waits for the latency of a request. It must be called without the
// world's lock.
func (e *Emulator) delay(ctx context.Context, r *request) error {
	d := e.latencyOf(r)
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// fail returns the answer of a failure that fits the request, if there is one.
func (e *Emulator) fail(when failing, method, path string, r *request) (reply, bool) {
	fail := e.faults.next(when, method, path, r.whose)
	if fail == nil {
		return reply{}, false
	}
	rep := fail.reply(r)
	rep.ordered = true
	e.tellFailure(method, path, r, rep.status)
	return rep, true
}

// tellFailure tells the pages of a request that a failure has met; status zero:
// it got no answer.
func (e *Emulator) tellFailure(method, path string, r *request, status int) {
	failed := struct {
		Method      string                `json:"method"`
		Path        string                `json:"path"` // its pattern, if there is one
		Status      int                   `json:"status"`
		Application discord.ApplicationID `json:"application_id,omitzero"`
	}{Method: method, Path: path, Status: status}
	if r.route != nil {
		failed.Path = r.route.pattern
	}
	if r.whose != nil {
		failed.Application = r.whose.app.ID
	}
	e.publish("REQUEST_FAILED", failed, everybody)
}

// next returns the failure that fits a request of a bot, or of nobody's, and
// counts it; nil if there is none.
func (f *faults) next(when failing, method, path string, b *bot) *failure {
	for i, fail := range f.failures {
		others := fail.ApplicationID != 0 && (b == nil || b.app.ID != fail.ApplicationID)
		if others || fail.when() != when || fail.Method != "" && fail.Method != method || !fail.path.MatchString(path) {
			continue
		}
		if fail.left--; fail.left == 0 {
			f.failures = append(f.failures[:i:i], f.failures[i+1:]...)
		}
		return fail
	}
	return nil
}

// cutUpload reads as much of a body as a failure wants to come, if there is
// one for the request, and reports whether the connection is to be cut then. It
// must be called without the world's lock.
func (e *Emulator) cutUpload(hr *http.Request, path string, r *request) bool {
	e.mu.Lock()
	e.identifyCaller(r)
	fail := e.faults.next(during, hr.Method, path, r.whose)
	if fail != nil {
		e.tellFailure(hr.Method, path, r, 0)
	}
	e.mu.Unlock()
	if fail == nil {
		return false
	}
	_, _ = io.CopyN(io.Discard, hr.Body, fail.Upload) // a body that is shorter is cut at its end
	return true
}

func (f *Failure) reply(r *request) reply {
	rep := reply{status: f.Status}
	after := time.Duration(f.RetryAfter * float64(time.Second))
	switch {
	case f.Status == 0:
		return reply{drop: true}
	case f.Cloudflare:
		rep = cloudflarePage(f.Status, int(math.Ceil(f.RetryAfter)))
	case f.Status == http.StatusTooManyRequests:
		rep = f.limited(r, after)
	case f.Status == http.StatusNoContent || f.Status == http.StatusNotModified || f.Status < 200:
	default:
		message := strconv.Itoa(f.Status) + ": " + http.StatusText(f.Status)
		rep = (&apiError{status: f.Status, message: message}).reply()
	}
	if f.RetryAfter > 0 && f.Status != http.StatusTooManyRequests && !f.Cloudflare {
		rep.header = http.Header{"Retry-After": {strconv.FormatFloat(f.RetryAfter, 'f', -1, 64)}}
	}
	if f.Body != nil {
		rep.raw, rep.contentType = f.Body, "application/json"
		var text string
		if json.Unmarshal(f.Body, &text) == nil {
			rep.raw, rep.contentType = []byte(text), htmlType
		}
	}
	return rep
}

// limited is the answer 429. Unless the global limit is to blame, it tells of
// the route's bucket, as Discord's does; clients wait by those headers.
func (f *Failure) limited(r *request, after time.Duration) reply {
	scope := f.Scope
	switch {
	case scope != "":
	case f.Global:
		scope = "global"
	default:
		scope = "user"
	}
	var header http.Header
	if scope != "global" && r.route != nil {
		name, lim := r.route.bucket()
		header = bucketHeaders(name, lim.n, &window{until: r.now.Add(after), used: lim.n}, r.now)
	}
	limited := rateLimited(after, f.Global, scope, header)
	return limited.reply()
}
