package accord

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/internal/wire"
)

// membersTries is how often a guild is asked for that Discord is silent about,
// before it is given up.
const membersTries = 3

// memberRequests asks for the members of a shard's guilds, one guild after the
// other. It learns from the shard's events which guilds there are and how far the
// answer has got. A nil one asks for nothing.
type memberRequests struct {
	shard *shard
	woken chan struct{} // has room for one: something below has changed

	mu      sync.Mutex // guards all below
	begun   bool       // the shard has been ready
	guilds  map[discord.GuildID]*memberRequest
	queue   []*memberRequest // that wait; those that are not in guilds any more are passed over
	current *memberRequest   // asked, and not answered yet; nil: none
	done    int              // of guilds
}

// A memberRequest is what has become of the wish for a guild's members. The lock
// of memberRequests guards it.
type memberRequest struct {
	guild   discord.GuildID
	done    bool
	after   time.Time // it may not be asked before
	tries   int       // that Discord was silent about
	nonce   string
	heard   time.Time    // when it was asked, or the last chunk came
	chunks  map[int]bool // that came
	members int          // in them
}

func newMemberRequests(s *shard) *memberRequests {
	if !s.run.client.config.RequestMembers {
		return nil
	}
	return &memberRequests{shard: s, woken: make(chan struct{}, 1), guilds: make(map[discord.GuildID]*memberRequest)}
}

// beside asks for members while connect, which is given ctx, keeps the shard
// connected.
func (m *memberRequests) beside(ctx context.Context, connect func(context.Context) error) error {
	if m == nil {
		return connect(ctx)
	}
	var asking sync.WaitGroup
	defer asking.Wait()
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	asking.Go(func() { m.run(inner) })
	return connect(ctx)
}

// run asks for one guild after the other until ctx ends.
func (m *memberRequests) run(ctx context.Context) {
	for ctx.Err() == nil {
		r, due := m.next()
		if r != nil {
			m.ask(ctx, r)
			continue
		}
		select {
		case <-m.woken:
		case <-due:
		case <-ctx.Done():
		}
	}
}

// next makes the first guild that may be asked for the current one. If there is
// none it returns when there will be; nil: when something changes.
func (m *memberRequests) next() (*memberRequest, <-chan time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue = slices.DeleteFunc(m.queue, func(r *memberRequest) bool { return m.guilds[r.guild] != r })
	if len(m.queue) == 0 {
		return nil, nil
	}
	now, first := time.Now(), 0
	for i, r := range m.queue {
		if r.after.Before(m.queue[first].after) {
			first = i
		}
		if !r.after.After(now) {
			first = i
			break
		}
	}
	r := m.queue[first]
	if wait := r.after.Sub(now); wait > 0 {
		return nil, time.After(wait)
	}
	m.queue = slices.Delete(m.queue, first, first+1)
	m.current = r
	return r, nil
}

// ask asks for a guild and waits until the answer is complete or won't come.
func (m *memberRequests) ask(ctx context.Context, r *memberRequest) {
	q := MembersQuery{}.request(r.guild)
	m.mu.Lock()
	r.nonce, r.chunks, r.members = q.Nonce, make(map[int]bool), 0
	m.mu.Unlock()
	err := m.shard.conn.SendSpare(ctx, gateway.OpRequestGuildMembers, q)
	if limited, ok := errors.AsType[*gateway.RateLimitError](err); ok {
		m.again(r, limited.RetryAfter)
		return
	}
	if err != nil { // the connection broke, or the shard has stopped
		m.again(r, time.Second)
		return
	}
	m.mu.Lock()
	r.heard = time.Now()
	m.mu.Unlock()
	silence := time.NewTimer(answerSilence)
	defer silence.Stop()
	for m.waitsFor(r) {
		select {
		case <-m.woken:
		case <-silence.C:
			silence.Reset(m.silent(r))
		case <-ctx.Done():
			return
		}
	}
}

// waitsFor reports whether more of an answer is to come.
func (m *memberRequests) waitsFor(r *memberRequest) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.current == r
}

// silent looks whether an answer is still to be waited for, and returns for how
// long. Silence counts only while the shard reads.
func (m *memberRequests) silent(r *memberRequest) time.Duration {
	reads := m.shard.vitals.read().State == ShardReady && !m.shard.run.d.full()
	m.mu.Lock()
	if !reads {
		r.heard = time.Now()
	}
	if rest := answerSilence - time.Since(r.heard); rest > 0 || m.current != r {
		m.mu.Unlock()
		return max(rest, 0)
	}
	r.tries++
	given := r.tries >= membersTries
	m.mu.Unlock()
	if given {
		m.finish(r, ErrNoAnswer)
	} else {
		m.again(r, 0)
	}
	return answerSilence
}

// again puts a guild behind those that wait, unless it has left.
func (m *memberRequests) again(r *memberRequest, after time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current != r {
		return // something else has become of it
	}
	m.current = nil
	r.after = time.Now().Add(after)
	m.enqueue(r)
}

// finish notes that a guild's members have come, or won't, and tells of it.
func (m *memberRequests) finish(r *memberRequest, err error) {
	m.mu.Lock()
	if r.done || m.guilds[r.guild] != r {
		m.mu.Unlock()
		return
	}
	r.done = true
	m.done++
	if m.current == r {
		m.current = nil
	}
	done, total, members := m.done, len(m.guilds), r.members
	m.wake()
	m.mu.Unlock()
	s := m.shard
	if err != nil {
		s.run.client.config.Logger.Warn("the members of a guild did not come", slog.Int("shard", s.id), slog.Any("guild", r.guild), slog.Any("error", err))
	}
	tell(s.run, s.id, func(e *event.MembersProgress) {
		e.GuildID, e.Members, e.Err, e.Done, e.Total = r.guild, members, err, done, total
	})
}

// wake wakes the goroutine in run. Locked.
func (m *memberRequests) wake() {
	select {
	case m.woken <- struct{}{}:
	default:
	}
}

// add makes a guild one whose members are wanted, even if they have come before.
// It is not asked for before it is queued. Locked.
func (m *memberRequests) add(guild discord.GuildID) *memberRequest {
	m.forget(guild)
	r := &memberRequest{guild: guild}
	m.guilds[guild] = r
	return r
}

// enqueue puts a guild behind those that wait. Locked.
func (m *memberRequests) enqueue(r *memberRequest) {
	m.queue = append(m.queue, r)
	m.wake()
}

// forget makes a guild one whose members are not wanted. Locked.
func (m *memberRequests) forget(guild discord.GuildID) {
	r := m.guilds[guild]
	if r == nil {
		return
	}
	if r.done {
		m.done--
	}
	if m.current == r {
		m.current = nil
	}
	delete(m.guilds, guild)
	m.wake()
}

// begin notes that the shard is ready. A session that was resumed tells of its
// guilds only what changes, so at first they must be given.
func (m *memberRequests) begin(guilds []discord.GuildID) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.begun {
		return
	}
	m.begun = true
	for _, id := range guilds {
		if m.guilds[id] == nil {
			m.enqueue(m.add(id))
		}
	}
}

// lost notes that the session is lost, so that what is missing of an answer won't
// come.
func (m *memberRequests) lost() {
	if m == nil {
		return
	}
	m.mu.Lock()
	r := m.current
	m.mu.Unlock()
	if r != nil {
		m.again(r, 0)
	}
}

// limited notes that Discord has refused a request.
func (m *memberRequests) limited(e *gateway.RateLimitError) {
	if m == nil || e.Op != gateway.OpRequestGuildMembers {
		return
	}
	m.mu.Lock()
	r := m.current
	m.mu.Unlock()
	if r != nil && r.guild == e.GuildID {
		m.again(r, e.RetryAfter)
	}
}

// took learns from an event that was taken.
func (m *memberRequests) took(f gateway.Frame) {
	switch {
	case f.Type == "GUILD_MEMBERS_CHUNK":
		m.chunk(parseMembers(f.Data))
	case f.Guild == gateway.GuildAvailable, f.Guild == gateway.GuildJoined:
		m.came(parseMembers(f.Data))
	case f.Guild == gateway.GuildUnavailable, f.Guild == gateway.GuildLeft:
		m.mu.Lock()
		defer m.mu.Unlock()
		m.forget(parseMembers(f.Data).id)
	}
}

// came wants the members of a guild that has come, unless they came with it.
func (m *memberRequests) came(p memberPart) {
	m.mu.Lock()
	r := m.add(p.id)
	r.members = p.members
	whole := p.members > 0 && p.members >= p.memberCount
	if !whole {
		m.enqueue(r)
	}
	m.mu.Unlock()
	if whole {
		m.finish(r, nil)
	}
}

// chunk notes a part of an answer.
func (m *memberRequests) chunk(p memberPart) {
	m.mu.Lock()
	r := m.current
	if r == nil || p.nonce != r.nonce || r.chunks[p.chunk] {
		m.mu.Unlock()
		return
	}
	r.chunks[p.chunk] = true
	r.members += p.members
	r.heard = time.Now()
	complete := len(r.chunks) >= p.chunks
	m.mu.Unlock()
	if complete {
		m.finish(r, nil)
	}
}

// adoptMembers takes over what is known and wanted of the guilds of an old generation,
// which has ended.
func (g *generation) adoptMembers(old *generation) {
	for _, s := range old.shards {
		if s.members == nil {
			return
		}
		for id, r := range s.members.guilds { // nobody changes it any more
			g.shard(g.shardOf(id)).members.adopt(id, r.done)
		}
	}
}

func (m *memberRequests) adopt(guild discord.GuildID, done bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.guilds[guild] != nil {
		return
	}
	r := m.add(guild)
	if !done {
		m.enqueue(r)
		return
	}
	r.done = true
	m.done++
}

// progress returns how far the requests have got.
func (m *memberRequests) progress() Progress {
	if m == nil {
		return Progress{}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return Progress{Done: m.done, Total: len(m.guilds)}
}

// A memberPart is what GUILD_CREATE, GUILD_DELETE and GUILD_MEMBERS_CHUNK tell of
// how many members have come. What can't be read stays zero.
type memberPart struct {
	id          discord.GuildID
	members     int // that are in it
	memberCount int // of the guild
	chunk       int
	chunks      int
	nonce       string
}

func parseMembers(data string) memberPart {
	var p memberPart
	d := wire.NewDecoder(data)
	if !d.ObjectStart() {
		return p
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		switch key {
		case "id", "guild_id":
			p.id = discord.GuildID(d.ID())
		case "member_count":
			wire.Int(d, &p.memberCount)
		case "chunk_index":
			wire.Int(d, &p.chunk)
		case "chunk_count":
			wire.Int(d, &p.chunks)
		case "nonce":
			p.nonce = d.String()
		case "members":
			if d.ArrayStart() {
				for ; d.More(); p.members++ {
					d.Skip()
				}
			}
		default:
			d.Skip()
		}
	}
	return p
}
