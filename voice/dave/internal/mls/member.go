package mls

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/rand"
	"fmt"
)

// A Member is the private side of a key package. It is printed without its
// keys. Don't use one from two goroutines at once.
type Member struct {
	key        *ecdsa.PrivateKey
	leafKey    hpke.PrivateKey
	initKey    hpke.PrivateKey
	keyPackage *keyPackage
}

// NewMember makes keys and a key package for an identity. A nil key is replaced
// by a new one; another one must be of P-256, and signs whatever this member
// will say.
func NewMember(identity []byte, key *ecdsa.PrivateKey) (*Member, error) {
	if key == nil {
		key = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	}
	if key.Curve != elliptic.P256() {
		return nil, fail(ErrUnsupported, "signature key is not of P-256")
	}
	sig, err := publicSignatureKey(key)
	if err != nil {
		return nil, err
	}
	m := &Member{key: key}
	m.make(bytes.Clone(identity), sig)
	return m, nil
}

func publicSignatureKey(key *ecdsa.PrivateKey) (signatureKey, error) {
	raw, err := key.PublicKey.Bytes()
	if err != nil {
		return signatureKey{}, fail(ErrMalformed, "signature key")
	}
	return signatureKey{raw, &key.PublicKey}, nil
}

// make makes a leaf, an init key, and their package.
func (m *Member) make(identity []byte, sig signatureKey) {
	m.leafKey, m.initKey = must(kem.GenerateKey()), must(kem.GenerateKey())
	leaf := newLeaf(identity, sig, publicOf(m.leafKey)).sign(m.key, place{})
	m.keyPackage = newKeyPackage(publicOf(m.initKey), leaf, m.key)
}

// Restore makes a member of its private keys, as scalars of 32 bytes, and its
// key package. It fails unless they belong together.
func Restore(sig, enc, init, keyPackage []byte) (*Member, error) {
	r := newReader(bytes.Clone(keyPackage))
	m := &Member{keyPackage: r.keyPackage()}
	if err := r.end(); err != nil {
		return nil, err
	}
	var err error
	if m.key, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), sig); err != nil {
		return nil, fail(ErrMalformed, "private signature key")
	}
	if m.leafKey, err = kem.NewPrivateKey(enc); err != nil {
		return nil, fail(ErrMalformed, "private encryption key")
	}
	if m.initKey, err = kem.NewPrivateKey(init); err != nil {
		return nil, fail(ErrMalformed, "private init key")
	}
	public, err := publicSignatureKey(m.key)
	if err != nil {
		return nil, err
	}
	k := m.keyPackage
	if !bytes.Equal(public.raw, k.leaf.signatureKey.raw) ||
		!bytes.Equal(publicOf(m.leafKey).raw, k.leaf.encryption.raw) ||
		!bytes.Equal(publicOf(m.initKey).raw, k.initKey.raw) {
		return nil, fail(ErrMalformed, "keys of another key package")
	}
	return m, k.verify()
}

// Renew makes a new leaf and a new key package for the same identity and
// signature key. Groups that the member is in keep what they have. A key
// package serves once, so renew before each offer.
func (m *Member) Renew() error {
	m.make(m.keyPackage.leaf.identity, m.keyPackage.leaf.signatureKey)
	return nil
}

// KeyPackage returns the encoded key package. Don't change it.
func (m *Member) KeyPackage() []byte { return m.keyPackage.raw }

// SignatureKey returns the public key of the member's signatures, an
// uncompressed point of 65 bytes. Don't change it.
func (m *Member) SignatureKey() []byte { return m.keyPackage.leaf.signatureKey.raw }

// String tells members apart and keeps their keys.
func (m *Member) String() string {
	return fmt.Sprintf("mls.Member(%x)", m.keyPackage.leaf.identity)
}

// Format prints String whatever the verb is.
func (m *Member) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(m.String())) }
