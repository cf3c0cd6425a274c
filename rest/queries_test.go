package rest_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/accord-go/accord/rest"
)

// TestSpecQueries calls every method with all that its query may have, and
// wants the parameters that Discord's document has, each with a value that it
// allows.
func TestSpecQueries(t *testing.T) {
	t.Parallel()
	c := checkModel(t)
	r := newReport()
	a := newAnswerer(t)
	set := make(map[string]map[string]bool) // parameters by operation
	for _, e := range c.g.endpoints(c.s) {
		if e.all {
			continue
		}
		if set[e.op.id] == nil {
			set[e.op.id] = make(map[string]bool)
		}
		a.answerLeast(c.s, e.op)
		a.last = nil
		// What becomes of the answer is not what this is about.
		_, _ = call(t.Context(), a.method(e.name), true)
		if !r.wants(a.last != nil, "query", e.name, "sends nothing") {
			continue
		}
		query, err := url.ParseQuery(a.last.URL.RawQuery)
		if err != nil {
			t.Errorf("%s: %v", e.name, err)
		}
		for name, values := range query {
			set[e.op.id][name] = true
			i := slices.IndexFunc(e.op.query, func(p parameter) bool { return p.Name == name })
			if r.wants(i >= 0, "query", e.op.id+"?"+name, "is no parameter, but "+e.name+" sends it") {
				c.checkParameter(r, e, e.op.query[i], values)
			}
		}
	}
	// Some parameters go with what is in the body.
	for _, sample := range samples {
		if op := c.s.operations[sample.op]; op != nil && len(op.query) > 0 && set[op.id] != nil {
			for _, send := range []func(context.Context, *rest.Client) error{sample.full, sample.minimal} {
				if x := exchangeOf(t, c.s, op, sample.op, send); x != nil {
					query, _ := url.ParseQuery(x.Query) // TestSpecRequests looks at it
					for name := range query {
						set[op.id][name] = true
					}
				}
			}
		}
	}
	for id, names := range set {
		for _, p := range c.s.operations[id].query {
			r.wants(names[p.Name], "query", id+"?"+p.Name, "can't be set by any method")
		}
	}
	r.end(t, "query", "parameter")
}

// TestSpecPages wants a method that iterates for each operation whose query has
// a cursor, and for no other.
func TestSpecPages(t *testing.T) {
	t.Parallel()
	c := checkModel(t)
	iterates := make(map[string]bool)
	for _, e := range c.g.endpoints(c.s) {
		iterates[e.op.id] = iterates[e.op.id] || e.all
	}
	n := 0
	for id, op := range c.s.operations {
		pages := slices.ContainsFunc(op.query, func(p parameter) bool { return slices.Contains([]string{"before", "after", "offset"}, p.Name) })
		if pages != iterates[id] {
			t.Errorf("%s has pages: %t; a method iterates over them: %t", id, pages, iterates[id])
		}
		if pages {
			n++
		}
	}
	if n < 18 {
		t.Errorf("%d operations have pages, want 18 at least", n)
	}
}

// TestEveryAllStops iterates with every method that does, while the server fails:
// nothing is sent before the iteration begins, and an error is told once and
// ends it.
func TestEveryAllStops(t *testing.T) {
	t.Parallel()
	c := checkModel(t)
	a := newAnswerer(t)
	a.status, a.header, a.body = 404, "application/json", []byte(`{"code":10003,"message":"Unknown Channel"}`)
	n := 0
	for _, e := range c.g.endpoints(c.s) {
		if !e.all {
			continue
		}
		n++
		a.last = nil
		method := a.method(e.name)
		all := method.Call(arguments(t.Context(), method.Type(), false))[0]
		if a.last != nil {
			t.Errorf("%s sends before the iteration begins", e.name)
		}
		var told []error
		for _, err := range all.Seq2() {
			told = append(told, err.Interface().(error))
		}
		if len(told) != 1 || !errors.Is(told[0], rest.ErrUnknownChannel) {
			t.Errorf("%s tells %v", e.name, told)
		}
	}
	if n < 19 {
		t.Errorf("%d methods iterate, want 19 at least", n)
	}
}

// checkParameter holds the values that a parameter was sent with against its
// schema. They are texts, whatever they stand for.
func (c *modelCheck) checkParameter(r *report, e endpoint, p parameter, values []string) {
	where := e.op.id + "?" + p.Name
	alts, _ := c.s.alternatives(p.Name, p.Schema)
	ok := false
	for _, a := range alts {
		element := a
		if slices.Contains(a.Type, "array") && a.Items != nil {
			inner, _ := c.s.alternatives(p.Name, a.Items)
			element = inner[0]
		} else if len(values) > 1 {
			continue
		}
		ok = ok || !slices.ContainsFunc(values, func(v string) bool { return !isParameter(element, v) })
	}
	r.wants(ok, "parameter", where, "is sent as "+strings.Join(values, " and ")+", want "+describe(alts))
}

func isParameter(a alternative, value string) bool {
	switch a.Type[0] {
	case "integer":
		_, err := strconv.ParseInt(value, 10, 64)
		return err == nil
	case "boolean":
		return value == "true" || value == "false"
	default:
		if a.Format == "snowflake" {
			_, err := strconv.ParseUint(value, 10, 64)
			return err == nil
		}
		return true
	}
}

// answerLeast makes the server answer with as little as an operation does.
func (a *answerer) answerLeast(s *spec, op *operation) {
	status, answer := shortest(s, op)
	a.status, a.body, a.header = status, answer, "application/json"
}
