package accordotel

import (
	"context"
	"strconv"
	"time"

	"github.com/accord-go/accord/rest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// waitWorthTelling is from which wait on a span tells of it.
const waitWorthTelling = time.Millisecond

// A requestContext is the context of a request with all its attempts. One
// goroutine makes them.
type requestContext struct {
	context.Context
	span   trace.Span
	common []attribute.KeyValue // of the request's span and measurements
	waited time.Duration
	last   rest.Response
}

type requestKey struct{}

// Value implements context.Context.
func (c *requestContext) Value(key any) any {
	if key == (requestKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// with returns the common attributes and others.
func (c *requestContext) with(others ...attribute.KeyValue) []attribute.KeyValue {
	return append(c.common[:len(c.common):len(c.common)], others...)
}

// request follows a request. The address with its IDs and tokens is not told, nor
// is the trace told to Discord.
func (t *telemetry) request(ctx context.Context, r rest.Begun) (context.Context, func(error)) {
	template := t.routes.template(r.Route)
	c := &requestContext{common: append(server(r.Host), semconv.HTTPRequestMethodKey.String(r.Method), semconv.URLTemplate(template))}
	c.Context, c.span = t.tracer.Start(ctx, r.Method+" "+template, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(c.common...))
	return c, func(err error) {
		defer c.span.End()
		if !c.span.IsRecording() {
			return
		}
		if c.last.Status != 0 {
			c.span.SetAttributes(semconv.HTTPResponseStatusCode(c.last.Status))
		}
		if c.last.Bucket != "" {
			c.span.SetAttributes(keyBucket.String(c.last.Bucket))
		}
		if c.last.Attempt > 0 {
			c.span.SetAttributes(semconv.HTTPRequestResendCount(c.last.Attempt))
		}
		c.span.SetAttributes(keyWait.Float64(c.waited.Seconds()))
		if err != nil {
			c.span.SetAttributes(errorType(err))
			c.span.SetStatus(codes.Error, err.Error()) // without secrets
		}
	}
}

// response notes an attempt.
func (t *telemetry) response(ctx context.Context, r rest.Response) {
	c, ok := ctx.Value(requestKey{}).(*requestContext)
	if !ok {
		return // the hooks of request were lost on the way
	}
	attrs := c.with()
	if r.Status != 0 {
		attrs = append(attrs, semconv.HTTPResponseStatusCode(r.Status))
	}
	if r.Err != nil {
		attrs = append(attrs, errorType(r.Err))
	}
	t.requestTime.Record(ctx, r.Wire.Seconds(), metric.WithAttributes(attrs...))
	attrs = []attribute.KeyValue{semconv.HTTPRequestMethodKey.String(r.Method), semconv.URLTemplate(t.routes.template(r.Route))}
	if r.Bucket != "" {
		attrs = append(attrs, keyBucket.String(r.Bucket))
	}
	t.limitWait.Record(ctx, r.Limited.Seconds(), metric.WithAttributes(attrs...))
	c.last = r
	c.waited += r.Limited
	if !c.span.IsRecording() {
		return
	}
	if r.Limited >= waitWorthTelling {
		c.span.AddEvent("waited for the rate limit", trace.WithTimestamp(time.Now().Add(-r.Wire)), trace.WithAttributes(keyWait.Float64(r.Limited.Seconds())))
	}
	if r.Err != nil {
		c.span.AddEvent("attempt failed", trace.WithAttributes(failed(r)...))
	}
}

// failed tells of an attempt that failed.
func failed(r rest.Response) []attribute.KeyValue {
	attrs := []attribute.KeyValue{errorType(r.Err), semconv.HTTPRequestResendCount(r.Attempt)}
	if r.Status != 0 {
		attrs = append(attrs, semconv.HTTPResponseStatusCode(r.Status))
	}
	return attrs
}

// rateLimited notes a 429.
func (t *telemetry) rateLimited(ctx context.Context, r rest.RateLimited) {
	scope := r.Scope
	switch scope {
	case "user", "global", "shared":
	case "":
		scope = "unknown"
	default:
		scope = other
	}
	c, ok := ctx.Value(requestKey{}).(*requestContext)
	if !ok {
		return // as in response
	}
	t.refusedLimit.Add(ctx, 1, metric.WithAttributes(c.with(keyScope.String(scope))...))
	if c.span.IsRecording() {
		c.span.AddEvent("rate limited", trace.WithAttributes(keyScope.String(scope), keyRetryAfter.String(strconv.FormatFloat(r.RetryAfter.Seconds(), 'g', -1, 64))))
	}
}
