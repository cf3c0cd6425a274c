package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// TestG8 sends far more than the limit allows: nothing is lost, no window has
// more than 120 frames, and every heartbeat is on time.
func TestG8(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		start := time.Now()
		const commands = 500
		var wg sync.WaitGroup
		for range commands {
			wg.Go(func() {
				if err := r.Send(t.Context(), gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5}); err != nil {
					t.Errorf("Send: %v", err)
				}
			})
		}
		sent := []time.Time{start} // IDENTIFY
		for range commands {
			c.expect(gateway.OpVoiceStateUpdate)
			sent = append(sent, time.Now())
		}
		wg.Wait()
		if took := time.Since(start); took > 5*time.Minute {
			t.Errorf("%d commands took %v", commands, took)
		}
		beats := c.heartbeats()
		if len(beats) < 4 {
			t.Fatalf("%d heartbeats", len(beats))
		}
		for i, b := range beats {
			if got, want := b.Sub(start), interval/2+time.Duration(i)*interval; got != want {
				t.Errorf("heartbeat %d at %v, want %v", i, got, want)
			}
		}
		checkMinutes(t, append(sent, beats...))
		f.noConnection(0)
	})
}

// TestG11 blocks Handle for ten minutes: heartbeats go on, no event is lost,
// and that no answer is read is not taken for a dead connection.
func TestG11(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var mu sync.Mutex
		var got []int64
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(_ context.Context, fr gateway.Frame) error {
				if fr.Seq == 2 {
					time.Sleep(10 * time.Minute)
				}
				mu.Lock()
				defer mu.Unlock()
				got = append(got, fr.Seq)
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		start := time.Now()
		for seq := int64(2); seq <= 1000; seq++ {
			c.dispatch("X", seq, `{}`)
		}
		time.Sleep(15 * time.Minute)
		synctest.Wait()
		for i, b := range c.heartbeats() {
			if at, want := b.Sub(start), interval/2+time.Duration(i)*interval; at != want {
				t.Errorf("heartbeat %d at %v, want %v", i, at, want)
			}
		}
		if n := len(c.heartbeats()); n != 22 {
			t.Errorf("%d heartbeats in 15 minutes, want 22", n)
		}
		mu.Lock()
		defer mu.Unlock()
		if len(got) != 1000 || !slices.IsSorted(got) {
			t.Errorf("%d events handled, want 1000 in order", len(got))
		}
		want := []string{"connected", "ready s1", "backpressure true", "backpressure false"}
		if log := r.log(); !slices.Equal(log, want) {
			t.Errorf("hooks told %q, want %q", log, want)
		}
		f.noConnection(0)
	})
}

// TestSlowHandle takes a second for each event, with a queue of them before the
// answers to heartbeats: the shard reads all the time, and is behind.
func TestSlowHandle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(context.Context, gateway.Frame) error {
				time.Sleep(time.Second)
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		for seq := int64(2); seq <= 300; seq++ {
			c.dispatch("X", seq, `{}`)
		}
		f.noConnection(10 * time.Minute)
		want := []string{"connected", "ready s1", "backpressure true", "backpressure false"}
		if log := r.log(); !slices.Equal(log, want) {
			t.Errorf("hooks told %q, want %q", log, want)
		}
	})
}

// TestZombieDuringBackpressure notices, once Handle is back, that the server
// has died meanwhile.
func TestZombieDuringBackpressure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(_ context.Context, fr gateway.Frame) error {
				if fr.Seq == 2 {
					time.Sleep(10 * time.Minute)
				}
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		start := time.Now()
		c.manual.Store(true)
		c.dispatch("X", 2, `{}`)
		c.expectClose()
		if got := time.Since(start); got < 10*time.Minute || got > 10*time.Minute+2*interval {
			t.Errorf("gave up after %v", got)
		}
		c = f.accept()
		c.hello()
		c.expectResume("s1", 2)
		want := []string{"connected", "ready s1", "backpressure true", "backpressure false", "disconnected 0 true", "connected"}
		if log := r.log(); !slices.Equal(log, want) {
			t.Errorf("hooks told %q, want %q", log, want)
		}
	})
}

// TestClosedDuringBackpressure loses the connection while Handle blocks: Handle
// is told, and the event that it did not take is sent again.
func TestClosedDuringBackpressure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var mu sync.Mutex
		var got []int64
		f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(ctx context.Context, fr gateway.Frame) error {
				if fr.Seq == 2 && !fr.Replayed {
					<-ctx.Done()
					return ctx.Err()
				}
				mu.Lock()
				defer mu.Unlock()
				got = append(got, fr.Seq)
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		c.dispatch("X", 2, `{}`)
		c.dispatch("X", 3, `{}`)
		synctest.Wait()
		c.ws.Close() // the socket dies; only a heartbeat can find out
		c = f.accept()
		c.hello()
		c.expectResume("s1", 1)
		c.dispatch("X", 2, `{}`)
		c.dispatch("X", 3, `{}`)
		c.resumed(4)
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		if want := []int64{1, 2, 3, 4}; !slices.Equal(got, want) {
			t.Errorf("handled %v, want %v", got, want)
		}
	})
}

// TestSlowReplay has a Handle that takes longer for an event that is sent again
// than Discord waits, time after time. The session is alive all along.
func TestSlowReplay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var got []int64
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(_ context.Context, fr gateway.Frame) error {
				if fr.Seq > 1 {
					time.Sleep(10 * time.Minute)
				}
				got = append(got, fr.Seq)
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		const rounds = 6
		for seq := int64(2); seq < 2+rounds; seq++ {
			c.dispatch("X", seq, `{}`)
			c.dispatch("X", seq+1, `{}`)
			synctest.Wait()
			time.Sleep(time.Minute)
			c.ws.Close()
			c = f.accept()
			c.hello()
			c.expectResume("s1", seq)
		}
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		if want := []int64{1, 2, 3, 4, 5, 6, 7}; !slices.Equal(got, want) {
			t.Errorf("handled %v, want %v", got, want)
		}
	})
}

// TestHandleRefuses sends an event again that Handle gave back.
func TestHandleRefuses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		full := errors.New("full")
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(_ context.Context, fr gateway.Frame) error {
				if fr.Seq == 3 && !fr.Replayed {
					return full
				}
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		c.dispatch("X", 2, `{}`)
		c.dispatch("X", 3, `{}`)
		c.expectClose()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 2)
		if errs := r.errors(); len(errs) != 1 || !errors.Is(errs[0], full) {
			t.Errorf("errors %v", errs)
		}
	})
}

// TestG17 reconnects under load, again and again: each event is handled once,
// in order.
func TestG17(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const events, rounds = 5000, 8
		f := newFake(t)
		var got []int64
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(_ context.Context, fr gateway.Frame) error {
				if fr.Type == "X" {
					got = append(got, fr.Seq)
				}
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		sent := int64(1)
		for round := range rounds {
			for range events {
				sent++
				c.dispatch("X", sent, `{}`)
			}
			switch round % 3 {
			case 0:
				c.send(`{"op":7,"d":null}`)
				for range 100 { // still under way
					sent++
					c.dispatch("X", sent, `{}`)
				}
				c.expectClose()
			case 1:
				c.drop()
			case 2:
				c.close(4000)
			}
			c = f.accept()
			c.hello()
			var from int64
			if _, err := fmt.Sscanf(string(c.expect(gateway.OpResume).D), `{"token":"`+token+`","session_id":"s1","seq":%d}`, &from); err != nil {
				t.Fatal(err)
			}
			// Discord sends more than it has to: one event twice.
			for seq := max(from, 2); seq <= sent; seq++ {
				c.dispatch("X", seq, `{}`)
			}
			c.resumed(sent)
		}
		synctest.Wait()
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(strings.Join(r.log(), "\n"), "resumed"); n != rounds {
			t.Errorf("hooks told %q, want %d times resumed", r.log(), rounds)
		}
		if int64(len(got)) != sent-1 {
			t.Errorf("%d events handled, want %d", len(got), sent-1)
		}
		for i, seq := range got {
			if seq != int64(i)+2 {
				t.Fatalf("event %d has sequence %d", i, seq)
			}
		}
	})
}

// TestG20 refuses a second request for all members within 30 seconds, and
// tells of Discord's own refusals.
func TestG20(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(func(cfg *gateway.Config) { cfg.Intents |= discord.IntentGuildMembers })
		c := f.accept()
		c.handshake("s1")
		all := func(g discord.GuildID) error {
			return r.Send(t.Context(), gateway.OpRequestGuildMembers, gateway.RequestGuildMembers{GuildID: g})
		}
		if err := all(5); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		var limited *gateway.RateLimitError
		if err := all(5); !errors.As(err, &limited) || limited.RetryAfter != 20*time.Second || limited.GuildID != 5 {
			t.Errorf("second request: %v", err)
		}
		if err := all(6); err != nil {
			t.Errorf("another guild: %v", err)
		}
		if err := r.Send(t.Context(), gateway.OpRequestGuildMembers, gateway.RequestGuildMembers{GuildID: 5, Query: "a", Limit: 5}); err != nil {
			t.Errorf("by name: %v", err)
		}
		if err := r.Send(t.Context(), gateway.OpRequestGuildMembers, gateway.RequestGuildMembers{GuildID: 5, UserIDs: []discord.UserID{1}}); err != nil {
			t.Errorf("by ID: %v", err)
		}
		if err := r.Send(t.Context(), gateway.OpRequestGuildMembers, gateway.RequestGuildMembers{GuildID: 5, Limit: 5}); err != nil {
			t.Errorf("some: %v", err)
		}
		for i, want := range []string{
			`{"guild_id":"5","query":"","limit":0}`, `{"guild_id":"6","query":"","limit":0}`,
			`{"guild_id":"5","query":"a","limit":5}`, `{"guild_id":"5","user_ids":["1"]}`, `{"guild_id":"5","query":"","limit":5}`,
		} {
			if got := c.expect(gateway.OpRequestGuildMembers); string(got.D) != want {
				t.Errorf("request %d: %s, want %s", i, got.D, want)
			}
		}
		time.Sleep(20 * time.Second)
		if err := all(5); err != nil {
			t.Errorf("after 30 s: %v", err)
		}
		c.dispatch("RATE_LIMITED", 2, `{"opcode":8,"retry_after":90.5,"meta":{"guild_id":"5","nonce":"n"}}`)
		c.dispatch("RATE_LIMITED", 3, `{"opcode":4,"retry_after":90.5,"meta":{"guild_id":"6"}}`)
		synctest.Wait()
		time.Sleep(time.Minute)
		if err := all(6); err != nil {
			t.Errorf("after another command's RATE_LIMITED: %v", err)
		}
		if err := all(5); !errors.As(err, &limited) || limited.RetryAfter != 30500*time.Millisecond {
			t.Errorf("after RATE_LIMITED: %v", err)
		}
		if log := r.log(); !slices.Contains(log, "limited gateway: RequestGuildMembers for guild 5 is rate limited: retry after 1m30.5s") {
			t.Errorf("hooks told %q", log)
		}
	})
}

func TestSendRefuses(t *testing.T) {
	t.Parallel()
	s := gateway.New(gateway.Config{Token: token})
	var large *gateway.PayloadTooLargeError
	text := strings.Repeat("x", 4096-len(`{"op":3,"d":""}`))
	err := s.Send(t.Context(), gateway.OpPresenceUpdate, text+"x")
	if !errors.As(err, &large) || large.Size != 4097 || large.Op != gateway.OpPresenceUpdate {
		t.Errorf("too large: %v", err)
	}
	for _, op := range []gateway.Opcode{gateway.OpHeartbeat, gateway.OpIdentify, gateway.OpResume} {
		if err := s.Send(t.Context(), op, nil); err == nil {
			t.Errorf("%v was accepted", op)
		}
	}
	if err := s.Send(t.Context(), gateway.OpPresenceUpdate, func() {}); err == nil {
		t.Error("a function was encoded")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Send(ctx, gateway.OpPresenceUpdate, text); !errors.Is(err, context.Canceled) {
		t.Errorf("before Run, with a context that ended: %v", err)
	}
}

// TestSendWaits keeps a command until the shard is connected again, and takes
// one back whose context ends.
func TestSendWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		sent := make(chan error, 1)
		go func() {
			sent <- r.Send(t.Context(), gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5, ChannelID: 7})
		}()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := r.Send(ctx, gateway.OpPresenceUpdate, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Send: %v", err)
		}
		c := f.accept()
		c.handshake("s1")
		if got, want := string(c.expect(gateway.OpVoiceStateUpdate).D), `{"guild_id":"5","channel_id":"7","self_mute":false,"self_deaf":false}`; got != want {
			t.Errorf("sent %s, want %s", got, want)
		}
		if err := <-sent; err != nil {
			t.Error(err)
		}
	})
}

// TestPresenceIsRemembered identifies with the presence that was sent last.
func TestPresenceIsRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		for _, status := range []discord.Status{discord.StatusIdle, discord.StatusDND} {
			p := discord.UpdatePresence{Status: status, Activities: []discord.SetActivity{{Name: "chess"}}}
			if err := r.Send(t.Context(), gateway.OpPresenceUpdate, p); err != nil {
				t.Fatal(err)
			}
		}
		c.close(4009)
		c = f.accept()
		c.hello()
		if got := string(c.expect(gateway.OpIdentify).D); !slices.Contains(splitPresence(got), `{"since":null,"activities":[{"name":"chess","type":0}],"status":"dnd","afk":false}`) {
			t.Errorf("IDENTIFY %s", got)
		}
	})
}
