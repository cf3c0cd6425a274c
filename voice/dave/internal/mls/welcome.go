package mls

import (
	"bytes"
	"crypto/hmac"
	"slices"
)

// A groupInfo describes an epoch to who enters it.
//
// RFC 9420 section 12.4.3.
type groupInfo struct {
	context      groupContext
	extensions   extensions
	confirmation []byte
	signer       uint32
	signature    []byte

	signed []byte // all before the signature
}

const labelGroupInfo = "GroupInfoTBS"

func (r *reader) groupInfo() *groupInfo {
	start := r.b
	i := &groupInfo{context: r.groupContext(), extensions: r.extensions(), confirmation: r.vector(), signer: r.uint32()}
	i.signed = r.since(start)
	i.signature = r.vector()
	return i
}

// groupSecrets are what one new member is told.
//
// RFC 9420 section 12.4.3.1.
type groupSecrets struct {
	joiner []byte
	path   []byte // nil: the commit had none
	psks   []pskID
}

func (r *reader) groupSecrets() (s groupSecrets) {
	s.joiner = r.vector()
	if r.present() {
		s.path = r.vector()
		if r.err == nil && len(s.path) != hashSize {
			r.fail("path secret has the wrong length")
		}
	}
	r.list(func(r *reader) { s.psks = append(s.psks, r.pskID()) })
	return s
}

func appendGroupSecrets(b []byte, s groupSecrets) []byte {
	b = appendVector(b, s.joiner)
	if s.path == nil {
		b = append(b, 0)
	} else {
		b = appendVector(append(b, 1), s.path)
	}
	return appendList(b, s.psks, appendPSKID)
}

// An invitation is one new member's part of a welcome.
type invitation struct {
	ref     []byte // of the key package
	secrets ciphertext
}

// A welcome lets new members into a group.
type welcome struct {
	invitations []invitation
	info        []byte // encrypted
}

func (r *reader) welcome() (w welcome) {
	if suite := r.uint16(); r.err == nil && suite != ciphersuite {
		r.failWith(fail(ErrUnsupported, "ciphersuite of a welcome"))
	}
	r.list(func(r *reader) { w.invitations = append(w.invitations, invitation{r.vector(), r.ciphertext()}) })
	w.info = r.vector()
	return w
}

func appendWelcome(b []byte, w welcome) []byte {
	b = appendUint16(b, ciphersuite)
	b = appendList(b, w.invitations, func(b []byte, i invitation) []byte {
		return appendCiphertext(appendVector(b, i.ref), i.secrets)
	})
	return appendVector(b, w.info)
}

const labelWelcome = "Welcome"

// welcome makes the welcome for those whom the commit that led here added.
func (g *Group) welcome(c *change, a ascent, joiner, psk []byte) []byte {
	b := g.groupContext().encode()
	b = appendExtensions(b, extensions{{extensionRatchetTree, appendTree(nil, g.tree)}})
	b = appendVector(b, g.confirmationTag())
	b = appendUint32(b, g.own)
	b = appendVector(b, sign(g.key, labelGroupInfo, b))

	key, nonce := welcomeKeys(joiner, psk)
	w := welcome{make([]invitation, len(c.added)), seal(key, nonce, b, nil)}
	_ = parallel(len(c.added), func(i int) error { // none fails
		secrets := appendGroupSecrets(nil, groupSecrets{joiner, g.secretFor(c.added[i], a), c.psks})
		defer clear(secrets)
		w.invitations[i] = invitation{c.packages[i].ref(), c.packages[i].initKey.encrypt(labelWelcome, w.info, secrets)}
		return nil
	})
	return appendWelcome(nil, w)
}

// A General is what a member brings to groups outside of DAVE's profile. In
// them all proposals are allowed but those to enter from outside, and so are
// proposals by members, by value, and commits in private messages.
type General struct {
	Tree []byte            // the ratchet tree, if the welcome doesn't bring it
	PSKs map[string][]byte // external pre-shared keys by ID
}

// Join enters the group that a welcome for the member's key package lets it
// into. The welcome stands alone: the whole tree is in it, and is checked. What
// the group's external sender is, [Group.Sender] tells.
//
// RFC 9420 section 12.4.3.1.
func Join(welcome []byte, m *Member) (*Group, error) { return join(welcome, m, nil) }

// JoinGeneral is [Join] for any group of this ciphersuite.
func JoinGeneral(welcome []byte, m *Member, general General) (*Group, error) {
	return join(welcome, m, &general)
}

func join(b []byte, m *Member, general *General) (*Group, error) {
	r := newReader(bytes.Clone(b))
	w := r.welcome()
	if err := r.end(); err != nil {
		return nil, err
	}
	secrets, err := m.accept(w)
	if err != nil {
		return nil, err
	}
	defer clear(secrets.joiner)
	psk, err := general.pskSecret(secrets.psks, nil, nil)
	if err != nil {
		return nil, err
	}
	key, nonce := welcomeKeys(secrets.joiner, psk)
	plain, err := open(key, nonce, w.info, nil, "group info")
	if err != nil {
		return nil, err
	}
	r = newReader(plain)
	info := r.groupInfo()
	if err := r.end(); err != nil {
		return nil, err
	}
	t, err := info.tree(general)
	if err != nil {
		return nil, err
	}
	return m.enter(info, t, secrets, psk, general)
}

// accept decrypts what a welcome tells this member.
func (m *Member) accept(w welcome) (s groupSecrets, err error) {
	ref := m.keyPackage.ref()
	i := slices.IndexFunc(w.invitations, func(i invitation) bool { return bytes.Equal(i.ref, ref) })
	if i < 0 {
		return s, ErrNotInvited
	}
	plain, err := decrypt(m.initKey, labelWelcome, w.info, w.invitations[i].secrets)
	if err != nil {
		return s, err
	}
	r := newReader(plain)
	s = r.groupSecrets()
	return s, r.end()
}

// tree finds the ratchet tree and checks it.
func (i *groupInfo) tree(general *General) (*tree, error) {
	data, ok := i.extensions.find(extensionRatchetTree)
	if !ok && general != nil {
		data, ok = bytes.Clone(general.Tree), general.Tree != nil
	}
	if !ok {
		return nil, fail(ErrTree, "welcome without a tree")
	}
	r := newReader(data)
	t := r.tree()
	if err := r.end(); err != nil {
		return nil, err
	}
	if !bytes.Equal(t.hash(t.root()), i.context.treeHash) {
		return nil, fail(ErrTree, "tree of another hash")
	}
	signer := t.leaf(i.signer)
	if signer == nil {
		return nil, fail(ErrTree, "welcome by nobody")
	}
	if !signer.signatureKey.verify(labelGroupInfo, i.signed, i.signature) {
		return nil, fail(ErrSignature, "group info")
	}
	return t, t.validate(i.context.id, i.context.extensions)
}

// enter makes the group that a welcome describes.
func (m *Member) enter(info *groupInfo, t *tree, secrets groupSecrets, psk []byte, general *General) (*Group, error) {
	own, ok := t.findRaw(m.keyPackage.leaf)
	if !ok {
		return nil, fail(ErrTree, "this member is not in the tree")
	}
	if own == info.signer {
		return nil, fail(ErrTree, "welcome by this member")
	}
	g := &Group{
		id: info.context.id, epoch: info.context.epoch, tree: t, extensions: info.context.extensions,
		confirmed: info.context.confirmed, own: own, key: m.key, ring: keyring{leafNodeOf(own): m.leafKey},
		general: general,
	}
	if general != nil {
		g.epochs = make(map[uint64][]byte)
	}
	if err := g.settle(); err != nil {
		return nil, err
	}
	if secrets.path != nil {
		path := t.filteredPath(info.signer)
		at := slices.IndexFunc(path, func(s step) bool { return s.copath.covers(own) })
		a, err := g.ring.take(t, path[at:], secrets.path)
		if err != nil {
			return nil, err
		}
		a.forget()
	}
	g.secrets = schedule(secrets.joiner, psk, g.context)
	if !hmac.Equal(g.confirmationTag(), info.confirmation) {
		return nil, ErrConfirmation
	}
	g.interim = interimHash(g.confirmed, info.confirmation)
	g.startPrivate()
	return g, nil
}
