package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/accord-go/accord/rest"
)

// hopHeaders concern one connection, and are not passed on.
var hopHeaders = []string{"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}

// maxRefusal is how much of a 429 is read.
const maxRefusal = 256 << 10

// forward sends a request on when its turn has come, and its answer back. Both
// bodies stream.
func (p *proxy) forward(w http.ResponseWriter, r *http.Request) {
	out := p.outgoing(r)
	described, err := rest.Describe(r.Method, pathOf(r), out.Header.Get("Authorization"))
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error()) // which contains no token
		return
	}
	start := time.Now()
	permit, err := p.limiter.Acquire(r.Context(), described)
	if err != nil {
		p.held(w, err)
		return
	}
	sent := time.Now()
	answer, err := p.transport.RoundTrip(out)
	if err != nil {
		p.limiter.Release(permit, rest.Result{Err: err})
		p.counts.add(described, 0, sent.Sub(start), time.Since(sent))
		if r.Context().Err() == nil {
			p.logger.Warn("no answer", "method", described.Method, "route", described.Route, "error", err)
		}
		refuse(w, http.StatusBadGateway, "no answer from Discord's API")
		return
	}
	defer answer.Body.Close()
	p.release(permit, described, answer)
	p.counts.add(described, answer.StatusCode, sent.Sub(start), time.Since(sent))
	pass(w.Header(), answer.Header)
	w.WriteHeader(answer.StatusCode)
	stream(w, answer.Body)
}

// outgoing is the request as it goes to Discord.
func (p *proxy) outgoing(r *http.Request) *http.Request {
	out := r.Clone(r.Context())
	out.RequestURI = ""
	out.URL.Scheme, out.URL.Host, out.Host = p.api.Scheme, p.api.Host, p.api.Host
	out.Header = make(http.Header, len(r.Header))
	pass(out.Header, r.Header)
	if r.ContentLength == 0 {
		out.Body = http.NoBody
	}
	if out.Header.Get("User-Agent") == "" {
		out.Header.Set("User-Agent", "DiscordBot (https://github.com/accord-go/accord, proxy)")
	}
	if p.authorization != "" && out.Header.Get("Authorization") == "" && !hasToken(pathOf(r)) {
		out.Header.Set("Authorization", p.authorization)
	}
	return out
}

// pathOf is what follows /api and the version, escaped, with the query.
func pathOf(r *http.Request) string {
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/api")
	version, after, ok := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if ok && len(version) > 1 && version[0] == 'v' && strings.Trim(version[1:], "0123456789") == "" {
		path = "/" + after
	}
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	return path
}

// hasToken reports whether a path authorizes itself.
func hasToken(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	return len(parts) > 2 && (parts[0] == "webhooks" || parts[0] == "interactions")
}

// pass copies the headers that are not about one connection.
func pass(to, from http.Header) {
	for name, values := range from {
		to[name] = values
	}
	for _, name := range hopHeaders {
		to.Del(name)
	}
	for named := range strings.SplitSeq(from.Get("Connection"), ",") {
		to.Del(strings.TrimSpace(named))
	}
}

// release tells the limiter what became of a request. Of a 429 it reads the
// body first, which tells how long to wait.
func (p *proxy) release(permit rest.Permit, described rest.Request, answer *http.Response) {
	if answer.StatusCode != http.StatusTooManyRequests {
		p.limiter.Release(permit, rest.Result{Status: answer.StatusCode, Header: answer.Header})
		return
	}
	text, _ := io.ReadAll(io.LimitReader(answer.Body, maxRefusal)) // what could be read is better than nothing
	result := rest.Describe429(answer.Header, text)
	p.limiter.Release(permit, result)
	p.logger.Warn("Discord answered that we are too fast", "method", described.Method, "route", described.Route,
		"scope", answer.Header.Get("X-RateLimit-Scope"), "global", result.Global, "retry_after", result.RetryAfter)
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(text), answer.Body), answer.Body}
}

// held answers a request that was not sent.
func (p *proxy) held(w http.ResponseWriter, err error) {
	if stopped, ok := errors.AsType[*rest.InvalidRequestsError](err); ok {
		p.logger.Error("nothing is sent", slog.Any("error", err))
		w.Header().Set("Retry-After", strconv.Itoa(int(stopped.Wait.Seconds())+1))
		refuse(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	if !errors.Is(err, context.Canceled) {
		refuse(w, http.StatusServiceUnavailable, err.Error())
	}
}

// stream copies an answer as it comes.
func stream(w http.ResponseWriter, body io.Reader) {
	flush := http.NewResponseController(w)
	buffer := make([]byte, 32<<10)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			if _, err := w.Write(buffer[:n]); err != nil {
				return // the caller is gone
			}
			if err == nil {
				_ = flush.Flush()
			}
		}
		switch {
		case err == io.EOF:
			return
		case err != nil:
			panic(http.ErrAbortHandler) // so that the caller does not take a part for the whole
		}
	}
}
