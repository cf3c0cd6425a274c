package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

const limitedBody = `{"message":"You are being rate limited.","retry_after":1.5,"global":false}`

func TestRetries(t *testing.T) {
	t.Parallel()
	get := func(c *rest.Client, ctx context.Context, o ...rest.Option) error {
		_, err := c.Messages.Get(ctx, 1, 2, o...)
		return err
	}
	create := func(c *rest.Client, ctx context.Context, o ...rest.Option) error {
		_, err := c.Messages.Create(ctx, 1, discord.CreateMessage{Content: "hi"}, o...)
		return err
	}
	ownNonce := func(c *rest.Client, ctx context.Context, o ...rest.Option) error {
		_, err := c.Messages.Create(ctx, 1, discord.CreateMessage{Content: "hi", Nonce: "mine"}, o...)
		return err
	}
	createRole := func(c *rest.Client, ctx context.Context, o ...rest.Option) error {
		_, err := c.Roles.Create(ctx, 1, discord.CreateRole{Name: "x"}, o...)
		return err
	}
	remove := func(c *rest.Client, ctx context.Context, o ...rest.Option) error {
		return c.Messages.Delete(ctx, 1, 2, o...)
	}
	raw := func(c *rest.Client, ctx context.Context, o ...rest.Option) error {
		return c.Do(ctx, "POST", "/channels/1/invites", struct{}{}, nil, o...)
	}
	ok := answer(200, message(2, "hi"))
	limited, broken, unknown := answer(429, limitedBody), answer(502, "<html>"), answer(404, `{"code":10008,"message":"Unknown Message"}`)
	tests := []struct {
		name    string
		call    func(*rest.Client, context.Context, ...rest.Option) error
		options []rest.Option
		answers []http.HandlerFunc
		sent    int
		status  int // of the error; 0: none; -1: an error without answer
		atLeast time.Duration
	}{
		{"read, 502", get, nil, []http.HandlerFunc{broken, ok}, 2, 0, 250 * time.Millisecond},
		{"read, 502 for ever", get, nil, []http.HandlerFunc{broken}, 4, 502, 1750 * time.Millisecond},
		{"read, 502, no retry", get, []rest.Option{rest.NoRetry()}, []http.HandlerFunc{broken, ok}, 1, 502, 0},
		{"read, hang up", get, nil, []http.HandlerFunc{hangUp, ok}, 2, 0, 250 * time.Millisecond},
		{"read, 404", get, nil, []http.HandlerFunc{unknown, ok}, 1, 404, 0},
		{"read, 501", get, nil, []http.HandlerFunc{answer(501, "{}"), ok}, 1, 501, 0},
		{"read, 429", get, nil, []http.HandlerFunc{limited, ok}, 2, 0, 1500 * time.Millisecond},
		{"read, 429 for ever", get, nil, []http.HandlerFunc{limited}, 5, 429, 6 * time.Second},
		{"read, 429, no retry", get, []rest.Option{rest.NoRetry()}, []http.HandlerFunc{limited, ok}, 1, 429, 0},
		{"message, 429", create, nil, []http.HandlerFunc{limited, ok}, 2, 0, 1500 * time.Millisecond},
		{"message, 502", create, nil, []http.HandlerFunc{broken, ok}, 2, 0, 250 * time.Millisecond},
		{"message, hang up", create, nil, []http.HandlerFunc{hangUp, ok}, 2, 0, 250 * time.Millisecond},
		{"message with a nonce that isn't enforced, hang up", ownNonce, nil, []http.HandlerFunc{hangUp, ok}, 1, -1, 0},
		{"role, 502", createRole, nil, []http.HandlerFunc{broken, ok}, 1, 502, 0},
		{"role, hang up", createRole, nil, []http.HandlerFunc{hangUp, ok}, 1, -1, 0},
		{"role, 429", createRole, nil, []http.HandlerFunc{limited, ok}, 2, 0, 1500 * time.Millisecond},
		{"raw POST, 502", raw, nil, []http.HandlerFunc{broken, ok}, 1, 502, 0},
		{"delete, 404", remove, nil, []http.HandlerFunc{unknown}, 1, 404, 0},
		{"delete, hang up, gone", remove, nil, []http.HandlerFunc{hangUp, unknown}, 2, 0, 250 * time.Millisecond},
		{"delete, 429, 404", remove, nil, []http.HandlerFunc{limited, unknown}, 2, 404, 1500 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &sequence{handlers: tt.answers}
				c := bot(t, s.ServeHTTP)
				start := time.Now()
				err := tt.call(c, t.Context(), tt.options...)
				took := time.Since(start)
				e, refused := errors.AsType[*rest.Error](err)
				switch {
				case tt.status == 0 && err != nil, tt.status < 0 && (err == nil || refused), tt.status > 0 && (!refused || e.Status != tt.status):
					t.Errorf("error = %v, want status %d", err, tt.status)
				}
				if got := s.count(); got != tt.sent {
					t.Errorf("sent %d times, want %d", got, tt.sent)
				}
				if took < tt.atLeast || took > 2*tt.atLeast+100*time.Millisecond {
					t.Errorf("took %v, want at least %v", took, tt.atLeast)
				}
			})
		})
	}
}

// R15: a message whose answer is lost is posted once, thanks to its nonce.
func TestMessageIsNotDoubled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		posted := make(map[string]int) // by nonce
		first := true
		c := bot(t, func(w http.ResponseWriter, r *http.Request) {
			var m struct {
				Nonce        string `json:"nonce"`
				EnforceNonce bool   `json:"enforce_nonce"`
			}
			if err := json.NewDecoder(r.Body).Decode(&m); err != nil || !m.EnforceNonce || m.Nonce == "" || len(m.Nonce) > 25 {
				t.Errorf("nonce %q, enforced %t, %v", m.Nonce, m.EnforceNonce, err)
			}
			if posted[m.Nonce] == 0 {
				posted[m.Nonce] = len(posted) + 1
			}
			if first {
				first = false
				hangUp(w, r)
				return
			}
			reply(w, 200, message(posted[m.Nonce], "hi"))
		})
		m, err := c.Messages.Create(t.Context(), 1, discord.CreateMessage{Content: "hi"})
		if err != nil || m.ID != 1 || len(posted) != 1 {
			t.Errorf("message = %+v, %v, posted %d", m, err, len(posted))
		}
		if _, err := c.Messages.Create(t.Context(), 1, discord.CreateMessage{Content: "hi"}); err != nil || len(posted) != 2 {
			t.Errorf("another message: %v, posted %d, want 2", err, len(posted))
		}
	})
}

// A connection that was never made lost nothing: anything is tried again.
func TestDialIsRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cfg := serve(t, answer(200, `{"id":"1"}`))
		dial, dials := cfg.Dial, 0
		cfg.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if dials++; dials < 3 {
				return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("connection refused")}
			}
			return dial(ctx, network, addr)
		}
		if _, err := newClient(t, cfg).Roles.Create(t.Context(), 1, discord.CreateRole{}); err != nil || dials != 3 {
			t.Errorf("after %d dials: %v", dials, err)
		}
	})
}

// R7: a 429 whose wait ends after the deadline fails at once, and says why.
func TestDeadlineBeforeRetry(t *testing.T) {
	t.Parallel()
	for name, limiter := range map[string]func() rest.Limiter{
		"default":  func() rest.Limiter { return nil },
		"no limit": func() rest.Limiter { return rest.NoLimit },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				cfg := serve(t, answer(429, limitedBody))
				cfg.Limiter = limiter()
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				start := time.Now()
				_, err := newClient(t, cfg).Messages.Get(ctx, 1, 2)
				wait, ok := errors.AsType[*rest.WaitError](err)
				if !ok || wait.Wait < 1500*time.Millisecond || time.Since(start) != 0 {
					t.Errorf("after %v: %v, want a wait of 1.5s at once", time.Since(start), err)
				}
				if e, ok := errors.AsType[*rest.Error](err); !ok || e.Status != 429 {
					t.Errorf("the 429 is not in the error: %v", err)
				}
				if !strings.Contains(err.Error(), "GET /channels/{channel_id}/messages/{message_id}") {
					t.Errorf("the error doesn't say what was attempted: %v", err)
				}
			})
		})
	}
}

// NoLimit waits out a 429 all the same.
func TestNoLimitWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &sequence{handlers: []http.HandlerFunc{answer(429, limitedBody), answer(200, message(2, ""))}}
		cfg := serve(t, s.ServeHTTP)
		cfg.Limiter = rest.NoLimit
		start := time.Now()
		_, err := newClient(t, cfg).Messages.Get(t.Context(), 1, 2)
		if took := time.Since(start); err != nil || took != 1500*time.Millisecond {
			t.Errorf("took %v: %v", took, err)
		}
	})
}

// Whatever a request waits for, its context ends it, and the error says what
// was attempted.
func TestContexts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := bot(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done() // never answers
		})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		var wg sync.WaitGroup
		for range 3 { // one is sent, two wait for what it finds out
			wg.Go(func() {
				_, err := c.Messages.Create(ctx, 1, discord.CreateMessage{Content: "hi"})
				if !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), "rest: POST /channels/{channel_id}/messages: ") {
					t.Errorf("error = %v", err)
				}
			})
		}
		start := time.Now()
		wg.Wait()
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("took %v", took)
		}
		done, cancel := context.WithCancel(t.Context())
		cancel()
		if err := c.Messages.Delete(done, 1, 2); !errors.Is(err, context.Canceled) {
			t.Errorf("with a context that is done: %v", err)
		}
	})
}

func TestHooks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &sequence{handlers: []http.HandlerFunc{answer(429, limitedBody), func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(200 * time.Millisecond)
			answer(200, message(2, ""))(w, r)
		}}}
		cfg := serve(t, s.ServeHTTP)
		var responses []rest.Response
		var limits []rest.RateLimited
		cfg.Hooks = rest.Hooks{
			Response:    func(_ context.Context, r rest.Response) { responses = append(responses, r) },
			RateLimited: func(_ context.Context, r rest.RateLimited) { limits = append(limits, r) },
		}
		if _, err := newClient(t, cfg).Messages.Get(t.Context(), 1, 2); err != nil {
			t.Fatal(err)
		}
		const route = "/channels/{channel_id}/messages/{message_id}"
		if want := (rest.RateLimited{Method: "GET", Route: route, RetryAfter: 1500 * time.Millisecond}); len(limits) != 1 || limits[0] != want {
			t.Errorf("limits = %+v, want %+v", limits, want)
		}
		if len(responses) != 2 || responses[0].Status != 429 || responses[0].Err == nil {
			t.Fatalf("responses = %+v", responses)
		}
		// What the limiter held back and what was on the wire are told apart.
		want := rest.Response{Method: "GET", Route: route, Status: 200, Attempt: 1, Limited: 1501 * time.Millisecond, Wire: 200 * time.Millisecond}
		if responses[1] != want {
			t.Errorf("response = %+v\nwant %+v", responses[1], want)
		}
	})
}
