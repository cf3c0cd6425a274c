package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord/bench/client"
	"github.com/accord-go/accord/bench/corpus"
)

// TestMain lets the test binary be the processes that the runner starts.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && strings.HasPrefix(os.Args[1], roleFlag) {
		main()
		return
	}
	os.Exit(m.Run())
}

// few is as little as shows that everything works.
func few() options {
	return options{rounds: 1, events: 500, warm: 50, seconds: 1, shards: 2, rest: 0.05, settle: 100 * time.Millisecond, watch: 100 * time.Millisecond, seed: 1, world: corpus.Counts{Small: 10}}
}

// TestSmoke plays each scenario to each library. Times are not looked at, but
// whatever the library is, nothing may be lost, and what promises order keeps
// it.
func TestSmoke(t *testing.T) {
	if testing.Short() {
		t.Skip("starts some forty processes")
	}
	o := few()
	for _, s := range scenarios {
		if s.rate > 0 {
			s.rate, s.slow = 200, s.slow/10
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			chosen := []scenario{s}
			results, err := measure(t.Context(), o, chosen, t.Output())
			if err != nil {
				t.Fatal(err)
			}
			checkScenario(t, s, results[0])
			var out bytes.Buffer
			writeTables(&out, o, chosen, results)
			if text := out.String(); !strings.Contains(text, s.title) || !strings.Contains(text, "**accord") {
				t.Errorf("no table: %s", text)
			}
		})
	}
}

// checkScenario checks what holds on any machine.
func checkScenario(t *testing.T, s scenario, r measured) {
	t.Helper()
	for i, c := range r.contestants {
		o := r.outcomes[i][0]
		for _, m := range s.columns {
			if _, ok := o[m.name]; !ok && m != eventsPerSecond {
				t.Errorf("%s: %s: no %s", s.name, c.label(), m.name)
			}
		}
		if s.idle {
			continue // two shards are too few to tell what one holds
		}
		if s.rest != nil {
			if c.library == "accord" && (o[failed.name] != 0 || o[refused.name] != 0 || o[took.name] <= 0) {
				t.Errorf("%s: accord: %v requests failed, %v were refused", s.name, o[failed.name], o[refused.name])
			}
			continue
		}
		if o[lost.name] != 0 {
			t.Errorf("%s: %s lost %v events", s.name, c.label(), o[lost.name])
		}
		if o[cpu.name] <= 0 || o[allocations.name] <= 0 {
			t.Errorf("%s: %s took no time or memory", s.name, c.label())
		}
		if s.rate > 0 && (o[p50.name] <= 0 || o[p99.name] < o[p50.name]) {
			t.Errorf("%s: %s: p50 %v, p99 %v", s.name, c.label(), o[p50.name], o[p99.name])
		}
		if s.rate > 0 && (o[dispatch50.name] <= 0 || o[dispatch50.name] >= o[p50.name] || o[dispatch99.name] < o[dispatch50.name]) {
			t.Errorf("%s: %s: dispatch p50 %v, p99 %v, of p50 %v", s.name, c.label(), o[dispatch50.name], o[dispatch99.name], o[p50.name])
		}
		if c.order == client.Ordered && o[late.name] != 0 {
			t.Errorf("%s: %s: %v messages were late in order", s.name, c.label(), o[late.name])
		}
		if c.library == "accord" && o[inverted.name] != 0 {
			t.Errorf("%s: accord: %v messages were late in their channels", s.name, o[inverted.name])
		}
	}
}

// TestAllocationCeilings holds what Accord allocates per event, from the socket
// to the handler. Unlike times this is the same on every machine.
func TestAllocationCeilings(t *testing.T) {
	o := few()
	o.events, o.warm, o.world = 10_000, 2000, corpus.Counts{Small: 50, Medium: 2}
	ceilings := map[string]float64{"chat": 6.1, "zstd": 6.1, "all": 11.2, "presence": 7.6}
	chosen, err := choose("chat,zstd,all,presence", "accord")
	if err != nil {
		t.Fatal(err)
	}
	results, err := measure(t.Context(), o, chosen, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range chosen {
		if got := results[i].outcomes[0][0][allocations.name]; got > ceilings[s.name] {
			t.Errorf("%s: %.2f allocations per event, want at most %g", s.name, got, ceilings[s.name])
		}
	}
}

// TestChoose covers the flags that choose.
func TestChoose(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ names, libraries, want string }{
		{"zstd", "", "zstd[accord disgo]"},
		{"order, chat", "arikawa,accord", "chat[accord arikawa] order[accord arikawa]"},
		{"rest", "accord", "rest-load[accord] rest-sequential[accord] rest-channel[accord] rest-burst[accord] rest-buckets[accord] rest-global[accord]"},
		{"nonsense", "", `"nonsense" is none of`},
		{"", "nonsense", `"nonsense" is none of accord, arikawa, discordgo, disgo, gateway, net/http`},
	} {
		chosen, err := choose(tt.names, tt.libraries)
		var parts []string
		for _, s := range chosen {
			var labels []string
			for _, c := range s.contestants {
				labels = append(labels, c.label())
			}
			parts = append(parts, fmt.Sprintf("%s%v", s.name, labels))
		}
		got := strings.Join(parts, " ")
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, tt.want) {
			t.Errorf("choose(%q, %q) = %s, want %s", tt.names, tt.libraries, got, tt.want)
		}
	}
}
