package interaction

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A table finds handlers by the pattern that matches a name best.
type table[H any] struct {
	exact    map[string]H // patterns without names, by far the most
	patterns []entry[H]   // the others, the most specific first
}

type entry[H any] struct {
	pattern pattern
	handler H
}

// values are what the names in a pattern matched.
type values map[string]string

func (t *table[H]) add(text string, h H) error {
	p, err := parsePattern(text)
	if err != nil {
		return err
	}
	if p.literal() {
		if _, ok := t.exact[text]; ok {
			return fmt.Errorf("pattern %q is registered twice", text)
		}
		if t.exact == nil {
			t.exact = make(map[string]H)
		}
		t.exact[text] = h
		return nil
	}
	for _, other := range t.patterns {
		if p.order(other.pattern) == 0 {
			return fmt.Errorf("patterns %q and %q match the same names", text, other.pattern.text)
		}
	}
	t.patterns = append(t.patterns, entry[H]{p, h})
	slices.SortFunc(t.patterns, func(a, b entry[H]) int { return a.pattern.order(b.pattern) })
	return nil
}

func (t *table[H]) match(name string) (h H, v values, ok bool) {
	if h, ok := t.exact[name]; ok {
		return h, nil, true
	}
	parts := strings.Split(name, "/")
	for _, e := range t.patterns {
		if v, ok := e.pattern.match(parts); ok {
			return e.handler, v, true
		}
	}
	return h, nil, false
}

// A pattern is the parts of a name, some of which are names for what stands
// there.
type pattern struct {
	text  string
	parts []part
}

type part struct {
	text string // the literal or the name
	kind partKind
}

type partKind uint8

// The kinds of parts, the most specific first.
const (
	literal partKind = iota
	one              // {name}
	tail             // {name...}, at the end only
)

func parsePattern(text string) (pattern, error) {
	p := pattern{text: text}
	if text == "" {
		return p, fmt.Errorf("the pattern is empty")
	}
	texts := strings.Split(text, "/")
	for i, s := range texts {
		name, isName := strings.CutPrefix(s, "{")
		if !isName {
			if strings.ContainsAny(s, "{}") {
				return p, fmt.Errorf("pattern %q: a brace inside of %q; names take up a whole part", text, s)
			}
			p.parts = append(p.parts, part{s, literal})
			continue
		}
		name, closed := strings.CutSuffix(name, "}")
		name, isRest := strings.CutSuffix(name, "...")
		switch {
		case !closed || name == "" || strings.ContainsAny(name, "{}."):
			return p, fmt.Errorf("pattern %q: %q is no name", text, s)
		case isRest && i != len(texts)-1:
			return p, fmt.Errorf("pattern %q: %q is not at the end", text, s)
		case p.has(name):
			return p, fmt.Errorf("pattern %q has the name %q twice", text, name)
		case isRest:
			p.parts = append(p.parts, part{name, tail})
		default:
			p.parts = append(p.parts, part{name, one})
		}
	}
	return p, nil
}

func (p pattern) has(name string) bool {
	return slices.ContainsFunc(p.parts, func(x part) bool { return x.kind != literal && x.text == name })
}

func (p pattern) literal() bool {
	return !slices.ContainsFunc(p.parts, func(x part) bool { return x.kind != literal })
}

func (p pattern) match(parts []string) (values, bool) {
	v := make(values, 2)
	for i, x := range p.parts {
		if x.kind == tail {
			v[x.text] = strings.Join(parts[min(i, len(parts)):], "/")
			return v, i <= len(parts)
		}
		if i >= len(parts) {
			return nil, false
		}
		switch {
		case x.kind == one:
			v[x.text] = parts[i]
		case x.text != parts[i]:
			return nil, false
		}
	}
	return v, len(parts) == len(p.parts)
}

// order compares two patterns, the more specific one first: the first part in
// which they differ decides. It is zero for patterns that match the same
// names. The texts of literals only make the order total; patterns with
// different literals match different names.
func (p pattern) order(q pattern) int {
	return slices.CompareFunc(p.parts, q.parts, func(a, b part) int {
		if a.kind == literal && b.kind == literal {
			return cmp.Compare(a.text, b.text)
		}
		return cmp.Compare(a.kind, b.kind)
	})
}

// escape makes a name that may have braces a literal pattern. Names of menu
// commands are free text.
var escape = strings.NewReplacer("{", "\uFE5B", "}", "\uFE5C", "/", "\u2215").Replace
