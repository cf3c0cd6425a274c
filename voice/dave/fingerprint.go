package dave

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/scrypt"
)

// FingerprintSize is the length of a pairwise fingerprint in bytes.
const FingerprintSize = 64

// fingerprintSalt is the same for all.
var fingerprintSalt = []byte{0x24, 0xca, 0xb1, 0x7a, 0x7a, 0xf8, 0xec, 0x2b, 0x82, 0xb4, 0x12, 0xb9, 0x2d, 0xab, 0x19, 0x2e}

// An Identity is a user and the public key that the user signs with in a
// group: an uncompressed point of the curve P-256, 65 bytes.
type Identity struct {
	User uint64
	Key  []byte
}

// PairwiseFingerprint is what two members compare to know that each has the
// other's real key. The order of the two does not matter.
//
// It is slow on purpose: some 100 ms of computing, and 32 MB. Don't call it
// where anything waits.
func PairwiseFingerprint(a, b Identity) ([FingerprintSize]byte, error) {
	const n, r, p = 16384, 8, 2
	var print [FingerprintSize]byte
	if len(a.Key) == 0 || len(b.Key) == 0 {
		return print, errors.New("dave: fingerprint of an empty key")
	}
	first, second := fingerprintInput(a), fingerprintInput(b)
	if bytes.Compare(first, second) > 0 {
		first, second = second, first
	}
	sum, err := scrypt.Key(append(first, second...), fingerprintSalt, n, r, p, FingerprintSize)
	if err != nil {
		return print, fmt.Errorf("dave: fingerprint: %w", err)
	}
	copy(print[:], sum)
	return print, nil
}

// VerificationCode is how Discord's clients show a pairwise fingerprint: 45
// digits in nine groups of five.
func VerificationCode(print [FingerprintSize]byte) string {
	code, err := DisplayableCode(print[:], fingerprintDigits, codeGroup)
	if err != nil {
		panic(err) // 64 bytes are enough for 45 digits
	}
	return code
}

// fingerprintInput is one member's part: version 0 of the format, key, user.
func fingerprintInput(i Identity) []byte {
	b := binary.BigEndian.AppendUint16(nil, 0)
	b = append(b, i.Key...)
	return binary.BigEndian.AppendUint64(b, i.User)
}
