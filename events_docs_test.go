package accord_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// TestEventsPage wants every type and field that docs/events.md names to exist,
// and each of the library's own events to be there.
func TestEventsPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	source := sourceOf(t, "event")
	for _, m := range regexp.MustCompile("`\\*?event\\.(\\w+)`").FindAllSubmatch(page, -1) {
		if name := string(m[1]); !strings.Contains(source, "\ntype "+name+" ") {
			t.Errorf("there is no event.%s", name)
		}
	}
	for _, m := range regexp.MustCompile(`\nfunc \(\*(\w+)\) EventName\(\) string \{ return "accord:`).FindAllStringSubmatch(source, -1) {
		if !bytes.Contains(page, []byte("event."+m[1]+"`")) {
			t.Errorf("the page does not tell of event.%s", m[1])
		}
	}
}

// sourceOf returns the source of a package, without its tests.
func sourceOf(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			text, err := os.ReadFile(dir + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(text)
		}
	}
	return b.String()
}

// A pageLog is a log that may be written while it is read.
type pageLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *pageLog) Println(args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	fmt.Fprintln(&n.text, args...)
}

func (n *pageLog) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// TestDocumentedEvents runs what docs/events.md shows.
func TestDocumentedEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := listen(d, accord.Config{}, nil)
		log := new(pageLog)
		documentHandlers(client, log)
		const message discord.MessageID = 77
		voted := make(chan error, 1)
		accord.On(client, func(ctx context.Context, _ *event.GuildCreate) error {
			votes := make(map[discord.UserID]bool)
			err := documentStream(ctx, client, message, votes)
			if len(votes) == 3 {
				voted <- err
			}
			return err
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		synctest.Wait()
		d.Dispatch("GUILD_FEATURE_ACK", `{"new":1}`)
		d.Dispatch("GUILD_CREATE", `{"id":"50","name":"Elsewhere","member_count":5,"channels":[{"id":"51","type":0,"flags":131072,"name":"___hidden___"},{"id":"52","type":0,"name":"general"}]}`)
		d.Dispatch("GUILD_DELETE", `{"id":"50"}`)
		for user := range 4 {
			d.Dispatch("MESSAGE_REACTION_ADD", fmt.Sprintf(`{"message_id":"77","user_id":"%d","emoji":{"id":null,"name":"x"}}`, user+1))
		}
		if err := <-voted; err != nil {
			t.Error(err)
		}
		created := &event.ThreadCreate{Channel: discord.Channel{ID: 60, ParentID: 61, NewlyCreated: true}}
		if err := accord.Emit(client, created); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		stop()
		for _, want := range []string{
			"new thread <#60> in 61\n", "MESSAGE_REACTION_ADD on shard 0 after 0s\n", `{"new":1}` + "\n",
			"added to Elsewhere with 5 members\n", "no longer in 50\n", "<#52>\n", d.ChannelID.String(),
		} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("the log has no %q:\n%s", want, log)
			}
		}
		if strings.Contains(log.String(), "<#51>") {
			t.Error("the log has a channel that the bot can't view")
		}
	})
}

// documentHandlers registers the page's handlers.
func documentHandlers(client *accord.Client, log *pageLog) {
	// docs:begin
	accord.On(client, func(ctx context.Context, e *event.ThreadCreate) error {
		if e.NewlyCreated {
			log.Println("new thread", e.Mention(), "in", e.ParentID)
		}
		return nil
	})
	// docs:end
	// docs:begin
	accord.On(client, func(ctx context.Context, e event.Event) error {
		m := e.EventMeta()
		log.Println(e.EventName(), "on shard", m.Shard, "after", time.Since(m.Received))
		return nil
	})
	// docs:end
	// docs:begin
	accord.On(client, func(ctx context.Context, e *event.Raw) error {
		if e.Name == "GUILD_FEATURE_ACK" { // new since yesterday
			log.Println(e.Meta.Raw)
		}
		return nil
	})
	// docs:end
	// docs:begin
	accord.On(client, func(ctx context.Context, e *event.GuildJoined) error {
		log.Println("added to", e.Guild.Name, "with", e.Guild.MemberCount, "members")
		return nil
	})
	accord.On(client, func(ctx context.Context, e *event.GuildLeft) error {
		log.Println("no longer in", e.ID)
		return nil
	})
	// docs:end
	// docs:begin
	accord.On(client, func(ctx context.Context, e *event.GuildCreate) error {
		for i := range e.Channels {
			if c := &e.Channels[i]; !c.IsObfuscated() {
				log.Println(c.Mention())
			}
		}
		return nil
	})
	// docs:end
}

// documentStream collects three votes.
func documentStream(ctx context.Context, client *accord.Client, message discord.MessageID, votes map[discord.UserID]bool) error {
	// docs:begin
	for r, err := range accord.Stream(ctx, client, func(r *event.MessageReactionAdd) bool { return r.MessageID == message }) {
		if err != nil {
			return err // too slow, or the client stops
		}
		if votes[r.UserID] = true; len(votes) == 3 {
			break
		}
	}
	// docs:end
	return nil
}
