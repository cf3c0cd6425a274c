package discord_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// seed adds the payloads of a directory to the corpus.
func seed(f *testing.F, dir string) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.json"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		payload, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(payload)
	}
}

// stable decodes b as a T. What can be decoded encodes to something that
// decodes and encodes to the same, and can be checked.
func stable[T any](t *testing.T, b []byte) {
	var first, second T
	if json.Unmarshal(b, &first) != nil {
		return
	}
	encoded, err := json.Marshal(&first)
	if err != nil {
		t.Fatalf("encode %#v: %v", first, err)
	}
	if err := json.Unmarshal(encoded, &second); err != nil {
		t.Fatalf("decode %s: %v", encoded, err)
	}
	again, err := json.Marshal(&second)
	if err != nil {
		t.Fatalf("encode %#v: %v", second, err)
	}
	if string(again) != string(encoded) {
		t.Errorf("encoded\n%s\nthen\n%s", encoded, again)
	}
	if v, ok := any(first).(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil && err.Error() == "" {
			t.Error("an error without text")
		}
	}
}
