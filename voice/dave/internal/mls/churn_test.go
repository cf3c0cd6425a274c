package mls_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestUnmergedReceiver removes somebody while a member is below a parent whose
// key it was never told. Others have crashed here: the member must find its own
// leaf among those that the secret is encrypted to.
func TestUnmergedReceiver(t *testing.T) {
	t.Parallel()
	c := newCall(t, "a")
	c.step(t, "a", nil, []string{"b", "c", "d", "e", "f", "g", "h"})
	c.step(t, "a", []string{"c"}, nil) // fills the parents above a
	c.step(t, "b", nil, []string{"x"}) // takes the free leaf, and knows none of them
	c.check(t)
	c.step(t, "e", []string{"h"}, nil) // from the other half
	c.check(t)
	c.step(t, "x", []string{"e"}, nil)
	c.check(t)
}

// TestReplacedInOneCommit lets somebody come back with a new key package while
// the old leaf is still there: normal traffic after a lost connection.
func TestReplacedInOneCommit(t *testing.T) {
	t.Parallel()
	c := newCall(t, "a")
	c.step(t, "a", nil, []string{"b", "c"})
	c.step(t, "c", []string{"b"}, []string{"b"})
	c.check(t)
	c.step(t, "b", []string{"a", "c"}, []string{"a"})
	c.check(t)
	if got := c.groups["a"].Epoch(); got != 3 {
		t.Errorf("epoch = %d, want 3", got)
	}
}

// TestAlone removes everyone else, and goes on.
func TestAlone(t *testing.T) {
	t.Parallel()
	c := newCall(t, "a")
	c.step(t, "a", nil, nil)
	c.step(t, "a", nil, []string{"b", "c", "d"})
	c.step(t, "d", []string{"a", "b", "c"}, nil)
	c.check(t)
	c.step(t, "d", nil, []string{"e"})
	c.check(t)
}

// TestChurn lets members come and go at random, several at once, and whoever
// commits.
func TestChurn(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 6))
			c := newCall(t, "0")
			for named := 1; named < 60; {
				present := slices.Sorted(maps.Keys(c.groups))
				random.Shuffle(len(present), func(i, j int) { present[i], present[j] = present[j], present[i] })
				var remove, add []string
				for range random.IntN(4) {
					add = append(add, fmt.Sprint(named))
					named++
				}
				if random.IntN(3) > 0 || len(present) > 12 {
					remove = present[1:][:random.IntN(min(len(present), 5))]
				}
				c.step(t, present[0], remove, add)
				c.check(t)
				if t.Failed() {
					t.Fatalf("%s removed %v and added %v", present[0], remove, add)
				}
			}
		})
	}
}
