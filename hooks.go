package accord

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/rest"
)

// Hooks tell what a client does, to measure and to trace it; the module
// github.com/accord-go/accord/otel does so with OpenTelemetry. What happens to
// requests is told by the hooks in Config.REST. Nil ones are not called, and cost
// nothing. The others are called where the work is done, which waits for them, and
// by many goroutines at once. They must be quick and must not panic. See
// [Hooks.Join].
type Hooks struct {
	// Run is called when [Client.Run] begins, and what it returns when that ends.
	Run func(c *Client) (ended func())

	// Gateway returns the hooks of the shard of that number. They are called after
	// the client's own. A shard that comes from resharding gets new ones.
	Gateway func(shard int) gateway.Hooks

	// Event is called before an event that handlers want is given to them: for
	// one of the gateway's by the goroutine that reads, when the event is not
	// decoded yet. The context that it returns, which must be made from ctx, is
	// that of the event's handlers. They may be called much later, or never, if
	// the client stops.
	Event func(ctx context.Context, name string, m event.Meta) context.Context

	// Handler is called before each call of a handler, which gets the context that
	// it returns; that must be made from ctx. Function is the name of the function
	// that was given to [On], such as main.onMessage. Done is called when the
	// handler has returned, with its error, a [*PanicError], or nil.
	Handler func(ctx context.Context, e event.Event, function string) (_ context.Context, done func(err error))
}

// hooksOf returns the hooks of a shard, with those of Config.Hooks.
func (r *run) hooksOf(s *shard) gateway.Hooks {
	h := r.hooks(s)
	if others := r.client.config.Hooks.Gateway; others != nil {
		h = h.Join(others(s.id))
	}
	return h
}

// hooks turns what a shard tells into events.
func (r *run) hooks(s *shard) gateway.Hooks {
	shard := s.id
	return gateway.Hooks{
		Connected: func(url string) {
			s.vitals.enter(ShardConnecting, nil)
			address, _, _ := strings.Cut(url, "?")
			tell(r, shard, func(e *event.ShardConnected) { e.URL = address })
		},
		Disconnected: func(code int, err error, resume bool) {
			s.settled()
			s.vitals.enter(ShardDisconnected, err)
			tell(r, shard, func(e *event.ShardDisconnected) { e.Code, e.Err, e.Resume = code, err, resume })
		},
		Waiting: s.vitals.wait,
		Ready: func(session gateway.Session) {
			r.d.forget(&s.ledger) // of the session before
			r.keeper.touch(s)
			s.settled()
			s.vitals.up(false)
			s.members.begin(nil) // GUILD_CREATE follows for each guild
			tell(r, shard, func(e *event.ShardReady) { e.SessionID = session.ID })
		},
		Resumed: func(replayed int) {
			s.settled()
			s.vitals.up(true)
			s.members.begin(s.conn.Session().Guilds)
			tell(r, shard, func(e *event.ShardResumed) { e.Events = replayed })
		},
		SessionLost: func(lost gateway.Session, reason string) {
			r.keeper.touch(s)
			s.vitals.lose(lost.ID)
			s.members.lost()
			tell(r, shard, func(e *event.SessionLost) {
				e.SessionID, e.Last, e.Since, e.Reason = lost.ID, lost.Sequence, lost.LastFrame, reason
			})
		},
		RateLimited: s.members.limited,
		FrameSent: func(op gateway.Opcode, payload []byte) {
			tell(r, shard, func(e *event.FrameSent) { e.Op, e.Data = int(op), string(payload) })
		},
		Error: func(err error) {
			if _, limited := errors.AsType[*gateway.IdentifyLimitError](err); limited {
				s.settled()
				tell(r, shard, func(e *event.CriticalError) { e.Err = err })
			}
		},
		HeartbeatAck: func(latency time.Duration) {
			r.keeper.touch(s) // the session is not old yet
			tell(r, shard, func(e *event.ShardHeartbeat) { e.Latency = latency })
		},
	}
}

// pressure tells that a shard has stopped reading, or reads again.
func (r *run) pressure(shard int, blocked bool, waited time.Duration, queued int64) {
	limit := r.d.limit
	if blocked {
		r.client.config.Logger.Warn("queues are full: not reading", slog.Int("shard", shard), slog.Int64("queued_bytes", queued), slog.Int64("limit_bytes", limit))
	} else {
		r.client.config.Logger.Info("reading again", slog.Int("shard", shard), slog.Duration("waited", waited))
	}
	tell(r, shard, func(e *event.Backpressure) {
		e.Blocked, e.Waited, e.Queued, e.Limit = blocked, waited, queued, limit
	})
}

// restHooks turns what requests tell into events while the client runs.
func (c *Client) restHooks() rest.Hooks {
	return rest.Hooks{
		Response: func(_ context.Context, x rest.Response) {
			if r := c.current.Load(); r != nil {
				tell(r, 0, func(e *event.RESTResponse) {
					e.Method, e.Route, e.Status, e.Attempt, e.Err = x.Method, x.Route, x.Status, x.Attempt, x.Err
					e.Limited, e.Wire = x.Limited, x.Wire
				})
			}
		},
		RateLimited: func(_ context.Context, x rest.RateLimited) {
			if r := c.current.Load(); r != nil {
				tell(r, 0, func(e *event.RESTRateLimited) {
					e.Method, e.Route, e.Scope, e.Global, e.RetryAfter = x.Method, x.Route, x.Scope, x.Global, x.RetryAfter
				})
			}
		},
	}
}
