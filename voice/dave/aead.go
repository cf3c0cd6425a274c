package dave

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"math/bits"
	"slices"
)

// A cryptor is AES-128-GCM under one key, whose tags are cut to 8 bytes.
//
// Go's GCM opens nothing with so short a tag. In counter mode decrypting is
// encrypting, so long frames, and those with readable parts, are sealed to get
// the plaintext, which is sealed again for the tag. Most frames are short
// and encrypted whole, and at 120 bytes Go's Seal is slow: what does not fill
// eight blocks it does block by block. For them the two halves of GCM are
// taken apart. The keystream is AES of a counter. The tag is a sum in which
// each input counts by itself (addition is exclusive or):
//
//	tag(additional data, ciphertext) = H·(blocks of both, then their lengths) + E(nonce)
//
// Blocks of zeros in front add nothing. So the tag of a ciphertext alone is
// that of the same bytes as additional data, which Seal computes fast, plus H
// times the difference of the lengths; that is a sum too, over the bits of
// the lengths, and each bit's share is the difference of two tags that Seal
// computes. There is no field arithmetic of our own in it.
type cryptor struct {
	block cipher.Block
	gcm   cipher.AEAD

	// The shares of the bits of a length in bytes: of ciphertext, and of
	// additional data in units of groupSize.
	ciphertext [11]uint64
	additional [4]uint64
}

const (
	blockSize = aes.BlockSize
	groupSize = 8 * blockSize // what Go's GCM does at once
	maxShort  = 8 * groupSize // longer frames gain nothing by being taken apart
)

// newCryptor takes a key, and forgets it.
func newCryptor(key []byte) *cryptor {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("dave: " + err.Error()) // the length of the key, which is ours
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic("dave: " + err.Error()) // the size of the block, which is AES's
	}
	clear(key)
	c := &cryptor{block: block, gcm: gcm}
	zeros, nonce, out := make([]byte, maxShort), make([]byte, nonceSize), make([]byte, 0, maxShort+gcmTagSize)
	tag := func(plaintext, additional []byte) uint64 {
		return binary.NativeEndian.Uint64(gcm.Seal(out, nonce, plaintext, additional)[len(plaintext):])
	}
	none := tag(nil, nil)
	stream := gcm.Seal(nil, nonce, zeros, nil)[:maxShort] // encrypts to zeros
	for i := range c.ciphertext {
		c.ciphertext[i] = tag(stream[:1<<i], nil) ^ none
	}
	for i := range c.additional {
		c.additional[i] = tag(nil, zeros[:groupSize<<i]) ^ none
	}
	return c
}

// A workspace is what one short frame needs at a time, with one nonce.
type workspace struct {
	nonce  [nonceSize]byte
	blocks [maxShort]byte // that the keystream is made of; zeros: not counted yet
	stream [maxShort]byte
	padded [maxShort]byte
	sum    [gcmTagSize]byte
}

// seal appends the ciphertext of a frame of at most maxShort bytes to dst, and
// returns the tag apart.
//
// A frame whose last group lacks less than a block is padded with keystream,
// for Go's Seal to do all of it at once. The padding encrypts to zeros, which
// the tag's sum has there anyway, so only the length in it has to be put right.
func (c *cryptor) seal(w *workspace, dst, frame []byte) (_ []byte, tag [tagSize]byte) {
	start, n := len(dst), len(frame)
	size := (n + groupSize - 1) / groupSize * groupSize
	if size-n >= blockSize {
		dst = slices.Grow(dst, n)[:start+n]
		c.crypt(w, dst[start:], frame)
		return dst, c.tag(w, dst[start:])
	}
	if n != size {
		last := c.keystream(w, size-blockSize, size)
		padded := w.padded[:size]
		copy(padded[copy(padded, frame):], last[blockSize-(size-n):])
		frame = padded
	}
	dst = c.gcm.Seal(dst, w.nonce[:], frame, nil)
	sum := binary.NativeEndian.Uint64(dst[start+size:])
	for wrong := uint(n ^ size); wrong != 0; wrong &= wrong - 1 {
		sum ^= c.ciphertext[bits.TrailingZeros(wrong)]
	}
	binary.NativeEndian.PutUint64(tag[:], sum)
	return dst[:start+n], tag
}

// crypt writes src, encrypted or decrypted, to dst, which may be src. It is at
// most maxShort long.
func (c *cryptor) crypt(w *workspace, dst, src []byte) {
	size := (len(src) + blockSize - 1) / blockSize * blockSize
	subtle.XORBytes(dst, src, c.keystream(w, 0, size))
}

// keystream returns the keystream between two multiples of the size of a block.
func (c *cryptor) keystream(w *workspace, from, to int) []byte {
	blocks, stream := w.blocks[from:to], w.stream[from:to]
	if w.blocks[blockSize-1] == 0 {
		for i := 0; i < maxShort; i += blockSize {
			binary.BigEndian.PutUint32(w.blocks[i+nonceSize:], uint32(i/blockSize+2)) // 1 is the tag's
		}
	}
	// All blocks are written before the first is read: a load that overlaps a
	// store just made has to wait for it.
	nonce := binary.NativeEndian.Uint32(w.nonce[nonceSize-4:])
	for i := nonceSize - 4; i < len(blocks); i += blockSize {
		binary.NativeEndian.PutUint32(blocks[i:], nonce)
	}
	for i := 0; i < len(blocks); i += blockSize {
		c.block.Encrypt(stream[i:i+blockSize], blocks[i:i+blockSize])
	}
	return stream
}

// tag computes the tag of a ciphertext that is at most maxShort long.
func (c *cryptor) tag(w *workspace, ciphertext []byte) (tag [tagSize]byte) {
	blocks := (len(ciphertext) + blockSize - 1) / blockSize * blockSize
	groups := (len(ciphertext) + groupSize - 1) / groupSize
	padded := w.padded[:groups*groupSize]
	start := len(padded) - blocks
	clear(padded[:start])
	clear(padded[start+copy(padded[start:], ciphertext):])
	sum := binary.NativeEndian.Uint64(c.gcm.Seal(w.sum[:0], w.nonce[:], nil, padded))
	for n := uint(len(ciphertext)); n != 0; n &= n - 1 {
		sum ^= c.ciphertext[bits.TrailingZeros(n)]
	}
	for n := uint(groups); n != 0; n &= n - 1 {
		sum ^= c.additional[bits.TrailingZeros(n)]
	}
	binary.NativeEndian.PutUint64(tag[:], sum)
	return tag
}
