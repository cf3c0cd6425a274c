package main

import (
	"errors"
	"strings"
	"testing"
)

// TestCompare plays both sides with a few frames.
func TestCompare(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	o := options{rounds: 2, frames: batch, size: 120, davey: "../../interop/davey/bench.js", out: &out}
	if err := o.compare(); errors.Is(err, errNoNode) {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "×"); got != 2 {
		t.Errorf("%d rows, want 2:\n%s", got, out.String())
	}
}

// TestGrowth plays small calls.
func TestGrowth(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	o := options{lives: 2, most: 10, out: &out}
	if err := o.growth(); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "\n| "); got != 4 { // the head, and calls of 2, 5 and 10
		t.Errorf("%d rows, want 4:\n%s", got, out.String())
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	if got := median([]float64{9, 1, 5}); got != 5 {
		t.Errorf("median %v, want 5", got)
	}
}
