package dave

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
)

const (
	keySize = 16

	// generationShift cuts a nonce into the generation of its key and the
	// number of the frame under that key.
	generationShift = 24

	// maxGap is how many generations of keys one frame may skip.
	maxGap = 250
)

// A ratchet gives the keys of one sender in one epoch, generation by
// generation. Older keys cannot be computed from it.
//
// RFC 9420 section 9.1.
type ratchet struct {
	secret []byte // of generation next
	next   uint64
}

// key returns the next generation's key.
func (r *ratchet) key() (generation uint64, key []byte) {
	generation = r.next
	key = derive(r.secret, "key", uint32(generation), keySize)
	secret := derive(r.secret, "secret", uint32(generation), sha256.Size)
	clear(r.secret)
	r.secret = secret
	r.next++
	return generation, key
}

// derive is RFC 9420's DeriveTreeSecret.
func derive(secret []byte, label string, generation uint32, size int) []byte {
	const prefix = "MLS 1.0 "
	info := binary.BigEndian.AppendUint16(nil, uint16(size))
	info = append(info, byte(len(prefix)+len(label)))
	info = append(info, prefix...)
	info = append(info, label...)
	info = append(info, 4)
	info = binary.BigEndian.AppendUint32(info, generation)
	out, err := hkdf.Expand(sha256.New, secret, string(info), size)
	if err != nil {
		panic("dave: " + err.Error()) // more than 255 hashes; size is 16 or 32
	}
	return out
}

// putNonce writes the nonce as AES-GCM takes it.
func putNonce(b []byte, nonce uint32) {
	clear(b[:nonceSize-4])
	binary.LittleEndian.PutUint32(b[nonceSize-4:], nonce)
}
