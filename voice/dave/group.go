package dave

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/accord-go/accord/voice/dave/internal/mls"
)

// A group is the MLS side of a session: the leaf that it offers, the group that
// it is in or the local one, and what is proposed for the next epoch. It has
// at most one group at a time; the session's phase says whether others are in
// it.
type group struct {
	sender    []byte // the external sender, as op 25 had it; nil: unknown
	channel   []byte // the group's ID; nil: no leaf
	member    *mls.Member
	state     *mls.Group // nil: none
	proposals []*mls.Proposal

	committed []byte     // our own commit
	next      *mls.Group // the state after it
}

// mediaLabel is what the keys of media are exported under.
const mediaLabel = "Discord Secure Frames v0"

func (g *group) exists() bool { return g.state != nil }

func (g *group) epoch() uint64 { return g.state.Epoch() }

func (g *group) authenticator() []byte { return g.state.Authenticator() }

// members returns the users of the group.
func (g *group) members() (users []uint64) {
	for _, leaf := range g.state.Members() {
		if user, err := userOf(leaf.Identity); err == nil {
			users = append(users, user)
		}
	}
	return users
}

// secret exports the base secret of a user's media keys.
func (g *group) secret(user uint64) []byte {
	return g.state.Export(mediaLabel, binary.LittleEndian.AppendUint64(nil, user), keySize)
}

// forget drops the group, the leaf and what was proposed.
func (g *group) forget() {
	g.enter(nil)
	*g = group{sender: g.sender}
}

// reset makes a new leaf. A nil key is replaced by a new one.
func (g *group) reset(user, channel uint64, key *ecdsa.PrivateKey) (err error) {
	g.forget()
	g.channel = binary.BigEndian.AppendUint64(nil, channel)
	g.member, err = mls.NewMember(binary.BigEndian.AppendUint64(nil, user), key)
	return err
}

func (g *group) restore(sig, enc, init, keyPackage []byte) (err error) {
	g.member, err = mls.Restore(sig, enc, init, keyPackage)
	return err
}

// keyPackage returns the leaf's key package. It can be used once, as the leaf
// can.
func (g *group) keyPackage() []byte { return g.member.KeyPackage() }

// setSender takes op 25.
func (g *group) setSender(sender []byte) error {
	if _, err := mls.ParseExternalSender(sender); err != nil {
		return err
	}
	g.sender = slices.Clone(sender)
	return nil
}

// startLocal makes a group of one, as far as what it takes is known.
func (g *group) startLocal() error {
	if g.member == nil || g.sender == nil {
		return nil
	}
	state, err := mls.New(g.channel, g.member, g.sender)
	if err != nil {
		return err
	}
	g.enter(state)
	return nil
}

// propose takes op 27 that appends: all of it or nothing.
func (g *group) propose(body []byte, recognized map[uint64]bool) error {
	rest, err := vector(body)
	if err != nil {
		return err
	}
	var proposals []*mls.Proposal
	for len(rest) > 0 {
		var p *mls.Proposal
		if p, rest, err = g.state.ParseProposal(rest); err != nil {
			return err
		}
		if user, err := userOf(p.Identity); err != nil {
			return err
		} else if !p.Remove && !recognized[user] {
			return fmt.Errorf("%w: %d", ErrUnrecognized, user)
		}
		if g.find(p.Ref) < 0 {
			proposals = append(proposals, p)
		}
	}
	g.proposals = append(g.proposals, proposals...)
	return nil
}

func (g *group) find(ref []byte) int {
	return slices.IndexFunc(g.proposals, func(p *mls.Proposal) bool { return bytes.Equal(p.Ref, ref) })
}

// revoke takes op 27 that revokes: all of it or nothing.
func (g *group) revoke(body []byte) error {
	rest, err := vector(body)
	if err != nil {
		return err
	}
	var refs [][]byte
	for len(rest) > 0 {
		var ref []byte
		if ref, rest, err = cutVector(rest); err != nil {
			return err
		}
		if g.find(ref) < 0 {
			return errors.New("dave: revocation of an unknown proposal")
		}
		refs = append(refs, ref)
	}
	g.proposals = slices.DeleteFunc(g.proposals, func(p *mls.Proposal) bool {
		return slices.ContainsFunc(refs, func(ref []byte) bool { return bytes.Equal(ref, p.Ref) })
	})
	return nil
}

// commit commits what is proposed: the body of op 28, nil if that is nothing.
func (g *group) commit() ([]byte, error) {
	g.dropCommit()
	if len(g.proposals) == 0 {
		return nil, nil
	}
	commit, welcome, next, err := g.state.Commit(g.proposals)
	if err != nil {
		return nil, err
	}
	g.committed, g.next = commit, next
	return slices.Concat(commit, welcome), nil
}

// adopt goes over to the state after our own commit, if it is that.
func (g *group) adopt(commit []byte) bool {
	if g.next == nil || !bytes.Equal(commit, g.committed) {
		return false
	}
	g.enter(g.next)
	return true
}

// follow processes another member's commit.
func (g *group) follow(commit []byte) error {
	next, err := g.state.Process(commit, g.proposals)
	if err != nil {
		return err
	}
	g.enter(next)
	return nil
}

// join enters a group by a welcome.
func (g *group) join(welcome []byte) error {
	if g.sender == nil {
		return errors.New("dave: welcome before the external sender")
	}
	state, err := mls.Join(welcome, g.member)
	if err != nil {
		return err
	}
	if !bytes.Equal(state.Sender(), g.sender) {
		return errors.New("dave: welcome to a group of another external sender")
	}
	g.enter(state)
	return nil
}

// enter goes over to a state, and forgets the one before and the one that would
// have come of our own commit. Nil leaves the group.
func (g *group) enter(state *mls.Group) {
	if g.next != state {
		g.dropCommit()
	}
	if g.state != nil {
		g.state.Forget()
	}
	g.state, g.proposals, g.committed, g.next = state, nil, nil, nil
}

// dropCommit forgets our own commit.
func (g *group) dropCommit() {
	if g.next != nil {
		g.next.Forget()
	}
	g.committed, g.next = nil, nil
}

// userOf reads the identity of a credential.
func userOf(identity []byte) (uint64, error) {
	if len(identity) != 8 {
		return 0, fmt.Errorf("dave: identity of %d bytes is no user", len(identity))
	}
	return binary.BigEndian.Uint64(identity), nil
}

var errVector = errors.New("dave: malformed vector")

// vector takes the length from in front of bytes.
func vector(b []byte) ([]byte, error) {
	inside, rest, err := cutVector(b)
	if err == nil && len(rest) > 0 {
		err = errVector
	}
	return inside, err
}

// cutVector reads bytes with their length before them.
//
// RFC 9420 section 2.1.2.
func cutVector(b []byte) (inside, rest []byte, err error) {
	if len(b) == 0 || b[0]>>6 == 3 {
		return nil, nil, errVector
	}
	n := 1 << (b[0] >> 6)
	if len(b) < n {
		return nil, nil, errVector
	}
	size := uint64(b[0] & 0x3f)
	for _, c := range b[1:n] {
		size = size<<8 | uint64(c)
	}
	b = b[n:]
	if size > uint64(len(b)) || n > 1 && size < 1<<(4*n-2) {
		return nil, nil, errVector
	}
	return b[:size], b[size:], nil
}
