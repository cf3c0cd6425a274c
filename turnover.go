package accord

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// Where a bot is resharded its sessions change from one generation to the next.
// A crash on the way must find all of one, so it is stored how many shards the
// generation has that the next run goes on with. That changes in one step: when
// the new generation is stored, and handlers are done with what the old one had
// received. Until then the old one is stored as it was at the takeover, and its
// sessions live.

// maxShards bounds what a store may say.
const maxShards = 1 << 16

// latest returns the generation to begin with: g, unless the number of its shards
// is only what Discord recommends now and the sessions of the last run, which had
// another, still live. The bot goes on with those; otherwise they are lost. Errors
// are begin's to find.
func (k *keeper) latest(ctx context.Context, g *generation) *generation {
	r := k.run
	if r.client.config.Shards.IDs != nil {
		return g
	}
	note, _ := k.store.Load(ctx, k.noteKey())
	k.former, k.epoch = note.Epoch, note.Epoch+1
	count := int(min(note.Sequence, maxShards))
	if count == g.count {
		return g
	}
	last := r.newGeneration(count, ShardRange(0, count-1), g.limit)
	stored, live := make(map[int]gateway.Session), false
	for _, s := range last.shards {
		cfg := last.config(s)
		if session, err := k.store.Load(ctx, cfg.Key()); err == nil && session.ID != "" {
			stored[s.id] = session
			live = live || cfg.Unfit(session) == ""
		}
	}
	if live && r.client.config.Shards.Count == 0 && count > r.client.tooFew {
		r.client.config.Logger.Warn("going on with another number of shards than Discord recommends; Reshard and Config.AutoReshard change it without a gap",
			slog.Int("shards", count), slog.Int("recommended", g.count))
		return last
	}
	k.lose(stored, g.count)
	return g
}

// lose tells that stored sessions of another number of shards are lost. Their ends
// are stored with the next batch.
func (k *keeper) lose(stored map[int]gateway.Session, count int) {
	for _, session := range stored {
		if session.Epoch > k.former {
			continue // of processes with some of the shards, which may be at work
		}
		k.tellLost(session, count)
		k.epoch = max(k.epoch, session.Epoch+1)
		k.saved[session.Key] = session
	}
}

// tellLost tells that a stored session is lost because there are count shards.
func (k *keeper) tellLost(session gateway.Session, count int) {
	shard := session.Key.Shard
	reason := fmt.Sprintf("stored session not resumed: it is of %d shards, not %d", session.Key.Count, count)
	k.run.client.config.Logger.Warn("session lost", slog.Int("shard", shard), slog.String("reason", reason), slog.Time("since", session.LastFrame))
	tell(k.run, shard, func(e *event.SessionLost) {
		e.SessionID, e.Last, e.Since, e.Reason = session.ID, session.Sequence, session.LastFrame, reason
	})
}

// abandonedAfter is after how long nobody goes on with a session of which nothing
// was stored. It is more than the 15 minutes for which a shard that is at work may
// be without a connection: then it loses the session itself, and tells so.
const abandonedAfter = 16 * time.Minute

// sweep tells of sessions that were abandoned when all processes were given another
// number of shards. None of them knows what the others had, so the store says, if it
// can, and to one of them only. The processes that have the old number may still be at work.
func (k *keeper) sweep() {
	store, ok := k.store.(gateway.SessionSweeper)
	if !ok {
		return
	}
	count := k.run.now.Load().count
	bot := k.noteKey().ApplicationID
	lost, err := store.Sweep(k.ctx, bot, count, time.Now().Add(-max(abandonedAfter, k.run.client.config.ResumeWithin)))
	for _, session := range lost {
		// In a run that has all shards, another generation took its place.
		if session.Epoch != k.epoch && session.Epoch != k.former {
			k.tellLost(session, count)
		}
	}
	if err != nil && !k.unswept && k.ctx.Err() == nil {
		k.run.client.config.Logger.Warn("can't find out which sessions of another number of shards are lost", slog.Any("error", err))
	}
	k.unswept = err != nil
}

// noteKey is where the number of shards is stored: a shard that no bot has.
func (k *keeper) noteKey() gateway.ShardKey {
	g := k.run.now.Load()
	return gateway.ShardKey{ApplicationID: g.config(g.shards[0]).Key().ApplicationID}
}

// note returns what is to be stored of the number of shards: nothing if it is
// stored, or if this client has only some of them.
func (k *keeper) note() []gateway.Session {
	key := k.noteKey()
	if k.run.client.config.Shards.IDs != nil || k.saved[key].Sequence == int64(k.noted) {
		return nil
	}
	return []gateway.Session{{Key: key, Sequence: int64(k.noted)}}
}

// turn stores the generation that has taken over, and then that it has. The ends
// of the old sessions are stored with the next batch.
func (k *keeper) turn() error {
	batch, _ := k.collect(true)
	err := k.save(k.ctx, k.changed(batch))
	k.noted = k.run.now.Load().count // if that has failed, all is stored later
	if err == nil {
		err = k.save(k.ctx, k.note())
	}
	k.mark()
	return err
}

// retire lets the old generation go, of which the new one has taken over: when
// handlers are done with what it had received, and it has answered what it was asked.
// What handlers have not done while its sessions, as they are stored, could be resumed
// is not waited for any longer. If ctx ends first, both can be resumed.
func (r *run) retire(ctx context.Context, h *handover) {
	old := h.old
	late := time.Now().Add(r.client.config.ResumeWithin)
	for old.working() && sleep(ctx, saveEvery) {
		if time.Now().After(late) {
			r.client.config.Logger.Warn("handlers are not done with events from before the shards were changed: they would not come again after a crash",
				slog.Duration("after", r.client.config.ResumeWithin))
			break
		}
	}
	if ctx.Err() == nil && r.keeper.turned() {
		for old.answering() && sleep(ctx, saveEvery) {
		}
		old.leave()
		h.next.adoptMembers(old)
		return
	}
	old.cancel()
	<-old.ended
}

// turned makes keep call turn. It reports false if the run ends first.
func (k *keeper) turned() bool {
	if k.store == nil {
		return true
	}
	done := make(chan struct{})
	select {
	case k.turns <- done:
		<-done
		return true
	case <-k.ended:
		return false
	}
}

// working reports whether handlers are at work on what the shards have received.
func (g *generation) working() bool {
	d, after := g.run.d, g.run.client.config.AckAfter
	for _, s := range g.shards {
		if d.handled(&s.ledger, math.MaxInt64, after) != math.MaxInt64 {
			return true
		}
	}
	return false
}

// answering reports whether an answer of one of the shards is on its way.
func (g *generation) answering() bool {
	return slices.ContainsFunc(g.shards, func(s *shard) bool { return s.answers.due() })
}
