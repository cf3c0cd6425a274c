package event_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/accord-go/accord/event"
)

const factsFile = "../../shared/facts/discord-api.md"

// TestSpecNames wants a struct for each of Discord's events, and for no others,
// where the list of them is beside the project. Together with
// TestPayloadsRoundTrip each of them is decoded and encoded, full and minimal.
func TestSpecNames(t *testing.T) {
	t.Parallel()
	facts, err := os.ReadFile(factsFile)
	if err != nil {
		t.Skipf("the list of Discord's events is not beside the project: %v", err)
	}
	_, section, _ := strings.Cut(string(facts), "\n## 1.9 ")
	section, _, _ = strings.Cut(section, "\n## ")
	listed := make(map[string]bool)
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		for _, name := range documentedNames(cells[1]) {
			listed[name] = true
			if !event.Known(name) {
				t.Errorf("%s has no struct", name)
			}
		}
	}
	for name := range event.All() {
		if !listed[name] {
			t.Errorf("%s is not documented", name)
		}
	}
	if len(listed) != 82 { // 79, and those of join requests
		t.Errorf("the list has %d events, want 82", len(listed))
	}
}

// documentedNames reads names of which several may share a beginning, as in
// CHANNEL_CREATE/UPDATE/DELETE, or be whole, as in A_UPDATE / B_UPDATE.
func documentedNames(cell string) (names []string) {
	for i, part := range regexp.MustCompile(`[A-Z_]{3,}`).FindAllString(cell, -1) {
		if i > 0 && !strings.Contains(part, "_") {
			first := names[0]
			part = first[:strings.LastIndexByte(first, '_')+1] + part
		}
		names = append(names, part)
	}
	return names
}
