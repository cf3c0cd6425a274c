package discord_test

import (
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

func TestAttachmentExpiresAt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		url  string
		want time.Time
	}{
		{"https://cdn.discordapp.com/attachments/1/2/a.png?ex=65d903de&is=65c68ede&hm=2481&", time.Unix(0x65d903de, 0).UTC()},
		{"https://cdn.discordapp.com/attachments/1/2/a.png", time.Time{}},
		{"https://cdn.discordapp.com/attachments/1/2/a.png?ex=soon", time.Time{}},
		{"https://cdn.discordapp.com/attachments/1/2/a.png?ex=ffffffffffffffffffff", time.Time{}},
		{"://", time.Time{}},
		{"", time.Time{}},
	}
	for _, tt := range tests {
		if got := (&discord.Attachment{URL: tt.url}).ExpiresAt(); !got.Equal(tt.want) {
			t.Errorf("%q: %s, want %s", tt.url, got, tt.want)
		}
	}
}
