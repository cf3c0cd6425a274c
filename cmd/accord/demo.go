package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/examples/ping/pingbot"
	"github.com/accord-go/accord/gateway"
)

// runDemo runs the local Discord and the example bot on it, until ctx ends or
// one of them fails.
func runDemo(ctx context.Context, args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:0", "`address` to listen on; port 0 picks a free one")
	if err := parse(flags, args, errs); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelWarn}))
	e, err := emulator.New(emulator.Config{Logger: log})
	if err != nil {
		return err
	}
	l, err := e.Listen(*addr)
	if err != nil {
		return err
	}
	where := addressOf(e, l)
	fmt.Fprintf(out, `A local Discord with an example bot is running. Open this page:

    %s

Type !ping, run /echo text:hello, click the button. Ctrl-C ends it.
`, where.UI)

	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		defer stop()                         // without its bot the demo is nothing
		sessions := new(gateway.MemoryStore) // they end with this Discord
		ended <- pingbot.Run(ctx, pingbot.New(where.Token, accord.Config{API: where.API, Logger: log, Sessions: sessions}))
	}()
	err = serve(ctx, e, l)
	stop()
	return errors.Join(err, <-ended)
}
