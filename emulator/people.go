package emulator

import (
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// What people do besides writing: they read, they change and delete what they
// wrote, they react, vote and type.

// Messages returns what a person sees in a channel: all messages, oldest first.
// Zero IDs are the world's first text channel and person. The error says that there
// is no such channel, or person, or that the person does not see the channel.
func (e *Emulator) Messages(channel discord.ChannelID, user discord.UserID) ([]*discord.Message, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	ch, person, err := e.actor(channel, user, time.Now())
	if err != nil {
		return nil, err
	}
	return e.lastMessages(ch, person.ID, math.MaxUint64, math.MaxInt), nil
}

// messageOf returns a message and the person who does something with it.
func (e *Emulator) messageOf(id discord.MessageID, user discord.UserID, now time.Time) (*message, *channel, *discord.User, error) {
	m := e.state.messages[id]
	if m == nil {
		return nil, nil, nil, badControl("message_id: there is no message %d", id)
	}
	ch, person, err := e.actor(m.ChannelID, user, now)
	if err == nil && m.onlyFor != 0 && m.onlyFor != person.ID {
		err = badControl("user_id: %d does not see the message %d", person.ID, id)
	}
	return m, ch, person, err
}

// EditMessage changes a message as the person does who wrote it. A zero user is
// the world's first person.
func (e *Emulator) EditMessage(id discord.MessageID, user discord.UserID, content string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	m, ch, person, err := e.messageOf(id, user, now)
	switch {
	case err != nil:
		return err
	case m.Author.ID != person.ID:
		return badControl("user_id: %d did not write the message %d", person.ID, id)
	}
	check := new(form)
	check.at("content").length(len([]rune(content)), 1, 2000)
	if err := check.err(); err != nil {
		return err
	}
	c := &composer{
		e: e, r: &request{now: now}, ch: ch, author: person, perms: e.state.may(ch, person.ID, now), kinds: mentionKinds,
	}
	if err := c.edit(m, &editForm{Content: optional[string]{value: content, present: true}}); err != nil {
		return err
	}
	e.updated(m)
	return nil
}

// DeleteMessage deletes a message as the person does who wrote it, or who may
// manage messages. A zero user is the world's first person.
func (e *Emulator) DeleteMessage(id discord.MessageID, user discord.UserID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	m, ch, person, err := e.messageOf(id, user, now)
	if err != nil {
		return err
	}
	manages := ch.GuildID != 0 && e.state.may(ch, person.ID, now)&discord.PermissionManageMessages != 0
	if m.Author.ID != person.ID && m.onlyFor == 0 && !manages {
		return badControl("user_id: %d may not delete the message %d", person.ID, id)
	}
	e.remove(ch, m)
	if m.Author.ID != person.ID && m.onlyFor == 0 {
		e.logMessage(&request{now: now, by: person.ID}, discord.AuditLogActionMessageDelete, ch, snowflake(m.Author.ID), 0, 1)
	}
	return nil
}

// React adds a person's reaction, or takes it back. The emoji is a standard
// one, or name:id. A zero user is the world's first person.
func (e *Emulator) React(id discord.MessageID, user discord.UserID, emoji string, take bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	m, ch, person, err := e.messageOf(id, user, now)
	if err != nil {
		return err
	}
	em, err := e.parseEmoji(strings.Trim(emoji, "<>"))
	switch {
	case err != nil:
		return badControl("emoji: there is no %q", emoji)
	case m.onlyFor != 0:
		return badControl("message_id: nobody can react to an ephemeral message")
	case take:
		e.unreact(m, person.ID, em)
		return nil
	case m.reactionTo(em) == nil && e.state.may(ch, person.ID, now)&discord.PermissionAddReactions == 0:
		return badControl("user_id: %d may not add reactions in this channel", person.ID)
	}
	return e.react(m, person.ID, em)
}

// Type shows a person typing. Zero IDs are the world's first ones.
func (e *Emulator) Type(channelID discord.ChannelID, user discord.UserID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	ch, person, err := e.actor(channelID, user, now)
	if err != nil {
		return err
	}
	if err := ch.maySend(e.state.may(ch, person.ID, now)); err != nil {
		return err
	}
	e.typing(ch, person.ID, now)
	return nil
}

func (e *Emulator) controlEditMessage(_ *http.Request, in *struct {
	MessageID snowflake `json:"message_id"`
	UserID    snowflake `json:"user_id"`
	Content   string    `json:"content"`
}) (any, error) {
	return struct{}{}, e.EditMessage(discord.MessageID(in.MessageID), discord.UserID(in.UserID), in.Content)
}

func (e *Emulator) controlDeleteMessage(_ *http.Request, in *struct {
	MessageID snowflake `json:"message_id"`
	UserID    snowflake `json:"user_id"`
}) (any, error) {
	return struct{}{}, e.DeleteMessage(discord.MessageID(in.MessageID), discord.UserID(in.UserID))
}

func (e *Emulator) controlReact(_ *http.Request, in *struct {
	MessageID snowflake `json:"message_id"`
	UserID    snowflake `json:"user_id"`
	Emoji     string    `json:"emoji"`
	Remove    bool      `json:"remove"`
}) (any, error) {
	return struct{}{}, e.React(discord.MessageID(in.MessageID), discord.UserID(in.UserID), in.Emoji, in.Remove)
}

func (e *Emulator) controlVote(_ *http.Request, in *struct {
	MessageID snowflake `json:"message_id"`
	UserID    snowflake `json:"user_id"`
	Answer    int       `json:"answer"`
	Remove    bool      `json:"remove"`
}) (any, error) {
	return struct{}{}, e.Vote(discord.MessageID(in.MessageID), discord.UserID(in.UserID), in.Answer, in.Remove)
}

func (e *Emulator) controlTyping(_ *http.Request, in *struct {
	ChannelID snowflake `json:"channel_id"`
	UserID    snowflake `json:"user_id"`
}) (any, error) {
	return struct{}{}, e.Type(discord.ChannelID(in.ChannelID), discord.UserID(in.UserID))
}
