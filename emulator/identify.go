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
	b := e.botIdentified(p.Token)
	if b == nil {
		return closeAuthenticationFailed
	}
	if code := b.mayStart(&p); code != 0 {
		return code
	}
	e.stats.Identifies++
	b.stats.Identifies++
	now, s := time.Now(), b.newSession(&p)
	switch {
	case !b.sessions.mayIdentify(s.shard, now):
		c.push(opInvalidSession, false)
	case !b.sessions.start(now):
		b.revoke()
		return closeAuthenticationFailed
	case e.tripLocked(c, b, AfterIdentify):
	default:
		c.begin(s, p.Presence)
	}
	return 0
}

// newSession returns a session that nobody is connected to yet.
func (b *bot) newSession(p *identifyPayload) *session {
	s := &session{
		bot:      b,
		id:       randomHex(16),
		shards:   1,
		intents:  discord.Intents(*p.Intents),
		large:    defaultLargeThreshold,
		compress: p.Compress,

		capabilities: p.Capabilities,
		presence:     (&presenceUpdate{Status: string(discord.StatusOnline)}).presence(b.user.ID),
		replay:       replay{most: b.rules.ReplayEvents},
		owe:          b.owe,
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
		s.setPresence(presence) // other sessions hear of it; this one finds it in its guilds
	}
	c.attach(s)
	s.cameOnline()
	s.bot.sessions.byID[s.id] = s
	c.sendReady()
	s.bot.pageStatus()
}

// attach connects a session. Its payloads are compressed if it asks for that and
// the stream is not compressed anyway.
func (c *conn) attach(s *session) {
	s.conn, c.session = c, s
	c.shards.Store(int32(s.shards))
	c.bot.Store(s.bot)
	if t, ok := c.pack.(*plain); ok {
		t.compress.Store(s.compress)
	}
}

// mayStart checks what a client identifies with.
func (b *bot) mayStart(p *identifyPayload) closeCode {
	switch {
	case p.Shard != nil && (p.Shard[1] < 1 || p.Shard[0] < 0 || p.Shard[0] >= p.Shard[1]):
		return closeInvalidShard
	case p.Intents == nil || *p.Intents&^uint64(discord.IntentsAll) != 0:
		return closeInvalidIntents
	case discord.Intents(*p.Intents)&discord.IntentsPrivileged&^b.granted != 0:
		return closeDisallowedIntents
	case b.tooManyGuilds(p.Shard):
		return closeShardingRequired
	}
	return 0
}

// botIdentified returns the bot that a client's token belongs to, or nil. Many
// clients put Bot in front of it, as in the Authorization header.
func (e *Emulator) botIdentified(token string) *bot {
	return e.botWithToken(strings.TrimPrefix(token, "Bot "))
}

// maxGuildsPerShard is how many guilds one shard can have.
const maxGuildsPerShard = 2500

func (b *bot) tooManyGuilds(shard []int) bool {
	s := session{shards: 1}
	if shard != nil {
		s.shard, s.shards = shard[0], shard[1]
	}
	n := 0
	for id, g := range b.state.guilds {
		if b.isIn(g) && s.concerns(id) {
			n++
		}
	}
	return n > maxGuildsPerShard
}

// revoke does what happens to a bot that starts too many sessions: all of them
// end, and its token is worth nothing any more.
func (b *bot) revoke() {
	b.sessions.revoked = true
	for c := range b.connections.open {
		if c.session != nil && c.session.bot == b {
			c.closeWith(closeAuthenticationFailed)
		}
	}
	clear(b.sessions.byID)
}
