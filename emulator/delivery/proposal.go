package delivery

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// RFC 9420's numbers for messages.
const (
	wirePublic = 1

	senderMember   = 1
	senderExternal = 2

	contentProposal = 2
	contentCommit   = 3

	proposalAdd    = 1
	proposalRemove = 3
)

// A proposal is a change to the group that the server has asked for, or will.
type proposal struct {
	user       uint64
	keyPackage []byte // of an Add; nil: a Remove
	leaf       uint32 // of a Remove

	sent    bool
	to      []*client // that it was sent to
	message []byte    // MLSMessage, once sent
	ref     [sha256.Size]byte
}

// sign makes the message of a proposal in the group's epoch.
func (g *Group) sign(p *proposal) error {
	content := appendVector(nil, binary.BigEndian.AppendUint64(nil, g.channel))
	content = binary.BigEndian.AppendUint64(content, g.epoch)
	content = append(content, senderExternal, 0, 0, 0, 0) // the only external sender
	content = append(content, 0)                          // no authenticated data
	content = append(content, contentProposal)
	if p.keyPackage != nil {
		content = append(binary.BigEndian.AppendUint16(content, proposalAdd), p.keyPackage...)
	} else {
		content = binary.BigEndian.AppendUint16(content, proposalRemove)
		content = binary.BigEndian.AppendUint32(content, p.leaf)
	}

	head := binary.BigEndian.AppendUint16(nil, mlsVersion)
	head = binary.BigEndian.AppendUint16(head, wirePublic)
	unsigned := append(head, content...)
	hash := sha256.Sum256(labeled("FramedContentTBS", unsigned))
	signature, err := ecdsa.SignASN1(rand.Reader, g.key, hash[:])
	if err != nil {
		return fmt.Errorf("delivery: sign a proposal: %w", err)
	}
	p.message = appendVector(unsigned, signature)
	// The reference is of the message without its version.
	p.ref = sha256.Sum256(labeled("Proposal Reference", p.message[2:]))
	p.sent = true
	return nil
}

// externalSender is the body of op 25.
func (g *Group) externalSender() []byte {
	public, err := g.key.PublicKey.Bytes()
	if err != nil {
		panic("delivery: " + err.Error()) // the curve, which is ours
	}
	b := appendVector(nil, public)
	b = binary.BigEndian.AppendUint16(b, credentialBasic)
	return appendVector(b, []byte("accord"))
}

// A commit is what the server looks at of op 28.
type commit struct {
	message []byte // MLSMessage
	welcome []byte // bare; nil if there is none
	group   []byte
	epoch   uint64
	leaf    uint32 // the sender's
	refs    [][sha256.Size]byte
	path    *leaf // the sender's new leaf node; nil if the commit has no path
}

// parseCommit reads the body of op 28: a commit, then perhaps a welcome.
func parseCommit(body []byte) (c commit, err error) {
	r := reader{b: body}
	version, format := r.uint16(), r.uint16()
	c.group, c.epoch = r.vector(), r.uint64()
	sender := r.uint8()
	c.leaf = r.uint32()
	r.vector() // authenticated data
	content := r.uint8()
	if r.failed || version != mlsVersion || format != wirePublic || sender != senderMember || content != contentCommit {
		return commit{}, errWire
	}
	proposals := reader{b: r.vector()}
	for len(proposals.b) > 0 {
		const reference = 2
		kind, ref := proposals.uint8(), proposals.vector()
		if proposals.failed || kind != reference || len(ref) != sha256.Size {
			return commit{}, fmt.Errorf("delivery: commit contains what is not a reference")
		}
		c.refs = append(c.refs, [sha256.Size]byte(ref))
	}
	switch r.uint8() {
	case 0:
	case 1:
		l := r.leaf()
		c.path = &l
		r.vector() // nodes
	default:
		r.failed = true
	}
	for range 3 { // signature, confirmation tag, membership tag
		r.vector()
	}
	if r.failed {
		return commit{}, errWire
	}
	c.message = body[:len(body)-len(r.b)]
	if len(r.b) > 0 {
		c.welcome = r.b
		suite := r.uint16()
		r.vector() // secrets
		r.vector() // group info
		if suite != cipherSuite {
			return commit{}, errWire
		}
	}
	return c, r.end()
}
