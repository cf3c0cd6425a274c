package emulator

import (
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
)

// updateMessage changes a message of the bot's. Of others' messages, a bot with
// MANAGE_MESSAGES can hide the embeds.
func (b *bot) updateMessage(r *request) (reply, error) {
	ch, m, err := b.messageFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	var f editForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	perms := b.may(ch, r.now)
	switch {
	case m.Author.ID != b.user.ID:
		if err := f.onlyFlags(perms); err != nil {
			return reply{}, err
		}
	case !m.isOrdinary():
		return reply{}, errSystemMessage
	}
	switch {
	case ch.archived():
		return reply{}, errArchivedThread
	case m.Flags.Has(discord.MessageFlagIsVoiceMessage):
		return reply{}, refuse(http.StatusBadRequest, 50162, "Voice messages cannot be edited.")
	case f.Poll != nil:
		return reply{}, errEditPoll
	}
	c := &composer{e: b.Emulator, r: r, ch: ch, author: b.user, perms: perms, kinds: mentionKinds}
	if err := c.edit(m, &f); err != nil {
		return reply{}, err
	}
	b.updated(m)
	return ok(b.view(m))
}

var errEditPoll = &apiError{status: http.StatusBadRequest, code: 520003, message: "Cannot edit a poll message"}

// onlyFlags refuses an edit of somebody else's message, unless it hides embeds.
func (f *editForm) onlyFlags(perms discord.Permissions) error {
	other := f.Content.present || f.Embeds.present || f.Components.present || f.Attachments.present
	switch {
	case other || !f.Flags.present:
		return errCannotEditOthers
	case perms&discord.PermissionManageMessages == 0:
		return errMissingPermissions
	}
	return nil
}

// edit changes a message as the form says. Nothing is changed if there is an
// error.
func (c *composer) edit(m *message, f *editForm) error {
	d := draft{content: m.Content, kept: m.Embeds, parts: m.parts, old: true, allowed: f.AllowedMentions, files: m.Attachments, stickers: len(m.StickerItems), poll: f.Poll}
	if f.Content.present {
		d.content = f.Content.value
	}
	if f.Embeds.present {
		d.embeds, d.kept = orEmpty(f.Embeds.value), nil
	}
	if f.Components.present {
		d.parts, d.old = f.Components.value, false
	}
	if f.Attachments.present {
		d.forms = f.Attachments.value
		d.files = keptFiles(m.Attachments, d.forms)
	}
	if m.Type == discord.MessageTypeReply && slices.ContainsFunc(m.Mentions, c.isAnswered(m)) {
		d.replied = c.answered(m)
	}
	changed := *m
	if flags, given := f.Flags.get(); given {
		v2 := (m.Flags | flags) & discord.MessageFlagIsComponentsV2
		changed.Flags = m.Flags&^discord.MessageFlagSuppressEmbeds | flags&discord.MessageFlagSuppressEmbeds | v2
	}
	if err := c.fill(&changed, &d); err != nil {
		return err
	}
	if f.Poll != nil {
		changed.Poll = f.Poll.poll(c.r.now)
	}
	if changed.isEmpty() {
		return errEmptyMessage
	}
	if f.Content.present || f.Embeds.present || f.Components.present || f.Attachments.present || len(c.r.files) > 0 {
		changed.EditedTimestamp = discord.At(c.r.now)
	}
	*m = changed
	return nil
}

// answered returns the author of the message that m answers, or nil.
func (c *composer) answered(m *message) *discord.User {
	if m.MessageReference == nil {
		return nil
	}
	if x := c.e.state.messages[m.MessageReference.MessageID]; x != nil {
		return &x.Author
	}
	return nil
}

func (c *composer) isAnswered(m *message) func(discord.User) bool {
	user := c.answered(m)
	return func(u discord.User) bool { return user != nil && u.ID == user.ID }
}

// keptFiles returns the files that an edit lists, with what it changes of them.
func keptFiles(files []discord.Attachment, forms []attachmentForm) (kept []discord.Attachment) {
	for _, a := range files {
		i := slices.IndexFunc(forms, func(f attachmentForm) bool { return uint64(f.ID) == uint64(a.ID) })
		if i < 0 {
			continue
		}
		if forms[i].Description != nil {
			a.Description = forms[i].Description
		}
		if forms[i].Title != nil {
			a.Title = forms[i].Title
		}
		if spoiler := forms[i].IsSpoiler; spoiler != nil {
			a.Flags &^= discord.AttachmentFlagIsSpoiler
			if *spoiler {
				a.Flags |= discord.AttachmentFlagIsSpoiler
			}
		}
		kept = append(kept, a)
	}
	return kept
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
