package interop

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestThroughProxy plays the conversation with a client of another language
// whose requests go through accord proxy.
func TestThroughProxy(t *testing.T) {
	t.Parallel()
	e := startEmulator(t)
	through := *e
	through.API = startProxy(t, e.API)
	b := startBot(t, &through, nodeClient("discordjs")(t))
	for _, s := range conversation {
		if !t.Run(s.name, func(t *testing.T) { s.play(t, e, b) }) {
			t.Fatalf("the conversation ended; the bot said:\n%s", b.transcript())
		}
	}
	resp, err := http.Get(strings.TrimSuffix(through.API, "/api/v10") + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`accord_proxy_requests_total{method="POST",route="/channels/{channel_id}/messages",status="200"}`,
		`route="/interactions/{interaction_id}/{interaction_token}/callback"`,
		`accord_proxy_429_total{scope="user"} 1`, // the one that a step of the conversation orders
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the proxy's metrics lack %s:\n%s", want, text)
		}
	}
}

// startProxy runs accord proxy until the test ends, and returns its API.
func startProxy(t *testing.T, api string) string {
	t.Helper()
	cmd := exec.Command(accord, "proxy", "-addr", "127.0.0.1:0", "-api", api)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the proxy ended with %v; stderr:\n%s", err, &stderr)
		}
	})
	var where struct{ API string }
	if err := json.NewDecoder(stdout).Decode(&where); err != nil {
		t.Fatalf("the proxy's first line: %v; stderr:\n%s", err, &stderr)
	}
	return where.API
}
