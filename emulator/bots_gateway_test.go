package emulator_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

const intentPresences = 1 << 8

// startTwo starts a Discord with two bots, and returns it as each of them has it.
func startTwo(t testing.TB, rules emulator.Rules) (d, second *emutest.Discord) {
	t.Helper()
	w := twoBots()
	w.Rules = rules
	d = emutest.StartWith(t, emulator.Config{World: w})
	return d, d.As(secondBot)
}

// TestStartsOfEachBot wants the windows in which a bot may identify, how often it
// may, and what happens to who starts too often, apart.
func TestStartsOfEachBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{SessionStarts: 2})
		first, other := login(t, d, 0), login(t, second, 0) // at once
		remaining := func(d *emutest.Discord) int {
			var body discord.GatewayBot
			decode(t, []byte(rest(t, d, "GET", "/api/v10/gateway/bot", "Bot "+d.Token, "").body), &body)
			return body.SessionStartLimit.Remaining
		}
		first.leave()
		time.Sleep(5 * time.Second)
		login(t, d, 0).leave()
		if got := [2]int{remaining(d), remaining(second)}; got != [2]int{0, 1} {
			t.Errorf("starts that are left: %v, want [0 1]", got)
		}
		time.Sleep(5 * time.Second)
		b := connect(t, d, "/?v=10")
		b.next(10)
		b.send(2, identify(d, 0))
		if got := b.closed(); got != 4004 {
			t.Errorf("closed with %d, want 4004", got)
		}
		other.quiet()
		for _, tt := range []struct {
			d      *emutest.Discord
			status int
		}{{d, 401}, {second, 200}} {
			if got := rest(t, tt.d, "GET", "/api/v10/users/@me", "Bot "+tt.d.Token, ""); got.status != tt.status {
				t.Errorf("application %d: status %d, want %d", tt.d.ApplicationID, got.status, tt.status)
			}
		}
		other.leave()
	})
}

// TestResumeOfAnotherBot wants a session to be its own bot's.
func TestResumeOfAnotherBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		first := login(t, d, intentGuilds|intentMessages|intentContent)
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		first.closed()
		d.Say("meanwhile")
		thief := first.resume(second)
		if p := thief.next(9); string(p.D) != "false" {
			t.Errorf("op 9 with %s, want false", p.D)
		}
		back := first.resume(d)
		if got := back.content(); got != "meanwhile" {
			t.Errorf("replayed %q", got)
		}
		back.event("RESUMED")
		thief.leave()
		back.leave()
	})
}

// TestRequestMembersOfEachBot wants the limit of whole guilds apart.
func TestRequestMembersOfEachBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		first, other := login(t, d, intentGuilds|intentMembers), login(t, second, intentGuilds|intentMembers)
		all := map[string]any{"guild_id": d.GuildID.String(), "query": "", "limit": 0}
		for _, b := range []*bot{first, other} {
			b.send(8, all)
			b.event("GUILD_MEMBERS_CHUNK")
			b.send(8, all)
			b.event("RATE_LIMITED")
		}
		first.leave()
		other.leave()
	})
}

// TestLimitsOfEachBot wants buckets and the global limit apart, but for a bucket
// that is the resource's.
func TestLimitsOfEachBot(t *testing.T) {
	t.Parallel()
	get := func(t *testing.T, d *emutest.Discord) int {
		return rest(t, d, "GET", "/api/v10/channels/"+d.ChannelID.String(), "Bot "+d.Token, "").status
	}
	tests := []struct {
		name   string
		limits emulator.Limits
		want   [3]int // of the first bot twice, then of the second
	}{
		{"buckets", emulator.Limits{Buckets: []emulator.Bucket{{Requests: 1, Per: emulator.Duration(time.Minute)}}}, [3]int{200, 429, 200}},
		{"shared", emulator.Limits{Buckets: []emulator.Bucket{{Requests: 1, Per: emulator.Duration(time.Minute), Scope: "shared"}}}, [3]int{200, 429, 429}},
		{"global", emulator.Limits{Global: 1}, [3]int{200, 429, 200}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d, second := startTwo(t, emulator.Rules{})
				d.SetLimits(tt.limits)
				if got := [3]int{get(t, d), get(t, d), get(t, second)}; got != tt.want {
					t.Errorf("status %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// TestPresenceOfBots wants each bot to see the other come and go.
func TestPresenceOfBots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		first := login(t, d, intentGuilds|intentPresences)
		shows := func(status string) {
			t.Helper()
			if got := string(first.event("PRESENCE_UPDATE")); !strings.Contains(got, secondBot.String()) || !strings.Contains(got, `"status":"`+status+`"`) {
				t.Errorf("presence: %s, want %s", got, status)
			}
		}
		other := connect(t, second, "/?v=10")
		other.next(10)
		other.send(2, identify(second, intentGuilds|intentPresences))
		other.ready()
		var guild struct {
			Presences []struct{ User struct{ ID string } }
		}
		decode(t, other.event("GUILD_CREATE"), &guild)
		if len(guild.Presences) != 2 {
			t.Errorf("GUILD_CREATE has the presences %+v, want both bots'", guild.Presences)
		}
		shows("online")
		other.send(3, map[string]any{"since": nil, "activities": []any{}, "status": "idle", "afk": false})
		other.event("PRESENCE_UPDATE")
		shows("idle")
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, ApplicationID: secondBot})
		other.closed()
		shows("offline")
		back := other.resume(second)
		back.event("RESUMED") // and not what it was told itself
		shows("idle")
		back.leave()
		shows("offline")
		first.quiet()
		first.leave()
	})
}

// TestFaultsOfOneBot wants faults that name an application to leave the others
// alone.
func TestFaultsOfOneBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		first, other := login(t, d, 0), login(t, second, 0)
		d.SetGatewayFaults(emulator.GatewayFaults{Latency: time.Second, ApplicationID: secondBot})
		start := time.Now()
		first.quiet()
		if took := time.Since(start); took != 0 {
			t.Errorf("the first bot waited %s", took)
		}
		other.quiet()
		if took := time.Since(start); took != time.Second {
			t.Errorf("the second bot waited %s, want 1s", took)
		}
		d.SetGatewayFaults(emulator.GatewayFaults{})
		d.Dispatch("FRESH", `{}`, secondBot)
		other.event("FRESH")
		first.quiet()
		if _, err := d.Emulator.Dispatch("FRESH", []byte(`{}`), 5); err == nil {
			t.Error("an event was dispatched to no application")
		}
		if n := d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: 4000, ApplicationID: secondBot}); n != 1 {
			t.Errorf("dropped %d connections, want 1", n)
		}
		if got := other.closed(); got != 4000 {
			t.Errorf("closed with %d", got)
		}
		d.Drop(emulator.Drop{Mode: emulator.DropInvalid, When: emulator.AfterIdentify, ApplicationID: secondBot})
		time.Sleep(5 * time.Second)
		again := login(t, d, 0)
		refused := connect(t, second, "/?v=10")
		refused.next(10)
		refused.send(2, identify(second, 0))
		refused.next(9)
		for _, b := range []*bot{first, again, refused} {
			b.leave()
		}
		d.FailNext(emulator.Failure{Status: 500, ApplicationID: secondBot})
		for _, tt := range []struct {
			d      *emutest.Discord
			status int
		}{{d, 200}, {second, 500}, {second, 200}} {
			if got := rest(t, tt.d, "GET", "/api/v10/users/@me", "Bot "+tt.d.Token, ""); got.status != tt.status {
				t.Errorf("application %d: status %d, want %d", tt.d.ApplicationID, got.status, tt.status)
			}
		}
		if err := d.Emulator.FailNext(emulator.Failure{Status: 500, ApplicationID: 5}); err == nil {
			t.Error("a failure of no application was taken")
		}
		for _, bad := range []emulator.Drop{
			{Mode: emulator.DropAbrupt, ApplicationID: 5},
			{Mode: emulator.DropAbrupt, ApplicationID: secondBot, When: emulator.AtConnect},
		} {
			if _, err := d.Emulator.Drop(bad); err == nil {
				t.Errorf("%+v was taken", bad)
			}
		}
	})
}

// TestConnectionsName wants to know whose connections are open.
func TestConnectionsName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		first, other := login(t, d, 0), login(t, second, 0)
		open := d.Emulator.Connections()
		if len(open) != 2 || open[0].ApplicationID != d.ApplicationID || open[1].ApplicationID != secondBot {
			t.Errorf("connections %+v", open)
		}
		first.leave()
		other.leave()
	})
}
