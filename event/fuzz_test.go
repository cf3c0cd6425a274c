package event_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/internal/wire/wiretest"
)

// FuzzDecode decodes any data as any event. Nothing may panic; what is refused
// keeps its data and says why, and what is accepted is accepted again after it
// was written, with the same content.
func FuzzDecode(f *testing.F) {
	p := wiretest.NewPayloads(1)
	f.Add("MESSAGE_CREATE", p.Message())
	f.Add("INTERACTION_CREATE", p.Interaction())
	f.Add("PRESENCE_UPDATE", p.Presence())
	f.Add("GUILD_CREATE", p.Guild(2))
	f.Add("NEVER_HEARD_OF", `{"a":[1,{"b":null}]}`)
	var names []string
	for name := range event.All() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, p := range payloads(f) {
		f.Add(p.Name, string(p.Data))
	}
	for _, name := range names {
		f.Add(name, `{"id":"1","guild_id":2,"channel_id":null,"type":99,"user":{"id":"3"},"components":[{"type":99}]}`)
		f.Add(name, `[]`)
	}
	f.Fuzz(func(t *testing.T, name, data string) {
		meta := event.Meta{Shard: 1, Sequence: 2, Raw: data}
		switch e := event.Decode(name, meta).(type) {
		case *event.Unknown:
			if event.Known(name) || e.Name != name || e.Meta != meta {
				t.Errorf("%s became %+v", name, e)
			}
		case *event.DecodeError:
			if e.Name != name || e.Meta != meta || e.Error() == "" || e.Unwrap() == nil {
				t.Errorf("the error is %+v", e)
			}
		default:
			if e.EventName() != name || *e.EventMeta() != meta {
				t.Errorf("%s became %s with %+v", name, e.EventName(), e.EventMeta())
			}
			checkStable(t, name, e)
		}
	})
}

// checkStable writes an event, reads that, and writes it again.
func checkStable(t *testing.T, name string, e event.Event) {
	t.Helper()
	first, err := json.Marshal(e)
	if err != nil {
		t.Fatalf("%s can't be written: %v", name, err)
	}
	again := event.Decode(name, event.Meta{Raw: string(first)})
	if again, ok := again.(*event.DecodeError); ok {
		t.Fatalf("%v, from what was written: %s", again, first)
	}
	if second, err := json.Marshal(again); err != nil || string(second) != string(first) {
		t.Errorf("%s was written as %s\nand then as %s, %v", name, first, second, err)
	}
}
