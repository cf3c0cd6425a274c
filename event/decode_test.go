package event_test

import (
	"math/rand/v2"
	"testing"

	plainevent "github.com/accord-go/accord/event/testdata/plain"
	"github.com/accord-go/accord/internal/wire/wiretest"
)

// TestDecodersAgreeWithEncodingJSON decodes random documents into each event
// and, by encoding/json, into its mirror without methods.
func TestDecodersAgreeWithEncodingJSON(t *testing.T) {
	t.Parallel()
	for name, pair := range plainevent.Pairs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(1, 2))
			for range 300 {
				doc := wiretest.Document(r, pair[0], pair[1])
				if diff := wiretest.Check(doc, pair[0], pair[1]); diff != "" {
					t.Fatalf("%s\n%s", diff, doc)
				}
			}
		})
	}
}

// TestPayloadsDecodeLikeEncodingJSON does the same with documents as Discord
// sends them.
func TestPayloadsDecodeLikeEncodingJSON(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		make  func(wiretest.Payloads) string
		count int
	}{
		{"MessageCreate", wiretest.Payloads.Message, 500},
		{"InteractionCreate", wiretest.Payloads.Interaction, 500},
		{"PresenceUpdate", wiretest.Payloads.Presence, 500},
		{"GuildCreate", func(p wiretest.Payloads) string { return p.Guild(100) }, 5},
	} {
		pair, ok := plainevent.Pairs[tt.name]
		if !ok {
			t.Fatalf("%s has no mirror", tt.name)
		}
		p := wiretest.NewPayloads(5)
		for range tt.count {
			doc := tt.make(p)
			if diff := wiretest.Check(doc, pair[0], pair[1]); diff != "" {
				t.Fatalf("%s\n%s", diff, doc)
			}
		}
	}
}
