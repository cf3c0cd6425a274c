package accord_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// TestReshardMembers asks for members, sounds and channels all the time while the
// bot is resharded, and Discord is slow to answer. Each answer is complete, whatever
// shard was asked, and one that never comes ends when its shard leaves.
func TestReshardMembers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const count = 40
		want := count - len(emulator.DefaultWorld().Guilds[0].Members)
		world := crowd(count)
		world.Rules.Shards = 1
		d := emutest.StartWith(t, emulator.Config{World: world})
		d.SetGatewayFaults(emulator.GatewayFaults{ByCount: map[int]time.Duration{1: 4 * time.Second, 2: time.Second}})
		client := accord.New(d.Token, accord.Config{
			API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler),
			Intents: discord.IntentsDefault | discord.IntentGuildMembers,
		})
		accord.On(client, func(_ context.Context, e *event.SessionLost) error {
			t.Errorf("%+v", e)
			return nil
		})
		connected(t, client, func() { t.Cleanup(run(t, client)) })
		ask := func() {
			seen := make(map[discord.UserID]bool)
			n := 0
			for m, err := range client.Members(t.Context(), d.GuildID, accord.MembersQuery{Prefix: "member"}) {
				if err != nil {
					t.Error(err)
					return
				}
				seen[m.User.ID] = true
				n++
			}
			if n != want || len(seen) != want {
				t.Errorf("%d members came, %d of them different, want %d", n, len(seen), want)
			}
			for sounds, err := range client.SoundboardSounds(t.Context(), d.GuildID) {
				if err != nil || sounds.GuildID != d.GuildID {
					t.Errorf("SoundboardSounds = %+v, %v", sounds, err)
				}
			}
			if _, err := client.ChannelInfo(t.Context(), d.GuildID); err != nil {
				t.Error(err)
			}
		}
		never := make(chan error)
		d.Dispatch("GUILD_CREATE", silentGuild)
		go func() {
			for _, err := range client.Members(t.Context(), 51, accord.MembersQuery{}) {
				never <- err
			}
		}()
		resharded := make(chan error, 1)
		go func() { resharded <- client.Reshard(t.Context(), 2) }()
		var asking sync.WaitGroup
		for range 20 {
			asking.Go(ask)
			time.Sleep(1700 * time.Millisecond)
		}
		asking.Wait()
		if err := <-resharded; err != nil {
			t.Error(err)
		}
		if err := <-never; !errors.Is(err, accord.ErrSessionLost) {
			t.Errorf("Discord was silent: %v, want %v", err, accord.ErrSessionLost)
		}
	})
}
