package accord

import "sync/atomic"

// A pool is a number of slots and what waits for them. A handler needs one to
// run.
//
// Guilds share the slots. The one with the fewest handlers at work comes next,
// and none may have more slots than it leaves free: one whose handlers hang has
// half of them at most, two such have a third each, and whatever hangs, the next
// guild finds a slot.
type pool struct {
	slots   int
	running int         // slots that are taken
	crowded atomic.Bool // it matters who takes the next ones; can be read without the lock

	shares  map[uint64]*share // of the guilds that have tasks, by ID
	spare   []*share
	waiting []*share // those for which something waits, as a heap: the next one first
	turns   uint64
}

// A share is what a guild has of a pool. What belongs to no guild has one
// together, and what the library tells has another.
type share struct {
	guild   uint64
	tasks   int // that are not done
	running int // slots that they hold

	resuming taskList // handlers that waited and go on: they come first
	loose    taskList // tasks without a lane
	lanes    laneList // lanes that nobody holds: each gives one task in turn

	at   int    // in pool.waiting; -1: it is not there
	turn uint64 // of those with as many slots, the lowest comes first
}

// libraryGuild has the share of the library's own events. No guild has that ID.
const libraryGuild = ^uint64(0)

// crowd is the part of a pool's slots that may be taken before events that go
// through no lane are asked for their guild, which takes as long as half of
// decoding them.
const crowd = 16

// spareShares is how many idle shares are kept for the next guilds.
const spareShares = 64

// newPool returns a pool in which a guild can have that many slots. There are
// twice as many.
func newPool(slots int) pool {
	return pool{slots: 2 * slots, shares: make(map[uint64]*share)}
}

// enter gives t a part in its guild's share.
func (p *pool) enter(t *task) {
	s := p.shares[t.guild]
	if s == nil {
		if n := len(p.spare); n > 0 {
			s, p.spare = p.spare[n-1], p.spare[:n-1]
		} else {
			s = new(share)
		}
		s.guild, s.at = t.guild, -1
		p.shares[t.guild] = s
	}
	s.tasks++
	t.share = s
}

// exit ends that.
func (p *pool) exit(t *task) {
	s := t.share
	s.tasks--
	if s.tasks == 0 {
		delete(p.shares, s.guild)
		if len(p.spare) < spareShares {
			p.spare = append(p.spare, s)
		}
	}
}

// next returns the share that may have the next slot, or nil.
func (p *pool) next() *share {
	if len(p.waiting) == 0 || !p.allows(p.waiting[0]) {
		return nil
	}
	return p.waiting[0]
}

// allows reports whether s may have one more slot. If the one with the fewest
// may not, none may.
func (p *pool) allows(s *share) bool { return s.running < p.slots-p.running }

// pop takes the task that comes next out of s, with its lane. There must be one.
func (s *share) pop() *task {
	if t := s.loose.pop(); t != nil {
		return t
	}
	l := s.lanes.pop()
	l.held = true
	return l.tasks.pop()
}

func (s *share) empty() bool {
	return s.resuming.empty() && s.loose.empty() && s.lanes.first == nil
}

// queue notes that something waits in s.
func (p *pool) queue(s *share) {
	if s.at < 0 {
		s.at = len(p.waiting)
		p.waiting = append(p.waiting, s)
		p.turns++
		s.turn = p.turns
		p.up(s)
	}
}

// requeue puts s behind the others, after it had its turn, or takes it out.
func (p *pool) requeue(s *share) {
	if s.at < 0 {
		return
	}
	if !s.empty() {
		p.turns++
		s.turn = p.turns
		p.down(s)
		return
	}
	last := p.waiting[len(p.waiting)-1]
	p.waiting[len(p.waiting)-1] = nil
	p.waiting = p.waiting[:len(p.waiting)-1]
	if last != s {
		last.at = s.at
		p.waiting[last.at] = last
		p.up(last)
		p.down(last)
	}
	s.at = -1
}

// count adds to the slots that s has.
func (p *pool) count(s *share, slots int) {
	p.running += slots
	s.running += slots
	if crowded := crowd*p.running >= p.slots; crowded != p.crowded.Load() {
		p.crowded.Store(crowded)
	}
	if s.at >= 0 {
		p.up(s)
		p.down(s)
	}
}

// before is the order of the heap.
func (s *share) before(o *share) bool {
	return s.running < o.running || s.running == o.running && s.turn < o.turn
}

// up moves s towards the front of the heap, as far as it belongs.
func (p *pool) up(s *share) {
	for s.at > 0 {
		above := p.waiting[(s.at-1)/2]
		if !s.before(above) {
			return
		}
		p.swap(s, above)
	}
}

// down moves s towards the back.
func (p *pool) down(s *share) {
	for {
		i := 2*s.at + 1
		if i >= len(p.waiting) {
			return
		}
		below := p.waiting[i]
		if i+1 < len(p.waiting) && p.waiting[i+1].before(below) {
			below = p.waiting[i+1]
		}
		if !below.before(s) {
			return
		}
		p.swap(s, below)
	}
}

func (p *pool) swap(a, b *share) {
	a.at, b.at = b.at, a.at
	p.waiting[a.at], p.waiting[b.at] = a, b
}
