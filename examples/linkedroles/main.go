// Linkedroles is a web site where users log in with Discord and link their
// account, so that guilds can give a role to those who have played enough.
//
//	DISCORD_TOKEN=… CLIENT_ID=… CLIENT_SECRET=… go run ./examples/linkedroles
//
// The application needs http://localhost:3000/callback as a redirect in the
// developer portal. With DISCORD_API set too, the site runs on another address
// than Discord's, such as that of the local Discord, whose world names the
// secret.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

const address = "localhost:3000"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	id, err := strconv.ParseUint(os.Getenv("CLIENT_ID"), 10, 64)
	if err != nil || os.Getenv("DISCORD_TOKEN") == "" || os.Getenv("CLIENT_SECRET") == "" {
		return errors.New("set DISCORD_TOKEN, CLIENT_ID and CLIENT_SECRET to what the developer portal has for your application")
	}
	bot := rest.New(rest.Bot(os.Getenv("DISCORD_TOKEN")), rest.Config{API: os.Getenv("DISCORD_API")})
	s := newSite(bot, rest.OAuth2App{
		ID: discord.ApplicationID(id), Secret: os.Getenv("CLIENT_SECRET"), RedirectURI: "http://" + address + "/callback",
	})
	if err := s.declare(ctx); err != nil {
		return err
	}
	server := &http.Server{Addr: address, Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	stopped := context.AfterFunc(ctx, func() { _ = server.Close() }) // what is open is not worth a wait
	defer stopped()
	log.Printf("open http://%s", address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
