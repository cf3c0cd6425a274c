package accord_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/rest"
)

// TestTwoBots has two clients in one Discord talk to each other: each counts one
// further than the other has, and the second one, which has no MESSAGE_CONTENT,
// reads only what mentions it.
func TestTwoBots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// docs:begin
		d := emutest.Start(t)
		second := d.AddBot(emulator.WorldApplication{Name: "Second"}, d.GuildID)
		// docs:end
		const enough = 6
		var mu sync.Mutex
		var read []string // by the second bot
		done := make(chan struct{})
		talk := func(d *emutest.Discord, intents discord.Intents, partner discord.ApplicationID) *accord.Client {
			client := accord.New(d.Token, accord.Config{API: d.API, Dial: d.Dial, Intents: intents})
			accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
				if uint64(m.Author.ID) != uint64(partner) {
					return nil
				}
				if partner == accordID {
					mu.Lock()
					read = append(read, m.Content)
					mu.Unlock()
				}
				mention, text, _ := strings.Cut(m.Content, " ")
				n, err := strconv.Atoi(text)
				if err != nil || !strings.Contains(mention, d.ApplicationID.String()) {
					return nil
				}
				if n == enough {
					close(done)
					return nil
				}
				_, err = client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "<@" + partner.String() + "> " + strconv.Itoa(n+1)})
				return err
			})
			return client
		}
		first := talk(d, discord.IntentsDefault|discord.IntentMessageContent, second.ApplicationID)
		other := talk(second, discord.IntentsDefault, d.ApplicationID)
		var stopFirst, stopOther func()
		connected(t, first, func() { stopFirst = run(t, first) })
		connected(t, other, func() { stopOther = run(t, other) })

		whisper(t, d, first)
		if _, err := first.REST.Messages.Create(t.Context(), d.ChannelID, discord.CreateMessage{Content: "no mention"}); err != nil {
			t.Fatal(err)
		}
		m, err := first.REST.Messages.Create(t.Context(), d.ChannelID, discord.CreateMessage{Content: "<@" + second.ApplicationID.String() + "> 1"})
		if err != nil {
			t.Fatal(err)
		}
		<-done
		synctest.Wait()
		mu.Lock()
		want := []string{"", "<@" + second.ApplicationID.String() + "> 1", "<@" + second.ApplicationID.String() + "> 3", "<@" + second.ApplicationID.String() + "> 5"}
		if slices.Sort(read); !slices.Equal(read, want) {
			t.Errorf("the second bot has read %q, want %q", read, want)
		}
		mu.Unlock()
		if _, err := other.REST.Messages.Update(t.Context(), m.ChannelID, m.ID, discord.UpdateMessage{Content: discord.Set("mine")}); !errors.Is(err, rest.ErrCannotEditMessageAuthoredByAnotherUser) {
			t.Errorf("another's message was edited: %v", err)
		}
		stopFirst()
		stopOther()
	})
}

// accordID is the application of the default world.
const accordID = emulator.DefaultApplicationID

// whisper writes to a person, which no other bot may read.
func whisper(t *testing.T, d *emutest.Discord, client *accord.Client) {
	t.Helper()
	dm, err := client.REST.Users.CreateDM(t.Context(), d.UserID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.REST.Messages.Create(t.Context(), dm.ID, discord.CreateMessage{Content: "between us"}); err != nil {
		t.Fatal(err)
	}
}
