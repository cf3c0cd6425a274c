package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// An outcome is what one client's turn came to.
type outcome map[string]float64

// A metric is one column: a number of each outcome.
type metric struct {
	name     string
	unit     string
	decimals int
	more     bool // the more the better
}

// The metrics. All but the idle ones are per event that was sent, whether it has
// a handler or not.
var (
	eventsPerSecond = metric{name: "events/s", more: true}
	cpu             = metric{name: "CPU/event", unit: "µs", decimals: 2}
	allocations     = metric{name: "allocs/event", decimals: 2}
	bytesPerEvent   = metric{name: "bytes/event"}
	gcs             = metric{name: "GCs"}
	peak            = metric{name: "peak RSS", unit: "MB"}
	late            = metric{name: "late"}            // messages that a newer one overtook
	inverted        = metric{name: "late in channel"} // and one of the same channel
	lost            = metric{name: "lost"}
	p50             = metric{name: "p50", unit: "µs"}
	p90             = metric{name: "p90", unit: "µs"}
	p99             = metric{name: "p99", unit: "µs"}
	dispatch50      = metric{name: "dispatch p50", unit: "µs"}
	dispatch99      = metric{name: "dispatch p99", unit: "µs"}
	heldKB          = metric{name: "heap and stacks", unit: "KB"}
	rssKB           = metric{name: "RSS", unit: "KB"}
	goroutines      = metric{name: "goroutines", decimals: 1}
	idleCPU         = metric{name: "CPU", unit: "%", decimals: 3} // of a processor, all shards
)

// The columns of the kinds of scenarios.
var (
	throughput = []metric{eventsPerSecond, cpu, allocations, bytesPerEvent, gcs, peak, late, inverted, lost}
	latency    = []metric{dispatch50, dispatch99, p50, p90, p99, cpu, late, inverted, lost}
	memory     = []metric{heldKB, rssKB, goroutines}
	idle       = []metric{heldKB, rssKB, goroutines, idleCPU}
)

// spread is the median of some numbers and how far they are apart.
type spread struct{ median, min, max float64 }

// spreadOf returns the spread of at least one number. The median of two is the
// lower one.
func spreadOf(numbers []float64) spread {
	n := slices.Sorted(slices.Values(numbers))
	return spread{median: n[(len(n)-1)/2], min: n[0], max: n[len(n)-1]}
}

// percentile returns a percentile of sorted numbers, 0 of none.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(math.Ceil(p*float64(len(sorted))))-1, len(sorted)-1)]
}

// format writes a number with the metric's decimals, and a comma between
// thousands.
func (m metric) format(v float64) string {
	text := strconv.FormatFloat(v, 'f', m.decimals, 64)
	text, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	if negative {
		whole = "-" + whole
	}
	return whole + fraction
}

// head is the column's title.
func (m metric) head() string {
	if m.unit == "" {
		return m.name
	}
	return m.name + ", " + m.unit
}

// cell is the median, with the extremes if they differ visibly.
func (m metric) cell(s spread) string {
	low, high := m.format(s.min), m.format(s.max)
	if low == high {
		return m.format(s.median)
	}
	return fmt.Sprintf("%s (%s–%s)", m.format(s.median), low, high)
}

// A target is what Accord has to reach, in the median of the rounds.
type target struct {
	metric metric
	limit  float64
	ofBest bool // limit is a part of the best other library's number in the same round
}

func atMost(m metric, limit float64) target   { return target{metric: m, limit: limit} }
func atMostOf(m metric, limit float64) target { return target{metric: m, limit: limit, ofBest: true} }

// measured is what came out of a scenario: for each contestant, one outcome per
// round.
type measured struct {
	contestants []contestant
	outcomes    [][]outcome
}

// numbers returns a contestant's numbers.
func (r measured) numbers(contestant int, m metric) []float64 {
	var n []float64
	for _, o := range r.outcomes[contestant] {
		n = append(n, o[m.name])
	}
	return n
}

// judge tells whether Accord reached a target. Nothing is told if there is
// nothing to compare with.
func (r measured) judge(t target) (text string, met bool) {
	var own []float64
	best := make(map[int]float64) // by round
	for i, c := range r.contestants {
		if slices.Contains([]string{gatewayOnly, plainHTTP.library, plainJSON.library}, c.library) {
			continue
		}
		for round, n := range r.numbers(i, t.metric) {
			switch old, ok := best[round]; {
			case c.library == "accord":
				own = append(own, n)
			case !ok || n < old:
				best[round] = n
			}
		}
	}
	if len(own) == 0 || t.ofBest && len(best) == 0 {
		return "", true
	}
	name := t.metric.name
	if !t.ofBest {
		s := spreadOf(own)
		met = s.median <= t.limit
		return fmt.Sprintf("%s: %s%s, target at most %s: %s", name, t.metric.cell(s), suffix(t.metric.unit), t.metric.format(t.limit), verdict(met)), met
	}
	var times []float64
	for round, n := range own {
		times = append(times, best[round]/n)
	}
	s := spreadOf(times)
	met = s.median >= 1/t.limit
	return fmt.Sprintf("%s: 1/%.1f of the best other library's (rounds 1/%.1f to 1/%.1f), target at most 1/%.0f: %s", name, s.median, s.min, s.max, 1/t.limit, verdict(met)), met
}

func suffix(unit string) string {
	if unit == "" {
		return ""
	}
	return " " + unit
}

func verdict(met bool) string {
	if met {
		return "met"
	}
	return "**missed**"
}
