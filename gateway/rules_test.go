package gateway

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestRules walks the table: each row decides what it says, and none is hidden
// by an earlier one.
func TestRules(t *testing.T) {
	t.Parallel()
	for i, r := range rules {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			reached := false
			for _, p := range []phase{phaseDial, phaseIdentify, phaseResume, phaseReady} {
				if r.phase&p == 0 {
					continue
				}
				for _, code := range codesOf(r) {
					got := judge(r.cause, code, p)
					if got == r.verdict {
						reached = true
					} else if r.phase != phaseAny || r.first != 0 {
						t.Errorf("cause %d, code %d, phase %d: %+v, want %+v", r.cause, code, p, got, r.verdict)
					}
				}
			}
			if !reached {
				t.Errorf("row %d, %+v, is never reached", i, r)
			}
			checkRow(t, r)
		})
	}
}

// codesOf are the codes to try a rule with.
func codesOf(r rule) []int {
	if r.first == 0 {
		return []int{0, 1000, 1001, 1006, 1012, 4000, 4001, 4002, 4005, 4006, 4015, 4999}
	}
	var codes []int
	for code := r.first; code <= r.last; code++ {
		codes = append(codes, code)
	}
	return codes
}

// checkRow holds a row against the principles: a session is dropped only
// because Discord says so or because of its age, we never close with 1000 or
// 1001 by ourselves, and only keeping leads to the resume URL.
func checkRow(t *testing.T, r rule) {
	t.Helper()
	v := r.verdict
	if v.code == 1000 || v.code == 1001 || v.code != 0 && v.code/1000 != 4 {
		t.Errorf("closes with %d", v.code)
	}
	switch v.session {
	case keep:
		if v.url == nowhere {
			t.Error("keeps the session and goes nowhere")
		}
	case drop:
		said := r.cause == causeInvalid || r.cause == causeAge || r.cause == causeClosed && (r.first == 4003 || r.first == 4007 || r.first == 4009) && r.first == r.last
		if !said {
			t.Error("drops a session for its own reasons")
		}
		if v.url != mainURL {
			t.Error("drops the session and does not go to the main URL")
		}
	case stop:
		fatal := r.cause == causeGate || r.cause == causeClosed && (r.first == 4004 && r.last == 4004 || r.first == 4010 && r.last == 4014)
		if !fatal {
			t.Error("ends Run")
		}
	default:
		t.Error("has no fate")
	}
}

// TestRulesByCode holds the table against Discord's documentation, code by
// code.
func TestRulesByCode(t *testing.T) {
	t.Parallel()
	want := map[int]fate{
		1000: keep, 1001: keep, 1006: keep, 1011: keep,
		4000: keep, 4001: keep, 4002: keep, 4003: drop, 4004: stop, 4005: keep, 4006: keep, 4007: drop, 4008: keep, 4009: drop,
		4010: stop, 4011: stop, 4012: stop, 4013: stop, 4014: stop, 4015: keep, 4999: keep,
	}
	for code, fate := range want {
		for _, p := range []phase{phaseDial, phaseIdentify, phaseResume, phaseReady} {
			if got := judge(causeClosed, code, p).session; got != fate {
				t.Errorf("code %d in phase %d: fate %d, want %d", code, p, got, fate)
			}
		}
		if remedy := (&CloseError{Code: code}).Remedy(); (remedy != "") != (fate == stop) {
			t.Errorf("code %d: remedy %q", code, remedy)
		}
	}
	for c := causeClosed; c <= causeLimit; c++ {
		for _, p := range []phase{phaseDial, phaseIdentify, phaseResume, phaseReady} {
			if judge(c, 0, p).session == 0 {
				t.Errorf("cause %d in phase %d has no verdict", c, p)
			}
		}
	}
}

func TestWaits(t *testing.T) {
	t.Parallel()
	none := func() float64 { return 0 }
	for _, tt := range []struct {
		wait     wait
		failures int
		want     time.Duration
	}{
		{waitNone, 0, 0},
		{waitNone, 1, 0},
		{waitNone, 2, time.Second},
		{waitNone, 5, 8 * time.Second},
		{waitBackoff, 0, time.Second},
		{waitBackoff, 1, time.Second},
		{waitBackoff, 2, 2 * time.Second},
		{waitInvalid, 0, time.Second},
		{waitInvalid, 5, 8 * time.Second},
		{waitLimited, 0, 5 * time.Second},
		{waitLimited, 5, 8 * time.Second},
	} {
		if got := tt.wait.delay(tt.failures, none); got != tt.want {
			t.Errorf("wait %d after %d failures: %v, want %v", tt.wait, tt.failures, got, tt.want)
		}
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for attempt, most := range []time.Duration{0, 1, 2, 4, 8, 16, 32, 60, 60, 60} {
		most *= time.Second
		if got := backoff(attempt, func() float64 { return 0 }); got != most {
			t.Errorf("attempt %d: at most %v, want %v", attempt, got, most)
		}
		low := backoff(attempt, func() float64 { return 0.999999 })
		if low < most/2 || low > most/2+time.Millisecond {
			t.Errorf("attempt %d: at least %v, want %v", attempt, low, most/2)
		}
	}
	if got := backoff(1<<30, random); got > time.Minute || got < 30*time.Second {
		t.Errorf("attempt 2^30: %v", got)
	}
	for range 100 {
		if d := waitInvalid.delay(1, random); d < time.Second || d > 5*time.Second {
			t.Fatalf("after op 9: %v", d)
		}
	}
}

var update = flag.Bool("update", false, "rewrite golden files and the drawing of the session table")

// TestRulesDrawing holds the table of docs/gateway.md equal to the code's.
func TestRulesDrawing(t *testing.T) {
	t.Parallel()
	const path, begin, end = "../docs/gateway.md", "<!-- session table -->\n", "<!-- end of session table -->"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	drawing, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no session table", path)
	}
	want := drawRules()
	if drawing == want {
		return
	}
	if !*update {
		t.Fatalf("%s draws another table; run go test ./gateway -run Drawing -update\n%s", path, want)
	}
	if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// drawRules renders the table as Markdown.
func drawRules() string {
	causes := map[cause]string{
		causeClosed: "Discord closed with", causeDropped: "ended without a code", causeDial: "no connection, or no HELLO in 20 s",
		causeReconnect: "op 7 Reconnect", causeInvalid: "op 9 Invalid Session, `d: false`", causeResumable: "op 9 Invalid Session, `d: true`",
		causeZombie: "heartbeat not acknowledged", causeAsleep: "process or machine was suspended", causeCorrupt: "frame that cannot be read",
		causeRefused: "`Config.Handle` returned an error", causeGate: "identify gate refused", causeLimit: "session start limit reached, after READY", causeAge: "no connection for 15 min",
	}
	fates := map[fate]string{keep: "keep", drop: "**drop**", stop: "**Run ends**"}
	urls := map[address]string{nowhere: "", resumeURL: "resume", mainURL: "main"}
	waits := map[wait]string{waitNone: "none", waitBackoff: "backoff", waitInvalid: "1–5 s", waitLimited: "5 s, no commands for 60 s", waitReset: "until the limit is reset"}
	var b strings.Builder
	b.WriteString("\n| what happened | phase | session | URL | wait | we close with |\n|---|---|---|---|---|---|\n")
	for _, r := range rules {
		what := causes[r.cause]
		switch {
		case r.cause != causeClosed:
		case r.first == 0:
			what += " any other code"
		case r.first == r.last:
			what += fmt.Sprintf(" %d %s", r.first, closeTexts[r.first].meaning)
		default:
			what += fmt.Sprintf(" %d–%d", r.first, r.last)
		}
		phase := map[phase]string{phaseAny: "any", phaseReady: "ready", phaseIdentify: "identifying"}[r.phase]
		v := r.verdict
		waiting, closing := waits[v.wait], ""
		if v.session == stop {
			waiting = ""
		}
		if v.code != 0 {
			closing = fmt.Sprint(v.code)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", what, phase, fates[v.session], urls[v.url], waiting, closing)
	}
	b.WriteString("\n")
	return b.String()
}
