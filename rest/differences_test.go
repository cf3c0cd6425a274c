package rest_test

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"sync"
	"testing"
)

// differencesFile lists where Accord differs from Discord's OpenAPI document
// on purpose: what kind of difference, where, and why. In where, * stands for
// anything.
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

// A difference is one that is meant.
type difference struct{ kind, where, reason string }

func differences(t *testing.T) []difference {
	t.Helper()
	var list []difference
	err := readTable(differencesFile, func(columns []string) error {
		if len(columns) != 3 || columns[2] == "" {
			return fmt.Errorf("want kind, where and reason, got %q", columns)
		}
		list = append(list, difference{columns[0], columns[1], columns[2]})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// end fails the test for every problem of the kinds that is not meant, and for
// every difference of the kinds that isn't one.
func (r *report) end(t *testing.T, kinds ...string) {
	t.Helper()
	meant := differences(t)
	used := make(map[difference]bool)
	order := func(a, b problem) int { return cmp.Or(cmp.Compare(a.where, b.where), cmp.Compare(a.kind, b.kind)) }
	for _, p := range slices.SortedFunc(maps.Keys(r.found), order) {
		if !slices.Contains(kinds, p.kind) {
			continue
		}
		ok := false
		for _, d := range meant {
			if match, _ := path.Match(d.where, p.where); (match || d.where == p.where) && d.kind == p.kind {
				used[d], ok = true, true
			}
		}
		for _, what := range r.found[p] {
			if !ok {
				t.Errorf("%s %s %s", p.kind, p.where, what)
			}
		}
	}
	for _, d := range meant {
		if slices.Contains(kinds, d.kind) && !used[d] {
			t.Errorf("%s: no difference any more: %s %s", differencesFile, d.kind, d.where)
		}
	}
}
