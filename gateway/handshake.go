package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// hello starts the heart, and the session: an old one by RESUME, a new one when
// the gate lets us.
func (c *connection) hello(ctx context.Context, n news) {
	if c.leaving {
		return
	}
	h := &c.heart
	now := time.Now()
	h.interval = n.interval
	h.set(now, now.Add(time.Duration(c.s.random()*float64(n.interval))))
	c.limiter.reserve(n.interval)
	if hook := c.s.cfg.Hooks.Connected; hook != nil {
		hook(c.address)
	}
	if c.s.Session().ID != "" {
		payload, err := c.s.resume()
		if err != nil {
			c.end(causeGate, 0, err)
			return
		}
		c.phase = phaseResume
		c.replaying.Store(true)
		c.handshake = &command{op: OpResume, payload: payload}
		return
	}
	c.phase = phaseIdentify
	c.s.waits(WaitingToIdentify, 0)
	id := c.s.cfg.wantsToIdentify(now)
	ctx, c.sent = context.WithCancel(ctx)
	c.wg.Go(func() {
		patience := time.AfterFunc(gatePatience, func() { c.s.log.Info("waiting to identify") })
		defer patience.Stop()
		c.permit <- c.s.cfg.IdentifyGate.Wait(ctx, id)
	})
}

// wantsToIdentify is what the gate is asked.
func (c *Config) wantsToIdentify(now time.Time) Identify {
	id := Identify{
		Application:    c.Key().ApplicationID,
		Shard:          c.Shard,
		Count:          c.shardCount(),
		MaxConcurrency: c.StartLimit.MaxConcurrency,
		Remaining:      c.StartLimit.Remaining,
		ResetAfter:     resetOf(c.StartLimit, c.StartLimitTold).Sub(now),
	}
	if id.ResetAfter > 0 { // else that was another day's
		id.Total = c.StartLimit.Total
	}
	return id
}

// identify is called when the gate has answered.
func (c *connection) identify(ctx context.Context, err error) {
	if c.leaving || ctx.Err() != nil {
		return
	}
	c.s.waits(WaitingForNothing, 0)
	if _, limited := errors.AsType[*IdentifyLimitError](err); limited && c.s.begun {
		c.end(causeLimit, 0, err)
		return
	}
	if err != nil {
		c.end(causeGate, 0, err)
		return
	}
	payload, err := c.s.identify()
	if err != nil {
		c.end(causeGate, 0, err)
		return
	}
	c.handshake = &command{op: OpIdentify, payload: payload}
}

// ready starts a new session.
func (c *connection) ready(ctx context.Context, n news) {
	session := n.session
	if n.err != nil {
		c.s.errorHook(ctx, n.err)
	}
	if session.ResumeURL != "" {
		if _, err := c.s.cfg.safeResumeURL(session.ResumeURL); err != nil {
			c.s.errorHook(ctx, err)
			session.ResumeURL = ""
		}
	}
	session.Key = ShardKey{ApplicationID: session.ApplicationID, Shard: c.s.cfg.Shard, Count: c.s.cfg.shardCount()}
	session.Fingerprint = c.s.cfg.Fingerprint()
	session.Started = n.at
	slices.Sort(session.Guilds)
	if old := c.s.Session(); old.ID != session.ID { // RESUME was answered by another's READY
		c.s.dropSession(ctx, slog.LevelWarn, "Discord began another")
	}
	c.s.begin(session)
	c.up()
	c.s.log.LogAttrs(ctx, slog.LevelInfo, "ready", slog.String("bot", n.name),
		slog.Uint64("user", uint64(session.UserID)), slog.Int("guilds", len(session.Guilds)))
	if hook := c.s.cfg.Hooks.Ready; hook != nil {
		hook(c.s.Session())
	}
}

// resumed goes on with the old session.
func (c *connection) resumed(ctx context.Context, n news) {
	if c.phase != phaseResume {
		return
	}
	c.up()
	c.handshake = c.s.greeting()
	c.s.log.LogAttrs(ctx, slog.LevelInfo, "resumed", slog.Int("replayed", n.replayed))
	if hook := c.s.cfg.Hooks.Resumed; hook != nil {
		hook(n.replayed)
	}
}

// up notes that the connection is ready.
func (c *connection) up() {
	c.alive()
	c.s.begun = true
	c.phase = phaseReady
	c.replaying.Store(false)
}

// alive notes that the session is. That is so before RESUMED, as soon as an
// event is sent again: a slow Handle may see many connections end before it has
// come through to RESUMED, and the session must not grow old meanwhile.
func (c *connection) alive() {
	if c.since.IsZero() {
		c.since = time.Now()
	}
}

// An identify is the data of OpIdentify.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#identify
type identify struct {
	Token          string          `json:"token"`
	Properties     Properties      `json:"properties"`
	Compress       bool            `json:"compress,omitzero"`
	LargeThreshold int             `json:"large_threshold"`
	Shard          [2]int          `json:"shard"`
	Presence       json.RawMessage `json:"presence,omitzero"`
	Intents        discord.Intents `json:"intents"`
	Capabilities   Capabilities    `json:"capabilities,omitzero"`
}

// A resume is the data of OpResume.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#resume
type resume struct {
	Token     string `json:"token"`
	SessionID string `json:"session_id"`
	Sequence  int64  `json:"seq"`
}

// identify returns the frame that starts a session, with the presence that was
// sent last.
func (s *Shard) identify() ([]byte, error) {
	cfg := s.cfg
	if s.presence == nil && cfg.Presence != nil {
		presence, err := json.Marshal(cfg.Presence)
		if err != nil {
			return nil, err
		}
		s.presence = presence
	}
	return encode(OpIdentify, identify{
		Token:          bare(cfg.Token),
		Properties:     cfg.properties(),
		Compress:       cfg.Compression == CompressionPayload,
		LargeThreshold: cfg.largeThreshold(),
		Shard:          [2]int{cfg.Shard, cfg.shardCount()},
		Presence:       s.presence,
		Intents:        cfg.Intents,
		Capabilities:   cfg.Capabilities,
	})
}

// resume returns the frame that goes on with the session.
func (s *Shard) resume() ([]byte, error) {
	session := s.Session()
	return encode(OpResume, resume{Token: bare(s.cfg.Token), SessionID: session.ID, Sequence: session.Sequence})
}
