package accordotel_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	accordotel "github.com/accord-go/accord/otel"
	"go.opentelemetry.io/otel"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"
)

// TestConcurrent has two clients handle events and make requests at once while
// metrics are collected, and wants each request in its own event's trace.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	const messages = 20
	l := newLab()
	var clients, collecting sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		d := emutest.Start(t)
		client := l.client(d, accord.Config{Order: accord.Concurrent})
		var handled sync.WaitGroup
		handled.Add(messages)
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			defer handled.Done()
			_, err := client.REST.Users.Me(ctx)
			return err
		})
		stop := run(t, t.Context(), client)
		clients.Go(func() {
			defer stop()
			for range messages {
				d.Say("hello")
			}
			handled.Wait()
		})
	}
	collecting.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				l.collect(t)
			}
		}
	})
	clients.Wait()
	close(done)
	collecting.Wait()
	l.expect(t, "discord.gateway.events", "{discord.event.type=GUILD_CREATE} 2", "{discord.event.type=MESSAGE_CREATE} 40", "{discord.event.type=READY} 2")
	traces := make(map[trace.TraceID]string)
	for _, s := range l.spans.Ended() {
		traces[s.SpanContext().TraceID()] += s.Name() + "\n"
	}
	whole := 0
	for _, names := range traces {
		if strings.Contains(names, "MESSAGE_CREATE\n") {
			whole++
			if names != "MESSAGE_CREATE\nGET /users/@me\nhandle MESSAGE_CREATE\n" {
				t.Errorf("a trace has the spans %q", names)
			}
		}
	}
	if whole != 2*messages {
		t.Errorf("%d traces of messages, want %d", whole, 2*messages)
	}
}

// TestGlobalProviders has a client use the global providers.
func TestGlobalProviders(t *testing.T) {
	d := emutest.Start(t)
	l := newLab()
	otel.SetMeterProvider(l.config.MeterProvider)
	otel.SetTracerProvider(l.config.TracerProvider)
	defer otel.SetMeterProvider(metricnoop.NewMeterProvider())
	defer otel.SetTracerProvider(tracenoop.NewTracerProvider())
	cfg := accord.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)}
	accordotel.Instrument(&cfg, accordotel.Config{})
	client := accord.New(d.Token, cfg)
	handled := make(chan error, 1)
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		if !m.Author.Bot {
			_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "pong"})
			handled <- err
		}
		return nil
	})
	stop := run(t, t.Context(), client)
	d.Say("hello")
	if err := <-handled; err != nil {
		t.Error(err)
	}
	stop()
	isChild(t, l.one(t, createMessage), l.ended("handle MESSAGE_CREATE")[0])
	l.expect(t, "discord.gateway.sessions.started", "{} 1")
}
