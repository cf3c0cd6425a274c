package delivery

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// RFC 9420's numbers, as far as DAVE uses them.
const (
	mlsVersion  = 1
	cipherSuite = 2 // MLS_128_DHKEMP256_AES128GCM_SHA256_P256

	credentialBasic = 1

	sourceKeyPackage = 1
	sourceCommit     = 3
)

// A leaf is what the server looks at of a member's leaf node.
type leaf struct {
	signatureKey []byte
	credential   uint16
	identity     []byte
	source       uint8
	notBefore    uint64
	notAfter     uint64
	unsigned     []byte // the node up to its signature
	signature    []byte
}

// leaf reads a LeafNode (RFC 9420 section 7.2).
func (r *reader) leaf() (l leaf) {
	start := r.b
	r.vector() // encryption key
	l.signatureKey = r.vector()
	if l.credential = r.uint16(); l.credential == credentialBasic {
		l.identity = r.vector()
	} else {
		r.failed = true
	}
	for range 5 { // versions, suites, extensions, proposals, credentials
		r.vector()
	}
	switch l.source = r.uint8(); l.source {
	case sourceKeyPackage:
		l.notBefore, l.notAfter = r.uint64(), r.uint64()
	case sourceCommit:
		r.vector() // parent hash
	default:
		r.failed = true
	}
	r.vector() // extensions
	l.unsigned = start[:len(start)-len(r.b)]
	l.signature = r.vector()
	return l
}

// checkKeyPackage holds a key package against what Discord's servers want of
// it, and returns its leaf.
func checkKeyPackage(body []byte, user uint64) (leaf, error) {
	r := reader{b: body}
	version, suite := r.uint16(), r.uint16()
	r.vector() // init key
	l := r.leaf()
	r.vector() // extensions
	if r.failed {
		return leaf{}, errWire
	}
	unsigned := body[:len(body)-len(r.b)]
	signature := r.vector()
	if err := r.end(); err != nil {
		return leaf{}, err
	}
	switch {
	case version != mlsVersion || suite != cipherSuite:
		return leaf{}, fmt.Errorf("delivery: key package of version %d, cipher suite %d", version, suite)
	case l.source != sourceKeyPackage || l.notBefore != 0 || l.notAfter != math.MaxUint64:
		return leaf{}, errors.New("delivery: key package with a lifetime")
	case !bytes.Equal(l.identity, binary.BigEndian.AppendUint64(nil, user)):
		return leaf{}, errors.New("delivery: key package of another user")
	case !verify(l.signatureKey, "LeafNodeTBS", l.unsigned, l.signature),
		!verify(l.signatureKey, "KeyPackageTBS", unsigned, signature):
		return leaf{}, errors.New("delivery: key package with a wrong signature")
	}
	return l, nil
}

// verify checks a signature of RFC 9420's section 5.1.2.
func verify(key []byte, label string, content, signature []byte) bool {
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), key)
	if err != nil {
		return false
	}
	hash := sha256.Sum256(labeled(label, content))
	return ecdsa.VerifyASN1(public, hash[:], signature)
}
