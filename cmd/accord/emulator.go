package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// address is what scripts need to use an emulator. It is printed as the first
// line on standard output.
type address struct {
	API           string                `json:"api"`
	Gateway       string                `json:"gateway"`
	UI            string                `json:"ui"`
	Control       string                `json:"control"`
	Token         string                `json:"token"`
	ApplicationID discord.ApplicationID `json:"application_id"`
	ClientSecret  string                `json:"client_secret"` // for OAuth2
	GuildID       discord.GuildID       `json:"guild_id"`
	ChannelID     discord.ChannelID     `json:"channel_id"`
	UserID        discord.UserID        `json:"user_id"`
	Bots          []emulator.Bot        `json:"bots,omitempty"` // of the world's other applications
}

// addressOf returns the addresses of an emulator that listens at l.
func addressOf(e *emulator.Emulator, l net.Listener) address {
	host := l.Addr().String()
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		host = net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port)) // all addresses of the machine: this one will do
	}
	guild, channel, user := e.Home()
	return address{
		API:           "http://" + host + "/api/v10",
		Gateway:       "ws://" + host,
		UI:            "http://" + host + "/",
		Control:       "http://" + host + "/control",
		Token:         e.Token(),
		ApplicationID: e.ApplicationID(),
		ClientSecret:  e.ClientSecret(),
		GuildID:       guild,
		ChannelID:     channel,
		UserID:        user,
		Bots:          e.Bots()[1:],
	}
}

// runEmulator runs the local Discord until ctx ends.
func runEmulator(ctx context.Context, args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:8080", "`address` to listen on; port 0 picks a free one")
	world := flags.String("world", "", "JSON `file` with the guilds, channels and people; without it there is one small guild")
	gateway := flags.String("gateway-url", "", "`URL` of the gateway that clients are told, if a proxy stands in front")
	record := flags.String("record", "", "`file` to which every request and frame is appended, in full and with all tokens")
	remote := flags.Bool("allow-remote", false, "listen on addresses that other machines can reach: everybody there can then do everything")
	if err := parse(flags, args, errs); err != nil {
		return err
	}
	cfg := emulator.Config{
		Logger:      slog.New(slog.NewTextHandler(errs, nil)),
		GatewayURL:  *gateway,
		AllowRemote: *remote,
	}
	if *record != "" {
		sink, err := recordTo(*record, cfg.Logger)
		if err != nil {
			return err
		}
		cfg.Record = sink
	}
	if *world != "" {
		w, err := emulator.LoadWorld(*world)
		if err != nil {
			return err
		}
		cfg.World = w
	}
	e, err := emulator.New(cfg)
	if err != nil {
		return err
	}
	l, err := e.Listen(*addr)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(out).Encode(addressOf(e, l)); err != nil {
		return errors.Join(err, l.Close())
	}
	return serve(ctx, e, l)
}

// shutdownTime is how long clients may take to close what they have open.
const shutdownTime = 2 * time.Second

// serve runs an emulator until ctx ends. Clients may connect to l before.
func serve(ctx context.Context, e *emulator.Emulator, l net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- e.Serve(l) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	_ = e.Shutdown(stop) // who is still there then is cut off
	return <-served
}
