package discord_test

import (
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

func TestMessageFormats(t *testing.T) {
	t.Parallel()
	at := time.Date(2021, 4, 20, 21, 20, 30, 999, time.UTC)
	tests := []struct{ got, want string }{
		{discord.MentionUser(80351110224678912), "<@80351110224678912>"},
		{discord.MentionChannel(103735883630395392), "<#103735883630395392>"},
		{discord.MentionRole(165511591545143296), "<@&165511591545143296>"},
		{discord.MentionCommand("airhorn", 816437322781949972), "</airhorn:816437322781949972>"},
		{discord.MentionCommand("foo group bar", 123456789012345678), "</foo group bar:123456789012345678>"},
		{(&discord.Emoji{ID: 216154654256398347, Name: new("mmLol")}).Mention(), "<:mmLol:216154654256398347>"},
		{(&discord.Emoji{ID: 392938283556143104, Name: new("b1nzy"), Animated: true}).Mention(), "<a:b1nzy:392938283556143104>"},
		{discord.UnicodeEmoji("🪴").Mention(), "🪴"},
		{discord.Timestamp(at, ""), "<t:1618953630>"},
		{discord.Timestamp(at, discord.TimestampShortDate), "<t:1618953630:d>"},
		{discord.Timestamp(at, discord.TimestampRelative), "<t:1618953630:R>"},
		{discord.Timestamp(time.Unix(-1, 0), discord.TimestampShortDateMediumTime), "<t:-1:S>"},
		{discord.LinkCustomize, "<id:customize>"},
		{discord.LinkLinkedRole(5), "<id:linked-roles:5>"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s, want %s", tt.got, tt.want)
		}
	}
}
