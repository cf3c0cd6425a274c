package rest

import (
	"context"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
)

// Messages are the operations on messages of channels and threads.
//
// Discord docs: https://docs.discord.com/developers/resources/message
type Messages struct{ c *Client }

// ListMessages says which messages to list. At most one of Around, Before and
// After may be set; without them the newest are listed.
type ListMessages struct {
	Around discord.MessageID
	Before discord.MessageID
	After  discord.MessageID
	Limit  int // 1 to 100; 0 means 50
}

func (p ListMessages) query() query {
	return query("").id("around", uint64(p.Around)).id("before", uint64(p.Before)).id("after", uint64(p.After)).int("limit", p.Limit)
}

// List returns one page of a channel's messages, the newest first. It needs
// VIEW_CHANNEL, and READ_MESSAGE_HISTORY, without which the list is empty.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-channel-messages
//
//discord:op list_messages GET /channels/{channel_id}/messages
func (s Messages) List(ctx context.Context, channel discord.ChannelID, p ListMessages, opts ...Option) ([]discord.Message, error) {
	return doList[discord.Message](ctx, s.c, get("/channels/{channel_id}/messages", channel).with(p.query()), nil, opts)
}

// All iterates over a channel's messages: from the newest, or from Before,
// back in time; from After, if that is set, forward in time. Limit bounds how
// many there are in all; 0 means no bound. Around has no meaning here.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-channel-messages
//
//discord:op list_messages GET /channels/{channel_id}/messages
func (s Messages) All(ctx context.Context, channel discord.ChannelID, p ListMessages, opts ...Option) iter.Seq2[discord.Message, error] {
	return paginate(p, p.Limit, 100, func(at ListMessages, size int) ([]discord.Message, ListMessages, bool, error) {
		page, err := s.List(ctx, channel, ListMessages{Before: at.Before, After: at.After, Limit: size}, opts...)
		forward := p.After != 0
		if forward { // a page is newest first even then
			slices.Reverse(page)
		}
		if n := len(page); n > 0 {
			at.Before, at.After = page[n-1].ID, 0
			if forward {
				at.Before, at.After = 0, page[n-1].ID
			}
		}
		return page, at, len(page) == size, err
	})
}

// Get returns a message. It needs VIEW_CHANNEL and READ_MESSAGE_HISTORY.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-channel-message
//
//discord:op get_message GET /channels/{channel_id}/messages/{message_id}
func (s Messages) Get(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, get("/channels/{channel_id}/messages/{message_id}", channel, message), nil, opts)
}

// Create posts a message. It needs SEND_MESSAGES, in threads
// SEND_MESSAGES_IN_THREADS, and for an answer to another message
// READ_MESSAGE_HISTORY.
//
// A message without a Nonce gets one, and EnforceNonce, so that it is posted
// once even if the request must be repeated.
//
// Discord docs: https://docs.discord.com/developers/resources/message#create-message
//
//discord:op create_message POST /channels/{channel_id}/messages
func (s Messages) Create(ctx context.Context, channel discord.ChannelID, m discord.CreateMessage, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, post("/channels/{channel_id}/messages", channel).as(onceByNonce(m)), s.c.newMessage(m), opts)
}

// onceByNonce tells whether a message may be sent again without being posted
// twice.
func onceByNonce(m discord.CreateMessage) traits {
	if m.Nonce == "" || m.EnforceNonce {
		return repeatable
	}
	return 0
}

// newMessage completes a message that is to be sent.
func (c *Client) newMessage(m discord.CreateMessage) any {
	if m.Nonce == "" {
		m.Nonce = discord.Nonce(strconv.FormatUint(rand.Uint64(), 10))
		m.EnforceNonce = true
	}
	if m.AllowedMentions == nil {
		m.AllowedMentions = c.core.config.AllowedMentions
	}
	m.Attachments = describe(m.Attachments, m.Files)
	return withFiles(&m, m.Files)
}

// describe adds files to a list of attachments, except those that it has
// already.
func describe(list []discord.AttachmentRequest, files []discord.File) []discord.AttachmentRequest {
	if len(files) == 0 {
		return list
	}
	list = slices.Clip(list)
	for _, a := range discord.FileAttachments(files) {
		if !slices.ContainsFunc(list, func(b discord.AttachmentRequest) bool { return a.ID == b.ID }) {
			list = append(list, a)
		}
	}
	return list
}

// Update changes a message. Of others' messages only the flags can be changed,
// with MANAGE_MESSAGES.
//
// Files are added to the attachments that the message has, unless Attachments
// is set: then it lists those that stay.
//
// Discord docs: https://docs.discord.com/developers/resources/message#edit-message
//
//discord:op update_message PATCH /channels/{channel_id}/messages/{message_id}
func (s Messages) Update(ctx context.Context, channel discord.ChannelID, message discord.MessageID, m discord.UpdateMessage, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, patch("/channels/{channel_id}/messages/{message_id}", channel, message).unless(appends(m)), s.c.messageUpdate(m), opts)
}

// appends returns the trait that an update lacks which adds files: done twice,
// it may add them twice.
func appends(m discord.UpdateMessage) traits {
	if _, ok := m.Attachments.Get(); len(m.Files) > 0 && !ok {
		return repeatable
	}
	return 0
}

// messageUpdate completes a change of a message that is to be sent.
func (c *Client) messageUpdate(m discord.UpdateMessage) any {
	return withFiles(c.updatedMessage(m), m.Files)
}

func (c *Client) updatedMessage(m discord.UpdateMessage) discord.UpdateMessage {
	speaks := !m.Content.IsZero() || !m.Components.IsZero() // texts are components too
	if m.AllowedMentions.IsZero() && c.core.config.AllowedMentions != nil && speaks {
		m.AllowedMentions = discord.Set(*c.core.config.AllowedMentions)
	}
	if list, ok := m.Attachments.Get(); ok {
		m.Attachments = discord.Set(describe(list, m.Files))
	}
	return m
}

// Delete deletes a message. Others' messages need MANAGE_MESSAGES, and take a
// [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/message#delete-message
//
//discord:op delete_message DELETE /channels/{channel_id}/messages/{message_id}
func (s Messages) Delete(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/messages/{message_id}", channel, message), nil, opts)
}

// BulkDelete deletes 2 to 100 messages of a guild's channel. It needs
// MANAGE_MESSAGES. If one of them is older than two weeks, or named twice,
// none is deleted; those that don't exist are no error. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/message#bulk-delete-messages
//
//discord:op bulk_delete_messages POST /channels/{channel_id}/messages/bulk-delete
func (s Messages) BulkDelete(ctx context.Context, channel discord.ChannelID, messages []discord.MessageID, opts ...Option) error {
	return doStatus(ctx, s.c, post("/channels/{channel_id}/messages/bulk-delete", channel).as(repeatable), discord.BulkDeleteMessages{Messages: messages}, opts)
}

// Crosspost publishes a message of an announcement channel to the channels
// that follow it. It needs SEND_MESSAGES, and MANAGE_MESSAGES if the message
// is another's.
//
// Discord docs: https://docs.discord.com/developers/resources/message#crosspost-message
//
//discord:op crosspost_message POST /channels/{channel_id}/messages/{message_id}/crosspost
func (s Messages) Crosspost(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, post("/channels/{channel_id}/messages/{message_id}/crosspost", channel, message), nil, opts)
}

// ListPins says which pins to list.
type ListPins struct {
	Before time.Time // pinned before then; zero: from the last pinned on
	Limit  int       // 1 to 50; 0 means 50
}

func (p ListPins) query() query { return query("").time("before", p.Before).int("limit", p.Limit) }

// ListPins returns one page of a channel's pinned messages, the last pinned
// first. It needs VIEW_CHANNEL, and READ_MESSAGE_HISTORY, without which the
// list is empty.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-channel-pins
//
//discord:op list_pins GET /channels/{channel_id}/messages/pins
func (s Messages) ListPins(ctx context.Context, channel discord.ChannelID, p ListPins, opts ...Option) (*discord.MessagePins, error) {
	return do[discord.MessagePins](ctx, s.c, get("/channels/{channel_id}/messages/pins", channel).with(p.query()), nil, opts)
}

// AllPins iterates over a channel's pinned messages, the last pinned first.
// Limit bounds how many there are in all; 0 means no bound.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-channel-pins
//
//discord:op list_pins GET /channels/{channel_id}/messages/pins
func (s Messages) AllPins(ctx context.Context, channel discord.ChannelID, p ListPins, opts ...Option) iter.Seq2[discord.MessagePin, error] {
	return paginate(p.Before, p.Limit, 50, func(before time.Time, size int) ([]discord.MessagePin, time.Time, bool, error) {
		pins, err := s.ListPins(ctx, channel, ListPins{Before: before, Limit: size}, opts...)
		if err != nil {
			return nil, before, false, err
		}
		if n := len(pins.Items); n > 0 {
			before = pins.Items[n-1].PinnedAt.Time
		}
		return pins.Items, before, pins.HasMore, nil
	})
}

// Pin pins a message. It needs PIN_MESSAGES. A channel holds 250 pins. It takes
// a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/message#pin-message
//
//discord:op create_pin PUT /channels/{channel_id}/messages/pins/{message_id}
func (s Messages) Pin(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) error {
	return doStatus(ctx, s.c, put("/channels/{channel_id}/messages/pins/{message_id}", channel, message), nil, opts)
}

// Unpin unpins a message. It needs PIN_MESSAGES. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/message#unpin-message
//
//discord:op delete_pin DELETE /channels/{channel_id}/messages/pins/{message_id}
func (s Messages) Unpin(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/messages/pins/{message_id}", channel, message), nil, opts)
}
