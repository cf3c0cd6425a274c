package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// TestScrape runs the bot, and reads what Prometheus and a supervisor would.
func TestScrape(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	client, handler, err := newBot(d.Token, accord.Config{
		API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler),
		Intents: discord.IntentsDefault | discord.IntentMessageContent,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	if status, _ := get(t, server.URL+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("/readyz answers %d before the bot runs", status)
	}
	pong := accord.Expect(client, func(m *event.MessageCreate) bool { return m.Content == "pong" })
	guild := accord.Expect[*event.GuildCreate](client, nil)
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- client.Run(ctx) }()
	if _, err := guild.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.Say("!ping")
	if _, err := pong.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/livez", "/readyz"} {
		if status, body := get(t, server.URL+path); status != http.StatusOK {
			t.Errorf("%s answers %d: %s", path, status, body)
		}
	}
	lacks(t, server.URL, d.Token, `discord_gateway_shards{discord_shard_state="ready"} 1`, "discord_dispatch_queue_size_bytes ", "discord_dispatch_queue_limit_bytes 6.7108864e+07")
	cancel()
	if err := <-ran; err != nil {
		t.Error(err)
	}
	client.REST.Close()
	lacks(t, server.URL, d.Token,
		`discord_gateway_events_total{discord_event_type="MESSAGE_CREATE"} 2`,
		"discord_gateway_sessions_started_total 1",
		`discord_dispatch_latency_seconds_bucket{discord_event_type="MESSAGE_CREATE",le="`,
		`discord_handler_duration_seconds_count{code_function_name="github.com/accord-go/accord/otel/examples/prometheus.newBot.func1",discord_event_type="MESSAGE_CREATE"} 2`,
		`http_client_request_duration_seconds_count{http_request_method="POST",http_response_status_code="200",server_address="127.0.0.1",server_port="1",url_template="/channels/{channel_id}/messages"} 1`,
		`discord_rest_limit_wait_seconds_sum{discord_rest_bucket="`,
		"# HELP http_client_request_duration_seconds Duration of HTTP client requests.",
	)
}

// lacks tells which of these lines are not in the exposition.
func lacks(t *testing.T, address, token string, lines ...string) {
	t.Helper()
	status, exposition := get(t, address+"/metrics")
	if status != http.StatusOK || strings.Contains(exposition, token) {
		t.Errorf("/metrics answers %d, with the token: %t", status, strings.Contains(exposition, token))
	}
	for _, line := range lines {
		if !strings.Contains("\n"+exposition, "\n"+line) {
			name, _, _ := strings.Cut(line, "{")
			t.Errorf("the exposition lacks %s", line)
			for got := range strings.Lines(exposition) {
				if strings.HasPrefix(got, name) {
					t.Log(got)
				}
			}
		}
	}
}

func get(t *testing.T, address string) (status int, body string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}
