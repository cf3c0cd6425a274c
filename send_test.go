package accord_test

import (
	"context"
	"errors"
	"fmt"
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

// TestPresenceIsRemembered shows Config.Presence from the start, and what was
// set last after a resume, a new session and resharding.
func TestPresenceIsRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		var mu sync.Mutex
		var shown []string
		client := sharded(d, accord.Config{Presence: &discord.UpdatePresence{
			Status:     discord.StatusDND,
			Activities: []discord.SetActivity{{Name: "status", Type: discord.ActivityTypeCustom, State: "starting"}},
		}})
		accord.On(client, func(_ context.Context, f *event.FrameSent) error {
			mu.Lock()
			defer mu.Unlock()
			if op := gateway.Opcode(f.Op); op == gateway.OpIdentify || op == gateway.OpPresenceUpdate {
				for _, text := range []string{"starting", "working", "resting"} {
					if strings.Contains(f.Data, text) {
						shown = append(shown, fmt.Sprint(op, " ", text))
					}
				}
			}
			return nil
		})
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		show := func(text string, shards ...int) {
			t.Helper()
			p := discord.UpdatePresence{Activities: []discord.SetActivity{{Name: "status", Type: discord.ActivityTypeCustom, State: text}}}
			if err := client.UpdatePresence(t.Context(), p, shards...); err != nil {
				t.Fatal(err)
			}
		}
		show("working")
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt}) // the session goes on, with its presence
		time.Sleep(time.Minute)
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4009})
		time.Sleep(time.Minute)
		show("resting", 0)
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4009})
		time.Sleep(time.Minute)
		if err := client.Reshard(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		want := "Identify starting, PresenceUpdate working, Identify working, PresenceUpdate resting, Identify resting, Identify working, Identify working"
		if got := strings.Join(shown, ", "); got != want {
			t.Errorf("shown: %s\nwant:  %s", got, want)
		}
	})
}

// TestPresenceAfterRestart shows the presence of the new Config in the session that
// the last process began with another one, once.
func TestPresenceAfterRestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		sessions := new(gateway.MemoryStore)
		var mu sync.Mutex
		var sent []string
		for _, p := range []*discord.UpdatePresence{{Status: discord.StatusDND}, {Status: discord.StatusIdle}, nil} {
			client := sharded(d, accord.Config{Sessions: sessions, Presence: p})
			accord.On(client, func(_ context.Context, f *event.FrameSent) error {
				mu.Lock()
				defer mu.Unlock()
				if op := gateway.Opcode(f.Op); op != gateway.OpHeartbeat {
					_, status, _ := strings.Cut(f.Data, `"status":"`)
					status, _, _ = strings.Cut(status, `"`)
					sent = append(sent, strings.TrimSpace(fmt.Sprint(op, " ", status)))
				}
				return nil
			})
			stop := run(t, client)
			time.Sleep(time.Minute)
			d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
			time.Sleep(time.Minute)
			stop()
		}
		mu.Lock()
		defer mu.Unlock()
		want := "Identify dnd, Resume, Resume, PresenceUpdate idle, Resume, Resume, Resume"
		if got := strings.Join(sent, ", "); got != want {
			t.Errorf("sent %s\nwant %s", got, want)
		}
	})
}

// TestPresenceIsSeen changes the presence of one shard and of all, more often
// than Discord takes, and wants the last one to be seen.
func TestPresenceIsSeen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2, emulator.Rules{Shards: 2, MaxConcurrency: 2})})
		client := sharded(d, accord.Config{Intents: discord.IntentsDefault | discord.IntentGuildPresences})
		var mu sync.Mutex
		seen := make(map[discord.GuildID]string)
		accord.On(client, func(_ context.Context, p *event.PresenceUpdate) error {
			mu.Lock()
			defer mu.Unlock()
			seen[p.GuildID] = p.Activities[0].Name
			return nil
		})
		wait := ready(t, client, 2)
		defer run(t, client)()
		wait()
		synctest.Wait()
		start := time.Now()
		for i := range 7 {
			p := discord.UpdatePresence{Activities: []discord.SetActivity{{Name: fmt.Sprint("all ", i)}}}
			if err := client.UpdatePresence(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took < 20*time.Second || took > 25*time.Second {
			t.Errorf("7 changes took %v, want to wait for the end of 20 seconds once", took)
		}
		if err := client.UpdatePresence(t.Context(), discord.UpdatePresence{Activities: []discord.SetActivity{{Name: "one"}}}, 1); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		for guild, got := range seen {
			if want := []string{"all 6", "one"}[client.ShardOf(guild)]; got != want {
				t.Errorf("guild %v of shard %d sees %q, want %q", guild, client.ShardOf(guild), got, want)
			}
		}
		if len(seen) != 3 {
			t.Errorf("%d guilds see it", len(seen))
		}
	})
}

// TestUpdateVoiceState enters, moves within, and leaves voice.
func TestUpdateVoiceState(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		voice := discord.ChannelID(1200000000000000024)
		for _, s := range []gateway.UpdateVoiceState{
			{GuildID: d.GuildID, ChannelID: voice},
			{GuildID: d.GuildID, ChannelID: voice, SelfMute: true, SelfDeaf: true},
			{GuildID: d.GuildID},
		} {
			told := accord.Expect[*event.VoiceStateUpdate](client, nil)
			if err := client.UpdateVoiceState(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			got, err := told.Wait(t.Context())
			if err != nil || got.ChannelID != s.ChannelID || got.SelfMute != s.SelfMute || got.SelfDeaf != s.SelfDeaf || got.UserID != discord.UserID(d.ApplicationID) {
				t.Errorf("%+v became %+v, %v", s, got, err)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		told := accord.Expect[*event.VoiceStateUpdate](client, nil)
		if err := client.UpdateVoiceState(t.Context(), gateway.UpdateVoiceState{GuildID: d.GuildID, ChannelID: d.ChannelID}); err != nil {
			t.Fatal(err)
		}
		if got, err := told.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("in a text channel: %+v, %v, want silence", got, err)
		}
	})
}

// TestRefusedCommands leaves the connection alone, and the presence as it was.
func TestRefusedCommands(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := sharded(d, accord.Config{Intents: discord.IntentsDefault})
		connected(t, client, func() { t.Cleanup(run(t, client)) })
		ctx := t.Context()
		_, channels := client.ChannelInfo(ctx, 0)
		var members error
		for _, err := range client.Members(ctx, d.GuildID, accord.MembersQuery{}) {
			members = err
		}
		for command, err := range map[string]error{
			"voice":        client.UpdateVoiceState(ctx, gateway.UpdateVoiceState{ChannelID: d.ChannelID}),
			"presence":     client.UpdatePresence(ctx, discord.UpdatePresence{Status: "away"}),
			"channel info": channels,
			"members":      members,
		} {
			if _, ok := errors.AsType[*discord.ValidationError](err); !ok {
				t.Errorf("%s: %v, want a ValidationError", command, err)
			}
		}
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4009}) // IDENTIFY has the presence in it
		time.Sleep(time.Minute)
		if h := client.Health()[0]; h.State != accord.ShardReady || h.Sessions != 2 || h.Resumes != 0 {
			t.Errorf("%+v, want no connection lost but one", h)
		}
	})
}

// TestCommandsAreLimited sends ten times as many commands as Discord allows in a
// minute, and loses no connection.
func TestCommandsAreLimited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		start := time.Now()
		for i := range 1200 {
			if err := client.UpdateVoiceState(t.Context(), gateway.UpdateVoiceState{GuildID: d.GuildID, SelfMute: i%2 == 0}); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took < 9*time.Minute || took > 12*time.Minute {
			t.Errorf("1200 commands took %v", took)
		}
		if h := client.Health()[0]; h.Resumes != 0 || h.Sessions != 1 {
			t.Errorf("%+v, want the first connection", h)
		}
	})
}

// TestMembersWithoutIntents asks without the intents for what needs them.
func TestMembersWithoutIntents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := sharded(d, accord.Config{Intents: discord.IntentsDefault | discord.IntentGuildMembers})
		connected(t, client, func() { t.Cleanup(run(t, client)) })
		q := accord.MembersQuery{UserIDs: []discord.UserID{d.UserID}, Presences: true}
		for c, err := range client.MemberChunks(t.Context(), d.GuildID, q) {
			if err != nil || len(c.Members) != 1 || c.Presences != nil {
				t.Errorf("chunk %+v, %v, want the member and no presence", c, err)
			}
		}
		q = accord.MembersQuery{UserIDs: make([]discord.UserID, 101)}
		for _, err := range client.Members(t.Context(), d.GuildID, q) {
			if _, invalid := errors.AsType[*discord.ValidationError](err); !invalid {
				t.Errorf("101 members: %v", err)
			}
		}
	})
}

// TestManySoundboards asks for more guilds than one command can name.
func TestManySoundboards(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := manyGuilds(400, emulator.Rules{})
		d := emutest.StartWith(t, emulator.Config{World: w})
		client := joined(t, d)
		var guilds []discord.GuildID
		for _, g := range w.Guilds {
			guilds = append(guilds, g.ID)
		}
		got := make(map[discord.GuildID]int)
		for sounds, err := range client.SoundboardSounds(t.Context(), guilds...) {
			if err != nil {
				t.Fatal(err)
			}
			got[sounds.GuildID]++
		}
		for _, id := range guilds {
			if got[id] != 1 {
				t.Errorf("%d answers for guild %v", got[id], id)
			}
		}
	})
}
