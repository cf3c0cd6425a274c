package accord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/rest"
)

// interactionCreate is the event that goes before all others.
const interactionCreate = "INTERACTION_CREATE"

// stopGrace is how long Run waits for handlers whose contexts have ended.
const stopGrace = time.Second

// Run connects the bot to the gateway and handles events until ctx ends, and
// returns nil then. It returns an error when it can't begin, which may be a
// [*ConfigError], a [*rest.Error], one of the network, or that another process has
// the same shards ([*gateway.SessionsInUseError]), and when Discord refuses the bot
// for good: a [*DisallowedIntentsError] names the intents that the bot is not given,
// another [*gateway.CloseError] says why and what to do about it, and a
// [*gateway.IdentifyLimitError] that the bot was started too often today: who
// starts it again should wait for ResetAfter first. Everything else, such as a lost
// connection, Run mends. A bot that is at work does not end at that limit; see
// [event.CriticalError].
//
// When ctx ends Run stops reading events, and lets the handlers of those that
// were read finish, for at most Config.DrainTimeout: their contexts outlive ctx.
// What waits for events is told [ErrStopped], once it has seen those that came.
// Then it closes the connection such that another Run within 2 minutes, in this
// process or the next (see Config.Sessions), goes on where this one ended and
// misses nothing. Handlers that do not stop even when their contexts end are left
// behind after another second, with a warning in the log.
//
// Run may be called again after it has returned. While it goes on a second
// call fails with [ErrRunning].
//
// Run does not care for signals; the program does:
//
//	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
//	defer stop()
//	err := client.Run(ctx)
func (c *Client) Run(ctx context.Context) error {
	if !c.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	c.ended.Store(false)
	defer func() {
		c.taps.stop()
		c.ended.Store(true)
		c.taps.start() // for the next Run
		c.running.Store(false)
	}()
	if c.wrong != nil {
		return c.wrong
	}
	defer c.REST.Close()
	if hook := c.config.Hooks.Run; hook != nil {
		defer hook(c)()
	}
	bot, err := c.REST.Gateway.GetBot(ctx)
	switch {
	case ctx.Err() != nil:
		return nil
	case refused(err):
		return fmt.Errorf("accord: Discord refuses the token; get a new one in the developer portal: %w", err)
	case err != nil:
		return fmt.Errorf("accord: find the gateway: %w", err)
	}
	if err := c.config.checkGateway(bot.URL); err != nil {
		return err
	}
	c.auditIntents()
	defer c.explainContent()()
	for {
		r := c.newRun(ctx, bot)
		err := c.run(ctx, r)
		if ctx.Err() != nil {
			return nil
		}
		if bot, err = c.moreShards(ctx, r, err); err != nil {
			return err
		}
	}
}

// run runs r until ctx ends or something can't be mended.
func (c *Client) run(ctx context.Context, r *run) error {
	c.current.Store(r)
	defer c.current.Store(nil)
	defer r.cancel()
	defer r.end()
	defer c.taps.start()
	if err := r.keeper.begin(ctx); err != nil {
		return err
	}
	defer r.keeper.close()
	defer r.stop()
	if err := r.now.Load().affords(); err != nil {
		return err
	}
	return r.supervise()
}

// moreShards looks at how a run ended. If Discord wants more shards, and this
// client is free to have them, it returns how many; otherwise it returns what Run
// does.
func (c *Client) moreShards(ctx context.Context, r *run, err error) (*discord.GatewayBot, error) {
	if !errors.Is(err, gateway.ErrShardingRequired) {
		return nil, err
	}
	bot, failure := c.REST.Gateway.GetBot(ctx)
	switch {
	case failure != nil:
		return nil, err
	case c.config.Shards.Count != 0:
		return nil, &ShardCountError{Count: r.now.Load().count, Recommended: bot.Shards, Err: err}
	case bot.Shards <= r.now.Load().count:
		return nil, err
	}
	c.tooFew = r.now.Load().count
	c.config.Logger.Warn("Discord wants more shards: starting anew", slog.Int("shards", r.now.Load().count), slog.Int("recommended", bot.Shards))
	return bot, nil
}

// refused reports whether an error is Discord's refusal of the token.
func refused(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	return ok && e.Status == http.StatusUnauthorized
}

// A run is what exists from the beginning of Run to its end.
type run struct {
	client *Client
	d      *dispatcher
	url    string // of the gateway
	gate   gateway.IdentifyGate

	recommended int // number of shards, when the run began

	now      atomic.Pointer[generation]
	handover atomic.Pointer[handover] // nil: there is only one generation
	reshards chan reshard
	keeper   *keeper // of sessions

	living context.Context // ends with Run's, or when stop begins
	end    context.CancelFunc

	handling context.Context // of all handlers
	cancel   context.CancelFunc
	stopping atomic.Bool
	anew     atomic.Bool   // Discord wants more shards before there was a session: Run begins anew
	stopped  chan struct{} // closed when stop has done its work

	mu       sync.Mutex // guards presence, and each shard's conn until it is set
	presence *discord.UpdatePresence
}

func (c *Client) newRun(ctx context.Context, bot *discord.GatewayBot) *run {
	cfg := &c.config
	r := &run{
		client:   c,
		d:        newDispatcher(cfg.Order, cfg.Slots, cfg.HoldLane, cfg.QueueBytes),
		url:      bot.URL,
		reshards: make(chan reshard),
		stopped:  make(chan struct{}),
		gate:     c.identifyGate(bot.SessionStartLimit),
		presence: cfg.Presence,

		recommended: bot.Shards,
	}
	r.keeper = newKeeper(r)
	count, ids := cfg.Shards.resolve(max(bot.Shards, c.resharded))
	r.now.Store(r.newGeneration(count, ids, bot.SessionStartLimit))
	r.living, r.end = context.WithCancel(ctx)
	r.handling, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	r.d.report, r.d.panicked, r.d.pressure, r.d.match = c.report, c.panicked, r.pressure, c.taps.match
	r.d.handling = cfg.Hooks.Handler
	return r
}

// identifyGate returns the gate of all runs.
func (c *Client) identifyGate(limit discord.SessionStartLimit) gateway.IdentifyGate {
	if c.config.IdentifyGate != nil {
		return c.config.IdentifyGate
	}
	if c.gate == nil {
		c.gate = gateway.NewMemoryGate(limit)
	} else {
		c.gate.Update(limit) // it knows when the last run identified
	}
	return c.gate
}

// want reports whether anybody wants the gateway's events of that name.
func (r *run) want(name string) bool {
	switch name {
	case "READY":
		if r.handover.Load() != nil {
			return true
		}
	case "GUILD_CREATE", "GUILD_DELETE", "GUILD_MEMBERS_CHUNK":
		if r.client.config.RequestMembers {
			return true
		}
	}
	return len(r.client.handlers.load().route(name)) > 0 || r.client.taps.want(name, false) || r.client.wantsGuildChange(name)
}

// handle takes an event from the gateway. The goroutine that reads calls it, which it
// holds up only while the queues are full, or a handover does. If the connection ends
// meanwhile the event is not taken, and comes again when it is resumed. The handlers
// may not start before flush.
func (s *shard) handle(ctx context.Context, f gateway.Frame) error {
	err := s.dispatch(ctx, f)
	if err == nil && s.members != nil {
		s.members.took(f)
	}
	return err
}

// flush starts the handlers of what was handled. The goroutine that reads calls it
// before it waits. It lets the goroutine that was started for them run first, on the
// processor where the events are warm.
func (s *shard) flush() {
	s.run.d.flush()
	runtime.Gosched()
}

// dispatch gives an event to handlers and taps.
func (s *shard) dispatch(ctx context.Context, f gateway.Frame) error {
	if f.Guild != gateway.GuildUnchanged && !s.tellGuildChange(ctx, f) {
		return ErrStopped
	}
	r := s.run
	calls := r.client.handlers.load().route(f.Type)
	tapped := r.client.taps.want(f.Type, calls.decodes())
	if len(calls) == 0 && !tapped {
		return nil
	}
	t := r.newTask(f.Type, calls)
	t.data = true
	t.meta = meta(f)
	t.size = int64(len(f.Data)) + taskBytes
	if tapped {
		t.arrival = r.client.taps.arrivals.Add(1)
	}
	if len(calls) > 0 && (t.laned || t.pool.crowded.Load()) {
		subject := r.subject(t)
		t.guild = uint64(subject.GuildID)
		if t.laned {
			t.key = r.key(subject)
		}
	}
	r.begin(t)
	if !r.d.push(ctx, t, tapped, &s.ledger) {
		return ErrStopped
	}
	r.keeper.touch(s)
	return nil
}

// meta tells where the event of a frame came from.
func meta(f gateway.Frame) event.Meta {
	return event.Meta{Shard: f.Shard, Sequence: f.Seq, Received: f.Received, Replayed: f.Replayed, Raw: f.Data}
}

// taskBytes is what a task takes up beside its event's data.
const taskBytes = 512

// newTask returns a task for calls. Its event, or meta and size, are still to
// be set.
func (r *run) newTask(name string, calls route) *task {
	t := &task{Context: r.handling, d: r.d, name: name, calls: calls, pool: &r.d.general}
	if name == interactionCreate {
		t.pool = &r.d.urgent
	} else {
		t.laned = r.d.order != Concurrent
	}
	return t
}

// begin lets Config.Hooks choose the context of t's handlers.
func (r *run) begin(t *task) {
	if hook := r.client.config.Hooks.Event; hook != nil && len(t.calls) > 0 {
		t.Context = hook(t.Context, t.name, t.meta)
	}
}

// decodeFirst is up to which size events are decoded to find their key, if
// nothing much waits. Larger ones, and those that come while queues are long,
// wait as they came and are only scanned.
const decodeFirst = 16 << 10

// subject returns what an event from the gateway is about. It may decode it.
func (r *run) subject(t *task) Subject {
	if t.calls.decodes() && len(t.meta.Raw) <= decodeFirst && r.d.queued.Load() <= r.d.limit/4 {
		if s, ok := subjectOf(t.decoded()); ok {
			return s
		}
	}
	return scan(t.name, t.meta.Shard, t.meta.Raw, r.client.config.Key != nil)
}

// key returns the key of a subject. If Config.Key panics that is the default.
func (r *run) key(s Subject) (key uint64) {
	own := r.client.config.Key
	if own == nil {
		return s.Key()
	}
	defer func() {
		if v := recover(); v != nil {
			key = s.Key()
			r.client.config.Logger.Error("Config.Key panicked", slog.String("event", s.Name), slog.Any("panic", v), slog.String("stack", string(debug.Stack())))
		}
	}()
	return own(s)
}

// emittedSubject returns what an event is about that did not come from the
// gateway.
func emittedSubject(e event.Event) Subject {
	if s, ok := subjectOf(e); ok {
		return s
	}
	data, err := json.Marshal(e)
	if err != nil {
		return Subject{Name: e.EventName(), Shard: e.EventMeta().Shard}
	}
	return scan(e.EventName(), e.EventMeta().Shard, string(data), true)
}

// emit gives handlers and taps an event that did not come from the gateway. It
// never waits. It reports false if the run has stopped.
func (r *run) emit(e event.Event, key, guild uint64) bool {
	if m := e.EventMeta(); m.Received.IsZero() {
		m.Received = time.Now()
	}
	t := r.newTask(e.EventName(), r.client.handlers.load().routeOf(e))
	t.event, t.meta, t.key, t.guild = e, *e.EventMeta(), key, guild
	if guild != libraryGuild || r.d.told[t.name] == nil {
		t.size = emittedBytes(e)
	}
	tapped := r.client.taps.wantEvent(e)
	if tapped {
		t.arrival = r.client.taps.arrivals.Add(1)
	}
	r.begin(t)
	return r.d.push(context.Background(), t, tapped, nil)
}

// stop lets handlers finish, and ends what is left of them.
func (r *run) stop() {
	if r.stopping.Swap(true) {
		<-r.stopped
		return
	}
	defer close(r.stopped)
	r.end()
	if h := r.handover.Load(); h != nil {
		h.abandon() // or it has taken over
	}
	cfg := &r.client.config
	deadline := time.Now().Add(cfg.DrainTimeout)
	r.waitQuiet(min(stopGrace, cfg.DrainTimeout))
	r.d.waitMatched(min(stopGrace, cfg.DrainTimeout))
	if !r.anew.Load() {
		r.client.taps.stop()
	}
	left := r.d.drain(time.Until(deadline))
	r.keeper.finish()
	r.cancel()
	if left.dropped > 0 || left.running > 0 {
		cfg.Logger.Warn("handlers did not finish in time", slog.Int("running", left.running), slog.Int("dropped", left.dropped), slog.Duration("timeout", cfg.DrainTimeout))
	}
	if !r.d.waitIdle(stopGrace) {
		cfg.Logger.Warn("handlers ignore that their contexts have ended")
	}
	r.tellRest()
}

// waitQuiet waits until no shard reads any more: an event that one has given to
// handlers counts as read only a moment later, and may be done before that. It
// waits no longer than timeout.
func (r *run) waitQuiet(timeout time.Duration) {
	late := time.After(timeout)
	for _, g := range r.generations() {
		for _, s := range g.shards {
			select {
			case <-s.launched:
			default:
				continue // it will not begin
			}
			select {
			case <-s.quiet:
			case <-late:
				return
			}
		}
	}
}
