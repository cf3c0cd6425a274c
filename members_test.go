package accord_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// crowd is a world whose guild has n members, the bot and the person included.
func crowd(n int) *emulator.World {
	w := emulator.DefaultWorld()
	g := &w.Guilds[0]
	for i := len(g.Members); i < n; i++ {
		id := discord.UserID(1000 + i)
		w.Users = append(w.Users, emulator.WorldUser{ID: id, Username: fmt.Sprintf("member%05d", i)})
		g.Members = append(g.Members, emulator.WorldMember{UserID: id})
	}
	return w
}

// joined returns a client that runs in the world.
func joined(t *testing.T, d *emutest.Discord) *accord.Client {
	t.Helper()
	client := accord.New(d.Token, accord.Config{
		API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler),
		Intents: discord.IntentsDefault | discord.IntentGuildMembers | discord.IntentGuildPresences,
	})
	connected(t, client, func() { t.Cleanup(run(t, client)) })
	return client
}

func TestMembers(t *testing.T) {
	t.Parallel()
	const count = 2500
	for _, tt := range []struct {
		name string
		q    accord.MembersQuery
		want int
	}{
		{"all", accord.MembersQuery{}, count},
		{"by ID", accord.MembersQuery{UserIDs: []discord.UserID{1010, 1011, 5}}, 2},
		{"by prefix", accord.MembersQuery{Prefix: "member0001", Limit: 4}, 4},
		{"by prefix, no limit", accord.MembersQuery{Prefix: "member"}, 100},
		{"nobody", accord.MembersQuery{Prefix: "nobody"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.StartWith(t, emulator.Config{World: crowd(count)})
				client := joined(t, d)
				seen := make(map[discord.UserID]bool)
				for m, err := range client.Members(t.Context(), d.GuildID, tt.q) {
					if err != nil {
						t.Fatal(err)
					}
					seen[m.User.ID] = true
				}
				if len(seen) != tt.want {
					t.Errorf("%d members, want %d", len(seen), tt.want)
				}
			})
		})
	}
}

// TestMembersTooOften is G20: asking for all members twice within 30 seconds
// ends with the time to wait, and not never.
func TestMembersTooOften(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		all := func() (n int, err error) {
			for _, err = range client.Members(t.Context(), d.GuildID, accord.MembersQuery{}) {
				n++
			}
			return n, err
		}
		if n, err := all(); n == 0 || err != nil {
			t.Fatalf("%d members, %v", n, err)
		}
		time.Sleep(10 * time.Second)
		_, err := all()
		if limited, ok := errors.AsType[*gateway.RateLimitError](err); !ok || limited.RetryAfter != 20*time.Second {
			t.Errorf("asked again after 10s: %v, want to wait 20s", err)
		}
		time.Sleep(20 * time.Second)
		if n, err := all(); n == 0 || err != nil {
			t.Errorf("after the wait: %d members, %v", n, err)
		}
	})
}

// TestMembersRefusedByDiscord is G20 with a client that does not know that all
// members were asked for: another process with the same token did.
func TestMembersRefusedByDiscord(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		all := func(client *accord.Client) (err error) {
			for _, err = range client.Members(t.Context(), d.GuildID, accord.MembersQuery{}) {
			}
			return err
		}
		if err := all(joined(t, d)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		err := all(joined(t, d))
		limited, ok := errors.AsType[*gateway.RateLimitError](err)
		if want := 20 * time.Second; !ok || limited.RetryAfter > want || limited.RetryAfter < want-6*time.Second {
			t.Errorf("the second process: %v, want to wait the rest of 30s", err)
		}
	})
}

// TestMemberChunks looks at what Members does not show.
func TestMemberChunks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		q := accord.MembersQuery{UserIDs: []discord.UserID{d.UserID, 7}}
		chunks := 0
		for c, err := range client.MemberChunks(t.Context(), d.GuildID, q) {
			chunks++
			if err != nil || len(c.Members) != 1 || len(c.NotFound) != 1 || c.NotFound[0] != 7 {
				t.Errorf("chunk %+v, %v, want the person, and 7 not found", c, err)
			}
		}
		if chunks != 1 {
			t.Errorf("%d chunks", chunks)
		}
	})
}

// TestMembersWaitForTheirTurn asks more than may be sent in a minute, and has the
// connection lost while most of it was not sent: all is answered.
func TestMembersWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		var asking sync.WaitGroup
		for range 300 {
			asking.Go(func() {
				for _, err := range client.Members(t.Context(), d.GuildID, accord.MembersQuery{UserIDs: []discord.UserID{d.UserID}}) {
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		synctest.Wait() // as much as may be is sent and answered
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		asking.Wait()
	})
}

// silentGuild is the GUILD_CREATE of a guild that is not in the world, so that
// nothing answers questions about it.
const silentGuild = `{"id":"51","name":"silent","member_count":2,"members":[]}`

// TestMembersEnds wants the loop to end with what ended it.
func TestMembersEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		first := func(ctx context.Context) error {
			d.Dispatch("GUILD_CREATE", silentGuild)
			for _, err := range client.Members(ctx, 51, accord.MembersQuery{}) {
				return err
			}
			return nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := first(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("past the deadline: %v", err)
		}
		time.Sleep(time.Minute) // until it may be asked again
		lost := make(chan error, 1)
		go func() { lost <- first(t.Context()) }()
		synctest.Wait()
		d.Drop(emulator.Drop{Mode: "close", Code: 4009})
		if err := <-lost; !errors.Is(err, accord.ErrSessionLost) {
			t.Errorf("session lost: %v", err)
		}
		time.Sleep(time.Minute)
		go func() { lost <- first(t.Context()) }()
		synctest.Wait()
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt}) // with the question, for all that the client knows
		if err := <-lost; !errors.Is(err, accord.ErrNoAnswer) {
			t.Errorf("resumed and no answer: %v", err)
		}
	})
	idle := accord.New("token", accord.Config{Logger: slog.New(slog.DiscardHandler)})
	for _, err := range idle.Members(t.Context(), 1, accord.MembersQuery{}) {
		if !errors.Is(err, accord.ErrNotRunning) {
			t.Errorf("not running: %v", err)
		}
	}
}

// TestMembersBehindOthers loses a question with a connection, and has the shard read
// nothing after it went on: who does not listen can't call Discord silent.
func TestMembersBehindOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := accord.New(d.Token, accord.Config{
			API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler),
			Intents: discord.IntentsDefault | discord.IntentGuildMembers, QueueBytes: 10_000, Order: accord.Ordered,
		})
		release := make(chan struct{})
		accord.On(client, func(context.Context, *event.MessageCreate) error {
			<-release
			return nil
		})
		connected(t, client, func() { t.Cleanup(run(t, client)) })
		d.Dispatch("GUILD_CREATE", silentGuild)
		ended := make(chan error, 1)
		go func() {
			for _, err := range client.Members(t.Context(), 51, accord.MembersQuery{}) {
				ended <- err
				return
			}
		}()
		synctest.Wait()
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		time.Sleep(5 * time.Second) // it has resumed
		for i := range 50 {
			d.Dispatch("MESSAGE_CREATE", fmt.Sprintf(`{"id":"%d","channel_id":"1","content":%q}`, i+1, strings.Repeat("x", 1000)))
		}
		time.Sleep(time.Minute)
		select {
		case err := <-ended:
			t.Errorf("while nothing was read: %v", err)
			ended <- accord.ErrNoAnswer
		default:
		}
		close(release)
		if err := <-ended; !errors.Is(err, accord.ErrNoAnswer) {
			t.Errorf("when all was read: %v", err)
		}
	})
}

func TestChannelInfo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		info, err := client.ChannelInfo(t.Context(), d.GuildID)
		if err != nil || info.GuildID != d.GuildID || len(info.Channels) == 0 {
			t.Errorf("ChannelInfo = %+v, %v, want the voice channels", info, err)
		}
		entered := time.Now().Unix()
		if err := client.UpdateVoiceState(t.Context(), gateway.UpdateVoiceState{GuildID: d.GuildID, ChannelID: info.Channels[0].ID}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		info, err = client.ChannelInfo(t.Context(), d.GuildID, accord.ChannelFieldVoiceStartTime)
		if err != nil || info.Channels[0].VoiceStartTime == nil || *info.Channels[0].VoiceStartTime != entered || info.Channels[0].Status != nil {
			t.Errorf("ChannelInfo = %+v, %v, want the time when the bot entered, and no status", info, err)
		}
	})
}

func TestSoundboardSounds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		var got []discord.GuildID
		for sounds, err := range client.SoundboardSounds(t.Context(), d.GuildID) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, sounds.GuildID)
		}
		if len(got) != 1 || got[0] != d.GuildID {
			t.Errorf("sounds of %v, want of %v once", got, d.GuildID)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		n := 0
		for _, err := range client.SoundboardSounds(ctx, 404, d.GuildID) {
			if n++; n == 2 && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("of a guild that the bot isn't in: %v", err)
			}
		}
		if n != 2 {
			t.Errorf("%d answers, want one and the error", n)
		}
	})
}

// TestNotInGuild has Discord be silent about a guild that the bot isn't in, and about
// one that it is in.
func TestNotInGuild(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		for m, err := range client.Members(ctx, 404, accord.MembersQuery{}) {
			if !errors.Is(err, accord.ErrNotInGuild) {
				t.Errorf("a member %+v of a guild that the bot isn't in: %v", m, err)
			}
		}
		if _, err := client.ChannelInfo(ctx, 404); !errors.Is(err, accord.ErrNotInGuild) {
			t.Errorf("channels of a guild that the bot isn't in: %v", err)
		}
		if took := time.Since(start); took < 30*time.Second || took > 45*time.Second {
			t.Errorf("both took %v, want 15 seconds each, or one more 15", took)
		}
		d.Dispatch("GUILD_CREATE", silentGuild)
		for _, err := range client.Members(ctx, 51, accord.MembersQuery{}) {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Discord is silent about a guild that the bot is in: %v, want the end of the context", err)
			}
		}
	})
}
