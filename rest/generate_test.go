package rest_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A generator makes JSON values that follow schemas. Where there is a choice
// (of enum values, alternatives, null, true and false) it takes another one
// each time, so that in enough rounds all are taken.
type generator struct {
	s     *spec
	full  bool                // with every optional field
	scope func(string) string // tells apart what stands for the same schema in several ways; nil: nothing does
	sites map[string]int      // how often there was a choice at a place
	fresh bool                // a choice was taken that was never taken before
	stale int                 // rounds since then
	stack map[string]int      // schemas that are being made
	ids   int
}

// optionalNull is null in a field that might as well be absent.
type optionalNull struct{}

func (optionalNull) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

func newGenerator(s *spec, full bool) *generator {
	return &generator{s: s, full: full, sites: make(map[string]int), stack: make(map[string]int)}
}

// more reports whether another round may take a choice that was never taken
// before. A place that is reached in some rounds only needs a few of them.
func (g *generator) more() bool {
	g.stale++
	if g.fresh {
		g.stale = 0
	}
	g.fresh = false
	return g.stale < 4
}

// choose returns the next of n choices at a place.
func (g *generator) choose(site string, n int) int {
	if !g.full {
		return 0
	}
	if g.scope != nil {
		site = g.scope(site) + site
	}
	i := g.sites[site]
	g.sites[site]++
	g.fresh = g.fresh || i < n
	return i % n
}

// value makes a value of a schema. site is the place, such as
// MessageResponse.type; optional tells that null may be left out there.
func (g *generator) value(site string, v *schema, optional bool) any {
	alts, nullable := g.s.alternatives(site, v)
	n := len(alts)
	if nullable {
		n++
	}
	if n == 0 {
		return nil
	}
	i := 0
	if n > 1 {
		i = g.choose(site+"?", n)
	}
	if nullable && !g.full || i == len(alts) {
		if optional {
			return optionalNull{}
		}
		return nil
	}
	return g.alternative(site, alts[i])
}

func (g *generator) alternative(site string, a alternative) any {
	values := a.Enum
	if a.isEnum() && len(values) == 0 {
		for _, w := range a.OneOf {
			values = append(values, w.Const)
		}
	}
	if len(values) > 0 {
		return values[g.choose(site+"="+a.name, len(values))]
	}
	if len(a.Type) == 0 {
		return "anything"
	}
	switch a.Type[0] {
	case "object":
		return g.object(a)
	case "array":
		return g.list(a)
	case "boolean":
		return g.choose(site+"="+a.name, 2) == 0
	case "integer":
		return g.integer(a.schema)
	case "number":
		return 0.5
	default:
		return g.text(site, a.schema)
	}
}

// deep reports whether a schema is inside of itself, and so far that it is
// time to end.
func (g *generator) deep(v *schema) bool {
	alts, _ := g.s.alternatives("", v)
	return len(alts) > 0 && !slices.ContainsFunc(alts, func(a alternative) bool { return g.stack[a.name] < 2 })
}

func (g *generator) object(a alternative) any {
	g.stack[a.name]++
	defer func() { g.stack[a.name]-- }()
	object := make(map[string]any)
	for _, field := range slices.Sorted(maps.Keys(a.Properties)) {
		required := slices.Contains(a.Required, field)
		p := a.Properties[field]
		if !required && (!g.full || g.deep(p) || p.Items != nil && g.deep(p.Items)) {
			continue
		}
		object[field] = g.value(a.name+"."+field, p, !required)
	}
	if a.Additional != nil && a.Additional.schema != nil {
		object[mapKey(a.name)] = g.value(a.name+"{}", a.Additional.schema, false)
	}
	return object
}

// mapKey returns a key that fits what an object is keyed by.
func mapKey(name string) string {
	switch {
	case strings.HasSuffix(name, "_localizations"), strings.HasSuffix(name, "_localized"):
		return "en-US"
	case strings.HasSuffix(name, "integration_types_config"), strings.HasSuffix(name, "authorizing_integration_owners"):
		return "0"
	default:
		return "175928847299117063"
	}
}

// list makes at least one element, and enough that each alternative is there.
func (g *generator) list(a alternative) any {
	list := []any{}
	if a.Items == nil || g.deep(a.Items) {
		return list
	}
	n := 0
	if g.full || a.MinItems != nil {
		n = 1
	}
	if a.MinItems != nil {
		n = max(n, *a.MinItems)
	}
	for range n {
		list = append(list, g.value(a.name+"[]", a.Items, false))
	}
	return list
}

func (g *generator) integer(v *schema) any {
	n := int64(7)
	if v.Minimum != nil {
		if least, err := v.Minimum.Int64(); err == nil {
			n = max(n, least)
		}
	}
	if v.Maximum != nil {
		if most, err := v.Maximum.Int64(); err == nil {
			n = min(n, most)
		}
	}
	return json.Number(strconv.FormatInt(n, 10))
}

// numbers are texts that hold a number, which no schema tells.
var numbers = []string{"permissions", "allow", "deny", "flags_new", "permissions_new"}

func (g *generator) text(site string, v *schema) any {
	_, field, _ := strings.Cut(site, ".")
	switch {
	case v.Format == "snowflake":
		g.ids++
		return strconv.Itoa(175928847299117063 + g.ids)
	case v.Format == "date-time":
		return "2026-05-06T07:08:09.123456+00:00"
	case v.Format == "uri":
		return "https://example.com/page"
	case v.ContentEncoding == "base64":
		return "data:image/png;base64,iVBORw0KGgo="
	case strings.HasPrefix(v.Pattern, "^#"):
		return "#aabbcc"
	case slices.ContainsFunc(numbers, func(s string) bool { return strings.HasSuffix(field, s) }):
		return "2048"
	}
	s := "text"
	if v.MinLength != nil {
		s += strings.Repeat("x", max(0, *v.MinLength-len(s)))
	}
	if v.MaxLength != nil {
		s = s[:min(len(s), *v.MaxLength)]
	}
	return s
}
