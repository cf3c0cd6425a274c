package gateway

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
)

// An IdentifyGate decides when a shard may identify. All shards of one bot, in
// however many processes, must ask the same gate, or gates that know of each
// other: Discord allows one IDENTIFY per 5 seconds and key (shard modulo
// MaxConcurrency), and a limited number per day. [MemoryGate] is for one process,
// [FileGate] for several on one machine, [RemoteGate] for several machines.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#rate-limiting
type IdentifyGate interface {
	// Wait returns nil when the shard may identify, which it then does at
	// once. It returns ctx's error when ctx ends first, and an
	// [*IdentifyLimitError] when the day's limit is used up. Any error but
	// ctx's ends [Shard.Run], except that a shard which has been ready waits
	// for ResetAfter and asks again.
	//
	// ctx ends when the IDENTIFY has been sent, or when it won't be. A gate may
	// count the 5 seconds from then on, so that a process that was held up in
	// between does not come too close to the next.
	Wait(ctx context.Context, id Identify) error
}

// Identify is a shard that wants to identify, and what it was told about the
// limits.
type Identify struct {
	Application    discord.ApplicationID // whose shard it is; 0: its token does not tell
	Shard, Count   int
	MaxConcurrency int           // 0: 1
	Total          int           // sessions a day; 0: nothing is known about the day
	Remaining      int           // of them, when Discord told
	ResetAfter     time.Duration // from now until there are Total again
}

// key returns which slot of 5 seconds the shard needs.
func (id Identify) key() int { return id.Shard % max(id.MaxConcurrency, 1) }

const (
	// identifyEvery is Discord's 5 seconds and some slack, because two that
	// were sent 5 seconds apart may arrive closer together.
	identifyEvery = 5*time.Second + 250*time.Millisecond

	// identifyPeriod and identifyTotal are the limit of a bot whose limit is
	// not known.
	identifyPeriod = 24 * time.Hour
	identifyTotal  = 1000
)

// A startBudget counts the sessions that may still be started in a period.
type startBudget struct {
	Total     int       `json:"total"` // 0: nothing is known yet
	Remaining int       `json:"remaining"`
	Reset     time.Time `json:"reset"`
	Guessed   bool      `json:"guessed,omitzero"` // nobody has told
}

// sameReset is how far apart two accounts of the end of one period are at most.
const sameReset = time.Minute

// learn takes in what a shard was told. That may be long ago, or while others
// were about to identify: of one period the lower count holds.
func (b *startBudget) learn(id Identify, now time.Time) {
	if id.Total <= 0 {
		return
	}
	reset := now.Add(id.ResetAfter)
	switch later := reset.Sub(b.Reset); {
	case b.Total <= 0 || b.Guessed || later > sameReset:
		*b = startBudget{Total: id.Total, Remaining: id.Remaining, Reset: reset}
	case later > -sameReset:
		b.Remaining = min(b.Remaining, id.Remaining)
	}
}

// take uses up one, but never the last.
func (b *startBudget) take(now time.Time) error {
	if b.Total <= 0 {
		*b = startBudget{Total: identifyTotal, Remaining: identifyTotal, Reset: now.Add(identifyPeriod), Guessed: true}
	}
	for now.After(b.Reset) {
		b.Remaining = b.Total
		b.Reset = b.Reset.Add(identifyPeriod)
	}
	if b.Remaining <= 1 {
		return &IdentifyLimitError{Remaining: b.Remaining, ResetAfter: b.Reset.Sub(now)}
	}
	b.Remaining--
	return nil
}

// A MemoryGate is the [IdentifyGate] of a bot whose shards are all in one
// process. Of shards that wait for the same key the lowest goes first. Use
// NewMemoryGate.
type MemoryGate struct {
	hold time.Duration // how long who has passed may need, if nobody hears that he has identified

	mu          sync.Mutex // guards all below; never held while waiting
	keys        map[int]*gateKey
	concurrency int       // of who passed last
	floor       time.Time // nobody may pass before
	budget      startBudget
}

// A gateKey is the shards that share one slot of 5 seconds.
type gateKey struct {
	free    time.Time // when the next may identify
	waiting []*waiter // by shard
}

// A waiter is one call of Wait.
type waiter struct {
	shard       int
	concurrency int
	turn        chan struct{} // has room for one; a token says: look again
}

// NewMemoryGate returns a gate with the limit that Discord told for the bot
// (GET /gateway/bot), counted from now. A limit whose Total is 0 is unknown:
// 1000 a day.
func NewMemoryGate(limit discord.SessionStartLimit) *MemoryGate {
	g := &MemoryGate{keys: make(map[int]*gateKey)}
	g.Update(limit)
	return g
}

// Update replaces the day's limit by what Discord tells now.
func (g *MemoryGate) Update(limit discord.SessionStartLimit) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.budget = startBudget{Total: limit.Total, Remaining: limit.Remaining, Reset: resetOf(limit, time.Now())}
}

// resetOf returns when a limit ends that was told at that time.
func resetOf(limit discord.SessionStartLimit, told time.Time) time.Time {
	if limit.ResetAfter <= 0 { // none was used: the period begins with the next one
		return told.Add(identifyPeriod)
	}
	return told.Add(time.Duration(limit.ResetAfter) * time.Millisecond)
}

// Wait implements [IdentifyGate].
func (g *MemoryGate) Wait(ctx context.Context, id Identify) error {
	key, w := g.enter(id)
	free, err := g.await(ctx, key, w)
	if err != nil {
		g.leave(key, w)
		return err
	}
	context.AfterFunc(ctx, func() { g.sent(key, free) })
	return nil
}

// enter puts a shard into its key's line.
func (g *MemoryGate) enter(id Identify) (*gateKey, *waiter) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.budget.learn(id, time.Now())
	w := &waiter{shard: id.Shard, concurrency: max(id.MaxConcurrency, 1), turn: make(chan struct{}, 1)}
	n := id.key()
	key := g.keys[n]
	if key == nil {
		key = new(gateKey)
		g.keys[n] = key
	}
	at, _ := slices.BinarySearchFunc(key.waiting, w.shard+1, func(w *waiter, shard int) int { return w.shard - shard })
	key.waiting = slices.Insert(key.waiting, at, w)
	if at == 0 && len(key.waiting) > 1 {
		key.waiting[1].look()
	}
	return key, w
}

// await returns when w may pass, which has its key until free, unless the gate
// hears from it earlier. After an error w may still be in line.
func (g *MemoryGate) await(ctx context.Context, key *gateKey, w *waiter) (free time.Time, err error) {
	for {
		free, wait, first, err := g.try(key, w)
		if err != nil || first && wait == 0 {
			return free, err
		}
		var after <-chan time.Time
		if first {
			after = time.After(wait)
		}
		select {
		case <-after:
		case <-w.turn:
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		}
	}
}

// try lets w through if it is first in line, its time has come and the limit
// allows it. Otherwise it says whether w is first, and how long to wait then.
func (g *MemoryGate) try(key *gateKey, w *waiter) (free time.Time, wait time.Duration, first bool, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if len(key.waiting) == 0 || key.waiting[0] != w {
		return time.Time{}, 0, false, nil
	}
	g.divide(w.concurrency)
	if wait := max(key.free.Sub(now), g.floor.Sub(now)); wait > 0 {
		return time.Time{}, wait, true, nil
	}
	key.leave(w)
	if err := g.budget.take(now); err != nil {
		return time.Time{}, 0, true, err
	}
	key.free = now.Add(g.hold + identifyEvery)
	return key.free, 0, true, nil
}

// divide makes that the number of keys. If Discord has given the bot another one,
// shards that had different keys may have one now: nobody passes before all of
// the old keys are free.
func (g *MemoryGate) divide(concurrency int) {
	if g.concurrency == concurrency {
		return
	}
	for _, key := range g.keys {
		if key.free.After(g.floor) {
			g.floor = key.free
		}
	}
	g.concurrency = concurrency
}

// sent counts the 5 seconds from now, unless somebody else has passed since.
func (g *MemoryGate) sent(key *gateKey, free time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !key.free.Equal(free) {
		return
	}
	key.free = time.Now().Add(identifyEvery)
	if len(key.waiting) > 0 {
		key.waiting[0].look()
	}
}

// leave takes w out of the line, if it is there.
func (g *MemoryGate) leave(key *gateKey, w *waiter) {
	g.mu.Lock()
	defer g.mu.Unlock()
	key.leave(w)
}

// leave takes w out of the line and tells the next one.
func (k *gateKey) leave(w *waiter) {
	k.waiting = slices.DeleteFunc(k.waiting, func(other *waiter) bool { return other == w })
	if len(k.waiting) > 0 {
		k.waiting[0].look()
	}
}

// look makes w try again.
func (w *waiter) look() {
	select {
	case w.turn <- struct{}{}:
	default:
	}
}
