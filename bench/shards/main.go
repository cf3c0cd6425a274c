// Shards starts a bot with many shards against the local Discord, both in this
// process, and tells how long that takes beside what the identify gate prescribes.
//
//	go run ./shards -rounds 3
//
// It exits with status 1 when a round takes 5 % longer than the gate, or Discord
// would have refused an IDENTIFY.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

const (
	// window is Discord's, pace Accord's, which has some slack.
	window = 5 * time.Second
	pace   = 5*time.Second + 250*time.Millisecond

	// allowed is how much longer than the gate a start may take.
	allowed = 1.05
)

func main() {
	shards := flag.Int("shards", 1000, "`number` of shards")
	concurrency := flag.Int("concurrency", 128, "how many may identify at once, Discord's max_concurrency")
	rounds := flag.Int("rounds", 1, "how often")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	for round := range *rounds {
		r, err := measure(ctx, *shards, *concurrency)
		if err == nil {
			fmt.Println(r)
			err = r.check()
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "round %d: %v\n", round+1, err)
			os.Exit(1)
		}
	}
}

// A result is one start of the bot.
type result struct {
	shards, concurrency int
	identifies          int
	took                time.Duration
	memory              uint64 // bytes of heap and stacks
}

// least is how long the start takes with that time between two rows of shards.
func (r result) least(between time.Duration) time.Duration {
	rows := (r.shards + r.concurrency - 1) / r.concurrency
	return time.Duration(rows-1) * between
}

// String tells all on one line.
func (r result) String() string {
	return fmt.Sprintf("%d shards, %d at once: ready after %.2f s; the gate takes %.2f s, Discord's limit %.2f s; %d identifies; %d KB of heap and stacks each, the local Discord's included",
		r.shards, r.concurrency, r.took.Seconds(), r.least(pace).Seconds(), r.least(window).Seconds(), r.identifies, r.memory/uint64(r.shards)/1024)
}

// check returns what is wrong. A start may take a second that the gate is not
// asked in.
func (r result) check() error {
	switch most := time.Duration(allowed*float64(r.least(pace))) + time.Second; {
	case r.identifies != r.shards:
		return fmt.Errorf("%d identifies, want %d", r.identifies, r.shards)
	case r.took > most:
		return fmt.Errorf("it took %v, want %v at most", r.took, most)
	}
	return nil
}

// measure starts the bot once.
func measure(ctx context.Context, shards, concurrency int) (result, error) {
	r := result{shards: shards, concurrency: concurrency}
	e, err := emulator.New(emulator.Config{World: world(shards, concurrency), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return r, err
	}
	l, err := e.Listen("127.0.0.1:0")
	if err != nil {
		return r, err
	}
	served := make(chan error, 1)
	go func() { served <- e.Serve(l) }()
	r.took, r.memory, err = start(ctx, e.Token(), "http://"+l.Addr().String(), shards)
	r.identifies = e.Stats().Identifies
	e.Shutdown(context.Background())
	return r, errors.Join(err, <-served)
}

// world has a guild for each shard.
func world(shards, concurrency int) *emulator.World {
	w := emulator.DefaultWorld()
	w.Rules = emulator.Rules{Shards: shards, MaxConcurrency: concurrency, SessionStarts: 2 * shards}
	for i := range shards {
		id := discord.GuildID(i+1) << 22
		w.Guilds = append(w.Guilds, emulator.WorldGuild{
			ID: id, Name: fmt.Sprint("guild ", i), OwnerID: w.Users[0].ID,
			Channels: []emulator.WorldChannel{{ID: discord.ChannelID(id) + 1, Name: "general"}},
			Members:  []emulator.WorldMember{{UserID: w.Users[0].ID}},
		})
	}
	return w
}

// start runs a client until all shards are ready, and returns how long that took
// and how much memory is in use then.
func start(ctx context.Context, token, api string, shards int) (took time.Duration, memory uint64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client := accord.New(token, accord.Config{
		API:         api,
		Compression: gateway.CompressionNone,
		Sessions:    new(gateway.MemoryStore),
		Logger:      slog.New(slog.DiscardHandler),
	})
	ready := make(chan struct{}, shards)
	accord.On(client, func(context.Context, *event.ShardReady) error {
		ready <- struct{}{}
		return nil
	})
	ran := make(chan error, 1)
	begun := time.Now()
	go func() { ran <- client.Run(ctx) }()
	for range shards {
		select {
		case <-ready:
		case err := <-ran:
			return 0, 0, errors.Join(errors.New("the bot ended"), err)
		}
	}
	took = time.Since(begun)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	cancel()
	return took, m.HeapAlloc + m.StackInuse, <-ran
}
