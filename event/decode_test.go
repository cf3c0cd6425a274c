package event_test

import (
	"math/rand/v2"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
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

// TestPresencesOfAnyShape wants what Discord does not check, the activities of users,
// to cost no more than the field: neither the presence nor the guild around it.
func TestPresencesOfAnyShape(t *testing.T) {
	t.Parallel()
	const presence = `{"user":{"id":"1","avatar":5},"status":"idle","client_status":"x","activities":[
		{"name":"game","type":"0","timestamps":{"start":"1234","end":1.5},"party":{"size":["1",2]},"emoji":"smile"},
		7,
		{"name":"other","buttons":[{"label":"a","url":"b"}],"flags":-1,"created_at":3}]}`
	check := func(p discord.Presence) {
		t.Helper()
		a := p.Activities
		if p.User.ID != 1 || p.Status != discord.StatusIdle || len(a) != 3 || a[0].Name != "game" || a[0].Party.Size[1] != 2 || a[2].Name != "other" || a[2].CreatedAt != 3 {
			t.Errorf("got %+v", p)
		}
	}
	update, ok := event.Decode("PRESENCE_UPDATE", event.Meta{Raw: presence}).(*event.PresenceUpdate)
	if !ok {
		t.Fatal("the presence is not decoded")
	}
	check(update.Presence)
	guild, ok := event.Decode("GUILD_CREATE", event.Meta{Raw: `{"id":"2","presences":[` + presence + `],"name":"home"}`}).(*event.GuildCreate)
	if !ok || guild.Name != "home" || len(guild.Presences) != 1 {
		t.Fatalf("the guild is %+v", guild)
	}
	check(guild.Presences[0])
	if e := event.Decode("GUILD_CREATE", event.Meta{Raw: `{"presences":[` + presence + `],"name":5}`}); e.EventName() != "accord:decode_error" {
		t.Errorf("a guild whose name is a number became %s", e.EventName())
	}
}
