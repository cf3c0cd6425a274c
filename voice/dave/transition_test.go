package dave

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the drawing of the transition table")

// eventTexts and actionTexts are how docs/dave.md names things.
var eventTexts = map[event]string{
	eventSelectClear: "op 4, version 0", eventSelect: "op 4, version 1", eventVersion: "op 4, 21 or 24 with an unknown version",
	eventUsers: "op 11 or 13", eventClearNow: "op 21, transition 0, version 0", eventNow: "op 21, transition 0, version 1",
	eventPrepareClear: "op 21, version 0", eventPrepare: "op 21, version 1", eventExecuteClear: "op 22 of a transition to version 0",
	eventExecute: "op 22 of another prepared transition", eventUnprepared: "op 22 of no prepared transition",
	eventNewGroup: "op 24, epoch 1", eventSameGroup: "op 24, another epoch", eventSender: "op 25", eventBadSender: "op 25, unreadable",
	eventCommit: "op 27, something to commit", eventNothing: "op 27, nothing to commit", eventUnrecognized: "op 27, adds somebody unannounced",
	eventBadProposals: "op 27, unusable", eventUnasked: "op 27, 29 or 30 that there is no group for",
	eventCommitted: "op 29, ours or followed", eventBadCommit: "op 29, unusable",
	eventWelcome: "op 30, let in", eventBadWelcome: "op 30, unusable",
}

var actionTexts = map[action]string{
	doReset: "new leaf, forget the group", doLocal: "local group, if op 25 has come", doKeyPackage: "**op 26**", doCommit: "**op 28**",
	doInvalid: "**op 31**", doInstall: "receive with the new keys", doPrepare: "remember the transition (0: send with the new keys)",
	doReady: "**op 23** (not of 0)", doSwitch: "send with the prepared keys", doSwitchNow: "send with the group's keys, or the local group's as soon as there is one",
	doReceiveClear: "receive in the clear too", doSendClear: "send in the clear", doForget: "forget the group",
	doRetry: "look at kept proposals again", doKeep: "keep it for a second", doRefuse: "report *refused*", doRejoin: "report *rejoining*",
	doFail: "report *fatal*",
}

var phaseTexts = []struct {
	phase phase
	text  string
}{{phaseIdle, "idle"}, {phaseClear, "clear"}, {phaseJoining, "joining"}, {phaseMember, "member"}}

func (p phase) String() string {
	if p == phaseAny {
		return "any"
	}
	var names []string
	for _, t := range phaseTexts {
		if p&t.phase != 0 {
			names = append(names, t.text)
		}
	}
	return strings.Join(names, ", ")
}

// TestTransitionsDrawing holds the table of docs/dave.md equal to the code's.
func TestTransitionsDrawing(t *testing.T) {
	t.Parallel()
	const path, begin, end = "../../docs/dave.md", "<!-- transition table -->\n", "<!-- end of transition table -->"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	drawing, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no transition table", path)
	}
	want := drawTransitions(t)
	if drawing == want {
		return
	}
	if !*update {
		t.Fatalf("%s draws another table; run go test ./voice/dave -run Drawing -update\n%s", path, want)
	}
	if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// drawTransitions renders the table as Markdown.
func drawTransitions(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("\n| what happened | while | then | the session is |\n|---|---|---|---|\n")
	for _, r := range rules {
		var does []string
		for _, a := range r.do {
			if actionTexts[a] == "" {
				t.Errorf("action %d has no text", a)
			}
			does = append(does, actionTexts[a])
		}
		then := ""
		if r.then != phaseSame {
			then = r.then.String()
		}
		if eventTexts[r.event] == "" {
			t.Errorf("event %d has no text", r.event)
		}
		fmt.Fprintf(&b, "| %s | %v | %s | %s |\n", eventTexts[r.event], r.in, strings.Join(does, "; "), then)
	}
	b.WriteString("\n")
	return b.String()
}
