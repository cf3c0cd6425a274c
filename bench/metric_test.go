package main

import (
	"strings"
	"testing"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		decimals int
		v        float64
		want     string
	}{
		{0, 0, "0"}, {0, 999.4, "999"}, {0, 1000, "1,000"}, {0, 1234567, "1,234,567"}, {2, 1234.5, "1,234.50"}, {0, -248, "-248"}, {1, -1248, "-1,248.0"},
	} {
		if got := (metric{decimals: tt.decimals}).format(tt.v); got != tt.want {
			t.Errorf("format(%v) = %s, want %s", tt.v, got, tt.want)
		}
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	if got, want := spreadOf([]float64{5, 1, 3}), (spread{3, 1, 5}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := spreadOf([]float64{4, 2}), (spread{2, 2, 4}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(i + 1)
	}
	for p, want := range map[float64]float64{0.5: 50, 0.9: 90, 0.99: 99, 1: 100} {
		if got := percentile(hundred, p); got != want {
			t.Errorf("percentile %v = %v, want %v", p, got, want)
		}
	}
	if got := percentile(nil, 0.5); got != 0 {
		t.Errorf("of none: %v", got)
	}
}

// TestJudge covers that the ratio is to the best other library of the same
// round, and that a missed target says so.
func TestJudge(t *testing.T) {
	t.Parallel()
	row := func(numbers ...float64) []outcome {
		var o []outcome
		for _, n := range numbers {
			o = append(o, outcome{cpu.name: n})
		}
		return o
	}
	r := measured{
		contestants: []contestant{{library: "disgo"}, {library: "accord"}, {library: "arikawa"}, below},
		outcomes:    [][]outcome{row(100, 30, 90), row(10, 10, 10), row(80, 200, 40), row(1, 1, 1)},
	}
	for _, tt := range []struct {
		target target
		want   string
		met    bool
	}{
		{atMostOf(cpu, 1./4), "1/4.0 of the best other library's (rounds 1/3.0 to 1/8.0)", true},
		{atMostOf(cpu, 1./5), "target at most 1/5: **missed**", false},
		{atMost(cpu, 10), "10.00 µs, target at most 10.00: met", true},
		{atMost(cpu, 9), "**missed**", false},
	} {
		text, met := r.judge(tt.target)
		if met != tt.met || !strings.Contains(text, tt.want) {
			t.Errorf("got %v, %s; want %v, %s", met, text, tt.met, tt.want)
		}
	}
	alone := measured{contestants: r.contestants[1:2], outcomes: r.outcomes[1:2]}
	if text, met := alone.judge(atMostOf(cpu, 0.5)); text != "" || !met {
		t.Errorf("nothing to compare with: %v, %s", met, text)
	}
}
