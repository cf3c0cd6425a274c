package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestEmulator starts the emulator as a program does, uses it by what the first
// line says, and ends it.
func TestEmulator(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	var errs strings.Builder
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, []string{"emulator", "-addr", "127.0.0.1:0"}, w, &errs)
		w.Close()
	}()
	out := bufio.NewReader(r)
	line, err := out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var where map[string]string
	if err := json.Unmarshal([]byte(line), &where); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	host := strings.TrimSuffix(strings.TrimPrefix(where["api"], "http://"), "/api/v10")
	for name, want := range map[string]string{
		"api": "http://" + host + "/api/v10", "gateway": "ws://" + host, "ui": "http://" + host + "/", "control": "http://" + host + "/control",
	} {
		if where[name] != want {
			t.Errorf("%s = %s, want %s", name, where[name], want)
		}
	}
	head, _, _ := strings.Cut(where["token"], ".")
	if id, err := base64.RawStdEncoding.DecodeString(head); err != nil || string(id) != where["application_id"] {
		t.Errorf("the token begins with %s, want %s in base64", head, where["application_id"])
	}
	for _, name := range []string{"guild_id", "channel_id", "user_id"} {
		if where[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	for _, url := range []string{where["api"] + "/gateway", where["ui"], where["control"] + "/stats"} {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", url, res.Status)
		}
	}
	stop()
	if rest, err := io.ReadAll(out); err != nil || len(rest) > 0 {
		t.Errorf("more on standard output: %q, %v", rest, err)
	}
	if got := <-status; got != statusOK || errs.String() != "" {
		t.Errorf("status %d with %q on standard error, want 0 and nothing", got, errs.String())
	}
}

// TestErrors wants one clear line on standard error for what can't work.
func TestErrors(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() }) // after the subtests, which are parallel
	world := filepath.Join(t.TempDir(), "world.json")
	if err := os.WriteFile(world, []byte(`{"applications":[{"id":"1","name":"Bot"}],"guilds":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"port in use", []string{"emulator", "-addr", l.Addr().String()}, statusError, "address already in use"},
		{"port in use for the demo", []string{"demo", "-addr", l.Addr().String()}, statusError, "address already in use"},
		{"bad address", []string{"emulator", "-addr", "nowhere"}, statusError, "missing port in address"},
		{"remote address", []string{"emulator", "-addr", "0.0.0.0:0"}, statusError, "other machines can reach that address"},
		{"no world file", []string{"emulator", "-world", world + ".gone"}, statusError, "no such file or directory"},
		{"invalid world file", []string{"emulator", "-world", world}, statusError, fmt.Sprintf("world file %s: guilds: there must be at least one", world)},
		{"unknown flag", []string{"emulator", "-nope"}, statusUsage, "flag provided but not defined: -nope"},
		{"unexpected argument", []string{"emulator", "now"}, statusUsage, `unexpected argument "now"`},
		{"unknown command", []string{"dance"}, statusUsage, `there is no command "dance"`},
		{"no command", nil, statusUsage, "Usage: accord COMMAND"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out, errs strings.Builder
			ctx, stop := context.WithTimeout(t.Context(), 10*time.Second) // for what serves although it should not
			defer stop()
			if got := run(ctx, tt.args, &out, &errs); got != tt.status {
				t.Errorf("status %d, want %d", got, tt.status)
			}
			if !strings.Contains(errs.String(), tt.want) || out.String() != "" {
				t.Errorf("standard error %q, standard output %q, want %q in the first", errs.String(), out.String(), tt.want)
			}
			if tt.status == statusError && strings.Count(errs.String(), "\n") != 1 {
				t.Errorf("%q is not one line", errs.String())
			}
		})
	}
}

func TestHelpAndVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ arg, want string }{{"help", "emulator"}, {"--help", "version"}, {"version", "accord "}} {
		var out, errs strings.Builder
		if got := run(t.Context(), []string{tt.arg}, &out, &errs); got != statusOK || !strings.Contains(out.String(), tt.want) {
			t.Errorf("%s: status %d, %q %q", tt.arg, got, out.String(), errs.String())
		}
	}
	var out, errs strings.Builder
	if got := run(t.Context(), []string{"emulator", "-h"}, &out, &errs); got != statusOK || !strings.Contains(errs.String(), "-world") {
		t.Errorf("emulator -h: status %d, %q", got, errs.String())
	}
}
