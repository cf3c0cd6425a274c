package accord_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/examples/ping/pingbot"
)

// TestConversation plays the demo in virtual time: a message, a command, a
// button, ten quiet minutes, and every way to lose a connection.
func TestConversation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := pingbot.New(d.Token, accord.Config{API: d.API, Dial: d.Dial})
		d.Run(func(ctx context.Context) error { return pingbot.Run(ctx, client) })

		ping(t, d, client)

		id := d.Interaction(emulator.CommandUse{Command: "echo", Options: []emulator.OptionUse{{Name: "text", Value: "hello"}}})
		synctest.Wait()
		answer := d.InteractionState(id).Original
		if answer == nil || answer.Content != "hello" {
			t.Fatalf("/echo was answered with %+v", answer)
		}
		d.Component(emulator.ComponentUse{MessageID: answer.ID, CustomID: "again/1"})
		synctest.Wait()
		changed, err := client.REST.Messages.Get(t.Context(), d.ChannelID, answer.ID)
		if err != nil || changed.Content != "hello (and again)" {
			t.Fatalf("after the click the message is %+v, %v", changed, err)
		}

		before := d.Stats()
		time.Sleep(10 * time.Minute)
		if beats := d.Stats().Heartbeats - before.Heartbeats; beats < 10*60/46 || beats > 10*60/41+1 {
			t.Errorf("%d heartbeats in 10 minutes, want one about every 41.25 s", beats)
		}
		ping(t, d, client)
		if after := d.Stats(); after.Identifies != 1 || after.Resumes != 0 {
			t.Errorf("after 10 quiet minutes: %+v", after)
		}
	})
}

// TestNothingIsLostAcrossDrops writes a message while the connection is down,
// for each way in which it can go down, and wants an answer in the same
// session.
func TestNothingIsLostAcrossDrops(t *testing.T) {
	t.Parallel()
	drops := map[string]emulator.Drop{
		"abrupt":       {Mode: emulator.DropAbrupt},
		"op 7":         {Mode: emulator.DropReconnect},
		"close 4000":   {Mode: emulator.DropClose, Code: 4000},
		"close 1001":   {Mode: emulator.DropClose, Code: 1001},
		"op 9, resume": {Mode: emulator.DropInvalid, Resumable: true},
	}
	for name, drop := range drops {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				client := pingbot.New(d.Token, accord.Config{API: d.API, Dial: d.Dial})
				d.Run(client.Run)
				synctest.Wait() // until it has read that it is connected
				for range 3 {
					before := d.Stats()
					if n := d.Drop(drop); n != 1 {
						t.Fatalf("dropped %d connections, want 1", n)
					}
					ping(t, d, client)
					time.Sleep(10 * time.Second) // the answer may have come over the connection that ends
					if after := d.Stats(); after.Identifies != before.Identifies || after.Resumes != before.Resumes+1 {
						t.Errorf("from %+v to %+v, want one resume", before, after)
					}
				}
			})
		})
	}
}

// ping says !ping and waits for the answer, for a minute at the most.
func ping(t *testing.T, d *emutest.Discord, client *accord.Client) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	pong := accord.Expect(client, func(m *event.MessageCreate) bool {
		return m.Content == "pong" && m.Author.ID == discord.UserID(d.ApplicationID)
	})
	d.Say("!ping")
	if _, err := pong.Wait(ctx); err != nil {
		t.Fatalf("no answer to !ping: %v", err)
	}
}

// run runs the client until stop is called, which waits for its end.
func run(t *testing.T, client *accord.Client) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- client.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ran; err != nil {
			t.Errorf("Run: %v", err)
		}
		client.REST.Close()
	}
}
