package gateway_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// TestGuildsOfSession keeps account of the session's guilds, in order, and tells
// by them what events mean. What was handed out does not change.
func TestGuildsOfSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.hello()
		c.expect(gateway.OpIdentify)
		c.dispatch("READY", 1, `{"session_id":"s1","guilds":[{"id":"9"},{"id":"5"},{"id":"7"}]}`)
		var handedOut [][]discord.GuildID
		for i, tt := range []struct {
			name, data string
			change     gateway.GuildChange
			guilds     []discord.GuildID
		}{
			{"GUILD_CREATE", `{"id":"5"}`, gateway.GuildAvailable, []discord.GuildID{5, 7, 9}},
			{"GUILD_CREATE", `{"id":"6"}`, gateway.GuildJoined, []discord.GuildID{5, 6, 7, 9}},
			{"GUILD_CREATE", `{"id":"6"}`, gateway.GuildAvailable, []discord.GuildID{5, 6, 7, 9}},
			{"GUILD_DELETE", `{"id":"5","unavailable":true}`, gateway.GuildUnavailable, []discord.GuildID{5, 6, 7, 9}},
			{"GUILD_DELETE", `{"id":"5"}`, gateway.GuildLeft, []discord.GuildID{6, 7, 9}},
			{"GUILD_CREATE", `{"id":"8"}`, gateway.GuildJoined, []discord.GuildID{6, 7, 8, 9}},
			{"GUILD_DELETE", `{"id":"4"}`, gateway.GuildLeft, []discord.GuildID{6, 7, 8, 9}},
			{"GUILD_DELETE", `{"id":"9"}`, gateway.GuildLeft, []discord.GuildID{6, 7, 8}},
			{"GUILD_CREATE", `{"id":"7"}`, gateway.GuildAvailable, []discord.GuildID{6, 7, 8}},
		} {
			c.dispatch(tt.name, int64(i)+2, tt.data)
			synctest.Wait()
			if got := r.frames[i+1].Guild; got != tt.change {
				t.Errorf("%s %s means %v, want %v", tt.name, tt.data, got, tt.change)
			}
			got := r.Session().Guilds
			handedOut = append(handedOut, got, slices.Clone(got))
			if !slices.Equal(got, tt.guilds) {
				t.Errorf("after %s %s: %v, want %v", tt.name, tt.data, got, tt.guilds)
			}
		}
		for i := 0; i < len(handedOut); i += 2 {
			if fmt.Sprint(handedOut[i]) != fmt.Sprint(handedOut[i+1]) {
				t.Errorf("%v became %v", handedOut[i+1], handedOut[i])
			}
		}
	})
}

// TestGuildsOfStoredSession resumes a session whose guilds are in no order.
func TestGuildsOfStoredSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(func(cfg *gateway.Config) {
			cfg.Session = gateway.Session{ID: "s0", Sequence: 7, Guilds: []discord.GuildID{9, 5, 7}, LastFrame: time.Now(), Fingerprint: cfg.Fingerprint()}
		})
		c := f.accept()
		c.hello()
		c.expectResume("s0", 7)
		c.dispatch("GUILD_CREATE", 8, `{"id":"9"}`)
		c.dispatch("GUILD_CREATE", 9, `{"id":"6"}`)
		synctest.Wait()
		if got := r.Session().Guilds; !slices.Equal(got, []discord.GuildID{5, 6, 7, 9}) || r.frames[0].Guild != gateway.GuildAvailable {
			t.Errorf("guilds %v, of which 9 is %v", got, r.frames[0].Guild)
		}
	})
}
