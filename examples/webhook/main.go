// Webhook posts a message by a webhook, with files if there are any. It needs
// no bot and no gateway, only package rest.
//
//	WEBHOOK_URL=… go run ./examples/webhook "The build is done." report.txt
//
// With DISCORD_API set too, it runs on another address than Discord's, such as
// that of the local Discord.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	address := os.Getenv("WEBHOOK_URL")
	if address == "" {
		log.Fatal("set WEBHOOK_URL to the address that Discord shows in a channel's settings, under integrations")
	}
	if len(os.Args) < 2 {
		log.Fatal("usage: webhook TEXT [FILE…]")
	}
	config := rest.Config{API: os.Getenv("DISCORD_API")}
	m, err := post(ctx, config, address, os.Args[1], os.Args[2:])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("posted", m.ID)
}

// post posts a text and files to the address of a webhook.
func post(ctx context.Context, config rest.Config, address, text string, files []string) (*discord.Message, error) {
	id, token, err := rest.ParseWebhookURL(address)
	if err != nil {
		return nil, err
	}
	client := rest.New(rest.None, config)
	defer client.Close()

	b := discord.ExecuteWebhook{Content: text, AllowedMentions: &discord.AllowedMentions{}} // nobody is notified
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		b.Files = append(b.Files, discord.File{Name: filepath.Base(name), Reader: f})
	}
	return client.Webhooks.Execute(ctx, id, token, b, rest.Progress(func(sent, total int64) {
		fmt.Fprintf(os.Stderr, "\rsent %d of %d bytes", sent, total)
		if sent == total {
			fmt.Fprintln(os.Stderr)
		}
	}))
}
