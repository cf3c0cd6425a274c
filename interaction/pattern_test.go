package interaction

import (
	"maps"
	"strings"
	"testing"
)

func TestPatternsMatch(t *testing.T) {
	t.Parallel()
	patterns := []string{
		"ping", "role/add", "poll/{id}/vote/{choice}", "poll/{id}/vote/none", "poll/{id}/{rest...}",
		"{any}", "{any}/x", "a/{b}", "files/{path...}",
	}
	tests := []struct {
		name, want string
		values     values
	}{
		{"ping", "ping", nil},
		{"role/add", "role/add", nil},
		{"poll/7/vote/yes", "poll/{id}/vote/{choice}", values{"id": "7", "choice": "yes"}},
		{"poll/7/vote/none", "poll/{id}/vote/none", values{"id": "7"}},
		{"poll/7/close", "poll/{id}/{rest...}", values{"id": "7", "rest": "close"}},
		{"poll/7", "poll/{id}/{rest...}", values{"id": "7", "rest": ""}},
		{"pong", "{any}", values{"any": "pong"}},
		{"", "{any}", values{"any": ""}},
		{"b/x", "{any}/x", values{"any": "b"}},
		{"a/x", "a/{b}", values{"b": "x"}}, // the first part in which they differ decides
		{"files", "files/{path...}", values{"path": ""}},
		{"files/a/b/", "files/{path...}", values{"path": "a/b/"}},
		{"role/remove/now", "", nil},
	}
	// The order of registration must not matter.
	for _, reverse := range []bool{false, true} {
		var tab table[string]
		for i := range patterns {
			p := patterns[i]
			if reverse {
				p = patterns[len(patterns)-1-i]
			}
			if err := tab.add(p, p); err != nil {
				t.Fatal(err)
			}
		}
		for _, tt := range tests {
			got, v, ok := tab.match(tt.name)
			if got != tt.want || ok != (tt.want != "") || !maps.Equal(v, tt.values) {
				t.Errorf("%q: %q, %v, want %q, %v", tt.name, got, v, tt.want, tt.values)
			}
		}
	}
}

func TestPatternsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, pattern, want string
	}{
		{"empty", "", "empty"},
		{"twice", "twice", "registered twice"},
		{"the same but for the names", "a/{c}", "match the same names"},
		{"brace inside", "a/x{b}", "inside"},
		{"closing brace alone", "a/b}", "inside"},
		{"not closed", "a/{b", "no name"},
		{"no name", "a/{}", "no name"},
		{"no name but dots", "a/{...}", "no name"},
		{"rest not at the end", "a/{b...}/c", "not at the end"},
		{"a name twice", "{b}/{b}/c", "twice"},
	}
	for _, tt := range tests {
		var tab table[int]
		for _, p := range []string{"twice", "a/{b}"} {
			if err := tab.add(p, 0); err != nil {
				t.Fatal(err)
			}
		}
		if err := tab.add(tt.pattern, 0); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error about %q", tt.name, err, tt.want)
		}
	}
}

// FuzzPattern holds that a pattern matches its own text, and that no name makes
// matching panic.
func FuzzPattern(f *testing.F) {
	f.Add("poll/{id}/vote/{choice}", "poll/7/vote/yes")
	f.Add("files/{path...}", "files/")
	f.Add("{a}/{b...}", "x")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		var tab table[bool]
		if tab.add(pattern, true) != nil {
			return
		}
		tab.match(name)
		if _, _, ok := tab.match(pattern); !ok {
			t.Errorf("%q does not match itself", pattern)
		}
	})
}
