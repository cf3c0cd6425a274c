package wiretest

import (
	"encoding/json"
	"testing"
)

// TestPayloadsHaveTheirSizes covers that payloads are JSON, of the sizes that
// Discord's have, and the same each time.
func TestPayloadsHaveTheirSizes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		make     func(Payloads) string
		min, max int // of the mean
		samples  int
	}{
		{"message", Payloads.Message, 1300, 1700, 500},
		{"interaction", Payloads.Interaction, 2200, 2700, 500},
		{"presence", Payloads.Presence, 250, 400, 500},
		{"guild of 50", func(p Payloads) string { return p.Guild(50) }, 30_000, 45_000, 5},
		{"guild of 1000", func(p Payloads) string { return p.Guild(1000) }, 500_000, 700_000, 1},
	} {
		p, again := NewPayloads(1), NewPayloads(1)
		total := 0
		for range tt.samples {
			doc := tt.make(p)
			if !json.Valid([]byte(doc)) {
				t.Fatalf("%s is not JSON: %s", tt.name, doc)
			}
			if doc != tt.make(again) {
				t.Fatalf("%s is another one the second time", tt.name)
			}
			total += len(doc)
		}
		if mean := total / tt.samples; mean < tt.min || mean > tt.max {
			t.Errorf("%s has %d bytes on average, want %d to %d", tt.name, mean, tt.min, tt.max)
		}
	}
}
