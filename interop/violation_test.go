package interop

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A violation is something that a judge finds wrong.
type violation struct {
	where string // the operation or event
	what  string // the part of it
	says  string // the judge
}

// violations counts what was found, with one example of each.
type violations map[violation]*struct {
	times   int
	example record
}

// number finds the parts of a judgement that differ from one time to another.
var number = regexp.MustCompile(`/[0-9]+\b`)

func (vs violations) add(v violation, example record) {
	v.says = number.ReplaceAllString(v.says, "/N")
	if vs[v] == nil {
		vs[v] = &struct {
			times   int
			example record
		}{example: example}
	}
	vs[v].times++
}

// An allowance is a violation that is known to be none, or not ours.
type allowance struct {
	Where, What, Says string // regular expressions
	Why               string

	where, what, says *regexp.Regexp
	used              bool
}

func (a *allowance) allows(v violation) bool {
	return a.where.MatchString(v.where) && a.what.MatchString(v.what) && a.says.MatchString(v.says)
}

// report fails the test for each violation that the file does not allow.
func (vs violations) report(t *testing.T, file string) {
	t.Helper()
	allowances := readAllowances(t, file)
	order := slices.SortedFunc(maps.Keys(vs), func(a, b violation) int {
		return strings.Compare(a.where+a.what+a.says, b.where+b.what+b.says)
	})
	for _, v := range order {
		i := slices.IndexFunc(allowances, func(a *allowance) bool { return a.allows(v) })
		if i >= 0 {
			allowances[i].used = true
			continue
		}
		found := vs[v]
		t.Errorf("%s, %s: %s (%d times; the first in %q)\n\trequest: %.2000s\n\tresponse: %.2000s\n\tframe: %.2000s",
			v.where, v.what, v.says, found.times, found.example.Test, found.example.Request, found.example.Response, found.example.Frame)
	}
	for _, a := range allowances {
		if !a.used {
			t.Logf("%s: not needed this time: %s", file, a.Why)
		}
	}
}

func readAllowances(t *testing.T, file string) (list []*allowance) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &list); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, a := range list {
		if a.Why == "" {
			t.Fatalf("%s: no reason is given for %+v", file, a)
		}
		a.where, a.what, a.says = regexp.MustCompile(a.Where), regexp.MustCompile(a.What), regexp.MustCompile(a.Says)
	}
	return list
}
