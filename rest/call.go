package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// How often a request is sent at most: when Discord refuses it with 429, and
// when it fails otherwise.
const (
	maxLimited = 5
	maxFailed  = 4
)

// Backoff before the second attempt, doubled for each that follows, and its
// bound. Half of it is random.
const (
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 8 * time.Second
)

// maxErrorBody is how much of a refusal is read.
const maxErrorBody = 256 << 10

// call is one request with all its attempts.
type call struct {
	client  *Client
	route   route
	body    body
	options options
	answer  answer
}

// answer is what Discord sent back with a status of success.
type answer struct {
	status int
	header http.Header
	body   *bytes.Buffer
	limit  io.LimitedReader // that body was read from
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxPooled is the size from which on a buffer is left to the garbage
// collector.
const maxPooled = 1 << 20

// free gives back the answer's memory; the body must not be used any more.
func (a *answer) free() {
	if a.body.Cap() <= maxPooled {
		a.body.Reset()
		buffers.Put(a.body)
	}
}

// send sends a request, as often as it takes, and returns the answer. The
// caller frees it.
func (c *Client) send(ctx context.Context, r route, payload any, opts []Option) (*answer, error) {
	call := call{client: c, route: r}
	if err := call.prepare(payload, opts); err != nil {
		return nil, fmt.Errorf("rest: %s: %w", r.name(), err)
	}
	hook := c.core.config.Hooks.Request
	if hook == nil {
		return call.send(ctx)
	}
	ctx, done := hook(ctx, Begun{Method: r.method, Route: r.pattern, Host: c.core.base.Host})
	a, err := call.send(ctx)
	done(err)
	return a, err
}

// send makes attempts until one succeeds or another makes no sense.
func (c *call) send(ctx context.Context) (*answer, error) {
	var t tries
	for attempt := 0; ; attempt++ {
		a, err := c.attempt(ctx, attempt, t.delay)
		if err == nil {
			return a, nil
		}
		if t.failed > 0 && c.deleted(err) {
			return &answer{status: http.StatusNoContent, body: new(bytes.Buffer)}, nil
		}
		if !c.again(ctx, err, &t) {
			return nil, t.last(ctx, err)
		}
		t.err = err
		c.client.core.config.Logger.LogAttrs(ctx, slog.LevelDebug, "request is tried again",
			slog.String("route", c.route.name()), slog.Int("attempt", attempt+1), slog.Any("error", err))
	}
}

// tries is what became of a request's attempts.
type tries struct {
	limited, failed int
	delay           time.Duration // that the last one's 429 asked for
	err             error         // of the last one
	paused          bool          // there was to be a pause, and another
}

// last returns the error of a request whose last attempt failed with err. If
// that was not sent at all the error before it tells more; if another attempt
// would have followed, but for the context, so it says.
func (t *tries) last(ctx context.Context, err error) error {
	if done := ctx.Err(); t.paused && done != nil {
		return fmt.Errorf("%w (%w before the next attempt)", err, done)
	}
	if f, ok := err.(*failure); ok && f.local && t.err != nil {
		return fmt.Errorf("%w (after: %w)", err, t.err)
	}
	return err
}

// again reports whether a request is to be sent again that failed with err. If
// there is a wait before that which is not the limiter's, it is over then.
func (c *call) again(ctx context.Context, err error, t *tries) bool {
	t.paused = false
	if c.options.noRetry || ctx.Err() != nil || !c.body.replayable() {
		return false
	}
	if e, ok := err.(*Error); ok && e.Status == http.StatusTooManyRequests {
		t.limited++
		t.delay = e.RetryAfter
		return t.limited < maxLimited
	}
	t.failed++
	t.delay = 0
	t.paused = t.failed < maxFailed && c.repeats(err)
	return t.paused && sleep(ctx, backoff(t.failed)) == nil
}

// backoff returns how long to wait before attempt n+1.
func backoff(n int) time.Duration {
	d := min(firstBackoff<<(n-1), maxBackoff)
	return d/2 + rand.N(d/2)
}

// prepare checks and encodes what the request carries.
func (c *call) prepare(payload any, opts []Option) error {
	core := c.client.core
	if core.err != nil {
		return core.err
	}
	if c.route.err != nil {
		return c.route.err
	}
	for _, o := range opts {
		o(&c.options)
	}
	if c.options.err != nil {
		return c.options.err
	}
	if !core.config.NoValidation {
		if err := check(payload); err != nil {
			return err
		}
	}
	var err error
	if c.body, err = newBody(payload); err == nil && c.body.form != nil {
		c.body.form.progress = c.options.progress
	}
	return err
}

// failure is an attempt without an answer.
type failure struct {
	route  string
	err    error
	unsent bool // Discord never got the whole request
	local  bool // it failed here, and will again
}

func (f *failure) Error() string { return "rest: " + f.route + ": " + f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// repeats reports whether it does no harm to send a request again that failed
// with err.
func (c *call) repeats(err error) bool {
	if f, ok := err.(*failure); ok {
		return !f.local && (f.unsent || c.route.is(repeatable))
	}
	e, ok := err.(*Error)
	return ok && e.Status >= 500 && e.Status != http.StatusNotImplemented && c.route.is(repeatable)
}

// deleted reports whether err, after an attempt of which nobody knows what
// became of it, says that what was to be deleted is gone.
func (c *call) deleted(err error) bool {
	e, ok := err.(*Error)
	return ok && c.route.method == http.MethodDelete && e.Status == http.StatusNotFound && e.Code/1000 == 10
}

// attempt sends the request once. An error is an *Error, or a *failure.
func (c *call) attempt(ctx context.Context, n int, delay time.Duration) (*answer, error) {
	authorization, err := c.authorize(ctx)
	if err != nil {
		return nil, &failure{route: c.route.name(), err: err, local: true}
	}
	limiter := c.client.core.config.Limiter
	start := time.Now()
	permit, err := limiter.Acquire(ctx, c.request(n, delay, len(authorization) > 0))
	if err != nil {
		return nil, &failure{route: c.route.name(), err: fmt.Errorf("wait for the rate limit: %w", err), local: true}
	}
	sent := time.Now()
	a, header, err := c.exchange(ctx, authorization, permit)
	c.report(ctx, n, a, header, err, sent.Sub(start), time.Since(sent))
	if e, ok := err.(*Error); ok {
		c.client.judge(ctx, &c.route, authorization, e)
	}
	return a, err
}

// authorize returns the Authorization header, nil if there is none.
func (c *call) authorize(ctx context.Context) ([]string, error) {
	var value []string
	if credential := c.client.credential; credential.header != nil && !c.route.is(anonymous) {
		var err error
		if value, err = credential.header(ctx); err != nil {
			return nil, err
		}
	}
	return value, c.client.core.latches.find(&c.route, value)
}

// request describes the request to the limiter.
func (c *call) request(n int, delay time.Duration, authorized bool) Request {
	r := Request{
		Method:      c.route.method,
		Route:       c.route.pattern,
		Major:       c.route.major,
		Interaction: c.route.is(interaction),
		Attempt:     n,
		Delay:       delay,
	}
	if authorized {
		r.Credential = c.client.credential.id
	}
	switch {
	case c.options.urgency != nil:
		r.Urgency = *c.options.urgency
	case r.Interaction:
		r.Urgency = Urgent
	}
	return r
}

// exchange sends the request, reads the answer and gives back the permit.
func (c *call) exchange(ctx context.Context, authorization []string, permit Permit) (*answer, http.Header, error) {
	limiter := c.client.core.config.Limiter
	req, sending, err := c.newRequest(ctx, authorization)
	if err != nil {
		limiter.Release(permit, Result{Err: err, Unsent: true})
		return nil, nil, &failure{route: c.route.name(), err: err, local: true}
	}
	resp, err := c.client.core.transport.RoundTrip(req)
	if sending != nil {
		sending.stop(ctx)
	}
	if err != nil {
		unsent := notDialed(err)
		limiter.Release(permit, Result{Err: err, Unsent: unsent})
		return nil, nil, c.broken(ctx, err, unsent, sending)
	}
	defer resp.Body.Close()
	if resp.StatusCode < 300 {
		limiter.Release(permit, Result{Status: resp.StatusCode, Header: resp.Header})
		a, err := c.read(resp)
		return a, resp.Header, err
	}
	return nil, resp.Header, c.refusal(resp, permit, authorization)
}

// broken returns the failure of an attempt that got no answer.
func (c *call) broken(ctx context.Context, err error, unsent bool, sending *formSending) *failure {
	f := &failure{route: c.route.name(), err: err, unsent: unsent}
	if done := ctx.Err(); done != nil && !errors.Is(err, done) {
		f.err = fmt.Errorf("%w: %w", done, err)
	}
	if sending != nil {
		f.unsent = unsent || !sending.complete()
		f.local = sending.failed() != nil
	}
	return f
}

// refusal reads an answer that is no success.
func (c *call) refusal(resp *http.Response, permit Permit, authorization []string) *Error {
	limiter := c.client.core.config.Limiter
	limited := resp.StatusCode == http.StatusTooManyRequests
	if !limited {
		limiter.Release(permit, Result{Status: resp.StatusCode, Header: resp.Header})
	}
	text, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // what could be read is better than nothing
	e := newError(&c.route, resp.StatusCode, resp.Header, string(text))
	if limited {
		limiter.Release(permit, Result{Status: resp.StatusCode, Header: resp.Header, RetryAfter: e.RetryAfter, Global: e.global})
	}
	e.redact(c.route.secret)
	e.redact(c.body.secrets...)
	for _, a := range authorization {
		_, token, _ := strings.Cut(a, " ")
		e.redact(token)
	}
	return e
}

// notDialed reports whether there was no connection to send anything on.
func notDialed(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == "dial" || op.Op == "proxyconnect")
}

// blank is copied for each request, by WithContext, and never changed.
var blank = new(http.Request)

// newRequest returns the request of one attempt.
func (c *call) newRequest(ctx context.Context, authorization []string) (*http.Request, *formSending, error) {
	core := c.client.core
	u := core.base
	u.Path += c.route.path
	if strings.Contains(c.route.path, "%") {
		u.RawPath = u.Path
		var err error
		if u.Path, err = url.PathUnescape(u.RawPath); err != nil {
			return nil, nil, err
		}
	}
	u.RawQuery = string(c.route.query)
	req := blank.WithContext(ctx)
	req.Method, req.URL, req.Host = c.route.method, &u, u.Host
	req.Proto, req.ProtoMajor, req.ProtoMinor = "HTTP/1.1", 1, 1
	req.Header = make(http.Header, 4)
	req.Header["User-Agent"] = core.agent
	if authorization != nil {
		req.Header["Authorization"] = authorization
	}
	if c.options.reason != "" {
		req.Header["X-Audit-Log-Reason"] = []string{c.options.reason}
	}
	if c.options.event != "" {
		req.Header["X-Github-Event"] = []string{c.options.event}
	}
	sending, err := c.body.attach(ctx, req)
	return req, sending, err
}

// read reads a success's body.
func (c *call) read(resp *http.Response) (*answer, error) {
	limit := c.client.core.config.MaxResponse
	a := &c.answer
	*a = answer{status: resp.StatusCode, header: resp.Header, body: buffers.Get().(*bytes.Buffer), limit: io.LimitedReader{R: resp.Body, N: limit + 1}}
	if n := resp.ContentLength; n > 0 && n <= limit {
		a.body.Grow(int(n) + bytes.MinRead)
	}
	_, err := a.body.ReadFrom(&a.limit)
	switch {
	case err != nil:
		a.free()
		return nil, &failure{route: c.route.name(), err: fmt.Errorf("read the answer: %w", err)}
	case int64(a.body.Len()) > limit:
		a.free()
		return nil, &failure{route: c.route.name(), err: fmt.Errorf("the answer is larger than %d bytes", limit), local: true}
	}
	return a, nil
}

// report calls the hooks and logs.
func (c *call) report(ctx context.Context, n int, a *answer, header http.Header, err error, limited, wire time.Duration) {
	cfg := &c.client.core.config
	e, refused := err.(*Error)
	status := 0
	switch {
	case a != nil:
		status = a.status
	case refused:
		status = e.Status
	}
	if status == http.StatusTooManyRequests {
		cfg.Logger.LogAttrs(ctx, slog.LevelWarn, "Discord answered that we are too fast",
			slog.String("route", c.route.name()), slog.String("scope", first(header, headerScope)),
			slog.Bool("global", e.global), slog.Duration("retry_after", e.RetryAfter))
		if cfg.Hooks.RateLimited != nil {
			cfg.Hooks.RateLimited(ctx, RateLimited{Method: e.Method, Route: e.Route, Scope: first(header, headerScope), Global: e.global, RetryAfter: e.RetryAfter})
		}
	}
	if cfg.Hooks.Response != nil {
		cfg.Hooks.Response(ctx, Response{
			Method: c.route.method, Route: c.route.pattern, Bucket: first(header, headerBucket), Status: status,
			Attempt: n, Err: err, Limited: limited, Wire: wire,
		})
	}
}
