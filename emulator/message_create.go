package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// Refusals of messages that only these handlers give.
var (
	errNotInDMs      = &apiError{status: http.StatusForbidden, code: 50003, message: "Cannot execute action on a DM channel"}
	errNotText       = &apiError{status: http.StatusBadRequest, code: 50008, message: "Cannot send messages in a non-text channel"}
	errForum         = &apiError{status: http.StatusBadRequest, code: 40058, message: "Cannot send a message in a forum channel"}
	errThreadLocked  = &apiError{status: http.StatusForbidden, code: 160005, message: "Thread is locked"}
	errReplyNoRead   = &apiError{status: http.StatusForbidden, code: 160002, message: "Cannot reply without permission to read message history"}
	errForwardHidden = &apiError{status: http.StatusBadRequest, code: 160014, message: "Cannot forward a message whose content cannot be read"}
)

// holdsMessages reports whether messages can be in a channel of this kind.
func (ch *channel) holdsMessages() bool {
	switch ch.Type {
	case discord.ChannelTypeGuildCategory, discord.ChannelTypeGuildDirectory, discord.ChannelTypeGuildForum, discord.ChannelTypeGuildMedia:
		return false
	default:
		return true
	}
}

// archived reports whether a channel is an archived thread.
func (ch *channel) archived() bool {
	return ch.ThreadMetadata != nil && ch.ThreadMetadata.Archived
}

// maySend refuses to send a message to a channel that takes none.
func (ch *channel) maySend(perms discord.Permissions) error {
	switch {
	case ch.Type == discord.ChannelTypeGuildForum || ch.Type == discord.ChannelTypeGuildMedia:
		return errForum
	case !ch.holdsMessages():
		return errNotText
	case perms&discord.PermissionSendMessages == 0:
		return errMissingPermissions
	case ch.ThreadMetadata != nil && ch.ThreadMetadata.Locked && perms&discord.PermissionManageThreads == 0:
		return errThreadLocked
	}
	return nil
}

// createMessage posts a message of the bot's.
func (b *bot) createMessage(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	perms := b.may(ch, r.now)
	if err := ch.maySend(perms); err != nil {
		return reply{}, err
	}
	var f messageForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if sent := ch.sentBefore(&f, b.user.ID, r.now); sent != nil {
		return ok(sent.sent(b.view(sent)))
	}
	c := &composer{e: b.Emulator, r: r, ch: ch, author: b.user, perms: perms, kinds: mentionKinds, flags: flagsOfMessages}
	m, err := c.create(&f)
	if err != nil {
		return reply{}, err
	}
	b.post(m, r.now)
	return ok(m.sent(b.view(m)))
}

// nonceTime is how long a message is found again by the mark of its sender.
const nonceTime = 5 * time.Minute

// sentBefore returns the message that was already sent with the form's mark,
// if the mark is to be enforced.
func (ch *channel) sentBefore(f *messageForm, author discord.UserID, now time.Time) *message {
	if !f.EnforceNonce || f.Nonce == "" {
		return nil
	}
	for _, m := range slices.Backward(ch.messages) {
		if now.Sub(m.Timestamp.Time) > nonceTime {
			return nil
		}
		if m.Author.ID == author && m.nonce == discord.Nonce(f.Nonce) {
			return m
		}
	}
	return nil
}

// refer makes a message an answer or a forward, and returns whom it answers.
func (c *composer) refer(m *message, f *referenceForm) (*discord.User, error) {
	if f == nil {
		return nil, nil
	}
	if f.Type == discord.MessageReferenceTypeForward {
		return nil, c.forward(m, f)
	}
	answered := c.e.state.messages[discord.MessageID(f.MessageID)]
	switch {
	case answered == nil || answered.ChannelID != c.ch.ID || answered.onlyFor != 0:
		if f.FailIfNotExists != nil && !*f.FailIfNotExists {
			return nil, nil
		}
		return nil, invalid("MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message", "message_reference")
	case c.perms&discord.PermissionReadMessageHistory == 0:
		return nil, errReplyNoRead
	case !answered.isOrdinary():
		return nil, invalid("REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message", "message_reference")
	}
	m.Type = discord.MessageTypeReply
	m.MessageReference = &discord.MessageReference{MessageID: answered.ID, ChannelID: c.ch.ID, GuildID: c.ch.GuildID}
	return &answered.Author, nil
}

// isOrdinary reports whether a person or a bot wrote the message, not Discord.
func (m *message) isOrdinary() bool {
	switch m.Type {
	case discord.MessageTypeDefault, discord.MessageTypeReply, discord.MessageTypeChatInputCommand, discord.MessageTypeContextMenuCommand:
		return true
	default:
		return false
	}
}

// forward makes a message a copy of another.
func (c *composer) forward(m *message, f *referenceForm) error {
	if f.ChannelID == 0 {
		return invalid(codeRequired, "This field is required", "message_reference", "channel_id")
	}
	from, err := c.e.state.channelFor(c.author.ID, discord.ChannelID(f.ChannelID), c.r.now, mayRead)
	if err != nil {
		return err
	}
	source, err := c.e.messageIn(from, discord.MessageID(f.MessageID))
	switch {
	case err != nil:
		return invalid("MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message", "message_reference")
	case !source.isOrdinary() || source.Poll != nil:
		return invalid("MESSAGE_REFERENCE_INVALID_TYPE", "Messages of this kind cannot be forwarded", "message_reference")
	case source.isEmpty():
		return errForwardHidden
	}
	m.MessageReference = &discord.MessageReference{
		Type: discord.MessageReferenceTypeForward, MessageID: source.ID, ChannelID: from.ID, GuildID: from.GuildID,
	}
	m.Flags |= discord.MessageFlagHasSnapshot
	m.MessageSnapshots = []discord.MessageSnapshot{{Message: discord.PartialMessage{
		Type: source.Type, Content: source.Content, Embeds: source.Embeds, Attachments: source.Attachments,
		Timestamp: source.Timestamp, EditedTimestamp: source.EditedTimestamp, Flags: source.Flags, Mentions: source.Mentions,
		MentionRoles: source.MentionRoles, StickerItems: source.StickerItems, Components: source.Components,
	}}}
	return nil
}
