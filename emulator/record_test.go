package emulator_test

import (
	"encoding/json"
	"sync"
	"testing"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// TestRecord wants all that goes over a connection to be recorded, and what a
// test has ordered to be told from what the emulator says by itself.
func TestRecord(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex // guards ordered
	ordered := make(map[string]bool)
	d := emutest.StartWith(t, emulator.Config{Record: func(r emulator.Record) {
		var frame struct{ T string }
		_ = json.Unmarshal(r.Frame, &frame) // a request has none
		mu.Lock()
		defer mu.Unlock()
		ordered[r.Kind+" "+r.Direction+" "+r.Route+frame.T] = r.Ordered
	}})
	b := login(t, d, intentsAll)
	rest(t, d, "GET", "/api/v10/gateway", "", "")
	if err := d.Emulator.FailNext(emulator.Failure{Status: 500}); err != nil {
		t.Fatal(err)
	}
	rest(t, d, "GET", "/api/v10/gateway/bot", "Bot "+d.Token, "")
	d.Say("hello")
	b.event("MESSAGE_CREATE")
	if _, err := d.Emulator.Dispatch("NEWS", json.RawMessage(`[1]`)); err != nil {
		t.Fatal(err)
	}
	b.event("NEWS")
	b.leave()
	mu.Lock()
	defer mu.Unlock()
	for what, want := range map[string]bool{
		"request  /gateway": false, "request  /gateway/bot": true, "frame in ": false,
		"frame out READY": false, "frame out MESSAGE_CREATE": false, "frame out NEWS": true,
	} {
		if got, ok := ordered[what]; !ok || got != want {
			t.Errorf("%s: recorded %t, ordered %t, want %t", what, ok, got, want)
		}
	}
}
