package accord_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// A mortal process can end as kill -9 ends it: from one moment on nothing that it
// does counts. It is the store of its own sessions.
type mortal struct {
	gateway.SessionSweeper
	d *emutest.Discord

	mu     sync.Mutex // guards all below
	dead   bool
	conns  []net.Conn
	before func(batch []gateway.Session) bool // dies instead of storing
	after  func(batch []gateway.Session) bool // dies when that is stored
}

var errDead = errors.New("the process has ended")

func (p *mortal) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := p.d.Dial(ctx, network, addr)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err != nil:
		return nil, err
	case p.dead:
		conn.Close()
		return nil, errDead
	}
	p.conns = append(p.conns, conn)
	return conn, nil
}

// Save implements gateway.SessionStore.
func (p *mortal) Save(ctx context.Context, batch []gateway.Session) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.before != nil && p.before(batch) {
		p.die()
	}
	if p.dead {
		return errDead
	}
	err := p.SessionSweeper.Save(ctx, batch)
	if p.after != nil && p.after(batch) {
		p.die()
	}
	return err
}

// die ends the process. Locked.
func (p *mortal) die() {
	p.dead = true
	for _, c := range p.conns {
		c.Close()
	}
}

func (p *mortal) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.die()
}

func (p *mortal) alive() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.dead
}

// ofCount reports whether a batch has something of bots with that many shards.
func ofCount(batch []gateway.Session, count int) bool {
	return slices.ContainsFunc(batch, func(s gateway.Session) bool { return s.Key.Count == count })
}

// TestReshardCrash kills the bot at each point of resharding from 4 to 8. The next
// process must go on with all shards of one generation, and what neither of them
// has handled may not be.
func TestReshardCrash(t *testing.T) {
	t.Parallel()
	crashes := map[string]func(p *mortal){
		"before the new sessions": func(p *mortal) { p.before = func(b []gateway.Session) bool { return ofCount(b, 8) } },
		"before the turn":         func(p *mortal) { p.before = func(b []gateway.Session) bool { return ofCount(b, 0) } },
		"after the turn":          func(p *mortal) { p.after = func(b []gateway.Session) bool { return ofCount(b, 0) } },
		"before the old ones end": func(p *mortal) {
			turned := false
			p.before = func(b []gateway.Session) bool {
				if ofCount(b, 0) {
					turned = true
					return false
				}
				return turned && ofCount(b, 4)
			}
		},
	}
	for _, at := range []time.Duration{0, time.Second, 5 * time.Second, 20 * time.Second} {
		crashes[fmt.Sprint("after ", at)] = func(p *mortal) { time.AfterFunc(at, p.kill) }
	}
	for at := 10400 * time.Millisecond; at < 13*time.Second; at += 150 * time.Millisecond { // the takeover is at 10.5 s, the turn at 12.5 s
		crashes[fmt.Sprint("after ", at)] = func(p *mortal) { time.AfterFunc(at, p.kill) }
	}
	for name, crash := range crashes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { reshardCrash(t, crash) })
		})
	}
}

func reshardCrash(t *testing.T, crash func(p *mortal)) {
	world := manyGuilds(12, emulator.Rules{Shards: 4, MaxConcurrency: 16})
	var channels []discord.ChannelID
	for _, g := range world.Guilds[1:] {
		channels = append(channels, g.Channels[0].ID)
	}
	d := emutest.StartWith(t, emulator.Config{World: world})
	d.SetGatewayFaults(emulator.GatewayFaults{ByCount: map[int]time.Duration{8: time.Second / 2}})
	store := new(gateway.MemoryStore)
	var mu sync.Mutex // guards handled
	handled := make(map[discord.MessageID]int)
	start := func() (*mortal, *accord.Client) {
		p := &mortal{SessionSweeper: store, d: d}
		client := accord.New(d.Token, accord.Config{
			API: d.API, Dial: p.dial, Sessions: p, Logger: slog.New(slog.DiscardHandler), Compression: gateway.CompressionNone, AckAfter: time.Minute, Order: accord.Concurrent,
		})
		accord.On(client, func(_ context.Context, m *event.MessageCreate) error {
			time.Sleep(2 * time.Second)
			if p.alive() {
				mu.Lock()
				defer mu.Unlock()
				handled[m.ID]++
			}
			return nil
		})
		accord.On(client, func(_ context.Context, e *event.SessionLost) error {
			if p.alive() {
				t.Errorf("told that the session of shard %d is lost: %s", e.Shard, e.Reason)
			}
			return nil
		})
		return p, client
	}
	p, client := start()
	wait := ready(t, client, 4)
	stop := run(t, client)
	wait()
	time.Sleep(6 * time.Second)

	ctx, cancel := context.WithCancel(t.Context())
	posted := make(chan int)
	go func() { posted <- chatter(ctx, d, channels, 200*time.Millisecond) }()
	time.Sleep(time.Second)
	p.mu.Lock()
	crash(p)
	p.mu.Unlock()
	resharded := make(chan error, 1)
	go func() { resharded <- client.Reshard(t.Context(), 8) }()
	for end := time.Now().Add(time.Minute); p.alive(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it was not killed within a minute")
		}
	}
	stop()
	<-resharded
	before := d.Stats()
	_, next := start()
	defer run(t, next)()
	time.Sleep(10 * time.Second)
	cancel()
	n := <-posted
	time.Sleep(time.Hour) // the other generation's sessions are nobody's now
	if s := d.Stats(); s.Identifies != before.Identifies || s.Resumes-before.Resumes != len(next.Health()) {
		t.Errorf("%+v, then %+v: want all %d shards resumed", before, s, len(next.Health()))
	}
	mu.Lock()
	defer mu.Unlock()
	if want := n * len(channels); len(handled) != want {
		t.Errorf("%d messages were handled, want %d", len(handled), want)
	}
}
