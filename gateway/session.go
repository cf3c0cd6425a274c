package gateway

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
)

// A Session is what it takes to resume.
type Session struct {
	Key           ShardKey
	ID            string
	Sequence      int64 // of the last event received
	ResumeURL     string
	UserID        discord.UserID // of the bot
	ApplicationID discord.ApplicationID
	Guilds        []discord.GuildID // that the bot is in, ascending: those of READY, and what has changed since
	Started       time.Time         // when READY came
	LastFrame     time.Time         // when something was last received
	Fingerprint   string            // of the [Config] that started it
	Epoch         uint64            // of the process that saved it
}

// A ShardKey names a shard among all bots. With a Count of 0 it names the bot: the
// client notes there, as the Sequence, how many shards the sessions are of.
type ShardKey struct {
	ApplicationID discord.ApplicationID
	Shard, Count  int
}

// A SessionStore keeps sessions while no process holds them, so that a restart
// can resume. Implementations are safe for concurrent use; package sessiontest
// holds the tests that each must pass.
type SessionStore interface {
	// Load returns the session saved last, or [ErrNoSession].
	Load(ctx context.Context, shard ShardKey) (Session, error)

	// Save stores a batch of sessions. It is fenced: if any shard was saved with
	// a higher Epoch before, nothing is stored and the error is [ErrStolen].
	// After another error, or the end of the process, some of the batch may be
	// stored, each session whole.
	Save(ctx context.Context, batch []Session) error
}

// A SessionSweeper is a [SessionStore] that finds sessions of which nobody knows any
// more. Without one nobody tells that sessions are lost when processes that each run
// some of the shards are given another number of them.
type SessionSweeper interface {
	SessionStore

	// Sweep removes sessions of a bot that nobody goes on with, and returns them:
	// those that were of another number of shards than count, have an ID, and a
	// LastFrame before that time. Each is returned to one caller only, of however
	// many. Those of which the store knows that another process has them stay,
	// and what is stored with a Count of 0 is no session. What is returned with an
	// error is removed too.
	Sweep(ctx context.Context, bot discord.ApplicationID, count int, before time.Time) ([]Session, error)
}

var (
	// ErrNoSession is returned by [SessionStore] for a shard that it does not
	// know.
	ErrNoSession = errors.New("gateway: no session stored")

	// ErrStolen is returned by [SessionStore] when another process has taken
	// over a shard.
	ErrStolen = errors.New("gateway: another process runs this shard")
)

// A MemoryStore is a [SessionStore] that lasts as long as its process. The zero
// MemoryStore is empty and ready for use.
type MemoryStore struct {
	mu       sync.Mutex // guards sessions
	sessions map[ShardKey]Session
}

// Load implements [SessionStore].
func (m *MemoryStore) Load(ctx context.Context, shard ShardKey) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Session{}, err
	}
	s, ok := m.sessions[shard]
	if !ok {
		return Session{}, ErrNoSession
	}
	s.Guilds = slices.Clone(s.Guilds)
	return s, nil
}

// Save implements [SessionStore].
func (m *MemoryStore) Save(ctx context.Context, batch []Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, s := range batch {
		if old, ok := m.sessions[s.Key]; ok && s.Epoch < old.Epoch {
			return fmt.Errorf("save shard %d of %d: %w", s.Key.Shard, s.Key.Count, ErrStolen)
		}
	}
	if m.sessions == nil {
		m.sessions = make(map[ShardKey]Session)
	}
	for _, s := range batch {
		s.Guilds = slices.Clone(s.Guilds)
		m.sessions[s.Key] = s
	}
	return nil
}

// Sweep implements [SessionSweeper].
func (m *MemoryStore) Sweep(ctx context.Context, bot discord.ApplicationID, count int, before time.Time) ([]Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var swept []Session
	for key, s := range m.sessions {
		if key.swept(bot, count) && s.abandoned(before) {
			swept = append(swept, s)
			delete(m.sessions, key)
		}
	}
	return swept, nil
}

// swept reports whether a shard's session is one that Sweep looks at.
func (k ShardKey) swept(bot discord.ApplicationID, count int) bool {
	return k.ApplicationID == bot && k.Count != 0 && k.Count != count
}

// abandoned reports whether Sweep removes a session that it looks at.
func (s Session) abandoned(before time.Time) bool { return s.ID != "" && s.LastFrame.Before(before) }

// Fingerprint names all of c that a session depends on: a session that was
// started with another fingerprint would lack events, or have others. It holds
// no secret.
func (c Config) Fingerprint() string {
	return fmt.Sprintf("url=%s app=%d shard=%d/%d intents=%d capabilities=%d large=%d v=%s encoding=json",
		c.mainURL(), applicationOf(c.Token), c.Shard, c.shardCount(), uint64(c.Intents), c.Capabilities, c.largeThreshold(), apiVersion)
}

// Key names the shard of c. Its application is what the token tells, which is the
// bot's user where that has another ID; zero if the token is not shaped as
// Discord's.
func (c Config) Key() ShardKey {
	return ShardKey{ApplicationID: applicationOf(c.Token), Shard: c.Shard, Count: c.shardCount()}
}

// Unfit says why a stored session must not be resumed with c; empty: it may be.
// [Shard.Run] starts a new session then, and tells [Hooks.SessionLost].
func (c Config) Unfit(s Session) string {
	if got := c.Fingerprint(); s.Fingerprint != got {
		return "configured differently: " + difference(s.Fingerprint, got)
	}
	switch age := s.age(); {
	case age > c.resumeWithin():
		return fmt.Sprintf("it is %v old, and ResumeWithin is %v", age.Round(time.Second), c.resumeWithin())
	case age < -clockSlack:
		return fmt.Sprintf("it is from %v in the future", -age.Round(time.Second))
	}
	if s.ID == "" {
		return "it has no ID"
	}
	return ""
}

// age is how old a stored session is. Between processes there is no monotonic clock,
// and between machines no common one.
func (s Session) age() time.Duration { return time.Now().Round(0).Sub(s.LastFrame.Round(0)) }

// clockSlack is how far the clock of the machine that saved a session may be ahead
// of ours.
const clockSlack = 10 * time.Second

// difference lists the parts of a fingerprint that changed.
func difference(was, is string) string {
	before, after := strings.Fields(was), strings.Fields(is)
	var changed []string
	for i, part := range after {
		switch {
		case i >= len(before):
			changed = append(changed, part)
		case before[i] != part:
			changed = append(changed, before[i]+" → "+part)
		}
	}
	return strings.Join(changed, ", ")
}

// applicationOf reads the bot's ID from the first part of its token; 0: the
// token is not shaped as Discord's.
func applicationOf(token string) discord.ApplicationID {
	first, _, _ := strings.Cut(bare(token), ".")
	text, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(first, "="))
	if err != nil {
		return 0
	}
	var id discord.ApplicationID
	if id.UnmarshalText(text) != nil {
		return 0
	}
	return id
}

// bare is a token without the prefix that HTTP wants.
func bare(token string) string { return strings.TrimPrefix(token, "Bot ") }
