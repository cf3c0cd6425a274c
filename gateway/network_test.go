package gateway_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/gateway"
)

// A network lies between a fake and its clients, and does not work well.
type network struct {
	*fake
	reset atomic.Bool // what clients write fails
	stuck atomic.Bool // it is not taken, until its deadline
	drips bool        // they read one byte at a time
}

// Dial is for gateway.Config.
func (n *network) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := n.fake.Dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &badConn{Conn: conn, n: n}, nil
}

// A badConn is a client's end of a connection.
type badConn struct {
	net.Conn
	n        *network
	deadline atomic.Pointer[time.Time] // of writes
}

func (c *badConn) SetDeadline(t time.Time) error {
	c.deadline.Store(&t)
	return c.Conn.SetDeadline(t)
}

func (c *badConn) SetWriteDeadline(t time.Time) error {
	c.deadline.Store(&t)
	return c.Conn.SetWriteDeadline(t)
}

func (c *badConn) Write(p []byte) (int, error) {
	switch {
	case c.n.reset.Load():
		return 0, &net.OpError{Op: "write", Net: "tcp", Err: syscall.EPIPE}
	case c.n.stuck.Load():
		time.Sleep(time.Until(*c.deadline.Load()))
		return 0, os.ErrDeadlineExceeded
	}
	return c.Conn.Write(p)
}

func (c *badConn) Read(p []byte) (int, error) {
	if c.n.drips && len(p) > 1 {
		p = p[:1]
	}
	return c.Conn.Read(p)
}

// TestCloseHeardWithoutAnswer has a server that closes with a code and then takes
// no answer: the code counts all the same.
func TestCloseHeardWithoutAnswer(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(*network){
		"reset": func(n *network) { n.reset.Store(true) },
		"stuck": func(n *network) { n.stuck.Store(true) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := &network{fake: newFake(t)}
				r := n.run(func(cfg *gateway.Config) { cfg.Dial = n.Dial })
				c := n.accept()
				c.handshake("s1")
				synctest.Wait()
				fail(n)
				c.close(4014)
				if err := r.wait(); !errors.Is(err, gateway.ErrDisallowedIntents) {
					t.Errorf("Run: %v", err)
				}
			})
		})
	}
}

// TestStuckWrite has a network that takes no more bytes, though the server's
// still arrive. The next heartbeat finds out, by the time that a frame may take;
// a command meanwhile waits for the next connection.
func TestStuckWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &network{fake: newFake(t)}
		r := n.run(func(cfg *gateway.Config) { cfg.Dial = n.Dial })
		c := n.accept()
		c.handshake("s1")
		synctest.Wait()
		n.stuck.Store(true)
		c.dispatch("X", 2, `{}`)
		time.Sleep(interval/2 + time.Second)
		sent := make(chan error, 1)
		go func() {
			sent <- r.Send(t.Context(), gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5})
		}()
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if log := r.log(); len(log) != 2 {
			t.Fatalf("hooks told %q", log)
		}
		n.stuck.Store(false)
		time.Sleep(5 * time.Second)
		c = n.accept()
		c.hello()
		c.expectResume("s1", 2)
		c.resumed(3)
		c.expect(gateway.OpVoiceStateUpdate)
		if err := <-sent; err != nil {
			t.Errorf("Send: %v", err)
		}
		var slow net.Error
		if errs := r.errors(); len(errs) != 1 || !errors.As(errs[0], &slow) || !slow.Timeout() {
			t.Errorf("errors %v", errs)
		}
	})
}

// TestSendOverTheEnd has the connection end while a command is being written: who
// sent it is told.
func TestSendOverTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &network{fake: newFake(t)}
		r := n.run(func(cfg *gateway.Config) { cfg.Dial = n.Dial })
		c := n.accept()
		c.handshake("s1")
		synctest.Wait()
		n.stuck.Store(true)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		sent := make(chan error, 1)
		go func() { sent <- r.Send(ctx, gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5}) }()
		synctest.Wait()
		c.send(`{"op":7,"d":null}`)
		synctest.Wait()
		n.stuck.Store(false)
		if err := <-sent; err == nil || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Send: %v", err)
		}
		c = n.accept()
		c.hello()
		c.expectResume("s1", 1)
	})
}

// TestRetryAfter is told by a proxy to stay away for a while, longer than it would
// by itself, and then for a day.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		header string
		want   time.Duration
	}{
		{"Retry-After: 90", 90 * time.Second},
		{"Retry-After: 86400", 10 * time.Minute},
		{"Retry-After: 0", 750 * time.Millisecond},
		{"Retry-After: -5", 750 * time.Millisecond},
		{"Retry-After: soon", 750 * time.Millisecond},
		{"X: y", 750 * time.Millisecond},
	} {
		t.Run(tt.header, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				answered := false
				r := f.run(func(cfg *gateway.Config) {
					cfg.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
						if answered {
							return f.Dial(ctx, network, addr)
						}
						answered = true
						ours, theirs := net.Pipe()
						go refuse(ours, tt.header)
						return theirs, nil
					}
				})
				f.accept()
				if got := time.Since(f.start); got != tt.want {
					t.Errorf("came back after %v, want %v", got, tt.want)
				}
				refused, ok := errors.AsType[*gateway.DialError](r.errors()[0])
				if !ok || refused.Status != http.StatusTooManyRequests {
					t.Errorf("error %v", r.errors())
				}
			})
		})
	}
}

// refuse answers a request with 429, that header and a page.
func refuse(conn net.Conn, header string) {
	defer conn.Close()
	if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
		return
	}
	const page = "<html>You are being rate limited</html>"
	fmt.Fprintf(conn, "HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/html\r\n%s\r\nContent-Length: %d\r\n\r\n%s", header, len(page), page)
}

// TestDrips delivers one byte at a time, on each transport, to a shard that takes
// frames of any size.
func TestDrips(t *testing.T) {
	t.Parallel()
	for _, compression := range transports {
		synctest.Test(t, func(t *testing.T) {
			n := &network{fake: newFake(t), drips: true}
			r := n.run(func(cfg *gateway.Config) {
				cfg.Dial, cfg.Compression, cfg.MaxFrame = n.Dial, compression, math.MaxInt
			})
			c := n.accept()
			c.handshake("s1")
			c.dispatch("X", 2, `{"a":"b"}`)
			synctest.Wait()
			if got := r.received(); len(got) != 2 || r.frames[1].Data != `{"a":"b"}` {
				t.Errorf("%v: received %v", compression, got)
			}
		})
	}
}
