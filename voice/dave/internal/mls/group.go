package mls

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/hpke"
	"fmt"
	"maps"
	"slices"
)

// A Group is one epoch of a group, as one member sees it. It doesn't change,
// and its methods may be called from several goroutines. It is printed without
// its secrets.
type Group struct {
	id         []byte
	epoch      uint64
	tree       *tree // all hashes are computed
	extensions extensions
	senders    []ExternalSender
	confirmed  []byte // transcript hashes
	interim    []byte
	context    []byte // all of the above but interim, as members sign it

	own     uint32
	key     *ecdsa.PrivateKey
	ring    keyring
	secrets *epochSecrets

	general *General          // nil: DAVE's profile
	epochs  map[uint64][]byte // resumption keys; of general groups
	private *secretTree       // for private messages; of general groups
}

// A Leaf is a member's place in a group.
type Leaf struct {
	Index        uint32
	Identity     []byte
	SignatureKey []byte // an uncompressed point of 65 bytes
}

// New makes a group with one member. The external sender is as op 25 has it,
// and may propose whom to add.
//
// RFC 9420 section 11.
func New(id []byte, m *Member, externalSender []byte) (*Group, error) {
	if _, err := ParseExternalSender(externalSender); err != nil {
		return nil, err
	}
	g := &Group{
		id:         bytes.Clone(id),
		tree:       newTree(m.keyPackage.leaf),
		extensions: extensions{{extensionExternalSenders, appendVector(nil, externalSender)}},
		key:        m.key,
		ring:       keyring{0: m.leafKey},
	}
	if err := g.settle(); err != nil {
		return nil, err
	}
	epoch := random(hashSize)
	defer clear(epoch)
	g.secrets = newEpochSecrets(epoch)
	g.interim = interimHash(g.confirmed, g.confirmationTag())
	return g, nil
}

// settle computes what follows from the public state, and checks it against the
// profile.
func (g *Group) settle() (err error) {
	if g.senders, err = g.extensions.externalSenders(); err != nil {
		return err
	}
	g.context = g.groupContext().encode()
	if g.general != nil {
		return nil
	}
	if len(g.extensions) != 1 || len(g.senders) != 1 {
		return fail(ErrProfile, "group without exactly one external sender")
	}
	identities := make(map[string]bool)
	for _, l := range g.Members() {
		if identities[string(l.Identity)] {
			return fail(ErrProfile, "identity occurs twice")
		}
		identities[string(l.Identity)] = true
	}
	return nil
}

// groupContext computes the hash of the tree, if it isn't known.
func (g *Group) groupContext() groupContext {
	return groupContext{g.id, g.epoch, g.tree.hash(g.tree.root()), g.confirmed, g.extensions}
}

// next begins the epoch after this one: its public state so far, and no
// secrets.
func (g *Group) next(c *change) *Group {
	n := &Group{
		id: g.id, epoch: g.epoch + 1, tree: c.tree, extensions: c.extensions, confirmed: g.confirmed,
		own: g.own, key: g.key, general: g.general,
	}
	if g.general != nil {
		n.epochs = maps.Clone(g.epochs)
		n.epochs[g.epoch] = g.secrets.resumption
	}
	return n
}

// enter computes the secrets of the epoch n that a commit starts. It returns
// those that new members are told.
func (g *Group) enter(n *Group, m *message, c *change, commitSecret []byte) (joiner, psk []byte, err error) {
	if psk, err = g.general.pskSecret(c.psks, g.id, g.epochs); err != nil {
		return nil, nil, err
	}
	n.confirmed = confirmedHash(g.interim, m)
	if err := n.settle(); err != nil {
		return nil, nil, err
	}
	joiner = joinerSecret(g.secrets.init, commitSecret, n.context)
	n.secrets = schedule(joiner, psk, n.context)
	n.startPrivate()
	return joiner, psk, nil
}

// confirmationTag shows that who sends it knows the epoch.
func (g *Group) confirmationTag() []byte { return mac(g.secrets.confirmation, g.confirmed) }

// checkEpoch checks that a message is of this group and epoch.
func (g *Group) checkEpoch(m *message) error {
	if !bytes.Equal(m.group, g.id) {
		return ErrGroup
	}
	if m.epoch != g.epoch {
		return fmt.Errorf("%w: %d, and this is %d", ErrEpoch, m.epoch, g.epoch)
	}
	return nil
}

// ID returns the group's ID. Don't change it.
func (g *Group) ID() []byte { return g.id }

// Epoch returns how many commits the group has seen.
func (g *Group) Epoch() uint64 { return g.epoch }

// OwnLeaf returns the leaf of this member.
func (g *Group) OwnLeaf() uint32 { return g.own }

// Sender returns the external sender as op 25 has it; nil if a general group
// doesn't have exactly one.
func (g *Group) Sender() []byte {
	if len(g.senders) != 1 {
		return nil
	}
	return appendExternalSender(nil, g.senders[0])
}

// Members returns the members in the order of their leaves. Don't change what
// is in it.
func (g *Group) Members() []Leaf {
	members := make([]Leaf, 0, g.tree.leaves())
	for i := range g.tree.leaves() {
		if l := g.tree.leaf(i); l != nil {
			members = append(members, Leaf{i, l.identity, l.signatureKey.raw})
		}
	}
	return slices.Clip(members)
}

// Authenticator returns 32 bytes that are equal for all members, if nobody is
// between them.
//
// RFC 9420 section 8.7.
func (g *Group) Authenticator() []byte { return bytes.Clone(g.secrets.authenticator) }

// Export derives a secret of n bytes, at most 8160, from those of the epoch.
//
// RFC 9420 section 8.5.
func (g *Group) Export(label string, context []byte, n int) []byte {
	return g.secrets.export(label, context, n)
}

// Forget zeroes the epoch's secrets, as far as Go lets us. The group must not
// be used any more. Epochs that were made from it stay as they are.
func (g *Group) Forget() {
	g.secrets.forget()
	g.ring = keyring(map[node]hpke.PrivateKey{})
}

// String tells groups apart and keeps their secrets.
func (g *Group) String() string { return fmt.Sprintf("mls.Group(%x, epoch %d)", g.id, g.epoch) }

// Format prints String whatever the verb is.
func (g *Group) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(g.String())) }
