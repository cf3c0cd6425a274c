package mls

import (
	"bytes"
	"crypto/ecdsa"
)

// A keyPackage offers a leaf to who may want to add it.
//
// RFC 9420 section 10.
type keyPackage struct {
	initKey    encryptionKey
	leaf       *leafNode
	extensions extensions
	signature  []byte

	signed []byte // all before the signature
	raw    []byte // all of it
}

func (r *reader) keyPackage() *keyPackage {
	start := r.b
	if v, suite := r.uint16(), r.uint16(); r.err == nil && (v != version || suite != ciphersuite) {
		r.failWith(fail(ErrUnsupported, "version or ciphersuite of a key package"))
	}
	k := &keyPackage{initKey: r.encryptionKey(), leaf: r.leafNode(), extensions: r.extensions()}
	k.signed = r.since(start)
	k.signature = r.vector()
	k.raw = r.since(start)
	return k
}

const labelKeyPackage = "KeyPackageTBS"

func newKeyPackage(initKey encryptionKey, leaf *leafNode, key *ecdsa.PrivateKey) *keyPackage {
	b := appendUint16(appendUint16(nil, version), ciphersuite)
	b = appendVector(b, initKey.raw)
	b = append(b, leaf.raw...)
	b = appendExtensions(b, nil)
	k := &keyPackage{initKey: initKey, leaf: leaf, signed: b[:len(b):len(b)]}
	k.signature = sign(key, labelKeyPackage, k.signed)
	k.raw = appendVector(k.signed, k.signature)
	return k
}

// verify checks both signatures, of the package and of the leaf.
//
// RFC 9420 section 10.1.
func (k *keyPackage) verify() error {
	if k.leaf.source != sourceKeyPackage {
		return fail(ErrProposal, "leaf node of a key package was made for something else")
	}
	if bytes.Equal(k.initKey.raw, k.leaf.encryption.raw) {
		return fail(ErrProposal, "key package uses one key twice")
	}
	if !k.leaf.capabilities.covers(k.extensions) {
		return fail(ErrProposal, "key package has an extension that its member doesn't know")
	}
	if err := k.leaf.verify(place{}); err != nil {
		return err
	}
	if !k.leaf.signatureKey.verify(labelKeyPackage, k.signed, k.signature) {
		return fail(ErrSignature, "key package")
	}
	return nil
}

// ref names a key package.
func (k *keyPackage) ref() []byte { return refHash(labelPrefix+"KeyPackage Reference", k.raw) }
