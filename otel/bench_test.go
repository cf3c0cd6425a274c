package accordotel_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	accordotel "github.com/accord-go/accord/otel"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"
)

// BenchmarkHandler gives one event after another to a handler.
func BenchmarkHandler(b *testing.B) {
	metrics := sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewManualReader()))
	for _, bb := range []struct {
		name   string
		config *accordotel.Config
	}{
		{"plain", nil},
		{"metrics", &accordotel.Config{MeterProvider: metrics, TracerProvider: tracenoop.NewTracerProvider()}},
		{"traces not sampled", &accordotel.Config{MeterProvider: metricnoop.NewMeterProvider(), TracerProvider: sdktrace.NewTracerProvider(sdktrace.WithSampler(sdktrace.NeverSample()))}},
		{"traces sampled", &accordotel.Config{MeterProvider: metricnoop.NewMeterProvider(), TracerProvider: sdktrace.NewTracerProvider()}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			d := emutest.Start(b)
			cfg := accord.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)}
			if bb.config != nil {
				accordotel.Instrument(&cfg, *bb.config)
			}
			client := accord.New(d.Token, cfg)
			handled := make(chan struct{})
			accord.On(client, func(context.Context, *event.TypingStart) error {
				handled <- struct{}{}
				return nil
			})
			defer run(b, b.Context(), client)()
			b.ReportAllocs()
			for b.Loop() {
				if err := accord.Emit(client, &event.TypingStart{ChannelID: 1}); err != nil {
					b.Fatal(err)
				}
				<-handled
			}
		})
	}
}
