package accord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// RaceDetector tells the tests outside this package whether everything is slow.
const RaceDetector = raceDetector

// TestMain keeps the sessions of the tests' bots out of the user's cache.
func TestMain(m *testing.M) {
	if os.Getenv(botFile) != "" {
		os.Exit(playBot()) // see TestKill
	}
	dir, err := os.MkdirTemp("", "accord-test-")
	if err == nil {
		err = errors.Join(os.Setenv("XDG_CACHE_HOME", dir), os.Setenv("HOME", dir))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// begin returns a client that runs without a gateway: the test plays its part.
func begin(t testing.TB, cfg Config) (*Client, *run) {
	t.Helper()
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	cfg.API = "http://127.0.0.1:1"
	c := New("token", cfg)
	r := c.newRun(context.Background(), new(discord.GatewayBot))
	c.current.Store(r)
	t.Cleanup(r.stop)
	return c, r
}

// feed plays the gateway's part.
func feed(t testing.TB, r *run, seq int64, name, data string) {
	t.Helper()
	s := r.now.Load().shards[0]
	if err := s.receive(context.Background(), gateway.Frame{Type: name, Seq: seq, Received: time.Now(), Data: data}); err != nil {
		t.Fatal(err)
	}
	s.flush()
}

// feedMessage feeds a short message.
func feedMessage(t testing.TB, r *run, id, channel uint64) {
	t.Helper()
	feed(t, r, int64(id), "MESSAGE_CREATE", say(id, channel, fmt.Sprintf("message %d", id)))
}
