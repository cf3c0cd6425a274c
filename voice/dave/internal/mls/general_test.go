package mls

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"testing"
)

// newGeneralScene is a scene outside of DAVE's profile.
func newGeneralScene(t testing.TB, psks map[string][]byte) *scene {
	t.Helper()
	s := newScene(t)
	for _, g := range []*Group{s.alice, s.bob, s.carol} {
		g.general, g.epochs = &General{PSKs: psks}, make(map[uint64][]byte)
		g.startPrivate()
	}
	return s
}

// commit lets alice commit and bob follow.
func (s *scene) commit(t testing.TB, ps []*Proposal) (welcome []byte) {
	t.Helper()
	commit, welcome, next, err := s.alice.Commit(ps)
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.bob.Process(commit, ps)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(after.Authenticator(), next.Authenticator()) {
		t.Error("alice and bob have other secrets")
	}
	s.alice, s.bob = next, after
	return welcome
}

func TestPreSharedKeys(t *testing.T) {
	t.Parallel()
	psks := map[string][]byte{"a key": []byte("a secret")}
	s := newGeneralScene(t, psks)
	s.commit(t, nil) // so that there is an epoch to resume
	external := &proposal{kind: proposalPSK, psk: pskID{kind: pskExternal, id: []byte("a key"), nonce: random(hashSize)}}
	resumption := &proposal{kind: proposalPSK, psk: pskID{
		kind: pskResumption, usage: usageApplication, group: s.alice.id, epoch: s.alice.epoch - 1, nonce: random(hashSize),
	}}
	dave := newNamed(t, "dave")
	welcome := s.commit(t, s.proposals(t, s.alice, external, add(dave)))
	if _, err := JoinGeneral(welcome, dave, General{}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("without the key: %v, want ErrUnsupported", err)
	}
	joined, err := JoinGeneral(welcome, dave, General{PSKs: psks})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(joined.Authenticator(), s.alice.Authenticator()) {
		t.Error("alice and dave have other secrets")
	}
	resumption.psk.epoch = s.alice.epoch - 1
	s.commit(t, s.proposals(t, s.alice, resumption))
	unknown := *resumption
	unknown.psk.epoch = 99
	if _, _, _, err := s.alice.Commit(s.proposals(t, s.alice, &unknown)); !errors.Is(err, ErrUnsupported) {
		t.Errorf("unknown epoch: %v, want ErrUnsupported", err)
	}
}

func TestMemberUpdates(t *testing.T) {
	t.Parallel()
	s := newGeneralScene(t, nil)
	// update is bob's proposal, signed as alice reads it.
	update := func(key encryptionKey, source leafSource) []byte {
		l := newLeaf([]byte("bob"), s.bob.tree.leaf(1).signatureKey, key)
		l.source = source
		resign(s.bob, l)
		m := &message{
			format: formatPublic, group: s.bob.id, epoch: s.bob.epoch, sender: says(s.bob),
			kind: contentProposal, proposal: &proposal{kind: proposalUpdate, update: l},
		}
		m.sign(s.bob.key, s.bob.context)
		return m.public(s.bob.secrets.membership, s.bob.context)
	}
	fresh := publicOf(must(kem.GenerateKey()))
	p, _, err := s.alice.ParseProposal(update(fresh, sourceUpdate))
	if err != nil {
		t.Fatal(err)
	}
	commit, _, next, err := s.alice.Commit([]*Proposal{p})
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.carol.Process(commit, []*Proposal{p})
	if err != nil || !bytes.Equal(after.Authenticator(), next.Authenticator()) {
		t.Errorf("carol: %v", err)
	}
	if got := next.tree.leaf(1).encryption.raw; !bytes.Equal(got, fresh.raw) {
		t.Errorf("bob's key = %x, want %x", got, fresh.raw)
	}
	if _, err := s.bob.Process(commit, []*Proposal{p}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("bob's own update: %v, want ErrUnsupported", err)
	}
	for _, b := range [][]byte{update(s.bob.tree.leaf(1).encryption, sourceUpdate), update(publicOf(must(kem.GenerateKey())), sourceCommit)} {
		p, _, err := s.alice.ParseProposal(b)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := s.alice.Commit([]*Proposal{p}); !errors.Is(err, ErrProposal) {
			t.Errorf("update that is none: %v, want ErrProposal", err)
		}
	}
}

func TestProposalLists(t *testing.T) {
	t.Parallel()
	s := newGeneralScene(t, nil)
	extend := func(es ...extension) *proposal { return &proposal{kind: proposalExtensions, extensions: es} }
	require := func(extensions, proposals, credentials []uint16) *proposal {
		var data []byte
		for _, list := range [][]uint16{extensions, proposals, credentials} {
			data = appendList(data, list, appendUint16)
		}
		return extend(extension{extensionRequiredCapabilities, data})
	}
	reInit := &proposal{kind: proposalReInit, reInit: reInit{[]byte("new"), version, ciphersuite, nil}}
	psk := &proposal{kind: proposalPSK, psk: pskID{kind: pskExternal, nonce: random(hashSize)}}
	tests := []struct {
		name string
		ps   []*proposal
		want error
	}{
		{"extensions", []*proposal{extend()}, nil},
		{"what all can do", []*proposal{require([]uint16{5}, []uint16{1}, []uint16{1})}, nil},
		{"unknown required extension", []*proposal{require([]uint16{99}, nil, nil)}, ErrTree},
		{"unknown required proposal", []*proposal{require(nil, []uint16{99}, nil)}, ErrTree},
		{"unknown required credential", []*proposal{require(nil, nil, []uint16{2})}, ErrTree},
		{"damaged requirement", []*proposal{extend(extension{extensionRequiredCapabilities, []byte{1}})}, ErrMalformed},
		{"damaged servers", []*proposal{extend(extension{extensionExternalSenders, []byte{1}})}, ErrMalformed},
		{"extensions twice", []*proposal{extend(), extend(extension{4, nil})}, ErrProposal},
		{"a new group", []*proposal{reInit}, nil},
		{"a new group and more", []*proposal{reInit, remove(2)}, ErrProposal},
		{"a key twice", []*proposal{psk, psk}, ErrProposal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, _, _, err := s.alice.Commit(s.proposals(t, s.alice, tt.ps...)); !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
		})
	}
	inline := valued(nil, []*proposal{{kind: proposalExternalInit}})
	if _, err := s.bob.Process(forge(s.alice, inline, nil), nil); !errors.Is(err, ErrProposal) {
		t.Errorf("entry from outside: %v, want ErrProposal", err)
	}
}

func TestPrivateCommit(t *testing.T) {
	t.Parallel()
	s := newGeneralScene(t, nil)
	private := func(key *ecdsa.PrivateKey) ([]byte, *Group) {
		c, err := s.alice.apply(nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		n, body := s.alice.next(c), new(commit)
		a := n.renew(s.alice, c, body)
		m := &message{format: formatPrivate, group: s.alice.id, epoch: s.alice.epoch, sender: says(s.alice), kind: contentCommit, commit: body}
		m.sign(key, s.alice.context)
		if _, _, err := s.alice.enter(n, m, c, a.commit); err != nil {
			t.Fatal(err)
		}
		m.confirmation = n.confirmationTag()
		return m.sealPrivate(s.alice.secrets.senderData, s.alice.private), n
	}
	good, next := private(s.alice.key)
	after, err := s.bob.Process(good, nil)
	if err != nil || !bytes.Equal(after.Authenticator(), next.Authenticator()) {
		t.Fatalf("bob: %v", err)
	}
	if _, err := s.bob.Process(good, nil); !errors.Is(err, ErrDecrypt) {
		t.Errorf("again: %v, want ErrDecrypt", err)
	}
	forged, _ := private(must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)))
	if _, err := s.bob.Process(forged, nil); !errors.Is(err, ErrSignature) {
		t.Errorf("another's signature: %v, want ErrSignature", err)
	}
	fresh, _ := private(s.alice.key)
	for i := range fresh {
		changed := bytes.Clone(fresh)
		changed[i]++
		if _, err := s.bob.Process(changed, nil); err == nil {
			t.Errorf("a change at byte %d is not noticed", i)
		}
	}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	a, b := newNamed(t, "a"), newNamed(t, "b")
	keys := func(m *Member) [4][]byte {
		return [4][]byte{must(m.key.Bytes()), must(m.leafKey.Bytes()), must(m.initKey.Bytes()), m.KeyPackage()}
	}
	for i := range 4 {
		for _, other := range [][]byte{keys(b)[i], nil, make([]byte, 32)} {
			k := keys(a)
			k[i] = other
			if _, err := Restore(k[0], k[1], k[2], k[3]); !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrUnsupported) {
				t.Errorf("with another value at %d: %v", i, err)
			}
		}
	}
	k := keys(a)
	m, err := Restore(k[0], k[1], k[2], k[3])
	if err != nil || m.String() != a.String() {
		t.Errorf("Restore = %v, %v, want %v", m, err, a)
	}
	if _, err := NewMember(nil, must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))); !errors.Is(err, ErrUnsupported) {
		t.Errorf("key of another curve: %v, want ErrUnsupported", err)
	}
	if _, err := New(nil, a, []byte{1}); !errors.Is(err, ErrMalformed) {
		t.Errorf("damaged server: %v, want ErrMalformed", err)
	}
	s := newScene(t)
	if got := string(s.alice.ID()); got != "group" {
		t.Errorf("ID = %q, want group", got)
	}
}
