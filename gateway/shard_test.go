package gateway_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

func TestHandshake(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(func(cfg *gateway.Config) {
			cfg.Shard, cfg.ShardCount = 1, 2
			cfg.Presence = &discord.UpdatePresence{Status: discord.StatusIdle, Activities: []discord.SetActivity{}}
		})
		c := f.accept()
		if got := f.attempts(); len(got) != 1 || got[0].at != 0 {
			t.Errorf("dials %v, want one at once", got)
		}
		if q := c.query; q.Get("v") != "10" || q.Get("encoding") != "json" || q.Has("compress") {
			t.Errorf("query %v", q)
		}
		c.hello()
		var id struct {
			Token      string
			Properties gateway.Properties
			Shard      []int
			Intents    uint64
			Compress   bool
			Large      int             `json:"large_threshold"`
			Presence   json.RawMessage `json:"presence"`
		}
		if err := json.Unmarshal(c.expect(gateway.OpIdentify).D, &id); err != nil {
			t.Fatal(err)
		}
		if id.Token != token || id.Properties.Browser != "accord" || !slices.Equal(id.Shard, []int{1, 2}) ||
			id.Intents != uint64(discord.IntentsDefault) || id.Compress || id.Large != 50 ||
			string(id.Presence) != `{"since":null,"activities":[],"status":"idle","afk":false}` {
			t.Errorf("IDENTIFY %+v", id)
		}
		c.ready("s1")
		c.dispatch("MESSAGE_CREATE", 2, `{"id":"1","content":"hi"}`)
		synctest.Wait()
		if got, want := r.received(), []string{"READY 1", "MESSAGE_CREATE 2"}; !slices.Equal(got, want) {
			t.Errorf("received %v, want %v", got, want)
		}
		fr := r.frames[1]
		if fr.Op != gateway.OpDispatch || fr.Shard != 1 || fr.Replayed || fr.Received.IsZero() ||
			fr.Data != `{"id":"1","content":"hi"}` {
			t.Errorf("frame %+v", fr)
		}
		want := gateway.Session{
			Key: gateway.ShardKey{ApplicationID: appID, Shard: 1, Count: 2}, ID: "s1", Sequence: 2,
			ResumeURL: "ws://" + sessHost, UserID: 123456789012345678, ApplicationID: appID,
			Guilds: []discord.GuildID{5, 6},
		}
		got := r.Session()
		want.Fingerprint, want.LastFrame, want.Started = got.Fingerprint, got.LastFrame, got.LastFrame
		if got.Fingerprint == "" || got.LastFrame.IsZero() || !reflect.DeepEqual(got, want) {
			t.Errorf("session %+v, want %+v", got, want)
		}
		if err := r.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		c.expectClose()
	})
}

// TestG1 has op 7 and op 9 as first frames, and right after IDENTIFY.
func TestG1(t *testing.T) {
	t.Parallel()
	for _, frame := range []string{`{"op":7,"d":null}`, `{"op":9,"d":false}`, `{"op":9,"d":true}`} {
		for _, when := range []string{"before HELLO", "after HELLO", "after IDENTIFY"} {
			t.Run(frame+" "+when, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					f := newFake(t)
					r := f.run(nil)
					c := f.accept()
					switch when {
					case "after HELLO":
						c.hello()
					case "after IDENTIFY":
						c.hello()
						c.expect(gateway.OpIdentify)
					}
					c.send(frame)
					c.expectClose()
					c = f.accept()
					c.handshake("s1")
					synctest.Wait()
					if got := r.Session().ID; got != "s1" {
						t.Errorf("session %q", got)
					}
					if log := r.log(); !slices.Contains(log, "disconnected 0 false") {
						t.Errorf("hooks told %q", log)
					}
					if got := f.attempts()[1].at; got > 30*time.Second {
						t.Errorf("second dial after %v", got)
					}
				})
			})
		}
	}
}

// TestG2 ends Run on the codes after which nothing helps.
func TestG2(t *testing.T) {
	t.Parallel()
	for _, want := range []*gateway.CloseError{
		gateway.ErrAuthenticationFailed, gateway.ErrInvalidShard, gateway.ErrShardingRequired,
		gateway.ErrInvalidAPIVersion, gateway.ErrInvalidIntents, gateway.ErrDisallowedIntents,
	} {
		t.Run(want.Error(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				r := f.run(nil)
				c := f.accept()
				c.hello()
				c.expect(gateway.OpIdentify)
				c.close(want.Code)
				err := r.wait()
				var closed *gateway.CloseError
				if !errors.Is(err, want) || !errors.As(err, &closed) || closed.Remedy() == "" || closed.Reason != "because" {
					t.Errorf("Run returned %v, want code %d with a remedy", err, want.Code)
				}
				f.noConnection(time.Hour)
				if err := r.Send(t.Context(), gateway.OpPresenceUpdate, nil); !errors.Is(err, gateway.ErrStopped) {
					t.Errorf("Send returned %v", err)
				}
			})
		})
	}
}

// TestResumes drops a ready connection in all ways that keep the session.
func TestResumes(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]func(*conn){
		"drop":               (*conn).drop,
		"op 7":               func(c *conn) { c.send(`{"op":7,"d":null}`); c.expectClose() },
		"op 9 d:true (G5)":   func(c *conn) { c.send(`{"op":9,"d":true}`); c.expectClose() },
		"close 4000":         func(c *conn) { c.close(4000) },
		"close 4001":         func(c *conn) { c.close(4001) },
		"close 4008":         func(c *conn) { c.close(4008) },
		"close 1000":         func(c *conn) { c.close(1000) },
		"close 1001":         func(c *conn) { c.close(1001) },
		"close without code": func(c *conn) { c.close(1005) },
		"truncated frame":    func(c *conn) { c.send(`{"t":"X","s":4,"op":0,"d":{"a"`); c.expectClose() },
		"binary frame":       func(c *conn) { c.sendRaw(2, []byte{1, 2, 3}); c.expectClose() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				r := f.run(nil)
				c := f.accept()
				c.handshake("s1")
				c.dispatch("A", 2, `{}`)
				c.dispatch("B", 3, `{}`)
				time.Sleep(time.Minute)
				cut(c)
				c = f.accept()
				if c.host != sessHost || c.query.Get("v") != "10" || c.query.Get("encoding") != "json" {
					t.Errorf("resumed at %s %v", c.host, c.query)
				}
				if got := time.Since(f.start); got > time.Minute+6*time.Second {
					t.Errorf("resumed after %v", got)
				}
				c.hello()
				c.expectResume("s1", 3)
				c.dispatch("C", 4, `{}`)
				c.resumed(5)
				c.dispatch("D", 6, `{}`)
				synctest.Wait()
				want := []string{"READY 1", "A 2", "B 3", "C 4", "RESUMED 5", "D 6"}
				if got := r.received(); !slices.Equal(got, want) {
					t.Errorf("received %v, want %v", got, want)
				}
				for _, fr := range r.frames {
					if want := fr.Type == "C" || fr.Type == "RESUMED"; fr.Replayed != want {
						t.Errorf("%s: replayed is %t", fr.Type, fr.Replayed)
					}
				}
				code := 0
				fmt.Sscanf(name, "close %d", &code)
				if log := r.log(); !slices.Contains(log, "resumed 1") || !slices.Contains(log, fmt.Sprintf("disconnected %d true", code)) {
					t.Errorf("hooks told %q", log)
				}
			})
		})
	}
}

// TestG3 loses the network while resuming, again and again.
func TestG3(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		synctest.Wait()
		c.drop()
		for range 6 {
			c = f.accept()
			c.hello()
			c.expectResume("s1", 1)
			c.drop()
		}
		c = f.accept()
		c.hello()
		c.expectResume("s1", 1)
		c.resumed(2)
		synctest.Wait()
		if log := r.log(); log[len(log)-1] != "resumed 0" {
			t.Errorf("hooks told %q", log)
		}
		// It backed off meanwhile.
		dials := f.attempts()
		if got := dials[len(dials)-1].at - dials[len(dials)-2].at; got < 15*time.Second {
			t.Errorf("last wait %v", got)
		}
	})
}

// TestG4 falls back to the main URL when the session's host is dead, or takes
// connections and does nothing with them.
func TestG4(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(*fake){
		"dead": func(f *fake) {},
		"no HELLO": func(f *fake) {
			for range 3 {
				f.accept().expectClose()
			}
		},
		"no RESUMED": func(f *fake) {
			for range 3 {
				c := f.accept()
				c.hello()
				c.expectResume("s1", 1)
				c.close(4000)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.run(nil)
				c := f.accept()
				c.handshake("s1")
				time.Sleep(time.Minute)
				if name == "dead" {
					f.kill(sessHost)
				}
				c.drop()
				fail(f)
				c = f.accept()
				c.hello()
				c.expectResume("s1", 1)
				c.resumed(2)
				time.Sleep(time.Minute)
				c.drop()
				if name != "dead" {
					f.accept()
				}
				synctest.Wait()
				var hosts []string
				for _, d := range f.attempts() {
					hosts = append(hosts, d.host)
				}
				// The host has another chance with the next connection.
				if want := []string{mainHost, sessHost, sessHost, sessHost, mainHost, sessHost}; !slices.Equal(hosts, want) {
					t.Errorf("dialed %v, want %v", hosts, want)
				}
			})
		})
	}
}

// TestG6 starts a new session when Discord says that the old one is gone.
func TestG6(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]func(*conn){
		"4003":        func(c *conn) { c.close(4003) },
		"4007":        func(c *conn) { c.close(4007) },
		"4009":        func(c *conn) { c.close(4009) },
		"op 9 before": func(c *conn) { c.send(`{"op":9,"d":false}`); c.expectClose() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				gate := gateway.NewMemoryGate(discord.SessionStartLimit{Total: 1000, Remaining: 3, ResetAfter: 86_400_000})
				r := f.run(func(cfg *gateway.Config) { cfg.IdentifyGate = gate })
				c := f.accept()
				c.handshake("s1")
				synctest.Wait()
				cut(c)
				c = f.accept()
				if c.host != mainHost {
					t.Errorf("connected to %s", c.host)
				}
				c.handshake("s2")
				synctest.Wait()
				if got := r.Session(); got.ID != "s2" || got.Sequence != 1 {
					t.Errorf("session %+v", got)
				}
				if d := f.attempts()[1].at; time.Since(f.start) < 5*time.Second && d > 0 {
					t.Errorf("identified twice within %v", time.Since(f.start))
				}
				if !slices.ContainsFunc(r.log(), func(s string) bool { return len(s) > 7 && s[:7] == "lost s1" }) {
					t.Errorf("hooks told %q", r.log())
				}
			})
		})
	}
}

// TestG14 uses up the day's sessions. A shard that is at work waits for the
// reset, without a connection, and then identifies; one that begins ends Run.
func TestG14(t *testing.T) {
	t.Parallel()
	day := discord.SessionStartLimit{Total: 1000, Remaining: 3, ResetAfter: 86_400_000}
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		gate := gateway.NewMemoryGate(day)
		r := f.run(func(cfg *gateway.Config) { cfg.IdentifyGate = gate })
		for _, session := range []string{"s1", "s2"} {
			c := f.accept()
			c.handshake(session)
			synctest.Wait()
			c.close(4009)
		}
		c := f.accept() // the third IDENTIFY would be the day's last
		c.hello()
		c.expectClose()
		f.noConnection(23 * time.Hour)
		errs := r.errors()
		limit, ok := errors.AsType[*gateway.IdentifyLimitError](errs[len(errs)-1])
		if !ok || limit.Remaining != 1 || limit.ResetAfter <= 23*time.Hour {
			t.Errorf("hooks told %v", errs)
		}
		c = f.accept()
		if got := time.Since(f.start); got < 24*time.Hour || got > 24*time.Hour+time.Minute {
			t.Errorf("came back after %v", got)
		}
		c.handshake("s3")
		synctest.Wait()
		if got := r.Session(); got.ID != "s3" {
			t.Errorf("session %+v", got)
		}
		// It can be stopped while it waits, too.
		gate.Update(discord.SessionStartLimit{Total: 1000, Remaining: 1, ResetAfter: 86_400_000})
		c.close(4009)
		c = f.accept()
		c.hello()
		c.expectClose()
		start := time.Now()
		if err := r.stop(); err != nil || time.Since(start) > time.Second {
			t.Errorf("Run ended with %v, after %v", err, time.Since(start))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		day.Remaining = 1
		r := f.run(func(cfg *gateway.Config) { cfg.IdentifyGate = gateway.NewMemoryGate(day) })
		c := f.accept()
		c.hello()
		if err, ok := errors.AsType[*gateway.IdentifyLimitError](r.wait()); !ok || err.ResetAfter != 24*time.Hour {
			t.Errorf("Run returned %v", err)
		}
		if d := f.attempts(); len(d) != 1 {
			t.Errorf("dialed %v", d)
		}
	})
}

// TestSessionWithoutFrames has a session of which nobody knows when it was last
// heard of.
func TestSessionWithoutFrames(t *testing.T) {
	t.Parallel()
	s := gateway.New(gateway.Config{Token: "token", URL: "ws://gateway.test", Session: gateway.Session{ID: "s1", Sequence: 1}})
	if got := s.Session(); !got.LastFrame.IsZero() {
		t.Errorf("it was last heard of at %v", got.LastFrame)
	}
}
