package accord_test

import (
	"context"
	"errors"
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

// A roll is what a client was told of the members of its guilds.
type roll struct {
	mu       sync.Mutex
	members  map[discord.GuildID]map[discord.UserID]bool
	requests []time.Time                               // when one was sent
	progress map[discord.GuildID]event.MembersProgress // the last of each guild
	last     map[int]event.MembersProgress             // of each shard
}

func newRoll(client *accord.Client) *roll {
	r := &roll{
		members:  make(map[discord.GuildID]map[discord.UserID]bool),
		progress: make(map[discord.GuildID]event.MembersProgress),
		last:     make(map[int]event.MembersProgress),
	}
	accord.On(client, func(_ context.Context, c *event.GuildMembersChunk) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.members[c.GuildID] == nil {
			r.members[c.GuildID] = make(map[discord.UserID]bool)
		}
		for _, m := range c.Members {
			r.members[c.GuildID][m.User.ID] = true
		}
		return nil
	})
	accord.On(client, func(_ context.Context, f *event.FrameSent) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		if gateway.Opcode(f.Op) == gateway.OpRequestGuildMembers {
			r.requests = append(r.requests, f.Received)
		}
		return nil
	})
	accord.On(client, func(_ context.Context, p *event.MembersProgress) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.progress[p.GuildID] = *p
		r.last[p.Shard] = *p
		return nil
	})
	return r
}

// check wants the members of all guilds of the world to have come, and the client
// to say so.
func (r *roll) check(t *testing.T, client *accord.Client, w *emulator.World) {
	t.Helper()
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range w.Guilds {
		g := &w.Guilds[i]
		for _, m := range g.Members {
			if !r.members[g.ID][m.UserID] {
				t.Errorf("guild %v lacks member %v", g.ID, m.UserID)
				break
			}
		}
		if p := r.progress[g.ID]; p.Err != nil || p.Members < len(g.Members) {
			t.Errorf("guild %v: told of %d members, %v; want at least %d", g.ID, p.Members, p.Err, len(g.Members))
		}
	}
	total := 0
	for _, h := range client.Health() {
		if h.Members.Done != h.Members.Total {
			t.Errorf("shard %d: %+v", h.Shard, h.Members)
		}
		total += h.Members.Total
	}
	if total != len(w.Guilds) {
		t.Errorf("health tells of %d guilds, want %d", total, len(w.Guilds))
	}
}

// sent returns how many requests there were.
func (r *roll) sent() int {
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.requests)
}

// asking returns a client that asks for all members.
func asking(d *emutest.Discord, cfg accord.Config) (*accord.Client, *roll) {
	cfg.Intents |= discord.IntentsDefault | discord.IntentGuildMembers
	cfg.RequestMembers = true
	client := sharded(d, cfg)
	return client, newRoll(client)
}

// TestRequestMembers fills a large guild in many chunks, and those of two shards.
func TestRequestMembers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := crowd(2500)
		w.Rules = emulator.Rules{Shards: 2}
		w.Guilds = append(w.Guilds, manyGuilds(20, w.Rules).Guilds[1:]...)
		d := emutest.StartWith(t, emulator.Config{World: w})
		client, roll := asking(d, accord.Config{})
		defer run(t, client)()
		time.Sleep(time.Minute)
		roll.check(t, client, w)
		if n := roll.sent(); n != len(w.Guilds) {
			t.Errorf("%d requests for %d guilds", n, len(w.Guilds))
		}
		roll.mu.Lock()
		defer roll.mu.Unlock()
		for shard, p := range roll.last {
			if p.Done != p.Total || p.Shard != shard {
				t.Errorf("shard %d: the last progress was %d of %d", shard, p.Done, p.Total)
			}
		}
	})
}

// TestRequestMembersPace fills 300 guilds over one shard: as fast as allowed and
// no faster, while the bot's own commands come in bursts and do not wait.
func TestRequestMembersPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := manyGuilds(299, emulator.Rules{})
		d := emutest.StartWith(t, emulator.Config{World: w})
		client, roll := asking(d, accord.Config{})
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		start := time.Now()
		for range 3 {
			time.Sleep(2 * time.Minute)
			before := time.Now()
			for i := range 57 {
				s := gateway.UpdateVoiceState{GuildID: d.GuildID, SelfMute: i%2 == 0}
				if err := client.UpdateVoiceState(t.Context(), s); err != nil {
					t.Fatal(err)
				}
			}
			if waited := time.Since(before); waited > 0 {
				t.Errorf("own commands waited for %v", waited)
			}
		}
		time.Sleep(5 * time.Minute)
		roll.check(t, client, w)
		if h := client.Health()[0]; h.Resumes != 0 || h.Sessions != 1 {
			t.Errorf("the connection was lost: %+v", h)
		}
		roll.mu.Lock()
		defer roll.mu.Unlock()
		if len(roll.requests) != 300 {
			t.Errorf("%d requests for 300 guilds", len(roll.requests))
		}
		for i, at := range roll.requests {
			if i >= 57 && at.Sub(roll.requests[i-57]) < time.Minute {
				t.Errorf("58 requests in %v", at.Sub(roll.requests[i-57]))
				break
			}
		}
		if took := roll.requests[299].Sub(start); took > 10*time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}

// TestRequestMembersInterrupted breaks the connection again and again while
// members are asked for, and asks again for what did not come.
func TestRequestMembersInterrupted(t *testing.T) {
	t.Parallel()
	for name, drop := range map[string]emulator.Drop{
		"resumed": {Mode: emulator.DropAbrupt},
		"lost":    {Mode: emulator.DropClose, Code: 4009},
		"invalid": {Mode: emulator.DropInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := manyGuilds(99, emulator.Rules{})
				d := emutest.StartWith(t, emulator.Config{World: w})
				client, roll := asking(d, accord.Config{})
				var mu sync.Mutex
				frames := 0
				accord.On(client, func(_ context.Context, f *event.FrameSent) error {
					mu.Lock()
					defer mu.Unlock()
					if gateway.Opcode(f.Op) != gateway.OpRequestGuildMembers {
						return nil
					}
					if frames++; frames == 10 || frames == 40 || frames == 80 {
						d.Drop(drop) // the answer may be on its way, or never come
					}
					return nil
				})
				defer run(t, client)()
				time.Sleep(20 * time.Minute)
				roll.check(t, client, w)
				if n := roll.sent(); n < 100 || n > 400 {
					t.Errorf("%d requests", n)
				}
			})
		})
	}
}

// TestRequestMembersAgain stops the client in the middle and runs it again: the
// session goes on, and does not tell of the guilds anew.
func TestRequestMembersAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := manyGuilds(99, emulator.Rules{})
		d := emutest.StartWith(t, emulator.Config{World: w})
		client, roll := asking(d, accord.Config{})
		wait := ready(t, client, 1)
		stop := run(t, client)
		wait()
		time.Sleep(time.Second)
		if n := roll.sent(); n == 0 || n >= 100 {
			t.Errorf("%d requests before the restart", n)
		}
		before := time.Now()
		stop()
		if took := time.Since(before); took > time.Second {
			t.Errorf("stopping took %v", took)
		}
		defer run(t, client)()
		time.Sleep(10 * time.Minute)
		roll.check(t, client, w)
		if h := client.Health()[0]; h.Sessions != 0 || h.Resumes != 1 {
			t.Errorf("%+v, want the old session", h)
		}
	})
}

// TestRequestMembersReshard divides the guilds anew in the middle.
func TestRequestMembersReshard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := manyGuilds(149, emulator.Rules{})
		d := emutest.StartWith(t, emulator.Config{World: w})
		client, roll := asking(d, accord.Config{})
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		if n := roll.sent(); n == 0 || n >= 100 {
			t.Errorf("%d requests before that", n)
		}
		if err := client.Reshard(t.Context(), 3); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		roll.check(t, client, w)
		if n := roll.sent(); n > 150+3 {
			t.Errorf("%d requests for 150 guilds", n)
		}
	})
}

// TestRequestMembersRefused begins when another process has just asked for the
// same members.
func TestRequestMembersRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := crowd(10)
		d := emutest.StartWith(t, emulator.Config{World: w})
		for _, err := range joined(t, d).Members(t.Context(), d.GuildID, accord.MembersQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		asked := time.Now()
		client, roll := asking(d, accord.Config{})
		refused := accord.Expect[*event.RateLimited](client, nil)
		defer run(t, client)()
		e, err := refused.Wait(t.Context())
		if err != nil || e.Detail.GuildID != d.GuildID {
			t.Fatalf("%+v, %v, want Discord to refuse the request", e, err)
		}
		time.Sleep(time.Until(asked.Add(31 * time.Second)))
		roll.check(t, client, w)
		if n := roll.sent(); n != 2 {
			t.Errorf("%d requests, want the refused one and another", n)
		}
	})
}

// TestRequestMembersLater has guilds come, go, break down, and be silent.
func TestRequestMembersLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := manyGuilds(1, emulator.Rules{})
		d := emutest.StartWith(t, emulator.Config{World: w})
		client, roll := asking(d, accord.Config{})
		defer run(t, client)()
		time.Sleep(time.Minute)
		roll.check(t, client, w)

		d.SetGuildAvailable(d.GuildID, false)
		synctest.Wait()
		if p := client.Health()[0].Members; p != (accord.Progress{Done: 1, Total: 1}) {
			t.Errorf("in an outage: %+v", p)
		}
		d.SetGuildAvailable(d.GuildID, true)
		time.Sleep(time.Second)
		if n := roll.sent(); n != 3 {
			t.Errorf("%d requests, want one after the outage", n)
		}

		const whole, silent, left = 50, 51, 52
		d.Dispatch("GUILD_CREATE", `{"id":"50","name":"whole","member_count":2,"members":[{"user":{"id":"1"}},{"user":{"id":"2"}}]}`)
		d.Dispatch("GUILD_CREATE", `{"id":"51","name":"silent","member_count":2,"members":[]}`)
		d.Dispatch("GUILD_CREATE", `{"id":"52","name":"left","member_count":2,"members":[]}`)
		time.Sleep(time.Second)
		d.Dispatch("GUILD_DELETE", `{"id":"52"}`)
		time.Sleep(10 * time.Minute)
		if n := roll.sent(); n != 6 {
			t.Errorf("%d requests, want 3 for the silent guild", n)
		}
		roll.mu.Lock()
		defer roll.mu.Unlock()
		if p := roll.progress[whole]; p.Members != 2 || p.Err != nil {
			t.Errorf("the guild that came with its members: %+v", p)
		}
		if p := roll.progress[silent]; !errors.Is(p.Err, accord.ErrNoAnswer) || p.Done != 4 || p.Total != 4 {
			t.Errorf("the silent guild: %+v", p)
		}
		if p, told := roll.progress[left]; told {
			t.Errorf("the guild that the bot left: %+v", p)
		}
	})
}

// TestRequestMembersSlowHandler has a handler that lets the queues fill up for
// minutes. Nobody is asked again because of it.
func TestRequestMembersSlowHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := crowd(5000)
		d := emutest.StartWith(t, emulator.Config{World: w})
		client, roll := asking(d, accord.Config{Order: accord.Ordered, QueueBytes: 8 << 10, DrainTimeout: time.Second})
		accord.On(client, func(context.Context, *event.GuildMembersChunk) error {
			time.Sleep(2 * time.Minute)
			return nil
		})
		defer run(t, client)()
		time.Sleep(30 * time.Minute)
		roll.check(t, client, w)
		if n := roll.sent(); n != 1 {
			t.Errorf("%d requests", n)
		}
	})
}

// TestRequestMembersNeedsIntents is refused before anything is sent.
func TestRequestMembersNeedsIntents(t *testing.T) {
	t.Parallel()
	for _, intents := range []discord.Intents{0, discord.IntentGuilds, discord.IntentGuildMembers} {
		client := accord.New("token", accord.Config{Intents: intents, RequestMembers: true, Logger: slog.New(slog.DiscardHandler)})
		err := client.Run(t.Context())
		wrong, ok := errors.AsType[*accord.ConfigError](err)
		if !ok || wrong.Field != "RequestMembers" || !strings.Contains(err.Error(), "discord.IntentGuildMembers") {
			t.Errorf("with intents %v: %v", intents, err)
		}
	}
}

// TestRequestMembersCutOff breaks the connection while chunks are on their way.
// They come again with the session, and are asked for again without.
func TestRequestMembersCutOff(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{"resumed": 1, "lost": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := crowd(2500)
				d := emutest.StartWith(t, emulator.Config{World: w})
				d.SetGatewayFaults(emulator.GatewayFaults{ByCount: map[int]time.Duration{1: 5 * time.Second}})
				client, roll := asking(d, accord.Config{})
				wait := ready(t, client, 1)
				defer run(t, client)()
				wait()
				for roll.sent() == 0 {
					time.Sleep(time.Second)
				}
				time.Sleep(2 * time.Second)
				if name == "lost" {
					d.Drop(emulator.Drop{Mode: emulator.DropInvalid, When: emulator.AfterResume})
				}
				d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
				time.Sleep(5 * time.Minute)
				roll.check(t, client, w)
				if n := roll.sent(); n != want {
					t.Errorf("%d requests, want %d", n, want)
				}
			})
		})
	}
}
