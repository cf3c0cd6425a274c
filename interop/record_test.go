package interop

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// recordDir is where the emulators of this run write what they exchange.
var recordDir string

// A record is a line of what the emulator records: a request with its answer,
// or a frame of the gateway.
type record struct {
	Test        string // empty: the conversation with a client
	Kind        string
	Method      string
	Path        string // what follows /api/vN, escaped
	Query       string
	Route       string
	UserAgent   string `json:"user_agent"`
	ContentType string `json:"content_type"`
	Request     json.RawMessage
	Status      int
	Header      http.Header `json:"response_header"`
	Type        string      `json:"response_type"` // of an answer that is no JSON
	Response    json.RawMessage
	Ordered     bool // the answer was a fault that a test had asked for
	Direction   string
	Frame       json.RawMessage
}

// records calls f with all that was recorded: by the conversations of this run,
// and in the file that ACCORD_RECORD names, by other tests.
func records(t *testing.T, f func(record)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(recordDir, "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if name := os.Getenv("ACCORD_RECORD"); name != "" {
		files = append(files, name)
	}
	if len(files) == 0 {
		t.Skip("what was exchanged is not known: run TestAcceptance too, or set ACCORD_RECORD")
	}
	for _, name := range files {
		readRecords(t, name, f)
	}
}

func readRecords(t *testing.T, name string, f func(record)) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%s: %v in %.200s", name, err, lines.Bytes())
		}
		f(r)
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
