package accord

import (
	"context"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// Join returns hooks that call those of h, and then those of next, which get the
// contexts that those of h return. What the hooks return is called in the reverse
// order.
func (h Hooks) Join(next Hooks) Hooks {
	return Hooks{
		Run:     joinRun(h.Run, next.Run),
		Gateway: joinGateway(h.Gateway, next.Gateway),
		Event:   joinEvent(h.Event, next.Event),
		Handler: joinHandler(h.Handler, next.Handler),
	}
}

type (
	runHook     = func(*Client) func()
	gatewayHook = func(int) gateway.Hooks
	eventHook   = func(context.Context, string, event.Meta) context.Context
	handlerHook = func(context.Context, event.Event, string) (context.Context, func(error))
)

func joinRun(first, next runHook) runHook {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(c *Client) func() {
		last, ended := first(c), next(c)
		return func() {
			ended()
			last()
		}
	}
}

func joinGateway(first, next gatewayHook) gatewayHook {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(shard int) gateway.Hooks { return first(shard).Join(next(shard)) }
}

func joinEvent(first, next eventHook) eventHook {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(ctx context.Context, name string, m event.Meta) context.Context {
		return next(first(ctx, name, m), name, m)
	}
}

func joinHandler(first, next handlerHook) handlerHook {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(ctx context.Context, e event.Event, function string) (context.Context, func(error)) {
		ctx, last := first(ctx, e, function)
		ctx, done := next(ctx, e, function)
		return ctx, func(err error) {
			done(err)
			last(err)
		}
	}
}
