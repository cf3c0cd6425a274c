package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/discord"
)

// A Shard is one connection to the gateway, kept alive. Use New. Its methods
// are safe for concurrent use.
type Shard struct {
	cfg    *Config // behind a pointer, so that printing a Shard shows no token
	log    *slog.Logger
	random func() float64 // jitter, in [0, 1)

	// Commands, for the connection to take when it may send them.
	sends     chan *command
	spares    chan *command
	presences chan *command
	catchUps  chan *catchUp

	sequence  atomic.Int64 // of the last event received; written by the reader, and by begin while it waits
	lastFrame atomic.Int64 // when that was, in Unix nanoseconds; 0: there was none
	latency   atomic.Int64 // of the last heartbeat, in nanoseconds

	// These belong to the goroutine in Run.
	where          address   // to connect next
	failures       int       // connections in a row that did not stay up
	resumeFailures int       // those in a row that did not find the session alive
	heard          time.Time // when the last connection ended
	begun          bool      // a connection has been ready
	waiting        Waiting   // as it was told
	quiet          time.Time // no commands until then
	presence       json.RawMessage
	shown          []time.Time                   // when the last presences were sent
	members        map[discord.GuildID]time.Time // when all members may be asked for again

	mu      sync.Mutex // guards all below; never held during I/O or a hook
	session Session    // without Sequence and LastFrame
	running bool
	leaving bool
	cancel  context.CancelFunc // of Run
	stopped chan struct{}      // closed when Run has ended
}

// A command is a frame to be written.
type command struct {
	op      Opcode
	payload []byte
	done    chan error // of Send; has room for one. Nil: nobody waits
}

// New returns a shard that does nothing until Run.
func New(cfg Config) *Shard {
	log := cfg.Logger
	if log == nil {
		log = slog.Default()
	}
	if cfg.IdentifyGate == nil {
		cfg.IdentifyGate = NewMemoryGate(cfg.StartLimit)
	}
	if cfg.StartLimitTold.IsZero() {
		cfg.StartLimitTold = time.Now()
	}
	s := &Shard{
		cfg:       &cfg,
		log:       log.With("shard", cfg.Shard),
		random:    random,
		sends:     make(chan *command),
		spares:    make(chan *command),
		presences: make(chan *command),
		catchUps:  make(chan *catchUp),
		members:   make(map[discord.GuildID]time.Time),
		session:   cfg.Session,
		stopped:   make(chan struct{}),
	}
	s.session.Guilds = slices.Sorted(slices.Values(cfg.Session.Guilds))
	s.sequence.Store(cfg.Session.Sequence)
	s.lastFrame.Store(nanoseconds(cfg.Session.LastFrame))
	return s
}

// Run keeps the shard connected until ctx ends, and returns nil then. It
// returns a [*CloseError] when Discord refuses the bot for good; after fixing the
// cause Run can be called again and resumes if it can.
//
// When the day's limit of sessions is used up before the shard's first one, Run
// returns an [*IdentifyLimitError]. A shard that has been ready and loses its
// session does not give up: it tells [Hooks.Error], closes the connection, and
// identifies when there is a new limit.
//
// When ctx ends the shard stops reading, waits for Handle, then for
// [Config.Drain], and closes the connection so that the session can be resumed,
// unless Leave was called.
func (s *Shard) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := s.start(cancel); err != nil {
		return err
	}
	defer s.end()
	drain := sync.OnceFunc(func() {
		if s.cfg.Drain != nil {
			s.cfg.Drain(context.WithoutCancel(ctx))
		}
	})
	defer drain()
	s.checkStored(ctx)
	for delay := time.Duration(0); sleep(ctx, delay); {
		s.waits(WaitingForNothing, 0)
		e := s.connect(ctx, drain)
		if ctx.Err() != nil {
			return nil
		}
		v := judge(e.cause, e.code, e.phase)
		s.report(ctx, e, v)
		if v.session == stop {
			return e.err
		}
		delay = s.apply(ctx, e, v)
	}
	return nil
}

// Leave ends Run as the end of its context does, but for good: the connection
// is closed with code 1000, so that the bot goes offline at once and the
// session cannot be resumed.
func (s *Shard) Leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.leaving = true
		s.cancel()
	}
}

// Send sends a command: data is encoded as JSON, see [discord.UpdatePresence],
// [UpdateVoiceState], [RequestGuildMembers]. It waits until the shard is
// connected and Discord's limits of 120 frames a minute and 5 presences in 20
// seconds allow it, and returns when the frame was written. If ctx ends while it
// is being written, it may still be.
//
// A frame of more than 4096 bytes gives a [*PayloadTooLargeError], data that
// Discord would refuse a [*discord.ValidationError], and one that asks again too
// soon for all members of a guild a [*RateLimitError]; none of them is sent. If the
// connection breaks while the frame is written, Send says so: Discord may have got
// it. After Run has ended Send returns [ErrStopped].
//
// A presence is remembered and becomes part of each later IDENTIFY.
func (s *Shard) Send(ctx context.Context, op Opcode, data any) error {
	if op == OpPresenceUpdate {
		return s.send(ctx, s.presences, op, data)
	}
	return s.send(ctx, s.sends, op, data)
}

// SendSpare is Send for commands that have time, of which there may be many. It
// uses only what Send leaves, and no more than half of the limit, so that
// commands of Send need not wait because of it.
func (s *Shard) SendSpare(ctx context.Context, op Opcode, data any) error {
	return s.send(ctx, s.spares, op, data)
}

// send hands a command to the connection, which takes it from commands.
func (s *Shard) send(ctx context.Context, commands chan<- *command, op Opcode, data any) error {
	switch op {
	case OpHeartbeat, OpIdentify, OpResume:
		return errors.New("gateway: " + op.String() + " is sent by the shard itself")
	}
	payload, err := encode(op, data)
	if err != nil {
		return err
	}
	if r, ok := data.(RequestGuildMembers); ok {
		if err := r.allowed(s.cfg.Intents); err != nil {
			return err
		}
	}
	s.mu.Lock()
	stopped := s.stopped
	s.mu.Unlock()
	c := &command{op: op, payload: payload, done: make(chan error, 1)}
	select {
	case commands <- c:
	case <-ctx.Done():
		return ctx.Err()
	case <-stopped:
		return ErrStopped
	}
	select {
	case err := <-c.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Session returns what it takes to resume now; its ID is empty when there is
// no session. Its Guilds are shared and must not be changed.
func (s *Shard) Session() Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	session := s.session
	session.Sequence = s.sequence.Load()
	if last := s.lastFrame.Load(); session.ID != "" && last != 0 {
		session.LastFrame = time.Unix(0, last)
	}
	return session
}

// Latency is the time between the last heartbeat and its answer, 0 before the
// first.
func (s *Shard) Latency() time.Duration { return time.Duration(s.latency.Load()) }

// start makes s running.
func (s *Shard) start(cancel context.CancelFunc) error {
	if _, err := s.cfg.connectURL(s.cfg.mainURL()); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		return ErrRunning
	}
	s.running, s.leaving, s.cancel = true, false, cancel
	s.failures, s.resumeFailures = 0, 0
	select {
	case <-s.stopped:
		s.stopped = make(chan struct{})
	default:
	}
	return nil
}

// end makes s no longer running.
func (s *Shard) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leaving {
		s.session = Session{}
		s.sequence.Store(0)
	}
	s.running, s.cancel = false, nil
	close(s.stopped)
}

// left reports whether Leave was called.
func (s *Shard) left() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leaving
}

// checkStored drops the session that the shard was configured with if it must
// not be resumed.
func (s *Shard) checkStored(ctx context.Context) {
	session := s.Session()
	if session.ID == "" || !s.heard.IsZero() {
		return
	}
	if reason := s.cfg.Unfit(session); reason != "" {
		level := slog.LevelWarn
		if session.age() > s.cfg.resumeWithin() { // the bot was off for so long, which is nobody's mistake
			level = slog.LevelInfo
		}
		s.dropSession(ctx, level, "stored session not resumed: "+reason)
	}
}

// begin makes session the shard's, of which no event has been received. Nobody
// sees one session with the other's sequence.
func (s *Shard) begin(session Session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session = session
	s.sequence.Store(0)
}

// dropSession forgets the session, so that the next connection identifies.
func (s *Shard) dropSession(ctx context.Context, level slog.Level, reason string) {
	lost := s.Session()
	s.begin(Session{})
	if lost.ID == "" {
		return
	}
	s.log.LogAttrs(ctx, level, "session lost", slog.String("reason", reason))
	if hook := s.cfg.Hooks.SessionLost; hook != nil {
		hook(lost, reason)
	}
}

// sleep waits. It returns false as soon as ctx ends.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
