package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// gateBotEnv makes the test binary a bot with one shard, by API, gate, token, number
// and count.
const gateBotEnv = "ACCORD_TEST_GATE_BOT"

// TestGateBot is a bot that prints when it is ready, or why it ended.
func TestGateBot(t *testing.T) {
	config := strings.Fields(os.Getenv(gateBotEnv))
	if len(config) == 0 {
		t.Skip("is run by TestProxyGateProcesses, in processes of its own")
	}
	var shards accord.Shards
	shards.IDs = make([]int, 1)
	if _, err := fmt.Sscan(config[3]+" "+config[4], &shards.IDs[0], &shards.Count); err != nil {
		t.Fatal(err)
	}
	client := accord.New(config[2], accord.Config{
		API:          config[0],
		IdentifyGate: gateway.NewRemoteGate(config[1]),
		Shards:       shards,
		Sessions:     new(gateway.MemoryStore),
		Logger:       slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	accord.On(client, func(context.Context, *event.ShardReady) error {
		_, err := fmt.Println("ready")
		return err
	})
	err := client.Run(t.Context()) // until the process is killed
	limit, ok := errors.AsType[*gateway.IdentifyLimitError](err)
	if !ok {
		t.Fatalf("Run = %v", err)
	}
	fmt.Printf("%d remain: %v\n", limit.Remaining, err)
}

// A child is a process of the test binary.
type child struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  *bufio.Scanner
	errs log
}

// startChild starts the test binary with that in its environment, until the test
// ends.
func startChild(t *testing.T, env string, args ...string) *child {
	t.Helper()
	c := &child{t: t, cmd: exec.CommandContext(t.Context(), os.Args[0], args...)}
	c.cmd.Env = append(os.Environ(), env)
	c.cmd.Stderr = &c.errs
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.kill)
	c.out = bufio.NewScanner(out)
	return c
}

// line returns what the process prints next.
func (c *child) line() string {
	c.t.Helper()
	if !c.out.Scan() {
		c.t.Fatalf("a process has ended: %s", &c.errs)
	}
	return c.out.Text()
}

// kill ends the process as kill -9 does, if it has not ended.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

// A gateSite is a local Discord, accord proxy as a process, and bots that use both.
type gateSite struct {
	t     *testing.T
	e     *emulator.Emulator
	local string
	state string // the proxy's directory
	proxy *child
	where proxyAddress
}

func newGateSite(t *testing.T, rules emulator.Rules) *gateSite {
	t.Helper()
	world := emulator.DefaultWorld()
	world.Rules = rules
	s := &gateSite{t: t, state: t.TempDir()}
	s.e, s.local = startWorld(t, world)
	s.startProxy("127.0.0.1:0")
	return s
}

func (s *gateSite) startProxy(addr string) {
	s.t.Helper()
	s.proxy = startChild(s.t, asProgram+"=1", "proxy", "-addr", addr, "-api", s.local, "-state", s.state)
	first := s.proxy.line()
	if err := json.Unmarshal([]byte(first), &s.where); err != nil {
		s.t.Fatalf("%v in %s", err, first)
	}
}

// bot starts a bot with one shard.
func (s *gateSite) bot(shard, count int) *child {
	s.t.Helper()
	config := fmt.Sprint(s.local, " ", s.where.Gate, " ", s.e.Token(), " ", shard, " ", count)
	return startChild(s.t, gateBotEnv+"="+config, "-test.run=^TestGateBot$")
}

// TestProxyGateProcesses is G15 with the processes of several machines: they start
// at the same moment, and one is killed meanwhile. Discord must never see two
// IDENTIFYs of one key within 5 seconds.
func TestProxyGateProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 18 seconds")
	}
	t.Parallel()
	const shards = 3
	s := newGateSite(t, emulator.Rules{})
	var bots [shards]*child
	for i := range bots {
		bots[i] = s.bot(i, shards)
	}
	<-time.After(time.Second)
	bots[1].kill()
	bots[1] = s.bot(1, shards)
	for i, b := range bots {
		if got := b.line(); got != "ready" {
			t.Errorf("bot %d says %q", i, got)
		}
	}
	var last time.Time
	for _, entry := range s.e.Log() {
		switch {
		case entry.Op == nil:
		case *entry.Op == int(gateway.OpInvalidSession):
			t.Error("an IDENTIFY came too early")
		case *entry.Op == int(gateway.OpIdentify):
			if gap := entry.Time.Sub(last); gap < 5*time.Second {
				t.Errorf("an IDENTIFY came %v after another", gap)
			}
			last = entry.Time
		}
	}
	if got := s.e.Stats(); got.Identifies != shards {
		t.Errorf("%+v, want %d identifies", got, shards)
	}
}

// TestProxyGateLimit has processes start more sessions together than the day has
// left, which none of them does alone, while the proxy is killed and started again.
// The local Discord takes the token of a bot that passes the limit.
func TestProxyGateLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 10 seconds")
	}
	t.Parallel()
	const shards, starts = 5, 4
	s := newGateSite(t, emulator.Rules{SessionStarts: starts, MaxConcurrency: 16})
	token := s.e.Token()
	said := make(chan string, shards)
	for i := range shards {
		b := s.bot(i, shards)
		go func() {
			if !b.out.Scan() {
				t.Errorf("a process has ended: %s", &b.errs)
			}
			said <- b.out.Text()
		}()
	}
	<-time.After(2 * time.Second)
	s.proxy.kill()
	s.startProxy(strings.TrimSuffix(strings.TrimPrefix(s.where.Gate, "http://"), "/gate"))
	ready := 0
	for range shards {
		switch line := <-said; {
		case line == "ready":
			ready++
		case !strings.HasPrefix(line, "1 remain: accord: shard"): // what the gate says, not what GET /gateway/bot did
			t.Errorf("a bot says %q", line)
		}
	}
	if got := s.e.Stats(); ready != starts-1 || got.Identifies != starts-1 || s.e.Token() != token {
		t.Errorf("%d ready, %+v, want %d of %d and the same token", ready, got, starts-1, starts)
	}
}

// TestProxyGateKilled kills the proxy when the day's sessions are almost used up. The
// next one knows that, although those who ask it don't.
func TestProxyGateKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 15 seconds")
	}
	t.Parallel()
	s := newGateSite(t, emulator.Rules{})
	pass := func(shard int) error {
		ctx, identified := context.WithCancel(t.Context())
		defer identified()
		gate := gateway.NewRemoteGate(s.where.Gate) // of a process that has just begun
		gate.Logger = slog.New(slog.DiscardHandler)
		return gate.Wait(ctx, gateway.Identify{Application: 7, Shard: shard, Count: 4, MaxConcurrency: 4, Total: 1000, Remaining: 3, ResetAfter: time.Hour})
	}
	for shard := range 2 {
		if err := pass(shard); err != nil {
			t.Fatal(err)
		}
	}
	s.proxy.kill()
	s.startProxy("127.0.0.1:0")
	err := pass(2)
	if limit, ok := errors.AsType[*gateway.IdentifyLimitError](err); !ok || limit.Remaining != 1 {
		t.Errorf("the third of three: %v, want the limit", err)
	}
}
