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
	now := time.Now()
	s := &session{
		id: randomHex(16), shards: 1, intents: discord.Intents(*p.Intents), compress: p.Compress, conn: c,
		replay: replay{most: e.rules.ReplayEvents}, asked: make(map[discord.GuildID]time.Time),
	}
	s.large = defaultLargeThreshold
	if p.LargeThreshold != nil {
		s.large = *p.LargeThreshold
	}
	if p.Shard != nil {
		s.shard, s.shards, s.named = p.Shard[0], p.Shard[1], true
	}
	if !e.sessions.mayIdentify(s.shard, now) {
		c.push(opInvalidSession, false)
		return 0
	}
	if !e.sessions.start(now) {
		e.revoke()
		return closeAuthenticationFailed
	}
	if e.tripLocked(c, AfterIdentify) {
		return 0
	}
	if p.Presence != nil {
		e.setPresence(s, p.Presence) // other sessions hear of it; this one finds it in its guilds
	}
	c.session = s
	c.usePayloadCompression()
	e.sessions.byID[s.id] = s
	c.sendReady()
	e.botStatus()
	return 0
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

// usePayloadCompression makes the transport compress, if the session asks for
// that and the stream is not compressed anyway.
func (c *conn) usePayloadCompression() {
	if t, ok := c.pack.(*plain); ok {
		t.compress.Store(c.session.compress)
	}
}

// resume takes up a session that has lost its connection, or is about to.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#resume
func (c *conn) resume(d json.RawMessage) closeCode {
	var p struct {
		Token     string `json:"token" rule:"required"`
		SessionID string `json:"session_id" rule:"required"`
		Seq       int64  `json:"seq"`
	}
	if bind(d, &p) != nil {
		return closeDecodeError
	}
	e := c.e
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case c.session != nil:
		return closeAlreadyAuthenticated
	case !e.isToken(p.Token):
		return closeAuthenticationFailed
	}
	e.stats.Resumes++
	if e.tripLocked(c, AfterResume) {
		return 0
	}
	s := e.sessions.resumable(p.SessionID, time.Now())
	if s == nil {
		c.push(opInvalidSession, false)
		return 0
	}
	if p.Seq < 0 || p.Seq > s.seq {
		delete(e.sessions.byID, s.id)
		return closeInvalidSeq
	}
	missed, ok := s.replay.since(p.Seq)
	if !ok {
		c.push(opInvalidSession, false)
		return 0
	}
	if s.conn != nil {
		s.conn.session = nil
		s.conn.closeWith(closeUnknownError)
	}
	s.conn, c.session = c, s
	c.usePayloadCompression()
	for _, frame := range missed {
		c.out.push(frame)
	}
	s.send("RESUMED", []byte(`{}`))
	e.botStatus()
	return 0
}
