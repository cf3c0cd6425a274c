package gateway_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/gateway"
)

// A listener is a shard on the emulator that notes the messages it receives.
type listener struct {
	*gateway.Shard
	mu       sync.Mutex // guards all below
	messages []string
	ended    []error
}

// runShard runs a shard on d until the test ends.
func runShard(t *testing.T, d *emutest.Discord, change func(*gateway.Config)) *listener {
	t.Helper()
	bot := gatewayBot(t, d)
	l := new(listener)
	cfg := gateway.Config{
		Token:      d.Token,
		URL:        bot.URL,
		StartLimit: bot.SessionStartLimit,
		Intents:    discord.IntentsDefault | discord.IntentMessageContent,
		Dial:       d.Dial,
		Logger:     slog.New(slog.DiscardHandler),
		Handle: func(_ context.Context, f gateway.Frame) error {
			if f.Type != "MESSAGE_CREATE" {
				return nil
			}
			var m struct{ Content string }
			if err := json.Unmarshal([]byte(f.Data), &m); err != nil {
				return err
			}
			l.mu.Lock()
			defer l.mu.Unlock()
			l.messages = append(l.messages, m.Content)
			return nil
		},
		Hooks: gateway.Hooks{Disconnected: func(_ int, err error, _ bool) {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.ended = append(l.ended, err)
		}},
	}
	if change != nil {
		change(&cfg)
	}
	l.Shard = gateway.New(cfg)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- l.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return l
}

// gatewayBot asks where to connect.
func gatewayBot(t *testing.T, d *emutest.Discord) discord.GatewayBot {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DialContext: d.Dial, DisableKeepAlives: true}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.API+"/gateway/bot", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bot "+d.Token)
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var bot discord.GatewayBot
	if err := json.NewDecoder(response.Body).Decode(&bot); err != nil {
		t.Fatal(err)
	}
	return bot
}

// TestEmulator loses the connection in many ways, on each transport, with
// messages before, between and after: each arrives once, in order, in one
// session.
func TestEmulator(t *testing.T) {
	t.Parallel()
	for _, compression := range transports {
		t.Run(compression.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				l := runShard(t, d, func(cfg *gateway.Config) { cfg.Compression = compression })
				time.Sleep(time.Second)
				var want []string
				say := func(n int) {
					for range n {
						text := fmt.Sprintf("message %d", len(want))
						want = append(want, text)
						d.Say(text)
					}
				}
				losses := []func(){
					func() { d.Drop(emulator.Drop{Mode: emulator.DropAbrupt}) },
					func() { d.Drop(emulator.Drop{Mode: emulator.DropReconnect}) },
					func() { d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4000}) },
					func() { d.Drop(emulator.Drop{Mode: emulator.DropInvalid, Resumable: true}) },
					func() { d.SetGatewayFaults(emulator.GatewayFaults{Corrupt: 1}) },
					func() { d.SetGatewayFaults(emulator.GatewayFaults{Truncate: 1}) },
					func() { d.SetGatewayFaults(emulator.GatewayFaults{MissACKs: 1}); time.Sleep(2 * time.Minute) },
				}
				for _, lose := range losses {
					say(5)
					lose()
					say(5)
					time.Sleep(time.Minute)
				}
				say(1)
				time.Sleep(time.Minute)
				synctest.Wait()
				l.mu.Lock()
				defer l.mu.Unlock()
				if !slices.Equal(l.messages, want) {
					t.Errorf("received %q, want %q", l.messages, want)
				}
				if len(l.ended) != len(losses) {
					t.Errorf("connections ended: %v", l.ended)
				}
				if s := d.Stats(); s.Identifies != 1 || s.Resumes != len(losses) {
					t.Errorf("%d identifies and %d resumes, want 1 and %d", s.Identifies, s.Resumes, len(losses))
				}
			})
		})
	}
}

// TestEmulatorLimit sends ten times what a minute allows, to a server that
// closes with 4008.
func TestEmulatorLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		l := runShard(t, d, nil)
		for range 1200 {
			if err := l.Send(t.Context(), gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: d.GuildID}); err != nil {
				t.Fatal(err)
			}
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		if len(l.ended) != 0 {
			t.Errorf("connections ended: %v", l.ended)
		}
	})
}
