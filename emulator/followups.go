package emulator

import (
	"slices"

	"github.com/accord-go/accord/discord"
)

// answeredInteraction returns the interaction of a webhook's path, if the path
// is that of an interaction: the webhook's ID is the application's. The
// interaction must have been answered.
func (e *Emulator) answeredInteraction(r *request) (it *interaction, isInteraction bool, err error) {
	b := e.botOf(discord.UserID(r.id("webhook_id")))
	if b == nil {
		return nil, false, nil
	}
	it = e.state.interactionByToken(r.vars["webhook_token"], r.now)
	switch {
	case it == nil || it.bot != b:
		return nil, true, errWebhookToken
	case it.callback == nil:
		return nil, true, errUnknownWebhook
	case e.state.channels[it.channel.ID] == nil:
		return nil, true, errUnknownChannel
	}
	return it, true, nil
}

// followUp posts one more answer. The first one after a deferred answer takes
// its place, and is as visible as that was.
func (b *bot) followUp(r *request, it *interaction) (reply, error) {
	var f messageForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	f.MessageReference = nil
	m, err := b.answerer(r, it).create(&f)
	if err != nil {
		return reply{}, err
	}
	if o := it.original; o != nil && o.Flags.Has(discord.MessageFlagLoading) && b.state.messages[o.ID] != nil {
		b.fulfil(it.original, m, r)
		b.tellPage(it)
		return ok(b.view(it.original))
	}
	it.own(m)
	it.followups = append(it.followups, m)
	b.post(m, r.now)
	return ok(m.sent(b.view(m)))
}

// fulfil makes a deferred answer what was promised.
func (e *Emulator) fulfil(loading, m *message, r *request) {
	const kept = discord.MessageFlagEphemeral
	loading.Content, loading.Embeds, loading.Components, loading.parts = m.Content, m.Embeds, m.Components, m.parts
	loading.Attachments, loading.Poll, loading.TTS = m.Attachments, m.Poll, m.TTS
	loading.Mentions, loading.MentionRoles, loading.MentionEveryone = m.Mentions, m.MentionRoles, m.MentionEveryone
	loading.Flags = loading.Flags&kept | m.Flags&^kept
	loading.EditedTimestamp = discord.At(r.now)
	e.updated(loading)
}

// answerTo returns the message of the request's path, if it is an answer to the
// interaction: @original where the path has no ID.
func (e *Emulator) answerTo(it *interaction, r *request) (*message, error) {
	m := it.original
	if _, byID := r.vars["message_id"]; byID && (m == nil || m.ID != r.messageID()) {
		i := slices.IndexFunc(it.followups, func(m *message) bool { return m.ID == r.messageID() })
		if i < 0 {
			return nil, errUnknownMessage
		}
		m = it.followups[i]
	}
	if m == nil || e.state.messages[m.ID] == nil { // the bot may have deleted it like any message
		return nil, errUnknownMessage
	}
	return m, nil
}

// editAnswer changes one of the interaction's messages.
func (b *bot) editAnswer(r *request, it *interaction, m *message) (reply, error) {
	var f editForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	loading := m.Flags.Has(discord.MessageFlagLoading)
	if f.Poll != nil && !loading {
		return reply{}, errEditPoll
	}
	if err := b.answerer(r, it).edit(m, &f); err != nil {
		return reply{}, err
	}
	m.Flags &^= discord.MessageFlagLoading
	b.updated(m)
	b.tellPage(it)
	return ok(b.view(m))
}

// deleteAnswer deletes one of the interaction's messages.
func (e *Emulator) deleteAnswer(it *interaction, m *message) (reply, error) {
	if ch := e.state.channels[m.ChannelID]; ch != nil {
		e.remove(ch, m)
	}
	if it.original == m {
		it.original = nil
	}
	it.followups = slices.DeleteFunc(it.followups, func(x *message) bool { return x == m })
	return noContent()
}
