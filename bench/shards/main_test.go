package main

import (
	"strings"
	"testing"
	"time"
)

// TestMeasure starts a few shards in one row, for which the gate has no wait.
func TestMeasure(t *testing.T) {
	t.Parallel()
	r, err := measure(t.Context(), 20, 20)
	if err != nil {
		t.Fatal(err)
	}
	if r.identifies != 20 || r.took <= 0 || r.memory == 0 {
		t.Errorf("%v", r)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		r    result
		want string
	}{
		{result{shards: 1000, concurrency: 128, identifies: 1000, took: 37 * time.Second}, ""},
		{result{shards: 1000, concurrency: 128, identifies: 1000, took: 40 * time.Second}, "it took 40s"},
		{result{shards: 1000, concurrency: 128, identifies: 1001, took: 37 * time.Second}, "1001 identifies"},
		{result{shards: 16, concurrency: 16, identifies: 16, took: time.Second / 2}, ""},
	} {
		err := tt.r.check()
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v, want %q", tt.r, err, tt.want)
		}
	}
}
