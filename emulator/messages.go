package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// messageRoutes are the operations on messages.
//
// Discord docs: https://docs.discord.com/developers/resources/message
var messageRoutes = []route{
	{method: http.MethodGet, pattern: "/channels/{channel_id}/messages", handle: (*bot).listMessages},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/messages", limit: limitMessages, handle: (*bot).createMessage},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/messages/bulk-delete", handle: (*bot).bulkDelete},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/messages/{message_id}", handle: (*bot).getMessage},
	{method: http.MethodPatch, pattern: "/channels/{channel_id}/messages/{message_id}", limit: limitMessageEdits, handle: (*bot).updateMessage},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/messages/{message_id}", handle: (*bot).deleteMessage},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/messages/{message_id}/crosspost", handle: (*bot).crosspost},
}

// The limits that are seen on messages.
var (
	limitMessages     = limit{n: 5, per: 5 * time.Second}
	limitMessageEdits = limit{n: 5, per: 5 * time.Second}
)

const (
	mayView = discord.PermissionViewChannel
	mayRead = discord.PermissionViewChannel | discord.PermissionReadMessageHistory
	mayPost = discord.PermissionViewChannel | discord.PermissionSendMessages
)

// listMessages returns up to 100 messages, newest first.
func (b *bot) listMessages(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	if !ch.holdsMessages() {
		return reply{}, errNotText
	}
	n, err := r.queryInt("limit", 50, 1, 100)
	if err != nil {
		return reply{}, err
	}
	var cursor [3]snowflake
	for i, name := range []string{"around", "before", "after"} {
		if cursor[i], err = r.queryID(name); err != nil {
			return reply{}, err
		}
	}
	if b.may(ch, r.now)&discord.PermissionReadMessageHistory == 0 {
		return ok([]discord.Message{})
	}
	page := pageOf(ch.public(), cursor[0], cursor[1], cursor[2], n)
	out := make([]*discord.Message, 0, len(page))
	for _, m := range slices.Backward(page) {
		out = append(out, b.view(m))
	}
	return ok(out)
}

// pageOf returns at most n messages, oldest first: those around an ID, before
// it or after it, or else the newest.
func pageOf(all []*message, around, before, after snowflake, n int) []*message {
	index := func(id snowflake) int {
		i, _ := slices.BinarySearchFunc(all, id, func(m *message, id snowflake) int {
			switch {
			case uint64(m.ID) < uint64(id):
				return -1
			case uint64(m.ID) > uint64(id):
				return 1
			default:
				return 0
			}
		})
		return i
	}
	switch {
	case around != 0:
		middle := index(around)
		first := max(0, middle-n/2)
		return all[first:min(len(all), first+n)]
	case before != 0:
		end := index(before)
		return all[max(0, end-n):end]
	case after != 0:
		first := index(after + 1)
		return all[first:min(len(all), first+n)]
	default:
		return all[max(0, len(all)-n):]
	}
}

// public returns the messages that everybody sees, oldest first.
func (ch *channel) public() []*message {
	out := make([]*message, 0, len(ch.messages))
	for _, m := range ch.messages {
		if m.onlyFor == 0 {
			out = append(out, m)
		}
	}
	return out
}

// messageIn returns a message of a channel that everybody sees.
func (e *Emulator) messageIn(ch *channel, id discord.MessageID) (*message, error) {
	m := e.state.messages[id]
	if m == nil || m.ChannelID != ch.ID || m.onlyFor != 0 {
		return nil, errUnknownMessage
	}
	return m, nil
}

// messageFor returns the channel and the message of the request's path.
func (b *bot) messageFor(r *request, need discord.Permissions) (*channel, *message, error) {
	ch, err := b.channelFor(r, need)
	if err != nil {
		return nil, nil, err
	}
	m, err := b.messageIn(ch, r.messageID())
	return ch, m, err
}

func (b *bot) getMessage(r *request) (reply, error) {
	_, m, err := b.messageFor(r, mayRead)
	if err != nil {
		return reply{}, err
	}
	return ok(b.view(m))
}

// viewFor returns a message as it is told to a user: with the message that it
// answers and the thread that began at it. The zero user is nobody's bot.
func (e *Emulator) viewFor(m *message, user discord.UserID) *discord.Message {
	v := m.Message
	v.Reactions = m.reactionsFor(user)
	if answered := e.answeredBy(m); answered != nil {
		shallow := answered.Message
		shallow.Reactions = answered.reactionsFor(user)
		v.ReferencedMessage = &shallow
	}
	if t := e.state.channels[discord.ChannelID(m.ID)]; t != nil && m.Flags.Has(discord.MessageFlagHasThread) {
		thread := t.Channel
		v.Thread = &thread
	}
	return &v
}

// answeredBy returns the message that another shows as the one that it answers, or
// nil.
func (e *Emulator) answeredBy(m *message) *message {
	if m.MessageReference == nil || m.Type != discord.MessageTypeReply && m.Type != discord.MessageTypeThreadStarterMessage {
		return nil
	}
	return e.state.messages[m.MessageReference.MessageID]
}

// view returns a message as the bot sees it.
func (b *bot) view(m *message) *discord.Message { return b.viewFor(m, b.user.ID) }

// sent adds to the view of a message the mark that its sender gave it.
func (m *message) sent(view *discord.Message) *discord.Message {
	view.Nonce = m.nonce
	return view
}

// post puts a message into its channel and tells of it.
func (e *Emulator) post(m *message, now time.Time) {
	ch := e.state.channels[m.ChannelID]
	if ch.IsThread() && m.onlyFor == 0 {
		e.wake(ch, now)
		e.countMessage(ch, m)
	}
	ch.messages = append(ch.messages, m)
	e.state.messages[m.ID] = m
	if m.onlyFor == 0 {
		ch.LastMessageID = m.ID
	}
	e.dispatch("MESSAGE_CREATE", e.messageEvent(m, m.sent(e.viewFor(m, 0))), e.audienceOf(m))
}

// updated tells that a message has changed.
func (e *Emulator) updated(m *message) {
	e.dispatch("MESSAGE_UPDATE", e.messageEvent(m, e.viewFor(m, 0)), e.audienceOf(m))
}

// messageEvent is a message as events have it: with memberships of those who
// have to do with it.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#message-create
type messageEvent struct {
	discord.Message
	Mentions    []mentionedUser     `json:"mentions"`
	GuildID     discord.GuildID     `json:"guild_id,omitzero"`
	Member      *discord.Member     `json:"member,omitzero"`
	ChannelType discord.ChannelType `json:"channel_type"`

	of *message
}

// mentionedUser is a user that a message mentions.
type mentionedUser struct {
	discord.User
	Member *discord.Member `json:"member,omitzero"`
}

// toldTo returns the event with the reactions as the bot sees them.
func (v *messageEvent) toldTo(b *bot) (any, bool) {
	answered := b.answeredBy(v.of)
	if !v.of.hasReactionOf(b.user.ID) && (answered == nil || !answered.hasReactionOf(b.user.ID)) {
		return v, false
	}
	view := b.view(v.of)
	own := *v
	own.Reactions, own.ReferencedMessage = view.Reactions, view.ReferencedMessage
	return &own, true
}

// messageEvent returns the event of a message. An ephemeral one does not tell
// the guild that it is in.
func (e *Emulator) messageEvent(m *message, view *discord.Message) *messageEvent {
	v := &messageEvent{of: m, Message: *view, ChannelType: e.state.channels[m.ChannelID].Type}
	if m.onlyFor == 0 {
		v.GuildID = m.guild
		v.Member = e.state.partialMember(m.guild, m.Author.ID)
	}
	for _, u := range view.Mentions {
		v.Mentions = append(v.Mentions, mentionedUser{User: u, Member: e.state.partialMember(v.GuildID, u.ID)})
	}
	return v
}

// partialMember returns a membership without its user, as events have it.
func (s *state) partialMember(g discord.GuildID, user discord.UserID) *discord.Member {
	if s.guilds[g] == nil || s.guilds[g].members[user] == nil {
		return nil
	}
	m := *s.guilds[g].members[user]
	m.User = nil
	return &m
}

// deleteMessage deletes a message of the bot's or, with MANAGE_MESSAGES, of
// somebody else.
func (b *bot) deleteMessage(r *request) (reply, error) {
	ch, m, err := b.messageFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	if err := b.mayDelete(ch, m, r.now); err != nil {
		return reply{}, err
	}
	b.remove(ch, m)
	if m.Author.ID != b.user.ID {
		b.logMessage(r, discord.AuditLogActionMessageDelete, ch, snowflake(m.Author.ID), 0, 1)
	}
	return noContent()
}

func (b *bot) mayDelete(ch *channel, m *message, now time.Time) error {
	manage := b.may(ch, now)&discord.PermissionManageMessages != 0
	switch {
	case m.Type >= discord.MessageTypeRecipientAdd && m.Type <= discord.MessageTypeChannelIconChange, m.Type == discord.MessageTypeThreadStarterMessage:
		return errSystemMessage
	case ch.archived():
		return errArchivedThread
	case m.Author.ID == b.user.ID && m.Type != discord.MessageTypeAutoModerationAction:
		return nil
	case ch.GuildID == 0:
		return errNotInDMs
	case !manage:
		return errMissingPermissions
	}
	return nil
}

// remove deletes a message and tells of it.
func (e *Emulator) remove(ch *channel, m *message) {
	e.forget(ch, m)
	guild := m.guild
	if m.onlyFor != 0 {
		guild = 0
	}
	e.dispatch("MESSAGE_DELETE", &event.MessageDelete{ID: m.ID, ChannelID: m.ChannelID, GuildID: guild}, e.audienceOf(m))
}

func (e *Emulator) forget(ch *channel, m *message) {
	delete(e.state.messages, m.ID)
	ch.messages = slices.DeleteFunc(ch.messages, func(x *message) bool { return x == m })
	if ch.IsThread() && uint64(m.ID) != uint64(ch.ID) && m.onlyFor == 0 && ch.MessageCount > 0 {
		ch.MessageCount--
	}
}

// bulkAge is how old messages may be that are deleted together.
const bulkAge = 14 * 24 * time.Hour

// bulkDelete deletes 2 to 100 messages at once. It ignores those that do not
// exist.
func (b *bot) bulkDelete(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	var body struct {
		Messages []snowflake `json:"messages" rule:"required"`
	}
	if err := r.bind(&body); err != nil {
		return reply{}, err
	}
	switch n := len(body.Messages); {
	case ch.GuildID == 0:
		return reply{}, errNotInDMs
	case b.may(ch, r.now)&discord.PermissionManageMessages == 0:
		return reply{}, errMissingPermissions
	case n < 2 || n > 100:
		return reply{}, refuse(http.StatusBadRequest, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete")
	case len(slices.Compact(slices.Sorted(slices.Values(body.Messages)))) < n:
		return reply{}, invalid("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value", "messages")
	}
	deleted := event.MessageDeleteBulk{ChannelID: ch.ID, GuildID: ch.GuildID}
	for _, id := range body.Messages {
		if snowflakeTime(uint64(id)).Before(r.now.Add(-bulkAge)) {
			return reply{}, refuse(http.StatusBadRequest, 50034, "You can only bulk delete messages that are under 14 days old.")
		}
	}
	for _, id := range body.Messages {
		if m, err := b.messageIn(ch, discord.MessageID(id)); err == nil {
			b.forget(ch, m)
			deleted.IDs = append(deleted.IDs, m.ID)
		}
	}
	if len(deleted.IDs) > 0 {
		b.dispatch("MESSAGE_DELETE_BULK", &deleted, inChannel(ch))
		b.logMessage(r, discord.AuditLogActionMessageBulkDelete, ch, snowflake(ch.ID), 0, len(deleted.IDs))
	}
	return noContent()
}

// crosspost publishes a message of an announcement channel to those that
// follow it.
func (b *bot) crosspost(r *request) (reply, error) {
	ch, m, err := b.messageFor(r, mayRead|discord.PermissionSendMessages)
	if err != nil {
		return reply{}, err
	}
	manage := b.may(ch, r.now)&discord.PermissionManageMessages != 0
	switch {
	case ch.Type != discord.ChannelTypeGuildAnnouncement:
		return reply{}, errWrongChannelType
	case m.Author.ID != b.user.ID && !manage:
		return reply{}, errMissingPermissions
	case m.Flags.Has(discord.MessageFlagCrossposted):
		return reply{}, refuse(http.StatusBadRequest, 40033, "This message has already been crossposted.")
	}
	m.Flags |= discord.MessageFlagCrossposted
	b.updated(m)
	b.deliver(r, m)
	return ok(b.view(m))
}
