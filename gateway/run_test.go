package gateway_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// A run is a shard that runs against a fake.
type run struct {
	*gateway.Shard
	t      *testing.T
	cancel context.CancelFunc
	done   chan error

	mu     sync.Mutex // guards all below
	frames []gateway.Frame
	told   []string // by hooks
	errs   []error  // by Hooks.Disconnected and Hooks.Error
}

// run starts a shard against f. It is stopped at the end of the test.
func (f *fake) run(change func(*gateway.Config)) *run {
	r := &run{t: f.t, done: make(chan error, 1)}
	cfg := gateway.Config{
		Token:       token,
		URL:         "ws://" + mainHost,
		Intents:     discord.IntentsDefault,
		Compression: gateway.CompressionNone,
		Dial:        f.Dial,
		Logger:      slog.New(slog.DiscardHandler),
		Hooks:       r.hooks(),
		Handle: func(_ context.Context, fr gateway.Frame) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.frames = append(r.frames, fr)
			return nil
		},
	}
	if change != nil {
		change(&cfg)
	}
	r.Shard = gateway.New(cfg)
	r.SetRandom(func() float64 { return 0.5 })
	ctx, cancel := context.WithCancel(f.t.Context())
	r.cancel = cancel
	go func() { r.done <- r.Run(ctx) }()
	f.t.Cleanup(func() {
		cancel()
		if r.done != nil {
			<-r.done
		}
	})
	return r
}

// hooks writes down what hooks tell.
func (r *run) hooks() gateway.Hooks {
	tell := func(format string, args ...any) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.told = append(r.told, fmt.Sprintf(format, args...))
	}
	fail := func(err error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.errs = append(r.errs, err)
	}
	return gateway.Hooks{
		Connected:    func(string) { tell("connected") },
		Disconnected: func(code int, err error, resume bool) { tell("disconnected %d %t", code, resume); fail(err) },
		Ready:        func(s gateway.Session) { tell("ready %s", s.ID) },
		Resumed:      func(n int) { tell("resumed %d", n) },
		SessionLost:  func(s gateway.Session, reason string) { tell("lost %s: %s", s.ID, reason) },
		Backpressure: func(on bool) { tell("backpressure %t", on) },
		RateLimited:  func(e *gateway.RateLimitError) { tell("limited %v", e) },
		Error:        func(err error) { tell("error"); fail(err) },
	}
}

// wait waits for Run to return by itself.
func (r *run) wait() error {
	r.t.Helper()
	select {
	case err := <-r.done:
		r.done = nil
		return err
	case <-time.After(time.Hour):
		r.t.Fatal("Run goes on")
		return nil
	}
}

// forget gives up what r has written down.
func (r *run) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frames, r.told, r.errs = nil, nil, nil
}

// stop ends Run's context and returns what Run returns.
func (r *run) stop() error {
	r.t.Helper()
	r.cancel()
	return r.wait()
}

// received returns the names and sequences of the events handled so far.
func (r *run) received() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for _, f := range r.frames {
		names = append(names, fmt.Sprintf("%s %d", f.Type, f.Seq))
	}
	return names
}

// log returns what hooks told so far.
func (r *run) log() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.told...)
}

// errors returns the errors that hooks told so far.
func (r *run) errors() []error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]error(nil), r.errs...)
}
