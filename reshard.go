package accord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
)

// ErrResharding is returned by [Client.Reshard] while another call goes on.
var ErrResharding = errors.New("accord: the bot is being resharded already")

// A reshard is a call of Client.Reshard.
type reshard struct {
	ctx   context.Context
	count int
	done  chan error // has room for one
}

// Reshard divides the bot's guilds anew, into count shards; zero is as many as
// Discord recommends. It waits until the new ones have taken over, which takes 5
// seconds for every max_concurrency shards and some more; it begins half a minute
// after the last time at the earliest.
//
// The new shards come up beside the old ones, and take over the events of their
// guilds when both have run side by side for a while, so nothing is lost. What
// both have received is handled once: it is recognized by its ID or, where an
// event has none, by its content. Commands go to the old shards until all new
// ones have taken over, and these stay until they have answered, or are silent for
// 15 seconds: see [Client.Members]. Sounds that are played over the old shards' voice
// connections end then.
//
// When ctx ends, or a new shard fails, the old shards go on as if nothing had
// been. Reshard fails with [ErrNotRunning], [ErrResharding], and a
// [*gateway.IdentifyLimitError] when fewer sessions than shards may be started
// today. A client that runs only some of the bot's shards can't reshard: start
// its successors with another count instead.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#sharding
func (c *Client) Reshard(ctx context.Context, count int) error {
	r := c.current.Load()
	switch {
	case r == nil:
		return ErrNotRunning
	case c.config.Shards.IDs != nil:
		return errors.New("accord: this client runs only some of the bot's shards")
	case count < 0:
		return fmt.Errorf("accord: there can't be %d shards", count)
	}
	if !c.resharding.CompareAndSwap(false, true) {
		return ErrResharding
	}
	defer c.resharding.Store(false)
	q := reshard{ctx: ctx, count: count, done: make(chan error, 1)}
	select {
	case r.reshards <- q:
		return <-q.done
	case <-ctx.Done():
		return ctx.Err()
	case <-r.handling.Done():
		return ErrNotRunning
	}
}

// supervise keeps a generation of shards running, and puts others in its place.
func (r *run) supervise(ctx context.Context) error {
	var watching sync.WaitGroup
	defer watching.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	automatic := make(chan int)
	if cfg := &r.client.config; cfg.AutoReshard && cfg.Shards.IDs == nil {
		watching.Go(func() { r.watchRecommendation(ctx, automatic) })
	}
	g := r.now.Load()
	g.start(ctx)
	for {
		select {
		case <-g.ended:
			return g.err
		case err := <-r.keeper.lost:
			g.cancel()
			<-g.ended
			return err
		case q := <-r.reshards:
			old, err := r.replace(ctx, q)
			q.done <- err // a handler may wait for it, and old waits for handlers
			r.retire(ctx, old)
			g = r.now.Load()
		case count := <-automatic:
			if !r.client.resharding.CompareAndSwap(false, true) {
				break // a call of Reshard is about to be taken
			}
			old, err := r.replace(ctx, reshard{ctx: ctx, count: count})
			if err != nil {
				r.client.config.Logger.Warn("resharding failed", slog.Any("error", err))
			}
			r.client.resharding.Store(false)
			r.retire(ctx, old)
			g = r.now.Load()
		}
	}
}

// replace puts a new generation in the place of the old one, which it returns. If
// that fails, or there are as many shards as are wanted, the old one stays, and it
// returns nil.
func (r *run) replace(ctx context.Context, q reshard) (replaced *generation, err error) {
	old := r.now.Load()
	next, err := r.successor(ctx, q, old)
	if err != nil || next == nil {
		return nil, err
	}
	r.client.config.Logger.Info("resharding", slog.Int("from", old.count), slog.Int("to", next.count))
	h := newHandover(old, next)
	r.handover.Store(h)
	next.start(ctx) // not q's, which may end when Reshard has returned
	select {
	case <-h.done:
	case <-next.ended:
	case <-old.ended:
	case <-q.ctx.Done():
	}
	if h.abandon() {
		next.cancel()
		<-next.ended
		r.handover.Store(nil)
		return nil, cmp.Or(next.err, q.ctx.Err(), ErrNotRunning)
	}
	r.now.Store(next)
	r.client.resharded = next.count
	r.client.config.Logger.Info("resharded", slog.Int("shards", next.count))
	return old, nil
}

// retire ends the generation in whose place another one is; nil: there is none.
func (r *run) retire(ctx context.Context, old *generation) {
	if old == nil {
		return
	}
	next, h := r.now.Load(), r.handover.Load()
	r.handOver(ctx, old, next)
	next.adoptMembers(old)
	time.AfterFunc(doublesWithin, func() {
		r.handover.Store(nil)
		close(h.forgotten)
	})
}

// successor returns the generation that is to come after old; nil: old has as many
// shards as are wanted. It waits until old has begun, and until the doubles of the
// last takeover, which only that recognizes, come no more.
func (r *run) successor(ctx context.Context, q reshard, old *generation) (*generation, error) {
	if last := r.handover.Load(); last != nil {
		select {
		case <-last.forgotten:
		case <-ctx.Done():
			return nil, ErrNotRunning
		case <-old.ended:
			return nil, ErrNotRunning
		case <-q.ctx.Done():
			return nil, q.ctx.Err()
		}
	}
	bot, err := r.client.REST.Gateway.GetBot(q.ctx)
	if err != nil {
		return nil, fmt.Errorf("accord: find how many shards are recommended: %w", err)
	}
	count := q.count
	if count == 0 {
		count = max(bot.Shards, 1)
	}
	if count == old.count {
		return nil, nil
	}
	if err := affords(bot.SessionStartLimit, count); err != nil {
		return nil, err
	}
	if !old.begun(q.ctx) {
		return nil, cmp.Or(q.ctx.Err(), ErrNotRunning)
	}
	return r.newGeneration(count, ShardRange(0, count-1), bot.SessionStartLimit), nil
}

// recommendationEvery is how often Discord is asked whether it recommends more
// shards.
const recommendationEvery = 6 * time.Hour

// watchRecommendation tells how many shards Discord recommends, when that is more
// than there are and enough sessions may be started: twice as many as are needed.
func (r *run) watchRecommendation(ctx context.Context, counts chan<- int) {
	for now := r.now.Load().count < r.recommended; now || sleep(ctx, recommendationEvery); now = false {
		bot, err := r.client.REST.Gateway.GetBot(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			r.client.config.Logger.Warn("could not ask how many shards are recommended", slog.Any("error", err))
		case wantsMore(bot, r.now.Load().count):
			select {
			case counts <- bot.Shards:
			case <-ctx.Done():
			}
		}
	}
}

// wantsMore reports whether to reshard by itself.
func wantsMore(bot *discord.GatewayBot, count int) bool {
	return bot.Shards > count && bot.SessionStartLimit.Remaining >= 2*bot.Shards
}

// sleep waits. It returns false as soon as ctx ends.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
