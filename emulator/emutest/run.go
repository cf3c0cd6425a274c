package emutest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/accord-go/accord/emulator"
)

// patience is how long the next shard may take to come. On Discord there are 5
// seconds between two, without faults.
const patience = time.Minute

// Run runs a bot until the test ends, and returns when it is connected: its shards
// have their sessions, new ones or resumed, and are told of all that happens from
// now on. Bot is what runs it, such as the method Run of an Accord client, or, in
// any library, a function that connects, waits for the end of ctx and disconnects.
//
//	stop := d.Run(client.Run)
//
// Shards are the numbers of those to wait for. None: all that the bot has, as its
// first one says. The bot may be about to read that it is connected; in a bubble
// [testing/synctest.Wait] waits for that too.
//
// If bot returns an error the test fails with it at once, before the bot is
// connected and after; but not if ctx has ended and the error is ctx's. The test
// also fails if bot returns before it is connected, or no shard comes for a
// minute. Run must be called by the goroutine that runs the test.
//
// Stop ends the bot before the test ends: it ends ctx and waits until bot has
// returned. It may be called more than once.
func (d *Discord) Run(bot func(ctx context.Context) error, shards ...int) (stop func()) {
	d.t.Helper()
	before := d.Emulator.Connections()
	ctx, cancel := context.WithCancel(d.t.Context())
	failed, ended := false, make(chan struct{}) // failed is for who has seen the end
	go func() {
		defer close(ended)
		if err := bot(ctx); err != nil && !(ctx.Err() != nil && errors.Is(err, ctx.Err())) {
			failed = true
			d.t.Errorf("emutest: the bot has failed: %v%s", err, d.network.hint(err))
		}
	}()
	stop = func() {
		cancel()
		<-ended
	}
	d.t.Cleanup(stop)
	if !d.await(ended, func() []int { return d.missing(before, shards) }) {
		if !failed {
			d.t.Errorf("emutest: the bot has ended before it was connected")
		}
		d.t.FailNow()
	}
	return stop
}

// await waits until none of a bot's shards is missing. It reports false if the bot
// ends before, and fails the test if that takes too long.
func (d *Discord) await(ended <-chan struct{}, missing func() []int) bool {
	d.t.Helper()
	for {
		changed := d.sessions.wait()
		left := missing()
		if left == nil {
			return true
		}
		select {
		case <-changed:
		case <-ended:
			return false
		case <-time.After(patience):
			d.t.Fatalf("emutest: the bot is not connected: no shard has come for %v, and %v are missing; if it is to have others only, Run wants their numbers", patience, left)
		}
	}
}

// missing returns which of the shards of these numbers, or else of all that the bot
// has, have no sessions on other connections than those before.
func (d *Discord) missing(before []emulator.Connection, shards []int) (left []int) {
	last := 0
	for _, c := range before {
		last = c.Number // they come in order
	}
	count := 1 // of shards
	var there []int
	for _, c := range d.Emulator.Connections() {
		if c.Number > last && c.Session != "" && c.ApplicationID == d.ApplicationID {
			count = c.Shard[1]
			there = append(there, c.Shard[0])
		}
	}
	if len(shards) == 0 {
		for shard := range count {
			shards = append(shards, shard)
		}
	}
	for _, shard := range shards {
		if !slices.Contains(there, shard) {
			left = append(left, shard)
		}
	}
	return left
}

// sessions tell when a session begins, or goes on.
type sessions struct {
	mu      sync.Mutex    // guards changed
	changed chan struct{} // nil: nobody waits
}

// wait returns what is closed when the next session begins.
func (s *sessions) wait() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// owed is called for each event that a session gets.
func (s *sessions) owed(o emulator.Owed) {
	if o.Name != "READY" && o.Name != "RESUMED" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}
