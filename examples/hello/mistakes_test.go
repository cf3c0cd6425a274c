package main

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/interaction"
)

// TestMistakes makes the mistakes that docs/first-bot.md explains, and wants each
// to give the error that is there.
func TestMistakes(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/first-bot.md")
	if err != nil {
		t.Fatal(err)
	}
	without := emulator.DefaultWorld()
	without.Applications[0].Privileged = new(discord.Intents)
	tests := map[string]struct {
		world *emulator.World
		do    func(ctx context.Context, d *emutest.Discord, cfg accord.Config) error
	}{
		"no token": {do: func(ctx context.Context, _ *emutest.Discord, cfg accord.Config) error {
			return run(ctx, newBot("", cfg))
		}},
		"wrong token": {do: func(ctx context.Context, _ *emutest.Discord, cfg accord.Config) error {
			return run(ctx, newBot("MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b", cfg))
		}},
		"intent not granted": {without, func(ctx context.Context, d *emutest.Discord, cfg accord.Config) error {
			cfg.Intents = discord.IntentsDefault | discord.IntentMessageContent
			return run(ctx, newBot(d.Token, cfg))
		}},
		"no handler": {do: func(ctx context.Context, d *emutest.Discord, cfg accord.Config) error {
			return rollWith(ctx, d, cfg, func(*interaction.Mux) {})
		}},
		"slow handler": {do: func(ctx context.Context, d *emutest.Discord, cfg accord.Config) error {
			return rollWith(ctx, d, cfg, func(mux *interaction.Mux) {
				mux.Command("roll", func(ctx context.Context, c *interaction.Command) error {
					time.Sleep(4 * time.Second)
					return c.Reply(ctx, discord.InteractionMessage{Content: "late"})
				})
			})
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.StartWith(t, emulator.Config{World: tt.world})
				err := tt.do(t.Context(), d, accord.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)})
				if err == nil || !strings.Contains(string(text), err.Error()) {
					t.Errorf("docs/first-bot.md does not have the error %q", err)
				}
			})
		})
	}
}

// rollWith uses /roll of a bot that has the handlers of add instead of its own, and
// returns the handler's error.
func rollWith(ctx context.Context, d *emutest.Discord, cfg accord.Config, add func(*interaction.Mux)) error {
	failed := make(chan error, 1)
	cfg.OnError = func(_ context.Context, _ event.Event, err error) { failed <- err }
	client := accord.New(d.Token, cfg)
	mux := interaction.NewMux(client.REST)
	add(mux)
	accord.On(client, mux.Handle)
	stop := d.Run(func(ctx context.Context) error { return run(ctx, client) })
	defer stop()
	d.Interaction(emulator.CommandUse{Command: "roll"})
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
