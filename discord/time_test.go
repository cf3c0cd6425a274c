package discord_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

func TestTime(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in, out string
		want    time.Time
	}{
		{`"2017-03-13T19:19:14.040000+00:00"`, `"2017-03-13T19:19:14.040000+00:00"`, time.Date(2017, 3, 13, 19, 19, 14, 40e6, time.UTC)},
		{`"2017-03-13T19:19:14+00:00"`, `"2017-03-13T19:19:14.000000+00:00"`, time.Date(2017, 3, 13, 19, 19, 14, 0, time.UTC)},
		{`"2017-03-13T19:19:14Z"`, `"2017-03-13T19:19:14.000000+00:00"`, time.Date(2017, 3, 13, 19, 19, 14, 0, time.UTC)},
		{`"2017-03-13T21:19:14+02:00"`, `"2017-03-13T19:19:14.000000+00:00"`, time.Date(2017, 3, 13, 19, 19, 14, 0, time.UTC)},
		{`null`, `null`, time.Time{}},
	}
	for _, tt := range tests {
		var got discord.Time
		if err := json.Unmarshal([]byte(tt.in), &got); err != nil || !got.Equal(tt.want) {
			t.Errorf("decode %s = %v, %v, want %v", tt.in, got, err, tt.want)
		}
		if out, err := json.Marshal(got); err != nil || string(out) != tt.out {
			t.Errorf("%s encodes as %s, %v, want %s", tt.in, out, err, tt.out)
		}
	}
	for _, bad := range []string{`"yesterday"`, `""`, `5`, `{}`, `"0000-01-01T00:00:00+10:00"`, `"9999-12-31T23:00:00-10:00"`} {
		var got discord.Time
		if err := json.Unmarshal([]byte(bad), &got); err == nil {
			t.Errorf("decode %s = %v, want an error", bad, got)
		}
	}
}

func TestNonce(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]discord.Nonce{`"a\nb"`: "a\nb", `123456789012345678`: "123456789012345678", `-5`: "-5", `null`: "", `""`: ""} {
		var got discord.Nonce
		if err := json.Unmarshal([]byte(in), &got); err != nil || got != want {
			t.Errorf("decode %s = %q, %v, want %q", in, got, err, want)
		}
	}
	for _, bad := range []string{`1.5`, `true`, `{}`, `[]`} {
		var got discord.Nonce
		if err := json.Unmarshal([]byte(bad), &got); err == nil {
			t.Errorf("decode %s = %q, want an error", bad, got)
		}
	}
}

func TestNullBool(t *testing.T) {
	t.Parallel()
	var tags discord.RoleTags
	if err := json.Unmarshal([]byte(`{"bot_id":"5","premium_subscriber":null,"guild_connections":false}`), &tags); err != nil {
		t.Fatal(err)
	}
	if !tags.PremiumSubscriber || tags.AvailableForPurchase || tags.GuildConnections {
		t.Errorf("tags = %+v", tags)
	}
	if out, err := json.Marshal(tags); err != nil || string(out) != `{"bot_id":"5","premium_subscriber":null}` {
		t.Errorf("encoded %s, %v", out, err)
	}
}
