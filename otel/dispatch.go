package accordotel

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// An eventContext is the context of an event's handlers. The reader makes it; its
// span is begun and ended when the first handler is called, by whoever calls it.
type eventContext struct {
	context.Context
	typ      string
	meta     event.Meta
	dispatch sync.Once
	span     trace.Span
}

type eventKey struct{}

// Value implements context.Context.
func (c *eventContext) Value(key any) any {
	if key == (eventKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// event begins the way of an event to its handlers.
func (t *telemetry) event(ctx context.Context, name string, m event.Meta) context.Context {
	typ := name // the library's own, or one of the program's
	if m.Sequence != 0 {
		typ = typeOf(name)
	}
	return &eventContext{Context: ctx, typ: typ, meta: m}
}

// dispatched ends it: a handler is about to be called.
func (t *telemetry) dispatched(c *eventContext) {
	now := time.Now()
	// What Run was called in is no part of the event's trace, only linked to it.
	options := []trace.SpanStartOption{
		trace.WithNewRoot(), trace.WithSpanKind(trace.SpanKindConsumer), trace.WithTimestamp(c.meta.Received),
		trace.WithAttributes(keyEventType.String(c.typ), keyShard.Int(c.meta.Shard), keyReplayed.Bool(c.meta.Replayed)),
	}
	if outer := trace.SpanContextFromContext(c.Context); outer.IsValid() {
		options = append(options, trace.WithLinks(trace.Link{SpanContext: outer}))
	}
	_, c.span = t.tracer.Start(c.Context, c.typ, options...)
	t.latency.Record(trace.ContextWithSpan(c.Context, c.span), now.Sub(c.meta.Received).Seconds(), t.ofEvent(c.typ))
	c.span.End(trace.WithTimestamp(now))
}

// handler follows one call of a handler.
func (t *telemetry) handler(ctx context.Context, e event.Event, function string) (context.Context, func(error)) {
	key := handlerKey{e.EventName(), function}
	if c, ok := ctx.Value(eventKey{}).(*eventContext); ok {
		c.dispatch.Do(func() { t.dispatched(c) })
		ctx = trace.ContextWithSpan(ctx, c.span)
		key.event = c.typ
	}
	attrs := t.ofHandler(key)
	ctx, span := t.tracer.Start(ctx, attrs.span, attrs.traced)
	if i, ok := e.(*event.InteractionCreate); ok && span.IsRecording() {
		span.SetAttributes(ofInteraction(&i.Interaction)...)
	}
	start := time.Now()
	return ctx, func(err error) {
		took := time.Since(start).Seconds()
		if err == nil {
			t.handling.Record(ctx, took, attrs.measured)
			span.End()
			return
		}
		kind := errorType(err)
		t.handling.Record(ctx, took, metric.WithAttributes(append(slices.Clip(attrs.all), kind)...))
		if p, ok := err.(*accord.PanicError); ok {
			t.panics.Add(ctx, 1, t.ofEvent(key.event))
			span.AddEvent("exception", trace.WithAttributes(semconv.ExceptionType("panic"), semconv.ExceptionMessage(p.Error()), semconv.ExceptionStacktrace(string(p.Stack))))
		} else {
			span.RecordError(err)
		}
		span.SetAttributes(kind)
		span.SetStatus(codes.Error, err.Error())
		span.End()
	}
}

// ofInteraction tells interactions apart: by their type, and commands by name.
// Custom IDs and options are the users'.
func ofInteraction(i *discord.Interaction) []attribute.KeyValue {
	attrs := []attribute.KeyValue{keyInteractionType.String(i.Type.String())}
	switch d := i.Data.(type) {
	case discord.CommandData:
		attrs = append(attrs, keyCommand.String(d.Name))
	case discord.AutocompleteData:
		attrs = append(attrs, keyCommand.String(d.Name))
	}
	return attrs
}
