package discord_test

import (
	"math/rand/v2"
	"testing"

	plaindiscord "github.com/accord-go/accord/discord/testdata/plain"
	"github.com/accord-go/accord/internal/wire/wiretest"
)

// TestDecodersAgreeWithEncodingJSON decodes random documents into each type
// and, by encoding/json, into its mirror without methods.
func TestDecodersAgreeWithEncodingJSON(t *testing.T) {
	t.Parallel()
	for name, pair := range plaindiscord.Pairs {
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
		{"Message", wiretest.Payloads.Message, 500},
		{"Interaction", wiretest.Payloads.Interaction, 500},
		{"Presence", wiretest.Payloads.Presence, 500},
		{"Guild", func(p wiretest.Payloads) string { return p.Guild(100) }, 5},
	} {
		pair, ok := plaindiscord.Pairs[tt.name]
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

// FuzzMessage holds the largest of the decoders against encoding/json.
func FuzzMessage(f *testing.F) {
	pair := plaindiscord.Pairs["Message"]
	p := wiretest.NewPayloads(6)
	for range 20 {
		f.Add(p.Message())
	}
	f.Add(`{"referenced_message":{"thread":{"message":{"id":1}}},"nonce":7}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, doc string) {
		if diff := wiretest.CheckAny(doc, pair[0], pair[1]); diff != "" {
			t.Error(diff)
		}
	})
}
