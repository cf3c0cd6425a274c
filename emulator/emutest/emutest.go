// Package emutest runs a local Discord inside a Go test, on a network that
// exists only in memory.
//
//	d := emutest.Start(t)
//	client := accord.New(d.Token, accord.Config{API: d.API, Dial: d.Dial})
//	d.Run(client.Run)
//	d.Say("!ping")
//
// [Discord.Run] returns when the bot is connected: of what happened before, it is
// not told, as with Discord.
//
// It works inside a [testing/synctest] bubble, if it was started there: minutes of
// heartbeats, backoff and rate limits pass at once, and [testing/synctest.Wait]
// returns when the bot has done all that it was about to do. What may wait for ever
// needs a deadline, which t.Context() has not: a bot's heart goes on beating.
//
// When the test ends, everything that the client opened must be closed again, or
// the test fails.
package emutest

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// Discord is a local Discord for one test.
type Discord struct {
	Token         string                // of the bot
	API           string                // base of the REST API; only Dial leads there
	ApplicationID discord.ApplicationID // of the bot
	BotID         discord.UserID        // the bot's user, which has the application's ID
	GuildID       discord.GuildID       // where the methods act
	ChannelID     discord.ChannelID     // where the methods act
	UserID        discord.UserID        // the person as whom the methods act

	// Emulator is what runs. Most of what it can do is a method here too, but
	// there it returns errors instead of failing the test.
	Emulator *emulator.Emulator

	t        testing.TB
	network  *network
	sessions *sessions
}

// Start starts a Discord with the default world. It stops when the test ends.
func Start(t testing.TB) *Discord {
	t.Helper()
	return StartWith(t, emulator.Config{})
}

// StartWith is Start with a configuration. Where cfg has no logger, warnings go
// to the test's log.
func StartWith(t testing.TB, cfg emulator.Config) *Discord {
	t.Helper()
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	if cfg.Record == nil {
		cfg.Record = recordOf(t)
	}
	s := new(sessions)
	if owe := cfg.Owe; owe == nil {
		cfg.Owe = s.owed
	} else {
		cfg.Owe = func(o emulator.Owed) {
			owe(o)
			s.owed(o)
		}
	}
	e, err := emulator.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	d := &Discord{
		Token:         e.Token(),
		API:           "http://" + address + "/api/v10",
		ApplicationID: e.ApplicationID(),
		BotID:         discord.UserID(e.ApplicationID()),
		Emulator:      e,
		t:             t,
		network:       newNetwork(),
		sessions:      s,
	}
	d.GuildID, d.ChannelID, d.UserID = e.Home()
	served := make(chan error, 1)
	go func() { served <- e.Serve(d.network) }()
	t.Cleanup(func() { d.stop(served) })
	return d
}

// Dial connects to the emulator. It has the form that HTTP transports and
// Accord's configurations want; addr must be the one in d.API.
func (d *Discord) Dial(ctx context.Context, _, addr string) (net.Conn, error) {
	return d.network.dial(ctx, addr)
}

// grace is how long a client may take to close what it has opened.
const grace = 10 * time.Second

// stop checks that the client has left nothing behind, and stops the emulator.
func (d *Discord) stop(served chan error) {
	if !eventually(func() bool { return len(d.Emulator.Connections()) == 0 }) {
		d.t.Errorf("emutest: gateway connections are still open, so a client was not stopped: %v", d.Emulator.Connections())
	}
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := d.Emulator.Shutdown(ctx); err != nil {
		d.t.Errorf("emutest: the emulator did not stop: %v", err)
	}
	if err := <-served; err != nil {
		d.t.Errorf("emutest: %v", err)
	}
	if !eventually(func() bool { return len(d.network.open()) == 0 }) {
		d.t.Errorf("emutest: the client has not closed its connections number %v", d.network.open())
	}
}

// eventually waits until ok, but not for ever.
func eventually(ok func() bool) bool {
	for waited := time.Duration(0); waited < grace; waited += 5 * time.Millisecond {
		if ok() {
			return true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return ok()
}
