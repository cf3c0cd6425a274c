// Package pingbot is what the example bot does, apart from how it is started,
// so that the demo can run it too.
package pingbot

import (
	"context"
	"strconv"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/interaction"
)

// New returns a client with the bot's handlers. It sets the intents that the
// bot needs.
func New(token string, cfg accord.Config) *accord.Client {
	cfg.Intents = discord.IntentsDefault | discord.IntentMessageContent
	client := accord.New(token, cfg)

	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		if m.Author.Bot || m.Content != "!ping" {
			return nil
		}
		_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "pong"})
		return err
	})

	mux := interaction.NewMux(client.REST)
	mux.Command("echo", echo)
	mux.Component("again/{times}", again)
	accord.On(client, mux.Handle)
	return client
}

// Run declares the bot's command to Discord, and runs the client until ctx ends.
// In a handler of event.Ready the command would not be declared after a restart
// that goes on with the session of before.
func Run(ctx context.Context, client *accord.Client) error {
	if err := declare(ctx, client); err != nil && ctx.Err() == nil {
		return err
	}
	return client.Run(ctx)
}

func declare(ctx context.Context, client *accord.Client) error {
	app, err := client.REST.Applications.Me(ctx)
	if err != nil {
		return err
	}
	_, err = client.REST.Commands.Create(ctx, app.ID, echoCommand)
	return err
}

// echoCommand declares /echo.
var echoCommand = discord.CreateCommand{
	Name:        "echo",
	Description: "Says what you say",
	Options: discord.CommandOptions{
		discord.StringOption{Name: "text", Description: "What to say", Required: true, MaxLength: 1000},
	},
}

// echo answers with the text and a button.
func echo(ctx context.Context, c *interaction.Command) error {
	return c.Reply(ctx, discord.InteractionMessage{
		Content:         c.Text("text"),
		Components:      button(1),
		AllowedMentions: &discord.AllowedMentions{}, // nobody is called by someone else's words
	})
}

// again says it once more, in the same message.
func again(ctx context.Context, c *interaction.Component) error {
	times, err := strconv.Atoi(c.PathValue("times"))
	if err != nil || c.Interaction.Message == nil {
		return err
	}
	return c.Update(ctx, discord.UpdateMessage{
		Content:         discord.Set(c.Interaction.Message.Content + " (and again)"),
		Components:      discord.Set(button(times + 1)),
		AllowedMentions: discord.Set(discord.AllowedMentions{}),
	})
}

// button is the row below the message, after so many times. The custom_id
// carries the count, so the bot has nothing to remember.
func button(times int) discord.Components {
	return discord.Components{discord.ActionRow{Components: discord.RowComponents{discord.Button{
		Style:    discord.ButtonStylePrimary,
		Label:    "Again",
		CustomID: "again/" + strconv.Itoa(times),
		Disabled: times > 5,
	}}}}
}
