package emulator

import (
	"net/http"
	"time"

	"github.com/accord-go/accord/discord"
)

// UserMessage is a message that a person writes.
type UserMessage struct {
	ChannelID discord.ChannelID // zero: the world's first text channel
	UserID    discord.UserID    // zero: the world's first person
	Content   string
}

// UserMessage posts a message of a person. The error tells why that person
// could not have written it there.
func (e *Emulator) UserMessage(um UserMessage) (*discord.Message, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	ch, person, err := e.actor(um.ChannelID, um.UserID, now)
	if err != nil {
		return nil, err
	}
	perms := e.state.may(ch, person.ID, now)
	if err := ch.maySend(perms); err != nil {
		return nil, err
	}
	f := &messageForm{Content: um.Content}
	bound := new(form)
	bound.at("content").length(len([]rune(um.Content)), 1, 2000)
	if err := bound.err(); err != nil {
		return nil, err
	}
	c := &composer{
		e: e, r: &request{now: now}, ch: ch, author: person, perms: perms, kinds: mentionKinds,
	}
	m, err := c.create(f)
	if err != nil {
		return nil, err
	}
	if err := e.moderate(c.r, ch, m); err != nil {
		return nil, err
	}
	e.post(m, now)
	return e.viewFor(m, person.ID), nil
}

// actor returns a person and the channel in which that person does something.
// Zero IDs mean the world's first ones.
func (e *Emulator) actor(channelID discord.ChannelID, userID discord.UserID, now time.Time) (*channel, *discord.User, error) {
	setZero(&channelID, e.state.home.channel)
	setZero(&userID, e.state.home.user)
	ch, person := e.state.channels[channelID], e.state.users[userID]
	switch {
	case ch == nil:
		return nil, nil, badControl("channel_id: there is no channel %d", channelID)
	case person == nil:
		return nil, nil, badControl("user_id: there is no user %d", userID)
	case person.Bot:
		return nil, nil, badControl("user_id: %d is a bot, which acts by itself", userID)
	case !e.state.sees(ch, userID, now):
		return nil, nil, badControl("user_id: %d does not see the channel %d", userID, channelID)
	}
	return ch, person, nil
}

func (e *Emulator) controlUserMessage(_ *http.Request, in *struct {
	ChannelID snowflake `json:"channel_id"`
	UserID    snowflake `json:"user_id"`
	Content   string    `json:"content"`
}) (any, error) {
	if in.ChannelID == 0 {
		return nil, badControl("channel_id: missing")
	}
	return e.UserMessage(UserMessage{
		ChannelID: discord.ChannelID(in.ChannelID),
		UserID:    discord.UserID(in.UserID),
		Content:   in.Content,
	})
}
