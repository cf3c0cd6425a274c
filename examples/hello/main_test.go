package main

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// docs:begin
func TestBot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := newBot(d.Token, accord.Config{API: d.API, Dial: d.Dial})
		d.Run(func(ctx context.Context) error { return run(ctx, client) })

		d.Say("hello, <@" + d.BotID.String() + ">")
		synctest.Wait() // until the bot has done all that it was about to do
		if m := d.LastMessage(); m.Content != "Hello, robin!" {
			t.Errorf("the bot said %q", m.Content)
		}

		d.Interaction(emulator.CommandUse{Command: "roll"})
		synctest.Wait()
		if m := d.LastMessage(); !strings.HasPrefix(m.Content, "You rolled ") {
			t.Errorf("/roll answered %q", m.Content)
		}
	})
}

// docs:end
