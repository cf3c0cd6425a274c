package discord_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

func TestIDDecodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want discord.UserID
	}{
		{`"175928847299117063"`, 175928847299117063},
		{`175928847299117063`, 175928847299117063},
		{`"18446744073709551615"`, 18446744073709551615},
		{`"0"`, 0},
		{`null`, 0},
	}
	for _, tt := range tests {
		got := discord.UserID(7)
		if err := json.Unmarshal([]byte(tt.in), &got); err != nil || got != tt.want {
			t.Errorf("decode %s = %d, %v, want %d", tt.in, got, err, tt.want)
		}
	}
	for _, bad := range []string{`"x"`, `""`, `-1`, `1.5`, `"18446744073709551616"`, `true`, `[]`, `{}`} {
		var id discord.UserID
		if err := json.Unmarshal([]byte(bad), &id); err == nil {
			t.Errorf("decode %s = %d, want an error", bad, id)
		}
	}
}

func TestIDEncodes(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(map[discord.RoleID][]discord.UserID{5: {0, 175928847299117063}})
	if want := `{"5":[null,"175928847299117063"]}`; err != nil || string(got) != want {
		t.Errorf("encoded %s, %v, want %s", got, err, want)
	}
}

func TestIDTime(t *testing.T) {
	t.Parallel()
	// The example of Discord's documentation.
	want := time.Date(2016, 4, 30, 11, 18, 25, 796e6, time.UTC)
	if got := discord.UserID(175928847299117063).Time(); !got.Equal(want) {
		t.Errorf("Time = %v, want %v", got, want)
	}
	if got := discord.IDAt[discord.Message](want); got != 175928847299117063>>22<<22 {
		t.Errorf("IDAt = %d", got)
	}
	if got := discord.IDAt[discord.Message](time.Unix(0, 0)); got != 0 {
		t.Errorf("IDAt before 2015 = %d, want 0", got)
	}
}

func TestParseID(t *testing.T) {
	t.Parallel()
	if id, err := discord.ParseID[discord.User]("42"); err != nil || id != 42 {
		t.Errorf("ParseID = %d, %v", id, err)
	}
	if _, err := discord.ParseID[discord.User]("<@42>"); err == nil {
		t.Error("ParseID took a mention")
	}
}
