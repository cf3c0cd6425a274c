package accord_test

import (
	"context"
	"errors"
	"log"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// TestDocumentedRequests runs what docs/rest.md shows.
func TestDocumentedRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		ctx, channel, guild := t.Context(), d.ChannelID, d.GuildID
		c := rest.New(rest.Bot(d.Token), rest.Config{API: d.API, Dial: d.Dial})
		defer c.Close()
		documentedErrors(ctx, t, c, channel)
		documentedUpload(ctx, t, c, channel)
		documentedPages(ctx, t, c, channel)
		documentedOptions(ctx, t, c, guild)
		documentedLimits(ctx, t, c, channel)
	})
}

func documentedErrors(ctx context.Context, t *testing.T, c *rest.Client, channel discord.ChannelID) {
	id := discord.MessageID(1)
	// docs:begin
	_, err := c.Messages.Get(ctx, channel, id)
	switch e, refused := errors.AsType[*rest.Error](err); {
	case errors.Is(err, rest.ErrUnknownMessage):
		log.Println("it was deleted")
	case refused:
		log.Println(e.Status, e.Code, e.Message, e.Fields)
	case err != nil:
		log.Println("no answer:", err)
	}
	// docs:end
	if !errors.Is(err, rest.ErrUnknownMessage) {
		t.Errorf("error = %v", err)
	}
}

func documentedUpload(ctx context.Context, t *testing.T, c *rest.Client, channel discord.ChannelID) {
	name := t.TempDir() + "/photo.png"
	if err := os.WriteFile(name, []byte(strings.Repeat("x", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	// docs:begin
	file, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	m, err := c.Messages.Create(ctx, channel, discord.CreateMessage{
		Content: "look",
		Files:   []discord.File{{Name: "photo.png", Reader: file, Description: "a cat on a mat"}},
	}, rest.Progress(func(sent, total int64) { log.Println(sent, "of", total) }))
	// docs:end
	if err != nil || len(m.Attachments) != 1 || m.Attachments[0].Size != 1000 {
		t.Errorf("message = %+v, %v", m, err)
	}
}

func documentedPages(ctx context.Context, t *testing.T, c *rest.Client, channel discord.ChannelID) {
	n := 0
	// docs:begin
	for m, err := range c.Messages.All(ctx, channel, rest.ListMessages{Limit: 1000}) {
		if err != nil {
			log.Fatal(err)
		}
		if m.Author.Bot {
			n++
		}
	}
	// docs:end
	if n != 1 {
		t.Errorf("%d messages, want 1", n)
	}
}

func documentedOptions(ctx context.Context, t *testing.T, c *rest.Client, guild discord.GuildID) {
	// docs:begin
	var guildName struct{ Name string }
	err := c.Do(ctx, "PATCH", "/guilds/"+guild.String(), map[string]string{"name": "Home"}, &guildName,
		rest.Reason("it is where we live"), rest.Priority(rest.Bulk))
	// docs:end
	if err != nil || guildName.Name != "Home" {
		t.Errorf("guild = %+v, %v", guildName, err)
	}
}

func documentedLimits(ctx context.Context, t *testing.T, c *rest.Client, channel discord.ChannelID) {
	// docs:begin
	plan, err := c.Plan(rest.Call{Method: "POST", Path: "/channels/" + channel.String() + "/messages", Count: 100})
	if err != nil {
		log.Fatal(err)
	}
	log.Println("the last of a hundred messages could be sent in", plan.Total)

	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	_, err = c.Messages.Create(ctx, channel, discord.CreateMessage{Content: "hi"})
	if wait, ok := errors.AsType[*rest.WaitError](err); ok {
		log.Println("not sent: its turn would have come in", wait.Wait)
	}
	// docs:end
	if err != nil || plan.Total == 0 {
		t.Errorf("plan %+v, %v", plan, err)
	}
}
