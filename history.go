package accord

import (
	"hash/maphash"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/internal/wire"
)

// double reports whether an event of a new shard is one that an old shard had
// received. Each is asked for once, in order, from the takeover on.
func (h *handover) double(f gateway.Frame) bool {
	guild, id := h.identify(f)
	h.mu.Lock()
	defer h.mu.Unlock()
	past := h.seen[guild]
	return past != nil && past.repeats(id, f.Received)
}

// sweep removes what comes no more. Locked.
func (h *handover) sweep() {
	h.swept = time.Now()
	for guild, past := range h.seen {
		if past.forget(h.since); len(past.events) == 0 {
			delete(h.seen, guild)
		}
	}
}

// identify returns the guild that an event belongs to, zero if it belongs to
// none, and what it is recognized by: the ID of what was made or deleted, or else
// all of its content.
func (h *handover) identify(f gateway.Frame) (discord.GuildID, uint64) {
	guild := guildOf(f)
	var hash maphash.Hash
	hash.SetSeed(h.seed)
	hash.WriteString(f.Type)
	if id := ownID(f); id != "" {
		hash.WriteString(id)
	} else {
		hash.WriteString(f.Data)
	}
	return guild, hash.Sum64()
}

// guildOf returns the guild that an event is about.
func guildOf(f gateway.Frame) discord.GuildID {
	return scan(f.Type, f.Shard, f.Data, true).GuildID
}

// ownID returns the ID of what an event says was made or deleted, and "" for
// other events.
func ownID(f gateway.Frame) string {
	if !strings.HasSuffix(f.Type, "_CREATE") && !strings.HasSuffix(f.Type, "_DELETE") {
		return ""
	}
	d := wire.NewDecoder(f.Data)
	if d.ObjectStart() {
		for key, ok := d.Key(); ok; key, ok = d.Key() {
			if key == "id" {
				return d.String()
			}
			d.Skip()
		}
	}
	return ""
}

// A history is what an old shard has received of a guild, in order, while the new
// one was coming up.
type history struct {
	events []uint64
	at     []time.Time

	// The places in events that the new shard's stream may have come to. Nil: it
	// has not begun.
	places []int
	begun  bool
	strays bool // it has had an event that the old one lacks
}

// add notes an event.
func (h *history) add(id uint64) {
	h.events, h.at = append(h.events, id), append(h.at, time.Now())
}

// forget removes the events from before since.
func (h *history) forget(since time.Time) {
	old := 0
	for old < len(h.at) && h.at[old].Before(since) {
		old++
	}
	h.events, h.at = h.events[old:], h.at[old:]
}

// repeats reports whether the new shard's next event is one that the old shard
// has received. The two streams run through the same events in the same order,
// so it is if it comes next at one of the places where the new stream may be. If
// it does not, the new stream is past the end of the old one, or one of them had an
// event that the other lacks. Then an event is a double only if it was received at
// about the same time too: the same may well happen again.
func (h *history) repeats(id uint64, received time.Time) bool {
	if !h.begun {
		h.begun = true
		for i := range h.events {
			h.places = append(h.places, i)
		}
	}
	var next []int
	ended := false
	for _, i := range h.places {
		switch {
		case i == len(h.events):
			ended = true
		case h.events[i] == id && (!h.strays || h.near(i, received)):
			next = append(next, i+1)
		}
	}
	switch {
	case next != nil:
		h.places, h.strays = next, false
		return true
	case ended || len(h.places) == 0:
		h.places = []int{len(h.events)}
		return false
	}
	h.strays = true
	for i := h.places[0]; i < len(h.events); i++ {
		if h.events[i] == id && h.near(i, received) {
			h.places, h.strays = []int{i + 1}, false
			return true
		}
	}
	return false
}

// near reports whether an event came to the new shard when the old one received event
// number i, more or less.
func (h *history) near(i int, received time.Time) bool {
	return received.Sub(h.at[i]).Abs() <= sideBySide
}
