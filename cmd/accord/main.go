// Accord runs a local Discord, so that a bot can be developed without a token
// and without the internet.
//
//	accord emulator    runs the local Discord for bots in any language
//	accord demo        runs it together with an example bot
//	accord proxy       keeps Discord's rate limits for programs in any language
//	accord version     prints the version
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// A command is what the first argument names. Its error is printed as one line.
type command struct {
	name, short string
	run         func(ctx context.Context, args []string, out, errs io.Writer) error
}

// commands returns all commands in the order in which help lists them.
func commands() []command {
	return []command{
		{"demo", "run the local Discord with an example bot, to try it out", runDemo},
		{"emulator", "run the local Discord for bots in any language", runEmulator},
		{"proxy", "keep Discord's rate limits for programs in any language", runProxy},
		{"version", "print the version", runVersion},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// The statuses that the program exits with.
const (
	statusOK    = 0
	statusError = 1
	statusUsage = 2
)

// run runs the command that args name, and returns the status to exit with.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) == 0 {
		usage(errs)
		return statusUsage
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		usage(out)
		return statusOK
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		err := c.run(ctx, args[1:], out, errs)
		switch {
		case err == nil || errors.Is(err, flag.ErrHelp):
			return statusOK
		case errors.Is(err, errUsage):
			return statusUsage
		default:
			fmt.Fprintf(errs, "accord %s: %v\n", c.name, err)
			return statusError
		}
	}
	fmt.Fprintf(errs, "accord: there is no command %q; accord help lists them\n", args[0])
	return statusUsage
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Accord is a Discord library for Go, with a local Discord to develop bots against.\n\nUsage: accord COMMAND [FLAGS]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.short)
	}
	fmt.Fprint(w, "\naccord COMMAND -h lists a command's flags.\n")
}

// errUsage means that the flags were wrong, and that this has been said.
var errUsage = errors.New("wrong flags")

// parse reads flags, of which a command takes nothing but.
func parse(flags *flag.FlagSet, args []string, errs io.Writer) error {
	flags.SetOutput(errs)
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return errUsage
	case flags.NArg() > 0:
		fmt.Fprintf(errs, "accord %s: unexpected argument %q\n", flags.Name(), flags.Arg(0))
		return errUsage
	}
	return nil
}

func runVersion(_ context.Context, args []string, out, errs io.Writer) error {
	if err := parse(flag.NewFlagSet("version", flag.ContinueOnError), args, errs); err != nil {
		return err
	}
	version := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	_, err := fmt.Fprintln(out, "accord", version)
	return err
}
