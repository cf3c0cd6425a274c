package client

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/bench/server"
)

// A recorder is what handlers tell. Its methods may be called by any number of
// goroutines, and cost the same for each library.
type recorder struct {
	cfg     Config
	handled atomic.Int64
	first   atomic.Int64  // when the first event after the start was handled, in Unix nanoseconds
	last    atomic.Int64  // when the last one was
	warm    chan struct{} // closed after the events before the start
	done    chan struct{} // closed after the last event

	newest   atomic.Int64   // number of the newest message
	channels []atomic.Int64 // and for each channel
	seen     []atomic.Bool
	stamps   []atomic.Int64
	arrivals *arrivals // nil: the connection isn't watched
	twice    atomic.Int64
	late     atomic.Int64
	inverted atomic.Int64
	odd      atomic.Int64 // messages whose content is not as expected
}

func newRecorder(cfg Config) *recorder {
	r := &recorder{
		cfg:      cfg,
		warm:     make(chan struct{}),
		done:     make(chan struct{}),
		channels: make([]atomic.Int64, cfg.Channels),
		seen:     make([]atomic.Bool, cfg.Messages),
	}
	if cfg.Stamps {
		r.stamps = make([]atomic.Int64, cfg.Messages)
		if cfg.Compression == server.None {
			r.arrivals = &arrivals{times: make([]int64, 0, cfg.Before+cfg.Messages+16)}
		}
	}
	return r
}

// mark is what messages after the start begin with.
const mark = '#'

// message is called by the handler of messages. Content begins with a mark,
// seven digits of the message's number and five of its channel's.
func (r *recorder) message(content string) {
	if len(content) < 15 {
		r.odd.Add(1)
		return
	}
	if content[0] != mark {
		r.count()
		return
	}
	var now int64
	if r.stamps != nil {
		now = time.Now().UnixNano()
	}
	number, err := strconv.ParseInt(content[1:8], 10, 64)
	channel, err2 := strconv.ParseInt(content[9:14], 10, 64)
	if err != nil || err2 != nil || number >= int64(len(r.seen)) || channel >= int64(len(r.channels)) {
		r.odd.Add(1)
		return
	}
	if r.seen[number].Swap(true) {
		r.twice.Add(1)
		return
	}
	if r.stamps != nil {
		r.stamps[number].Store(now)
	}
	if overtaken(&r.newest, number+1) {
		r.late.Add(1)
	}
	if overtaken(&r.channels[channel], number+1) {
		r.inverted.Add(1)
	}
	if r.cfg.slow(int(number)) {
		time.Sleep(r.cfg.Slow)
	}
	r.count()
}

// other is called by the handlers of all other events.
func (r *recorder) other() { r.count() }

func (r *recorder) count() {
	switch int(r.handled.Add(1)) {
	case r.cfg.Before:
		close(r.warm)
	case r.cfg.Before + 1:
		r.first.Store(time.Now().UnixNano())
	case r.cfg.Before + r.cfg.Handle:
		r.last.Store(time.Now().UnixNano())
		close(r.done)
	}
}

// overtaken raises newest to n, or reports that it is higher.
func overtaken(newest *atomic.Int64, n int64) bool {
	for {
		old := newest.Load()
		if old > n {
			return true
		}
		if newest.CompareAndSwap(old, n) {
			return false
		}
	}
}

// slow reports whether the handler of that message is to be slow.
func (c Config) slow(number int) bool {
	return c.SlowEvery > 0 && number%c.SlowEvery == c.SlowEvery-1
}

// wait returns after the last event, or when none has come for too long.
func (r *recorder) wait(ctx context.Context, failed <-chan error) error {
	tick := time.NewTicker(r.cfg.Stall)
	defer tick.Stop()
	before := r.handled.Load()
	started := false
	for {
		select {
		case <-r.done:
			return nil
		case err := <-failed:
			return fmt.Errorf("after the start: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			now := r.handled.Load()
			if started && now == before {
				return nil // the rest is lost
			}
			started = now > int64(r.cfg.Before)
			before = now
		}
	}
}

// result returns what was recorded.
func (r *recorder) result() *Result {
	result := &Result{
		Handled:  int(r.handled.Load()) - r.cfg.Before,
		Twice:    int(r.twice.Load()),
		Late:     int(r.late.Load()),
		Inverted: int(r.inverted.Load()),
		Odd:      int(r.odd.Load()),
	}
	select {
	case <-r.done:
		result.Time = time.Duration(r.last.Load() - r.first.Load())
	default:
	}
	for i := range r.stamps {
		result.Stamps = append(result.Stamps, r.stamps[i].Load())
	}
	return result
}
