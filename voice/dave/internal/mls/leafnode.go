package mls

import (
	"crypto/ecdsa"
	"math"
)

// A leafSource says what a leaf node was made for.
type leafSource uint8

const (
	sourceKeyPackage leafSource = 1
	sourceUpdate     leafSource = 2
	sourceCommit     leafSource = 3
)

// A leafNode is what the group knows of one member. It doesn't change.
//
// RFC 9420 section 7.2.
type leafNode struct {
	encryption   encryptionKey
	signatureKey signatureKey
	identity     []byte
	capabilities capabilities
	source       leafSource
	notBefore    uint64 // of sourceKeyPackage; Discord's clients don't look
	notAfter     uint64
	parentHash   []byte // of sourceCommit
	extensions   extensions
	signature    []byte

	signed []byte // all before the signature
	raw    []byte // all of it
}

func (r *reader) leafNode() *leafNode {
	start := r.b
	l := &leafNode{
		encryption:   r.encryptionKey(),
		signatureKey: r.signatureKey(),
		identity:     r.credential(),
		capabilities: r.capabilities(),
		source:       leafSource(r.uint8()),
	}
	switch l.source {
	case sourceKeyPackage:
		l.notBefore, l.notAfter = r.uint64(), r.uint64()
	case sourceUpdate:
	case sourceCommit:
		l.parentHash = r.vector()
	default:
		r.fail("unknown source of a leaf node")
	}
	l.extensions = r.extensions()
	l.signed = r.since(start)
	l.signature = r.vector()
	l.raw = r.since(start)
	return l
}

// place is the leaf of a group that a leaf node is signed for. A key package is
// signed for any.
type place struct {
	group []byte
	leaf  uint32
}

// tbs is what the signature covers.
func (l *leafNode) tbs(p place) []byte {
	if l.source == sourceKeyPackage {
		return l.signed
	}
	b := make([]byte, 0, len(l.signed)+len(p.group)+6)
	b = append(b, l.signed...)
	return appendUint32(appendVector(b, p.group), p.leaf)
}

const labelLeafNode = "LeafNodeTBS"

// sign fills in the encoding and the signature.
func (l *leafNode) sign(key *ecdsa.PrivateKey, p place) *leafNode {
	b := appendVector(nil, l.encryption.raw)
	b = appendVector(b, l.signatureKey.raw)
	b = appendCredential(b, l.identity)
	b = appendCapabilities(b, l.capabilities)
	b = append(b, byte(l.source))
	switch l.source {
	case sourceKeyPackage:
		b = appendUint64(appendUint64(b, l.notBefore), l.notAfter)
	case sourceCommit:
		b = appendVector(b, l.parentHash)
	}
	b = appendExtensions(b, l.extensions)
	l.signed = b[:len(b):len(b)]
	l.signature = sign(key, labelLeafNode, l.tbs(p))
	l.raw = appendVector(l.signed, l.signature)
	return l
}

// newLeaf makes the leaf of a key package. Its lifetime is for ever: it has one
// use, and no member of DAVE looks.
func newLeaf(identity []byte, sig signatureKey, enc encryptionKey) *leafNode {
	return &leafNode{
		encryption:   enc,
		signatureKey: sig,
		identity:     identity,
		capabilities: ours,
		source:       sourceKeyPackage,
		notAfter:     math.MaxUint64,
	}
}

// verify checks the signature and what concerns this leaf alone.
//
// RFC 9420 section 7.3.
func (l *leafNode) verify(p place) error {
	if !l.capabilities.covers(l.extensions) {
		return fail(ErrTree, "leaf node has an extension that its member doesn't know")
	}
	if !l.signatureKey.verify(labelLeafNode, l.tbs(p), l.signature) {
		return fail(ErrSignature, "leaf node")
	}
	return nil
}
