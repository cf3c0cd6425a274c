package mls

import (
	"bytes"
	"crypto/hmac"
	"slices"
)

// Process follows another member's commit into the next epoch. Proposals are
// those of this epoch that the commit may name; it need not name all.
//
// RFC 9420 section 12.4.2.
func (g *Group) Process(commit []byte, proposals []*Proposal) (*Group, error) {
	m, err := g.readCommit(bytes.Clone(commit))
	if err != nil {
		return nil, err
	}
	list, err := g.resolve(m, proposals)
	if err != nil {
		return nil, err
	}
	c, err := g.accept(m, list)
	if err != nil {
		return nil, err
	}
	n := g.next(c)
	commitSecret, err := n.follow(g, c, m.commit.path, m.sender.index)
	if err != nil {
		return nil, err
	}
	defer clear(commitSecret)
	joiner, _, err := g.enter(n, m, c, commitSecret)
	if err != nil {
		return nil, err
	}
	clear(joiner)
	if !hmac.Equal(n.confirmationTag(), m.confirmation) {
		return nil, ErrConfirmation
	}
	n.interim = interimHash(n.confirmed, m.confirmation)
	return n, nil
}

// accept applies the proposals of another member's commit, unless it is not for
// this member to follow.
func (g *Group) accept(m *message, list []*Proposal) (*change, error) {
	c, err := g.apply(list, m.sender.index)
	if err != nil {
		return nil, err
	}
	if c.touched[g.own] {
		if slices.ContainsFunc(list, func(p *Proposal) bool { return p.Remove && p.Leaf == g.own }) {
			return nil, ErrRemoved
		}
		return nil, fail(ErrUnsupported, "update of this member's own leaf")
	}
	if c.needsPath && m.commit.path == nil {
		return nil, fail(ErrProposal, "commit without a path")
	}
	return c, nil
}

// readCommit reads and authenticates a commit of this epoch by another member.
func (g *Group) readCommit(b []byte) (*message, error) {
	r := newReader(b)
	format := r.header()
	switch {
	case r.err != nil:
		return nil, r.err
	case format == formatPrivate && g.general != nil:
		return g.readPrivateCommit(r)
	case format != formatPublic:
		return nil, fail(ErrUnsupported, "commit that is not a public message")
	}
	m := r.publicMessage()
	if err := r.end(); err != nil {
		return nil, err
	}
	key, err := g.committer(m.message)
	if err != nil {
		return nil, err
	}
	if err := m.verifyMembership(g.secrets.membership, g.context); err != nil {
		return nil, err
	}
	return m.message, m.verify(key, g.context)
}

// committer returns the key that a commit must be signed with.
func (g *Group) committer(m *message) (key signatureKey, err error) {
	if err := g.checkEpoch(m); err != nil {
		return key, err
	}
	if m.kind != contentCommit {
		return key, fail(ErrProposal, "message commits nothing")
	}
	if m.sender.kind != senderMember {
		return key, fail(ErrProfile, "commit from outside of the group")
	}
	l := g.tree.leaf(m.sender.index)
	switch {
	case l == nil:
		return key, fail(ErrProposal, "commit by nobody")
	case m.sender.index == g.own:
		return key, ErrOwn
	}
	return l.signatureKey, nil
}

// resolve finds the proposals that a commit is about. DAVE wants all of them
// named, so that what members do has been proposed by the server.
func (g *Group) resolve(m *message, known []*Proposal) (list []*Proposal, err error) {
	byRef := make(map[string]*Proposal, len(known))
	for _, p := range known {
		if p.epoch == g.epoch && bytes.Equal(p.group, g.id) {
			byRef[string(p.Ref)] = p
		}
	}
	for _, c := range m.commit.proposals {
		if c.proposal != nil {
			if g.general == nil {
				return nil, fail(ErrProfile, "commit with a proposal by value")
			}
			p := &Proposal{body: c.proposal, from: m.sender, group: g.id, epoch: g.epoch}
			if err := g.checkProposal(p); err != nil {
				return nil, err
			}
			list = append(list, p)
			continue
		}
		p, ok := byRef[string(c.ref)]
		if !ok {
			return nil, ErrUnknownProposal
		}
		delete(byRef, string(c.ref)) // naming it twice is an error
		list = append(list, p)
	}
	return list, nil
}

// follow puts the committer's path into the tree of n, checks the tree, and
// returns the secret that the path leads to: zero without one.
func (n *Group) follow(g *Group, c *change, p *updatePath, from uint32) ([]byte, error) {
	var path []step
	if p != nil {
		path = n.tree.filteredPath(from)
		if err := n.merge(c, p, path, from); err != nil {
			return nil, err
		}
	}
	n.ring = g.ring.within(g.tree, n.tree)
	if err := n.tree.checkMembers(n.extensions); err != nil {
		return nil, err
	}
	if p == nil {
		return make([]byte, hashSize), nil
	}
	// n.confirmed is still that of the epoch before, as it should be here.
	a, err := n.ring.decryptPath(n.tree, n.own, p, path, c.added, n.groupContext().encode())
	for _, secret := range a.secrets {
		clear(secret)
	}
	return a.commit, err
}

// merge checks the committer's path and puts it into the tree of n.
func (n *Group) merge(c *change, p *updatePath, path []step, from uint32) error {
	before := n.tree.leaf(from)
	if p.leaf.source != sourceCommit || bytes.Equal(p.leaf.encryption.raw, before.encryption.raw) {
		return fail(ErrTree, "path without a new leaf")
	}
	if n.general == nil && !bytes.Equal(p.leaf.identity, before.identity) {
		return fail(ErrProfile, "commit changes its sender's identity")
	}
	if err := p.leaf.verify(place{n.id, from}); err != nil {
		return err
	}
	if err := n.tree.checkPath(p, path, c.added); err != nil {
		return err
	}
	return n.tree.merge(from, p, path)
}
