package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asProgram, in the environment, makes the test binary the program itself.
const asProgram = "ACCORD_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	cache, err := os.MkdirTemp("", "accord-test-") // not the user's
	if err == nil {
		err = errors.Join(os.Setenv("XDG_CACHE_HOME", cache), os.Setenv("HOME", cache))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(cache)
	os.Exit(code)
}

// TestSignals ends both programs as a shell and as a service manager do.
func TestSignals(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]os.Signal{"emulator": syscall.SIGTERM, "demo": os.Interrupt} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], name, "-addr", "127.0.0.1:0")
			cmd.Env = append(os.Environ(), asProgram+"=1")
			var errs strings.Builder
			cmd.Stderr = &errs
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err != nil || errs.String() != "" {
				t.Errorf("%v, with %q on standard error", err, errs.String())
			}
		})
	}
}

// TestExitStatus is what scripts go by.
func TestExitStatus(t *testing.T) {
	t.Parallel()
	for status, args := range map[int][]string{0: {"version"}, 1: {"emulator", "-addr", "nowhere"}, 2: {"emulator", "-nope"}} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		_ = cmd.Run() // its status is what counts
		if got := cmd.ProcessState.ExitCode(); got != status {
			t.Errorf("accord %s: status %d, want %d", strings.Join(args, " "), got, status)
		}
	}
}

// TestDemo does what the README promises: a message, a command and a button,
// over the page's own interface.
func TestDemo(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	r, w := io.Pipe()
	var errs strings.Builder
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, []string{"demo"}, w, &errs)
		w.Close()
	}()
	p := open(t, ctx, r)

	channel := p.textChannel()
	for !p.state().Bots[0].Online { // it has said what it can before
		p.next("")
	}
	p.post("/control/user-message", `{"channel_id":"`+channel+`","content":"!ping"}`)
	for p.next("MESSAGE_CREATE").Content != "pong" {
	}
	p.post("/control/interaction", `{"channel_id":"`+channel+`","command":"echo","options":[{"type":3,"name":"text","value":"hello"}]}`)
	echo := p.next("MESSAGE_CREATE")
	if echo.Content != "hello" {
		t.Errorf("/echo answered %q", echo.Content)
	}
	p.post("/control/component", `{"message_id":"`+echo.ID+`","custom_id":"again/1"}`)
	if changed := p.next("MESSAGE_UPDATE"); changed.ID != echo.ID || changed.Content != "hello (and again)" {
		t.Errorf("after the click the message is %+v", changed)
	}
	stop()
	if got := <-status; got != statusOK || errs.String() != "" {
		t.Errorf("status %d with %q on standard error", got, errs.String())
	}
}

// demoPage plays the page of a demo.
type demoPage struct {
	t      *testing.T
	url    string
	events *bufio.Scanner
}

// open reads the page's address from what the demo prints, and listens.
func open(t *testing.T, ctx context.Context, out io.Reader) *demoPage {
	t.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(strings.TrimSpace(lines.Text()), "http://") {
	}
	p := &demoPage{t: t, url: strings.TrimSuffix(strings.TrimSpace(lines.Text()), "/")}
	go func() {
		for lines.Scan() { // the demo would wait for its reader
		}
	}()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"/ui/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stream.Body.Close() })
	p.events = bufio.NewScanner(stream.Body)
	p.events.Buffer(nil, 1<<20)
	return p
}

// pageMessage is what the test looks at in a message.
type pageMessage struct{ ID, Content string }

// next waits for an event of that name; "" is any.
func (p *demoPage) next(name string) (m pageMessage) {
	p.t.Helper()
	for p.events.Scan() {
		if got, ok := strings.CutPrefix(p.events.Text(), "event: "); ok && (name == "" || name == got) && p.events.Scan() {
			data := strings.TrimPrefix(p.events.Text(), "data: ")
			if err := json.Unmarshal([]byte(data), &m); err != nil && name != "" {
				p.t.Fatalf("%s: %v", data, err)
			}
			return m
		}
	}
	p.t.Fatalf("the demo ended before %s: %v", name, p.events.Err())
	return m
}

// pageState is what the test looks at in the page's state.
type pageState struct {
	Bots   []struct{ Online bool }
	Guilds []struct {
		Channels []struct {
			ID   string
			Type int
		}
	}
}

func (p *demoPage) state() (s pageState) {
	p.t.Helper()
	res, err := http.Get(p.url + "/ui/state")
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&s); err != nil {
		p.t.Fatal(err)
	}
	return s
}

// textChannel returns the first channel that one can write in.
func (p *demoPage) textChannel() string {
	p.t.Helper()
	for _, c := range p.state().Guilds[0].Channels {
		if c.Type == 0 {
			return c.ID
		}
	}
	p.t.Fatal("there is no text channel")
	return ""
}

func (p *demoPage) post(path, body string) {
	p.t.Helper()
	res, err := http.Post(p.url+path, "application/json", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(res.Body)
		p.t.Fatalf("%s: %s %s", path, res.Status, text)
	}
}
