// Ping is a bot that answers "!ping", and has a command /echo with a button.
//
//	DISCORD_TOKEN=… go run ./examples/ping
//
// With DISCORD_API set too, it runs on another address than Discord's, such as
// that of the local Discord.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/examples/ping/pingbot"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	token := os.Getenv("DISCORD_TOKEN")
	if token == "" {
		log.Fatal("set DISCORD_TOKEN to the token of your bot")
	}
	if err := pingbot.Run(ctx, pingbot.New(token, accord.Config{})); err != nil {
		log.Fatal(err)
	}
}
