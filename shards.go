package accord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// Shards says into how many parts a bot's guilds are divided, and which of them
// a client runs. The zero Shards is all of them, as many as Discord recommends.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#sharding
type Shards struct {
	// Count is how many shards the bot has in all its processes together. Zero:
	// what Discord recommends when Run begins. Processes that share a bot have
	// to agree on it, so it must be set where IDs is.
	Count int

	// IDs are the shards that this client runs, each from 0 to Count - 1. Nil:
	// all. See [ShardRange].
	IDs []int
}

// ShardRange returns the shards from first to last, for [Shards].IDs.
//
//	// Process number n of 4, with 16 shards in all:
//	Shards: accord.Shards{Count: 16, IDs: accord.ShardRange(4*n, 4*n+3)}
func ShardRange(first, last int) []int {
	var ids []int
	for id := first; id <= last; id++ {
		ids = append(ids, id)
	}
	return ids
}

// A ShardCountError tells that Discord wants the bot to have more shards than
// Config.Shards says. Run returns it.
type ShardCountError struct {
	Count       int   // how many were configured
	Recommended int   // what Discord recommends now; all processes have to be told
	Err         error // Discord's refusal
}

// Error names both counts.
func (e *ShardCountError) Error() string {
	return fmt.Sprintf("%d shards are too few: Discord recommends %d; set Config.Shards.Count, in all processes: %v", e.Count, e.Recommended, e.Err)
}

// Unwrap returns Err.
func (e *ShardCountError) Unwrap() error { return e.Err }

// check returns what is wrong with s.
func (s Shards) check() error {
	switch {
	case s.Count < 0:
		return errors.New("the count is negative")
	case s.IDs != nil && len(s.IDs) == 0:
		return errors.New("the list of IDs is empty: nil means all")
	case s.IDs != nil && s.Count == 0:
		return errors.New("a part of the shards needs a count, which has to be the same in all processes")
	}
	seen := make(map[int]bool)
	for _, id := range s.IDs {
		if id < 0 || id >= s.Count {
			return fmt.Errorf("there is no shard %d of %d", id, s.Count)
		}
		if seen[id] {
			return fmt.Errorf("shard %d is there twice", id)
		}
		seen[id] = true
	}
	return nil
}

// resolve returns how many shards there are and which of them to run, in order.
func (s Shards) resolve(recommended int) (count int, ids []int) {
	count = max(s.Count, 1)
	if s.Count == 0 {
		count = max(recommended, 1)
	}
	if s.IDs == nil {
		return count, ShardRange(0, count-1)
	}
	return count, slices.Sorted(slices.Values(s.IDs))
}

// A shard is one of the shards of a run.
type shard struct {
	run      *run
	id       int
	received time.Time // when the last event was; belongs to the goroutine that reads

	launched chan struct{}  // closed when conn is set
	conn     *gateway.Shard // nil: not begun yet
	settled  func()         // lets the next shard begin; safe to call again
}

// runShards keeps the shards connected until ctx ends or one of them fails for
// good. The others are then closed such that they can be resumed.
//
// They begin in the order that Discord asks for: as many at once as may identify
// at once, and the next ones when these are ready, or have failed to connect.
// That takes no longer than the gate does: a row of shards is ready within the 5
// seconds that the next one has to wait for anyway.
func (r *run) runShards(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var running, row sync.WaitGroup
	var first sync.Once
	var failure error
	for i, s := range r.shards {
		if i > 0 && s.id/r.concurrency() != r.shards[i-1].id/r.concurrency() {
			row.Wait()
		}
		if ctx.Err() != nil {
			break
		}
		row.Add(1)
		s.settled = sync.OnceFunc(row.Done)
		r.launch(ctx, s)
		running.Go(func() {
			defer s.settled()
			if err := s.conn.Run(ctx); err != nil {
				first.Do(func() {
					failure = r.failed(s, err)
					cancel()
				})
			}
		})
	}
	running.Wait()
	return failure
}

// concurrency is how many shards may identify at once.
func (r *run) concurrency() int { return max(r.limit.MaxConcurrency, 1) }

// failed tells of an error that ends the run.
func (r *run) failed(s *shard, err error) error {
	if r.count > 1 {
		err = fmt.Errorf("accord: shard %d: %w", s.id, err)
	} else {
		err = fmt.Errorf("accord: %w", err)
	}
	tell(r, s.id, func(e *event.CriticalError) { e.Err = err })
	return err
}

// launch makes the shard's connection, with the presence of that moment.
func (r *run) launch(ctx context.Context, s *shard) {
	c, cfg := r.client, &r.client.config
	r.mu.Lock()
	defer r.mu.Unlock()
	s.conn = gateway.New(gateway.Config{
		Token:        c.token(),
		URL:          r.url,
		Intents:      cfg.Intents,
		Shard:        s.id,
		ShardCount:   r.count,
		StartLimit:   r.limit,
		IdentifyGate: r.gate,
		Compression:  cfg.Compression,
		Dial:         cfg.Dial,
		Handle:       s.handle,
		Want:         r.want,
		Drain: func(context.Context) {
			if ctx.Err() != nil { // else there is something to tell first
				r.stop()
			}
		},
		Hooks:    r.hooks(s),
		Presence: r.presence,
		Session:  c.sessions[s.id],
		Logger:   cfg.Logger,
	})
	close(s.launched)
}

// shard returns the shard of that number, or nil.
func (r *run) shard(id int) *shard {
	i, ok := slices.BinarySearchFunc(r.shards, id, func(s *shard, id int) int { return s.id - id })
	if !ok {
		return nil
	}
	return r.shards[i]
}

// send sends a command, for which it waits until the shard has begun.
func (s *shard) send(ctx context.Context, op gateway.Opcode, data any) error {
	select {
	case <-s.launched:
		return s.conn.Send(ctx, op, data)
	case <-s.run.handling.Done():
		return ErrNotRunning
	case <-ctx.Done():
		return ctx.Err()
	}
}

// setPresence shows a presence on all shards: at once on those that have begun,
// from their beginning on the others.
func (r *run) setPresence(ctx context.Context, p discord.UpdatePresence) error {
	r.mu.Lock()
	r.presence = &p
	var begun []*shard
	for _, s := range r.shards {
		if s.conn != nil {
			begun = append(begun, s)
		}
	}
	r.mu.Unlock()
	errs := make([]error, len(begun))
	var sending sync.WaitGroup
	for i, s := range begun {
		sending.Go(func() { errs[i] = s.conn.Send(ctx, gateway.OpPresenceUpdate, p) })
	}
	sending.Wait()
	return errors.Join(errs...)
}

// affords returns an error if the shards may not identify often enough today to
// begin: half a bot helps nobody, and the identifies would be gone.
func (r *run) affords() error {
	needed := 0
	for _, s := range r.shards {
		if r.client.sessions[s.id].ID == "" {
			needed++
		}
	}
	if r.limit.Total <= 0 || needed < r.limit.Remaining {
		return nil
	}
	return fmt.Errorf("accord: %d shards are to begin: %w", needed, &gateway.IdentifyLimitError{
		Remaining:  r.limit.Remaining,
		ResetAfter: time.Duration(r.limit.ResetAfter) * time.Millisecond,
	})
}

// saveSessions keeps what it takes to resume. first are the sequences, by shard,
// of events that were not handled: the next run asks for them again.
func (r *run) saveSessions(first map[int]int64) {
	for _, s := range r.shards {
		if s.conn == nil {
			continue
		}
		session := s.conn.Session()
		if n := first[s.id]; n != 0 {
			session.Sequence = min(session.Sequence, n-1)
		}
		r.client.sessions[s.id] = session
	}
}
