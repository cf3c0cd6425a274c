// Package delivery is the server's half of DAVE, Discord's end-to-end
// encryption: the external sender that proposes who joins and leaves a group,
// and the order of opcodes 21 to 31. It knows no keys of the group.
//
// It is written from the protocol's facts and shares no code with voice/dave,
// so that a mistake on one side does not cancel out on the other.
//
// A [Group] is a state machine without clock, network and locks: each method
// returns the messages that have to be sent, in order. Its owner decides when
// changes are proposed (at once, or in batches) and when waiting for slow
// clients ends.
//
//	g, err := delivery.New(channel)
//	send(g.Connect(user, 1))            // after op 4, and op 11 to the others
//	send(g.KeyPackage(user, body))      // op 26 came
//	send(g.Propose())                   // op 27
//	send(g.Commit(user, body))          // op 28 came
//	send(g.Ready(user, transition))     // op 23 came
package delivery

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
)

// MaxVersion is the newest version of the protocol that the server speaks.
const MaxVersion = 1

// ErrLate is what a commit gets that lost: another was first, or the
// proposals have changed since. That is normal.
var ErrLate = errors.New("delivery: commit for proposals that are not open any more")

// A client is a connected user.
type client struct {
	user       uint64
	version    int    // the newest that it speaks; 0: none
	leaf       int    // its place in the group; -1: pending
	keyPackage []byte // not used yet; nil: none
	key        []byte // its signature key
}

// A place is a leaf of the group's tree.
type place struct {
	user    uint64 // 0: blank
	key     []byte
	leaving bool // a Remove is proposed, or will be
}

// A Group is the server's view of the group of one channel. It must not be
// used by several goroutines at once.
type Group struct {
	channel     uint64
	key         *ecdsa.PrivateKey
	version     int // that the call uses, or is about to
	established bool
	epoch       uint64
	clients     []*client // in the order in which they came
	places      []place
	proposals   []*proposal
	revoked     []*proposal // to be revoked by the next op 27
	transitions []*transition
	last        uint16
}

// A transition is one that clients have been told to prepare.
type transition struct {
	id      uint16
	version int
	clients []uint64 // that take part
	waiting []uint64 // that have not said that they are ready
}

// New makes the group of a channel, with a new key for the external sender.
func New(channel uint64) (*Group, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("delivery: external sender: %w", err)
	}
	return &Group{channel: channel, key: key}, nil
}

// Version returns the version of the protocol that the call uses, or is about
// to.
func (g *Group) Version() int { return g.version }

// Epoch returns the group's epoch, 0 if it is not established.
func (g *Group) Epoch() uint64 { return g.epoch }

// Members returns who is in the group and connected, in the order in which
// they connected.
func (g *Group) Members() (users []uint64) {
	for _, c := range g.clients {
		if c.leaf >= 0 {
			users = append(users, c.user)
		}
	}
	return users
}

// Settled reports whether there is nothing to propose, to commit or to wait
// for.
func (g *Group) Settled() bool {
	return len(g.proposals) == 0 && len(g.revoked) == 0 && len(g.transitions) == 0
}

// Connect lets a user in who speaks versions up to the given one; 0 is none.
// The user must not be connected. Call it after op 4 has been sent with what
// Version returns then, and after op 11.
func (g *Group) Connect(user uint64, version int) []Message {
	c := &client{user: user, version: min(version, MaxVersion), leaf: -1}
	if len(g.clients) == 0 {
		g.version = c.version
	}
	var out []Message
	if c.version > 0 {
		out = append(out, Message{To: user, Op: ExternalSender, Body: g.externalSender()})
	}
	switch {
	case c.version < g.version:
		out = append(out, g.downgrade(c)...)
	case g.version > 0 && !g.established:
		if open := g.proposalsFor(c); len(open) > 0 {
			out = append(out, proposalMessage(user, open))
		}
	}
	g.clients = append(g.clients, c)
	return out
}

// Negotiate returns the version that the call will use when somebody connects
// who speaks versions up to the given one: for op 4.
func (g *Group) Negotiate(version int) int {
	if len(g.clients) == 0 {
		return min(version, MaxVersion)
	}
	return min(version, g.version)
}

// Disconnect lets a user go.
func (g *Group) Disconnect(user uint64) []Message {
	i := slices.IndexFunc(g.clients, func(c *client) bool { return c.user == user })
	if i < 0 {
		return nil
	}
	c := g.clients[i]
	g.clients = slices.Delete(g.clients, i, i+1)
	g.withdraw(c)
	g.leave(c)
	out := g.stopWaiting(user)
	lowest := MaxVersion
	for _, c := range g.clients {
		lowest = min(lowest, c.version)
	}
	switch {
	case len(g.clients) == 0:
		g.reset()
	case lowest > g.version:
		g.version = lowest
		out = append(out, g.recreate()...)
	case g.version > 0 && g.established && len(g.clients) == 1:
		// No single member keeps a group that had others.
		out = append(out, g.recreate()...)
		out = append(out, Message{To: g.clients[0].user, Op: PrepareTransition, Version: g.version})
	default:
		out = append(out, g.rescue()...)
	}
	return out
}

// KeyPackage takes op 26. The error says what is wrong with the key package.
func (g *Group) KeyPackage(user uint64, body []byte) error {
	c := g.client(user)
	if c == nil || g.version == 0 {
		return fmt.Errorf("delivery: key package of user %d, who takes no part", user)
	}
	l, err := checkKeyPackage(body, user)
	if err != nil {
		return err
	}
	g.withdraw(c)
	g.leave(c) // a member that wants to be added again
	c.keyPackage, c.key = slices.Clone(body), slices.Clone(l.signatureKey)
	g.proposals = append(g.proposals, &proposal{user: user, keyPackage: c.keyPackage})
	return nil
}

// Invalid takes op 31: the user could not use a commit or a welcome, and is
// pending from now on. A key package will follow.
func (g *Group) Invalid(user uint64) []Message {
	c := g.client(user)
	if c == nil {
		return nil
	}
	g.leave(c)
	return append(g.stopWaiting(user), g.rescue()...)
}

// leave proposes to remove the user's leaf.
func (g *Group) leave(c *client) {
	c.leaf = -1
	for i := range g.places {
		if p := &g.places[i]; p.user == c.user && !p.leaving {
			p.leaving = true
			g.proposals = append(g.proposals, &proposal{user: c.user, leaf: uint32(i)})
		}
	}
}

// withdraw takes back that the user be added.
func (g *Group) withdraw(c *client) {
	g.proposals = slices.DeleteFunc(g.proposals, func(p *proposal) bool {
		if p.user != c.user || p.keyPackage == nil {
			return false
		}
		if p.sent {
			g.revoked = append(g.revoked, p)
		}
		return true
	})
}

// rescue creates the group anew if there is no member left who could commit.
func (g *Group) rescue() []Message {
	if !g.established || len(g.Members()) > 0 {
		return nil
	}
	return g.recreate()
}

// recreate forgets the group and asks all for new key packages.
func (g *Group) recreate() (out []Message) {
	g.reset()
	for _, c := range g.clients {
		out = append(out, Message{To: c.user, Op: PrepareEpoch, Version: g.version, Epoch: 1})
	}
	return out
}

func (g *Group) reset() {
	g.established, g.epoch = false, 0
	g.places, g.proposals, g.revoked, g.transitions = nil, nil, nil, nil
	for _, c := range g.clients {
		c.leaf, c.keyPackage = -1, nil
	}
}

// downgrade goes over to a version that the newcomer speaks. The group is
// forgotten.
func (g *Group) downgrade(newcomer *client) (out []Message) {
	g.version = newcomer.version
	g.reset()
	t := g.begin(g.version)
	for _, c := range g.clients {
		t.add(c.user)
		out = append(out, Message{To: c.user, Op: PrepareTransition, Transition: t.id, Version: g.version})
	}
	return out
}

func (g *Group) client(user uint64) *client {
	for _, c := range g.clients {
		if c.user == user {
			return c
		}
	}
	return nil
}
