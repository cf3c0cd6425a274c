package accordotel

import (
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
)

// instruments are what is measured. docs/observability.md lists them, and a test
// holds the two equal.
type instruments struct {
	events       metric.Int64Counter
	disconnects  metric.Int64Counter
	started      metric.Int64Counter
	resumed      metric.Int64Counter
	lost         metric.Int64Counter
	heartbeat    metric.Float64Histogram
	latency      metric.Float64Histogram
	handling     metric.Float64Histogram
	panics       metric.Int64Counter
	requestTime  metric.Float64Histogram
	limitWait    metric.Float64Histogram
	refusedLimit metric.Int64Counter

	// These are asked for when they are collected.
	shards      metric.Int64ObservableUpDownCounter
	queueEvents metric.Int64ObservableUpDownCounter
	queueBytes  metric.Int64ObservableUpDownCounter
	queueLimit  metric.Int64ObservableUpDownCounter
	handlers    metric.Int64ObservableUpDownCounter
}

// The bounds of histograms, in seconds. Those of requests are the ones that
// OpenTelemetry prescribes for HTTP.
var (
	latencyBounds   = metric.WithExplicitBucketBoundaries(.00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
	handlingBounds  = metric.WithExplicitBucketBoundaries(.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300)
	heartbeatBounds = metric.WithExplicitBucketBoundaries(.005, .01, .025, .05, .075, .1, .15, .2, .3, .5, 1, 2.5, 5, 10)
	requestBounds   = metric.WithExplicitBucketBoundaries(.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10)
	waitBounds      = metric.WithExplicitBucketBoundaries(.001, .01, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900)
)

func newInstruments(m metric.Meter) instruments {
	counter := func(name, unit, description string) metric.Int64Counter {
		return must(m.Int64Counter(name, metric.WithUnit(unit), metric.WithDescription(description)))
	}
	seconds := func(name, description string, bounds metric.HistogramOption) metric.Float64Histogram {
		return must(m.Float64Histogram(name, metric.WithUnit("s"), metric.WithDescription(description), bounds))
	}
	observed := func(name, unit, description string) metric.Int64ObservableUpDownCounter {
		return must(m.Int64ObservableUpDownCounter(name, metric.WithUnit(unit), metric.WithDescription(description)))
	}
	return instruments{
		events:      counter("discord.gateway.events", "{event}", "Events received from the gateway, wanted or not."),
		disconnects: counter("discord.gateway.disconnects", "{connection}", "Connections that were lost or could not be opened, by cause. The shard reconnects after each that is not fatal."),
		started:     counter("discord.gateway.sessions.started", "{session}", "Sessions started by identifying."),
		resumed:     counter("discord.gateway.sessions.resumed", "{session}", "Sessions resumed: no event was lost."),
		lost:        counter("discord.gateway.sessions.lost", "{session}", "Sessions that could not be resumed: events may have been missed."),
		heartbeat:   seconds("discord.gateway.heartbeat.latency", "Time until Discord answered a heartbeat.", heartbeatBounds),
		latency:     seconds("discord.dispatch.latency", "Time from receiving an event until its first handler was called.", latencyBounds),
		handling:    seconds("discord.handler.duration", "Time that a handler took for an event.", handlingBounds),
		panics:      counter("discord.handler.panics", "{panic}", "Handlers that panicked."),
		requestTime: seconds("http.client.request.duration", "Duration of HTTP client requests.", requestBounds),
		limitWait:   seconds("discord.rest.limit.wait", "Time that the rate limiter held an attempt back.", waitBounds),
		refusedLimit: counter("discord.rest.rate_limited", "{response}",
			"Requests that Discord answered with 429."),
		shards:      observed("discord.gateway.shards", "{shard}", "Shards by state."),
		queueEvents: observed("discord.dispatch.queue.events", "{event}", "Events that wait for handlers."),
		queueBytes:  observed("discord.dispatch.queue.size", "By", "Bytes that the waiting events take up."),
		queueLimit:  observed("discord.dispatch.queue.limit", "By", "Bytes at which shards stop reading."),
		handlers:    observed("discord.handlers.active", "{handler}", "Handlers that run."),
	}
}

// must returns an instrument. An error, such as of a provider that knows it with
// another unit, goes where OpenTelemetry's errors go; the instrument works.
func must[T any](instrument T, err error) T {
	if err != nil {
		otel.Handle(err)
	}
	return instrument
}
