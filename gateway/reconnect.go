package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"
)

// An ending is how a connection ended.
type ending struct {
	cause cause
	code  int // the server's close code, 0: none
	phase phase
	err   error
	since time.Time // when the session was found alive; zero: never
	at    time.Time // when it ended, or had last been awake
}

// connect opens a connection and serves it to its end.
func (s *Shard) connect(ctx context.Context, drain func()) ending {
	if !s.heard.IsZero() && time.Since(s.heard) > sessionAge {
		if v := judge(causeAge, 0, phaseDial); v.session == drop {
			s.dropSession(ctx, slog.LevelWarn, "not connected for too long")
			s.where = v.url
		}
	}
	address, err := s.cfg.connectURL(s.address())
	if err != nil {
		return ending{cause: causeDial, phase: phaseDial, err: err}
	}
	ws, m, err := s.cfg.dial(ctx, address)
	if err != nil {
		return ending{cause: causeDial, phase: phaseDial, err: err}
	}
	e := newConnection(s, ws, m, address).serve(ctx, drain)
	if !e.since.IsZero() {
		s.heard = e.at
	}
	return e
}

// address is where to connect: the session's own host while it answers.
func (s *Shard) address() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.where == mainURL || s.session.ID == "" || s.resumeFailures >= maxResumeFailures {
		return s.cfg.mainURL()
	}
	address, err := s.cfg.safeResumeURL(s.session.ResumeURL)
	if err != nil { // READY had none, or a stored session has a bad one
		return s.cfg.mainURL()
	}
	return address
}

// apply does what the table says and returns how long to wait.
func (s *Shard) apply(ctx context.Context, e ending, v verdict) time.Duration {
	now := time.Now()
	s.where = v.url
	if v.session == drop {
		s.dropSession(ctx, slog.LevelWarn, e.err.Error())
	}
	s.resumeFailures++
	if !e.since.IsZero() {
		s.resumeFailures = 0
	}
	if v.wait == waitLimited {
		s.quiet = now.Add(sendWindow)
	}
	s.failures++
	if !e.since.IsZero() && now.Sub(e.since) >= stableAfter {
		s.failures = 0
	}
	if limit, ok := errors.AsType[*IdentifyLimitError](e.err); ok && v.wait == waitReset {
		return s.untilReset(ctx, limit)
	}
	delay := v.wait.delay(s.failures, s.random)
	if refused, ok := errors.AsType[*DialError](e.err); ok {
		delay = max(delay, min(refused.RetryAfter, maxRetryAfter))
	}
	s.waits(WaitingToConnect, delay)
	return delay
}

// untilReset tells that the shard can't identify before the session start limit
// is reset, and returns how long that takes and some more: the shards of a bot
// do not come back in the same moment, and clocks differ.
func (s *Shard) untilReset(ctx context.Context, limit *IdentifyLimitError) time.Duration {
	s.failures = 0
	wait := max(limit.ResetAfter, 0) + resetSlack + time.Duration(s.random()*float64(resetSlack))
	s.log.LogAttrs(ctx, slog.LevelError, "session start limit reached: the shard stays away until it is reset",
		slog.Int("remaining", limit.Remaining), slog.Duration("wait", wait))
	if hook := s.cfg.Hooks.Error; hook != nil {
		hook(limit)
	}
	s.waits(WaitingForReset, wait)
	return wait
}

// report tells of the end of a connection.
func (s *Shard) report(ctx context.Context, e ending, v verdict) {
	resume := v.session == keep && s.Session().ID != ""
	if v.session != stop { // that one is returned
		s.log.LogAttrs(ctx, slog.LevelInfo, "disconnected",
			slog.Int("code", e.code), slog.Any("error", e.err), slog.Bool("resume", resume))
	}
	if hook := s.cfg.Hooks.Disconnected; hook != nil {
		hook(e.code, e.err, resume)
	}
}

// redact returns text without the token.
func (s *Shard) redact(text []byte) []byte {
	token := bare(s.cfg.Token)
	if token == "" {
		return text
	}
	text = bytes.ReplaceAll(text, []byte(token), []byte(redacted))
	if quoted, err := json.Marshal(token); err == nil {
		text = bytes.ReplaceAll(text, quoted[1:len(quoted)-1], []byte(redacted))
	}
	return text
}

// errorHook tells of an error that the shard survives.
func (s *Shard) errorHook(ctx context.Context, err error) {
	s.log.LogAttrs(ctx, slog.LevelWarn, "gateway error", slog.Any("error", err))
	if hook := s.cfg.Hooks.Error; hook != nil {
		hook(err)
	}
}

// errStopped is the reader's end when Run's context has ended.
var errStopped = errors.New("gateway: stopped reading")
