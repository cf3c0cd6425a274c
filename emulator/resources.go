package emulator

import (
	"time"

	"github.com/accord-go/accord/discord"
)

// resources are what the REST handlers keep beside Discord's objects. The
// world's lock guards them.
type resources struct {
	files    map[discord.AttachmentID]*storedFile
	secret   string // signs the addresses of files
	webhooks map[discord.WebhookID]*discord.Webhook
	invites  []*invite // oldest first
}

func newResources() resources {
	return resources{
		files:    make(map[discord.AttachmentID]*storedFile),
		secret:   randomText(32),
		webhooks: make(map[discord.WebhookID]*discord.Webhook),
	}
}

// messageExtra is what Discord keeps beside a message.
type messageExtra struct {
	parts     []component // Components, as they were checked
	reactions []*reaction // in the order in which the emojis came
	nonce     discord.Nonce
	pinnedAt  time.Time
	votes     map[int][]discord.UserID // of a poll, by answer
}

// deref returns what p points to, or the zero value.
func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
