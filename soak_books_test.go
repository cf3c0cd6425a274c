package accord_test

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/event"
)

// An entry is an event in the books: two are the same event if number and data
// are.
type entry struct {
	sequence int64
	data     uint64 // its hash
}

// An account is what Discord owes in a session: the event with sequence n is
// number n-1.
type account struct {
	shard   int
	id      string
	entries []entry
	at      []time.Time
	message []bool // it is one of the test's own events
}

// A life is a session as the client saw it.
type life struct {
	id    string
	ready time.Time
	lost  *event.SessionLost // nil: it goes on
}

// A receipt is an event that a handler got.
type receipt struct {
	entry
	shard   int
	channel discord.ChannelID // of a message; zero: something else
}

// The books of a soak hold what Discord owes against what handlers got.
type books struct {
	t        testing.TB
	seed     maphash.Seed
	discord  *emulator.Emulator
	mu       sync.Mutex // guards all below
	accounts map[string]*account
	receipts []receipt
	lives    map[int][]life // by shard
	owed     int            // of the test's events
	unowed   []unowed
	resumes  int
	ended    map[string]int // connections, by cause
	excused  int            // sessions that may be given up although they could be resumed
	wrong    []string
}

// An unowed event happened while its shard had no session.
type unowed struct {
	shard int
	at    time.Time
}

func newBooks(t testing.TB) *books {
	return &books{t: t, seed: maphash.MakeSeed(), accounts: make(map[string]*account), lives: make(map[int][]life), ended: make(map[string]int)}
}

// owe is Discord's side.
func (b *books) owe(o emulator.Owed) {
	b.mu.Lock()
	defer b.mu.Unlock()
	a := b.accounts[o.SessionID]
	if a == nil {
		a = &account{shard: o.Shard, id: o.SessionID}
		b.accounts[o.SessionID] = a
	}
	message := strings.HasPrefix(o.Name, "MESSAGE_")
	if message {
		b.owed++
	}
	a.entries = append(a.entries, entry{o.Sequence, maphash.Bytes(b.seed, o.Data)})
	a.at = append(a.at, time.Now())
	a.message = append(a.message, message)
}

// happens does something in Discord that causes one event on a shard, unless its
// guild is down.
func (b *books) happens(shard int, down bool, do func()) {
	b.mu.Lock()
	before := b.owed
	b.mu.Unlock()
	do()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.owed == before && !down {
		b.unowed = append(b.unowed, unowed{shard, time.Now()})
	}
}

// note is the client's side.
func (b *books) note(e event.Event) {
	resumable := false
	if e, lost := e.(*event.SessionLost); lost {
		resumable = b.discord.Resumable(e.SessionID, e.Last) // before the lock, which owe takes under Discord's
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	m := e.EventMeta()
	switch e := e.(type) {
	case *event.ShardReady:
		b.lives[m.Shard] = append(b.lives[m.Shard], life{id: e.SessionID, ready: m.Received})
	case *event.SessionLost:
		b.lose(e, resumable)
	case *event.ShardResumed:
		b.resumes++
	case *event.ShardDisconnected:
		b.ended[fmt.Sprintf("%d %T", e.Code, e.Err)]++
	case *event.DecodeError, *event.HandlerPanic, *event.CriticalError:
		b.complain("%s: %+v", e.EventName(), e)
	}
	if strings.HasPrefix(e.EventName(), "accord:") {
		return
	}
	r := receipt{entry: entry{m.Sequence, maphash.String(b.seed, m.Raw)}, shard: m.Shard}
	switch e := e.(type) {
	case *event.MessageCreate:
		r.channel = e.ChannelID
	case *event.MessageUpdate:
		r.channel = e.ChannelID
	case *event.MessageDelete:
		r.channel = e.ChannelID
	}
	b.receipts = append(b.receipts, r)
}

// lose ends the life of the shard's session.
func (b *books) lose(e *event.SessionLost, resumable bool) {
	all := b.lives[e.Shard]
	switch {
	case len(all) == 0 || all[len(all)-1].id != e.SessionID:
		b.complain("shard %d lost the session %s, which it did not have", e.Shard, e.SessionID)
		return
	case all[len(all)-1].lost != nil:
		b.complain("shard %d lost the session %s twice", e.Shard, e.SessionID)
		return
	case e.Since.Before(all[len(all)-1].ready) || e.Since.After(e.Received):
		b.complain("shard %d lost the session %s of %v at %v, since %v", e.Shard, e.SessionID, all[len(all)-1].ready, e.Received, e.Since)
	case strings.Contains(e.Reason, "code 4009"): // also where no RESUME came through before the time was over
	case !resumable:
	case b.excused > 0:
		b.excused--
	default:
		b.complain("shard %d lost the session %s, which could be resumed: %s", e.Shard, e.SessionID, e.Reason)
	}
	all[len(all)-1].lost = e
}

// excuse notes that a client will be told that its session has ended before it says
// which one it has.
func (b *books) excuse() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.excused++
}

// complain notes what is wrong. The lock is held.
func (b *books) complain(format string, args ...any) {
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

// A balance is what the books come to.
type balance struct {
	posted, handled     int // the test's events; of all kinds
	lost                int // the test's events, all in intervals that were told
	sessions, ended     int
	missing, doubles    int // what should not be
	inversions, strange int
}

// close compares both sides, when everything has ended.
func (b *books) close() (sum balance) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	sum.handled = len(b.receipts)
	for shard, lives := range b.lives {
		b.closeShard(shard, lives, &sum)
	}
	for _, u := range b.unowed {
		sum.posted++
		sum.lost++
		b.explain(u.shard, u.at)
	}
	for _, w := range b.wrong[:min(len(b.wrong), 20)] {
		b.t.Error(w)
	}
	if more := len(b.wrong) - 20; more > 0 {
		b.t.Errorf("and %d more", more)
	}
	return sum
}

// closeShard compares both sides of one shard.
func (b *books) closeShard(shard int, lives []life, sum *balance) {
	expected := make(map[entry][]int) // the lives in which it is owed
	for i, l := range lives {
		a := b.accounts[l.id]
		due := a.entries
		if l.lost != nil {
			due = due[:min(l.lost.Last, int64(len(due)))]
			sum.ended++
		}
		for _, e := range due {
			expected[e] = append(expected[e], i)
		}
		if (l.lost == nil) != (i == len(lives)-1) {
			b.complain("shard %d: session %d of %d was lost: %t", shard, i+1, len(lives), l.lost != nil)
		}
	}
	sum.sessions += len(lives)
	got := make(map[uint64]bool)
	last := make(map[discord.ChannelID][2]int64) // life and sequence
	for _, r := range b.receipts {
		if r.shard != shard {
			continue
		}
		got[r.data] = true
		due, known := expected[r.entry]
		switch {
		case !known:
			sum.strange++
			b.complain("shard %d: event %d was handled, which it should not have", shard, r.sequence)
			continue
		case len(due) == 0:
			sum.doubles++
			b.complain("shard %d: event %d was handled once more", shard, r.sequence)
			continue
		}
		expected[r.entry] = due[1:]
		if r.channel == 0 {
			continue
		}
		place := [2]int64{int64(due[0]), r.sequence}
		if slices.Compare(place[:], slice(last[r.channel])) <= 0 {
			sum.inversions++
			b.complain("channel %d: event %d of session %d came after event %d of session %d", r.channel, place[1], place[0], last[r.channel][1], last[r.channel][0])
		}
		last[r.channel] = place
	}
	for e, due := range expected {
		if len(due) > 0 {
			sum.missing += len(due)
			b.complain("shard %d: event %d of session %s was not handled", shard, e.sequence, lives[due[0]].id)
		}
	}
	b.closeLost(shard, got, sum)
}

func slice(a [2]int64) []int64 { return a[:] }

// closeLost wants every event that no handler got to be explained by an interval
// that the client told.
func (b *books) closeLost(shard int, got map[uint64]bool, sum *balance) {
	counted := make(map[uint64]bool)
	for _, a := range b.accounts {
		if a.shard != shard {
			continue
		}
		for i, e := range a.entries {
			if !a.message[i] || counted[e.data] {
				continue
			}
			counted[e.data] = true
			sum.posted++
			if !got[e.data] {
				sum.lost++
				b.explain(shard, a.at[i])
			}
		}
	}
}

// explain wants an event to have been lost in one of the intervals that there are:
// from the last one that came of a session, as Discord sent it, to the next READY.
func (b *books) explain(shard int, at time.Time) {
	var from time.Time
	for _, l := range b.lives[shard] {
		switch {
		case !at.Before(from) && !at.After(l.ready):
			return
		case l.lost == nil:
			b.complain("shard %d: an event of %v was lost, in no interval that was told", shard, at)
			return
		}
		from = b.accounts[l.id].at[max(l.lost.Last-1, 0)]
	}
}
