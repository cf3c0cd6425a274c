package emulator_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// keys returns the names of an object's fields, sorted.
func keys(t testing.TB, object json.RawMessage) []string {
	t.Helper()
	var fields map[string]json.RawMessage
	decode(t, object, &fields)
	return slices.Sorted(maps.Keys(fields))
}

// TestHandshake follows a session from the first frame to the first event.
func TestHandshake(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := connect(t, d, "/?v=10&encoding=json")
	var hello struct {
		Interval int `json:"heartbeat_interval"`
	}
	decode(t, b.next(10).D, &hello)
	if hello.Interval != 41250 {
		t.Errorf("heartbeat_interval = %d, want 41250", hello.Interval)
	}
	b.send(1, nil)
	b.next(11)
	b.send(2, identify(d, intentsAll))
	ready := b.event("READY")
	want := []string{
		"_trace", "application", "auth", "game_relationships", "geo_ordered_rtc_regions", "guild_join_requests", "guilds",
		"presences", "private_channels", "relationships", "resume_gateway_url", "session_id", "session_type", "user",
		"user_settings", "v",
	}
	if got := keys(t, ready); !slices.Equal(got, want) {
		t.Errorf("READY has %q, want %q", got, want)
	}
	var r struct {
		Guilds []struct {
			ID          string
			Unavailable bool
		}
		ResumeGatewayURL string `json:"resume_gateway_url"`
	}
	decode(t, ready, &r)
	if len(r.Guilds) != 1 || r.Guilds[0].ID != d.GuildID.String() || !r.Guilds[0].Unavailable {
		t.Errorf("guilds = %+v, want the one guild, not available yet", r.Guilds)
	}
	if r.ResumeGatewayURL != gatewayURL(d) {
		t.Errorf("resume_gateway_url = %s, want %s", r.ResumeGatewayURL, gatewayURL(d))
	}
	if b.seq != 1 {
		t.Errorf("READY has the sequence number %d, want 1", b.seq)
	}
	checkGuildCreate(t, d, b.event("GUILD_CREATE"))
	b.leave()
	if got := d.Stats(); got.Identifies != 1 || got.Heartbeats != 1 {
		t.Errorf("stats = %+v, want 1 identify and 1 heartbeat", got)
	}
}

func checkGuildCreate(t *testing.T, d *emutest.Discord, data json.RawMessage) {
	t.Helper()
	var g struct {
		Unavailable *bool
		MemberCount int `json:"member_count"`
		Members     []struct{ User struct{ ID string } }
		Roles       []struct{ ID, Permissions string }
		Channels    []struct{ ID string }
	}
	decode(t, data, &g)
	if g.Unavailable == nil || *g.Unavailable {
		t.Error("unavailable must be there and false: discord.js waits for it")
	}
	if g.MemberCount != 3 || len(g.Members) != 1 || g.Members[0].User.ID != d.ApplicationID.String() {
		t.Errorf("%d members, sent %+v, want 3 and only the bot, since GUILD_PRESENCES is missing", g.MemberCount, g.Members)
	}
	if len(g.Roles) != 3 || len(g.Channels) != 6 {
		t.Errorf("%d roles and %d channels, want 3 and 6", len(g.Roles), len(g.Channels))
	}
	for _, list := range []string{"voice_states", "threads", "presences", "stage_instances", "guild_scheduled_events", "emojis", "stickers"} {
		if !strings.Contains(string(data), `"`+list+`":[]`) {
			t.Errorf("%s is not []", list)
		}
	}
}

// TestWaysIn wants what clients of other libraries do to work.
func TestWaysIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query string
		change      func(map[string]any)
	}{
		{"version 9", "/?v=9&encoding=json", nil},
		{"no slash", "?v=10&encoding=json", nil},
		{"path", "/gateway?v=10", nil},
		{"no parameters", "", nil},
		{"Bot in front of the token", "/?v=10", func(p map[string]any) { p["token"] = "Bot " + p["token"].(string) }},
		{"old names of properties", "/?v=10", func(p map[string]any) { p["properties"] = map[string]string{"$os": "linux"} }},
		{"more than is known", "/?v=10", func(p map[string]any) { p["guild_subscriptions"] = true }},
		{"large threshold", "/?v=10", func(p map[string]any) { p["large_threshold"] = 250 }},
		{"presence", "/?v=10", func(p map[string]any) {
			p["presence"] = map[string]any{"since": nil, "activities": []any{map[string]any{"name": "x", "type": 0}}, "status": "idle", "afk": false}
		}},
		{"zlib-stream", "/?v=10&encoding=json&compress=zlib-stream", nil},
		{"zstd-stream", "/?v=10&encoding=json&compress=zstd-stream", nil},
		{"payload compression", "/?v=10", func(p map[string]any) { p["compress"] = true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := emutest.Start(t)
			b := connect(t, d, tt.query)
			b.next(10)
			payload := identify(d, intentsAll)
			if tt.change != nil {
				tt.change(payload)
			}
			b.send(2, payload)
			b.ready()
			b.event("GUILD_CREATE")
			for range 3 {
				d.Say("hello")
				b.event("MESSAGE_CREATE")
			}
			b.leave()
		})
	}
}

// TestCloseCodes wants every mistake of a client punished as documented.
func TestCloseCodes(t *testing.T) {
	t.Parallel()
	shard := func(n, count any) func(map[string]any) {
		return func(p map[string]any) { p["shard"] = []any{n, count} }
	}
	with := func(name string, value any) func(map[string]any) {
		return func(p map[string]any) { p[name] = value }
	}
	without := func(name string) func(map[string]any) {
		return func(p map[string]any) { delete(p, name) }
	}
	before := []struct {
		name, query, frame string
		want               int
	}{
		{"not JSON", "/?v=10", `{`, 4002},
		{"not an object", "/?v=10", `[]`, 4002},
		{"no opcode", "/?v=10", `{"d":null}`, 4002},
		{"too long", "/?v=10", `{"op":1,"d":null,"x":"` + strings.Repeat("x", 4096) + `"}`, 4002},
		{"nested too deep", "/?v=10", `{"op":1,"d":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`, 4002},
		{"unknown opcode", "/?v=10", `{"op":99}`, 4001},
		{"command before identify", "/?v=10", `{"op":3,"d":{}}`, 4003},
		{"identify without data", "/?v=10", `{"op":2}`, 4002},
		{"resume with a bad token", "/?v=10", `{"op":6,"d":{"token":"x","session_id":"y","seq":1}}`, 4004},
		{"old version", "/?v=8", ``, 4012},
	}
	for _, tt := range before {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := connect(t, emutest.Start(t), tt.query)
			if tt.frame != "" {
				b.next(10)
				b.raw(tt.frame)
			}
			if got := b.closed(); got != tt.want {
				t.Errorf("closed with %d, want %d", got, tt.want)
			}
		})
	}
	identifies := []struct {
		name   string
		change func(map[string]any)
		want   int
	}{
		{"bad token", with("token", "x"), 4004},
		{"token of a user", with("token", "Bearer x"), 4004},
		{"no token", without("token"), 4002},
		{"shard out of range", shard(1, 1), 4010},
		{"negative shard", shard(-1, 1), 4010},
		{"no shards", shard(0, 0), 4010},
		{"no intents", without("intents"), 4013},
		{"unknown intents", with("intents", 1<<30), 4013},
		{"intents that are not granted", with("intents", 1<<8), 4014},
		{"large threshold out of range", with("large_threshold", 20), 4002},
	}
	for _, tt := range identifies {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := emulator.DefaultWorld()
			w.Applications[0].Privileged = new(discord.IntentGuildMembers | discord.IntentMessageContent)
			d := emutest.StartWith(t, emulator.Config{World: w})
			b := connect(t, d, "/?v=10")
			b.next(10)
			payload := identify(d, 0)
			tt.change(payload)
			b.send(2, payload)
			if got := b.closed(); got != tt.want {
				t.Errorf("closed with %d, want %d", got, tt.want)
			}
		})
	}
	after := []struct {
		name string
		op   int
		d    any
		want int
	}{
		{"identify twice", 2, "identify", 4005},
		{"resume a second session", 6, "resume", 4005},
		{"presence without status", 3, map[string]any{"activities": []any{}}, 4002},
		{"members without guild", 8, map[string]any{"query": "", "limit": 0}, 4002},
		{"members by too many IDs", 8, map[string]any{"guild_id": "1", "user_ids": make([]string, 101)}, 4002},
		{"presence without activities", 3, map[string]any{"since": nil, "activities": nil, "status": "idle", "afk": false}, 4002},
		{"presence of no status", 3, map[string]any{"since": nil, "activities": []any{}, "status": "away", "afk": false}, 4002},
		{"members by name and by ID", 8, map[string]any{"guild_id": "1", "query": "", "limit": 0, "user_ids": []string{}}, 4002},
		{"voice without guild", 4, map[string]any{}, 4002},
	}
	for _, tt := range after {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := emutest.Start(t)
			b := login(t, d, intentsAll)
			switch tt.d {
			case "identify":
				tt.d = identify(d, intentsAll)
			case "resume":
				tt.d = map[string]any{"token": d.Token, "session_id": b.session, "seq": 1}
			}
			b.send(tt.op, tt.d)
			if got := b.closed(); got != tt.want {
				t.Errorf("closed with %d, want %d", got, tt.want)
			}
		})
	}
}

func TestShardingRequired(t *testing.T) {
	t.Parallel()
	w := emulator.DefaultWorld()
	for i := range uint64(2500) {
		g := w.Guilds[0]
		g.ID, g.Roles, g.Members = discord.GuildID(i+1)<<22, nil, g.Members[:1]
		g.Channels = []emulator.WorldChannel{{ID: discord.ChannelID(g.ID + 1), Name: "general"}}
		w.Guilds = append(w.Guilds, g)
	}
	d := emutest.StartWith(t, emulator.Config{World: w})
	b := connect(t, d, "/?v=10")
	b.next(10)
	b.send(2, identify(d, 0))
	if got := b.closed(); got != 4011 {
		t.Errorf("closed with %d, want 4011", got)
	}
}

// TestShards wants each event in one shard only: that of its guild, and what is
// in no guild in the first one.
func TestShards(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		const shards = 4
		mine := uint64(d.GuildID) >> 22 % shards
		for n := range uint64(shards) {
			b := connect(t, d, "/?v=10")
			b.next(10)
			payload := identify(d, intentsAll)
			payload["shard"] = []uint64{n, shards}
			b.send(2, payload)
			var ready struct {
				Guilds []any
				Shard  []uint64
			}
			decode(t, b.event("READY"), &ready)
			if has := len(ready.Guilds) == 1; has != (n == mine) || !slices.Equal(ready.Shard, []uint64{n, shards}) {
				t.Errorf("shard %d: READY = %+v; the guild is of shard %d", n, ready, mine)
			}
			if n == mine {
				b.event("GUILD_CREATE")
				d.Say("hello")
				b.event("MESSAGE_CREATE")
			}
			b.leave()
			time.Sleep(5 * time.Second) // one identify in five seconds
		}
	})
}

// TestHeartbeatTimeout wants a client cut off that sends none, and its session
// gone.
func TestHeartbeatTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		b := login(t, d, intentsAll)
		start := time.Now()
		for range 10 {
			time.Sleep(41250 * time.Millisecond)
			b.send(1, b.seq)
			b.next(11)
		}
		if got := b.closed(); got != 4009 {
			t.Errorf("closed with %d, want 4009", got)
		}
		if after := time.Since(start); after < 11*41250*time.Millisecond || after > 12*41250*time.Millisecond {
			t.Errorf("closed after %v, want between one and two intervals after the last heartbeat", after)
		}
		if got := d.Stats().Heartbeats; got != 10 {
			t.Errorf("%d heartbeats, want 10", got)
		}
		b.ws.Close()
		again := b.resume(d)
		if p := again.next(9); string(p.D) != "false" {
			t.Errorf("the session could be resumed")
		}
		again.leave()
	})
}

// TestSendLimit wants the 121st frame of a minute to end the connection, and
// the session to survive.
func TestSendLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		b := login(t, d, intentsAll)
		for range 119 {
			b.send(1, nil)
			b.next(11)
		}
		time.Sleep(30 * time.Second)
		b.send(1, nil)
		if got := b.closed(); got != 4008 {
			t.Errorf("closed with %d, want 4008", got)
		}
		b.ws.Close()
		again := b.resume(d)
		again.event("RESUMED")
		again.leave()

		time.Sleep(5 * time.Second)
		patient := login(t, d, intentsAll)
		for range 200 {
			time.Sleep(501 * time.Millisecond)
			patient.send(1, nil)
			patient.next(11)
		}
		patient.leave()
	})
}

// TestIdentifyConcurrency wants one identify per key in five seconds.
func TestIdentifyConcurrency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := emulator.DefaultWorld()
		w.Rules.MaxConcurrency = 2
		d := emutest.StartWith(t, emulator.Config{World: w})
		shard := func(b *bot, n int) {
			payload := identify(d, 0)
			payload["shard"] = []int{n, 4}
			b.send(2, payload)
		}
		a, b := connect(t, d, "/?v=10"), connect(t, d, "/?v=10")
		a.next(10)
		b.next(10)
		shard(a, 0)
		a.ready()
		shard(b, 2) // the key of shard 0
		if p := b.next(9); string(p.D) != "false" {
			t.Errorf("op 9 with %s, want false", p.D)
		}
		shard(b, 1) // a key of its own
		b.ready()
		time.Sleep(4999 * time.Millisecond)
		c := connect(t, d, "/?v=10")
		c.next(10)
		shard(c, 2)
		c.next(9)
		time.Sleep(time.Millisecond)
		shard(c, 2)
		c.ready()
		for _, b := range []*bot{a, b, c} {
			b.leave()
		}
	})
}

// TestSessionStartLimit wants the limit told, and the token gone when it is
// passed, as Discord does.
func TestSessionStartLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := emulator.DefaultWorld()
		w.Rules.SessionStarts = 3
		d := emutest.StartWith(t, emulator.Config{World: w})
		limit := func() (l discord.SessionStartLimit) {
			var body discord.GatewayBot
			decode(t, []byte(rest(t, d, "GET", "/api/v10/gateway/bot", "Bot "+d.Token, "").body), &body)
			return body.SessionStartLimit
		}
		if got, want := limit(), (discord.SessionStartLimit{Total: 3, Remaining: 3, MaxConcurrency: 1}); got != want {
			t.Errorf("at first: %+v, want %+v", got, want)
		}
		for range 3 {
			login(t, d, 0).leave()
			time.Sleep(10 * time.Second)
		}
		if got := limit(); got.Remaining != 0 || got.ResetAfter != (24*time.Hour-30*time.Second).Milliseconds() {
			t.Errorf("after three starts: %+v", got)
		}
		time.Sleep(24 * time.Hour)
		for range 3 {
			login(t, d, 0).leave()
			time.Sleep(10 * time.Second)
		}
		b := connect(t, d, "/?v=10")
		b.next(10)
		b.send(2, identify(d, 0))
		if got := b.closed(); got != 4004 {
			t.Errorf("closed with %d, want 4004", got)
		}
		if got := rest(t, d, "GET", "/api/v10/gateway/bot", "Bot "+d.Token, ""); got.status != 401 {
			t.Errorf("the token still works: %d %s", got.status, got.body)
		}
	})
}

// FuzzGatewayFrame wants any frame handled or the connection closed.
func FuzzGatewayFrame(f *testing.F) {
	f.Add(`{"op":1,"d":5}`)
	f.Add(`{"op":3,"d":{"since":null,"activities":[{"name":"x","type":0}],"status":"online","afk":false}}`)
	f.Add(`{"op":4,"d":{"guild_id":"1200000000000000010","channel_id":"1200000000000000024","self_mute":false,"self_deaf":false}}`)
	f.Add(`{"op":8,"d":{"guild_id":1200000000000000010,"user_ids":["1",2,1200000000000000002,{}],"nonce":[1]}}`)
	f.Add(`{"op":31,"d":{"guild_ids":["1200000000000000010"]}}`)
	f.Add(`{"op":43,"d":{"guild_id":"1200000000000000010","fields":["status"]}}`)
	f.Add(`{"op":6,"d":{"token":"x"}}`)
	f.Fuzz(func(t *testing.T, frame string) {
		d := emutest.Start(t)
		b := login(t, d, intentsAll)
		b.raw(frame)
		if b.ws.WriteJSON(map[string]any{"op": 1, "d": nil}) == nil {
			for {
				p, err := b.read()
				if err != nil || p.Op == 11 {
					break
				}
			}
		}
		b.ws.Close()
	})
}
