package gateway

import (
	"testing"
	"time"
)

// TestJudgeGuild is the heart of G19.
func TestJudgeGuild(t *testing.T) {
	t.Parallel()
	started := time.Date(2026, 11, 21, 5, 0, 0, 0, time.UTC)
	before, after := `"joined_at":"2026-11-01T00:00:00+00:00"`, `"joined_at":"2026-11-21T05:10:00+00:00"`
	for _, tt := range []struct {
		what, name, data string
		known            bool
		started          time.Time
		want             GuildChange
	}{
		{"after READY", "GUILD_CREATE", `{"id":"1",` + before + `}`, true, started, GuildAvailable},
		{"joined, later down and up", "GUILD_CREATE", `{"id":"1",` + after + `}`, true, started, GuildAvailable},
		{"READY left it out", "GUILD_CREATE", `{"id":"1",` + before + `}`, false, started, GuildAvailable},
		{"the clocks differ", "GUILD_CREATE", `{"id":"1","joined_at":"2026-11-21T04:59:30+00:00"}`, false, started, GuildJoined},
		{"new", "GUILD_CREATE", `{"members":[{"id":"2"}],` + after + `,"id":"1","unavailable":false}`, false, started, GuildJoined},
		{"new, of a session from elsewhere", "GUILD_CREATE", `{"id":"1",` + before + `}`, false, time.Time{}, GuildJoined},
		{"no time", "GUILD_CREATE", `{"id":"1"}`, false, started, GuildJoined},
		{"down from the start", "GUILD_CREATE", `{"id":"1","unavailable":true}`, false, started, GuildUnavailable},
		{"outage", "GUILD_DELETE", `{"id":"1","unavailable":true}`, true, started, GuildUnavailable},
		{"outage of one that READY left out", "GUILD_DELETE", `{"id":"1","unavailable":true}`, false, started, GuildUnavailable},
		{"left", "GUILD_DELETE", `{"id":"1"}`, true, started, GuildLeft},
		{"left while down", "GUILD_DELETE", `{"id":"1","unavailable":false}`, false, started, GuildLeft},
		{"no ID", "GUILD_DELETE", `{}`, false, started, GuildUnchanged},
		{"no object", "GUILD_CREATE", `[1]`, false, started, GuildUnchanged},
	} {
		if got := judgeGuild(tt.name, parseGuild(tt.data), tt.known, tt.started); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.what, got, tt.want)
		}
	}
}
