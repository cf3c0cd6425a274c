package rest_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

var limitHeaders = http.Header{
	"X-Ratelimit-Bucket":      {"abc"},
	"X-Ratelimit-Limit":       {"1000000"},
	"X-Ratelimit-Remaining":   {"999999"},
	"X-Ratelimit-Reset":       {"1470173023.123"},
	"X-Ratelimit-Reset-After": {"1.337"},
	"Content-Type":            {"application/json"},
}

// passOne takes one request through a limiter.
func passOne(l rest.Limiter, r rest.Request) error {
	p, err := l.Acquire(context.Background(), r)
	if err != nil {
		return err
	}
	l.Release(p, rest.Result{Status: 200, Header: limitHeaders})
	return nil
}

// The limiter's fast path allocates a permit and nothing else.
func TestLimiterAllocations(t *testing.T) {
	l := rest.NewLimiter(rest.LimiterConfig{Global: 1_000_000})
	r := rest.Request{Credential: "bot", Method: "POST", Route: "/channels/{channel_id}/messages", Major: "1"}
	if n := testing.AllocsPerRun(1000, func() {
		if err := passOne(l, r); err != nil {
			t.Error(err)
		}
	}); n > 1 {
		t.Errorf("%v allocations, want at most 1", n)
	}
}

// fixed answers every request with a message, without a network.
type fixed struct{}

func (fixed) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	body := message(2, "hi")
	return &http.Response{StatusCode: 200, Header: limitHeaders, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}, nil
}

// The client around the transport allocates little.
func TestRequestAllocations(t *testing.T) {
	c := rest.New(rest.Bot("t"), rest.Config{Transport: fixed{}, Limiter: rest.NewLimiter(rest.LimiterConfig{Global: 100_000})})
	bare := testing.AllocsPerRun(1000, func() {
		req, _ := http.NewRequest("POST", "https://discord.com/api/v10/channels/1/messages", strings.NewReader(`{"content":"hi"}`))
		resp, _ := fixed{}.RoundTrip(req)
		_, _ = io.ReadAll(resp.Body)
	})
	n := testing.AllocsPerRun(1000, func() {
		if _, err := c.Messages.Create(context.Background(), 1, discord.CreateMessage{Content: "hi"}); err != nil {
			t.Error(err)
		}
	})
	t.Logf("%v allocations, %v of them without the client", n, bare)
	if n-bare > 10 && !raceEnabled { // with the race detector, sync.Pool forgets on purpose
		t.Errorf("%v allocations, %v of them without the client", n, bare)
	}
}

func BenchmarkLimiter(b *testing.B) {
	b.Run("one bucket", func(b *testing.B) {
		l := rest.NewLimiter(rest.LimiterConfig{Global: 1_000_000})
		r := rest.Request{Credential: "bot", Method: "POST", Route: "/channels/{channel_id}/messages", Major: "1"}
		b.ReportAllocs()
		for b.Loop() {
			if err := passOne(l, r); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("interactions", func(b *testing.B) { // each has a bucket of its own
		l := rest.NewLimiter(rest.LimiterConfig{})
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			r := rest.Request{Method: "POST", Route: "/interactions/{interaction_id}/{interaction_token}/callback", Major: strconv.Itoa(i), Interaction: true}
			if err := passOne(l, r); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkCreateMessage posts over loopback, as net/http alone does and as
// the client does.
func BenchmarkCreateMessage(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for name, v := range limitHeaders {
			w.Header()[name] = v
		}
		_, _ = io.WriteString(w, message(2, "hi"))
	}))
	defer server.Close()
	transport := &http.Transport{MaxIdleConnsPerHost: 256}
	defer transport.CloseIdleConnections()
	b.Run("net http", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				req, err := http.NewRequest("POST", server.URL+"/api/v10/channels/1/messages", strings.NewReader(`{"content":"hi"}`))
				if err != nil {
					b.Error(err)
					return
				}
				req.Header.Set("Content-Type", "application/json")
				resp, err := transport.RoundTrip(req)
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.ReadAll(resp.Body)
				_ = resp.Body.Close()
			}
		})
	})
	b.Run("client", func(b *testing.B) {
		c := rest.New(rest.Bot("t"), rest.Config{API: server.URL, Transport: transport, Logger: slog.New(slog.DiscardHandler), Limiter: rest.NewLimiter(rest.LimiterConfig{Global: 100_000})})
		var n atomic.Uint64
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := c.Messages.Create(context.Background(), discord.ChannelID(1+n.Add(1)%64), discord.CreateMessage{Content: "hi"}); err != nil {
					b.Error(err)
					return
				}
			}
		})
	})
}
