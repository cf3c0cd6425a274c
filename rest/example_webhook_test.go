package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// A program that only posts by webhooks needs no bot.
func ExampleParseWebhookURL() {
	id, token, err := rest.ParseWebhookURL("https://discord.com/api/webhooks/223704706495545344/3d89bb7572e0fb30d812")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(id, token)
	// Output: 223704706495545344 3d89bb7572e0fb30d812
}

func ExampleWebhooks_Execute() {
	id, token, err := rest.ParseWebhookURL(os.Getenv("WEBHOOK_URL"))
	if err != nil {
		log.Fatal(err)
	}
	client := rest.New(rest.None, rest.Config{})
	m, err := client.Webhooks.Execute(context.Background(), id, token, discord.ExecuteWebhook{
		Content:  "The build is done.",
		Username: "Build",
		Embeds:   []discord.Embed{{Title: "Log", URL: "https://example.com/log"}},
	})
	if errors.Is(err, rest.ErrUnknownWebhook) {
		log.Fatal("somebody has deleted the webhook")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("posted", m.ID)
}

// An attachment is downloaded by the address that is in its message.
func ExampleClient_Download() {
	client := rest.New(rest.Bot(os.Getenv("DISCORD_TOKEN")), rest.Config{})
	ctx := context.Background()
	m, err := client.Messages.Get(ctx, 613425648685547545, 1266036113063837708)
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range m.Attachments {
		file, err := client.Download(ctx, a.URL, 10<<20)
		if errors.Is(err, rest.ErrTooLarge) {
			continue
		}
		if err != nil {
			log.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err := errors.Join(err, file.Close()); err != nil {
			log.Fatal(err)
		}
		fmt.Println(a.Filename, len(content))
	}
}

// A long upload can tell how far it is.
func ExampleProgress() {
	client := rest.New(rest.Bot(os.Getenv("DISCORD_TOKEN")), rest.Config{})
	film, err := os.Open("film.mp4")
	if err != nil {
		log.Fatal(err)
	}
	defer film.Close()
	_, err = client.Messages.Create(context.Background(), 613425648685547545,
		discord.CreateMessage{Files: []discord.File{{Name: "film.mp4", Reader: film}}},
		rest.Progress(func(sent, total int64) { fmt.Printf("\r%d of %d bytes", sent, total) }))
	if err != nil {
		log.Fatal(err)
	}
}

// A search may have to wait until Discord has read the guild's messages.
func ExampleMessages_SearchAll() {
	client := rest.New(rest.Bot(os.Getenv("DISCORD_TOKEN")), rest.Config{})
	for m, err := range client.Messages.SearchAll(context.Background(), 613425648685547541, rest.SearchMessages{
		Content: "release", Has: []discord.SearchHasType{discord.SearchHasTypeLink}, Limit: 100,
	}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(m.Timestamp, m.Content)
	}
}
