package accord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
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

// A DisallowedIntentsError tells that Discord closed the connection (4014) because
// Config.Intents has privileged intents that the bot is not given. Run returns it.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#privileged-intents
type DisallowedIntentsError struct {
	Intents discord.Intents // that the bot is not given
	Err     error           // Discord's refusal
}

// Error names the intents, as they are called in Go and in the developer portal.
func (e *DisallowedIntentsError) Error() string {
	var names []string
	for _, p := range privilegedIntents {
		if e.Intents.Has(p.intent) {
			names = append(names, fmt.Sprintf("%s (%s)", intentNames(p.intent), p.name))
		}
	}
	return fmt.Sprintf("%v: the bot is not given %s", e.Err, strings.Join(names, " and "))
}

// Unwrap returns Err.
func (e *DisallowedIntentsError) Unwrap() error { return e.Err }

// privilegedIntents are the intents that the developer portal has switches for,
// and the flags of applications for which they are on.
var privilegedIntents = []struct {
	intent        discord.Intents
	name          string // in the portal
	flag, limited discord.ApplicationFlags
}{
	{discord.IntentGuildPresences, "Presence Intent", discord.ApplicationFlagGatewayPresence, discord.ApplicationFlagGatewayPresenceLimited},
	{discord.IntentGuildMembers, "Server Members Intent", discord.ApplicationFlagGatewayGuildMembers, discord.ApplicationFlagGatewayGuildMembersLimited},
	{discord.IntentMessageContent, "Message Content Intent", discord.ApplicationFlagGatewayMessageContent, discord.ApplicationFlagGatewayMessageContentLimited},
}

// explainIntents finds out which intents Discord refuses, if err is that it does.
func (c *Client) explainIntents(ctx context.Context, err error) error {
	if !errors.Is(err, gateway.ErrDisallowedIntents) {
		return err
	}
	e := &DisallowedIntentsError{Intents: c.config.Intents & discord.IntentsPrivileged, Err: err}
	if e.Intents == 0 {
		return err // it was for a command
	}
	app, failure := c.REST.Applications.Me(ctx)
	if failure != nil {
		return e // one of these, at least
	}
	missing := e.Intents
	for _, p := range privilegedIntents {
		if app.Flags&(p.flag|p.limited) != 0 {
			missing = missing.Without(p.intent)
		}
	}
	if missing != 0 {
		e.Intents = missing
	}
	return e
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
	first := Expect(c, lacksContent) // not a handler: middleware and hooks would see it
	var explaining sync.WaitGroup
	explaining.Go(func() {
		if _, err := first.Wait(context.Background()); err == nil {
			c.config.Logger.Warn("messages come without their content: Discord shows it only to bots that are mentioned or written to directly, " +
				"or have discord.IntentMessageContent in Config.Intents and the Message Content Intent enabled in the developer portal; " +
				"commands need neither")
		}
	})
	return func() {
		first.Stop()
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
