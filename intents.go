package accord

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// auditIntents warns of handlers that will never be called, because no intent
// asks Discord for their events.
func (c *Client) auditIntents() {
	var told []string
	for _, h := range c.handlers.load().handlers {
		needed := event.Intents(h.name)
		if needed == 0 || c.config.Intents&needed != 0 || slices.Contains(told, h.name) {
			continue
		}
		told = append(told, h.name)
		c.config.Logger.Warn("a handler gets no events: an intent is missing",
			slog.String("event", h.name), slog.String("add", intentNames(needed)))
	}
}

// intentNames returns what to write in Config.Intents for one of the intents.
func intentNames(i discord.Intents) string {
	var names []string
	for bit := discord.Intents(1); bit <= i; bit <<= 1 {
		if i.Has(bit) {
			names = append(names, "discord.Intent"+bit.String())
		}
	}
	return strings.Join(names, " or ")
}

// explainContent tells once why messages have no content, when the first one
// comes that seems to lack it. The function that it returns ends that.
func (c *Client) explainContent() (end func()) {
	if c.config.Intents.Has(discord.IntentMessageContent) || !c.wants((*event.MessageCreate)(nil)) {
		return func() {}
	}
	var once sync.Once
	missing := make(chan struct{})
	remove := On(c, func(_ context.Context, m *event.MessageCreate) error {
		if lacksContent(m) {
			once.Do(func() { close(missing) })
		}
		return nil
	})
	ended := make(chan struct{})
	var explaining sync.WaitGroup
	explaining.Go(func() {
		defer remove()
		select {
		case <-missing:
			c.config.Logger.Warn("messages come without their content: Discord shows it only to bots that are mentioned or written to directly, " +
				"or have discord.IntentMessageContent in Config.Intents and the Message Content Intent enabled in the developer portal; " +
				"commands need neither")
		case <-ended:
		}
	})
	return func() {
		close(ended)
		explaining.Wait()
	}
}

// lacksContent reports whether a message is one that can't be empty, and is.
func lacksContent(m *event.MessageCreate) bool {
	return m.GuildID != 0 && !m.Author.Bot && m.WebhookID == 0 &&
		(m.Type == discord.MessageTypeDefault || m.Type == discord.MessageTypeReply) &&
		m.Content == "" && len(m.Attachments) == 0 && len(m.Embeds) == 0 && len(m.Components) == 0 &&
		len(m.StickerItems) == 0 && m.Poll == nil && len(m.MessageSnapshots) == 0
}
