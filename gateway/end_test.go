package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// splitPresence returns the presence of an IDENTIFY.
func splitPresence(data string) []string {
	var id struct{ Presence json.RawMessage }
	if json.Unmarshal([]byte(data), &id) != nil {
		return nil
	}
	return []string{string(id.Presence)}
}

// TestEnd stops reading, drains with a living connection, and closes so that
// the session can be resumed.
func TestEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var handled atomic.Int64
		var late atomic.Bool
		draining, drained := make(chan context.Context), make(chan struct{})
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(context.Context, gateway.Frame) error {
				handled.Add(1)
				if late.Load() {
					t.Error("an event was handled after Drain was called")
				}
				return nil
			}
			cfg.Drain = func(ctx context.Context) {
				late.Store(true)
				draining <- ctx
				<-drained
			}
		})
		c := f.accept()
		c.handshake("s1")
		c.dispatch("X", 2, `{}`)
		synctest.Wait()
		r.cancel()
		ctx := <-draining
		if ctx.Err() != nil {
			t.Error("Drain's context ended with Run's")
		}
		// Nothing is read any more, but the heart beats and commands are sent.
		c.dispatch("X", 3, `{}`)
		before := len(c.heartbeats())
		time.Sleep(3 * interval)
		if got := len(c.heartbeats()) - before; got != 3 {
			t.Errorf("%d heartbeats while draining, want 3", got)
		}
		if err := r.Send(t.Context(), gateway.OpPresenceUpdate, discord.UpdatePresence{}); err != nil {
			t.Errorf("Send while draining: %v", err)
		}
		close(drained)
		if err := r.wait(); err != nil {
			t.Errorf("Run: %v", err)
		}
		c.expectClose()
		if got := handled.Load(); got != 2 {
			t.Errorf("%d events handled, want 2", got)
		}
		if s := r.Session(); s.ID != "s1" || s.Sequence != 2 {
			t.Errorf("session %+v", s)
		}
		if log := r.log(); !slices.Equal(log, []string{"connected", "ready s1"}) {
			t.Errorf("hooks told %q", log)
		}
	})
}

// TestEndWaitsForHandle ends while Handle runs; the event counts if Handle says
// so. The next one, which came with it, is not handled.
func TestEndWaitsForHandle(t *testing.T) {
	t.Parallel()
	for _, taken := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t)
			r := f.run(func(cfg *gateway.Config) {
				cfg.Handle = func(ctx context.Context, fr gateway.Frame) error {
					if fr.Seq < 2 {
						return nil
					}
					<-ctx.Done()
					time.Sleep(time.Minute)
					if taken {
						return nil
					}
					return ctx.Err()
				}
			})
			c := f.accept()
			c.handshake("s1")
			both := canned{squeeze: newSqueezer("")}
			c.net.Write(both.frames(`{"t":"X","s":2,"op":0,"d":{}}`, `{"t":"X","s":3,"op":0,"d":{}}`))
			synctest.Wait()
			start := time.Now()
			if err := r.stop(); err != nil {
				t.Errorf("Run: %v", err)
			}
			if got := time.Since(start); got != time.Minute {
				t.Errorf("Run returned after %v", got)
			}
			want := map[bool]int64{true: 2, false: 1}[taken]
			if got := r.Session().Sequence; got != want {
				t.Errorf("sequence %d, want %d", got, want)
			}
		})
	}
}

// TestLeave closes with 1000.
func TestLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		synctest.Wait()
		r.Leave()
		if err := r.wait(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if fr := c.next(); fr.code != 1000 {
			t.Errorf("closed with %d (%v), want 1000", fr.code, fr.err)
		}
		if s := r.Session(); s.ID != "" {
			t.Errorf("session %+v", s)
		}
	})
}

// TestEndAnywhere ends Run in each phase, and with a server that says nothing.
func TestEndAnywhere(t *testing.T) {
	t.Parallel()
	for name, play := range map[string]func(*fake){
		"dialing":  func(f *fake) {},
		"no HELLO": func(f *fake) { f.accept() },
		"at the gate": func(f *fake) {
			c := f.accept()
			c.handshake("s1")
			c.close(4009)
			f.accept().hello()
		},
		"identifying": func(f *fake) { c := f.accept(); c.hello(); c.expect(gateway.OpIdentify) },
		"resuming": func(f *fake) {
			c := f.accept()
			c.handshake("s1")
			c.close(4000)
			f.accept().hello()
		},
		"waiting": func(f *fake) { c := f.accept(); c.drop(); synctest.Wait() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				drains := 0
				r := f.run(func(cfg *gateway.Config) { cfg.Drain = func(context.Context) { drains++ } })
				play(f)
				start := time.Now()
				if err := r.stop(); err != nil {
					t.Errorf("Run: %v", err)
				}
				if got := time.Since(start); got > 2*time.Second {
					t.Errorf("it took %v", got)
				}
				if drains != 1 {
					t.Errorf("Drain was called %d times", drains)
				}
			})
		})
	}
}

// TestDialHangs ends Run while a server accepts connections and then says
// nothing.
func TestDialHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var servers []net.Conn
		r := f.run(func(cfg *gateway.Config) {
			cfg.Dial = func(context.Context, string, string) (net.Conn, error) {
				ours, theirs := net.Pipe()
				servers = append(servers, ours)
				go func() {
					buf := make([]byte, 4096)
					for {
						if _, err := ours.Read(buf); err != nil {
							return
						}
					}
				}()
				return theirs, nil
			}
		})
		time.Sleep(45 * time.Second) // in the middle of the second dial
		synctest.Wait()
		if errs := r.errors(); len(errs) != 1 || !errors.Is(errs[0], context.DeadlineExceeded) {
			t.Errorf("errors %v", errs)
		}
		start := time.Now()
		if err := r.stop(); err != nil || time.Since(start) > time.Second {
			t.Errorf("Run: %v after %v", err, time.Since(start))
		}
		for _, s := range servers {
			s.Close()
		}
	})
}

// TestNoHello gives up on a server that opens a websocket and says nothing.
func TestNoHello(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.expectClose()
		if got := time.Since(f.start); got != 20*time.Second {
			t.Errorf("gave up after %v", got)
		}
		c = f.accept()
		c.handshake("s1")
		synctest.Wait()
		if errs := r.errors(); len(errs) != 1 || !errors.Is(errs[0], gateway.ErrNoHello) {
			t.Errorf("errors %v", errs)
		}
	})
}

// TestDialBackoff has no wait before the first dial and growing ones after.
func TestDialBackoff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.kill(mainHost)
		r := f.run(nil)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		dials := f.attempts()
		if dials[0].at != 0 {
			t.Errorf("first dial after %v", dials[0].at)
		}
		want := time.Second
		for i := 1; i < len(dials); i++ {
			got := dials[i].at - dials[i-1].at
			if got < want/2 || got > want {
				t.Errorf("wait %d was %v, want %v to %v", i, got, want/2, want)
			}
			want = min(2*want, time.Minute)
		}
		if len(dials) < 12 {
			t.Errorf("%d dials in 10 minutes", len(dials))
		}
		var failed *gateway.DialError
		if errs := r.errors(); !errors.As(errs[0], &failed) || failed.Host != mainHost {
			t.Errorf("error %v", errs[0])
		}
	})
}

// TestG16 stops the shard's goroutine as a suspended machine would: one clean
// reconnect follows.
func TestG16(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		asleep  time.Duration
		resumes bool
	}{{5 * time.Minute, true}, {time.Hour, false}} {
		t.Run(tt.asleep.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				var slept atomic.Bool
				r := f.run(func(cfg *gateway.Config) {
					cfg.Hooks.HeartbeatAck = func(time.Duration) {
						if slept.CompareAndSwap(false, true) {
							time.Sleep(tt.asleep)
						}
					}
				})
				c := f.accept()
				c.handshake("s1")
				c.expectClose()
				c = f.accept()
				c.hello()
				if tt.resumes {
					c.expectResume("s1", 1)
					c.resumed(2)
				} else {
					c.expect(gateway.OpIdentify)
					c.ready("s2")
				}
				f.noConnection(10 * time.Minute)
				if got := len(f.attempts()); got != 2 {
					t.Errorf("%d dials, want 2", got)
				}
				if errs := r.errors(); len(errs) != 1 || !errors.Is(errs[0], gateway.ErrAsleep) {
					t.Errorf("errors %v", errs)
				}
			})
		})
	}
}

// TestG23 resumes a stored session only if it fits.
func TestG23(t *testing.T) {
	t.Parallel()
	base := gateway.Config{Token: token, URL: "ws://" + mainHost, Intents: discord.IntentsDefault}
	for _, tt := range []struct {
		name   string
		change func(*gateway.Config)
		why    string // empty: it is resumed
	}{
		{"same", func(*gateway.Config) {}, ""},
		{"with Bot", func(cfg *gateway.Config) { cfg.Token = "Bot " + token }, ""},
		{"other compression", func(cfg *gateway.Config) { cfg.Compression = gateway.CompressionZlib }, ""},
		{"intents", func(cfg *gateway.Config) { cfg.Intents |= discord.IntentMessageContent }, "intents=53575421 → intents=53608189"},
		{"capabilities", func(cfg *gateway.Config) { cfg.Capabilities = gateway.CapabilityChannelObfuscation }, "capabilities=0 → capabilities=32768"},
		{"shards", func(cfg *gateway.Config) { cfg.ShardCount = 2 }, "shard=0/1 → shard=0/2"},
		{"address", func(cfg *gateway.Config) { cfg.URL = "ws://other.test" }, "url=ws://gateway.test → url=ws://other.test"},
		{"bot", func(cfg *gateway.Config) { cfg.Token = "OTk5.x.y" }, "app=123456789012345678 → app=999"},
		{"threshold", func(cfg *gateway.Config) { cfg.LargeThreshold = 250 }, "large=50 → large=250"},
		{"no fingerprint", func(cfg *gateway.Config) { cfg.Session.Fingerprint = "" }, "configured differently: url=ws://gateway.test, app="},
		{"old", func(cfg *gateway.Config) { cfg.Session.LastFrame = time.Now().Add(-3 * time.Minute) }, "it is 3m0s old, and ResumeWithin is 2m0s"},
		{"old but allowed", func(cfg *gateway.Config) {
			cfg.Session.LastFrame = time.Now().Add(-3 * time.Minute)
			cfg.ResumeWithin = 5 * time.Minute
		}, ""},
		{"from the future", func(cfg *gateway.Config) { cfg.Session.LastFrame = time.Now().Add(time.Minute) }, "it is from 1m0s in the future"},
		{"from a clock that is ahead", func(cfg *gateway.Config) { cfg.Session.LastFrame = time.Now().Add(5 * time.Second) }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				r := f.run(func(cfg *gateway.Config) {
					cfg.Session = gateway.Session{
						ID: "s0", Sequence: 42, ResumeURL: "ws://" + sessHost,
						LastFrame: time.Now().Add(-time.Minute), Fingerprint: base.Fingerprint(),
					}
					tt.change(cfg)
				})
				c := f.accept()
				c.hello()
				if tt.why == "" {
					c.expectResume("s0", 42)
					if c.host != sessHost {
						t.Errorf("connected to %s", c.host)
					}
					return
				}
				c.expect(gateway.OpIdentify)
				if log := r.log(); !strings.HasPrefix(log[0], "lost s0") || !strings.Contains(log[0], tt.why) {
					t.Errorf("hooks told %q, want %q", log, tt.why)
				}
			})
		})
	}
}

// TestRunAgain runs a shard a second time, which resumes.
func TestRunAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		synctest.Wait()
		if err := r.Run(t.Context()); !errors.Is(err, gateway.ErrRunning) {
			t.Errorf("second Run: %v", err)
		}
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Minute) // more than Config.ResumeWithin, which is for Config.Session
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- r.Run(ctx) }()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 1)
		c.resumed(2)
		if err := r.Send(t.Context(), gateway.OpPresenceUpdate, nil); err != nil {
			t.Errorf("Send: %v", err)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// TestTokenStaysSecret looks for the token in everything that is printed.
func TestTokenStaysSecret(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var printed strings.Builder
		log := newLog(&printed)
		var sent []string
		r := f.run(func(cfg *gateway.Config) {
			cfg.Token = "Bot " + token
			cfg.Logger = log
			cfg.Hooks.FrameSent = func(op gateway.Opcode, payload []byte) { sent = append(sent, string(payload)) }
			log.Info("config", "cfg", *cfg, "pointer", cfg)
			fmt.Fprintf(&printed, "%v %+v %#v %s\n", *cfg, *cfg, *cfg, *cfg)
			fmt.Fprintf(&printed, "%v %+v %#v\n", cfg, cfg, cfg)
		})
		c := f.accept()
		c.handshake("s1")
		synctest.Wait()
		c.close(4000)
		c = f.accept()
		c.hello()
		c.expectResume("s1", 1)
		c.resumed(2)
		synctest.Wait()
		c.f.log("x")
		f.kill(sessHost)
		f.kill(mainHost)
		c.drop()
		time.Sleep(time.Minute)
		synctest.Wait()
		fmt.Fprintf(&printed, "%v %+v %#v\n", r.Shard, r.Shard, r.Shard)
		for _, err := range r.errors() {
			fmt.Fprintf(&printed, "%v %+v %#v\n", err, err, err)
		}
		r.stop()
		if len(sent) < 2 || !strings.Contains(sent[0], "[redacted]") {
			t.Errorf("frames sent: %q", sent)
		}
		for _, secret := range []string{token, "secret-secret"} {
			if text := printed.String() + strings.Join(sent, "\n"); strings.Contains(text, secret) {
				t.Errorf("the token was printed: %s", text)
			}
		}
		if !slices.Contains(strings.Fields(printed.String()), "msg=ready") {
			t.Errorf("nothing was logged: %s", printed.String())
		}
	})
}

// TestReasonRedacted has a server that says the token back.
func TestReasonRedacted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.hello()
		c.expect(gateway.OpIdentify)
		c.closeWith(4004, "bad token "+token)
		if err := r.wait(); err == nil || strings.Contains(err.Error(), token) || !strings.Contains(err.Error(), "[redacted]") {
			t.Errorf("error %v", err)
		}
	})
}
