package accord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// A generation is the shards of a run, all with the same number of shards in
// all. While a bot is resharded there are two.
type generation struct {
	run    *run
	count  int      // how many shards the bot has
	shards []*shard // those of this client, by ID
	limit  discord.SessionStartLimit
	told   time.Time // when limit was
	fresh  bool      // its shards begin with new sessions

	cancel context.CancelFunc
	ended  chan struct{} // closed when all shards have ended
	err    error         // why; set before
}

// A shard is one of the shards of a generation.
type shard struct {
	run        *run
	generation *generation
	id         int
	ledger     ledger // of events that are not handled; the dispatcher's lock guards it

	touched atomic.Bool // its session may have changed since it was stored
	vitals  vitals
	answers answers
	members *memberRequests // nil: Config.RequestMembers is off

	launched chan struct{}  // closed when conn is set
	conn     *gateway.Shard // nil: not begun yet
	quiet    chan struct{}  // closed by hush
	hush     func()         // notes that it has read its last event; safe to call again
	settled  func()         // lets the next shards begin; safe to call again
}

func (r *run) newGeneration(count int, ids []int, limit discord.SessionStartLimit) *generation {
	g := &generation{run: r, count: count, limit: limit, told: time.Now(), ended: make(chan struct{})}
	for _, id := range ids {
		s := &shard{run: r, generation: g, id: id, launched: make(chan struct{}), quiet: make(chan struct{})}
		s.hush = sync.OnceFunc(func() { close(s.quiet) })
		s.vitals.since = time.Now()
		s.members = newMemberRequests(s)
		g.shards = append(g.shards, s)
	}
	return g
}

// start connects the shards and keeps them connected until ctx ends, cancel is
// called, all have left, or one of them fails for good; the others are then closed
// such that they can be resumed. ended tells when.
func (g *generation) start(ctx context.Context) {
	ctx, g.cancel = context.WithCancel(ctx)
	go g.runShards(ctx)
}

// runShards is start, and waits.
//
// Shards that go on with a session begin at once. The others begin in the order
// that Discord asks for: as many at once as may identify at once, and the next
// ones when these are ready, or have failed to connect. That takes no longer than
// the gate does: a row of shards is ready within the 5 seconds that the next one
// has to wait for anyway.
func (g *generation) runShards(ctx context.Context) {
	defer close(g.ended)
	defer g.cancel()
	var running, row sync.WaitGroup
	var first sync.Once
	begin := func(s *shard, settled func()) {
		s.settled = settled
		g.launch(ctx, s)
		running.Go(func() {
			defer s.settled()
			defer s.hush()
			if err := s.members.beside(ctx, s.conn.Run); err != nil {
				first.Do(func() {
					g.err = g.failed(ctx, s, err)
					g.run.anew.Store(errors.Is(err, gateway.ErrShardingRequired) && g.run.client.config.Shards.Count == 0 && !g.wasReady())
					g.cancel()
				})
			}
		})
	}
	var others []*shard
	for _, s := range g.shards {
		if g.resumes(s) {
			begin(s, func() {})
		} else {
			others = append(others, s)
		}
	}
	for i, s := range others {
		if i > 0 && s.id/g.concurrency() != others[i-1].id/g.concurrency() {
			row.Wait()
		}
		if ctx.Err() != nil {
			break
		}
		row.Add(1)
		begin(s, sync.OnceFunc(row.Done))
	}
	running.Wait()
}

// wasReady reports whether one of the shards has been ready.
func (g *generation) wasReady() bool {
	return slices.ContainsFunc(g.shards, func(s *shard) bool {
		v := s.vitals.read()
		return v.Sessions+v.Resumes > 0
	})
}

// resumes reports whether a shard has a session to go on with.
func (g *generation) resumes(s *shard) bool {
	cfg := g.config(s)
	return cfg.Unfit(cfg.Session) == ""
}

// begun waits until all shards have begun. It reports false if ctx ends first, or
// the generation does.
func (g *generation) begun(ctx context.Context) bool {
	for _, s := range g.shards {
		select {
		case <-s.launched:
		case <-g.ended:
			return false
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// concurrency is how many shards may identify at once.
func (g *generation) concurrency() int { return max(g.limit.MaxConcurrency, 1) }

// failed tells of an error that ends the generation.
func (g *generation) failed(ctx context.Context, s *shard, err error) error {
	err = g.run.client.explainIntents(ctx, err)
	if g.count > 1 {
		err = fmt.Errorf("accord: shard %d: %w", s.id, err)
	} else {
		err = fmt.Errorf("accord: %w", err)
	}
	tell(g.run, s.id, func(e *event.CriticalError) { e.Err = err })
	return err
}

// launch makes the shard's connection, with the presence of that moment. ctx is
// the generation's.
func (g *generation) launch(ctx context.Context, s *shard) {
	r := g.run
	hooks := r.hooksOf(s)
	r.mu.Lock()
	defer r.mu.Unlock()
	cfg := g.config(s)
	cfg.Drain = func(context.Context) {
		s.hush()
		if ctx.Err() != nil && r.now.Load() == g { // else the run goes on
			r.stop()
		}
	}
	cfg.Hooks = hooks
	cfg.Presence = r.presence
	s.conn = gateway.New(cfg)
	s.vitals.enter(ShardConnecting, nil)
	close(s.launched)
}

// config returns the shard's configuration, except for what changes.
func (g *generation) config(s *shard) gateway.Config {
	r, c, cfg := g.run, g.run.client, &g.run.client.config
	var session gateway.Session
	if !g.fresh {
		session = c.sessions[sessionKey{g.count, s.id}]
	}
	return gateway.Config{
		Token:          c.token(),
		URL:            r.url,
		Intents:        cfg.Intents,
		Capabilities:   cfg.Capabilities,
		Shard:          s.id,
		ShardCount:     g.count,
		StartLimit:     g.limit,
		StartLimitTold: g.told,
		IdentifyGate:   r.gate,
		Compression:    cfg.Compression,
		Dial:           cfg.Dial,
		Handle:         s.receive,
		Flush:          s.flush,
		Want:           r.want,
		Session:        session,
		ResumeWithin:   cfg.ResumeWithin,
		Logger:         cfg.Logger,
	}
}

// shard returns the shard of that number, or nil.
func (g *generation) shard(id int) *shard {
	i, ok := slices.BinarySearchFunc(g.shards, id, func(s *shard, id int) int { return s.id - id })
	if !ok {
		return nil
	}
	return g.shards[i]
}

// shardOf returns the number of the shard that gets a guild's events.
func (g *generation) shardOf(guild discord.GuildID) int { return shardOf(guild, g.count) }

// shardOf returns which of count shards gets a guild's events.
func shardOf(guild discord.GuildID, count int) int {
	return int((uint64(guild) >> 22) % uint64(max(count, 1)))
}

// send sends a command, for which it waits until the shard has begun.
func (s *shard) send(ctx context.Context, op gateway.Opcode, data any) error {
	select {
	case <-s.launched:
		err := s.conn.Send(ctx, op, data)
		if errors.Is(err, gateway.ErrStopped) && !s.replaced(err) {
			return ErrNotRunning
		}
		return err
	case <-s.run.handling.Done():
		return ErrNotRunning
	case <-ctx.Done():
		return ctx.Err()
	}
}

// leave ends the shards for good: their sessions can't be resumed, and answers that
// have not come won't.
func (g *generation) leave() {
	for _, s := range g.shards {
		s.conn.Leave()
	}
	<-g.ended
	for _, s := range g.shards {
		s.answers.lose()
	}
}

// affords returns an error if the shards may not identify often enough today to
// begin: half a bot helps nobody, and the identifies would be gone.
func (g *generation) affords() error {
	needed := 0
	for _, s := range g.shards {
		if !g.resumes(s) {
			needed++
		}
	}
	return affords(g.limit, needed)
}

func affords(limit discord.SessionStartLimit, needed int) error {
	if limit.Total <= 0 || needed < limit.Remaining {
		return nil
	}
	return fmt.Errorf("accord: %d shards are to begin: %w", needed, &gateway.IdentifyLimitError{
		Remaining:  limit.Remaining,
		ResetAfter: time.Duration(limit.ResetAfter) * time.Millisecond,
	})
}

// generations returns the one that runs, and the one that is to take its place.
func (r *run) generations() []*generation {
	if h := r.handover.Load(); h != nil {
		return []*generation{h.old, h.next}
	}
	return []*generation{r.now.Load()}
}

// setPresence shows a presence on all shards: at once on those that have begun,
// from their beginning on the others.
func (r *run) setPresence(ctx context.Context, p discord.UpdatePresence) error {
	r.mu.Lock()
	r.presence = &p
	var begun []*shard
	for _, g := range r.generations() {
		for _, s := range g.shards {
			if s.conn != nil {
				begun = append(begun, s)
			}
		}
	}
	r.mu.Unlock()
	errs := make([]error, len(begun))
	var sending sync.WaitGroup
	for i, s := range begun {
		sending.Go(func() {
			if err := s.conn.Send(ctx, gateway.OpPresenceUpdate, p); !errors.Is(err, gateway.ErrStopped) {
				errs[i] = err // or its generation has left
			}
		})
	}
	sending.Wait()
	return errors.Join(errs...)
}
