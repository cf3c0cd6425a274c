package emulator

import (
	"cmp"
	"net/http"

	"github.com/accord-go/accord/discord"
)

// webhookForm is a message of a webhook.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-webhook
type webhookForm struct {
	messageForm
	Username   *string `json:"username" rule:"len=1..80"`
	AvatarURL  string  `json:"avatar_url" rule:"len=0..2048"`
	ThreadName string  `json:"thread_name" rule:"len=0..100"`

	AppliedTags []snowflake `json:"applied_tags" rule:"len=0..5"`
}

// flagsOfWebhooks are those that a webhook's message may have.
const flagsOfWebhooks = discord.MessageFlagSuppressEmbeds | discord.MessageFlagSuppressNotifications | discord.MessageFlagIsComponentsV2

// executeWebhook posts a message of a webhook, or one more answer to an
// interaction.
func (e *Emulator) executeWebhook(r *request) (reply, error) {
	it, isInteraction, err := e.answeredInteraction(r)
	switch {
	case err != nil:
		return reply{}, err
	case isInteraction:
		return it.bot.followUp(r, it)
	}
	w, err := e.webhookByToken(r)
	if err != nil {
		return reply{}, err
	}
	wait, err := r.queryBool("wait")
	if err != nil {
		return reply{}, err
	}
	var f webhookForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	f.MessageReference = nil
	ch, err := e.webhookChannel(r, w, &f)
	if err != nil {
		return reply{}, err
	}
	m, err := e.postAs(r, w, ch, &f)
	if err != nil {
		return reply{}, err
	}
	if !wait {
		return noContent()
	}
	return ok(m.sent(e.viewFor(m, 0)))
}

// postAs posts a message of a webhook.
func (e *Emulator) postAs(r *request, w *discord.Webhook, ch *channel, f *webhookForm) (*message, error) {
	c := &composer{
		e: e, r: r, ch: ch, author: webhookAuthor(w, f), perms: everything &^ discord.PermissionMentionEveryone,
		kinds: []string{"users"}, flags: flagsOfWebhooks,
	}
	m, err := c.create(&f.messageForm)
	if err != nil {
		return nil, err
	}
	m.WebhookID, m.ApplicationID = w.ID, w.ApplicationID
	e.post(m, r.now)
	return m, nil
}

// webhookAuthor is who a webhook's message seems to be from.
func webhookAuthor(w *discord.Webhook, f *webhookForm) *discord.User {
	u := &discord.User{ID: discord.UserID(w.ID), Username: deref(w.Name), Avatar: w.Avatar, Discriminator: "0000", Bot: true}
	set(&u.Username, f.Username)
	return u
}

// webhookChannel returns the thread that a webhook's message goes to, or its
// channel.
func (e *Emulator) webhookChannel(r *request, w *discord.Webhook, f *webhookForm) (*channel, error) {
	ch := e.state.channels[w.ChannelID]
	id, err := r.queryID("thread_id")
	if err != nil {
		return nil, err
	}
	forum := isForum(ch.Type)
	switch {
	case f.ThreadName != "" && !forum:
		return nil, refuse(http.StatusBadRequest, 220003, "Webhooks can only create threads in forum channels")
	case forum && id != 0 && f.ThreadName != "":
		return nil, refuse(http.StatusBadRequest, 220002, "Webhooks posted to forum channels cannot have both a thread_name and thread_id")
	case forum && id == 0 && f.ThreadName == "":
		return nil, refuse(http.StatusBadRequest, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id")
	case forum && id == 0:
		t, err := e.newThread(r, ch, discord.ChannelID(e.nextID(r.now)), discord.ChannelTypePublicThread, &threadForm{Name: f.ThreadName, AppliedTags: f.AppliedTags})
		if err != nil {
			return nil, err
		}
		t.OwnerID = discord.UserID(w.ID) // not documented; bots that look at posts tell so
		return e.openThread(r, t), nil
	case id == 0:
		return ch, nil
	}
	thread := e.state.channels[discord.ChannelID(id)]
	if thread == nil || !thread.IsThread() || thread.ParentID != ch.ID {
		return nil, errUnknownChannel
	}
	return thread, nil
}

// webhookMessage returns the message of the request's path, and the
// interaction that it answers, if it does.
func (e *Emulator) webhookMessage(r *request) (*message, *interaction, error) {
	it, isInteraction, err := e.answeredInteraction(r)
	if err != nil {
		return nil, nil, err
	}
	if isInteraction {
		m, err := e.answerTo(it, r)
		return m, it, err
	}
	w, err := e.webhookByToken(r)
	if err != nil {
		return nil, nil, err
	}
	m := e.state.messages[r.messageID()]
	if m == nil || m.WebhookID != w.ID {
		return nil, nil, errUnknownMessage
	}
	named, err := isInNamedThread(r, w, m)
	if err != nil || !named {
		return nil, nil, cmp.Or(err, error(errUnknownMessage))
	}
	return m, nil, nil
}

func (e *Emulator) getWebhookMessage(r *request) (reply, error) {
	m, it, err := e.webhookMessage(r)
	switch {
	case err != nil:
		return reply{}, err
	case it != nil:
		return ok(it.bot.view(m))
	}
	return ok(e.viewFor(m, 0))
}

func (e *Emulator) updateWebhookMessage(r *request) (reply, error) {
	m, it, err := e.webhookMessage(r)
	switch {
	case err != nil:
		return reply{}, err
	case it != nil:
		return it.bot.editAnswer(r, it, m)
	}
	var f editForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if f.Poll != nil {
		return reply{}, errEditPoll
	}
	c := &composer{
		e: e, r: r, ch: e.state.channels[m.ChannelID], author: &m.Author, perms: everything &^ discord.PermissionMentionEveryone,
		kinds: []string{"users"},
	}
	if err := c.edit(m, &f); err != nil {
		return reply{}, err
	}
	e.updated(m)
	return ok(e.viewFor(m, 0))
}

func (e *Emulator) deleteWebhookMessage(r *request) (reply, error) {
	m, it, err := e.webhookMessage(r)
	switch {
	case err != nil:
		return reply{}, err
	case it != nil:
		return e.deleteAnswer(it, m)
	}
	e.remove(e.state.channels[m.ChannelID], m)
	return noContent()
}

// isInNamedThread reports whether the thread of a webhook's message is the one that the
// request names; a message outside of threads needs none.
func isInNamedThread(r *request, w *discord.Webhook, m *message) (bool, error) {
	thread, err := r.queryID("thread_id")
	if err != nil {
		return false, err
	}
	return m.ChannelID == w.ChannelID && thread == 0 || m.ChannelID == discord.ChannelID(thread), nil
}
