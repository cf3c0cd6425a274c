// Bench measures Accord and three other Go libraries, each in a process of its
// own, against one fake gateway that plays the same events to each. The
// libraries take turns within each round, so that what else the machine does
// hits all alike; what counts is the ratios. README.md says what was measured.
//
//	go run . -rounds 3
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/accord-go/accord/bench/client"
	"github.com/accord-go/accord/bench/corpus"
	"github.com/accord-go/accord/bench/server"
)

func main() {
	if err := start(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// start runs what the arguments say: a role, for processes that the runner
// started, or the runner.
func start(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(args) == 1 && strings.HasPrefix(args[0], roleFlag) {
		return play(ctx, strings.TrimPrefix(args[0], roleFlag))
	}
	o := defaults()
	var only, libraries string
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&o.rounds, "rounds", o.rounds, "how often each library has its turn")
	flags.IntVar(&o.events, "events", o.events, "events at full speed")
	flags.IntVar(&o.seconds, "seconds", o.seconds, "seconds of events at a pace")
	flags.IntVar(&o.shards, "shards", o.shards, "idle shards")
	flags.Uint64Var(&o.seed, "seed", o.seed, "of the corpus")
	flags.Float64Var(&o.rest, "rest", o.rest, "part of the requests of each scenario of requests; targets hold for 1")
	flags.StringVar(&o.profile, "profile", "", "directory for CPU and allocation profiles of each client")
	flags.StringVar(&only, "scenarios", "", "comma-separated names; all if empty")
	flags.StringVar(&libraries, "libraries", "", "comma-separated names; all if empty")
	list := flags.Bool("list", false, "list the scenarios and end")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if *list {
		for _, s := range scenarios {
			fmt.Printf("%-16s %s\n", s.name, s.title)
		}
		return nil
	}
	chosen, err := choose(only, libraries)
	if err != nil {
		return err
	}
	return run(ctx, o, chosen, os.Stdout, os.Stderr)
}

// options are how much to measure.
type options struct {
	rounds, events, warm, seconds, shards int
	rest                                  float64       // part of the requests
	settle                                time.Duration // before idle shards are looked at
	watch                                 time.Duration // for how long their CPU is
	seed                                  uint64
	world                                 corpus.Counts
	profile                               string
}

func defaults() options {
	return options{rounds: 5, events: 60_000, warm: 2000, seconds: 5, shards: 64, rest: 1, settle: time.Second, watch: 20 * time.Second, seed: 1, world: corpus.Shard}
}

// roleFlag begins the argument of processes that the runner starts.
const roleFlag = "-role="

// play is what such a process does.
func play(ctx context.Context, role string) error {
	switch role {
	case "gateway":
		return playGateway(os.Stdin, os.Stdout)
	case "client":
		return client.Main(ctx, os.Stdin, os.Stdout)
	}
	return fmt.Errorf("no role %q", role)
}

// playGateway serves until in ends, which it does when the runner does.
func playGateway(in io.Reader, out io.Writer) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := json.NewEncoder(out).Encode(l.Addr().String()); err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- server.New().Serve(l) }()
	go func() {
		io.Copy(io.Discard, in)
		failed <- nil
	}()
	return <-failed
}
