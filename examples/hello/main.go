// Hello is a first bot: it greets who says hello to it, and rolls a die.
package main

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/interaction"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, newBot(os.Getenv("DISCORD_TOKEN"), accord.Config{})); err != nil && ctx.Err() == nil {
		log.Fatal(err)
	}
}

// newBot returns a client with the bot's handlers.
func newBot(token string, cfg accord.Config) *accord.Client {
	client := accord.New(token, cfg)
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		if m.Author.Bot || !strings.Contains(m.Content, "hello") {
			return nil
		}
		_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "Hello, " + m.Author.Username + "!"})
		return err
	})
	mux := interaction.NewMux(client.REST)
	mux.Command("roll", func(ctx context.Context, c *interaction.Command) error {
		return c.Reply(ctx, discord.InteractionMessage{Content: fmt.Sprintf("You rolled %d.", 1+rand.N(6))})
	})
	accord.On(client, mux.Handle)
	return client
}

// run tells Discord the bot's commands, and runs it until ctx ends.
func run(ctx context.Context, client *accord.Client) error {
	app, err := client.REST.Applications.Me(ctx)
	if err == nil {
		commands := discord.BulkSetCommands{{Name: "roll", Description: "Rolls a die"}} // all that it has
		_, err = client.REST.Commands.BulkSet(ctx, app.ID, commands)
	}
	if err != nil {
		return err
	}
	return client.Run(ctx)
}
