package emulator_test

import (
	"fmt"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// TestEndFaults wants all faults to be told of while they last, and none of them
// to last.
func TestEndFaults(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		b := login(t, d, intentGuilds)
		d.SetLatency(2 * time.Second)
		d.SetLatency(time.Second, d.ApplicationID)
		d.SetGatewayFaults(emulator.GatewayFaults{Repeat: 1})
		d.SetGatewayFaults(emulator.GatewayFaults{
			Latency: time.Second, ByCount: map[int]time.Duration{2: time.Minute}, MissACKs: -1, Corrupt: 1, Truncate: 2, Repeat: 3, ApplicationID: secondBot,
		})
		d.FailNext(emulator.Failure{Status: 500, Count: 3})
		d.FailNext(emulator.Failure{Status: 500, Count: 4, ApplicationID: secondBot})
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, When: emulator.AtConnect, Count: 2})
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, When: emulator.AfterResume, ApplicationID: secondBot})
		d.SetGuildAvailable(d.GuildID, false)
		b.event("GUILD_DELETE")
		d.SetLimits(emulator.Limits{Global: 1})
		rest(t, d, "GET", "/api/v10/gateway", "", "")
		want := emulator.Faults{
			Latency: 2 * time.Second, Gateway: emulator.GatewayFaults{Repeat: 1}, Failures: 2, Drops: 2, Unavailable: []discord.GuildID{d.GuildID},
			Bots: []emulator.BotFaults{
				{ApplicationID: d.ApplicationID, Latency: time.Second, Gateway: emulator.GatewayFaults{Repeat: 1}},
				{ApplicationID: secondBot, Latency: 2 * time.Second, Gateway: emulator.GatewayFaults{
					Latency: time.Second, ByCount: map[int]time.Duration{2: time.Minute}, MissACKs: -1, Corrupt: 1, Truncate: 2, Repeat: 3, ApplicationID: secondBot,
				}, Failures: 4, Drops: 1},
			},
		}
		if got := d.Emulator.Faults(); !reflect.DeepEqual(got, want) {
			t.Errorf("faults = %+v, want %+v", got, want)
		}
		told := fmt.Sprintf(`{"latency":"2s","gateway":{"latency":"0s","miss_acks":0,"corrupt":0,"truncate":0,"repeat":1},"failures":2,"drops":2,"unavailable":["%d"],"bots":[`+
			`{"application_id":"%d","latency":"1s","gateway":{"latency":"0s","miss_acks":0,"corrupt":0,"truncate":0,"repeat":1},"failures":0,"drops":0},`+
			`{"application_id":"%d","latency":"2s","gateway":{"latency":"1s","miss_acks":-1,"corrupt":1,"truncate":2,"repeat":3},"failures":4,"drops":1}]}`, d.GuildID, d.ApplicationID, secondBot)
		if got := control(t, d, "GET", "/faults", "", nil); got.status != 200 || got.body != told {
			t.Errorf("%d %s, want %s", got.status, got.body, told)
		}

		control(t, d, "POST", "/end-faults", ``, &struct{}{})
		b.event("GUILD_CREATE")
		if got := d.Emulator.Faults(); !reflect.DeepEqual(got, emulator.Faults{}) {
			t.Errorf("faults after the end = %+v", got)
		}
		began := time.Now()
		for range 3 { // more than the limit of 1 that is over
			if got := rest(t, d, "GET", "/api/v10/users/@me", "Bot "+d.Token, ""); got.status != 200 {
				t.Errorf("%d %s", got.status, got.body)
			}
		}
		login(t, second, intentGuilds).leave()
		if took := time.Since(began); took != 0 {
			t.Errorf("everything took %v, want no time", took)
		}
		b.quiet()
		b.leave()
	})
}

// TestStatsOfEachBot wants each bot's counts apart, and those of all together.
func TestStatsOfEachBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		b := login(t, d, intentGuilds)
		other := login(t, second, intentGuilds)
		b.quiet()
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, ApplicationID: d.ApplicationID})
		b.closed()
		back := b.resume(d)
		back.event("RESUMED")
		d.FailNext(emulator.Failure{Status: 429})
		rest(t, second, "GET", "/api/v10/users/@me", "Bot "+second.Token, "")
		rest(t, d, "GET", "/api/v10/users/@me", "Bot "+d.Token, "")
		rest(t, d, "GET", "/api/v10/gateway", "", "")
		for _, tt := range []struct {
			query string
			want  emulator.Stats
		}{
			{"", emulator.Stats{Identifies: 2, Resumes: 1, Heartbeats: 1, Requests: 3, Responses429: 1}},
			{fmt.Sprintf("?application_id=%d", d.ApplicationID), emulator.Stats{Identifies: 1, Resumes: 1, Heartbeats: 1, Requests: 1}},
			{fmt.Sprintf("?application_id=%d", secondBot), emulator.Stats{Identifies: 1, Requests: 1, Responses429: 1}},
		} {
			var got emulator.Stats
			if control(t, d, "GET", "/stats"+tt.query, "", &got); got != tt.want {
				t.Errorf("stats%s = %+v, want %+v", tt.query, got, tt.want)
			}
		}
		for _, id := range []string{"5", "x"} {
			if got := control(t, d, "GET", "/stats?application_id="+id, "", nil); got.status != 400 {
				t.Errorf("application %s: %d %s, want 400", id, got.status, got.body)
			}
		}
		back.leave()
		other.leave()
	})
}
