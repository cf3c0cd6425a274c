package emulator

import (
	"encoding/json"
	"testing"

	"github.com/accord-go/accord/discord"
)

// TestWithoutContent wants all of a message's content kept from bots without
// MESSAGE_CONTENT, that of the message it answers too, and nothing else.
func TestWithoutContent(t *testing.T) {
	t.Parallel()
	full := discord.Message{
		ID: 1, Content: "x", Embeds: []discord.Embed{{Title: "x"}}, Attachments: []discord.Attachment{{ID: 2}},
		Components: discord.Components{discord.TextDisplay{Content: "x"}}, Poll: &discord.Poll{AllowMultiselect: true},
		Flags: discord.MessageFlagSuppressEmbeds,
	}
	m := full
	m.ReferencedMessage = &full
	bare, ok := withoutContent(&messageEvent{Message: m}).(*messageEvent)
	if !ok {
		t.Fatal("it is another event now")
	}
	want, err := json.Marshal(discord.Message{ID: 1, Flags: discord.MessageFlagSuppressEmbeds})
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []discord.Message{*bare.ReferencedMessage, bare.Message} {
		got.ReferencedMessage = nil
		if b, err := json.Marshal(got); err != nil || string(b) != string(want) {
			t.Errorf("%s, %v, want %s", b, err, want)
		}
	}
	if m.Content != "x" || m.ReferencedMessage.Content != "x" {
		t.Error("the message itself was changed")
	}
}
