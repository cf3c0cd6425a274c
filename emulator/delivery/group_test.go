package delivery

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

const channel = 927310423890473011

// keys are those that users of the tests sign with.
func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func public(t testing.TB, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	b, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func signed(t testing.TB, key *ecdsa.PrivateKey, label string, content []byte) []byte {
	t.Helper()
	hash := sha256.Sum256(labeled(label, content))
	signature, err := ecdsa.SignASN1(rand.Reader, key, hash[:])
	if err != nil {
		t.Fatal(err)
	}
	return appendVector(slices.Clip(content), signature)
}

// A form is what a key package says; the server takes the plain one.
type form struct {
	suite               uint16
	notBefore, notAfter uint64
	user                uint64
	source              uint8
	label               string
}

func plain(user uint64) form {
	return form{suite: cipherSuite, notAfter: math.MaxUint64, user: user, source: sourceKeyPackage, label: "KeyPackageTBS"}
}

func (f form) leaf(t testing.TB, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	leaf := appendVector(nil, []byte("a key to encrypt to"))
	leaf = appendVector(leaf, public(t, key))
	leaf = binary.BigEndian.AppendUint16(leaf, credentialBasic)
	leaf = appendVector(leaf, binary.BigEndian.AppendUint64(nil, f.user))
	for range 5 {
		leaf = appendVector(leaf, nil)
	}
	if leaf = append(leaf, f.source); f.source == sourceKeyPackage {
		leaf = binary.BigEndian.AppendUint64(leaf, f.notBefore)
		leaf = binary.BigEndian.AppendUint64(leaf, f.notAfter)
	} else {
		leaf = appendVector(leaf, []byte("parent hash"))
	}
	leaf = appendVector(leaf, nil)
	return signed(t, key, "LeafNodeTBS", leaf)
}

func (f form) keyPackage(t testing.TB, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	b := binary.BigEndian.AppendUint16(nil, mlsVersion)
	b = binary.BigEndian.AppendUint16(b, f.suite)
	b = appendVector(b, []byte("init key"))
	b = append(b, f.leaf(t, key)...)
	b = appendVector(b, nil)
	return signed(t, key, f.label, b)
}

// refsOf returns the references of the proposals that a message carries.
func refsOf(t testing.TB, m Message) (refs [][sha256.Size]byte) {
	t.Helper()
	r := reader{b: m.Body[1:]}
	for rest := (reader{b: r.vector()}); len(rest.b) > 0; {
		start := rest.b
		rest.take(4) // version and format
		rest.vector()
		rest.uint64()
		if sender := rest.uint8(); sender != senderExternal || rest.uint32() != 0 {
			t.Fatalf("a proposal of sender type %d", sender)
		}
		rest.vector()
		rest.uint8()
		if rest.uint16() == proposalAdd {
			rest.take(4)
			rest.vector()
			rest.leaf()
			rest.vector()
			rest.vector()
		} else {
			rest.uint32()
		}
		rest.vector()
		if rest.failed {
			t.Fatal("a proposal cannot be read")
		}
		message := start[2 : len(start)-len(rest.b)]
		refs = append(refs, sha256.Sum256(labeled("Proposal Reference", message)))
	}
	return refs
}

// A draft is a commit as a client would send it.
type draft struct {
	epoch   uint64
	leaf    uint32
	refs    [][sha256.Size]byte
	kind    byte // of the references
	path    []byte
	welcome bool
	group   uint64
}

func (d draft) bytes() []byte {
	b := binary.BigEndian.AppendUint16(nil, mlsVersion)
	b = binary.BigEndian.AppendUint16(b, wirePublic)
	b = appendVector(b, binary.BigEndian.AppendUint64(nil, d.group))
	b = binary.BigEndian.AppendUint64(b, d.epoch)
	b = append(b, senderMember)
	b = binary.BigEndian.AppendUint32(b, d.leaf)
	b = appendVector(b, nil)
	b = append(b, contentCommit)
	var refs []byte
	for _, ref := range d.refs {
		refs = appendVector(append(refs, d.kind), ref[:])
	}
	b = appendVector(b, refs)
	if d.path == nil {
		b = append(b, 0)
	} else {
		b = append(append(b, 1), d.path...)
		b = appendVector(b, []byte("nodes"))
	}
	for range 3 {
		b = appendVector(b, []byte("signature or tag"))
	}
	if d.welcome {
		b = binary.BigEndian.AppendUint16(b, cipherSuite)
		b = appendVector(b, []byte("secrets"))
		b = appendVector(b, []byte("group info"))
	}
	return b
}

func newGroup(t testing.TB) *Group {
	t.Helper()
	g, err := New(channel)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func propose(t testing.TB, g *Group) []Message {
	t.Helper()
	out, err := g.Propose()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// told writes messages as "user:op", with what else matters.
func told(messages []Message) string {
	var b []string
	for _, m := range messages {
		s := fmt.Sprintf("%d:%d", m.To, m.Op)
		switch {
		case m.Op == Proposals && m.Body[0] == 1:
			s += " revokes"
		case m.Op == PrepareTransition || m.Op == PrepareEpoch:
			s += " " + string(m.Data())
		}
		b = append(b, s)
	}
	return strings.Join(b, ", ")
}

func want(t testing.TB, what string, got []Message, want string) {
	t.Helper()
	if told := told(got); told != want {
		t.Errorf("%s: %s, want %s", what, told, want)
	}
}

// TestLife follows a call from its first member to its last.
func TestLife(t *testing.T) {
	t.Parallel()
	g, keys := newGroup(t), make(map[uint64]*ecdsa.PrivateKey)
	pack := func(user uint64) {
		t.Helper()
		keys[user] = newKey(t)
		if err := g.KeyPackage(user, plain(user).keyPackage(t, keys[user])); err != nil {
			t.Fatal(err)
		}
	}
	commit := func(user uint64, d draft) []Message {
		t.Helper()
		d.group, d.kind = channel, 2
		out, err := g.Commit(user, d.bytes())
		if err != nil {
			t.Fatal(err)
		}
		return out
	}

	want(t, "1 connects", g.Connect(1, 1), "1:25")
	pack(1)
	want(t, "1 is proposed", propose(t, g), "")
	second := g.Connect(2, 1)
	want(t, "2 connects", second, "2:25, 2:27")
	pack(2)
	first := propose(t, g)
	want(t, "2 is proposed", first, "1:27")
	out := commit(1, draft{refs: refsOf(t, first[0]), welcome: true})
	want(t, "1 commits", out, "1:29, 2:30")
	if _, err := g.Commit(2, draft{group: channel, kind: 2, refs: refsOf(t, second[1]), welcome: true}.bytes()); !errors.Is(err, ErrLate) {
		t.Errorf("2 commits too late: %v", err)
	}
	want(t, "1 is ready", g.Ready(1, out[0].Transition), "")
	want(t, "2 is ready", g.Ready(2, out[0].Transition), "1:22, 2:22")
	if !g.Settled() || g.Epoch() != 1 || !slices.Equal(g.Members(), []uint64{1, 2}) {
		t.Errorf("epoch %d, members %v, settled: %t", g.Epoch(), g.Members(), g.Settled())
	}

	// 3 and 4 come, 3 leaves before it is let in.
	g.Connect(3, 1)
	g.Connect(4, 1)
	pack(3)
	pack(4)
	added := propose(t, g)
	want(t, "3 and 4 are proposed", added, "1:27, 2:27")
	want(t, "3 leaves", g.Disconnect(3), "")
	want(t, "3 is revoked", propose(t, g), "1:27 revokes, 2:27 revokes")
	refs := refsOf(t, added[0])
	if _, err := g.Commit(2, draft{group: channel, kind: 2, epoch: 1, leaf: 1, refs: refs, welcome: true}.bytes()); !errors.Is(err, ErrLate) {
		t.Errorf("a commit of what is revoked: %v", err)
	}
	want(t, "2 commits", commit(2, draft{epoch: 1, leaf: 1, refs: refs[1:], welcome: true}), "1:29, 2:29, 4:30")
	want(t, "nobody waits longer", g.Timeout(), "1:22, 2:22, 4:22")

	// 2 cannot use a commit, and is added again, in its place.
	want(t, "2 failed", g.Invalid(2), "")
	pack(2)
	again := propose(t, g)
	want(t, "2 is removed and added", again, "1:27, 4:27")
	out = commit(4, draft{epoch: 2, leaf: 2, refs: refsOf(t, again[0]), path: form{user: 4, source: sourceCommit}.leaf(t, keys[4]), welcome: true})
	want(t, "4 commits", out, "1:29, 4:29, 2:30")
	want(t, "two are ready", append(g.Ready(1, out[0].Transition), g.Ready(4, out[0].Transition)...), "")
	want(t, "2 leaves", g.Disconnect(2), "1:22, 4:22")
	want(t, "4 leaves", g.Disconnect(4),
		`1:24 {"protocol_version":1,"epoch":1}, 1:21 {"protocol_version":1,"transition_id":0}`)
	want(t, "1 leaves", g.Disconnect(1), "")
	if g.Epoch() != 0 || len(g.Members()) != 0 || !g.Settled() {
		t.Error("something is left")
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	g := newGroup(t)
	if g.Negotiate(7) != MaxVersion {
		t.Errorf("version %d", g.Negotiate(7))
	}
	g.Connect(1, 7)
	if g.Negotiate(0) != 0 || g.Negotiate(1) != 1 {
		t.Error("the newcomer's version does not count")
	}
	want(t, "2 cannot encrypt", g.Connect(2, 0), `1:21 {"protocol_version":0,"transition_id":1}`)
	if g.Negotiate(1) != 0 || g.Version() != 0 {
		t.Error("the call still encrypts")
	}
	if err := g.KeyPackage(1, plain(1).keyPackage(t, newKey(t))); err == nil {
		t.Error("a key package at version 0")
	}
	want(t, "1 is ready", g.Ready(1, 1), "1:22")
	want(t, "3 comes", g.Connect(3, 1), "3:25")
	want(t, "2 leaves", g.Disconnect(2), `1:24 {"protocol_version":1,"epoch":1}, 3:24 {"protocol_version":1,"epoch":1}`)
	want(t, "nobody leaves", g.Disconnect(99), "")
}

func TestKeyPackages(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	good := plain(1).keyPackage(t, key)
	tests := []struct {
		name string
		body []byte
		ok   bool
	}{
		{"good", good, true},
		{"another user", plain(2).keyPackage(t, key), false},
		{"suite", form{suite: 1, notAfter: math.MaxUint64, user: 1, source: 1, label: "KeyPackageTBS"}.keyPackage(t, key), false},
		{"lifetime", form{suite: 2, notBefore: 1, notAfter: math.MaxUint64, user: 1, source: 1, label: "KeyPackageTBS"}.keyPackage(t, key), false},
		{"expiry", form{suite: 2, notAfter: 1, user: 1, source: 1, label: "KeyPackageTBS"}.keyPackage(t, key), false},
		{"leaf of a commit", form{suite: 2, user: 1, source: sourceCommit, label: "KeyPackageTBS"}.keyPackage(t, key), false},
		{"signed as something else", form{suite: 2, notAfter: math.MaxUint64, user: 1, source: 1, label: "Other"}.keyPackage(t, key), false},
		{"behind the end", append(slices.Clip(good), 0), false},
		{"cut", good[:len(good)-1], false},
		{"empty", nil, false},
	}
	for _, tt := range tests {
		g := newGroup(t)
		g.Connect(1, 1)
		if err := g.KeyPackage(1, tt.body); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// TestCommits refuses what Discord's servers are documented to refuse.
func TestCommits(t *testing.T) {
	t.Parallel()
	g := newGroup(t)
	one, two := newKey(t), newKey(t)
	g.Connect(1, 1)
	g.Connect(2, 1)
	if err := errors.Join(g.KeyPackage(1, plain(1).keyPackage(t, one)), g.KeyPackage(2, plain(2).keyPackage(t, two))); err != nil {
		t.Fatal(err)
	}
	messages := propose(t, g)
	refs := refsOf(t, messages[0])
	good := draft{group: channel, kind: 2, refs: refs, welcome: true}
	with := func(change func(*draft)) []byte {
		d := good
		change(&d)
		return d.bytes()
	}
	for name, body := range map[string][]byte{
		"group":          with(func(d *draft) { d.group = 1 }),
		"epoch":          with(func(d *draft) { d.epoch = 1 }),
		"leaf":           with(func(d *draft) { d.leaf = 1 }),
		"inline":         with(func(d *draft) { d.kind = 1 }),
		"nothing":        with(func(d *draft) { d.refs, d.welcome = nil, false }),
		"twice":          with(func(d *draft) { d.refs = append(slices.Clip(refs), refs...) }),
		"unknown":        with(func(d *draft) { d.refs = [][sha256.Size]byte{{1}} }),
		"own addition":   with(func(d *draft) { d.refs = refsOf(t, messages[1]) }),
		"no welcome":     with(func(d *draft) { d.welcome = false }),
		"other key":      with(func(d *draft) { d.path = form{user: 1, source: sourceCommit}.leaf(t, two) }),
		"other user":     with(func(d *draft) { d.path = form{user: 2, source: sourceCommit}.leaf(t, one) }),
		"something more": append(good.bytes(), 0),
		"cut":            good.bytes()[:100],
		"empty":          nil,
	} {
		if out, err := g.Commit(1, body); err == nil {
			t.Errorf("%s: %v", name, told(out))
		}
	}
	if _, err := g.Commit(99, good.bytes()); err == nil {
		t.Error("a commit of somebody who is not there")
	}
	out, err := g.Commit(1, good.bytes())
	if err != nil {
		t.Fatal(err)
	}
	want(t, "a good one", out, "1:29, 2:30")
	if !bytes.Equal(append(slices.Clip(out[0].Body), out[1].Body...), good.bytes()) {
		t.Error("commit and welcome are not what was sent")
	}
	if frame := out[1].Binary(); frame[0] != 30 || binary.BigEndian.Uint16(frame[1:]) != out[1].Transition || !bytes.Equal(frame[3:], out[1].Body) {
		t.Errorf("op 30 is %x", frame)
	}
}

func FuzzKeyPackage(f *testing.F) {
	f.Add(plain(1).keyPackage(f, newKey(f)))
	f.Fuzz(func(t *testing.T, body []byte) {
		if l, err := checkKeyPackage(body, 1); err == nil && (len(l.signatureKey) != 65 || l.identity[7] != 1) {
			t.Errorf("a key package of %x is taken", l.identity)
		}
	})
}

func FuzzCommit(f *testing.F) {
	f.Add(draft{group: channel, kind: 2, refs: make([][sha256.Size]byte, 2), welcome: true}.bytes())
	f.Add(draft{group: channel, kind: 2, refs: make([][sha256.Size]byte, 1), path: form{user: 1, source: sourceCommit}.leaf(f, newKey(f))}.bytes())
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := parseCommit(body)
		if err == nil && len(c.message)+len(c.welcome) != len(body) {
			t.Errorf("a commit of %d bytes and a welcome of %d came of %d", len(c.message), len(c.welcome), len(body))
		}
	})
}
