package accordotel_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/rest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

const createMessage = "POST /channels/{channel_id}/messages"

// checkSpan compares what a span says.
func checkSpan(t *testing.T, s sdktrace.ReadOnlySpan, kind trace.SpanKind, status codes.Code, attrs string) {
	t.Helper()
	if s.SpanKind() != kind || s.Status().Code != status {
		t.Errorf("span %s: %v, status %+v, want %v, %v", s.Name(), s.SpanKind(), s.Status(), kind, status)
	}
	if got := labels(s.Attributes()); got != attrs {
		t.Errorf("span %s has the attributes\n%s, want\n%s", s.Name(), got, attrs)
	}
}

// isChild wants child to belong to parent.
func isChild(t *testing.T, child, parent sdktrace.ReadOnlySpan) {
	t.Helper()
	if child.Parent().SpanID() != parent.SpanContext().SpanID() || child.SpanContext().TraceID() != parent.SpanContext().TraceID() {
		t.Errorf("span %s is no child of %s", child.Name(), parent.Name())
	}
}

// TestTrace follows an event through two handlers to a request that is limited
// once, with a span and a request of the program's own in between.
func TestTrace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := newLab()
		var mu sync.Mutex
		var inside []string // spans in which the program's own hooks are called
		note := func(ctx context.Context) {
			mu.Lock()
			defer mu.Unlock()
			if s, ok := trace.SpanFromContext(ctx).(sdktrace.ReadOnlySpan); ok {
				inside = append(inside, s.Name())
			}
		}
		client := l.client(d, accord.Config{
			Hooks: accord.Hooks{Handler: func(ctx context.Context, e event.Event, _ string) (context.Context, func(error)) {
				note(ctx)
				return ctx, func(error) {}
			}},
			REST: rest.Config{Hooks: rest.Hooks{Response: func(ctx context.Context, _ rest.Response) { note(ctx) }}},
		})
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			if m.Author.Bot {
				return nil
			}
			ctx, own := l.tracer.Tracer("program").Start(ctx, "own")
			defer own.End()
			time.Sleep(time.Second)
			_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "pong"})
			return err
		})
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error { return nil })
		outer, main := l.tracer.Tracer("program").Start(t.Context(), "main")
		stop := run(t, outer, client)
		d.FailNext(emulator.Failure{Path: "/messages$", Status: 429, RetryAfter: 2, Scope: "shared"})
		mu.Lock()
		inside = nil
		mu.Unlock()
		d.Say("!ping")
		time.Sleep(time.Minute)
		stop()

		handled := l.ended("handle MESSAGE_CREATE")
		received := l.ended("MESSAGE_CREATE") // and the bot's own message
		if len(handled) != 4 || len(received) != 2 {
			t.Fatalf("%d spans of handlers and %d of events, want 4 and 2", len(handled), len(received))
		}
		if !slices.Contains(inside, "handle MESSAGE_CREATE") || !slices.Contains(inside, createMessage) {
			t.Errorf("the program's hooks were called inside of %q", inside)
		}
		e, second, own, request := received[0], handled[0], l.one(t, "own"), l.one(t, createMessage)
		var first sdktrace.ReadOnlySpan
		for _, h := range handled {
			if h.SpanContext().SpanID() == own.Parent().SpanID() {
				first = h
			}
		}
		isChild(t, first, e)
		isChild(t, second, e)
		isChild(t, own, first)
		isChild(t, request, own)
		if e.Parent().IsValid() || len(e.Links()) != 1 || e.Links()[0].SpanContext.SpanID() != main.SpanContext().SpanID() {
			t.Errorf("the event's span has the parent %v and the links %v, want only a link to the span that Run was called in", e.Parent(), e.Links())
		}
		checkSpan(t, e, trace.SpanKindConsumer, codes.Unset, "{discord.event.replayed=false discord.event.type=MESSAGE_CREATE discord.shard=0}")
		checkSpan(t, request, trace.SpanKindClient, codes.Unset, "{discord.rest.bucket="+bucketOf(request)+" discord.rest.limit.wait=2.001 http.request.method=POST http.request.resend_count=1 http.response.status_code=200 server.address=127.0.0.1 server.port=1 url.template=/channels/{channel_id}/messages}")
		want := []string{
			"rate limited {discord.rest.retry_after=2 discord.rest.scope=shared}",
			"attempt failed {error.type=429 http.request.resend_count=0 http.response.status_code=429}",
			"waited for the rate limit {discord.rest.limit.wait=2.001}",
		}
		for i, e := range request.Events() {
			if got := e.Name + " " + labels(e.Attributes); i >= len(want) || got != want[i] {
				t.Errorf("event %d of the request is %s", i, got)
			}
		}
		if took := request.EndTime().Sub(request.StartTime()); took < 2*time.Second || first.EndTime().Sub(first.StartTime()) < time.Second+took {
			t.Errorf("the request took %v, the handler %v", took, first.EndTime().Sub(first.StartTime()))
		}
	})
}

// bucketOf returns the bucket that a request's span names.
func bucketOf(s sdktrace.ReadOnlySpan) string {
	for _, a := range s.Attributes() {
		if a.Key == "discord.rest.bucket" {
			return a.Value.AsString()
		}
	}
	return ""
}

// TestTraceOfFailures looks at handlers and requests that fail.
func TestTraceOfFailures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := newLab()
		client := l.client(d, accord.Config{})
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			switch m.Content {
			case "fail":
				return errors.New("no such luck")
			case "panic":
				panic("oh")
			}
			return errors.Join(client.REST.Messages.Delete(ctx, m.ChannelID, 5), nil)
		})
		stop := run(t, t.Context(), client)
		for _, content := range []string{"fail", "panic", "request"} {
			d.Say(content)
			synctest.Wait()
		}
		stop()
		handled := l.ended("handle MESSAGE_CREATE")
		if len(handled) != 3 {
			t.Fatalf("%d spans of handlers, want 3", len(handled))
		}
		const function = "{code.function.name=github.com/accord-go/accord/otel_test.TestTraceOfFailures.func1.1 discord.event.type=MESSAGE_CREATE error.type="
		for i, want := range []struct{ kind, description, exception string }{
			{"*errors.errorString", "no such luck", "no such luck"},
			{"panic", "panic: oh", "panic: oh"},
			{"404", "", ""},
		} {
			s := handled[i]
			checkSpan(t, s, trace.SpanKindInternal, codes.Error, function+want.kind+"}")
			if len(s.Events()) != 1 || s.Events()[0].Name != "exception" {
				t.Fatalf("events %+v", s.Events())
			}
			if got := attributeOf(s.Events()[0].Attributes, "exception.message"); want.exception != "" && (got != want.exception || s.Status().Description != want.description) {
				t.Errorf("exception %q, description %q", got, s.Status().Description)
			}
			if stack := attributeOf(s.Events()[0].Attributes, "exception.stacktrace"); (stack != "") != (want.kind == "panic") {
				t.Errorf("stack %q", stack)
			}
		}
		request := l.one(t, "DELETE /channels/{channel_id}/messages/{message_id}")
		isChild(t, request, handled[2])
		if attributeOf(request.Attributes(), "error.type") != "404" || request.Status().Code != codes.Error {
			t.Errorf("%s, %+v", labels(request.Attributes()), request.Status())
		}
	})
}

func attributeOf(attrs []attribute.KeyValue, key attribute.Key) string {
	for _, a := range attrs {
		if a.Key == key {
			return a.Value.String()
		}
	}
	return ""
}

// TestSampling wants nothing of a trace that is not sampled, and all of the
// measurements.
func TestSampling(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := newLab()
		l.config.TracerProvider = sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(l.spans), sdktrace.WithSampler(sdktrace.NeverSample()))
		client := l.client(d, accord.Config{})
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			if m.Author.Bot {
				return nil
			}
			_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "pong"})
			return err
		})
		stop := run(t, t.Context(), client)
		d.Say("hello")
		synctest.Wait()
		stop()
		if spans := l.spans.Ended(); len(spans) != 0 {
			t.Errorf("%d spans", len(spans))
		}
		l.expect(t, "discord.dispatch.latency", "{discord.event.type=MESSAGE_CREATE} 2 in 0s")
	})
}
