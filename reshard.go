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
	ctx   context.Context // ends with the call's, or the run's
	count int
	done  chan error // has room for one
}

// Reshard divides the bot's guilds anew, into count shards; zero is as many as
// Discord recommends. It waits until the new ones have taken over, which takes 5
// seconds for every max_concurrency shards and some more. It begins when the new
// shards of the last time have read all that they were sent in their first half a
// minute, and the old ones have left: see docs/sharding.md.
//
// The new shards come up beside the old ones, and take over the events of their
// guilds when both have run side by side for a while and the old ones have read what
// the new ones lack, so nothing is lost. What both have received is handled once: it
// is recognized by its ID or, where an event has none, by its content. Commands go to
// the old shards until all new ones have taken over, and these stay until handlers
// are done with what they received, but no longer than Config.ResumeWithin, and until
// they have answered, or are silent for 15 seconds: see [Client.Members]. Sounds that
// are played over the old shards' voice connections end then.
//
// When ctx ends, or a new shard fails, the old shards go on as if nothing had been,
// and Reshard returns at once, whatever handlers do. It may be called in a handler.
// It fails with [ErrNotRunning], [ErrResharding], and a [*gateway.IdentifyLimitError]
// when fewer sessions than shards may be started today. A client that runs only some
// of the bot's shards can't reshard: start its successors with another count instead.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#sharding
func (c *Client) Reshard(ctx context.Context, count int) error {
	r := c.current.Load()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case r == nil:
		return ErrNotRunning
	case c.config.Shards.IDs != nil:
		return errors.New("accord: this client runs only some of the bot's shards")
	case count < 0:
		return fmt.Errorf("accord: there can't be %d shards", count)
	}
	return r.reshard(ctx, count)
}

// reshard is Client.Reshard.
func (r *run) reshard(ctx context.Context, count int) error {
	if !r.client.resharding.CompareAndSwap(false, true) {
		return ErrResharding
	}
	defer r.client.resharding.Store(false)
	q := reshard{count: count, done: make(chan error, 1)}
	var cancel context.CancelFunc
	q.ctx, cancel = context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(r.living, cancel)()
	select {
	case r.reshards <- q:
		return <-q.done
	case <-q.ctx.Done():
		return r.why(q.ctx)
	}
}

// why returns why a call of Reshard ends before its time, of which ctx is.
func (r *run) why(ctx context.Context) error {
	if r.living.Err() != nil {
		return ErrNotRunning
	}
	return cmp.Or(ctx.Err(), ErrNotRunning)
}

// supervise keeps a generation of shards running, and puts others in its place.
func (r *run) supervise() error {
	var working sync.WaitGroup
	defer working.Wait()
	defer r.end()
	if cfg := &r.client.config; cfg.AutoReshard && cfg.Shards.IDs == nil {
		working.Go(func() { r.watchRecommendation(r.living) })
	}
	g := r.now.Load()
	g.start(r.living)
	reshards := r.reshards // nil: one goes on
	taken, settled := make(chan struct{}), make(chan struct{}, 1)
	for {
		select {
		case <-g.ended:
			if now := r.now.Load(); now != g {
				g = now // which has taken over: what becomes of the old one does not matter
				break
			}
			return g.err
		case err := <-r.keeper.lost:
			g.cancel()
			<-g.ended
			return err
		case q := <-reshards:
			reshards = nil
			working.Go(func() {
				r.change(q, taken)
				settled <- struct{}{}
			})
		case <-taken:
			g = r.now.Load()
		case <-settled:
			reshards = r.reshards
		}
	}
}

// change puts a new generation in the place of the one that there is, as a call of
// Reshard wants it, and sees the old one off. It tells taken when there is another.
func (r *run) change(q reshard, taken chan<- struct{}) {
	next, err := r.successor(q)
	if err != nil || next == nil {
		q.done <- err
		return
	}
	h := newHandover(r.now.Load(), next)
	r.handover.Store(h)
	err = r.replace(q.ctx, h)
	q.done <- err // a handler may wait for it, and what follows waits for handlers
	if err != nil {
		next.cancel()
		<-next.ended
		r.handover.Store(nil)
		return
	}
	select {
	case taken <- struct{}{}:
	case <-r.living.Done():
	}
	var forgetting sync.WaitGroup
	forgetting.Go(func() { h.forgetDoubles(r.living) })
	r.retire(r.living, h)
	forgetting.Wait()
	if r.living.Err() == nil { // else the end of the run has to know of both
		r.handover.Store(nil)
	}
}

// replace puts a new generation in the place of the old one. If that fails the old
// one stays, and it returns why.
func (r *run) replace(ctx context.Context, h *handover) error {
	r.client.config.Logger.Info("resharding", slog.Int("from", h.old.count), slog.Int("to", h.next.count))
	h.next.start(r.living) // not ctx, which may end when Reshard has returned
	watched, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() { h.watch(watched) })
	select {
	case <-h.done:
	case <-h.next.ended:
	case <-h.old.ended:
	case <-ctx.Done():
	}
	cancel()
	watching.Wait()
	if !h.abandon() {
		r.client.resharded = h.next.count
		r.client.config.Logger.Info("resharded", slog.Int("shards", h.next.count))
		return nil
	}
	select {
	case <-h.next.ended:
		return cmp.Or(h.next.err, ErrNotRunning)
	default:
		return r.why(ctx)
	}
}

// successor returns the generation that is to come after the one that there is; nil:
// that has as many shards as are wanted. It waits until that has begun.
func (r *run) successor(q reshard) (*generation, error) {
	old := r.now.Load()
	bot, err := r.client.REST.Gateway.GetBot(q.ctx)
	switch {
	case r.living.Err() != nil:
		return nil, ErrNotRunning
	case err != nil:
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
		return nil, r.why(q.ctx)
	}
	next := r.newGeneration(count, ShardRange(0, count-1), bot.SessionStartLimit)
	next.fresh = true
	return next, nil
}

// recommendationEvery is how often Discord is asked whether it recommends more
// shards.
const recommendationEvery = 6 * time.Hour

// watchRecommendation reshards when Discord recommends more shards than there are and
// enough sessions may be started: twice as many as are needed.
func (r *run) watchRecommendation(ctx context.Context) {
	log := r.client.config.Logger
	for now := r.now.Load().count < r.recommended; now || sleep(ctx, recommendationEvery); now = false {
		bot, err := r.client.REST.Gateway.GetBot(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Warn("could not ask how many shards are recommended", slog.Any("error", err))
		case wantsMore(bot, r.now.Load().count):
			if err := r.reshard(ctx, bot.Shards); err != nil && !errors.Is(err, ErrResharding) && ctx.Err() == nil {
				log.Warn("resharding failed", slog.Any("error", err))
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
