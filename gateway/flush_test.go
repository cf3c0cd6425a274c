package gateway_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/accord-go/accord/gateway"
)

// TestFlush wants Flush once after the events that came together, before the reader
// waits for more or for the shard to act on what came, and never without an event.
func TestFlush(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var calls []string
		note := func(call string) {
			mu.Lock()
			defer mu.Unlock()
			calls = append(calls, call)
		}
		f := newFake(t)
		f.run(func(cfg *gateway.Config) {
			cfg.Want = func(name string) bool { return name != "UNWANTED" }
			cfg.Handle = func(_ context.Context, f gateway.Frame) error {
				note(f.Type)
				return nil
			}
			cfg.Flush = func() { note("flush") }
			cfg.Hooks.Resumed = func(int) { note("(resumed)") }
			cfg.Hooks.Disconnected = func(int, error, bool) { note("(disconnected)") }
		})
		expect := func(when, want string) {
			t.Helper()
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			if got := strings.Join(calls, " "); got != want {
				t.Errorf("%s:\n got %s\nwant %s", when, got, want)
			}
			calls = nil
		}
		c := f.accept()
		c.hello()
		c.expect(gateway.OpIdentify)
		c.ready("s1")
		expect("after READY", "READY flush")
		c.together(func() {
			for i, name := range []string{"A", "B", "UNWANTED", "C"} {
				c.dispatch(name, int64(i)+2, `{}`)
			}
		})
		expect("after a burst", "A B C flush")
		c.dispatch("UNWANTED", 6, `{}`)
		c.send(`{"op":11}`)
		expect("after nothing that was handled", "")
		c.together(func() {
			c.dispatch("D", 7, `{}`)
			c.send(`{"op":1}`)
			c.dispatch("E", 8, `{}`)
		})
		expect("around a frame for the shard", "D flush E flush")
		c.together(func() {
			c.dispatch("F", 9, `{}`)
			c.send(`{"op":7}`)
		})
		expect("before the end of a connection", "F flush (disconnected)")
		c.expectClose()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 9)
		c.together(func() {
			c.dispatch("G", 10, `{}`)
			c.resumed(11)
		})
		expect("after a resume", "G flush (resumed) RESUMED flush")
	})
}

// TestFlushBeforeAnswers has the network take no answer to what comes behind an event:
// Flush does not wait for that.
func TestFlushBeforeAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		kind int
		data []byte
	}{
		{"ping", websocket.PingMessage, nil},
		{"close", websocket.CloseMessage, websocket.FormatCloseMessage(4000, "")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := &network{fake: newFake(t)}
				flushed := make(chan struct{}, 1)
				n.run(func(cfg *gateway.Config) {
					cfg.Dial = n.Dial
					cfg.Flush = func() { flushed <- struct{}{} }
				})
				c := n.accept()
				c.handshake("s1")
				<-flushed
				n.stuck.Store(true)
				start := time.Now()
				c.together(func() {
					c.dispatch("X", 2, `{}`)
					c.ws.WriteControl(tt.kind, tt.data, time.Now().Add(time.Second))
				})
				<-flushed
				if late := time.Since(start); late > 0 {
					t.Errorf("flushed after %v", late)
				}
				n.stuck.Store(false)
			})
		})
	}
}

// TestReadsAhead sends bursts of all sizes around those of the buffers, and wants each
// event as it was sent.
func TestReadsAhead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var got, want []string
		f.run(func(cfg *gateway.Config) {
			cfg.Compression = gateway.CompressionNone
			cfg.Handle = func(_ context.Context, f gateway.Frame) error {
				got = append(got, f.Data)
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		synctest.Wait()
		got = nil
		seq := int64(1)
		for _, size := range []int{1 << 10, 16 << 10, 64 << 10, 80 << 10, 200 << 10} {
			for _, more := range []int{-100, -1, 0, 1, 100} {
				c.together(func() {
					for sent := 0; sent < size+more; {
						seq++
						data := `{"x":"` + strings.Repeat("x", int(seq*seq)%1000) + `"}`
						c.dispatch("X", seq, data)
						want = append(want, data)
						sent += len(data) + 40
					}
				})
				c.dispatch("X", seq+1, `{}`) // while a buffer may be in use
				want = append(want, `{}`)
				seq++
				synctest.Wait()
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d events are not the %d that were sent", len(got), len(want))
		}
	})
}

// together has what send sends arrive at once.
func (c *conn) together(send func()) {
	c.net.gather(new(bytes.Buffer))
	send()
	c.net.gather(nil)
}
