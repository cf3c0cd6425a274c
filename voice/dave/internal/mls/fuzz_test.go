package mls

import (
	"bytes"
	"errors"
	"testing"
)

// The fuzz tests below hand over what a hostile server or member could write:
// where a signature or encryption stands before the parser, the bytes are
// signed or encrypted properly first.

var sentinels = []error{
	ErrMalformed, ErrUnsupported, ErrSignature, ErrGroup, ErrEpoch, ErrTree, ErrProposal, ErrUnknownProposal,
	ErrNotInvited, ErrRemoved, ErrDecrypt, ErrConfirmation, ErrOwn, ErrProfile,
}

// typed fails the test unless err is one of the package's.
func typed(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, sentinel := range sentinels {
		if errors.Is(err, sentinel) {
			return
		}
	}
	t.Errorf("error %v is none of the package's", err)
}

// again wants what was read to be written as it was.
func again[T any](t *testing.T, b []byte, read func(*reader) T, write func([]byte, T) []byte) {
	t.Helper()
	r := newReader(b)
	v := read(r)
	if err := r.end(); err != nil {
		typed(t, err)
		return
	}
	if got := write(nil, v); !bytes.Equal(got, b) {
		t.Errorf("%x is written as %x", b, got)
	}
}

// FuzzReader reads all that can be read on its own.
func FuzzReader(f *testing.F) {
	s := newScene(f)
	m := newNamed(f, "dave")
	ps := s.proposals(f, s.alice, remove(2), add(m))
	body := named(ps...)
	path(f, s.alice, ps, body)
	f.Add(appendProposal(nil, ps[0].body))
	f.Add(appendCommit(nil, body))
	f.Add(appendTree(nil, s.alice.tree))
	f.Add(appendPSKID(nil, pskID{kind: pskResumption, usage: usageBranch, nonce: make([]byte, hashSize)}))
	f.Add(newLetter(f, s, m).infoBytes())
	f.Add(m.KeyPackage())
	f.Fuzz(func(t *testing.T, b []byte) {
		again(t, b, (*reader).proposal, appendProposal)
		again(t, b, (*reader).commit, appendCommit)
		again(t, b, (*reader).welcome, appendWelcome)
		again(t, b, (*reader).groupSecrets, appendGroupSecrets)
		again(t, b, (*reader).capabilities, appendCapabilities)
		again(t, b, (*reader).extensions, appendExtensions)
		again(t, b, (*reader).externalSender, appendExternalSender)
		again(t, b, (*reader).groupContext, func(b []byte, c groupContext) []byte { return append(b, c.encode()...) })
		again(t, b, func(r *reader) publicMessage {
			if r.header() != formatPublic {
				r.fail("another format")
			}
			return r.publicMessage()
		}, func(_ []byte, m publicMessage) []byte {
			m.encode()
			out := m.appendAuth(append([]byte{0, version, 0, byte(formatPublic)}, m.raw...))
			if m.sender.kind == senderMember {
				out = appendVector(out, m.membership)
			}
			return out
		})
		r := newReader(b)
		if tree := r.tree(); r.end() == nil {
			typed(t, tree.validate([]byte("group"), nil))
			if got := appendTree(nil, tree); !bytes.Equal(got, b) {
				t.Errorf("%x is written as %x", b, got)
			}
		}
		_, err := ParseExternalSender(b)
		typed(t, err)
	})
}

// FuzzKeyPackage restores members.
func FuzzKeyPackage(f *testing.F) {
	m := newNamed(f, "dave")
	f.Add(m.KeyPackage())
	key, leafKey, initKey := must(m.key.Bytes()), must(m.leafKey.Bytes()), must(m.initKey.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := Restore(key, leafKey, initKey, b)
		typed(t, err)
	})
}

// FuzzProposal signs whatever the server proposes.
func FuzzProposal(f *testing.F) {
	s := newScene(f)
	f.Add(byte(senderExternal), appendProposal(nil, remove(2)))
	f.Add(byte(senderExternal), appendProposal(nil, add(newNamed(f, "dave"))))
	f.Add(byte(senderMember), appendProposal(nil, remove(0)))
	f.Fuzz(func(t *testing.T, kind byte, b []byte) {
		m := &message{format: formatPublic, group: s.bob.id, epoch: s.bob.epoch, kind: contentProposal}
		m.sender.kind = senderKind(kind)
		content := appendVector(nil, m.group)
		content = appendUint64(content, m.epoch)
		content = append(appendSender(content, m.sender), 0, byte(contentProposal))
		m.raw = append(content, b...)
		m.signature = sign(s.server, labelContent, m.tbs(s.bob.context))
		p, _, err := s.bob.ParseProposal(m.public(s.bob.secrets.membership, s.bob.context))
		typed(t, err)
		if err != nil {
			return
		}
		commit, _, next, err := s.bob.Commit([]*Proposal{p})
		typed(t, err)
		if err != nil || p.Remove && p.Leaf == 0 {
			return
		}
		after, err := s.alice.Process(commit, []*Proposal{p})
		if err != nil || !bytes.Equal(after.Authenticator(), next.Authenticator()) {
			t.Errorf("alice doesn't follow: %v", err)
		}
	})
}

// FuzzCommit signs whatever alice commits.
func FuzzCommit(f *testing.F) {
	s := newScene(f)
	ps := s.proposals(f, s.alice, remove(2), add(newNamed(f, "dave")))
	for _, list := range [][]*Proposal{ps, ps[:1], ps[1:], nil} {
		body := named(list...)
		f.Add(appendCommit(nil, body))
		path(f, s.alice, list, body)
		f.Add(appendCommit(nil, body))
	}
	f.Add(appendCommit(nil, valued(nil, []*proposal{remove(2)})))
	general := *s.bob
	general.general, general.epochs = new(General), make(map[uint64][]byte)
	f.Fuzz(func(t *testing.T, b []byte) {
		m := &message{format: formatPublic, group: s.bob.id, epoch: s.bob.epoch, kind: contentCommit, sender: says(s.alice)}
		content := appendVector(nil, m.group)
		content = appendUint64(content, m.epoch)
		content = append(appendSender(content, m.sender), 0, byte(contentCommit))
		m.raw = append(content, b...)
		m.confirmation = make([]byte, hashSize)
		m.signature = sign(s.alice.key, labelContent, m.tbs(s.bob.context))
		message := m.public(s.bob.secrets.membership, s.bob.context)
		for _, g := range []*Group{s.bob, &general} {
			_, err := g.Process(message, ps)
			typed(t, err)
			if err == nil {
				t.Error("a commit without confirmation is accepted")
			}
		}
	})
}

// FuzzWelcome encrypts whatever an inviter writes about the group and, as it
// is, hands it over as a welcome.
func FuzzWelcome(f *testing.F) {
	s := newScene(f)
	m := newNamed(f, "dave")
	f.Add(newLetter(f, s, m).infoBytes())
	l := newLetter(f, s, m)
	f.Add(l.seal(m, l.infoBytes()))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, welcome := range [][]byte{b, l.seal(m, b)} {
			_, err := Join(welcome, m)
			typed(t, err)
			_, err = JoinGeneral(welcome, m, General{Tree: b})
			typed(t, err)
		}
	})
}
