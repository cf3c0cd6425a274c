package emulator

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// identifyPayload is what a client sends to start a session.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#identify
type identifyPayload struct {
	Token          string          `json:"token" rule:"required"`
	Properties     map[string]any  `json:"properties" rule:"required"`
	Compress       bool            `json:"compress"`
	LargeThreshold *int            `json:"large_threshold" rule:"range=50..250"`
	Shard          []int           `json:"shard" rule:"len=2..2"`
	Presence       *presenceUpdate `json:"presence"`
	Intents        *uint64         `json:"intents"`
	Capabilities   uint64          `json:"capabilities"`
}

// defaultLargeThreshold is how many members a guild has at most that is sent
// whole.
const defaultLargeThreshold = 50

// identify starts a session.
func (c *conn) identify(d json.RawMessage) closeCode {
	var p identifyPayload
	if bind(d, &p) != nil {
		return closeDecodeError
	}
	e := c.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.session != nil {
		return closeAlreadyAuthenticated
	}
	if code := e.mayStart(&p); code != 0 {
		return code
	}
	e.stats.Identifies++
	now, s := time.Now(), newSession(&p, e.rules)
	s.owe = e.owe
	switch {
	case !e.sessions.mayIdentify(s.shard, now):
		c.push(opInvalidSession, false)
	case !e.sessions.start(now):
		e.revoke()
		return closeAuthenticationFailed
	case e.tripLocked(c, AfterIdentify):
	default:
		c.begin(s, p.Presence)
	}
	return 0
}

// newSession returns a session that nobody is connected to yet.
func newSession(p *identifyPayload, rules Rules) *session {
	s := &session{
		id:       randomHex(16),
		shards:   1,
		intents:  discord.Intents(*p.Intents),
		large:    defaultLargeThreshold,
		compress: p.Compress,

		capabilities: p.Capabilities,
		replay:       replay{most: rules.ReplayEvents},
	}
	if p.LargeThreshold != nil {
		s.large = *p.LargeThreshold
	}
	if p.Shard != nil {
		s.shard, s.shards, s.named = p.Shard[0], p.Shard[1], true
	}
	return s
}

// begin makes a new session the connection's.
func (c *conn) begin(s *session, presence *presenceUpdate) {
	if presence != nil {
		c.e.setPresence(s, presence) // other sessions hear of it; this one finds it in its guilds
	}
	c.attach(s)
	c.e.sessions.byID[s.id] = s
	c.sendReady()
	c.e.botStatus()
}

// attach connects a session. Its payloads are compressed if it asks for that and
// the stream is not compressed anyway.
func (c *conn) attach(s *session) {
	s.conn, c.session = c, s
	c.shards.Store(int32(s.shards))
	if t, ok := c.pack.(*plain); ok {
		t.compress.Store(s.compress)
	}
}

// mayStart checks what a client identifies with.
func (e *Emulator) mayStart(p *identifyPayload) closeCode {
	switch {
	case !e.isToken(p.Token):
		return closeAuthenticationFailed
	case p.Shard != nil && (p.Shard[1] < 1 || p.Shard[0] < 0 || p.Shard[0] >= p.Shard[1]):
		return closeInvalidShard
	case p.Intents == nil || *p.Intents&^uint64(discord.IntentsAll) != 0:
		return closeInvalidIntents
	case discord.Intents(*p.Intents)&discord.IntentsPrivileged&^e.state.granted != 0:
		return closeDisallowedIntents
	case e.tooManyGuilds(p.Shard):
		return closeShardingRequired
	}
	return 0
}

// isToken reports whether a client's token is the bot's. Many clients put Bot
// in front of it, as in the Authorization header.
func (e *Emulator) isToken(token string) bool {
	return e.isBot("Bot " + strings.TrimPrefix(token, "Bot "))
}

// maxGuildsPerShard is how many guilds one shard can have.
const maxGuildsPerShard = 2500

func (e *Emulator) tooManyGuilds(shard []int) bool {
	s := session{shards: 1}
	if shard != nil {
		s.shard, s.shards = shard[0], shard[1]
	}
	n := 0
	for id := range e.state.guilds {
		if s.concerns(id) {
			n++
		}
	}
	return n > maxGuildsPerShard
}

// revoke does what happens to a bot that starts too many sessions: all of them
// end, and its token is worth nothing any more.
func (e *Emulator) revoke() {
	e.sessions.revoked = true
	for c := range e.sessions.conns {
		c.closeWith(closeAuthenticationFailed)
	}
	clear(e.sessions.byID)
}
