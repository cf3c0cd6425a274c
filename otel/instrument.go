// Package accordotel measures and traces a bot with OpenTelemetry.
//
//	cfg := accord.Config{Intents: discord.IntentsDefault}
//	accordotel.Instrument(&cfg, accordotel.Config{})
//	client := accord.New(token, cfg)
//
// It uses OpenTelemetry's API only. Where the metrics and traces go, and which
// traces are sampled, is said by the SDK that the program sets up.
//
// # Metrics
//
// docs/observability.md in Accord's repository lists them with their units and
// attributes. No attribute is an ID, a token, or anything else that has ever more
// values.
//
// # Traces
//
// Each event that a handler wants begins a trace. Its span lasts from when the
// event was received until its first handler is called. The spans of its handlers
// are its children, and those of the requests that a handler makes with its
// context are the handler's. A request has one span for all its attempts; waits
// for rate limits and failed attempts are events of the span. What else a handler
// does with its context, such as querying a database, joins in.
package accordotel

import (
	"github.com/accord-go/accord"
	"github.com/accord-go/accord/rest"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
)

// scope is the name of the meter and the tracer.
const scope = "github.com/accord-go/accord/otel"

// A Config says where metrics and traces go. The zero Config is the global
// providers.
type Config struct {
	// MeterProvider makes the meter. Nil: the global one, also if that is set
	// later. For no metrics use the one of go.opentelemetry.io/otel/metric/noop.
	MeterProvider metric.MeterProvider

	// TracerProvider makes the tracer. Nil: the global one, also if that is set
	// later. For no traces use the one of go.opentelemetry.io/otel/trace/noop.
	TracerProvider trace.TracerProvider
}

// Instrument adds hooks to cfg that measure and trace the client made with it.
// Call it once, before accord.New. Hooks that cfg has already are called as well,
// inside the spans, so that they can add to them.
//
// Errors of OpenTelemetry go to its own error handler.
func Instrument(cfg *accord.Config, o Config) {
	t := newTelemetry(o)
	own := accord.Hooks{Run: t.run, Gateway: t.shard, Event: t.event, Handler: t.handler}
	cfg.Hooks = own.Join(cfg.Hooks)
	cfg.REST.Hooks = t.requests().Join(cfg.REST.Hooks)
}

// InstrumentREST is [Instrument] for a rest.Client that is used by itself, such as
// for webhooks. accord.Config.REST is not to be given to both.
func InstrumentREST(cfg *rest.Config, o Config) {
	cfg.Hooks = newTelemetry(o).requests().Join(cfg.Hooks)
}

// telemetry is what the hooks of one client use.
type telemetry struct {
	tracer trace.Tracer
	meter  metric.Meter
	instruments
	attributes
	routes routes
}

func newTelemetry(o Config) *telemetry {
	if o.MeterProvider == nil {
		o.MeterProvider = otel.GetMeterProvider()
	}
	if o.TracerProvider == nil {
		o.TracerProvider = otel.GetTracerProvider()
	}
	t := &telemetry{tracer: o.TracerProvider.Tracer(scope), meter: o.MeterProvider.Meter(scope)}
	t.instruments = newInstruments(t.meter)
	return t
}

// requests are the hooks of a rest.Client.
func (t *telemetry) requests() rest.Hooks {
	return rest.Hooks{Request: t.request, Response: t.response, RateLimited: t.rateLimited}
}
