package rest_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// violations yields where a value does not follow a schema, and why. A field
// that the schema does not have is one too.
func (s *spec) violations(site string, v *schema, value any) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, w := range s.judgeValue(site, v, value) {
			if !yield(w[0], w[1]) {
				return
			}
		}
	}
}

// judgeValue returns what is wrong: of several alternatives, with the one that
// comes closest.
func (s *spec) judgeValue(site string, v *schema, value any) (best [][2]string) {
	alts, nullable := s.alternatives(site, v)
	if value == nil {
		if nullable || len(alts) == 1 && len(alts[0].Type) == 0 {
			return nil
		}
		return [][2]string{{site, "is null"}}
	}
	for i, a := range alts {
		found := s.judgeAlternative(site, a, value)
		if len(found) == 0 {
			return nil
		}
		if i == 0 || len(found) < len(best) {
			best = found
		}
	}
	if len(alts) == 0 {
		return [][2]string{{site, "must be null"}}
	}
	return best
}

func (s *spec) judgeAlternative(site string, a alternative, value any) [][2]string {
	values := slices.Clone(a.Enum)
	for _, w := range a.OneOf {
		if w.Const != nil && len(a.Enum) == 0 {
			values = append(values, w.Const)
		}
	}
	if len(values) > 0 && !slices.ContainsFunc(values, func(e any) bool { return fmt.Sprint(e) == fmt.Sprint(value) }) {
		return [][2]string{{site, fmt.Sprintf("is %v, want one of %v", value, values)}}
	}
	if len(a.Type) == 0 {
		return nil
	}
	wrong := [][2]string{{site, fmt.Sprintf("is a %T, want %s", value, strings.Join(a.Type, "/"))}}
	switch value := value.(type) {
	case map[string]any:
		if !slices.Contains(a.Type, "object") {
			return wrong
		}
		return s.judgeObject(a, value)
	case []any:
		if !slices.Contains(a.Type, "array") {
			return wrong
		}
		return s.judgeList(site, a, value)
	case string:
		if !slices.Contains(a.Type, "string") {
			return wrong
		}
		return judgeText(site, a.schema, value)
	case json.Number:
		if !slices.Contains(a.Type, "integer") && !slices.Contains(a.Type, "number") {
			return wrong
		}
		return judgeNumber(site, a.schema, value)
	case bool:
		if !slices.Contains(a.Type, "boolean") {
			return wrong
		}
	}
	return nil
}

func (s *spec) judgeObject(a alternative, value map[string]any) (found [][2]string) {
	for _, field := range a.Required {
		if _, ok := value[field]; !ok {
			found = append(found, [2]string{a.name + "." + field, "is missing"})
		}
	}
	for field, v := range value {
		p := a.Properties[field]
		where := a.name + "." + field
		switch {
		case p != nil:
			found = append(found, s.judgeValue(where, p, v)...)
		case a.Additional != nil && a.Additional.schema != nil:
			found = append(found, s.judgeValue(a.name+"{}", a.Additional.schema, v)...)
		case len(a.Properties) > 0:
			found = append(found, [2]string{where, "is no field"})
		}
	}
	return append(found, judgeSize(a.name, "fields", len(value), a.MinProperties, a.MaxProperties)...)
}

func (s *spec) judgeList(site string, a alternative, value []any) (found [][2]string) {
	for _, v := range value {
		if a.Items != nil {
			found = append(found, s.judgeValue(a.name+"[]", a.Items, v)...)
		}
	}
	return append(found, judgeSize(site, "elements", len(value), a.MinItems, a.MaxItems)...)
}

func judgeText(site string, v *schema, value string) (found [][2]string) {
	if v.Pattern != "" && !compiled(v.Pattern).MatchString(value) {
		found = append(found, [2]string{site, fmt.Sprintf("is %q, want %s", value, v.Pattern)})
	}
	if v.ContentEncoding != "" {
		return nil // its length is that of what is encoded
	}
	return append(found, judgeSize(site, "characters", utf8.RuneCountInString(value), v.MinLength, v.MaxLength)...)
}

var patterns sync.Map // compiled, by their text

func compiled(pattern string) *regexp.Regexp {
	re, ok := patterns.Load(pattern)
	if !ok {
		re, _ = patterns.LoadOrStore(pattern, regexp.MustCompile(pattern))
	}
	return re.(*regexp.Regexp)
}

func judgeSize(site, things string, n int, least, most *int) [][2]string {
	if least != nil && n < *least {
		return [][2]string{{site, fmt.Sprintf("has %d %s, fewer than %d", n, things, *least)}}
	}
	if most != nil && n > *most {
		return [][2]string{{site, fmt.Sprintf("has %d %s, more than %d", n, things, *most)}}
	}
	return nil
}

func judgeNumber(site string, v *schema, value json.Number) [][2]string {
	n, ok := new(big.Float).SetString(string(value))
	if !ok {
		return [][2]string{{site, "is no number"}}
	}
	if slices.Contains(v.Type, "integer") && !n.IsInt() {
		return [][2]string{{site, "is no integer"}}
	}
	if v.Minimum != nil {
		if least, _ := new(big.Float).SetString(string(*v.Minimum)); n.Cmp(least) < 0 {
			return [][2]string{{site, fmt.Sprintf("is %s, less than %s", value, *v.Minimum)}}
		}
	}
	if v.Maximum != nil {
		if most, _ := new(big.Float).SetString(string(*v.Maximum)); n.Cmp(most) > 0 {
			return [][2]string{{site, fmt.Sprintf("is %s, more than %s", value, *v.Maximum)}}
		}
	}
	return nil
}
