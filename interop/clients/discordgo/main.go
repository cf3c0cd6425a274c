// A bot with discordgo. What it has to do is told in ../README.md.
package main

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/accord-go/accord/interop/clients/report"
	"github.com/bwmarrin/discordgo"
)

func main() {
	base, err := url.Parse(os.Getenv("DISCORD_API"))
	if report.Failed(err) {
		os.Exit(1)
	}
	s, err := discordgo.New("Bot " + os.Getenv("DISCORD_TOKEN"))
	if report.Failed(err) {
		os.Exit(1)
	}
	s.Client.Transport = report.Redirect{Base: base}
	s.LogLevel = discordgo.LogInformational
	s.Identify.Intents = discordgo.IntentsAllWithoutPrivileged | discordgo.IntentsMessageContent

	s.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) { report.Step("ready", r.User.ID) })
	s.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildCreate) { report.Step("guild", g.ID) })
	s.AddHandler(func(s *discordgo.Session, r *discordgo.MessageReactionAdd) {
		if r.UserID == s.State.User.ID {
			report.Step("reacted", r.Emoji.Name)
		}
	})
	s.AddHandler(onMessage)
	s.AddHandler(onInteraction)
	if report.Failed(s.Open()) {
		os.Exit(1)
	}
	select {}
}

func onMessage(s *discordgo.Session, m *discordgo.MessageCreate) {
	if m.Author == nil || m.Author.Bot {
		return
	}
	word, _, _ := strings.Cut(m.Content, " ")
	if answer, ok := answers[word]; ok {
		report.Failed(answer(s, m.Message))
	}
}

var answers = map[string]func(*discordgo.Session, *discordgo.Message) error{
	"!ping": func(s *discordgo.Session, m *discordgo.Message) error {
		_, err := s.ChannelMessageSendReply(m.ChannelID, "pong", m.Reference())
		if err == nil {
			report.Step("pong", "")
		}
		return err
	},
	"!edit": func(s *discordgo.Session, m *discordgo.Message) error {
		sent, err := s.ChannelMessageSend(m.ChannelID, "before")
		if err != nil {
			return err
		}
		if _, err = s.ChannelMessageEdit(m.ChannelID, sent.ID, "after"); err == nil {
			report.Step("edited", "")
		}
		return err
	},
	"!react": func(s *discordgo.Session, m *discordgo.Message) error {
		return s.MessageReactionAdd(m.ChannelID, m.ID, "👍")
	},
	"!command": func(s *discordgo.Session, m *discordgo.Message) error {
		command, err := s.ApplicationCommandCreate(s.State.User.ID, m.GuildID, &discordgo.ApplicationCommand{
			Name: "greet", Description: "Says hello",
			Options: []*discordgo.ApplicationCommandOption{{
				Type: discordgo.ApplicationCommandOptionString, Name: "name", Description: "To whom", Required: true,
			}},
		})
		if err == nil {
			report.Step("command", command.Name)
		}
		return err
	},
	"!button": func(s *discordgo.Session, m *discordgo.Message) error {
		_, err := s.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{
			Content: "press",
			Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.Button{Label: "Press", Style: discordgo.PrimaryButton, CustomID: "pressed"},
			}}},
		})
		if err == nil {
			report.Step("button", "")
		}
		return err
	},
	"!thread": func(s *discordgo.Session, m *discordgo.Message) error {
		thread, err := s.MessageThreadStart(m.ChannelID, m.ID, "talk", 60)
		if err != nil {
			return err
		}
		if _, err = s.ChannelMessageSend(thread.ID, "in the thread"); err == nil {
			report.Step("thread", thread.ID)
		}
		return err
	},
	"!file":    file,
	"!history": history,
	"!many":    many,
}

func file(s *discordgo.Session, m *discordgo.Message) error {
	sent, err := s.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{
		Content: "a file",
		Files:   []*discordgo.File{{Name: "bytes.bin", ContentType: "application/octet-stream", Reader: bytes.NewReader(report.Content())}},
	})
	if err != nil {
		return err
	}
	return report.Compare(sent.Attachments[0].URL)
}

func history(s *discordgo.Session, m *discordgo.Message) error {
	page, err := s.ChannelMessages(m.ChannelID, 3, m.ID, "", "")
	if err != nil {
		return err
	}
	var texts []string
	for _, m := range page {
		texts = append(texts, m.Content)
	}
	report.Step("history", strings.Join(texts, ","))
	return nil
}

func many(s *discordgo.Session, m *discordgo.Message) error {
	results := make(chan error)
	for i := range 8 {
		go func() {
			_, err := s.ChannelMessageSend(m.ChannelID, fmt.Sprintf("number %d", i))
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

func onInteraction(s *discordgo.Session, i *discordgo.InteractionCreate) {
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		name := i.ApplicationCommandData().Options[0].StringValue()
		if !report.Failed(greet(s, i.Interaction, name)) {
			report.Step("answered", name)
		}
	case discordgo.InteractionMessageComponent:
		err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseUpdateMessage,
			Data: &discordgo.InteractionResponseData{Content: "pressed it"},
		})
		if !report.Failed(err) {
			report.Step("clicked", "")
		}
	}
}

func greet(s *discordgo.Session, i *discordgo.Interaction, name string) error {
	if name == "defer" {
		err := s.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource})
		if err != nil {
			return err
		}
		_, err = s.InteractionResponseEdit(i, &discordgo.WebhookEdit{Content: new("hello at last")})
		return err
	}
	err := s.InteractionRespond(i, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: "hello, " + name},
	})
	if err != nil {
		return err
	}
	if _, err = s.InteractionResponseEdit(i, &discordgo.WebhookEdit{Content: new("hello again, " + name)}); err != nil {
		return err
	}
	_, err = s.FollowupMessageCreate(i, true, &discordgo.WebhookParams{Content: "one more thing"})
	return err
}
