package mls

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A letter is what a dishonest inviter writes before it is signed and
// encrypted.
type letter struct {
	group  *Group // in the epoch that it invites to
	tree   *tree  // nil: none
	info   groupInfo
	told   groupSecrets
	psk    []byte
	signAs *Group
}

// newLetter begins an honest welcome of alice to m.
func newLetter(t testing.TB, s *scene, m *Member) *letter {
	t.Helper()
	c, err := s.alice.apply(s.proposals(t, s.alice, add(m)), 0)
	if err != nil {
		t.Fatal(err)
	}
	n := s.alice.next(c)
	n.confirmed = random(hashSize)
	if err := n.settle(); err != nil {
		t.Fatal(err)
	}
	return &letter{
		group: n, tree: c.tree.clone(), signAs: s.alice, psk: make([]byte, hashSize),
		info: groupInfo{context: n.groupContext()}, told: groupSecrets{joiner: random(hashSize)},
	}
}

// infoBytes signs the group info.
func (l *letter) infoBytes() []byte {
	if l.tree != nil {
		l.tree.hashes = make([][]byte, len(l.tree.nodes))
		l.info.context.treeHash = l.tree.hash(l.tree.root())
		l.info.extensions = append(l.info.extensions, extension{extensionRatchetTree, appendTree(nil, l.tree)})
	}
	if l.info.confirmation == nil {
		secrets := schedule(l.told.joiner, l.psk, l.info.context.encode())
		l.info.confirmation = mac(secrets.confirmation, l.info.context.confirmed)
	}
	b := appendExtensions(l.info.context.encode(), l.info.extensions)
	b = appendUint32(appendVector(b, l.info.confirmation), l.info.signer)
	return appendVector(b, sign(l.signAs.key, labelGroupInfo, b))
}

// seal encrypts a group info for m.
func (l *letter) seal(m *Member, info []byte) []byte {
	key, nonce := welcomeKeys(l.told.joiner, l.psk)
	w := welcome{info: seal(key, nonce, info, nil)}
	secrets := m.keyPackage.initKey.encrypt(labelWelcome, w.info, appendGroupSecrets(nil, l.told))
	w.invitations = []invitation{{m.keyPackage.ref(), secrets}}
	return appendWelcome(nil, w)
}

func TestDishonestWelcome(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	senders := func(n int) extensions {
		one := s.sender(t)
		return extensions{{extensionExternalSenders, appendVector(nil, bytes.Repeat(one, n))}}
	}
	m := newNamed(t, "dave")
	withTwin := func(twin *Member) func(*letter) {
		return func(l *letter) {
			l.tree.nodes = append(l.tree.nodes[:0:0], l.tree.nodes...)
			l.tree.add(twin.keyPackage.leaf)
		}
	}
	parent := func(parentHash []byte) treeNode {
		return treeNode{parent: (&parentNode{encryption: publicOf(must(kem.GenerateKey())), parentHash: parentHash}).encode()}
	}
	tests := []struct {
		name   string
		change func(*letter)
		want   error
	}{
		{"honest", func(*letter) {}, nil},
		{"no tree", func(l *letter) { l.tree = nil }, ErrTree},
		{"another tree", func(l *letter) {
			l.info.extensions = extensions{{extensionRatchetTree, appendTree(nil, s.alice.tree)}}
			l.tree = nil
		}, ErrTree},
		{"signed by another", func(l *letter) { l.signAs = s.bob }, ErrSignature},
		{"by nobody", func(l *letter) { l.info.signer = 1 << 20 }, ErrTree},
		{"by the receiver", func(l *letter) { l.info.signer = 3; l.signAs = &Group{key: m.key} }, ErrTree},
		{"without the receiver", func(l *letter) { l.tree.remove(3) }, ErrTree},
		{"wrong confirmation", func(l *letter) { l.info.confirmation = random(hashSize) }, ErrConfirmation},
		{"no server", func(l *letter) { l.info.context.extensions = nil }, ErrProfile},
		{"two servers", func(l *letter) { l.info.context.extensions = senders(2) }, ErrProfile},
		{"more extensions", func(l *letter) { l.info.context.extensions = append(senders(1), extension{kind: 1}) }, ErrProfile},
		{"extension that members don't know", func(l *letter) { l.info.context.extensions = append(senders(1), extension{kind: 99}) }, ErrTree},
		{"pre-shared key", func(l *letter) { l.told.psks = []pskID{{kind: pskExternal, nonce: random(hashSize)}} }, ErrProfile},
		{"path secret to nothing", func(l *letter) { l.told.path = random(hashSize) }, ErrTree},
		{"short path secret", func(l *letter) { l.told.path = []byte{1} }, ErrMalformed},
		{"identity twice", withTwin(newNamed(t, "bob")), ErrProfile},
		{"key twice", withTwin(m), ErrTree},
		{"parent of nobody", func(l *letter) { l.tree.nodes[3] = parent(nil) }, ErrTree},
		{"parent hash of nothing", func(l *letter) { l.tree.nodes[1] = parent([]byte{1}) }, ErrTree},
		{"unmerged elsewhere", func(l *letter) {
			p := parent(nil).parent
			p.unmerged = []uint32{3}
			l.tree.nodes[1] = treeNode{parent: p.encode()}
		}, ErrTree},
		{"leaf not signed", func(l *letter) {
			forged := *l.tree.leaf(1)
			forged.raw = bytes.Clone(forged.raw)
			forged.raw[bytes.Index(forged.raw, []byte("bob"))] = 'B'
			l.tree.nodes[2] = treeNode{leaf: &forged}
		}, ErrSignature},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLetter(t, s, m)
			tt.change(l)
			if _, err := Join(l.seal(m, l.infoBytes()), m); !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
		})
	}
	l := newLetter(t, s, m)
	if _, err := Join(l.seal(newNamed(t, "other"), l.infoBytes()), m); !errors.Is(err, ErrNotInvited) {
		t.Errorf("another's welcome: %v, want ErrNotInvited", err)
	}
}

// TestNoSecretsInPrint prints members and groups in every way.
func TestNoSecretsInPrint(t *testing.T) {
	t.Parallel()
	m := newNamed(t, "alice")
	s := newScene(t)
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if got := fmt.Sprintf(format, m); len(got) > 100 {
			t.Errorf("a member is printed as %s", got)
		}
		if got := fmt.Sprintf(format, s.alice); len(got) > 100 {
			t.Errorf("a group is printed as %s", got)
		}
	}
	if got := fmt.Sprint(m, s.alice); !strings.Contains(got, fmt.Sprintf("%x", "alice")) || !strings.Contains(got, "epoch 1") {
		t.Errorf("a member and a group are printed as %s", got)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	_, _, next, err := s.alice.Commit(nil)
	if err != nil {
		t.Fatal(err)
	}
	authenticator := next.Authenticator()
	s.alice.Forget()
	if got := s.alice.Authenticator(); slices.ContainsFunc(got, func(b byte) bool { return b != 0 }) {
		t.Errorf("authenticator of a forgotten epoch = %x", got)
	}
	if !bytes.Equal(next.Authenticator(), authenticator) {
		t.Error("the next epoch is forgotten too")
	}
}

// TestRenew offers a new key package while the old leaf is in a group.
func TestRenew(t *testing.T) {
	t.Parallel()
	m := newNamed(t, "dave")
	before, key := bytes.Clone(m.KeyPackage()), bytes.Clone(m.SignatureKey())
	if err := m.Renew(); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(m.KeyPackage(), before) {
		t.Error("the key package is the old one")
	}
	if !bytes.Equal(m.SignatureKey(), key) {
		t.Error("the signature key is another one")
	}
	s := newScene(t)
	l := newLetter(t, s, m)
	if _, err := Join(l.seal(m, l.infoBytes()), m); err != nil {
		t.Errorf("Join with the new package: %v", err)
	}
}
