package accordotel_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	accordotel "github.com/accord-go/accord/otel"
	"go.opentelemetry.io/otel/attribute"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// A lab keeps what a client tells OpenTelemetry.
type lab struct {
	reader *sdkmetric.ManualReader
	spans  *tracetest.SpanRecorder
	tracer *sdktrace.TracerProvider
	config accordotel.Config
}

func newLab() *lab {
	l := &lab{reader: sdkmetric.NewManualReader(), spans: tracetest.NewSpanRecorder()}
	l.tracer = sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(l.spans))
	l.config = accordotel.Config{
		MeterProvider:  sdkmetric.NewMeterProvider(sdkmetric.WithReader(l.reader)),
		TracerProvider: l.tracer,
	}
	return l
}

// client returns a client of d that the lab looks at.
func (l *lab) client(d *emutest.Discord, cfg accord.Config) *accord.Client {
	cfg.API, cfg.Dial = d.API, d.Dial
	cfg.Intents = discord.IntentsDefault | discord.IntentMessageContent
	cfg.Logger = cmp.Or(cfg.Logger, slog.New(slog.DiscardHandler))
	if cfg.OnError == nil {
		cfg.OnError = func(context.Context, event.Event, error) {}
	}
	accordotel.Instrument(&cfg, l.config)
	return accord.New(d.Token, cfg)
}

// collect returns what has been measured.
func (l *lab) collect(t *testing.T) []metricdata.Metrics {
	t.Helper()
	var all metricdata.ResourceMetrics
	if err := l.reader.Collect(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	if len(all.ScopeMetrics) == 0 {
		return nil
	}
	if len(all.ScopeMetrics) != 1 || all.ScopeMetrics[0].Scope.Name != "github.com/accord-go/accord/otel" {
		t.Fatalf("scopes %+v", all.ScopeMetrics)
	}
	return all.ScopeMetrics[0].Metrics
}

// series returns the values of a metric by its attributes: of a histogram the
// number of measurements and their sum.
func (l *lab) series(t *testing.T, name string) []string {
	t.Helper()
	for _, m := range l.collect(t) {
		if m.Name == name {
			return values(t, m.Data)
		}
	}
	return nil
}

func values(t *testing.T, data metricdata.Aggregation) (all []string) {
	t.Helper()
	switch data := data.(type) {
	case metricdata.Sum[int64]:
		for _, p := range data.DataPoints {
			all = append(all, fmt.Sprintf("%s %d", labels(p.Attributes.ToSlice()), p.Value))
		}
	case metricdata.Histogram[float64]:
		for _, p := range data.DataPoints {
			all = append(all, fmt.Sprintf("%s %d in %v", labels(p.Attributes.ToSlice()), p.Count, seconds(p.Sum)))
		}
	default:
		t.Fatalf("a metric of type %T", data)
	}
	slices.Sort(all)
	return all
}

// seconds rounds away what floating point adds.
func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second)).Round(time.Microsecond)
}

// labels writes attributes down, by name.
func labels(attrs []attribute.KeyValue) string {
	var all []string
	for _, a := range attrs {
		all = append(all, fmt.Sprintf("%s=%s", a.Key, a.Value.String()))
	}
	slices.Sort(all)
	return "{" + strings.Join(all, " ") + "}"
}

// expect compares a metric's series.
func (l *lab) expect(t *testing.T, name string, want ...string) {
	t.Helper()
	if got := l.series(t, name); !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// ended returns the spans of that name that have ended.
func (l *lab) ended(name string) (spans []sdktrace.ReadOnlySpan) {
	for _, s := range l.spans.Ended() {
		if s.Name() == name {
			spans = append(spans, s)
		}
	}
	return spans
}

// one returns the only span of that name.
func (l *lab) one(t *testing.T, name string) sdktrace.ReadOnlySpan {
	t.Helper()
	spans := l.ended(name)
	if len(spans) != 1 {
		var names []string
		for _, s := range l.spans.Ended() {
			names = append(names, s.Name())
		}
		t.Fatalf("%d spans %q among %q, want one", len(spans), name, names)
	}
	return spans[0]
}

// run runs the client until stop is called, which waits for its end. It returns
// when the client's guild has come.
func run(t testing.TB, ctx context.Context, client *accord.Client) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(ctx)
	guild := accord.Expect[*event.GuildCreate](client, nil)
	ran := make(chan error, 1)
	go func() { ran <- client.Run(ctx) }()
	if _, err := guild.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	return func() {
		cancel()
		if err := <-ran; err != nil {
			t.Errorf("Run: %v", err)
		}
		client.REST.Close()
	}
}
