package mls

import (
	"bytes"
)

// A privateMessage is an encrypted message. DAVE has none.
//
// RFC 9420 section 6.3.
type privateMessage struct {
	group         []byte
	epoch         uint64
	kind          contentKind
	authenticated []byte
	senderData    []byte // encrypted
	sealed        []byte
}

// privateMessage reads a PrivateMessage that follows its header.
func (r *reader) privateMessage() privateMessage {
	return privateMessage{r.vector(), r.uint64(), contentKind(r.uint8()), r.vector(), r.vector(), r.vector()}
}

// senderAAD and contentAAD are authenticated with the parts of the message.
func (p privateMessage) senderAAD() []byte {
	return append(appendUint64(appendVector(nil, p.group), p.epoch), byte(p.kind))
}

func (p privateMessage) contentAAD() []byte { return appendVector(p.senderAAD(), p.authenticated) }

// senderData says which key a message is encrypted with.
type senderData struct {
	leaf       uint32
	generation uint32
	guard      []byte // changes the nonce, should a key be used twice
}

const guardSize = 4

func (r *reader) senderData() senderData {
	return senderData{r.uint32(), r.uint32(), r.take(guardSize)}
}

// senderDataKeys are derived from a piece of the message.
func senderDataKeys(secret, sealed []byte) keyNonce {
	sample := sealed[:min(len(sealed), hashSize)]
	return keyNonce{expand(secret, "key", sample, keySize), expand(secret, "nonce", sample, nonceSize)}
}

// guarded returns the nonce to use.
func (k keyNonce) guarded(guard []byte) []byte {
	nonce := bytes.Clone(k.nonce)
	for i, g := range guard {
		nonce[i] ^= g
	}
	return nonce
}

// open decrypts a message. Its signature is still to be verified.
func (p privateMessage) open(secret []byte, t *secretTree) (*message, error) {
	k := senderDataKeys(secret, p.sealed)
	plain, err := open(k.key, k.nonce, p.senderData, p.senderAAD(), "sender")
	if err != nil {
		return nil, err
	}
	r := newReader(plain)
	who := r.senderData()
	if err := r.end(); err != nil {
		return nil, err
	}
	if who.leaf > t.root.last() {
		return nil, fail(ErrDecrypt, "message by nobody")
	}
	key, err := t.key(ratchetID{who.leaf, p.kind == contentApplication}, who.generation)
	if err != nil {
		return nil, err
	}
	if plain, err = open(key.key, key.guarded(who.guard), p.sealed, p.contentAAD(), "message"); err != nil {
		return nil, err
	}
	m := &message{
		format: formatPrivate, group: p.group, epoch: p.epoch, kind: p.kind,
		sender: sender{senderMember, who.leaf}, authenticated: p.authenticated,
	}
	r = newReader(plain)
	r.body(m)
	r.auth(m)
	if r.err == nil && len(bytes.Trim(r.b, "\x00")) > 0 {
		r.fail("padding is not zero")
	}
	if r.err != nil {
		return nil, r.err
	}
	m.encode()
	return m, nil
}

// sealPrivate signs and encrypts a member's message, and returns it as an
// MLSMessage. A commit needs its confirmation tag, and so its signature, before.
func (m *message) sealPrivate(secret []byte, t *secretTree) []byte {
	generation, key := t.next(ratchetID{m.sender.index, m.kind == contentApplication})
	p := privateMessage{group: m.group, epoch: m.epoch, kind: m.kind, authenticated: m.authenticated}
	guard := random(guardSize)
	p.sealed = seal(key.key, key.guarded(guard), m.appendAuth(m.appendBody(nil)), p.contentAAD())

	k := senderDataKeys(secret, p.sealed)
	data := append(appendUint32(appendUint32(nil, m.sender.index), generation), guard...)
	p.senderData = seal(k.key, k.nonce, data, p.senderAAD())

	b := appendUint16(appendUint16(nil, version), formatPrivate)
	b = append(appendUint64(appendVector(b, p.group), p.epoch), byte(p.kind))
	return appendVector(appendVector(appendVector(b, p.authenticated), p.senderData), p.sealed)
}

// startPrivate prepares a general group for private messages.
func (g *Group) startPrivate() {
	if g.general != nil {
		g.private = newSecretTree(g.secrets.encryption, g.tree.leaves())
	}
}

// readPrivateCommit reads and authenticates a commit in a private message that
// follows its header.
func (g *Group) readPrivateCommit(r *reader) (*message, error) {
	p := r.privateMessage()
	if err := r.end(); err != nil {
		return nil, err
	}
	if err := g.checkEpoch(&message{group: p.group, epoch: p.epoch}); err != nil {
		return nil, err
	}
	m, err := p.open(g.secrets.senderData, g.private)
	if err != nil {
		return nil, err
	}
	key, err := g.committer(m)
	if err != nil {
		return nil, err
	}
	return m, m.verify(key, g.context)
}
