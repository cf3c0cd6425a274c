package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// tokenServer answers refreshes after 100 ms: the n-th with the tokens an and
// rn, if the refresh token is the one before.
type tokenServer struct {
	mu       sync.Mutex
	requests int
	granted  int
	expires  int                      // seconds
	fail     func(n int) (status int) // nil: never; 0 doesn't fail
	latency  time.Duration
}

func (s *tokenServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(s.latency) // the test's clock is virtual
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	if s.fail != nil {
		if status := s.fail(s.requests); status != 0 {
			reply(w, status, map[string]any{"error": "temporarily_unavailable"})
			return
		}
	}
	if r.FormValue("grant_type") == "refresh_token" && r.FormValue("refresh_token") != fmt.Sprint("r", s.granted) {
		reply(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	s.granted++
	reply(w, http.StatusOK, map[string]any{
		"access_token": fmt.Sprint("a", s.granted), "refresh_token": fmt.Sprint("r", s.granted), "expires_in": s.expires, "token_type": "Bearer",
	})
}

func (s *tokenServer) session(t *testing.T, expiry time.Time, save func(context.Context, rest.Token) error) *rest.Session {
	t.Helper()
	s.latency = 100 * time.Millisecond
	if s.expires == 0 {
		s.expires = 604800
	}
	c := newClient(t, serve(t, s.ServeHTTP))
	return rest.NewSession(c, testApp, rest.Token{AccessToken: "a0", RefreshToken: "r0", TokenType: "Bearer", Expiry: expiry}, save)
}

// wantToken asks a session for its token.
func wantToken(t *testing.T, s *rest.Session, want string) {
	t.Helper()
	if got, err := s.AccessToken(t.Context()); got != want || err != nil {
		t.Errorf("the token is %q, %v; want %q", got, err, want)
	}
}

func TestSessionRefreshes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var saved []string
		server := &tokenServer{}
		s := server.session(t, time.Now().Add(time.Hour), func(_ context.Context, token rest.Token) error {
			saved = append(saved, token.AccessToken+token.RefreshToken)
			return nil
		})
		wantToken(t, s, "a0")
		time.Sleep(58 * time.Minute)
		wantToken(t, s, "a0")
		time.Sleep(time.Minute) // a minute is left
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() { wantToken(t, s, "a1") })
		}
		wg.Wait()
		time.Sleep(8 * 24 * time.Hour)
		wantToken(t, s, "a2")
		if server.requests != 2 || fmt.Sprint(saved) != "[a1r1 a2r2]" {
			t.Errorf("%d refreshes, saved %v; want 2, [a1r1 a2r2]", server.requests, saved)
		}
	})
}

// TestSessionOutlivesCaller cancels whoever asked for a refresh: it must be
// finished and saved, because the old refresh token is spent.
func TestSessionOutlivesCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		saved := make(chan rest.Token, 1)
		server := &tokenServer{}
		s := server.session(t, time.Now(), func(_ context.Context, token rest.Token) error {
			saved <- token
			return nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		if _, err := s.AccessToken(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("of a caller that gave up: %v", err)
		}
		if token := <-saved; token.AccessToken != "a1" {
			t.Errorf("saved %q, want a1", token.AccessToken)
		}
		wantToken(t, s, "a1")
		if server.requests != 1 {
			t.Errorf("%d refreshes, want 1", server.requests)
		}
	})
}

// TestSessionSaveFails wants a token that could not be saved to be saved again,
// and not refreshed again.
func TestSessionSaveFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		full, saves := errors.New("disk is full"), 0
		server := &tokenServer{}
		s := server.session(t, time.Now(), func(context.Context, rest.Token) error {
			if saves++; saves < 3 {
				return full
			}
			return nil
		})
		for range 2 {
			if _, err := s.AccessToken(t.Context()); !errors.Is(err, full) {
				t.Errorf("not saved: %v", err)
			}
		}
		wantToken(t, s, "a1")
		wantToken(t, s, "a1")
		if server.requests != 1 || saves != 3 {
			t.Errorf("%d refreshes and %d saves, want 1 and 3", server.requests, saves)
		}
	})
}

// TestSessionFails wants the old token as long as it lasts, then the error, and
// nothing sent any more once Discord has refused for good.
func TestSessionFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &tokenServer{fail: func(n int) int {
			if n <= 2 {
				return http.StatusServiceUnavailable
			}
			return 0
		}}
		s := server.session(t, time.Now().Add(30*time.Second), nil)
		wantToken(t, s, "a0") // the refresh fails
		time.Sleep(time.Minute)
		if _, err := s.AccessToken(t.Context()); err == nil {
			t.Error("a token that has ended was given out")
		}
		wantToken(t, s, "a1")
		time.Sleep(8 * 24 * time.Hour)
		server.mu.Lock()
		server.granted = 10 // the refresh token is spent
		sent := server.requests
		server.mu.Unlock()
		for range 3 {
			if _, err := s.AccessToken(t.Context()); !errors.Is(err, rest.ErrInvalidGrant) {
				t.Errorf("refused for good: %v", err)
			}
		}
		if n := server.requests - sent; n != 1 {
			t.Errorf("%d requests with a refresh token that is refused, want 1", n)
		}
	})
}

func TestAppSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &tokenServer{expires: 600}
		c := newClient(t, serve(t, server.ServeHTTP))
		s := rest.NewAppSession(c, testApp, discord.ScopeApplicationsCommandsUpdate)
		wantToken(t, s, "a1")
		wantToken(t, s, "a1")
		time.Sleep(10 * time.Minute)
		wantToken(t, s, "a2")
	})
}

// TestUserIsSmall measures what a user costs who is logged in and does nothing:
// the client, the credential, and the session with its token.
func TestUserIsSmall(t *testing.T) {
	const users, most = 10_000, 1024
	c := rest.New(rest.None, rest.Config{API: api})
	type user struct {
		client  *rest.Client
		session *rest.Session
	}
	keep := make([]user, users)
	before := heap()
	for i := range keep {
		token := rest.Token{AccessToken: fmt.Sprintf("access-token-of-user-%09d", i), RefreshToken: fmt.Sprintf("refresh-token-of-user-%08d", i), TokenType: "Bearer", Expiry: time.Now()}
		s := rest.NewSession(c, testApp, token, nil)
		keep[i] = user{c.As(rest.Bearer(s.AccessToken)), s}
	}
	each := (heap() - before) / users
	t.Logf("%d bytes for each user", each)
	if each > most {
		t.Errorf("%d bytes for each user, want at most %d", each, most)
	}
	runtime.KeepAlive(keep)
}

// heap returns how many bytes are in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
