package mls

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
)

// A scene is a group of alice, bob and carol, in which alice is not honest: she
// signs what she likes.
type scene struct {
	server            *ecdsa.PrivateKey
	alice, bob, carol *Group
}

func newScene(t testing.TB) *scene {
	t.Helper()
	s := new(scene)
	var err error
	if s.server, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	if s.alice, err = New([]byte("group"), newNamed(t, "alice"), s.sender(t)); err != nil {
		t.Fatal(err)
	}
	bob, carol := newNamed(t, "bob"), newNamed(t, "carol")
	ps := s.proposals(t, s.alice, add(bob), add(carol))
	_, welcome, next, err := s.alice.Commit(ps)
	if err != nil {
		t.Fatal(err)
	}
	s.alice = next
	if s.bob, err = Join(welcome, bob); err != nil {
		t.Fatal(err)
	}
	if s.carol, err = Join(welcome, carol); err != nil {
		t.Fatal(err)
	}
	return s
}

func newNamed(t testing.TB, name string) *Member {
	t.Helper()
	m, err := NewMember([]byte(name), nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (s *scene) sender(t testing.TB) []byte {
	t.Helper()
	key, err := publicSignatureKey(s.server)
	if err != nil {
		t.Fatal(err)
	}
	return appendExternalSender(nil, ExternalSender{SignatureKey: key.raw, Identity: []byte("server")})
}

func add(m *Member) *proposal       { return &proposal{kind: proposalAdd, add: m.keyPackage} }
func remove(leaf uint32) *proposal  { return &proposal{kind: proposalRemove, remove: leaf} }
func (s *scene) says() sender       { return sender{kind: senderExternal} }
func says(g *Group) sender          { return sender{senderMember, g.own} }
func named(ps ...*Proposal) *commit { return valued(ps, nil) }

// valued is a commit of proposals by reference and by value.
func valued(refs []*Proposal, values []*proposal) *commit {
	c := new(commit)
	for _, p := range refs {
		c.proposals = append(c.proposals, committed{ref: p.Ref})
	}
	for _, p := range values {
		c.proposals = append(c.proposals, committed{proposal: p})
	}
	return c
}

// propose writes a proposal to g, signed by the server.
func (s *scene) propose(g *Group, from sender, p *proposal) []byte {
	m := &message{format: formatPublic, group: g.id, epoch: g.epoch, sender: from, kind: contentProposal, proposal: p}
	m.sign(s.server, g.context)
	return m.public(g.secrets.membership, g.context)
}

func (s *scene) proposals(t testing.TB, g *Group, bodies ...*proposal) (ps []*Proposal) {
	t.Helper()
	for _, body := range bodies {
		p, _, err := g.ParseProposal(s.propose(g, s.says(), body))
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	return ps
}

// path gives a commit by g the path that it should have.
func path(t testing.TB, g *Group, ps []*Proposal, body *commit) (*Group, ascent) {
	t.Helper()
	c, err := g.apply(ps, g.own)
	if err != nil {
		t.Fatal(err)
	}
	n := g.next(c)
	return n, n.renew(g, c, body)
}

// forge signs a commit as g's member.
func forge(g *Group, body *commit, confirmation []byte) []byte {
	m := &message{format: formatPublic, group: g.id, epoch: g.epoch, sender: says(g), kind: contentCommit, commit: body}
	m.sign(g.key, g.context)
	m.confirmation = confirmation
	return m.public(g.secrets.membership, g.context)
}

// resign makes a leaf node valid again after it was changed.
func resign(g *Group, l *leafNode) { l.sign(g.key, place{g.id, g.own}) }

func TestDishonestCommit(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	removeCarol := s.proposals(t, s.alice, remove(2))
	addTwice := s.proposals(t, s.alice, add(newNamed(t, "dave")), add(newNamed(t, "dave")))
	addBob := s.proposals(t, s.alice, add(newNamed(t, "bob")))
	removeAlice := s.proposals(t, s.alice, remove(0))
	removeBob := s.proposals(t, s.alice, remove(1))
	removeTwice := append(s.proposals(t, s.alice, remove(2)), removeCarol...)
	// withPath is a removal of carol whose path is changed.
	withPath := func(change func(p *updatePath)) *commit {
		body := named(removeCarol...)
		path(t, s.alice, removeCarol, body)
		change(body.path)
		return body
	}
	tests := []struct {
		name string
		body *commit
		ps   []*Proposal // that bob knows
		want error
	}{
		{"by value", valued(nil, []*proposal{add(newNamed(t, "ghost"))}), nil, ErrProfile},
		{"nothing without a path", named(), nil, ErrProposal},
		{"removal without a path", named(removeCarol...), removeCarol, ErrProposal},
		{"unknown", named(removeCarol...), nil, ErrUnknownProposal},
		{"named twice", named(removeCarol[0], removeCarol[0]), removeCarol, ErrUnknownProposal},
		{"removed twice", named(removeTwice...), removeTwice, ErrProposal},
		{"removes the committer", named(removeAlice...), removeAlice, ErrProposal},
		{"removes the receiver", named(removeBob...), removeBob, ErrRemoved},
		{"one identity twice", named(addTwice...), addTwice, ErrProfile},
		{"identity of a member", named(addBob...), addBob, ErrProfile},
		{"wrong confirmation", withPath(func(p *updatePath) {}), removeCarol, ErrConfirmation},
		{"path too short", withPath(func(p *updatePath) { p.nodes = nil }), removeCarol, ErrTree},
		{"path too long", withPath(func(p *updatePath) { p.nodes = append(p.nodes, p.nodes[0]) }), removeCarol, ErrTree},
		{"secret missing", withPath(func(p *updatePath) { p.nodes[0].secrets = nil }), removeCarol, ErrTree},
		{"secret damaged", withPath(func(p *updatePath) { p.nodes[0].secrets[0].sealed[0]++ }), removeCarol, ErrDecrypt},
		{"encapsulation damaged", withPath(func(p *updatePath) { p.nodes[0].secrets[0].output[0]++ }), removeCarol, ErrDecrypt},
		{"another key", withPath(func(p *updatePath) { p.nodes[0].encryption = publicOf(must(kem.GenerateKey())) }), removeCarol, ErrTree},
		{"wrong parent hash", withPath(func(p *updatePath) {
			p.leaf.parentHash = random(hashSize)
			resign(s.alice, p.leaf)
		}), removeCarol, ErrTree},
		{"old leaf key", withPath(func(p *updatePath) {
			p.leaf.encryption = s.alice.tree.leaf(0).encryption
			resign(s.alice, p.leaf)
		}), removeCarol, ErrTree},
		{"another's leaf key", withPath(func(p *updatePath) {
			p.leaf.encryption = s.alice.tree.leaf(1).encryption
			resign(s.alice, p.leaf)
		}), removeCarol, ErrTree},
		{"leaf of an update", withPath(func(p *updatePath) {
			p.leaf.source = sourceUpdate
			resign(s.alice, p.leaf)
		}), removeCarol, ErrTree},
		{"another identity", withPath(func(p *updatePath) {
			p.leaf.identity = []byte("bob")
			resign(s.alice, p.leaf)
		}), removeCarol, ErrProfile},
		{"no capabilities", withPath(func(p *updatePath) {
			p.leaf.capabilities = capabilities{}
			resign(s.alice, p.leaf)
		}), removeCarol, ErrTree},
		{"leaf not signed", withPath(func(p *updatePath) { p.leaf.raw[len(p.leaf.raw)-1]++ }), removeCarol, ErrSignature},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := s.bob.Process(forge(s.alice, tt.body, random(hashSize)), tt.ps); !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestMisdirectedCommit(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	good, _, next, err := s.alice.Commit(nil)
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.bob.Process(good, nil)
	if err != nil || !bytes.Equal(after.Authenticator(), next.Authenticator()) {
		t.Fatalf("an honest commit: %v", err)
	}
	stranger := newScene(t)
	elsewhere := *s.alice
	elsewhere.id = []byte("elsewhere")
	nobody := *s.alice
	nobody.own = 3
	outside := &message{
		format: formatPublic, group: s.bob.id, epoch: s.bob.epoch,
		sender: sender{kind: senderNewMemberCommit}, kind: contentCommit, commit: named(), confirmation: random(hashSize),
	}
	outside.sign(s.alice.key, s.bob.context)
	tests := []struct {
		name string
		b    []byte
		want error
	}{
		{"own", forge(s.bob, named(), nil), ErrOwn},
		{"next epoch", forge(next, named(), nil), ErrEpoch},
		{"another group", forge(&elsewhere, named(), nil), ErrGroup},
		{"another epoch secret", forge(stranger.alice, named(), nil), ErrSignature},
		{"nobody's", forge(&nobody, named(), nil), ErrProposal},
		{"from outside", outside.public(nil, nil), ErrProfile},
		{"a proposal", s.propose(s.bob, s.says(), remove(2)), ErrProposal},
		{"private", []byte{0, 1, 0, 2, 0}, ErrUnsupported},
		{"another version", []byte{0, 2, 0, 1, 0}, ErrUnsupported},
		{"empty", nil, ErrMalformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := s.bob.Process(tt.b, nil); !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestDishonestProposal(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	stranger := newScene(t)
	changed := func(change func(*keyPackage)) *proposal {
		k := newNamed(t, "dave").keyPackage
		copied := *k
		change(&copied)
		return &proposal{kind: proposalAdd, add: &copied}
	}
	extend := func(l *leafNode, key *ecdsa.PrivateKey) *leafNode {
		l.extensions = extensions{{kind: 99}}
		return l.sign(key, place{})
	}
	other := newNamed(t, "other")
	member := &message{format: formatPublic, group: s.bob.id, epoch: s.bob.epoch, sender: says(s.alice), kind: contentProposal, proposal: remove(2)}
	member.sign(s.alice.key, s.bob.context)
	next := *s.alice
	next.epoch++
	tests := []struct {
		name string
		b    []byte
		want error
	}{
		{"another server", stranger.propose(s.bob, s.says(), remove(2)), ErrSignature},
		{"unknown sender", s.propose(s.bob, sender{kind: senderExternal, index: 1}, remove(2)), ErrProposal},
		{"by a member", member.public(s.alice.secrets.membership, s.alice.context), ErrProfile},
		{"by who wants in", s.propose(s.bob, sender{kind: senderNewMemberProposal}, add(other)), ErrProfile},
		{"next epoch", s.propose(&next, s.says(), remove(2)), ErrEpoch},
		{"nobody removed", s.propose(s.bob, s.says(), remove(3)), ErrProposal},
		{"removal far outside", s.propose(s.bob, s.says(), remove(1<<31)), ErrProposal},
		{"pre-shared key", s.propose(s.bob, s.says(), &proposal{kind: proposalPSK, psk: pskID{kind: pskExternal, nonce: random(hashSize)}}), ErrProfile},
		{"extensions", s.propose(s.bob, s.says(), &proposal{kind: proposalExtensions}), ErrProfile},
		{"entry from outside", s.propose(s.bob, s.says(), &proposal{kind: proposalExternalInit}), ErrProposal},
		{"unknown kind", s.propose(s.bob, s.says(), &proposal{kind: 0xa0a}), ErrUnsupported},
		{"package not signed", s.propose(s.bob, s.says(), changed(func(k *keyPackage) { k.raw = slices.Concat(k.signed, appendVector(nil, other.keyPackage.signature)) })), ErrSignature},
		{"leaf of another", s.propose(s.bob, s.says(), changed(func(k *keyPackage) {
			*k = *newKeyPackage(k.initKey, k.leaf, other.key)
		})), ErrSignature},
		{"one key twice", s.propose(s.bob, s.says(), changed(func(k *keyPackage) {
			*k = *newKeyPackage(other.keyPackage.leaf.encryption, other.keyPackage.leaf, other.key)
		})), ErrProposal},
		{"unknown extension", s.propose(s.bob, s.says(), add(func() *Member {
			m := newNamed(t, "dave")
			m.keyPackage = newKeyPackage(m.keyPackage.initKey, extend(m.keyPackage.leaf, m.key), m.key)
			return m
		}())), ErrTree},
		{"a commit", forge(s.alice, named(), nil), ErrProposal},
		{"private", []byte{0, 1, 0, 2}, ErrUnsupported},
		{"empty", nil, ErrMalformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if p, _, err := s.bob.ParseProposal(tt.b); !errors.Is(err, tt.want) || p != nil {
				t.Errorf("ParseProposal = %v, %v, want %v", p, err, tt.want)
			}
		})
	}
}

// TestStaleProposal commits what was proposed in an earlier epoch.
func TestStaleProposal(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	stale := s.proposals(t, s.alice, remove(2))
	_, _, next, err := s.alice.Commit(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := next.Commit(stale); !errors.Is(err, ErrEpoch) {
		t.Errorf("error = %v, want ErrEpoch", err)
	}
}
