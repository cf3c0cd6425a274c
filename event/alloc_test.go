//go:build !race

// The race detector's builds allocate more, and drop from pools at random.

package event_test

import (
	"testing"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/internal/wire"
	"github.com/accord-go/accord/internal/wire/wiretest"
)

// TestDecodingAllocates says at most how often, on average, decoding an event
// may allocate, its text included.
func TestDecodingAllocates(t *testing.T) {
	for _, tt := range []struct {
		name    string
		payload func(wiretest.Payloads) string
		event   func() wire.Unmarshaler
		want    float64
	}{
		{"message", wiretest.Payloads.Message, func() wire.Unmarshaler { return new(event.MessageCreate) }, 14},
		{"presence", wiretest.Payloads.Presence, func() wire.Unmarshaler { return new(event.PresenceUpdate) }, 5},
		{"interaction", wiretest.Payloads.Interaction, func() wire.Unmarshaler { return new(event.InteractionCreate) }, 36},
		{"guild", func(p wiretest.Payloads) string { return p.Guild(50) }, func() wire.Unmarshaler { return new(event.GuildCreate) }, 220},
	} {
		p := wiretest.NewPayloads(1)
		docs := make([][]byte, 50)
		for i := range docs {
			docs[i] = []byte(tt.payload(p))
		}
		all := testing.AllocsPerRun(10, func() {
			for _, doc := range docs {
				if err := wire.Unmarshal(doc, tt.event()); err != nil {
					t.Fatal(err)
				}
			}
		})
		if got := all / float64(len(docs)); got > tt.want {
			t.Errorf("a %s allocates %.1f times, want at most %g", tt.name, got, tt.want)
		} else {
			t.Logf("a %s allocates %.1f times", tt.name, got)
		}
	}
}
