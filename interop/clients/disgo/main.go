// A bot with disgo. What it has to do is told in ../README.md.
package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/accord-go/accord/interop/clients/report"
	"github.com/disgoorg/disgo"
	"github.com/disgoorg/disgo/bot"
	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/events"
	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/rest"
)

func main() {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	client, err := disgo.New(os.Getenv("DISCORD_TOKEN"),
		bot.WithRestClientConfigOpts(rest.WithURL(os.Getenv("DISCORD_API"))),
		bot.WithGatewayConfigOpts(gateway.WithIntents(
			gateway.IntentGuilds, gateway.IntentGuildMessages, gateway.IntentGuildMessageReactions, gateway.IntentMessageContent,
		)),
		bot.WithEventManagerConfigOpts(bot.WithAsyncEventsEnabled()),
		bot.WithEventListenerFunc(func(e *events.Ready) { report.Step("ready", e.User.ID.String()) }),
		bot.WithEventListenerFunc(func(e *events.GuildReady) { report.Step("guild", e.Guild.ID.String()) }),
		bot.WithEventListenerFunc(onMessage),
		bot.WithEventListenerFunc(func(e *events.GuildMessageReactionAdd) {
			if e.UserID == e.Client().ID() {
				report.Step("reacted", *e.Emoji.Name)
			}
		}),
		bot.WithEventListenerFunc(onCommand),
		bot.WithEventListenerFunc(onComponent),
	)
	if report.Failed(err) || report.Failed(client.OpenGateway(context.Background())) {
		os.Exit(1)
	}
	select {}
}

func onMessage(e *events.GuildMessageCreate) {
	if e.Message.Author.Bot {
		return
	}
	word, _, _ := strings.Cut(e.Message.Content, " ")
	if answer, ok := answers[word]; ok {
		report.Failed(answer(e))
	}
}

var answers = map[string]func(*events.GuildMessageCreate) error{
	"!ping": func(e *events.GuildMessageCreate) error {
		_, err := e.Client().Rest.CreateMessage(e.ChannelID,
			discord.NewMessageCreate().WithContent("pong").WithMessageReferenceByID(e.MessageID))
		return done(err, "pong", "")
	},
	"!edit": func(e *events.GuildMessageCreate) error {
		sent, err := e.Client().Rest.CreateMessage(e.ChannelID, discord.MessageCreate{Content: "before"})
		if err != nil {
			return err
		}
		_, err = e.Client().Rest.UpdateMessage(e.ChannelID, sent.ID, discord.NewMessageUpdate().WithContent("after"))
		return done(err, "edited", "")
	},
	"!react": func(e *events.GuildMessageCreate) error {
		return e.Client().Rest.AddReaction(e.ChannelID, e.MessageID, "👍")
	},
	"!command": func(e *events.GuildMessageCreate) error {
		command, err := e.Client().Rest.CreateGuildCommand(e.Client().ApplicationID, e.GuildID, discord.SlashCommandCreate{
			Name: "greet", Description: "Says hello",
			Options: []discord.ApplicationCommandOption{
				discord.ApplicationCommandOptionString{Name: "name", Description: "To whom", Required: true},
			},
		})
		if err != nil {
			return err
		}
		return done(nil, "command", command.Name())
	},
	"!button": func(e *events.GuildMessageCreate) error {
		_, err := e.Client().Rest.CreateMessage(e.ChannelID,
			discord.NewMessageCreate().WithContent("press").AddActionRow(discord.NewPrimaryButton("Press", "pressed")))
		return done(err, "button", "")
	},
	"!thread": func(e *events.GuildMessageCreate) error {
		thread, err := e.Client().Rest.CreateThreadFromMessage(e.ChannelID, e.MessageID, discord.ThreadCreateFromMessage{Name: "talk"})
		if err != nil {
			return err
		}
		_, err = e.Client().Rest.CreateMessage(thread.ID(), discord.MessageCreate{Content: "in the thread"})
		return done(err, "thread", thread.ID().String())
	},
	"!file": func(e *events.GuildMessageCreate) error {
		file := discord.NewFile("bytes.bin", "", bytes.NewReader(report.Content()))
		sent, err := e.Client().Rest.CreateMessage(e.ChannelID, discord.NewMessageCreate().WithContent("a file").AddFiles(file))
		if err != nil {
			return err
		}
		return report.Compare(sent.Attachments[0].URL)
	},
	"!history": func(e *events.GuildMessageCreate) error {
		page, err := e.Client().Rest.GetMessages(e.ChannelID, 0, e.MessageID, 0, 3)
		var texts []string
		for _, m := range page {
			texts = append(texts, m.Content)
		}
		return done(err, "history", strings.Join(texts, ","))
	},
	"!many": many,
}

func done(err error, step, detail string) error {
	if err == nil {
		report.Step(step, detail)
	}
	return err
}

func many(e *events.GuildMessageCreate) error {
	results := make(chan error)
	for i := range 8 {
		go func() {
			_, err := e.Client().Rest.CreateMessage(e.ChannelID, discord.MessageCreate{Content: fmt.Sprintf("number %d", i)})
			results <- err
		}()
	}
	for range 8 {
		if err := <-results; err != nil {
			return err
		}
	}
	report.Step("many", "8")
	return nil
}

func onCommand(e *events.ApplicationCommandInteractionCreate) {
	name := e.SlashCommandInteractionData().String("name")
	report.Failed(done(greet(e, name), "answered", name))
}

func greet(e *events.ApplicationCommandInteractionCreate, name string) error {
	client := e.Client().Rest
	if name == "defer" {
		if err := e.DeferCreateMessage(false); err != nil {
			return err
		}
		_, err := client.UpdateInteractionResponse(e.ApplicationID(), e.Token(), discord.NewMessageUpdate().WithContent("hello at last"))
		return err
	}
	if err := e.CreateMessage(discord.MessageCreate{Content: "hello, " + name}); err != nil {
		return err
	}
	_, err := client.UpdateInteractionResponse(e.ApplicationID(), e.Token(), discord.NewMessageUpdate().WithContent("hello again, "+name))
	if err != nil {
		return err
	}
	_, err = client.CreateFollowupMessage(e.ApplicationID(), e.Token(), discord.MessageCreate{Content: "one more thing"})
	return err
}

func onComponent(e *events.ComponentInteractionCreate) {
	if e.ButtonInteractionData().CustomID() == "pressed" {
		err := e.UpdateMessage(discord.NewMessageUpdate().WithContent("pressed it").ClearComponents())
		report.Failed(done(err, "clicked", ""))
	}
}
