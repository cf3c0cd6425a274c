package rest

import (
	"encoding"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// route is where a request goes.
type route struct {
	method  string
	pattern string // /channels/{channel_id}/messages
	path    string // what is sent, escaped, without base and query
	major   string // part of path: the value of the major parameter
	secret  string // a token in the path, which must not be told
	query   query
	traits  traits
	err     error // the path can't be built
}

// traits are what a route is, beyond its method.
type traits uint8

const (
	anonymous   traits = 1 << iota // carries its own token: no Authorization is sent
	interaction                    // answers an interaction: not counted globally, urgent
	repeatable                     // safe to send again when nobody knows what became of it
)

// param is the value of a path's parameter: an ID, or text.
type param = encoding.TextAppender

// text is a parameter that is no ID.
type text string

// AppendText appends the text, which newRoute escapes.
func (t text) AppendText(b []byte) ([]byte, error) { return append(b, t...), nil }

func get(pattern string, params ...param) route {
	return newRoute(http.MethodGet, pattern, repeatable, params)
}

func put(pattern string, params ...param) route {
	return newRoute(http.MethodPut, pattern, repeatable, params)
}

func patch(pattern string, params ...param) route {
	return newRoute(http.MethodPatch, pattern, repeatable, params)
}

func del(pattern string, params ...param) route {
	return newRoute(http.MethodDelete, pattern, repeatable, params)
}

func post(pattern string, params ...param) route {
	return newRoute(http.MethodPost, pattern, 0, params)
}

// as adds traits to the route.
func (r route) as(t traits) route {
	r.traits |= t
	return r
}

// unless takes traits from the route.
func (r route) unless(t traits) route {
	r.traits &^= t
	return r
}

// with adds a query to the route.
func (r route) with(q query) route {
	r.query = q
	return r
}

func (r *route) is(t traits) bool { return r.traits&t != 0 }

// name is how errors and logs call the route. It contains no value, because
// some are secret.
func (r *route) name() string { return r.method + " " + r.pattern }

// newRoute fills pattern's placeholders with params, in order. A value can't
// leave its segment of the path: everything but letters, digits and a few
// marks is escaped, and what a segment can't be is an error.
func newRoute(method, pattern string, t traits, params []param) route {
	r := route{method: method, pattern: pattern, traits: t}
	var path strings.Builder
	path.Grow(len(pattern) + 4*len(params)) // an ID is as long as most placeholders
	majorStart, majorEnd := -1, -1
	majors := majorParameters(pattern)
	rest := pattern
	for i, p := range params {
		before, after, _ := strings.Cut(rest, "{")
		name, after, _ := strings.Cut(after, "}")
		rest = after
		path.WriteString(before)
		start := path.Len()
		if r.err = writeSegment(&path, name, p); r.err != nil {
			return r
		}
		if i == 0 && majors > 0 {
			majorStart = start
		}
		if i < majors {
			majorEnd = path.Len()
		}
		if token, ok := p.(text); ok && strings.HasSuffix(name, "_token") {
			r.secret = string(token)
		}
	}
	path.WriteString(rest)
	r.path = path.String()
	if majorStart >= 0 {
		r.major = r.path[majorStart:majorEnd]
	}
	return r
}

// majorParameters returns how many of the pattern's first parameters make up
// its major parameter: those whose values Discord limits apart.
//
// Discord docs: https://docs.discord.com/developers/topics/rate-limits
func majorParameters(pattern string) int {
	switch {
	case strings.HasPrefix(pattern, "/channels/{"), strings.HasPrefix(pattern, "/guilds/{"):
		return 1
	case strings.HasPrefix(pattern, "/webhooks/{webhook_id}/{webhook_token}"),
		strings.HasPrefix(pattern, "/interactions/{interaction_id}/{interaction_token}"):
		return 2
	case strings.HasPrefix(pattern, "/webhooks/{"):
		return 1
	}
	return 0
}

// writeSegment writes p's value as one segment of a path.
func writeSegment(path *strings.Builder, name string, p param) error {
	var space [24]byte // enough for an ID
	value, err := p.AppendText(space[:0])
	_, free := p.(text)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case len(value) == 0:
		return errors.New(name + " is empty")
	case !free && string(value) == "0":
		return errors.New(name + " is zero, which is no ID")
	case string(value) == ".", string(value) == "..":
		return errors.New(name + " can't be " + string(value))
	}
	for _, c := range value {
		if !unreserved(c) {
			path.WriteString(escape(string(value)))
			return nil
		}
	}
	path.Write(value)
	return nil
}

// unreserved reports whether a byte needs no escape in any part of a URL.
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// escape percent-encodes all that isn't unreserved, for paths, queries and
// headers alike.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; unreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// query is the query of a request's address. Its methods leave out zero
// values, which mean that a parameter is absent.
type query string

func (q query) add(name, value string) query {
	if q != "" {
		q += "&"
	}
	return q + query(name+"="+escape(value))
}

func (q query) id(name string, id uint64) query {
	if id == 0 {
		return q
	}
	return q.add(name, strconv.FormatUint(id, 10))
}

func (q query) int(name string, n int) query {
	if n == 0 {
		return q
	}
	return q.add(name, strconv.Itoa(n))
}

func (q query) bool(name string, v bool) query {
	if !v {
		return q
	}
	return q.add(name, "true")
}

func (q query) time(name string, t time.Time) query {
	if t.IsZero() {
		return q
	}
	return q.add(name, t.UTC().Format("2006-01-02T15:04:05.000000Z"))
}
