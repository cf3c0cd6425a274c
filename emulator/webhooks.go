package emulator

import (
	"net/http"
	"strings"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// webhookRoutes are the operations on webhooks. Those with a token need no
// other, and serve the answers to interactions too.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook
var webhookRoutes = []route{
	{method: http.MethodGet, pattern: "/channels/{channel_id}/webhooks", handle: (*Emulator).listChannelWebhooks},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/webhooks", handle: (*Emulator).createWebhook},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/webhooks", handle: (*Emulator).listGuildWebhooks},
	{method: http.MethodGet, pattern: "/webhooks/{webhook_id}", handle: (*Emulator).getWebhook},
	{method: http.MethodPatch, pattern: "/webhooks/{webhook_id}", handle: (*Emulator).updateWebhook},
	{method: http.MethodDelete, pattern: "/webhooks/{webhook_id}", handle: (*Emulator).deleteWebhook},
	{method: http.MethodGet, pattern: "/webhooks/{webhook_id}/{webhook_token}", auth: authNone, limit: limitWebhook, handle: (*Emulator).getWebhook},
	{method: http.MethodPatch, pattern: "/webhooks/{webhook_id}/{webhook_token}", auth: authNone, limit: limitWebhook, handle: (*Emulator).updateWebhook},
	{method: http.MethodDelete, pattern: "/webhooks/{webhook_id}/{webhook_token}", auth: authNone, limit: limitWebhook, handle: (*Emulator).deleteWebhook},
	{method: http.MethodPost, pattern: "/webhooks/{webhook_id}/{webhook_token}", auth: authNone, limit: limitWebhook, handle: (*Emulator).executeWebhook},
	{method: http.MethodGet, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth: authNone, limit: limitWebhook, handle: (*Emulator).getWebhookMessage},
	{method: http.MethodPatch, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth: authNone, limit: limitWebhook, handle: (*Emulator).updateWebhookMessage},
	{method: http.MethodDelete, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth: authNone, limit: limitWebhook, handle: (*Emulator).deleteWebhookMessage},
	{method: http.MethodGet, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth: authNone, limit: limitWebhook, handle: (*Emulator).getWebhookMessage},
	{method: http.MethodPatch, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth: authNone, limit: limitWebhook, handle: (*Emulator).updateWebhookMessage},
	{method: http.MethodDelete, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth: authNone, limit: limitWebhook, handle: (*Emulator).deleteWebhookMessage},
}

const maxWebhooks = 15

var errMaxWebhooks = refuse(http.StatusBadRequest, 30007, "Maximum number of webhooks reached (%d)", maxWebhooks)

// hasMaxWebhooks reports whether a channel can have no more webhooks.
func (e *Emulator) hasMaxWebhooks(ch *channel) bool {
	n := 0
	for _, w := range e.state.webhooks {
		if w.ChannelID == ch.ID {
			n++
		}
	}
	return n >= maxWebhooks
}

// webhooksWhere returns the webhooks that fit, with their addresses.
func (e *Emulator) webhooksWhere(r *request, fits func(*discord.Webhook) bool) []discord.Webhook {
	out := []discord.Webhook{}
	for _, w := range byID(e.state.webhooks) {
		if fits(w) {
			out = append(out, withURL(w, r))
		}
	}
	return out
}

func withURL(w *discord.Webhook, r *request) discord.Webhook {
	out := *w
	if w.Token == "" { // it can't be executed
		return out
	}
	out.URL = r.base + "/api/webhooks/" + w.ID.String() + "/" + w.Token
	return out
}

func (e *Emulator) listChannelWebhooks(r *request) (reply, error) {
	ch, err := e.channelFor(r, mayView|discord.PermissionManageWebhooks)
	if err != nil {
		return reply{}, err
	}
	return ok(e.webhooksWhere(r, func(w *discord.Webhook) bool { return w.ChannelID == ch.ID }))
}

func (e *Emulator) listGuildWebhooks(r *request) (reply, error) {
	g, err := e.guildFor(r, discord.PermissionManageWebhooks)
	if err != nil {
		return reply{}, err
	}
	return ok(e.webhooksWhere(r, func(w *discord.Webhook) bool { return w.GuildID == g.ID }))
}

func (e *Emulator) createWebhook(r *request) (reply, error) {
	ch, err := e.channelFor(r, mayView|discord.PermissionManageWebhooks)
	switch {
	case err != nil:
		return reply{}, err
	case ch.GuildID == 0:
		return reply{}, errNotInDMs
	case ch.IsThread() || ch.Type == discord.ChannelTypeGuildCategory:
		return reply{}, errWrongChannelType
	}
	var f struct {
		Name   string           `json:"name" rule:"required,len=1..80"`
		Avatar optional[string] `json:"avatar"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if err := checkWebhookName(f.Name); err != nil {
		return reply{}, err
	}
	if e.hasMaxWebhooks(ch) {
		return reply{}, errMaxWebhooks
	}
	w := &discord.Webhook{
		ID: discord.WebhookID(e.nextID(r.now)), Type: discord.WebhookTypeIncoming, GuildID: ch.GuildID, ChannelID: ch.ID,
		User: e.state.bot, Name: &f.Name, Token: randomText(51), ApplicationID: e.state.app.ID,
	}
	if err := setImage(&w.Avatar, f.Avatar, "avatar"); err != nil {
		return reply{}, err
	}
	e.state.webhooks[w.ID] = w
	e.webhooksChanged(ch)
	return ok(withURL(w, r))
}

// checkWebhookName refuses names that look official.
func checkWebhookName(name string) error {
	for _, word := range []string{"clyde", "discord"} {
		if strings.Contains(strings.ToLower(name), word) {
			return invalid("USERNAME_INVALID_CONTAINS", `Username cannot contain "`+word+`"`, "name")
		}
	}
	return nil
}

func (e *Emulator) webhooksChanged(ch *channel) {
	e.dispatch("WEBHOOKS_UPDATE", &event.WebhooksUpdate{GuildID: ch.GuildID, ChannelID: ch.ID}, inChannel(ch))
}

// webhookFor returns the webhook of the request's path, if its token is right
// or, where the path has none, the bot may manage it.
func (e *Emulator) webhookFor(r *request) (*discord.Webhook, *channel, error) {
	w := e.state.webhooks[discord.WebhookID(r.id("webhook_id"))]
	if w == nil || e.state.channels[w.ChannelID] == nil {
		return nil, nil, errUnknownWebhook
	}
	ch := e.state.channels[w.ChannelID]
	if token, given := r.vars["webhook_token"]; given {
		if token != w.Token {
			return nil, nil, errWebhookToken
		}
		return w, ch, nil
	}
	if r.route.method == http.MethodGet && w.ApplicationID == e.state.app.ID {
		return w, ch, nil
	}
	if e.state.may(ch, e.state.bot.ID, r.now)&discord.PermissionManageWebhooks == 0 {
		return nil, nil, errMissingPermissions
	}
	return w, ch, nil
}

// getWebhook returns a webhook; with its token, without who made it.
func (e *Emulator) getWebhook(r *request) (reply, error) {
	w, _, err := e.webhookFor(r)
	if err != nil {
		return reply{}, err
	}
	out := withURL(w, r)
	if _, byToken := r.vars["webhook_token"]; byToken {
		out.User = nil
	}
	return ok(out)
}

func (e *Emulator) updateWebhook(r *request) (reply, error) {
	w, from, err := e.webhookFor(r)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Name      *string          `json:"name" rule:"len=1..80"`
		Avatar    optional[string] `json:"avatar"`
		ChannelID snowflake        `json:"channel_id"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	changed := *w
	if f.Name != nil {
		if err := checkWebhookName(*f.Name); err != nil {
			return reply{}, err
		}
		changed.Name = f.Name
	}
	if err := setImage(&changed.Avatar, f.Avatar, "avatar"); err != nil {
		return reply{}, err
	}
	to := from
	if _, byToken := r.vars["webhook_token"]; f.ChannelID != 0 && !byToken {
		if to, err = e.channelWith(discord.ChannelID(f.ChannelID), r.now, mayView|discord.PermissionManageWebhooks); err != nil {
			return reply{}, err
		}
		changed.ChannelID = to.ID
	}
	*w = changed
	e.webhooksChanged(from)
	if to != from {
		e.webhooksChanged(to)
	}
	return ok(withURL(w, r))
}

func (e *Emulator) deleteWebhook(r *request) (reply, error) {
	w, ch, err := e.webhookFor(r)
	if err != nil {
		return reply{}, err
	}
	delete(e.state.webhooks, w.ID)
	e.webhooksChanged(ch)
	return noContent()
}
