package accord_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestIntentsAreAudited registers handlers for events that no intent asks for.
func TestIntentsAreAudited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		var log bytes.Buffer
		client := accord.New(d.Token, accord.Config{
			API: d.API, Dial: d.Dial, Intents: discord.IntentGuilds | discord.IntentGuildMessages,
			Logger: slog.New(slog.NewTextHandler(&log, nil)),
		})
		for range 2 {
			accord.On(client, func(context.Context, *event.GuildMemberAdd) error { return nil })
		}
		accord.On(client, func(context.Context, *event.TypingStart) error { return nil })
		accord.On(client, func(context.Context, *event.MessageCreate) error { return nil })
		accord.On(client, func(context.Context, *event.InteractionCreate) error { return nil })
		accord.On(client, func(context.Context, event.Event) error { return nil })
		var messages atomic.Int64 // that handlers get
		client.Use(func(next accord.Handler) accord.Handler {
			return func(ctx context.Context, e event.Event) error {
				if e.EventName() == "MESSAGE_CREATE" {
					messages.Add(1)
				}
				return next(ctx, e)
			}
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		for range 3 {
			d.Say("what the bot can't see")
		}
		synctest.Wait()
		stop()
		if got := messages.Load(); got != 6 {
			t.Errorf("middleware saw %d calls of two handlers for 3 messages", got)
		}
		for text, want := range map[string]int{
			"event=GUILD_MEMBER_ADD add=discord.IntentGuildMembers":                                          1,
			`event=TYPING_START add="discord.IntentGuildMessageTyping or discord.IntentDirectMessageTyping"`: 1,
			"an intent is missing":                           2,
			"messages come without their content":            1,
			"discord.IntentMessageContent in Config.Intents": 1,
		} {
			if got := strings.Count(log.String(), text); got != want {
				t.Errorf("%d times %q, want %d, in\n%s", got, text, want, &log)
			}
		}
	})
}

// TestContentIsNotExplainedForNothing says nothing to bots that have the content
// or do not look at messages.
func TestContentIsNotExplainedForNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		intents discord.Intents
		handle  bool
	}{
		{"has it", discord.IntentsDefault | discord.IntentMessageContent, true},
		{"does not look", discord.IntentsDefault, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				var log bytes.Buffer
				client := accord.New(d.Token, accord.Config{
					API: d.API, Dial: d.Dial, Intents: tt.intents, Logger: slog.New(slog.NewTextHandler(&log, nil)),
				})
				if tt.handle {
					accord.On(client, func(context.Context, *event.MessageCreate) error { return nil })
				}
				var stop func()
				connected(t, client, func() { stop = run(t, client) })
				d.Say("hello")
				synctest.Wait()
				stop()
				if strings.Contains(log.String(), "content") || strings.Contains(log.String(), "intent") {
					t.Error(log.String())
				}
			})
		})
	}
}

// TestDisallowedCommand explains no intents where none was asked for: Discord
// also closes with 4014 for a command.
func TestDisallowedCommand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := accord.New(d.Token, accord.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)})
		accord.On(client, func(context.Context, *event.ShardReady) error {
			d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4014})
			return nil
		})
		err := client.Run(t.Context())
		if refused, ok := errors.AsType[*accord.DisallowedIntentsError](err); ok || !errors.Is(err, gateway.ErrDisallowedIntents) {
			t.Errorf("Run = %v (%+v), want ErrDisallowedIntents alone", err, refused)
		}
	})
}

// TestDisallowedIntents names the intents that the portal does not grant.
func TestDisallowedIntents(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		granted, asked discord.Intents
		want           discord.Intents
		text           string
	}{
		{
			discord.IntentMessageContent, discord.IntentsDefault | discord.IntentsPrivileged,
			discord.IntentGuildPresences | discord.IntentGuildMembers,
			"not given discord.IntentGuildPresences (Presence Intent) and discord.IntentGuildMembers (Server Members Intent)",
		},
		{
			discord.IntentGuildPresences | discord.IntentGuildMembers, discord.IntentsDefault | discord.IntentMessageContent,
			discord.IntentMessageContent,
			"not given discord.IntentMessageContent (Message Content Intent)",
		},
	} {
		t.Run(tt.want.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := emulator.DefaultWorld()
				w.Applications[0].Privileged = &tt.granted
				d := emutest.StartWith(t, emulator.Config{World: w})
				client := accord.New(d.Token, accord.Config{API: d.API, Dial: d.Dial, Intents: tt.asked, Logger: slog.New(slog.DiscardHandler)})
				err := client.Run(t.Context())
				refused, ok := errors.AsType[*accord.DisallowedIntentsError](err)
				if !ok || refused.Intents != tt.want || !errors.Is(err, gateway.ErrDisallowedIntents) || !strings.Contains(err.Error(), tt.text) {
					t.Errorf("Run = %v, want %q", err, tt.text)
				}
				// Where the flags can't be asked for, those that were asked for are named.
				d.FailNext(emulator.Failure{Path: "/applications/@me", Status: 403})
				err = client.Run(t.Context())
				if refused, ok := errors.AsType[*accord.DisallowedIntentsError](err); !ok || refused.Intents != tt.asked&discord.IntentsPrivileged {
					t.Errorf("without the flags: %v", err)
				}
			})
		})
	}
}
