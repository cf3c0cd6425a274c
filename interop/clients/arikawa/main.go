// A bot with arikawa. What it has to do is told in ../README.md.
package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/accord-go/accord/interop/clients/report"
	"github.com/diamondburned/arikawa/v3/api"
	"github.com/diamondburned/arikawa/v3/discord"
	"github.com/diamondburned/arikawa/v3/gateway"
	"github.com/diamondburned/arikawa/v3/state"
	"github.com/diamondburned/arikawa/v3/utils/httputil/httpdriver"
	"github.com/diamondburned/arikawa/v3/utils/json/option"
	"github.com/diamondburned/arikawa/v3/utils/sendpart"
	"github.com/diamondburned/arikawa/v3/utils/ws"
)

// A bot is what the handlers share.
type bot struct {
	*state.State
	me discord.UserID
}

func main() {
	base, err := url.Parse(os.Getenv("DISCORD_API"))
	if report.Failed(err) {
		os.Exit(1)
	}
	// arikawa's addresses are constants, and each of its clients uses the default transport.
	http.DefaultTransport = report.Redirect{Base: base, Next: http.DefaultTransport}
	ws.WSDebug = func(v ...any) { fmt.Fprintln(os.Stderr, v...) }

	b := &bot{State: state.New("Bot " + os.Getenv("DISCORD_TOKEN"))}
	b.AddIntents(gateway.IntentGuilds | gateway.IntentGuildMessages | gateway.IntentGuildMessageReactions)
	b.AddIntents(gateway.IntentMessageContent)
	b.Client.Client.OnResponse = append(b.Client.Client.OnResponse, func(r httpdriver.Request, resp httpdriver.Response) error {
		if resp != nil {
			fmt.Fprintln(os.Stderr, r.GetPath(), resp.GetStatus())
		}
		return nil
	})
	b.AddHandler(func(r *gateway.ReadyEvent) {
		b.me = r.User.ID
		report.Step("ready", r.User.ID.String())
	})
	b.AddHandler(func(g *gateway.GuildCreateEvent) { report.Step("guild", g.ID.String()) })
	b.AddHandler(b.onMessage)
	b.AddHandler(func(r *gateway.MessageReactionAddEvent) {
		if r.UserID == b.me {
			report.Step("reacted", r.Emoji.Name)
		}
	})
	b.AddHandler(b.onInteraction)
	report.Failed(b.Connect(context.Background()))
}

func (b *bot) onMessage(m *gateway.MessageCreateEvent) {
	if m.Author.Bot {
		return
	}
	word, _, _ := strings.Cut(m.Content, " ")
	answers := map[string]func(*gateway.MessageCreateEvent) error{
		"!ping": b.ping, "!edit": b.edit, "!react": b.react, "!command": b.command, "!button": b.button,
		"!thread": b.thread, "!file": b.file, "!history": b.history, "!many": b.many,
	}
	if answer, ok := answers[word]; ok {
		report.Failed(answer(m))
	}
}

func done(err error, step, detail string) error {
	if err == nil {
		report.Step(step, detail)
	}
	return err
}

func (b *bot) ping(m *gateway.MessageCreateEvent) error {
	_, err := b.SendTextReply(m.ChannelID, "pong", m.ID)
	return done(err, "pong", "")
}

func (b *bot) edit(m *gateway.MessageCreateEvent) error {
	sent, err := b.SendMessage(m.ChannelID, "before")
	if err != nil {
		return err
	}
	_, err = b.EditText(m.ChannelID, sent.ID, "after")
	return done(err, "edited", "")
}

func (b *bot) react(m *gateway.MessageCreateEvent) error {
	return b.React(m.ChannelID, m.ID, "👍")
}

func (b *bot) command(m *gateway.MessageCreateEvent) error {
	app, err := b.CurrentApplication()
	if err != nil {
		return err
	}
	command, err := b.CreateGuildCommand(app.ID, m.GuildID, api.CreateCommandData{
		Name: "greet", Description: "Says hello",
		Options: discord.CommandOptions{&discord.StringOption{OptionName: "name", Description: "To whom", Required: true}},
	})
	if err != nil {
		return err
	}
	return done(nil, "command", command.Name)
}

func (b *bot) button(m *gateway.MessageCreateEvent) error {
	_, err := b.SendMessageComplex(m.ChannelID, api.SendMessageData{
		Content: "press",
		Components: discord.Components(&discord.ButtonComponent{
			Label: "Press", CustomID: "pressed", Style: discord.PrimaryButtonStyle(),
		}),
	})
	return done(err, "button", "")
}

func (b *bot) thread(m *gateway.MessageCreateEvent) error {
	thread, err := b.StartThreadWithMessage(m.ChannelID, m.ID, api.StartThreadData{
		Name: "talk", AutoArchiveDuration: discord.OneHourArchive,
	})
	if err != nil {
		return err
	}
	_, err = b.SendMessage(thread.ID, "in the thread")
	return done(err, "thread", thread.ID.String())
}

func (b *bot) file(m *gateway.MessageCreateEvent) error {
	sent, err := b.SendMessageComplex(m.ChannelID, api.SendMessageData{
		Content: "a file",
		Files:   []sendpart.File{{Name: "bytes.bin", Reader: bytes.NewReader(report.Content())}},
	})
	if err != nil {
		return err
	}
	return report.Compare(sent.Attachments[0].URL)
}

func (b *bot) history(m *gateway.MessageCreateEvent) error {
	page, err := b.MessagesBefore(m.ChannelID, m.ID, 3)
	var texts []string
	for _, m := range page {
		texts = append(texts, m.Content)
	}
	return done(err, "history", strings.Join(texts, ","))
}

func (b *bot) many(m *gateway.MessageCreateEvent) error {
	results := make(chan error)
	for i := range 8 {
		go func() {
			_, err := b.SendMessage(m.ChannelID, fmt.Sprintf("number %d", i))
			results <- err
		}()
	}
	for range 8 {
		if err := <-results; err != nil {
			return err
		}
	}
	return done(nil, "many", "8")
}

func (b *bot) onInteraction(i *gateway.InteractionCreateEvent) {
	switch data := i.Data.(type) {
	case *discord.CommandInteraction:
		name := data.Options.Find("name").String()
		report.Failed(done(b.greet(i, name), "answered", name))
	case *discord.ButtonInteraction:
		err := b.RespondInteraction(i.ID, i.Token, api.InteractionResponse{
			Type: api.UpdateMessage,
			Data: &api.InteractionResponseData{
				Content: option.NewNullableString("pressed it"), Components: discord.ComponentsPtr(),
			},
		})
		report.Failed(done(err, "clicked", ""))
	}
}

func (b *bot) greet(i *gateway.InteractionCreateEvent, name string) error {
	if name == "defer" {
		err := b.RespondInteraction(i.ID, i.Token, api.InteractionResponse{Type: api.DeferredMessageInteractionWithSource})
		if err != nil {
			return err
		}
		_, err = b.EditInteractionResponse(i.AppID, i.Token, api.EditInteractionResponseData{
			Content: option.NewNullableString("hello at last"),
		})
		return err
	}
	err := b.RespondInteraction(i.ID, i.Token, api.InteractionResponse{
		Type: api.MessageInteractionWithSource,
		Data: &api.InteractionResponseData{Content: option.NewNullableString("hello, " + name)},
	})
	if err != nil {
		return err
	}
	_, err = b.EditInteractionResponse(i.AppID, i.Token, api.EditInteractionResponseData{
		Content: option.NewNullableString("hello again, " + name),
	})
	if err != nil {
		return err
	}
	_, err = b.FollowUpInteraction(i.AppID, i.Token, api.InteractionResponseData{
		Content: option.NewNullableString("one more thing"),
	})
	return err
}
