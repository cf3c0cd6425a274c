// Package client is the side that is measured: one library, in a process of its
// own, doing as little as its users can do with it.
package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"time"
)

// A Config is what the process is told, as one line of JSON.
type Config struct {
	Library     string
	API         string // http://host:port
	Compression string // "", payload, zlib-stream or zstd-stream
	Order       string // one of the orders below

	All      bool // handle all kinds of events; otherwise messages only
	Before   int  // events to handle before the start
	Handle   int  // events to handle after it
	Messages int  // how many of them are messages
	Channels int

	Stamps    bool          // tell when each message came and was handled
	SlowEvery int           // every so many messages, the handler is slow; 0: never
	Slow      time.Duration // and sleeps so long
	Stall     time.Duration // without an event for so long: those that are left are lost

	Shards int           // not 0: open so many idle shards, and nothing else
	Settle time.Duration // before they are looked at: time for what comes with READY
	Watch  time.Duration // then how long their CPU is

	REST *RESTWork // not nil: requests, and nothing else

	Profile string // file for a CPU profile from the start on; "": none
}

// Orders in which events are handled.
const (
	Default    = "default"    // as the library does it when it isn't told
	Ordered    = "ordered"    // all events one after another
	Concurrent = "concurrent" // side by side
)

// A Result is what the process tells at the end, as one line of JSON.
type Result struct {
	Handled  int           // after the start
	Twice    int           // messages that were handled again
	Late     int           // messages that a newer one had overtaken
	Inverted int           // those that one of the same channel had overtaken
	Odd      int           // messages that are none of the corpus
	Time     time.Duration // from the first event to the last
	CPU      time.Duration // user and system
	Mallocs  uint64
	Bytes    uint64 // allocated
	GCs      uint32
	Peak     uint64  // highest resident set after the start, in bytes; 0: unknown
	Stamps   []int64 // for each message when its handler began, in Unix nanoseconds; 0: never
	Arrived  []int64 // and when its bytes had been read from the connection; nil: not watched

	Idle *Idle
	REST *RESTResult
}

// Idle is what idle shards hold, each.
type Idle struct {
	Held       uint64 // bytes of heap and stacks
	RSS        int64  // bytes of the process
	Goroutines float64
	CPU        float64 // of all, user and system, in processors; 0: not watched
}

// A library runs a bot, or idle shards, on one library.
type library struct {
	// run connects, and has r told of events until ctx ends. It returns when
	// it has disconnected.
	run func(ctx context.Context, cfg Config, r *recorder) error

	// idle opens a shard, calls ready when it got READY, and keeps it until ctx
	// ends.
	idle func(ctx context.Context, cfg Config, ready func()) error
}

var libraries = map[string]library{
	"accord":    {runAccord, idleAccord},
	"gateway":   {runGateway, idleAccord},
	"arikawa":   {runArikawa, idleArikawa},
	"discordgo": {runDiscordgo, idleDiscordgo},
	"disgo":     {runDisgo, idleDisgo},
}

// Libraries returns the names of the libraries.
func Libraries() []string {
	var names []string
	for name := range libraries {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// token has the application's ID in it, which one library looks for.
const token = "MTc1OTI4ODQ3Mjk5MTE3MDAw.bench.bench"

// Main is the process: it reads a Config from in, connects, writes {} when it
// waits for the start, and a Result at the end.
func Main(ctx context.Context, in io.Reader, out io.Writer) error {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	line, err := bufio.NewReader(in).ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("client: read config: %w", err)
	}
	var cfg Config
	if err := json.Unmarshal(line, &cfg); err != nil {
		return fmt.Errorf("client: read config: %w", err)
	}
	if cfg.REST != nil && posters[cfg.Library] != nil {
		result, err := measureREST(ctx, cfg, out)
		if err != nil {
			return fmt.Errorf("client: %s: %w", cfg.Library, err)
		}
		return json.NewEncoder(out).Encode(result)
	}
	lib, ok := libraries[cfg.Library]
	if !ok {
		return fmt.Errorf("client: no library %q", cfg.Library)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	measure := measureBot
	if cfg.Shards > 0 {
		measure = measureIdle
	}
	result, err := measure(ctx, cfg, lib, out)
	if err != nil {
		return fmt.Errorf("client: %s: %w", cfg.Library, err)
	}
	return json.NewEncoder(out).Encode(result)
}

// measureBot measures a bot from the start to its last event.
func measureBot(ctx context.Context, cfg Config, lib library, out io.Writer) (*Result, error) {
	r := newRecorder(cfg)
	failed := make(chan error, 1)
	go func() { failed <- lib.run(ctx, cfg, r) }()
	select {
	case <-r.warm:
	case err := <-failed:
		return nil, fmt.Errorf("before the start: %w", err)
	case <-time.After(time.Minute):
		return nil, fmt.Errorf("only %d of %d events to warm up with came in a minute", r.handled.Load(), cfg.Before)
	}
	before, err := takeUsage()
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(out, "{}\n"); err != nil {
		return nil, err
	}
	stop, err := profile(cfg.Profile)
	if err != nil {
		return nil, err
	}
	err = r.wait(ctx, failed)
	stop()
	if err != nil {
		return nil, err
	}
	after, err := usageNow()
	if err != nil {
		return nil, err
	}
	result := r.result()
	if r.arrivals != nil {
		result.Arrived = r.arrivals.last(cfg.Handle)
	}
	after.since(before, result)
	return result, nil
}

// profile writes a CPU profile to file, and where memory was allocated beside
// it, until stop is called.
func profile(file string) (stop func(), err error) {
	if file == "" {
		return func() {}, nil
	}
	cpu, err := os.Create(file + ".cpu")
	if err != nil {
		return nil, err
	}
	mem, err := os.Create(file + ".mem")
	if err != nil {
		return nil, errors.Join(err, cpu.Close())
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return nil, errors.Join(err, cpu.Close(), mem.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		if err := errors.Join(pprof.Lookup("allocs").WriteTo(mem, 0), cpu.Close(), mem.Close()); err != nil {
			slog.Warn("no profile", "error", err)
		}
	}, nil
}

// measureIdle measures shards that have nothing to do.
func measureIdle(ctx context.Context, cfg Config, lib library, out io.Writer) (*Result, error) {
	failed := make(chan error, cfg.Shards+1)
	open := func(n int) error {
		ready := make(chan struct{}, n)
		for range n {
			go func() { failed <- lib.idle(ctx, cfg, func() { ready <- struct{}{} }) }()
		}
		for range n {
			select {
			case <-ready:
			case err := <-failed:
				return err
			case <-time.After(time.Minute):
				return fmt.Errorf("not all shards were ready in a minute")
			}
		}
		time.Sleep(cfg.Settle)
		return nil
	}
	if err := open(1); err != nil { // has what is needed once
		return nil, err
	}
	before, goroutines := heldNow(), runtime.NumGoroutine()
	if err := open(cfg.Shards); err != nil {
		return nil, err
	}
	after := heldNow()
	if _, err := io.WriteString(out, "{}\n"); err != nil {
		return nil, err
	}
	cpu, err := watch(ctx, cfg.Watch)
	if err != nil {
		return nil, err
	}
	n := cfg.Shards
	return &Result{Idle: &Idle{
		CPU:        cpu,
		Held:       (after.held - min(before.held, after.held)) / uint64(n),
		RSS:        (after.rss - before.rss) / int64(n),
		Goroutines: float64(runtime.NumGoroutine()-goroutines) / float64(n),
	}}, nil
}

// watch returns how many processors the process uses for that long.
func watch(ctx context.Context, d time.Duration) (float64, error) {
	if d <= 0 {
		return 0, nil
	}
	before, err := usageNow()
	if err != nil {
		return 0, err
	}
	start := time.Now()
	select {
	case <-time.After(d):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	after, err := usageNow()
	return float64(after.cpu-before.cpu) / float64(time.Since(start)), err
}
