package rest_test

import (
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestSpecEnums holds the values of every enum against constants, both ways,
// and the names of the constants against Discord's.
func TestSpecEnums(t *testing.T) {
	t.Parallel()
	c := checkModel(t)
	r := newReport()
	for _, name := range slices.Sorted(maps.Keys(c.enums)) {
		c.checkEnum(r, name)
	}
	for pair, what := range c.found {
		if pair.kind == "enum" {
			r.found[pair] = what
		}
	}
	t.Logf("%d enums", len(c.enums))
	r.end(t, "enum", "value", "extra value", "name")
}

func (c *modelCheck) checkEnum(r *report, name string) {
	use := c.enums[name]
	found := make(map[string][]*types.Const)
	for _, constant := range c.g.consts[use.named.Obj()] {
		value := constantText(constant.Val())
		found[value] = append(found[value], constant)
		r.wants(use.titles[value] != "", "extra value", constant.Name(), "is "+value+", which is no value of "+strings.Join(slices.Sorted(maps.Keys(use.schemas)), ", "))
	}
	for value, title := range use.titles {
		where := name + "." + title
		if !r.wants(len(found[value]) > 0, "value", where, "has no constant; it is "+value) {
			continue
		}
		ok := false
		for _, constant := range found[value] {
			ok = ok || plainName(strings.TrimPrefix(constant.Name(), name)) == plainName(title)
		}
		r.wants(ok, "name", where, "is called "+found[value][0].Name())
	}
}

// plainName makes names comparable that are written as Discord and as Go do.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '.' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}
