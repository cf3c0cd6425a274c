package accord

import (
	"context"
	"hash/maphash"
	"strings"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/internal/wire"
)

const (
	// sideBySide is how long the new shards run beside the old ones before they
	// take over: Discord may deliver to one session seconds later than to
	// another.
	sideBySide = 10 * time.Second

	// doublesWithin is how long after that a new shard may still receive what an
	// old one had received before. It is also for how long events are held.
	doublesWithin = 30 * time.Second
)

// A handover is two generations side by side. Events are handled as they come
// from the old one until, at one moment, the new one takes over.
//
// Until then what the new shards receive is held. At that moment it is compared,
// guild by guild, with what the old ones received: both are parts of the same
// stream, so the end of the old part is somewhere in the new one, and all before
// it is known. What the old shards receive afterwards is dropped, since the new
// ones receive it too.
type handover struct {
	old, next *generation
	done      chan struct{} // closed when the new generation has taken over
	forgotten chan struct{} // closed when doubles come no longer
	seed      maphash.Seed

	mu     sync.Mutex // guards all below; held while events are pushed, to keep their order
	taken  bool
	over   bool // given up
	shards []newShard
	ready  int         // how many of them are
	began  time.Time   // when the last of them became so
	timer  *time.Timer // rings when they take over; nil: not all are ready
	seen   map[discord.GuildID]*history
	known  map[discord.GuildID]bool // the guilds of the old sessions that are not down
}

// A newShard is how far a shard has got.
type newShard struct {
	ready bool
	held  []gateway.Frame // since READY, but only the latest
}

func newHandover(old, next *generation) *handover {
	h := &handover{
		old: old, next: next,
		done:      make(chan struct{}),
		forgotten: make(chan struct{}),
		seed:      maphash.MakeSeed(),
		shards:    make([]newShard, next.count),
		seen:      make(map[discord.GuildID]*history),
		known:     make(map[discord.GuildID]bool),
	}
	for _, s := range old.shards {
		select {
		case <-s.launched:
			for _, id := range s.conn.Session().Guilds {
				h.known[id] = true
			}
		default: // it has not begun yet
		}
	}
	return h
}

// receive takes an event from the gateway.
func (s *shard) receive(ctx context.Context, f gateway.Frame) error {
	h := s.run.handover.Load()
	switch {
	case h == nil:
		return s.handle(ctx, f)
	case ofSession(f.Type):
		h.mu.Lock() // the shard's events are handled one at a time
		defer h.mu.Unlock()
		return s.handle(ctx, f)
	case s.generation == h.old:
		return h.fromOld(ctx, s, f)
	case s.generation == h.next:
		return h.fromNew(ctx, s, f)
	default:
		return s.handle(ctx, f)
	}
}

// ofSession reports whether an event is about the session itself, or answers a
// command that was sent over it, so that only one generation gets it.
func ofSession(name string) bool {
	switch name {
	case "RESUMED", "RATE_LIMITED", "GUILD_MEMBERS_CHUNK", "SOUNDBOARD_SOUNDS", "CHANNEL_INFO", "VOICE_SERVER_UPDATE":
		return true
	default:
		return false
	}
}

// fromOld handles an event of the old generation, unless the new one has taken
// over.
func (h *handover) fromOld(ctx context.Context, s *shard, f gateway.Frame) error {
	guild, id := h.identify(f)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.taken {
		return nil
	}
	if err := s.handle(ctx, f); err != nil || f.Type == "READY" {
		return err
	}
	switch f.Guild {
	case gateway.GuildAvailable, gateway.GuildJoined:
		h.known[guild] = true
	case gateway.GuildUnavailable, gateway.GuildLeft:
		delete(h.known, guild)
	}
	past := h.seen[guild]
	if past == nil {
		past = new(history)
		h.seen[guild] = past
	}
	past.add(id)
	return nil
}

// fromNew holds an event of the new generation, or handles it if that has taken
// over and the event is not a double.
func (h *handover) fromNew(ctx context.Context, s *shard, f gateway.Frame) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := &h.shards[s.id]
	switch {
	case h.taken:
		return h.pass(ctx, s, f)
	case h.over:
		return nil
	case f.Type == "READY":
		h.begin(n)
		return s.handle(ctx, f)
	case f.Guild == gateway.GuildAvailable && h.known[guildOf(f)]:
		return nil // it comes because the session is new, not because of the guild
	default:
		return h.hold(ctx, s, f)
	}
}

// begin notes that a new shard has started a session. Locked.
func (h *handover) begin(n *newShard) {
	h.letGo(n, len(n.held))
	if !n.ready {
		n.ready = true
		h.ready++
	}
	if h.ready < len(h.shards) {
		return
	}
	if h.timer != nil {
		h.timer.Stop() // a shard has lost its session, so it counts from now
	}
	h.began = time.Now()
	h.timer = time.AfterFunc(sideBySide, h.takeOver)
}

// together returns for how long the shards have yet to be connected until all have
// been for a while. One that is away will bring what it has missed, or lose its
// session; before a new one has another, nobody would get its events.
func (h *handover) together() (wait time.Duration) {
	for _, g := range [...]*generation{h.old, h.next} {
		for _, s := range g.shards {
			v := s.vitals.read()
			if v.State != ShardReady {
				return sideBySide
			}
			wait = max(wait, sideBySide-time.Since(v.Since))
		}
	}
	return wait
}

// takeOver makes the new generation the one whose events are handled, as soon as
// no shard is away.
func (h *handover) takeOver() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over || h.taken {
		return
	}
	if wait := h.together(); wait > 0 {
		h.timer.Reset(wait)
		return
	}
	h.taken = true
	for i := range h.shards {
		n := &h.shards[i]
		for len(n.held) > 0 {
			f := n.held[0]
			h.letGo(n, 1)
			if h.pass(h.next.run.handling, h.next.shards[i], f) != nil {
				break // the run has stopped
			}
		}
		n.held = nil
	}
	close(h.done)
}

// finished reports whether the new generation has taken over.
func (h *handover) finished() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.taken
}

// pass handles an event unless it is a double. Locked.
func (h *handover) pass(ctx context.Context, s *shard, f gateway.Frame) error {
	guild, id := h.identify(f)
	past := h.seen[guild]
	if past == nil || !past.repeats(id) {
		return s.handle(ctx, f)
	}
	return nil
}

// abandon gives up, unless the new generation has taken over: then it reports
// false.
func (h *handover) abandon() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.taken {
		return false
	}
	h.over = true
	if h.timer != nil {
		h.timer.Stop()
	}
	for i := range h.shards {
		h.letGo(&h.shards[i], len(h.shards[i].held))
	}
	clear(h.shards)
	return true
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
}

// add notes an event, and forgets those that are too old to come again.
func (h *history) add(id uint64) {
	now := time.Now()
	old := 0
	for old < len(h.at) && now.Sub(h.at[old]) > 2*doublesWithin { // longer than events are held
		old++
	}
	h.events, h.at = append(h.events[old:], id), append(h.at[old:], now)
}

// repeats reports whether the new shard's next event is one that the old shard
// has received. The two streams run through the same events in the same order,
// so it is if it comes next at one of the places where the new stream may be. If
// it does not, one of the streams had an event that the other lacks.
func (h *history) repeats(id uint64) bool {
	if time.Since(h.at[len(h.at)-1]) > 2*doublesWithin {
		return false
	}
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
		case h.events[i] == id:
			next = append(next, i+1)
		}
	}
	switch {
	case next != nil:
		h.places = next
		return true
	case ended || len(h.places) == 0:
		h.places = []int{len(h.events)}
		return false
	}
	for i := h.places[0]; i < len(h.events); i++ {
		if h.events[i] == id {
			h.places = []int{i + 1}
			return true
		}
	}
	return false
}
