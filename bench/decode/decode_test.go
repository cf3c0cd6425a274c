package decode

import (
	"encoding/json"
	"testing"

	plaindiscord "github.com/accord-go/accord/discord/testdata/plain"
	"github.com/accord-go/accord/event"
	plainevent "github.com/accord-go/accord/event/testdata/plain"
	"github.com/accord-go/accord/internal/wire"
	"github.com/accord-go/accord/internal/wire/wiretest"
	gojson "github.com/goccy/go-json"
)

// interaction is the mirror of an interaction with a command, whose data is a
// union and has no mirror of its own.
type interaction struct {
	plainevent.InteractionCreate
	Data plaindiscord.CommandData `json:"data"`
}

// samples is how many payloads of a kind take turns.
const samples = 64

func BenchmarkMessage(b *testing.B) {
	run[event.MessageCreate, plainevent.MessageCreate](b, samples, wiretest.Payloads.Message)
}

func BenchmarkInteraction(b *testing.B) {
	run[event.InteractionCreate, interaction](b, samples, wiretest.Payloads.Interaction)
}

func BenchmarkPresence(b *testing.B) {
	run[event.PresenceUpdate, plainevent.PresenceUpdate](b, samples, wiretest.Payloads.Presence)
}

func BenchmarkGuild50(b *testing.B) {
	run[event.GuildCreate, plainevent.GuildCreate](b, 4, func(p wiretest.Payloads) string { return p.Guild(50) })
}

func BenchmarkGuild1000(b *testing.B) {
	run[event.GuildCreate, plainevent.GuildCreate](b, 1, func(p wiretest.Payloads) string { return p.Guild(1000) })
}

// run measures decoding payloads into E, by its decoder, and into its mirror
// P, by others. All start from the bytes that were received.
func run[E, P any, U interface {
	*E
	wire.Unmarshaler
}](b *testing.B, n int, payload func(wiretest.Payloads) string) {
	p := wiretest.NewPayloads(1)
	docs := make([][]byte, n)
	total := 0
	for i := range docs {
		docs[i] = []byte(payload(p))
		total += len(docs[i])
	}
	measure := func(name string, decode func([]byte) error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(total / n))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := decode(docs[i%n]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	measure("generated", func(doc []byte) error { return wire.Unmarshal(doc, U(new(E))) })
	measure("goccy", func(doc []byte) error { return gojson.Unmarshal(doc, new(P)) })
	measure("encodingjson", func(doc []byte) error { return json.Unmarshal(doc, new(P)) })
	measure("skip", func(doc []byte) error {
		d := wire.NewDecoder(string(doc))
		d.Skip()
		return d.End()
	})
}
