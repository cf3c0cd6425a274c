package accord

import (
	"log/slog"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// tell emits one of the library's own events, if anybody listens. Fill is only
// called then.
func tell[T any, E interface {
	*T
	event.Event
}](r *run, shard int, fill func(e E)) {
	if !r.client.wants(E(nil)) {
		return
	}
	e := E(new(T))
	*e.EventMeta() = event.Meta{Shard: shard, Received: time.Now()}
	fill(e)
	r.emit(e, 0)
}

// hooks turns what a shard tells into events.
func (r *run) hooks(shard int) gateway.Hooks {
	return gateway.Hooks{
		Connected: func(url string) {
			tell(r, shard, func(e *event.ShardConnected) { e.URL = url })
		},
		Disconnected: func(code int, err error, resume bool) {
			tell(r, shard, func(e *event.ShardDisconnected) { e.Code, e.Err, e.Resume = code, err, resume })
		},
		Ready: func(s gateway.Session) {
			tell(r, shard, func(e *event.ShardReady) { e.SessionID = s.ID })
		},
		Resumed: func(replayed int) {
			tell(r, shard, func(e *event.ShardResumed) { e.Events = replayed })
		},
		SessionLost: func(s gateway.Session, reason string) {
			tell(r, shard, func(e *event.SessionLost) { e.SessionID, e.Last, e.Reason = s.ID, s.Sequence, reason })
		},
	}
}

// pressure tells that a shard has stopped reading, or reads again.
func (r *run) pressure(t *task, blocked bool, waited time.Duration, queued int64) {
	shard, limit := t.meta.Shard, r.d.limit
	if blocked {
		r.client.config.Logger.Warn("handlers are slow: queues are full, not reading", slog.Int("shard", shard), slog.Int64("queued_bytes", queued), slog.Int64("limit_bytes", limit))
	} else {
		r.client.config.Logger.Info("reading again", slog.Int("shard", shard), slog.Duration("waited", waited))
	}
	tell(r, shard, func(e *event.Backpressure) {
		e.Blocked, e.Waited, e.Queued, e.Limit = blocked, waited, queued, limit
	})
}
