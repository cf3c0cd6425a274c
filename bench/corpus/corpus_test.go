package corpus_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/accord-go/accord/bench/corpus"
	"github.com/accord-go/accord/event"
)

// TestSizes covers that payloads are JSON and of the sizes that they have on
// the real Discord.
func TestSizes(t *testing.T) {
	t.Parallel()
	w := corpus.New(1, corpus.Counts{Small: 20, Medium: 2, Large: 1})
	bytes, count := map[string]int{}, map[string]int{}
	add := func(name string, data []byte) {
		if !json.Valid(data) {
			t.Fatalf("%s is not JSON: %s", name, data)
		}
		bytes[name] += len(data)
		count[name]++
	}
	for e := range w.Events(corpus.Chat, 5000, '#') {
		add(e.Name, e.Data)
		add("chat", e.Data)
	}
	for e := range w.Events(corpus.Presence, 5000, '#') {
		if e.Name == corpus.PresenceUpdate {
			add(e.Name, e.Data)
		}
		add("presence", e.Data)
	}
	for e := range w.Guilds() {
		add(fmt.Sprintf("guild with %d members", strings.Count(string(e.Data), `"joined_at"`)-1), e.Data)
	}
	for name, want := range map[string]int{
		corpus.MessageCreate: 1475, corpus.PresenceUpdate: 318, corpus.TypingStart: 689, corpus.GuildMemberUpdate: 590,
		corpus.VoiceStateUpdate: 861, corpus.ReactionAdd: 814, corpus.InteractionCreate: 2437,
		"guild with 50 members": 39_000, "guild with 1000 members": 622_000, "guild with 10000 members": 5_900_000,
		"chat": 1149, "presence": 603,
	} {
		if count[name] == 0 {
			t.Errorf("no %s", name)
			continue
		}
		if mean := bytes[name] / count[name]; math.Abs(float64(mean)/float64(want)-1) > 0.1 {
			t.Errorf("%s has %d bytes on average, want %d", name, mean, want)
		}
	}
}

// TestSameEachTime holds the corpus still: figures of two commits can only be
// compared if both played the same events. If it has to change, measure anew.
func TestSameEachTime(t *testing.T) {
	t.Parallel()
	sum := func() string {
		h := sha256.New()
		w := corpus.New(1, corpus.Counts{Small: 2, Medium: 1})
		for e := range w.Guilds() {
			h.Write(e.Data)
		}
		for _, m := range []corpus.Mix{corpus.Chat, corpus.Presence, corpus.Busy} {
			for e := range w.Events(m, 500, '#') {
				h.Write(e.Data)
			}
		}
		return fmt.Sprintf("%x", h.Sum(nil)[:8])
	}
	const want = "c07e42d4d2fdd330"
	if got := sum(); got != want {
		t.Errorf("the events are %s, want %s", got, want)
	}
	if sum() != sum() {
		t.Error("the same seed made two worlds")
	}
}

// TestDecodes covers that Accord understands every payload.
func TestDecodes(t *testing.T) {
	t.Parallel()
	w := corpus.New(2, corpus.Counts{Small: 5, Medium: 1})
	check := func(e corpus.Event) {
		got := event.Decode(e.Name, event.Meta{Raw: string(e.Data)})
		if bad, ok := got.(*event.DecodeError); ok {
			t.Fatalf("%s: %v: %s", e.Name, bad, e.Data)
		}
		if got.EventName() != e.Name {
			t.Fatalf("%s came out as %s", e.Name, got.EventName())
		}
	}
	for e := range w.Guilds() {
		check(e)
	}
	for e := range w.Events(corpus.Presence, 5000, '#') {
		check(e)
	}
}

// TestMessagesAreNumbered covers what the clients rely on.
func TestMessagesAreNumbered(t *testing.T) {
	t.Parallel()
	w := corpus.New(3, corpus.Counts{Small: 3})
	next, last := 0, ""
	for e := range w.Events(corpus.Chat, 1000, '#') {
		last = e.Name
		if e.Name != corpus.MessageCreate {
			continue
		}
		m := event.Decode(e.Name, event.Meta{Raw: string(e.Data)}).(*event.MessageCreate)
		var number, channel int
		if _, err := fmt.Sscanf(m.Content, "#%07d %05d ", &number, &channel); err != nil {
			t.Fatalf("content %q: %v", m.Content, err)
		}
		if number != next || channel >= w.Channels() {
			t.Errorf("content %q, want number %d and a channel below %d", m.Content, next, w.Channels())
		}
		next++
	}
	if last != corpus.MessageCreate {
		t.Errorf("the last event is %s", last)
	}
}
