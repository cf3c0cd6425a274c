package rest_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// differencesFile lists where Accord differs from Discord's OpenAPI document
// on purpose: what kind of difference, where, and why. It names each place, of
// which several may have one reason.
const differencesFile = "testdata/differences.tsv"

// A problem is where Go and Discord's document differ.
type problem struct{ kind, where string }

// A report collects problems.
type report struct {
	mu    sync.Mutex
	found map[problem][]string // what is wrong
}

func newReport() *report { return &report{found: make(map[problem][]string)} }

// wants notes a problem unless ok, which it returns.
func (r *report) wants(ok bool, kind, where, what string) bool {
	if ok {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := (problem{kind, where}); len(r.found[p]) < 3 && !slices.Contains(r.found[p], what) {
		r.found[p] = append(r.found[p], what)
	}
	return false
}

// kindsOfProblem are all that the spec tests look for.
var kindsOfProblem = []string{
	"missing", "invented", "needed", "null", "type", "member", "body", "answer", // TestSpecSchemas
	"enum", "value", "extra value", "name", // TestSpecEnums
	"query", "parameter", // TestSpecQueries
	"sample", "request", // TestSpecRequests
	"status", "lost", "extra", "unknown", "decode", // TestSpecResponses
	"stricter", "looser", "unsent", // TestSpecLimits
}

// differences returns the problems that are meant.
func differences(t *testing.T) map[problem]bool {
	t.Helper()
	meant := make(map[problem]bool)
	err := readTable(differencesFile, func(columns []string) error {
		if len(columns) != 3 || columns[2] == "" {
			return fmt.Errorf("want kind, where and reason, got %q", columns)
		}
		for place := range strings.SplitSeq(columns[1], ", ") {
			p := problem{columns[0], place}
			if meant[p] || !slices.Contains(kindsOfProblem, p.kind) {
				return fmt.Errorf("%s %s is there twice, or is of no kind", p.kind, p.where)
			}
			meant[p] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return meant
}

// end fails the test for every problem of the kinds that is not meant, and for
// every difference of the kinds that isn't one.
func (r *report) end(t *testing.T, kinds ...string) {
	t.Helper()
	meant := differences(t)
	order := func(a, b problem) int { return cmp.Or(cmp.Compare(a.where, b.where), cmp.Compare(a.kind, b.kind)) }
	for _, p := range slices.SortedFunc(maps.Keys(r.found), order) {
		if !slices.Contains(kinds, p.kind) || meant[p] {
			continue
		}
		for _, what := range r.found[p] {
			t.Errorf("%s %s %s", p.kind, p.where, what)
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(meant), order) {
		if slices.Contains(kinds, p.kind) && r.found[p] == nil {
			t.Errorf("%s: no difference any more: %s %s", differencesFile, p.kind, p.where)
		}
	}
}
