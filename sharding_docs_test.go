package accord_test

import (
	"context"
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/gateway"
)

// TestDocumentedShards runs what docs/sharding.md shows.
func TestDocumentedShards(t *testing.T) {
	t.Parallel()
	index := 3
	// docs:begin
	client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
		Shards:       accord.Shards{Count: 16, IDs: accord.ShardRange(4*index, 4*index+3)},
		IdentifyGate: gateway.NewFileGate("/var/lib/bot/gate"),
	})
	// docs:end
	if err := client.Reshard(t.Context(), 8); err == nil {
		t.Error("a client without all shards could reshard")
	}
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2, emulator.Rules{Shards: 2, MaxConcurrency: 2})})
		client := sharded(d, accord.Config{Shards: accord.Shards{Count: 1}})
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		if err := documentedReshard(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		if got := client.ShardOf(discord.GuildID(1)<<22 | 7); got != 1 {
			t.Errorf("after resharding guild 1 belongs to shard %d, want 1", got)
		}
		var b strings.Builder
		log := log.New(&b, "", 0)
		// docs:begin
		for _, s := range client.Health() {
			if s.State != accord.ShardReady {
				log.Printf("shard %d is %v since %v, waits for %v: %s", s.Shard, s.State, s.Since, s.WaitsFor, s.Error)
			}
		}
		// docs:end
		if n := len(client.Health()); n != 2 || b.Len() > 0 {
			t.Errorf("%d shards, want 2 that are ready: %s", n, b.String())
		}
	})
}

// TestDocumentedGate has the client of docs/sharding.md ask the server that it shows.
func TestDocumentedGate(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	index, mux := 3, http.NewServeMux()
	// docs:begin
	gate := gateway.NewGateServer()
	gate.Dir = os.Getenv("STATE_DIRECTORY") // outlives it
	mux.Handle("/gate", gate)
	server := &http.Server{
		Handler:     mux,
		BaseContext: func(net.Listener) context.Context { return ctx }, // who waits when ctx ends is sent home
	}
	// docs:end
	{
		// docs:begin
		client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
			Shards:       accord.Shards{Count: 16, IDs: accord.ShardRange(4*index, 4*index+3)},
			IdentifyGate: gateway.NewRemoteGate("http://gate:8790/gate"),
		})
		// docs:end
		if err := client.Reshard(t.Context(), 8); err == nil {
			t.Error("a client without all shards could reshard")
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	waited := make(chan error, 1)
	wait, cancel := context.WithCancel(t.Context())
	transport := new(http.Transport)
	remote := gateway.NewRemoteGate("http://" + l.Addr().String() + "/gate")
	remote.Client, remote.Logger = &http.Client{Transport: &sentHome{transport, cancel}}, slog.New(slog.DiscardHandler)
	go func() { waited <- remote.Wait(wait, gateway.Identify{}) }()
	end()
	if err := <-waited; !errors.Is(err, context.Canceled) {
		t.Errorf("Wait = %v, want what happened when the server had answered", err)
	}
	if err := server.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	transport.CloseIdleConnections()
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
}

// sentHome calls told when the gate answers that it closes.
type sentHome struct {
	base http.RoundTripper
	told func()
}

func (s *sentHome) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := s.base.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusServiceUnavailable {
		s.told()
	}
	return resp, err
}

func documentedReshard(ctx context.Context, client *accord.Client) error {
	// docs:begin
	if err := client.Reshard(ctx, 0); err != nil { // 0: as many as Discord recommends
		return err
	}
	// docs:end
	return nil
}
