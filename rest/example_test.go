package rest_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

func Example() {
	client := rest.New(rest.Bot(os.Getenv("DISCORD_TOKEN")), rest.Config{})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()

	m, err := client.Messages.Create(ctx, 613425648685547545, discord.CreateMessage{
		Content: "The report of today",
		Files:   []discord.File{{Name: "report.txt", Reader: strings.NewReader("All is well.")}},
	})
	if errors.Is(err, rest.ErrMissingPermissions) {
		log.Fatal("the bot may not post there")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("posted", m.ID)
}

// Iterating fetches the pages as they are needed.
func ExampleMessages_All() {
	client := rest.New(rest.Bot(os.Getenv("DISCORD_TOKEN")), rest.Config{})
	yesterday := discord.IDAt[discord.Message](time.Now().Add(-24 * time.Hour))

	for m, err := range client.Messages.All(context.Background(), 613425648685547545, rest.ListMessages{After: yesterday}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(m.Author.Username, m.Content)
	}
}

// What is wrong with a request is told field by field.
func ExampleError() {
	client := rest.New(rest.Bot(os.Getenv("DISCORD_TOKEN")), rest.Config{})

	_, err := client.Channels.Update(context.Background(), 613425648685547545,
		discord.UpdateChannel{Topic: discord.Set("news")}, rest.Reason("the old topic was out of date"))
	if e, ok := errors.AsType[*rest.Error](err); ok {
		for _, f := range e.Fields {
			fmt.Println(f.Path, f.Message)
		}
	}
}

// Do reaches routes that have no method.
func ExampleClient_Do() {
	client := rest.New(rest.Bot(os.Getenv("DISCORD_TOKEN")), rest.Config{})

	var preview struct {
		Name    string `json:"name"`
		Members int    `json:"approximate_member_count"`
	}
	if err := client.Do(context.Background(), "GET", "/guilds/613425648685547541/preview", nil, &preview); err != nil {
		log.Fatal(err)
	}
	fmt.Println(preview.Name, preview.Members)
}
