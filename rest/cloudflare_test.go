package rest_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/rest"
)

// R4, R9: what stands before Discord answers with pages in HTML, without
// Discord's headers. They become errors like any other; only what is safe and
// has a chance is tried again, and not at once.
func TestPagesOfCloudflare(t *testing.T) {
	t.Parallel()
	read := func(s *scenario) error {
		_, err := s.c.Channels.Get(s.Context(), s.d.ChannelID)
		return err
	}
	makeRole := func(s *scenario) error {
		_, err := s.c.Roles.Create(s.Context(), s.d.GuildID, discord.CreateRole{Name: "x"})
		return err
	}
	tests := []struct {
		name    string
		page    emulator.Failure
		call    func(*scenario) error
		sent    int
		refused string // part of the error; empty: none
		invalid int    // requests that count toward a ban
		atLeast time.Duration
		atMost  time.Duration
	}{
		{"403", emulator.Failure{Status: 403}, read, 1, "403 Error 1020: Access denied | discord.com", 1, 0, 0},
		{"403 of a change", emulator.Failure{Status: 403}, makeRole, 1, "403 Error 1020", 1, 0, 0},
		{"429 that tells a wait", emulator.Failure{Status: 429, RetryAfter: 7}, read, 2, "", 1, 7 * time.Second, 7100 * time.Millisecond},
		{"429 that tells none", emulator.Failure{Status: 429}, read, 2, "", 1, 10 * time.Second, 10100 * time.Millisecond},
		{"429 of a change", emulator.Failure{Status: 429, RetryAfter: 7}, makeRole, 2, "", 1, 7 * time.Second, 7100 * time.Millisecond},
		{"502", emulator.Failure{Status: 502}, read, 2, "", 0, 250 * time.Millisecond, time.Second},
		{"503 three times", emulator.Failure{Status: 503, Count: 3}, read, 4, "", 0, 1750 * time.Millisecond, 4 * time.Second},
		{"504 for ever", emulator.Failure{Status: 504, Count: 100, Path: "^/channels/"}, read, 4, "504 Gateway time-out | discord.com", 0, 1750 * time.Millisecond, 4 * time.Second},
		{"522", emulator.Failure{Status: 522}, read, 2, "", 0, 250 * time.Millisecond, time.Second},
		{"502 of a change", emulator.Failure{Status: 502}, makeRole, 1, "502 Bad gateway | discord.com", 0, 0, 0},
		{"504 of a change that was made", emulator.Failure{Status: 504, After: true}, makeRole, 1, "504", 0, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, limiter := newScenario(t), rest.NewLimiter(rest.LimiterConfig{})
				s.c = rest.New(rest.Bot(s.d.Token), rest.Config{API: s.d.API, Dial: s.d.Dial, Logger: slog.New(slog.DiscardHandler), Limiter: limiter})
				defer s.c.Close()
				tt.page.Cloudflare = true
				s.d.FailNext(tt.page)
				start := time.Now()
				err := tt.call(s)
				took := time.Since(start)
				e, refused := errors.AsType[*rest.Error](err)
				switch {
				case tt.refused == "" && err != nil:
					t.Errorf("error = %v, want none", err)
				case tt.refused != "" && (!refused || e.Status != tt.page.Status || e.Code != 0 || e.RequestID == "" || !strings.Contains(err.Error(), tt.refused)):
					t.Errorf("error = %#v, want status %d, and %s", err, tt.page.Status, tt.refused)
				}
				if got := s.d.Stats().Requests; got != tt.sent {
					t.Errorf("sent %d requests, want %d", got, tt.sent)
				}
				if took < tt.atLeast || took > tt.atMost {
					t.Errorf("took %v, want %v to %v", took, tt.atLeast, tt.atMost)
				}
				if got := limiter.State().Invalid; got != tt.invalid {
					t.Errorf("%d invalid requests, want %d", got, tt.invalid)
				}
				if _, err := s.c.Users.Me(s.Context()); err != nil {
					t.Errorf("the token is still good, but: %v", err)
				}
			})
		})
	}
}
