package mls

import (
	"bytes"
	"slices"
)

// Commit makes a commit of the proposals, and a welcome for those whom they
// add: nil if they add nobody. Next is the epoch that follows if this commit is
// the one that the group accepts.
//
// The commit brings new keys if it has to: if it removes somebody.
//
// RFC 9420 section 12.4.1.
func (g *Group) Commit(proposals []*Proposal) (commitMessage, welcome []byte, next *Group, err error) {
	body := new(commit)
	for _, p := range proposals {
		if p.epoch != g.epoch || !bytes.Equal(p.group, g.id) {
			return nil, nil, nil, fail(ErrEpoch, "proposal")
		}
		body.proposals = append(body.proposals, committed{ref: p.Ref})
	}
	c, err := g.apply(proposals, g.own)
	if err != nil {
		return nil, nil, nil, err
	}
	n := g.next(c)
	a := ascent{commit: make([]byte, hashSize)}
	if c.needsPath {
		a = n.renew(g, c, body)
		defer a.forget()
	} else {
		n.ring = g.ring.within(g.tree, n.tree)
	}
	if err := c.tree.checkMembers(c.extensions); err != nil {
		return nil, nil, nil, err
	}
	m := &message{
		format: formatPublic, group: g.id, epoch: g.epoch, sender: sender{senderMember, g.own},
		kind: contentCommit, commit: body,
	}
	m.sign(g.key, g.context)
	joiner, psk, err := g.enter(n, m, c, a.commit)
	if err != nil {
		return nil, nil, nil, err
	}
	defer clear(joiner)
	m.confirmation = n.confirmationTag()
	n.interim = interimHash(n.confirmed, m.confirmation)
	if len(c.added) > 0 {
		welcome = n.welcome(c, a, joiner, psk)
	}
	return m.public(g.secrets.membership, g.context), welcome, n, nil
}

// renew gives this member and the parents above it new keys, in the tree of n,
// and puts the path into the commit.
func (n *Group) renew(g *Group, c *change, body *commit) ascent {
	t := n.tree
	path := t.filteredPath(n.own)
	a := ascend(random(hashSize), len(path))
	keys := make([]encryptionKey, len(path))
	for i, key := range a.keys {
		keys[i] = publicOf(key)
	}
	leafKey := must(kem.GenerateKey())
	leaf := newLeaf(t.leaf(n.own).identity, t.leaf(n.own).signatureKey, publicOf(leafKey))
	leaf.capabilities, leaf.extensions = t.leaf(n.own).capabilities, t.leaf(n.own).extensions
	leaf.source = sourceCommit
	leaf.parentHash = t.setPath(n.own, path, keys)
	t.set(leafNodeOf(n.own), treeNode{leaf: leaf.sign(n.key, place{n.id, n.own})})

	n.ring = g.ring.within(g.tree, t)
	n.ring[leafNodeOf(n.own)] = leafKey
	for i, s := range path {
		n.ring[s.parent] = a.keys[i]
	}
	// n.confirmed is still that of the epoch before, as it should be here.
	body.path = &updatePath{leaf, t.encryptPath(path, a, c.added, n.groupContext().encode())}
	return a
}

// secretFor returns the secret of the lowest parent above both this member and
// a new one: nil if the commit has no path.
func (n *Group) secretFor(leaf uint32, a ascent) []byte {
	if len(a.secrets) == 0 {
		return nil
	}
	path := n.tree.filteredPath(n.own)
	return a.secrets[slices.IndexFunc(path, func(s step) bool { return s.copath.covers(leaf) })]
}
