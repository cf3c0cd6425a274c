package accordotel

import (
	"context"
	"errors"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/gateway"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// run lets what is observed be asked of c while it runs.
func (t *telemetry) run(c *accord.Client) (ended func()) {
	r, err := t.meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		states := map[accord.ShardState]int64{accord.ShardWaiting: 0, accord.ShardConnecting: 0, accord.ShardReady: 0, accord.ShardDisconnected: 0}
		for _, h := range c.Health() {
			states[h.State]++
		}
		for state, n := range states {
			o.ObserveInt64(t.shards, n, metric.WithAttributes(keyShardState.String(state.String())))
		}
		q := c.Queue()
		o.ObserveInt64(t.queueEvents, int64(q.Events))
		o.ObserveInt64(t.queueBytes, q.Bytes)
		o.ObserveInt64(t.queueLimit, q.Limit)
		o.ObserveInt64(t.handlers, int64(q.Handlers))
		return nil
	}, t.shards, t.queueEvents, t.queueBytes, t.queueLimit, t.handlers)
	if err != nil {
		otel.Handle(err)
		return func() {}
	}
	return func() {
		if err := r.Unregister(); err != nil {
			otel.Handle(err)
		}
	}
}

// shard returns the hooks of a shard.
func (t *telemetry) shard(int) gateway.Hooks {
	ctx := context.Background() // what a connection does belongs to no trace
	return gateway.Hooks{
		Event:        func(name string) { t.events.Add(ctx, 1, t.ofEvent(typeOf(name))) },
		Ready:        func(gateway.Session) { t.started.Add(ctx, 1) },
		Resumed:      func(int) { t.resumed.Add(ctx, 1) },
		SessionLost:  func(gateway.Session, string) { t.lost.Add(ctx, 1) },
		HeartbeatAck: func(latency time.Duration) { t.heartbeat.Record(ctx, latency.Seconds()) },
		Disconnected: func(code int, err error, resume bool) {
			attrs := []attribute.KeyValue{keyCause.String(causeOf(code, err)), keyResumable.Bool(resume)}
			if code != 0 {
				attrs = append(attrs, keyCloseCode.Int(code))
			}
			t.disconnects.Add(ctx, 1, metric.WithAttributes(attrs...))
		},
	}
}

// causeOf names what ended a connection.
func causeOf(code int, err error) string {
	if code != 0 {
		return "closed"
	}
	for cause, name := range map[error]string{
		gateway.ErrReconnect:      "reconnect",
		gateway.ErrInvalidSession: "invalid_session",
		gateway.ErrZombie:         "zombie",
		gateway.ErrAsleep:         "asleep",
		gateway.ErrNoHello:        "no_hello",
	} {
		if errors.Is(err, cause) {
			return name
		}
	}
	if _, ok := errors.AsType[*gateway.DialError](err); ok {
		return "dial"
	}
	if _, ok := errors.AsType[*gateway.FrameError](err); ok {
		return "frame"
	}
	if _, ok := errors.AsType[*gateway.IdentifyLimitError](err); ok {
		return "identify_limit"
	}
	return "network"
}
