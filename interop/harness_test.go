// Package interop runs other people's Discord clients against Accord's
// emulator, as programs of their own.
package interop

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take before a test gives up. It is long
// because CI runs several Node programs on two cores.
const patience = 40 * time.Second

// accord is the program under test, built once.
var accord string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "accord-interop-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		accord, recordDir = filepath.Join(dir, "accord"), dir
		build := exec.Command("go", "build", "-o", accord, "./cmd/accord")
		build.Dir = ".."
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build the emulator: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// An emulator is one running `accord emulator`.
type emulator struct {
	API           string `json:"api"`
	Gateway       string `json:"gateway"`
	Control       string `json:"control"`
	Token         string `json:"token"`
	ApplicationID string `json:"application_id"`
	GuildID       string `json:"guild_id"`
	ChannelID     string `json:"channel_id"`
	UserID        string `json:"user_id"`
}

// startEmulator runs the program until the test ends, and wants it to end
// with status 0 when told to.
func startEmulator(t *testing.T) *emulator {
	t.Helper()
	log, err := os.CreateTemp(recordDir, "*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	log.Close()
	cmd := exec.Command(accord, "emulator", "-addr", "127.0.0.1:0", "-record", log.Name())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadBytes('\n')
	e := new(emulator)
	if err != nil || json.Unmarshal(first, e) != nil {
		_ = cmd.Process.Kill()
		t.Fatalf("the emulator's first line is %q (%v); stderr:\n%s", first, err, &stderr)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if rest, _ := io.ReadAll(lines); len(rest) > 0 {
			t.Errorf("the emulator wrote more to its standard output: %q", rest)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the emulator ended with %v; stderr:\n%s", err, &stderr)
		}
	})
	return e
}

// A bot is a running client. It tells what it did in lines of JSON:
// {"step": "pong", "detail": "..."}.
type bot struct {
	steps chan [2]string
	early [][2]string // what came before the step that was last waited for
	mu    sync.Mutex  // guards said
	said  strings.Builder
}

// startBot runs a client until the test ends.
func startBot(t *testing.T, e *emulator, command []string) *bot {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(),
		"DISCORD_API="+e.API, "DISCORD_GATEWAY="+e.Gateway, "DISCORD_TOKEN="+e.Token,
		"DISCORD_APPLICATION_ID="+e.ApplicationID, "DISCORD_GUILD_ID="+e.GuildID)
	b := &bot{steps: make(chan [2]string, 256)}
	cmd.Stderr = b
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.listen(stdout)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-done
		_ = cmd.Wait() // killed
	})
	return b
}

// Write keeps what the client writes to its standard error.
func (b *bot) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.Write(p)
}

func (b *bot) transcript() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.String()
}

func (b *bot) listen(stdout io.Reader) {
	defer close(b.steps)
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		fmt.Fprintf(b, "%s\n", lines.Bytes())
		var s struct{ Step, Detail string }
		if json.Unmarshal(lines.Bytes(), &s) == nil && s.Step != "" {
			b.steps <- [2]string{s.Step, s.Detail}
		}
	}
}

// expect waits until the client tells of a step, and returns its detail, which
// has to be want unless that is empty.
func (b *bot) expect(t *testing.T, name, want string) string {
	t.Helper()
	early := b.early // some libraries handle events side by side, in any order
	b.early = nil
	timeout := time.After(patience)
	for {
		var s [2]string
		if len(early) > 0 {
			s, early = early[0], early[1:]
		} else {
			select {
			case next, ok := <-b.steps:
				if !ok {
					t.Fatalf("the client ended before %q", name)
				}
				s = next
			case <-timeout:
				t.Fatalf("the client did not get to %q", name)
			}
		}
		switch {
		case s[0] == "error":
			t.Fatalf("the client failed: %s", s[1])
		case s[0] != name:
			b.early = append(b.early, s)
			continue
		case want != "" && s[1] != want:
			t.Errorf("%s: %q, want %q", name, s[1], want)
		}
		return s[1]
	}
}

// goClient builds the program of a client that is written in Go.
func goClient(dir string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		t.Helper()
		program := filepath.Join(t.TempDir(), dir)
		build := exec.Command("go", "build", "-o", program, "./clients/"+dir)
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("build the client: %v\n%s", err, out)
		}
		return []string{program}
	}
}

// nodeClient starts a client that is written in JavaScript.
func nodeClient(dir string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		t.Helper()
		node, err := exec.LookPath("node")
		if err != nil {
			t.Skip("node is not installed")
		}
		if _, err := os.Stat("node_modules"); err != nil {
			t.Skip("the npm packages are not installed: run npm ci in interop")
		}
		return []string{node, filepath.Join("clients", dir, "bot.js")}
	}
}

// pythonClient starts a client that is written in Python, with the interpreter
// that Debian's packages are for.
func pythonClient(dir string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		t.Helper()
		const python = "/usr/bin/python3"
		if out, err := exec.Command(python, "-c", "import discord").CombinedOutput(); err != nil {
			t.Skipf("discord.py is not installed (apt-get install python3-discord): %v %s", err, out)
		}
		return []string{python, filepath.Join("clients", dir, "bot.py")}
	}
}

// get reads JSON from an address.
func get(t *testing.T, url, token string, answer any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bot "+token)
	}
	do(t, r, answer)
}

// post sends JSON to an address and reads the answer.
func post(t *testing.T, url string, body, answer any) {
	t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	do(t, r, answer)
}

func do(t *testing.T, r *http.Request, answer any) {
	t.Helper()
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode/100 != 2 {
		t.Fatalf("%s %s: %s: %s", r.Method, r.URL, resp.Status, body)
	}
	if answer != nil {
		if err := json.Unmarshal(body, answer); err != nil {
			t.Fatalf("%s %s: %v in %s", r.Method, r.URL, err, body)
		}
	}
}
