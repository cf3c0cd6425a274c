package rest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
)

const (
	// earlyRefresh is how long before its end a token is renewed, so that a
	// request that is on its way doesn't arrive with one that has ended.
	earlyRefresh = time.Minute

	// refreshTimeout bounds one renewal, which outlives the requests that
	// wait for it.
	refreshTimeout = 30 * time.Second
)

// ErrTokenExpired tells that a token has ended that can't be refreshed: the
// user must log in again.
var ErrTokenExpired = errors.New("rest: the access token has ended, and there is no refresh token")

// A Session keeps a token fresh. Many goroutines may use it at once: only one
// renewal is under way at a time, and it is finished and saved even if whoever
// asked for it gives up, because the old refresh token is of no use any more
// then.
//
// A session costs a few hundred bytes and nothing runs in between, so one for
// each user is fine.
type Session struct {
	renew func(context.Context, Token) (*Token, error)
	save  func(context.Context, Token) error

	mu      sync.Mutex
	token   Token
	unsaved bool     // the token was renewed and could not be saved yet
	renewal *renewal // that is under way; nil: none
	ended   error    // Discord refuses to renew it, for good
}

// renewal is one exchange of a token for a new one.
type renewal struct {
	done chan struct{} // closed at the end
	err  error         // then
}

// NewSession returns a session of a user's token. save keeps each renewed
// token, before it is used; nil keeps none. It gets a context of its own, which
// ends after half a minute.
func NewSession(c *Client, app OAuth2App, t Token, save func(context.Context, Token) error) *Session {
	return &Session{token: t, save: save, renew: func(ctx context.Context, old Token) (*Token, error) {
		if old.RefreshToken == "" {
			return nil, ErrTokenExpired
		}
		return c.OAuth2.Refresh(ctx, app, old.RefreshToken)
	}}
}

// NewAppSession returns a session of the application's own token by its
// credentials; see [OAuth2.ClientCredentials].
func NewAppSession(c *Client, app OAuth2App, scopes ...discord.Scope) *Session {
	return &Session{token: Token{Expiry: time.Unix(1, 0)}, renew: func(ctx context.Context, _ Token) (*Token, error) {
		return c.OAuth2.ClientCredentials(ctx, app, scopes)
	}}
}

// AccessToken returns an access token that is valid; it is what [Bearer] takes.
func (s *Session) AccessToken(ctx context.Context) (string, error) {
	t, err := s.Token(ctx)
	return t.AccessToken, err
}

// Token returns a token that is valid: the one that there is, or a new one if
// it ends within a minute. Where it can't be renewed, the error is
// [ErrTokenExpired], or Discord's. A refusal for good, [ErrInvalidGrant] or
// [ErrInvalidClient], is remembered and nothing is sent any more. Where a new
// token can't be saved, the error is save's, and the next call saves it again.
func (s *Session) Token(ctx context.Context) (Token, error) {
	s.mu.Lock()
	now := time.Now()
	valid := s.token.Expiry.IsZero() || now.Before(s.token.Expiry)
	if !s.unsaved && (s.token.Expiry.IsZero() || now.Before(s.token.Expiry.Add(-earlyRefresh))) {
		defer s.mu.Unlock()
		return s.token, nil
	}
	if s.ended != nil {
		defer s.mu.Unlock()
		return s.stillValid(valid && !s.unsaved, s.ended)
	}
	r := s.renewal
	if r == nil {
		r = &renewal{done: make(chan struct{})}
		s.renewal = r
		go s.run(context.WithoutCancel(ctx), r)
	}
	s.mu.Unlock()

	select {
	case <-r.done:
	case <-ctx.Done():
		return Token{}, fmt.Errorf("rest: wait for a new access token: %w", ctx.Err())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stillValid(r.err == nil || valid && !s.unsaved, r.err)
}

// stillValid returns the token, or why there is none. The caller holds s.mu.
func (s *Session) stillValid(valid bool, err error) (Token, error) {
	if valid {
		return s.token, nil
	}
	return Token{}, err
}

// run renews the token, if it was not renewed already, and saves it.
func (s *Session) run(ctx context.Context, r *renewal) {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	s.mu.Lock()
	token, unsaved := s.token, s.unsaved
	s.mu.Unlock()
	if !unsaved {
		var renewed *Token
		if renewed, r.err = s.renew(ctx, token); r.err == nil {
			token = renewed.after(token)
		}
	}
	renewed := r.err == nil
	if renewed && s.save != nil {
		if err := s.save(ctx, token); err != nil {
			r.err = fmt.Errorf("rest: save a new access token: %w", err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if renewed {
		s.token, s.unsaved = token, r.err != nil
	} else if errors.Is(r.err, ErrInvalidGrant) || errors.Is(r.err, ErrInvalidClient) {
		s.ended = r.err
	}
	s.renewal = nil
	close(r.done)
}

// after returns the token that follows old. What Discord tells only once stays.
func (t Token) after(old Token) Token {
	if t.RefreshToken == "" {
		t.RefreshToken = old.RefreshToken
	}
	if t.Guild == nil {
		t.Guild = old.Guild
	}
	if t.Webhook == nil {
		t.Webhook = old.Webhook
	}
	return t
}

// String tells nothing of the session's token.
func (s *Session) String() string { return "rest.Session" }

// GoString returns the same as String.
func (s *Session) GoString() string { return s.String() }
