package emutest_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/gorilla/websocket"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// spy is a test that notes what is wrong instead of failing, and that can be
// ended.
type spy struct {
	testing.TB
	mu       sync.Mutex // guards errors
	errors   []string
	cleanups []func()
}

func (s *spy) Errorf(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errors = append(s.errors, fmt.Sprintf(format, args...))
}
func (s *spy) Fatalf(format string, args ...any) {
	s.Errorf(format, args...)
	s.FailNow()
}
func (s *spy) FailNow()         { runtime.Goexit() }
func (s *spy) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

func (s *spy) end() {
	for _, f := range slices.Backward(s.cleanups) {
		f()
	}
}

// TestInvariants wants what a client leaves open to fail the test, and a client
// that leaves nothing to pass.
func TestInvariants(t *testing.T) {
	t.Parallel()
	gateway := func(t *testing.T, d *emutest.Discord) *websocket.Conn {
		dialer := websocket.Dialer{NetDialContext: d.Dial}
		ws, _, err := dialer.Dial("ws://127.0.0.1:1/?v=10", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := ws.ReadMessage(); err != nil { // HELLO
			t.Fatal(err)
		}
		return ws
	}
	get := func(t *testing.T, d *emutest.Discord, transport *http.Transport) {
		transport.DialContext = d.Dial
		res, err := (&http.Client{Transport: transport}).Get(d.API + "/gateway")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		use  func(*testing.T, *emutest.Discord) (after func())
		want string // in the only error; "": none
	}{
		{"nothing", func(*testing.T, *emutest.Discord) func() { return nil }, ""},
		{"kept alive", func(t *testing.T, d *emutest.Discord) func() {
			get(t, d, new(http.Transport))
			return nil
		}, ""},
		{"gateway left", func(t *testing.T, d *emutest.Discord) func() {
			gateway(t, d).Close()
			return nil
		}, ""},
		{"gateway left open", func(t *testing.T, d *emutest.Discord) func() {
			ws := gateway(t, d)
			go func() {
				for {
					if _, _, err := ws.ReadMessage(); err != nil {
						ws.Close()
						return
					}
				}
			}()
			return nil
		}, "gateway connections are still open, so a client was not stopped: [#1 without session]"},
		{"connection never closed", func(t *testing.T, d *emutest.Discord) func() {
			c, err := d.Dial(t.Context(), "tcp", "127.0.0.1:1")
			if err != nil {
				t.Fatal(err)
			}
			return func() { c.Close() }
		}, "the client has not closed its connections number [1]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &spy{TB: t}
				after := tt.use(t, emutest.Start(s))
				s.end()
				if after != nil {
					after()
				}
				got := strings.Join(s.errors, "\n")
				if tt.want == "" && got != "" || !strings.Contains(got, tt.want) || len(s.errors) > 1 {
					t.Errorf("errors = %q, want %q", got, tt.want)
				}
			})
		})
	}
}

func TestDial(t *testing.T) {
	t.Parallel()
	s := &spy{TB: t}
	d := emutest.Start(s)
	if _, err := d.Dial(t.Context(), "tcp", "discord.com:443"); err == nil || !strings.Contains(err.Error(), "nothing listens at discord.com:443") {
		t.Errorf("another address: %v", err)
	}
	s.end()
	if _, err := d.Dial(t.Context(), "tcp", "127.0.0.1:1"); err == nil || !strings.Contains(err.Error(), "has been stopped") {
		t.Errorf("after the end: %v", err)
	}
	if len(s.errors) > 0 {
		t.Errorf("errors = %q", s.errors)
	}
}

// TestControls wants the methods to do what the emulator's do, and its errors
// to end the test.
func TestControls(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	m := d.Say("hello")
	if m.Content != "hello" || m.Author.ID != d.UserID || m.ChannelID != d.ChannelID {
		t.Errorf("message = %+v", m)
	}
	if last := d.LastMessage(); last.ID != m.ID {
		t.Errorf("the last message is %+v", last)
	}
	if _, err := d.Emulator.Messages(5, 0); err == nil || !strings.Contains(err.Error(), "there is no channel 5") {
		t.Errorf("messages of no channel: %v", err)
	}
	d.FailNext(emulator.Failure{Status: 500})
	if n := d.Drop(emulator.Drop{Mode: emulator.DropAbrupt}); n != 0 {
		t.Errorf("dropped %d connections", n)
	}
	d.SetLatency(0)
	d.SetGatewayFaults(emulator.GatewayFaults{})
	d.Heartbeat()
	if got := d.Stats(); got != (emulator.Stats{}) {
		t.Errorf("stats = %+v", got)
	}
	if got := d.Log(); len(got) != 0 {
		t.Errorf("log = %+v", got)
	}
}
