package rest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// bucketServer limits messages as Discord does, over HTTP: so many for each
// channel in a window.
type bucketServer struct {
	limit  int
	window time.Duration
	trip   time.Duration // half of it before and half after counting

	mu       sync.Mutex // guards what follows
	channels map[string]*bucketWindow
	limited  int
}

type bucketWindow struct {
	used int
	ends time.Time
}

func (s *bucketServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	time.Sleep(s.trip / 2)
	status := s.count(w.Header(), strings.Split(r.URL.Path, "/")[2])
	time.Sleep(s.trip / 2)
	if status == http.StatusTooManyRequests {
		reply(w, status, `{"message":"You are being rate limited.","retry_after":`+w.Header().Get("X-RateLimit-Reset-After")+`,"global":false}`)
		return
	}
	reply(w, status, message(2, "hi"))
}

func (s *bucketServer) count(h http.Header, channel string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	b := s.channels[channel]
	if b == nil || !now.Before(b.ends) {
		b = &bucketWindow{ends: now.Add(s.window)}
		s.channels[channel] = b
	}
	status := http.StatusOK
	if b.used++; b.used > s.limit {
		b.used, status = s.limit, http.StatusTooManyRequests
		s.limited++
		h.Set("X-RateLimit-Scope", "user")
	}
	h.Set("X-RateLimit-Bucket", "80c17d2f203122d936070c88c8d10f33")
	h.Set("X-RateLimit-Limit", fmt.Sprint(s.limit))
	h.Set("X-RateLimit-Remaining", fmt.Sprint(s.limit-b.used))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", float64(b.ends.UnixMilli())/1000))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", b.ends.Sub(now).Seconds()))
	return status
}

// TestLimitsOverHTTP sends through the whole client: no 429, and hardly more
// time than the limits ask for.
func TestLimitsOverHTTP(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name              string
		server            *bucketServer
		channels, perEach int
		atLeast, atMost   time.Duration
	}{
		{"4 buckets of 5 per 2 s, 200 requests", &bucketServer{limit: 5, window: 2 * time.Second, trip: 20 * time.Millisecond}, 4, 50, 18 * time.Second, 18540 * time.Millisecond},
		{"one bucket of 50, 40 requests", &bucketServer{limit: 50, window: 10 * time.Second, trip: 100 * time.Millisecond}, 1, 40, 200 * time.Millisecond, 210 * time.Millisecond},
		{"global limit, 100 channels, 500 requests", &bucketServer{limit: 50, window: time.Second, trip: 20 * time.Millisecond}, 100, 5, 9 * time.Second, 9450 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := tt.server
				s.channels = make(map[string]*bucketWindow)
				c := bot(t, s.ServeHTTP)
				start := time.Now()
				var wg sync.WaitGroup
				for i := range tt.channels * tt.perEach {
					wg.Go(func() {
						channel := discord.ChannelID(1 + i%tt.channels)
						if _, err := c.Messages.Create(t.Context(), channel, discord.CreateMessage{Content: "hi"}); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				if took := time.Since(start); s.limited != 0 || took < tt.atLeast || took > tt.atMost {
					t.Errorf("429s = %d, took %v, want 0 and %v to %v", s.limited, took, tt.atLeast, tt.atMost)
				}
			})
		})
	}
}

// R4: what Cloudflare limits is waited out by all, by its header alone.
func TestCloudflareOverHTTP(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		refused := 0
		cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if time.Since(start) < 3*time.Second {
				refused++
				w.Header().Set("Content-Type", "text/html")
				w.Header().Set("Retry-After", "3")
				w.WriteHeader(http.StatusTooManyRequests)
				_, _ = io.WriteString(w, "<!DOCTYPE html><title>Access denied</title>")
				return
			}
			reply(w, 200, `{"id":"1"}`)
		})
		c := newClient(t, cfg)
		if _, err := c.Users.Get(t.Context(), 1, rest.NoRetry()); err == nil {
			t.Error("no error, though it may not be tried again")
		}
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if _, err := c.Channels.Get(t.Context(), discord.ChannelID(1+i)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); refused != 1 || took < 3*time.Second || took > 3100*time.Millisecond {
			t.Errorf("refused %d times, took %v", refused, took)
		}
	})
}
