package accord_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/interaction"
)

// A whole bot. It answers "!ping" with "pong" until the program is interrupted.
func Example() {
	defer localDiscord("!ping")()

	// docs:begin
	client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
		Intents: discord.IntentsDefault | discord.IntentMessageContent,
	})

	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		if m.Author.Bot || m.Content != "!ping" {
			return nil
		}
		_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "pong"})
		return err
	})

	mux := interaction.NewMux(client.REST)
	mux.Command("purge", purge)                    // func(ctx context.Context, c *interaction.Command) error
	mux.Component("poll/{id}/vote/{choice}", vote) // func(ctx context.Context, c *interaction.Component) error
	accord.On(client, mux.Handle)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := client.Run(ctx); err != nil {
		log.Fatal(err)
	}
	// docs:end

	// Output:
	// person: !ping
	// bot: pong
}

// purge would delete messages.
func purge(ctx context.Context, c *interaction.Command) error {
	return c.Reply(ctx, discord.InteractionMessage{Content: "nothing to purge"})
}

// vote would count a vote.
func vote(ctx context.Context, c *interaction.Component) error {
	return c.Reply(ctx, discord.InteractionMessage{Content: "you chose " + c.PathValue("choice")})
}

// A handler that asks the person back and waits for the answer, while other
// handlers run.
func ExampleExpect() {
	defer localDiscord("!rename", "Wren")()
	client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
		Intents: discord.IntentsDefault | discord.IntentMessageContent,
	})
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		if m.Content != "!rename" {
			return nil
		}
		name := accord.Expect(client, func(a *event.MessageCreate) bool {
			return a.ChannelID == m.ChannelID && a.Author.ID == m.Author.ID
		})
		defer name.Stop()
		question := discord.CreateMessage{Content: "What shall your name be?"}
		if _, err := client.REST.Messages.Create(ctx, m.ChannelID, question); err != nil {
			return err
		}
		answer, err := name.Wait(ctx)
		if err != nil {
			return err
		}
		_, err = client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "Hello " + answer.Content})
		return err
	})
	runUntilInterrupted(client)

	// Output:
	// person: !rename
	// bot: What shall your name be?
	// person: Wren
	// bot: Hello Wren
}

// Middleware that keeps bots from talking to bots, for all handlers at once.
func ExampleClient_Use() {
	defer localDiscord("hello")()
	client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
		Intents: discord.IntentsDefault | discord.IntentMessageContent,
	})
	client.Use(func(next accord.Handler) accord.Handler {
		return func(ctx context.Context, e event.Event) error {
			if m, ok := e.(*event.MessageCreate); ok && m.Author.Bot {
				return nil
			}
			return next(ctx, e)
		}
	})
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "you said " + m.Content})
		return err
	})
	runUntilInterrupted(client)

	// Output:
	// person: hello
	// bot: you said hello
}

// runUntilInterrupted is the end of a main function.
func runUntilInterrupted(client *accord.Client) {
	// docs:begin
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := client.Run(ctx); err != nil {
		log.Fatal(err)
	}
	// docs:end
}

// localDiscord starts a local Discord and points the environment to it. A
// person there says the first line when the bot has come, and the next one
// after each answer; after the last answer the program is interrupted, as with
// Ctrl+C. The function that it returns stops all of it.
func localDiscord(lines ...string) (stop func()) {
	quiet := slog.New(slog.DiscardHandler)
	before := slog.Default()
	slog.SetDefault(quiet)
	e, err := emulator.New(emulator.Config{Logger: quiet})
	must(err)
	l, err := e.Listen("127.0.0.1:0")
	must(err)
	served := make(chan error, 1)
	go func() { served <- e.Serve(l) }()

	base := "http://" + l.Addr().String()
	must(os.Setenv("DISCORD_TOKEN", e.Token()))
	must(os.Setenv("DISCORD_API", base))
	page, err := http.Get(base + "/ui/events")
	must(err)
	chatted := make(chan struct{})
	go func() {
		defer close(chatted)
		chat(e, page, lines)
	}()
	return func() {
		<-chatted
		must(page.Body.Close())
		must(e.Shutdown(context.Background()))
		must(<-served)
		must(os.Unsetenv("DISCORD_TOKEN"))
		must(os.Unsetenv("DISCORD_API"))
		slog.SetDefault(before)
	}
}

// chat plays the person, who sees what the page shows.
func chat(e *emulator.Emulator, page *http.Response, lines []string) {
	say := func() {
		if len(lines) == 0 {
			self, err := os.FindProcess(os.Getpid())
			must(err)
			must(self.Signal(os.Interrupt))
			return
		}
		_, channel, _ := e.Home()
		_, err := e.UserMessage(emulator.UserMessage{ChannelID: channel, Content: lines[0]})
		must(err)
		lines = lines[1:]
	}
	var name string
	for s := bufio.NewScanner(page.Body); s.Scan(); {
		if n, ok := strings.CutPrefix(s.Text(), "event: "); ok {
			name = n
		}
		data, ok := strings.CutPrefix(s.Text(), "data: ")
		switch {
		case ok && name == "BOT_STATUS":
			var status struct{ Online bool }
			must(json.Unmarshal([]byte(data), &status))
			if !status.Online {
				return
			}
			say()
		case ok && name == "MESSAGE_CREATE":
			var m discord.Message
			must(json.Unmarshal([]byte(data), &m))
			if !m.Author.Bot {
				fmt.Println("person:", m.Content)
				continue
			}
			fmt.Println("bot:", m.Content)
			say()
		}
	}
}

func must(err error) {
	if err != nil {
		log.Panic(err)
	}
}
