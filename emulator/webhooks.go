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
	{method: http.MethodGet, pattern: "/channels/{channel_id}/webhooks", handle: (*bot).listChannelWebhooks},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/webhooks", handle: (*bot).createWebhook, audit: discord.AuditLogActionWebhookCreate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/webhooks", handle: (*bot).listGuildWebhooks},
	{method: http.MethodGet, pattern: "/webhooks/{webhook_id}", handle: (*bot).getWebhook},
	{method: http.MethodPatch, pattern: "/webhooks/{webhook_id}", handle: (*bot).updateWebhook, audit: discord.AuditLogActionWebhookUpdate},
	{method: http.MethodDelete, pattern: "/webhooks/{webhook_id}", handle: (*bot).deleteWebhook, audit: discord.AuditLogActionWebhookDelete},
	{method: http.MethodGet, pattern: "/webhooks/{webhook_id}/{webhook_token}", auth: authNone, limit: limitWebhook, open: (*Emulator).getWebhookByToken},
	{method: http.MethodPatch, pattern: "/webhooks/{webhook_id}/{webhook_token}", auth: authNone, limit: limitWebhook, open: (*Emulator).updateWebhookByToken},
	{method: http.MethodDelete, pattern: "/webhooks/{webhook_id}/{webhook_token}", auth: authNone, limit: limitWebhook, open: (*Emulator).deleteWebhookByToken},
	{method: http.MethodPost, pattern: "/webhooks/{webhook_id}/{webhook_token}", auth: authNone, limit: limitWebhook, open: (*Emulator).executeWebhook},
	{method: http.MethodGet, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth: authNone, limit: limitWebhook, open: (*Emulator).getWebhookMessage},
	{method: http.MethodPatch, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth: authNone, limit: limitWebhook, open: (*Emulator).updateWebhookMessage},
	{method: http.MethodDelete, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/@original", auth: authNone, limit: limitWebhook, open: (*Emulator).deleteWebhookMessage},
	{method: http.MethodGet, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth: authNone, limit: limitWebhook, open: (*Emulator).getWebhookMessage},
	{method: http.MethodPatch, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth: authNone, limit: limitWebhook, open: (*Emulator).updateWebhookMessage},
	{method: http.MethodDelete, pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", auth: authNone, limit: limitWebhook, open: (*Emulator).deleteWebhookMessage},
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

func (b *bot) listChannelWebhooks(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView|discord.PermissionManageWebhooks)
	if err != nil {
		return reply{}, err
	}
	return ok(b.webhooksWhere(r, func(w *discord.Webhook) bool { return w.ChannelID == ch.ID }))
}

func (b *bot) listGuildWebhooks(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageWebhooks)
	if err != nil {
		return reply{}, err
	}
	return ok(b.webhooksWhere(r, func(w *discord.Webhook) bool { return w.GuildID == g.ID }))
}

func (b *bot) createWebhook(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView|discord.PermissionManageWebhooks)
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
	if b.hasMaxWebhooks(ch) {
		return reply{}, errMaxWebhooks
	}
	w := &discord.Webhook{
		ID: discord.WebhookID(b.nextID(r.now)), Type: discord.WebhookTypeIncoming, GuildID: ch.GuildID, ChannelID: ch.ID,
		User: b.user, Name: &f.Name, Token: randomText(51), ApplicationID: b.app.ID,
	}
	if err := setImage(&w.Avatar, f.Avatar, "avatar"); err != nil {
		return reply{}, err
	}
	b.state.webhooks[w.ID] = w
	b.webhooksChanged(ch)
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

// webhookOf returns the webhook of the request's path, whoever asks.
func (e *Emulator) webhookOf(r *request) (*discord.Webhook, error) {
	w := e.state.webhooks[discord.WebhookID(r.id("webhook_id"))]
	if w == nil || e.state.channels[w.ChannelID] == nil {
		return nil, errUnknownWebhook
	}
	return w, nil
}

// webhookFor returns the webhook of the request's path, if the bot may manage it.
func (b *bot) webhookFor(r *request) (*discord.Webhook, error) {
	w, err := b.webhookOf(r)
	if err == nil && b.may(b.state.channels[w.ChannelID], r.now)&discord.PermissionManageWebhooks == 0 {
		err = errMissingPermissions
	}
	return w, err
}

// webhookByToken returns the webhook of the request's path, if its token is right.
func (e *Emulator) webhookByToken(r *request) (*discord.Webhook, error) {
	w, err := e.webhookOf(r)
	if err == nil && r.vars["webhook_token"] != w.Token {
		err = errWebhookToken
	}
	return w, err
}

// getWebhook returns a webhook that the bot may manage, or of its application's
// own.
func (b *bot) getWebhook(r *request) (reply, error) {
	w, err := b.webhookOf(r)
	if err == nil && w.ApplicationID != b.app.ID {
		w, err = b.webhookFor(r)
	}
	if err != nil {
		return reply{}, err
	}
	return ok(withURL(w, r))
}

// getWebhookByToken returns a webhook without who made it.
func (e *Emulator) getWebhookByToken(r *request) (reply, error) {
	w, err := e.webhookByToken(r)
	if err != nil {
		return reply{}, err
	}
	out := withURL(w, r)
	out.User = nil
	return ok(out)
}

// webhookEditForm is a change of a webhook.
type webhookEditForm struct {
	Name      *string          `json:"name" rule:"len=1..80"`
	Avatar    optional[string] `json:"avatar"`
	ChannelID snowflake        `json:"channel_id"` // not by its token
}

// webhookEdit reads the form, and returns the webhook as that wants it, in the
// channel where it is.
func (r *request) webhookEdit(w *discord.Webhook) (f webhookEditForm, changed discord.Webhook, err error) {
	if err := r.bind(&f); err != nil {
		return f, changed, err
	}
	changed = *w
	if f.Name != nil {
		if err := checkWebhookName(*f.Name); err != nil {
			return f, changed, err
		}
		changed.Name = f.Name
	}
	return f, changed, setImage(&changed.Avatar, f.Avatar, "avatar")
}

func (b *bot) updateWebhook(r *request) (reply, error) {
	w, err := b.webhookFor(r)
	if err != nil {
		return reply{}, err
	}
	f, changed, err := r.webhookEdit(w)
	if err != nil {
		return reply{}, err
	}
	if f.ChannelID != 0 {
		to, err := b.channelWith(discord.ChannelID(f.ChannelID), r.now, mayView|discord.PermissionManageWebhooks)
		if err != nil {
			return reply{}, err
		}
		changed.ChannelID = to.ID
	}
	return ok(withURL(b.replaceWebhook(w, changed), r))
}

func (e *Emulator) updateWebhookByToken(r *request) (reply, error) {
	w, err := e.webhookByToken(r)
	if err != nil {
		return reply{}, err
	}
	_, changed, err := r.webhookEdit(w)
	if err != nil {
		return reply{}, err
	}
	return ok(withURL(e.replaceWebhook(w, changed), r))
}

// replaceWebhook makes a webhook what it is to be, and tells of it.
func (e *Emulator) replaceWebhook(w *discord.Webhook, changed discord.Webhook) *discord.Webhook {
	from, to := e.state.channels[w.ChannelID], e.state.channels[changed.ChannelID]
	*w = changed
	e.webhooksChanged(from)
	if to != from {
		e.webhooksChanged(to)
	}
	return w
}

func (b *bot) deleteWebhook(r *request) (reply, error) {
	w, err := b.webhookFor(r)
	if err != nil {
		return reply{}, err
	}
	b.dropWebhook(w)
	return noContent()
}

func (e *Emulator) deleteWebhookByToken(r *request) (reply, error) {
	w, err := e.webhookByToken(r)
	if err != nil {
		return reply{}, err
	}
	e.dropWebhook(w)
	return noContent()
}

// dropWebhook deletes a webhook and tells of it.
func (e *Emulator) dropWebhook(w *discord.Webhook) {
	delete(e.state.webhooks, w.ID)
	e.webhooksChanged(e.state.channels[w.ChannelID])
}
