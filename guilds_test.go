package accord_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// TestGuildsComeAndGo is G19: what Discord tells with two events is told with
// four, also across a resume, and READY may have left a guild out.
func TestGuildsComeAndGo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := sharded(d, accord.Config{})
		var mu sync.Mutex
		var got []string
		note := func(format string, args ...any) {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, fmt.Sprintf(format, args...))
		}
		accord.On(client, func(_ context.Context, e *event.GuildAvailable) error { note("available %v", e.Guild.ID); return nil })
		accord.On(client, func(_ context.Context, e *event.GuildUnavailable) error { note("unavailable %v", e.ID); return nil })
		accord.On(client, func(_ context.Context, e *event.GuildJoined) error {
			note("joined %v %s", e.Guild.ID, e.Guild.Name)
			return nil
		})
		accord.On(client, func(_ context.Context, e *event.GuildLeft) error { note("left %v", e.ID); return nil })
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		synctest.Wait()
		home := d.GuildID
		d.SetGuildAvailable(home, false)
		synctest.Wait()
		d.SetGuildAvailable(home, true)
		synctest.Wait()

		guild := func(id int, joined time.Time) string {
			return fmt.Sprintf(`{"id":"%d","name":"new","joined_at":%q}`, id, joined.Format(time.RFC3339))
		}
		time.Sleep(time.Hour)
		d.Dispatch("GUILD_CREATE", guild(50, time.Now()))
		d.Drop(emulator.Drop{Mode: "abrupt"})
		d.Dispatch("GUILD_CREATE", guild(51, time.Now()))
		time.Sleep(time.Minute)
		d.Dispatch("GUILD_DELETE", `{"id":"50","unavailable":true}`)
		d.Dispatch("GUILD_CREATE", guild(50, time.Now().Add(-time.Minute)))
		d.Dispatch("GUILD_DELETE", `{"id":"51"}`)
		d.Dispatch("GUILD_CREATE", guild(52, time.Now().Add(-1000*time.Hour)))
		d.Dispatch("GUILD_CREATE", `{"id":"53","unavailable":true}`) // the bot was added during an outage
		synctest.Wait()
		d.Dispatch("GUILD_CREATE", guild(53, time.Now()))
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		want := []string{
			fmt.Sprintf("available %v", home), fmt.Sprintf("unavailable %v", home), fmt.Sprintf("available %v", home),
			"joined 50 new", "joined 51 new", "unavailable 50", "available 50", "left 51", "available 52",
			"unavailable 53", "joined 53 new",
		}
		slices.Sort(want) // guilds are handled side by side
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}
