package dave

import (
	"crypto/hmac"
	"crypto/sha256"
	"testing"
)

// expand is HKDF-Expand for at most one hash, from RFC 5869.
func expand(t *testing.T, secret, info []byte, size int) []byte {
	t.Helper()
	h := hmac.New(sha256.New, secret)
	h.Write(info)
	h.Write([]byte{1})
	return h.Sum(nil)[:size]
}

// TestPublishedCodes are the figures of libdave's tests (MIT, copyright
// Discord).
func TestPublishedCodes(t *testing.T) {
	t.Parallel()
	long := unhex(t, "aabbccddeebbccddeeffccddeeffaaddeeffaabbeeffaabbccffaabbccdd")
	tests := []struct {
		data          []byte
		digits, group int
		want          string // empty: an error
	}{
		{unhex(t, "aabbccddee"), 5, 5, "05870"},
		{long, 30, 5, "058708105556138052119572494877"},
		{long, 0, 5, ""},
		{unhex(t, "aabbccdd"), 5, 5, ""},
		{unhex(t, "aabbccdd"), 4, 3, ""},
		{make([]byte, 1024), 1024, 11, ""},
		{long, 8, 8, "57765597"},
		{long, 9, 9, ""},
		{long, 5, 0, ""},
		{long, -5, 5, ""},
	}
	for _, tt := range tests {
		got, err := DisplayableCode(tt.data, tt.digits, tt.group)
		if got != tt.want || (err != nil) != (tt.want == "" && tt.digits != 0) {
			t.Errorf("%d digits of %x in groups of %d: %q, %v, want %q", tt.digits, tt.data, tt.group, got, err, tt.want)
		}
	}
	if got, err := PrivacyCode(long); err != nil || got != tests[1].want {
		t.Errorf("privacy code %q, %v", got, err)
	}
	if _, err := PrivacyCode(long[1:]); err == nil {
		t.Error("a privacy code of too little data")
	}
}

func TestPublishedFingerprints(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b Identity
		want string
	}{
		{
			Identity{1234, make([]byte, 33)}, Identity{5678, make([]byte, 65)},
			"8581f12c24874fc31b1c97457cc5bd29c007102d4ff78a3a7ea1b2880c6d60a4a95c02e888ae4a9cad90bfb8222df28829850e9e774fcc3006dc7906f20ba43c",
		},
		{
			Identity{1, []byte{0, 100}}, Identity{2, []byte{0, 20}},
			"8da9c28f164816f50d8c42e49fc3656a77f045bfb2e3c27ea2ffde948a0521d7f0a7eaf595b62e140453bf1fa54afda5c7101d47c1cda99aff9a221e5eabf72b",
		},
	}
	for _, tt := range tests {
		for _, pair := range [][2]Identity{{tt.a, tt.b}, {tt.b, tt.a}} {
			got, err := PairwiseFingerprint(pair[0], pair[1])
			if err != nil || string(got[:]) != string(unhex(t, tt.want)) {
				t.Errorf("users %d and %d: %x, %v, want %s", pair[0].User, pair[1].User, got, err, tt.want)
			}
		}
	}
	if _, err := PairwiseFingerprint(Identity{1, nil}, tests[0].b); err == nil {
		t.Error("a fingerprint of no key")
	}
	if got := VerificationCode([FingerprintSize]byte{4: 1, 44: 2}); got != "00001"+"00000"+"00000"+"00000"+"00000"+"00000"+"00000"+"00000"+"00002" {
		t.Errorf("verification code %s", got)
	}
}
