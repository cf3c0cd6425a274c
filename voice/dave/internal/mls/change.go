package mls

import (
	"bytes"
	"slices"
)

// A Proposal is a change that somebody proposed for the next epoch: signed,
// and true to its group and epoch. It doesn't change.
type Proposal struct {
	Ref      []byte // what commits and revocations name it by
	Identity []byte // of whom it adds or removes; nil in general groups, if it does neither
	Remove   bool
	Leaf     uint32 // of whom it removes

	body  *proposal
	from  sender
	group []byte
	epoch uint64
}

// A change is what proposals make of a group, before the committer's new keys.
type change struct {
	tree       *tree
	extensions extensions
	added      []uint32 // leaves, in the order of keyPackages
	packages   []*keyPackage
	psks       []pskID
	touched    map[uint32]bool // leaves that are updated or removed
	needsPath  bool
}

// apply makes a list of proposals true, in the order that the RFC gives.
//
// RFC 9420 sections 12.2 and 12.3.
func (g *Group) apply(ps []*Proposal, committer uint32) (*change, error) {
	c := &change{tree: g.tree.clone(), extensions: g.extensions, touched: make(map[uint32]bool), needsPath: len(ps) == 0}
	order := []proposalKind{proposalExtensions, proposalUpdate, proposalRemove, proposalAdd, proposalPSK, proposalReInit}
	for _, kind := range order {
		for _, p := range ps {
			if p.body.kind != kind {
				continue
			}
			if err := c.take(p, committer); err != nil {
				return nil, err
			}
		}
	}
	return c, c.checkList(ps)
}

// checkList checks what concerns the list as a whole.
func (c *change) checkList(ps []*Proposal) error {
	groupExtensions := 0
	for _, p := range ps {
		switch p.body.kind {
		case proposalExtensions:
			groupExtensions++
		case proposalReInit:
			if len(ps) > 1 {
				return fail(ErrProposal, "a new group among other proposals")
			}
		case proposalExternalInit:
			return fail(ErrProposal, "entry from outside by a member")
		}
		c.needsPath = c.needsPath || p.body.kind.needsPath()
	}
	if groupExtensions > 1 {
		return fail(ErrProposal, "extensions of the group are set twice")
	}
	return nil
}

// take applies one proposal.
func (c *change) take(p *Proposal, committer uint32) error {
	switch body := p.body; body.kind {
	case proposalExtensions:
		c.extensions = body.extensions
	case proposalUpdate:
		return c.update(p, committer)
	case proposalRemove:
		return c.remove(body.remove, committer)
	case proposalAdd:
		at, err := c.tree.add(body.add.leaf)
		if err != nil {
			return err
		}
		c.added, c.packages = append(c.added, at), append(c.packages, body.add)
	case proposalPSK:
		if slices.ContainsFunc(c.psks, func(id pskID) bool {
			return bytes.Equal(appendPSKID(nil, id), appendPSKID(nil, body.psk))
		}) {
			return fail(ErrProposal, "pre-shared key occurs twice")
		}
		c.psks = append(c.psks, body.psk)
	}
	return nil
}

// touch notes that a leaf changes, which it may do once.
func (c *change) touch(leaf, committer uint32) error {
	if leaf == committer || c.touched[leaf] || c.tree.leaf(leaf) == nil {
		return fail(ErrProposal, "leaf is the committer's own, changed twice, or blank")
	}
	c.touched[leaf] = true
	return nil
}

func (c *change) update(p *Proposal, committer uint32) error {
	if p.from.kind != senderMember || p.body.update.source != sourceUpdate {
		return fail(ErrProposal, "update by who is no member")
	}
	at := p.from.index
	if err := c.touch(at, committer); err != nil {
		return err
	}
	if bytes.Equal(p.body.update.encryption.raw, c.tree.leaf(at).encryption.raw) {
		return fail(ErrProposal, "update to the same key")
	}
	if err := p.body.update.verify(place{p.group, at}); err != nil {
		return err
	}
	c.tree.update(at, p.body.update)
	return nil
}

func (c *change) remove(leaf, committer uint32) error {
	if err := c.touch(leaf, committer); err != nil {
		return err
	}
	c.tree.remove(leaf)
	return nil
}

// ParseProposal reads the first message of b, and returns what follows it. The
// message must propose, in this epoch, to add somebody or to remove a member,
// and the external sender must have signed it. Everything that can be checked
// without knowing what else will be committed is checked.
func (g *Group) ParseProposal(b []byte) (p *Proposal, rest []byte, err error) {
	r := newReader(b)
	format := r.header()
	if r.err == nil && format != formatPublic {
		return nil, nil, fail(ErrUnsupported, "proposal that is not a public message")
	}
	start := r.b
	r.publicMessage()
	if r.err != nil {
		return nil, nil, r.err
	}
	// What is kept must not alias the caller's bytes, nor hold on to the rest.
	own := newReader(bytes.Clone(r.since(start)))
	m := own.publicMessage()
	if err := own.end(); err != nil {
		return nil, nil, err
	}
	if p, err = g.proposal(m); err != nil {
		return nil, nil, err
	}
	return p, r.b, nil
}

// proposal checks a message that should propose something.
func (g *Group) proposal(m publicMessage) (*Proposal, error) {
	if err := g.checkEpoch(m.message); err != nil {
		return nil, err
	}
	if m.kind != contentProposal {
		return nil, fail(ErrProposal, "message proposes nothing")
	}
	key, err := g.proposer(m)
	if err != nil {
		return nil, err
	}
	if err := m.verify(key, g.context); err != nil {
		return nil, err
	}
	p := &Proposal{Ref: m.ref(), body: m.proposal, from: m.sender, group: g.id, epoch: g.epoch}
	return p, g.checkProposal(p)
}

// proposer returns the key that a proposal must be signed with.
func (g *Group) proposer(m publicMessage) (signatureKey, error) {
	switch m.sender.kind {
	case senderExternal:
		if int64(m.sender.index) >= int64(len(g.senders)) {
			return signatureKey{}, fail(ErrProposal, "unknown external sender")
		}
		if !m.proposal.kind.fromOutside() {
			return signatureKey{}, fail(ErrProposal, "external sender may not propose this")
		}
		return g.senders[m.sender.index].key, nil
	case senderMember:
		l := g.tree.leaf(m.sender.index)
		switch {
		case g.general == nil:
			return signatureKey{}, fail(ErrProfile, "proposal by a member")
		case l == nil:
			return signatureKey{}, fail(ErrProposal, "proposal by nobody")
		}
		return l.signatureKey, m.verifyMembership(g.secrets.membership, g.context)
	default:
		return signatureKey{}, fail(ErrProfile, "proposal by who wants to join")
	}
}

// checkProposal checks what a proposal holds, and fills in whom it is about.
func (g *Group) checkProposal(p *Proposal) error {
	switch p.body.kind {
	case proposalAdd:
		p.Identity = p.body.add.leaf.identity
		return p.body.add.verify()
	case proposalRemove:
		l := g.tree.leaf(p.body.remove)
		if l == nil {
			return fail(ErrProposal, "removal of nobody")
		}
		p.Remove, p.Leaf, p.Identity = true, p.body.remove, l.identity
		return nil
	default:
		if g.general == nil {
			return fail(ErrProfile, "proposal to neither add nor remove")
		}
		return nil
	}
}
