package emulator

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// pinRoutes are the operations on pinned messages; the second half is the
// older form.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-channel-pins
var pinRoutes = []route{
	{method: http.MethodGet, pattern: "/channels/{channel_id}/messages/pins", handle: (*bot).listPins},
	{method: http.MethodPut, pattern: "/channels/{channel_id}/messages/pins/{message_id}", handle: (*bot).createPin},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/messages/pins/{message_id}", handle: (*bot).deletePin},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/pins", handle: (*bot).listPinsOld},
	{method: http.MethodPut, pattern: "/channels/{channel_id}/pins/{message_id}", handle: (*bot).createPin},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/pins/{message_id}", handle: (*bot).deletePin},
}

// maxPins is how many messages of a channel may be pinned.
const maxPins = 250

// pins returns the pinned messages of a channel, the last pinned first.
func (ch *channel) pins() []*message {
	var pinned []*message
	for _, m := range ch.messages {
		if m.Pinned {
			pinned = append(pinned, m)
		}
	}
	slices.SortStableFunc(pinned, func(a, b *message) int {
		return cmp.Or(b.pinnedAt.Compare(a.pinnedAt), cmp.Compare(b.ID, a.ID))
	})
	return pinned
}

// pinnedMessage is a message with the time when it was pinned.
type pinnedMessage struct {
	PinnedAt discord.Time     `json:"pinned_at"`
	Message  *discord.Message `json:"message"`
}

func (b *bot) listPins(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	n, err := r.queryInt("limit", 50, 1, 50)
	if err != nil {
		return reply{}, err
	}
	before, err := r.queryTime("before", r.now.AddDate(1000, 0, 0))
	if err != nil {
		return reply{}, err
	}
	body := struct {
		Items   []pinnedMessage `json:"items"`
		HasMore bool            `json:"has_more"`
	}{}
	for _, m := range b.readablePins(r, ch) {
		if !m.pinnedAt.Before(before) {
			continue
		}
		if len(body.Items) == n {
			body.HasMore = true
			break
		}
		body.Items = append(body.Items, pinnedMessage{discord.At(m.pinnedAt), b.view(m)})
	}
	return ok(body)
}

func (b *bot) listPinsOld(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	var out []*discord.Message
	for _, m := range b.readablePins(r, ch) {
		if len(out) == 50 {
			break
		}
		out = append(out, b.view(m))
	}
	return ok(out)
}

// readablePins returns the pins of a channel, none to who can't read its
// history.
func (b *bot) readablePins(r *request, ch *channel) []*message {
	if b.may(ch, r.now)&discord.PermissionReadMessageHistory == 0 {
		return nil
	}
	return ch.pins()
}

// pinnable returns the message of the path, if the bot may pin and unpin it.
func (b *bot) pinnable(r *request) (*channel, *message, error) {
	ch, m, err := b.messageFor(r, mayRead|discord.PermissionPinMessages)
	switch {
	case err != nil:
		return nil, nil, err
	case !m.isOrdinary():
		return nil, nil, errSystemMessage
	case ch.archived():
		return nil, nil, errArchivedThread
	}
	return ch, m, nil
}

func (b *bot) createPin(r *request) (reply, error) {
	ch, m, err := b.pinnable(r)
	switch {
	case err != nil:
		return reply{}, err
	case m.Pinned:
		return noContent()
	case len(ch.pins()) >= maxPins:
		return reply{}, refuse(http.StatusBadRequest, 30003, "Maximum number of pins reached (%d)", maxPins)
	}
	m.Pinned, m.pinnedAt = true, r.now
	ch.LastPinTimestamp = discord.At(r.now)
	b.updated(m)
	b.pinsChanged(ch)

	notice := b.newNotice(r, ch, discord.MessageTypeChannelPinnedMessage, b.user)
	notice.MessageReference = &discord.MessageReference{MessageID: m.ID, ChannelID: ch.ID, GuildID: ch.GuildID}
	b.post(notice, r.now)
	b.logMessage(r, discord.AuditLogActionMessagePin, ch, snowflake(m.Author.ID), m.ID, 0)
	return noContent()
}

func (b *bot) deletePin(r *request) (reply, error) {
	ch, m, err := b.pinnable(r)
	if err != nil {
		return reply{}, err
	}
	if !m.Pinned {
		return noContent()
	}
	m.Pinned = false
	b.updated(m)
	b.pinsChanged(ch)
	b.logMessage(r, discord.AuditLogActionMessageUnpin, ch, snowflake(m.Author.ID), m.ID, 0)
	return noContent()
}

func (e *Emulator) pinsChanged(ch *channel) {
	changed := event.ChannelPinsUpdate{GuildID: ch.GuildID, ChannelID: ch.ID}
	if pins := ch.pins(); len(pins) > 0 {
		changed.LastPinTimestamp = discord.At(pins[0].pinnedAt)
	}
	e.dispatch("CHANNEL_PINS_UPDATE", &changed, inChannel(ch))
}

// newNotice returns a message that Discord posts on the author's behalf.
func (e *Emulator) newNotice(r *request, ch *channel, kind discord.MessageType, author *discord.User) *message {
	m := new(message)
	m.ID = discord.MessageID(e.nextID(r.now))
	m.ChannelID, m.guild, m.Type = ch.ID, ch.GuildID, kind
	m.Author, m.Timestamp = *author, discord.At(r.now)
	return m
}
