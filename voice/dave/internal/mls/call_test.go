package mls_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/accord-go/accord/voice/dave/internal/mls"
)

// A server is the external sender, which writes its messages by hand: what
// package mls reads must not come out of package mls.
type server struct {
	key   *ecdsa.PrivateKey
	group []byte
}

func newServer(t testing.TB) *server {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &server{key, []byte("a channel")}
}

func vector(parts ...[]byte) []byte {
	inside := bytes.Join(parts, nil)
	switch n := len(inside); {
	case n < 64:
		return append([]byte{byte(n)}, inside...)
	case n < 1<<14:
		return append(binary.BigEndian.AppendUint16(nil, 0x4000|uint16(n)), inside...)
	default:
		return append(binary.BigEndian.AppendUint32(nil, 0x80000000|uint32(n)), inside...)
	}
}

// sender is the body of op 25.
func (s *server) sender(t testing.TB) []byte {
	t.Helper()
	public, err := s.key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Join([][]byte{vector(public), {0, 1}, vector([]byte("server"))}, nil)
}

func (s *server) propose(t testing.TB, epoch uint64, proposal []byte) []byte {
	t.Helper()
	content := bytes.Join([][]byte{vector(s.group), binary.BigEndian.AppendUint64(nil, epoch), {2, 0, 0, 0, 0}, {0}, {2}, proposal}, nil)
	message := append([]byte{0, 1, 0, 1}, content...)
	sum := sha256.Sum256(append(vector([]byte("MLS 1.0 FramedContentTBS")), vector(message)...))
	signature, err := ecdsa.SignASN1(rand.Reader, s.key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return append(message, vector(signature)...)
}

func (s *server) add(t testing.TB, epoch uint64, m *mls.Member) []byte {
	t.Helper()
	return s.propose(t, epoch, append([]byte{0, 1}, m.KeyPackage()...))
}

func (s *server) remove(t testing.TB, epoch uint64, leaf uint32) []byte {
	t.Helper()
	return s.propose(t, epoch, binary.BigEndian.AppendUint32([]byte{0, 3}, leaf))
}

// A call is every member's view of a group, by identity.
type call struct {
	server *server
	groups map[string]*mls.Group
}

func newMember(t testing.TB, identity string) *mls.Member {
	t.Helper()
	m, err := mls.NewMember([]byte(identity), nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// newCall starts a group with one member, called first.
func newCall(t testing.TB, first string) *call {
	t.Helper()
	c := &call{server: newServer(t), groups: make(map[string]*mls.Group)}
	g, err := mls.New(c.server.group, newMember(t, first), c.server.sender(t))
	if err != nil {
		t.Fatal(err)
	}
	c.groups[first] = g
	return c
}

// parse lets a member read proposals.
func parse(t testing.TB, g *mls.Group, messages ...[]byte) (proposals []*mls.Proposal) {
	t.Helper()
	for _, b := range messages {
		p, rest, err := g.ParseProposal(b)
		if err != nil || len(rest) > 0 {
			t.Fatalf("ParseProposal: %d bytes left, %v", len(rest), err)
		}
		proposals = append(proposals, p)
	}
	return proposals
}

// leaf returns where somebody is in a group.
func leaf(t testing.TB, g *mls.Group, identity string) uint32 {
	t.Helper()
	for _, l := range g.Members() {
		if string(l.Identity) == identity {
			return l.Index
		}
	}
	t.Fatalf("%q is not in the group", identity)
	return 0
}

// step lets one member commit the removal and addition of others, and all
// others follow.
func (c *call) step(t testing.TB, by string, remove, add []string) {
	t.Helper()
	g := c.groups[by]
	var messages [][]byte
	for _, who := range remove {
		messages = append(messages, c.server.remove(t, g.Epoch(), leaf(t, g, who)))
	}
	joining := make(map[string]*mls.Member)
	for _, who := range add {
		joining[who] = newMember(t, who)
		messages = append(messages, c.server.add(t, g.Epoch(), joining[who]))
	}
	commit, welcome, next, err := g.Commit(parse(t, g, messages...))
	if err != nil {
		t.Fatal(err)
	}
	if (welcome != nil) != (len(add) > 0) {
		t.Errorf("welcome of %d bytes for %d new members", len(welcome), len(add))
	}
	for who, g := range c.groups {
		if who == by {
			c.groups[who] = next
			continue
		}
		followed, err := g.Process(commit, parse(t, g, messages...))
		if errors.Is(err, mls.ErrRemoved) && slices.Contains(remove, who) {
			delete(c.groups, who)
			continue
		}
		if err != nil {
			t.Fatalf("%s follows %s: %v", who, by, err)
		}
		c.groups[who] = followed
	}
	for who, m := range joining {
		if c.groups[who], err = mls.Join(welcome, m); err != nil {
			t.Fatalf("%s joins: %v", who, err)
		}
	}
}

// check compares what the members believe.
func (c *call) check(t testing.TB) {
	t.Helper()
	var first *mls.Group
	for who, g := range c.groups {
		if first == nil {
			first = g
		}
		if g.Epoch() != first.Epoch() || !bytes.Equal(g.Authenticator(), first.Authenticator()) {
			t.Errorf("%s is in another group: %v and %v", who, g, first)
		}
		if !bytes.Equal(g.Export("label", []byte("context"), 16), first.Export("label", []byte("context"), 16)) {
			t.Errorf("%s exports another secret", who)
		}
		if got := leaf(t, g, who); got != g.OwnLeaf() {
			t.Errorf("%s is at leaf %d, and believes at %d", who, got, g.OwnLeaf())
		}
		if len(g.Members()) != len(c.groups) {
			t.Errorf("%s sees %d members, want %d", who, len(g.Members()), len(c.groups))
		}
		if !bytes.Equal(g.Sender(), c.server.sender(t)) {
			t.Errorf("%s has another external sender", who)
		}
	}
}
