package accord

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

const (
	// sideBySide is how long the new shards run beside the old ones before they
	// take over: Discord may deliver to one session seconds later than to
	// another.
	sideBySide = 10 * time.Second

	// doublesWithin is how long after that a new shard may still be sent what an
	// old one had received before.
	doublesWithin = 30 * time.Second

	// lookEvery is how often a handover looks at the shards.
	lookEvery = time.Second
)

// A handover is two generations side by side. Events are handled as they come
// from the old one until, at one moment, the new one takes over.
//
// Until then what the new shards receive is held. At that moment it is compared,
// guild by guild, with what the old ones received: both are parts of the same
// stream, so the end of the old part is somewhere in the new one, and all before
// it is known. What the old shards receive afterwards is dropped, since the new
// ones receive it too.
//
// Nothing is waited for with the lock held, and the takeover itself waits for
// nobody: what is held has its room in the queues already, and an old shard that
// waits for room leaves its event to the new ones.
type handover struct {
	old, next *generation
	done      chan struct{} // closed when the new generation has taken over
	seed      maphash.Seed

	turning  context.Context // ends when the takeover begins, and not otherwise
	turn     context.CancelFunc
	handling sync.WaitGroup // events of old shards that came before that

	mu     sync.Mutex // guards all below, but what is held is the takeover's own once it has begun
	taken  bool       // the takeover has begun
	over   bool       // given up
	shards []newShard
	needed time.Time // what new shards received until then is not: see look
	seen   map[discord.GuildID]*history
	since  time.Time                // what old shards received before comes no more from the new ones
	swept  time.Time                // when that was last removed from all of seen
	known  map[discord.GuildID]bool // the guilds of the old sessions that are not down
}

// A newShard is what a shard of the new generation has received.
type newShard struct {
	held []gateway.Frame // since READY, but only what is needed
}

func newHandover(old, next *generation) *handover {
	h := &handover{
		old: old, next: next,
		done:   make(chan struct{}),
		seed:   maphash.MakeSeed(),
		shards: make([]newShard, next.count),
		needed: time.Now(),
		seen:   make(map[discord.GuildID]*history),
		known:  make(map[discord.GuildID]bool),
	}
	h.turning, h.turn = context.WithCancel(context.Background())
	for _, s := range old.shards {
		for _, id := range s.conn.Session().Guilds {
			h.known[id] = true
		}
	}
	return h
}

// receive takes an event from the gateway.
func (s *shard) receive(ctx context.Context, f gateway.Frame) error {
	h := s.run.handover.Load()
	switch {
	case h == nil || ofSession(f.Type):
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

// fromOld handles an event of the old generation, unless the new one takes over
// before there is room for it.
func (h *handover) fromOld(ctx context.Context, s *shard, f gateway.Frame) error {
	if !h.enter() {
		return nil
	}
	defer h.handling.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(h.turning, cancel)()
	switch err := s.handle(ctx, f); {
	case err == nil:
		h.note(f)
		return nil
	case h.turning.Err() != nil:
		return nil
	default:
		return err
	}
}

// enter reports whether an event of an old shard is to be handled. Then the takeover
// waits for it, in handling.
func (h *handover) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.taken {
		h.handling.Add(1)
	}
	return !h.taken
}

// note notes an event of an old shard that was handled.
func (h *handover) note(f gateway.Frame) {
	if f.Type == "READY" {
		return
	}
	guild, id := h.identify(f)
	h.mu.Lock()
	defer h.mu.Unlock()
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
	past.forget(h.since)
	past.add(id)
}

// fromNew holds an event of the new generation, or handles it if that has taken
// over and the event is not a double. It may wait for room, or for the takeover.
func (h *handover) fromNew(ctx context.Context, s *shard, f gateway.Frame) error {
	for reads := true; ; reads = false {
		switch h.keep(s, f) {
		case frameTaken:
			return nil
		case framePlain:
			return s.handle(ctx, f)
		case frameNew:
			return h.pass(ctx, s, f)
		}
		if reads {
			defer s.stopReading()()
		}
		if !h.wait(ctx) {
			return ErrStopped
		}
	}
}

// pass handles an event of the new generation, when that has taken over, unless it is
// a double.
func (h *handover) pass(ctx context.Context, s *shard, f gateway.Frame) error {
	select {
	case <-h.done:
	default: // it takes over
		s.run.d.flush()
		select {
		case <-h.done:
		case <-ctx.Done():
			return ErrStopped
		}
	}
	if h.double(f) {
		return nil
	}
	return s.handle(ctx, f)
}

// What becomes of an event of the new generation.
type frameFate int

const (
	frameTaken frameFate = iota // it is held, or not needed
	framePlain                  // it is handled
	frameNew                    // it is handled after the takeover, unless it is a double
	frameLate                   // there is no room for it
)

// keep holds an event of the new generation, if that has not taken over.
func (h *handover) keep(s *shard, f gateway.Frame) frameFate {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := &h.shards[s.id]
	switch {
	case h.taken:
		return frameNew
	case h.over:
		return frameTaken
	case f.Type == "READY":
		h.letGo(n, len(n.held)) // of a session that is lost
		return framePlain
	case f.Guild == gateway.GuildAvailable && h.known[guildOf(f)]:
		return frameTaken // it comes because the session is new, not because of the guild
	case h.hold(n, f):
		return frameTaken
	default:
		return frameLate
	}
}

// watch makes the new generation take over as soon as it can. It returns when it has,
// or when ctx ends.
func (h *handover) watch(ctx context.Context) {
	for {
		wait := h.look()
		if wait == 0 {
			if h.old.catchUp(ctx) && h.takeOver() {
				return
			}
			wait = holdAgain
		}
		if !sleep(ctx, min(wait, lookEvery)) {
			return
		}
	}
}

// look finds out what is needed of what the new shards hold, and returns how long it
// takes at least until they can take over.
//
// What a new shard has received until sideBySide before the old ones are known to
// have caught up is not needed: they have received it too.
func (h *handover) look() (wait time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	wait = h.together()
	if t := time.Now().Add(wait - sideBySide); t.After(h.needed) {
		h.needed = t
	}
	h.since = h.needed
	for _, s := range h.next.shards {
		if s.vitals.read().State != ShardReady {
			continue // what it missed comes before it is
		}
		if last := s.conn.Session().LastFrame; last.Before(h.since) {
			h.since = last // it may have been away since then
		}
	}
	h.since = h.since.Add(-doublesWithin)
	if time.Since(h.swept) > doublesWithin {
		h.sweep()
	}
	return wait
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

// catchUp waits until all shards have given to handlers what Discord had sent them
// when it was called, but not for long: it reports whether they have. Only that
// tells; a shard may seem to be connected, and get nothing or read nothing.
func (g *generation) catchUp(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, sideBySide)
	defer cancel()
	var waiting sync.WaitGroup
	for _, s := range g.shards {
		waiting.Go(func() {
			if s.conn.CatchUp(ctx) != nil {
				cancel()
			}
		})
	}
	waiting.Wait()
	return ctx.Err() == nil
}

// takeOver makes the new generation the one whose events are handled, unless a shard
// has been away in the meantime: then it reports false. The old shards have caught
// up with all that is needed no more.
func (h *handover) takeOver() bool {
	h.mu.Lock()
	if h.over || h.together() > 0 {
		h.mu.Unlock()
		return false
	}
	h.taken = true
	h.sweep()
	h.mu.Unlock()
	h.turn()
	h.handling.Wait()
	h.transfer()
	h.next.run.now.Store(h.next)
	close(h.done)
	return true
}

// finished reports whether the new generation takes over, or has.
func (h *handover) finished() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.taken
}

// abandon gives up, unless the new generation takes over: then it waits for a moment,
// and reports false.
func (h *handover) abandon() bool {
	h.mu.Lock()
	if h.taken {
		h.mu.Unlock()
		<-h.done
		return false
	}
	defer h.mu.Unlock()
	h.over = true
	for i := range h.shards {
		h.letGo(&h.shards[i], len(h.shards[i].held))
	}
	return true
}

// forgetDoubles returns when the new shards can't be sent any more what the old ones
// had received, or when ctx ends. A shard may be late for as long as it likes, since
// it has to have read all that came until then.
func (h *handover) forgetDoubles(ctx context.Context) {
	if !sleep(ctx, doublesWithin) {
		return
	}
	var waiting sync.WaitGroup
	for _, s := range h.next.shards {
		waiting.Go(func() {
			for s.conn.CatchUp(ctx) != nil && sleep(ctx, lookEvery) {
			}
		})
	}
	waiting.Wait()
}
