// Prometheus is a bot that answers "!ping", and serves its metrics to Prometheus
// and its health to a supervisor.
//
//	DISCORD_TOKEN=… GOWORK=off go run .
//
// The addresses are http://127.0.0.1:9464/metrics, /livez and /readyz; ADDR in the
// environment changes host and port. With DISCORD_API set, the bot runs on the
// local Discord.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	accordotel "github.com/accord-go/accord/otel"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	prometheusexporter "go.opentelemetry.io/otel/exporters/prometheus"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	token := os.Getenv("DISCORD_TOKEN")
	if token == "" {
		log.Fatal("set DISCORD_TOKEN to the token of your bot")
	}
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = "127.0.0.1:9464"
	}
	client, handler, err := newBot(token, accord.Config{Intents: discord.IntentsDefault | discord.IntentMessageContent})
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Addr: addr, Handler: handler}
	go func() { log.Fatal(server.ListenAndServe()) }()
	if err := client.Run(ctx); err != nil {
		log.Fatal(err)
	}
}

// newBot returns the bot, and what is served of it.
func newBot(token string, cfg accord.Config) (*accord.Client, http.Handler, error) {
	registry := prometheus.NewRegistry()
	exporter, err := prometheusexporter.New(prometheusexporter.WithRegisterer(registry), prometheusexporter.WithoutScopeInfo())
	if err != nil {
		return nil, nil, err
	}
	accordotel.Instrument(&cfg, accordotel.Config{
		MeterProvider: sdkmetric.NewMeterProvider(sdkmetric.WithReader(exporter)),
	})
	client := accord.New(token, cfg)
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		if m.Author.Bot || m.Content != "!ping" {
			return nil
		}
		_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "pong"})
		return err
	})
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.Handle("GET /", client.HealthHandler())
	return client, mux, nil
}
