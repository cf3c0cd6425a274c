package accord

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// answerSilence is how long Discord may be silent before an answer is not waited
// for any longer by those who have a choice.
const answerSilence = 15 * time.Second

// A question is a command that the gateway answers with events.
type question struct {
	op   gateway.Opcode
	data any

	// kind tells which kinds of events may be part of the answer. It only looks at
	// the type: it is called with nil pointers too. fits is called for those.
	kind, fits func(e event.Event) bool
}

// An answer is the events by which a shard answers a question. They come through a
// tap, so no queue holds them up, and the loop that reads them may take its time.
type answer struct {
	shard  *shard
	tap    *tap
	events *stream[event.Event]
	watch  *time.Timer // rings for listen; nil: its question was not sent yet
}

// ask asks the shard that gets a guild's events. If that leaves before the question
// is sent, since the bot is resharded, it asks the next one.
func (c *Client) ask(ctx context.Context, guild discord.GuildID, q question) (*answer, error) {
	for {
		s, err := c.guildShard(guild)
		if err != nil {
			return nil, err
		}
		a, err := s.ask(ctx, guild, q)
		if !s.replaced(err) {
			return a, err
		}
	}
}

// ask begins to collect the answer and sends the question, which may be about one
// guild.
func (s *shard) ask(ctx context.Context, guild discord.GuildID, q question) (*answer, error) {
	a := &answer{shard: s, events: newStream[event.Event](math.MaxInt)}
	a.tap = &tap{
		accepts: func(e event.Event) bool {
			_, lost := e.(*event.SessionLost)
			return lost || q.kind(e)
		},
		offer: func(e event.Event) bool {
			if e.EventMeta().Shard != s.id {
				return false
			}
			if lost, ok := e.(*event.SessionLost); ok {
				return s.vitals.lost(lost.SessionID) && a.events.end(ErrSessionLost)
			}
			if !q.kind(e) || !q.fits(e) {
				return false
			}
			s.answers.heard(a)
			return a.events.put(e)
		},
		fail: func(err error) { a.events.end(err) },
	}
	s.answers.heard(a)
	s.run.client.taps.add(a.tap)
	if err := s.send(ctx, q.op, q.data); err != nil {
		a.stop()
		return nil, err
	}
	s.answers.listen(a, guild)
	return a, nil
}

// next returns the next event of the answer. It lets other handlers run while it
// waits, if ctx is a handler's.
func (a *answer) next(ctx context.Context) (event.Event, error) {
	stop := context.AfterFunc(ctx, func() { a.events.end(ctx.Err()) })
	defer stop()
	e, _, err := a.events.get(ctx)
	return e, err
}

// listen ends the answer when Discord is silent and there is a reason for it: the
// question was lost with a connection, or the bot is not in the guild (zero: it is
// about none). Neither can be told at once: what Discord had answered comes again
// after a resume, and a guild that was just joined comes to the session a moment
// later.
func (a *answer) listen(guild discord.GuildID) {
	s := a.shard
	v, last := s.vitals.read(), s.answers.heardOf(a)
	switch {
	case v.State != ShardReady || time.Since(v.Since) < answerSilence || time.Since(last.at) < answerSilence || s.run.d.full():
	case v.Resumes != last.resumes:
		a.events.end(ErrNoAnswer)
		return
	case guild != 0 && !s.has(guild):
		a.events.end(ErrNotInGuild)
		return
	}
	s.answers.again(a)
}

// has reports whether the session has a guild.
func (s *shard) has(guild discord.GuildID) bool {
	_, ok := slices.BinarySearch(s.conn.Session().Guilds, guild)
	return ok
}

// stop ends the collection.
func (a *answer) stop() {
	a.shard.run.client.taps.remove(a.tap)
	a.shard.answers.forget(a)
	a.events.end(nil)
	if a.watch != nil {
		a.watch.Stop()
	}
}

// replaced reports whether an error is that s has left because another generation
// has taken over, which can be asked instead.
func (s *shard) replaced(err error) bool {
	return errors.Is(err, gateway.ErrStopped) && s.run.now.Load() != s.generation
}

// answers are those that a shard has yet to give, or to complete. The zero value
// has none.
type answers struct {
	mu   sync.Mutex
	last map[*answer]heard
}

// A heard is when an answer was about to be asked for, was asked for, or something of
// it came, whichever was last.
type heard struct {
	at      time.Time
	resumes int // how often the session had been resumed
}

// heard notes that a is on its way.
func (as *answers) heard(a *answer) {
	now := heard{time.Now(), a.shard.vitals.read().Resumes}
	as.mu.Lock()
	defer as.mu.Unlock()
	if as.last == nil {
		as.last = make(map[*answer]heard)
	}
	as.last[a] = now
}

// heardOf returns what was last heard of a.
func (as *answers) heardOf(a *answer) heard {
	as.mu.Lock()
	defer as.mu.Unlock()
	return as.last[a]
}

// listen has a listen for silence from now on: it was asked for.
func (as *answers) listen(a *answer, guild discord.GuildID) {
	as.heard(a)
	as.mu.Lock()
	defer as.mu.Unlock()
	a.watch = time.AfterFunc(answerSilence, func() { a.listen(guild) })
}

// again has a's timer ring once more, unless a was forgotten.
func (as *answers) again(a *answer) {
	as.mu.Lock()
	defer as.mu.Unlock()
	if _, there := as.last[a]; there {
		a.watch.Reset(answerSilence)
	}
}

func (as *answers) forget(a *answer) {
	as.mu.Lock()
	defer as.mu.Unlock()
	delete(as.last, a)
}

// due reports whether there is one of which something came not long ago.
func (as *answers) due() bool {
	as.mu.Lock()
	defer as.mu.Unlock()
	for _, last := range as.last {
		if time.Since(last.at) < answerSilence {
			return true
		}
	}
	return false
}

// lose ends all with ErrSessionLost.
func (as *answers) lose() {
	as.mu.Lock()
	defer as.mu.Unlock()
	for a := range as.last {
		a.events.end(ErrSessionLost)
	}
}
