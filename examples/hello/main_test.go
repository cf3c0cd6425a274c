package main

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// docs:begin
func TestBot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := newBot(d.Token, accord.Config{API: d.API, Dial: d.Dial})
		d.Run(func(ctx context.Context) error { return run(ctx, client) })

		greeting := accord.Expect(client, func(m *event.MessageCreate) bool { return m.Author.Bot })
		d.Say("hello, <@" + d.BotID.String() + ">")
		if m, err := greeting.Wait(t.Context()); err != nil || !strings.HasPrefix(m.Content, "Hello, ") {
			t.Errorf("the bot said %v, %v", m, err)
		}

		id := d.Interaction(emulator.CommandUse{Command: "roll"})
		synctest.Wait() // until the bot has done all that it was about to do
		if a := d.InteractionState(id).Original; a == nil || !strings.HasPrefix(a.Content, "You rolled ") {
			t.Errorf("/roll answered %+v", a)
		}
	})
}

// docs:end
