package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// TestServerWithoutRules plays servers that send any frame at any time and end
// connections in any way, while commands are sent and Handle is slow or refuses.
// Whatever they do, the shard goes on until it is stopped or told to stop, hooks
// tell a story that makes sense, and nothing is stuck.
func TestServerWithoutRules(t *testing.T) {
	t.Parallel()
	servers := uint64(40)
	if testing.Short() || gateway.RaceEnabled {
		servers = 10
	}
	for seed := range servers {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { playWithoutRules(t, rand.New(rand.NewPCG(seed, 1))) })
		})
	}
}

func playWithoutRules(t *testing.T, rng *rand.Rand) {
	f := newFake(t)
	compression := transports[rng.IntN(len(transports))]
	handle := rand.New(rand.NewPCG(rng.Uint64(), 2)) // the reader's
	r := f.run(func(cfg *gateway.Config) {
		cfg.Compression = compression
		cfg.StartLimit = discord.SessionStartLimit{Total: 1e6, Remaining: 1e6}
		cfg.Handle = func(ctx context.Context, _ gateway.Frame) error {
			switch handle.IntN(20) {
			case 0:
				time.Sleep(time.Duration(handle.IntN(200)) * time.Second)
			case 1:
				return errors.New("refused")
			case 2:
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	var wg sync.WaitGroup
	wg.Go(func() {
		for ctx.Err() == nil {
			r.Send(ctx, gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5}) // it may fail, but it returns
			time.Sleep(time.Second)
		}
	})
	for time.Since(f.start) < time.Hour {
		select {
		case c := <-f.conns:
			next := rand.New(rand.NewPCG(rng.Uint64(), 3))
			wg.Go(func() { serveWithoutRules(c, next) })
		case <-time.After(time.Minute):
		}
	}
	start := time.Now()
	if err := r.stop(); err != nil || time.Since(start) > 210*time.Second { // Handle's 200 seconds, and some
		t.Errorf("Run: %v after %v", err, time.Since(start))
	}
	wg.Wait()
	checkStory(t, r.log())
	if n := len(f.attempts()); n > 150 { // it backs off
		t.Errorf("%d connections in an hour", n)
	}
}

// serveWithoutRules does one thing after the other, until the connection ends.
func serveWithoutRules(c *conn, rng *rand.Rand) {
	c.manual.Store(rng.IntN(10) == 0)
	seq := func() int64 { return rng.Int64N(30) }
	if rng.IntN(10) > 0 {
		c.hello()
	}
	for range rng.IntN(60) {
		switch rng.IntN(24) {
		case 0:
			c.ready(fmt.Sprint("s", rng.IntN(3)))
		case 1, 2:
			c.resumed(seq())
		case 3:
			c.send(`{"op":1,"d":null}`)
		case 4:
			c.send(`{"op":11}`)
		case 5:
			c.hello()
		case 6:
			c.dispatch("GUILD_DELETE", seq(), `{"id":"5"}`)
		case 7:
			c.dispatch("RATE_LIMITED", seq(), `{"opcode":8,"retry_after":5,"meta":{"guild_id":"5"}}`)
		default:
			c.dispatch("X", seq(), `{}`)
		}
		time.Sleep(time.Duration(rng.IntN(3000)) * time.Millisecond)
		if len(c.in) > 0 && (<-c.in).Op < 0 {
			return
		}
	}
	codes := []int{1000, 1001, 1011, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 4999}
	switch rng.IntN(7) {
	case 0:
		c.ws.Close()
	case 1:
		c.send(`{"op":7,"d":null}`)
	case 2:
		c.send(`{"op":9,"d":true}`)
	case 3:
		c.send(`{"op":9,"d":false}`)
	case 4:
		c.send(`{"op":0,"t":`)
	default:
		c.mu.Lock()
		c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(codes[rng.IntN(len(codes))], ""), time.Now().Add(time.Second))
		c.mu.Unlock()
	}
	time.Sleep(5 * time.Second)
	c.ws.Close()
}

// checkStory wants hooks to tell of one connection after the other, and of the end
// of each session that another follows.
func checkStory(t *testing.T, log []string) {
	t.Helper()
	connected, behind, session := false, false, ""
	for i, line := range log {
		what, rest, _ := strings.Cut(line, " ")
		wrong := false
		switch what {
		case "connected":
			wrong, connected = connected, true
		case "disconnected":
			wrong, connected = behind, false // a dial may have failed
		case "ready":
			wrong, session = session != "" && session != rest, rest
		case "resumed":
			wrong = session == ""
		case "lost":
			wrong, session = session == "" || !strings.HasPrefix(rest, session+":"), ""
		case "backpressure":
			wrong, behind = (rest == "true") == behind, rest == "true"
		}
		if wrong {
			t.Fatalf("line %d is wrong:\n%s", i, strings.Join(log[max(i-10, 0):i+1], "\n"))
		}
	}
}
