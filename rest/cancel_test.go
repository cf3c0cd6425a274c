package rest_test

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// TestCancelAnywhere cancels requests at random moments: while they wait for
// their bucket or for the global limit, on their way, between two attempts, in
// the middle of an upload. Each ends at once, and nothing is left: no place in a
// queue or in flight, no connection, and, when the bubble ends, no goroutine.
func TestCancelAnywhere(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds(t, 5) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 5))
			d := emutest.Start(t)
			d.SetLatency(50 * time.Millisecond)
			d.SetLimits(emulator.Limits{Global: 10, Strict: true, Buckets: []emulator.Bucket{messageBucket(3, time.Second)}})
			for range 10 { // of those that come, some are refused, fail or are cut
				d.FailNext(emulator.Failure{Method: "POST", Status: []int{429, 502, 0}[random.IntN(3)], RetryAfter: random.Float64(), After: random.IntN(2) == 0})
			}
			limiter := rest.NewLimiter(rest.LimiterConfig{Global: 10})
			c := rest.New(rest.Bot(d.Token), rest.Config{API: d.API, Dial: d.Dial, Limiter: limiter, Logger: slog.New(slog.DiscardHandler)})
			defer c.Close()
			var wg sync.WaitGroup
			for range 100 {
				patience, file := time.Duration(random.IntN(8000))*time.Millisecond, random.IntN(3) == 0
				wg.Go(func() { cancelled(t, c, d.ChannelID, patience, file) })
			}
			wg.Wait()
			state := limiter.State()
			for _, b := range state.Buckets {
				if b.Queued != 0 || b.InFlight != 0 {
					t.Errorf("seed %d: left behind: %+v", seed, b)
				}
			}
			for _, g := range state.Gates {
				if g.Queued != 0 || g.InFlight != 0 {
					t.Errorf("seed %d: left behind: %+v", seed, g)
				}
			}
			time.Sleep(time.Minute) // nobody is stuck
			if _, err := c.Messages.Create(t.Context(), d.ChannelID, discord.CreateMessage{Content: "hi"}); err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
		})
	}
}

// cancelled posts a message and gives up after a while.
func cancelled(t *testing.T, c *rest.Client, channel discord.ChannelID, patience time.Duration, file bool) {
	ctx, cancel := context.WithCancel(t.Context())
	defer time.AfterFunc(patience, cancel).Stop()
	defer cancel()
	m := discord.CreateMessage{Content: "hi"}
	if file {
		m.Files = []discord.File{{Name: "a.txt", Reader: strings.NewReader(strings.Repeat("x", 1<<16))}}
	}
	start := time.Now()
	_, err := c.Messages.Create(ctx, channel, m)
	if late := time.Since(start) - patience; late > 0 {
		t.Errorf("a request ended %v after it was cancelled", late)
	}
	if _, refused := errors.AsType[*rest.Error](err); err != nil && !refused && ctx.Err() != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want %v", err, context.Canceled)
	}
}

// TestHTTP2 sends over HTTP/2, as Discord and the client agree on it: many
// requests side by side on one connection.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	connections := make(map[string]bool)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		connections[r.RemoteAddr] = true
		mu.Unlock()
		if r.ProtoMajor != 2 {
			t.Errorf("protocol %s, want HTTP/2", r.Proto)
		}
		reply(w, 200, message(2, "hi"))
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	transport := server.Client().Transport.(*http.Transport).Clone()
	transport.ForceAttemptHTTP2 = true
	defer transport.CloseIdleConnections()
	c := rest.New(rest.Bot("t"), rest.Config{API: server.URL, Transport: transport, Logger: slog.New(slog.DiscardHandler)})
	send := func(i int) {
		if _, err := c.Messages.Create(t.Context(), discord.ChannelID(1+i), discord.CreateMessage{Content: "hi"}); err != nil {
			t.Error(err)
		}
	}
	send(0)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { send(i) })
	}
	wg.Wait()
	if len(connections) != 1 {
		t.Errorf("%d connections, want 1", len(connections))
	}
}
