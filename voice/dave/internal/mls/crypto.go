package mls

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
)

const (
	version     = 1 // of the protocol: mls10
	ciphersuite = 2 // MLS_128_DHKEMP256_AES128GCM_SHA256_P256

	hashSize  = sha256.Size
	keySize   = 16
	nonceSize = 12
)

// labelPrefix stands before every label, so that no key serves two protocols.
const labelPrefix = "MLS 1.0 "

// kem makes and reads the keys that things are encrypted to.
var kem = hpke.DHKEM(ecdh.P256())

// must is for what fails only by our own mistake: the sizes of keys.
func must[T any](v T, err error) T {
	if err != nil {
		panic("mls: " + err.Error())
	}
	return v
}

// random returns n random bytes.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}

func hash(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}

// mac authenticates b under key.
func mac(key, b []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(b)
	return h.Sum(nil)
}

// extract is KDF.Extract.
func extract(salt, secret []byte) []byte {
	return must(hkdf.Extract(sha256.New, secret, salt))
}

// expand is ExpandWithLabel.
//
// RFC 9420 section 8.
func expand(secret []byte, label string, context []byte, n int) []byte {
	info := make([]byte, 0, 64)
	info = appendUint16(info, uint16(n))
	info = appendVector(info, labelPrefix+label)
	info = appendVector(info, context)
	return must(hkdf.Expand(sha256.New, secret, string(info), n))
}

// derive is DeriveSecret.
func derive(secret []byte, label string) []byte { return expand(secret, label, nil, hashSize) }

// deriveTree is DeriveTreeSecret.
//
// RFC 9420 section 9.
func deriveTree(secret []byte, label string, generation uint32, n int) []byte {
	return expand(secret, label, appendUint32(nil, generation), n)
}

// refHash names a value by its hash.
//
// RFC 9420 section 5.2.
func refHash(label string, value []byte) []byte {
	return hash(appendVector(appendVector(nil, label), value))
}

// A signatureKey is a public key that signatures are checked with, together
// with its encoding: an uncompressed point.
type signatureKey struct {
	raw []byte
	key *ecdsa.PublicKey
}

func parseSignatureKey(raw []byte) (signatureKey, error) {
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw)
	if err != nil {
		return signatureKey{}, fail(ErrMalformed, "signature key is no point of P-256")
	}
	return signatureKey{raw, key}, nil
}

func (r *reader) signatureKey() signatureKey {
	raw := r.vector()
	if r.err != nil {
		return signatureKey{}
	}
	key, err := parseSignatureKey(raw)
	if err != nil {
		r.failWith(err)
	}
	return key
}

// signContent is what SignWithLabel signs.
//
// RFC 9420 section 5.1.2.
func signContent(label string, content []byte) []byte {
	b := make([]byte, 0, len(labelPrefix)+len(label)+len(content)+8)
	b = appendVector(b, labelPrefix+label)
	return hash(appendVector(b, content))
}

func sign(key *ecdsa.PrivateKey, label string, content []byte) []byte {
	return must(ecdsa.SignASN1(rand.Reader, key, signContent(label, content)))
}

// verify reports whether signature is the key's signature of content.
func (k signatureKey) verify(label string, content, signature []byte) bool {
	return ecdsa.VerifyASN1(k.key, signContent(label, content), signature)
}

// An encryptionKey is a public key that things are encrypted to, together with
// its encoding: an uncompressed point.
type encryptionKey struct {
	raw []byte
	key hpke.PublicKey
}

func parseEncryptionKey(raw []byte) (encryptionKey, error) {
	key, err := kem.NewPublicKey(raw)
	if err != nil {
		return encryptionKey{}, fail(ErrMalformed, "encryption key is no point of P-256")
	}
	return encryptionKey{raw, key}, nil
}

func (r *reader) encryptionKey() encryptionKey {
	raw := r.vector()
	if r.err != nil {
		return encryptionKey{}
	}
	key, err := parseEncryptionKey(raw)
	if err != nil {
		r.failWith(err)
	}
	return key
}

// publicOf returns the public half of a private key.
func publicOf(key hpke.PrivateKey) encryptionKey {
	pub := key.PublicKey()
	return encryptionKey{pub.Bytes(), pub}
}

// A ciphertext is something encrypted to a public key.
type ciphertext struct {
	output []byte // of the key encapsulation
	sealed []byte
}

func (r *reader) ciphertext() ciphertext { return ciphertext{r.vector(), r.vector()} }

func appendCiphertext(b []byte, c ciphertext) []byte {
	return appendVector(appendVector(b, c.output), c.sealed)
}

// encryptContext is what EncryptWithLabel binds a ciphertext to.
//
// RFC 9420 section 5.1.3.
func encryptContext(label string, context []byte) []byte {
	b := make([]byte, 0, len(labelPrefix)+len(label)+len(context)+8)
	b = appendVector(b, labelPrefix+label)
	return appendVector(b, context)
}

// encrypt encrypts to the key.
func (k encryptionKey) encrypt(label string, context, plain []byte) ciphertext {
	output, s, err := hpke.NewSender(k.key, hpke.HKDFSHA256(), hpke.AES128GCM(), encryptContext(label, context))
	must(output, err) // the key was checked when it was read
	return ciphertext{output, must(s.Seal(nil, plain))}
}

// decrypt opens what was encrypted to the key's public half.
func decrypt(key hpke.PrivateKey, label string, context []byte, c ciphertext) ([]byte, error) {
	r, err := hpke.NewRecipient(c.output, key, hpke.HKDFSHA256(), hpke.AES128GCM(), encryptContext(label, context))
	if err != nil {
		return nil, fail(ErrDecrypt, label)
	}
	plain, err := r.Open(nil, c.sealed)
	if err != nil {
		return nil, fail(ErrDecrypt, label)
	}
	return plain, nil
}

// newAEAD makes AES-128-GCM of a key.
func newAEAD(key []byte) cipher.AEAD { return must(cipher.NewGCM(must(aes.NewCipher(key)))) }

func seal(key, nonce, plain, additional []byte) []byte {
	return newAEAD(key).Seal(nil, nonce, plain, additional)
}

func open(key, nonce, sealed, additional []byte, what string) ([]byte, error) {
	plain, err := newAEAD(key).Open(nil, nonce, sealed, additional)
	if err != nil {
		return nil, fail(ErrDecrypt, what)
	}
	return plain, nil
}
