package delivery

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// proposalsFor returns the open proposals that a newcomer gets.
func (g *Group) proposalsFor(c *client) (open []*proposal) {
	for _, p := range g.proposals {
		if p.sent && g.sees(c, p) {
			p.to = append(p.to, c)
			open = append(open, p)
		}
	}
	return open
}

// sees reports whether a proposal concerns a client: members of an established
// group get all, and while there is none everybody gets those to add others.
func (g *Group) sees(c *client, p *proposal) bool {
	if g.established {
		return c.leaf >= 0
	}
	return c.version > 0 && c.user != p.user
}

// Propose broadcasts what has changed since the last time, as op 27.
func (g *Group) Propose() (out []Message, err error) {
	var added []*proposal
	for _, p := range g.proposals {
		if !p.sent {
			if err := g.sign(p); err != nil {
				return nil, err
			}
			added = append(added, p)
		}
	}
	for _, c := range g.clients {
		var refs, proposals []*proposal
		for _, p := range g.revoked {
			if g.sees(c, p) && slices.Contains(p.to, c) {
				refs = append(refs, p)
			}
		}
		for _, p := range added {
			if g.sees(c, p) {
				p.to = append(p.to, c)
				proposals = append(proposals, p)
			}
		}
		if len(refs) > 0 {
			out = append(out, revokeMessage(c.user, refs))
		}
		if len(proposals) > 0 {
			out = append(out, proposalMessage(c.user, proposals))
		}
	}
	g.revoked = nil
	return out, nil
}

// proposalMessage is op 27 that appends.
func proposalMessage(to uint64, proposals []*proposal) Message {
	var messages []byte
	for _, p := range proposals {
		messages = append(messages, p.message...)
	}
	return Message{To: to, Op: Proposals, Body: appendVector([]byte{0}, messages)}
}

// revokeMessage is op 27 that revokes.
func revokeMessage(to uint64, proposals []*proposal) Message {
	var refs []byte
	for _, p := range proposals {
		refs = appendVector(refs, p.ref[:])
	}
	return Message{To: to, Op: Proposals, Body: appendVector([]byte{1}, refs)}
}

// Commit takes op 28. The first valid commit of an epoch wins: it is announced
// to the members as op 29, and those that it adds get a welcome as op 30. The
// error is [ErrLate] or says what is wrong with the commit.
func (g *Group) Commit(user uint64, body []byte) ([]Message, error) {
	c := g.client(user)
	parsed, err := parseCommit(slices.Clone(body))
	if err != nil {
		return nil, err
	}
	proposals, err := g.checkCommit(c, parsed)
	if err != nil {
		return nil, err
	}
	members := g.Members()
	if !g.established {
		g.established = true
		g.places = []place{{user: user, key: c.key}}
		c.leaf, c.keyPackage = 0, nil
		members = []uint64{user}
	}
	welcomed := g.apply(c, proposals)

	t := g.begin(g.version)
	var out []Message
	for _, user := range members {
		t.add(user)
		out = append(out, Message{To: user, Op: AnnounceCommit, Transition: t.id, Body: parsed.message})
	}
	for _, user := range welcomed {
		t.add(user)
		out = append(out, Message{To: user, Op: Welcome, Transition: t.id, Body: parsed.welcome})
	}
	return append(out, g.rescue()...), nil
}

// checkCommit holds a commit against what Discord's servers want of one, and
// returns what it commits.
func (g *Group) checkCommit(c *client, parsed commit) (committed []*proposal, err error) {
	switch {
	case !bytes.Equal(parsed.group, binary.BigEndian.AppendUint64(nil, g.channel)):
		return nil, fmt.Errorf("delivery: commit to another group")
	case parsed.epoch != g.epoch || g.version == 0:
		return nil, ErrLate
	case c == nil || g.established && c.leaf < 0:
		return nil, fmt.Errorf("delivery: commit of somebody who is no member")
	case parsed.leaf != uint32(max(c.leaf, 0)):
		return nil, fmt.Errorf("delivery: commit of leaf %d, which is not the sender's", parsed.leaf)
	case parsed.path != nil && c.key != nil && !bytes.Equal(parsed.path.signatureKey, c.key):
		return nil, fmt.Errorf("delivery: commit that changes the sender's signature key")
	case parsed.path != nil && !bytes.Equal(parsed.path.identity, binary.BigEndian.AppendUint64(nil, c.user)):
		return nil, fmt.Errorf("delivery: commit that changes the sender's identity")
	case len(parsed.refs) == 0:
		return nil, fmt.Errorf("delivery: commit without proposals")
	}
	// What will be revoked has not been yet.
	open := make(map[[sha256.Size]byte]*proposal)
	for _, p := range slices.Concat(g.proposals, g.revoked) {
		if p.sent && g.sees(c, p) {
			open[p.ref] = p
		}
	}
	adds := false
	for _, ref := range parsed.refs {
		p := open[ref]
		if p == nil {
			return nil, ErrLate
		}
		delete(open, ref)
		committed = append(committed, p)
		adds = adds || p.keyPackage != nil
	}
	switch {
	case len(open) > 0:
		return nil, ErrLate
	case adds && parsed.welcome == nil:
		return nil, fmt.Errorf("delivery: commit that adds members, without a welcome")
	case !adds && parsed.welcome != nil:
		return nil, fmt.Errorf("delivery: commit that adds nobody, with a welcome")
	}
	return committed, nil
}

// apply enters the next epoch, and returns who has to be welcomed.
func (g *Group) apply(committer *client, committed []*proposal) (welcomed []uint64) {
	g.epoch++
	// Proposals are for one epoch. What has not been sent will be signed for
	// the next, but that the committer be added; what was to be revoked is
	// committed or void.
	g.proposals = slices.DeleteFunc(g.proposals, func(p *proposal) bool {
		return p.sent || p.keyPackage != nil && p.user == committer.user && committer.keyPackage == nil
	})
	g.revoked = nil
	for _, p := range committed {
		if p.keyPackage == nil {
			g.places[p.leaf] = place{}
		}
	}
	for _, p := range committed {
		if p.keyPackage == nil {
			continue
		}
		i := slices.IndexFunc(g.places, func(p place) bool { return p.user == 0 })
		if i < 0 {
			i = len(g.places)
			g.places = append(g.places, place{})
		}
		c := g.client(p.user)
		if c != nil && bytes.Equal(c.keyPackage, p.keyPackage) {
			g.places[i] = place{user: p.user, key: c.key}
			c.leaf, c.keyPackage = i, nil
			welcomed = append(welcomed, p.user)
			continue
		}
		// Gone in the meantime, or back with another key package.
		g.places[i] = place{user: p.user, leaving: true}
		g.proposals = append(g.proposals, &proposal{user: p.user, leaf: uint32(i)})
	}
	return welcomed
}

// begin starts a transition. Its number is never 0, which means "at once".
func (g *Group) begin(version int) *transition {
	if g.last++; g.last == 0 {
		g.last = 1
	}
	t := &transition{id: g.last, version: version}
	g.transitions = append(g.transitions, t)
	return t
}

func (t *transition) add(user uint64) {
	t.clients, t.waiting = append(t.clients, user), append(t.waiting, user)
}

// Ready takes op 23. When all are ready, op 22 goes out.
func (g *Group) Ready(user uint64, id uint16) []Message {
	for _, t := range g.transitions {
		if t.id == id {
			t.waiting = slices.DeleteFunc(t.waiting, func(u uint64) bool { return u == user })
		}
	}
	return g.execute(false)
}

// Timeout ends the waiting for clients that are not ready. Discord waits some
// two seconds.
func (g *Group) Timeout() []Message { return g.execute(true) }

// stopWaiting no longer waits for the user.
func (g *Group) stopWaiting(user uint64) []Message {
	is := func(u uint64) bool { return u == user }
	for _, t := range g.transitions {
		t.clients, t.waiting = slices.DeleteFunc(t.clients, is), slices.DeleteFunc(t.waiting, is)
	}
	return g.execute(false)
}

// execute sends op 22 for the transitions that all wait for, in their order.
func (g *Group) execute(all bool) (out []Message) {
	for len(g.transitions) > 0 {
		t := g.transitions[0]
		if len(t.waiting) > 0 && !all {
			break
		}
		g.transitions = g.transitions[1:]
		for _, user := range t.clients {
			out = append(out, Message{To: user, Op: ExecuteTransition, Transition: t.id})
		}
	}
	return out
}
