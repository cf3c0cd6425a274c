package emutest

import (
	"encoding/json"
	"os"
	"sync"
	"testing"

	"github.com/accord-go/accord/emulator"
)

// recordEnv names the environment variable with the file that all exchanges of
// all tests are appended to, as JSON lines. Package interop holds them against
// Discord's OpenAPI document.
const recordEnv = "ACCORD_RECORD"

// openRecord opens the file once for all tests of a process. It stays open
// until the process ends.
var openRecord = sync.OnceValues(func() (*os.File, error) {
	name := os.Getenv(recordEnv)
	if name == "" {
		return nil, nil
	}
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
})

// A line is a record with the test that it comes from.
type line struct {
	Test string `json:"test"`
	emulator.Record
}

// recordOf returns what writes the records of a test, or nil.
func recordOf(t testing.TB) func(emulator.Record) {
	file, err := openRecord()
	if err != nil {
		t.Fatalf("%s: %v", recordEnv, err)
	}
	if file == nil {
		return nil
	}
	name := t.Name()
	return func(r emulator.Record) {
		b, err := json.Marshal(line{name, r})
		if err == nil {
			// One write, which the system appends as a whole although other
			// processes write too.
			_, err = file.Write(append(b, '\n'))
		}
		if err != nil {
			panic(err) // the run was meant to be recorded
		}
	}
}
