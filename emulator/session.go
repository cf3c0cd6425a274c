package emulator

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
)

// A session is what a bot's connection to the gateway is about. It outlives
// the connection for a while, and keeps what it has sent, so that a new
// connection can take it up.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#resuming
type session struct {
	bot      *bot
	id       string
	shard    int
	shards   int
	named    bool // the client said which shard it is
	intents  discord.Intents
	large    int       // from how many members on a guild is not sent whole
	compress bool      // payload compression was asked for
	conn     *conn     // nil: nobody is connected
	detached time.Time // when conn became nil
	seq      int64     // of the last event
	replay   replay
	presence discord.Presence // that the client has set; without a guild

	presented []time.Time // when it did, lately

	capabilities uint64 // that the client told

	owe func(Owed) // nil: nobody wants to know what is sent
}

// forget makes the session impossible to resume.
func (s *session) forget() { delete(s.bot.sessions.byID, s.id) }

// tell gives the session an event.
func (s *session) tell(name string, payload any) {
	if data, ok := s.bot.encodeEvent(name, payload); ok {
		s.send(name, data)
	}
}

// send gives the session an event whose data is encoded.
func (s *session) send(name string, data []byte) { s.push(s.frame(name, data)) }

// frame makes the session's next frame.
func (s *session) frame(name string, data []byte) []byte {
	s.seq++
	if s.owe != nil {
		s.owe(Owed{SessionID: s.id, Shard: s.shard, Sequence: s.seq, Name: name, Data: data})
	}
	b := make([]byte, 0, len(data)+len(name)+40)
	b = append(b, `{"t":`...)
	b = strconv.AppendQuote(b, name)
	b = append(b, `,"s":`...)
	b = strconv.AppendInt(b, s.seq, 10)
	b = append(b, `,"op":0,"d":`...)
	b = append(b, data...)
	return append(b, '}')
}

// push sends the frame that was made last.
func (s *session) push(frame []byte) {
	s.replay.add(s.seq, frame)
	if s.conn != nil {
		s.conn.out.push(frame)
	}
}

// concerns reports whether a guild's events belong to the session's shard.
// What belongs to no guild goes to the first one.
func (s *session) concerns(g discord.GuildID) bool {
	return uint64(g)>>22%uint64(s.shards) == uint64(s.shard)
}

// covers reports whether a guild is one of the session's: the bot is in it, and
// it belongs to the shard.
func (s *session) covers(g *guild) bool { return s.bot.isIn(g) && s.concerns(g.ID) }

// guilds returns the session's guilds in the order of their IDs.
func (s *session) guilds() (covered []*guild) {
	for _, g := range s.bot.state.guilds {
		if s.covers(g) {
			covered = append(covered, g)
		}
	}
	slices.SortFunc(covered, func(a, b *guild) int { return cmp.Compare(a.ID, b.ID) })
	return covered
}

// replay is the end of a session's stream of events.
type replay struct {
	most   int
	frames [][]byte // in order; the last one has the sequence number last
	last   int64
	size   int
}

// maxReplayBytes bounds what one session keeps.
const maxReplayBytes = 64 << 20

func (r *replay) add(seq int64, frame []byte) {
	r.frames = append(r.frames, frame)
	r.last = seq
	r.size += len(frame)
	for len(r.frames) > r.most || r.size > maxReplayBytes && len(r.frames) > 1 {
		r.size -= len(r.frames[0])
		r.frames[0] = nil
		r.frames = r.frames[1:]
	}
}

// since returns the events after seq, and whether all of them are still there.
func (r *replay) since(seq int64) ([][]byte, bool) {
	missed := r.last - seq
	if missed < 0 || missed > int64(len(r.frames)) {
		return nil, false
	}
	return r.frames[int64(len(r.frames))-missed:], true
}

// before returns the last n events up to seq, or those that are left. All after
// seq must be.
func (r *replay) before(seq int64, n int) [][]byte {
	end := len(r.frames) - int(r.last-seq)
	return r.frames[max(0, end-n):end]
}

// sessions are all sessions of a bot, and the rules for new ones. The world's
// lock guards them.
type sessions struct {
	rules     Rules
	byID      map[string]*session
	started   int               // sessions since the count began
	countFrom time.Time         // when it began
	identify  map[int]time.Time // when each concurrency key was used last
	revoked   bool              // the bot's token, for starting too many
}

func newSessions(rules Rules) sessions {
	return sessions{
		rules:    rules,
		byID:     make(map[string]*session),
		identify: make(map[int]time.Time),
	}
}

// startPeriod is how long session starts are counted together.
const startPeriod = 24 * time.Hour

// startLimit returns how many sessions may still be started.
func (s *sessions) startLimit(now time.Time) discord.SessionStartLimit {
	s.renew(now)
	after := time.Duration(0)
	if s.started > 0 {
		after = s.countFrom.Add(startPeriod).Sub(now)
	}
	return discord.SessionStartLimit{
		Total:          s.rules.SessionStarts,
		Remaining:      max(0, s.rules.SessionStarts-s.started),
		ResetAfter:     after.Milliseconds(),
		MaxConcurrency: s.rules.MaxConcurrency,
	}
}

func (s *sessions) renew(now time.Time) {
	if s.started == 0 || now.Sub(s.countFrom) >= startPeriod {
		s.started, s.countFrom = 0, now
	}
}

// identifyEvery is how often one concurrency key may be used.
const identifyEvery = 5 * time.Second

// mayIdentify reports whether a shard may identify now, and notes that it did.
func (s *sessions) mayIdentify(shard int, now time.Time) bool {
	key := shard % s.rules.MaxConcurrency
	if last, ok := s.identify[key]; ok && now.Sub(last) < identifyEvery {
		return false
	}
	s.identify[key] = now
	return true
}

// start counts a new session, and reports whether there may be one more. When
// there may not, Discord resets the bot's token.
func (s *sessions) start(now time.Time) bool {
	s.renew(now)
	s.started++
	return s.started <= s.rules.SessionStarts
}

// resumable returns the session of an ID, unless it is gone for too long.
func (s *sessions) resumable(id string, now time.Time) *session {
	for id, old := range s.byID {
		if old.conn == nil && now.Sub(old.detached) > time.Duration(s.rules.ResumeWindow) {
			delete(s.byID, id)
		}
	}
	return s.byID[id]
}
