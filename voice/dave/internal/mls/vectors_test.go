package mls

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// officialVectors has the cases of ciphersuite 2 out of the test vectors of the
// MLS working group (mlswg/mls-implementations, commit cfd4502). They may not
// be copied into this module. What runs everywhere are the recorded groups of
// TestRecorded and the tables beside it.
const officialVectors = "../../../../../shared/data/mls"

// eachVector runs a test for every case of a file of the official vectors.
func eachVector[T any](t *testing.T, file string, test func(*testing.T, T)) {
	t.Helper()
	t.Parallel()
	b, err := os.ReadFile(filepath.Join(officialVectors, file))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the official test vectors are not on this machine: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	var cases []T
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	for i, c := range cases {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			test(t, c)
		})
	}
}

// Bytes are written in hex in the vectors.
type octets []byte

func (o *octets) UnmarshalText(text []byte) (err error) {
	*o, err = hex.DecodeString(string(text))
	return err
}

// equal fails the test unless the bytes are what they should be.
func equal(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if string(got) != string(want) {
		t.Errorf("%s = %x, want %x", what, got, want)
	}
}

// try fails the test on an error.
func try[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// decode reads all of b with read.
func decode[T any](t *testing.T, b []byte, read func(*reader) T) T {
	t.Helper()
	r := newReader(b)
	v := read(r)
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
	return v
}
