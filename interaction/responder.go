package interaction

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

const (
	answerWithin = 3 * time.Second  // until the first answer
	tokenLasts   = 15 * time.Minute // for everything after it
)

var (
	// ErrAnswered is a second first answer: use Edit or Followup.
	ErrAnswered = errors.New("interaction: already answered")

	// ErrNotAnswered is an edit or a follow-up without an answer before it:
	// use Reply or Defer first.
	ErrNotAnswered = errors.New("interaction: not answered yet")

	// ErrExpired is why the context of a handler ends: nothing more can be
	// said. It is the context's [context.Cause].
	ErrExpired = errors.New("interaction: expired: Discord waits 3 seconds for the first answer, and 15 minutes for all others")
)

// Responder answers one interaction. It may be used by several goroutines, and
// after the handler has returned.
type Responder struct {
	// Interaction is what is answered. It is shared: read only.
	Interaction *discord.Interaction

	client *rest.Client

	mu    sync.Mutex // guards the fields below
	state answerState
	timer *time.Timer // ends the handler's context
	since time.Time   // when the interaction was received
}

type answerState uint8

const (
	unanswered answerState = iota
	answering              // the request is under way
	answered
)

func newResponder(client *rest.Client, i *discord.Interaction) *Responder {
	return &Responder{Interaction: i, client: client, since: time.Now()}
}

// deadline returns the handler's context, which ends when the interaction does.
func (r *Responder) deadline(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.timer = time.AfterFunc(answerWithin, func() { cancel(ErrExpired) })
	return ctx, func() {
		r.timer.Stop()
		cancel(context.Canceled)
	}
}

// Reply answers with a message.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response
func (r *Responder) Reply(ctx context.Context, m discord.InteractionMessage) error {
	return r.answer(ctx, discord.InteractionCallbackTypeChannelMessageWithSource, m)
}

// Defer promises a message, which the user sees is coming: give it with Edit.
// flags may be EPHEMERAL, or zero.
func (r *Responder) Defer(ctx context.Context, flags discord.MessageFlags) error {
	var data discord.InteractionCallbackData
	if flags != 0 {
		data = discord.InteractionMessage{Flags: flags}
	}
	return r.answer(ctx, discord.InteractionCallbackTypeDeferredChannelMessageWithSource, data)
}

// Modal answers by opening a modal. A modal can't be answered with another.
func (r *Responder) Modal(ctx context.Context, m discord.Modal) error {
	return r.answer(ctx, discord.InteractionCallbackTypeModal, m)
}

// answer sends the first answer. Where Discord refuses it, another may be
// tried.
func (r *Responder) answer(ctx context.Context, t discord.InteractionCallbackType, data discord.InteractionCallbackData) error {
	if !r.step(unanswered, answering) {
		return ErrAnswered
	}
	response := discord.InteractionResponse{Type: t, Data: data}
	err := r.client.Interactions.Respond(ctx, r.Interaction.ID, r.Interaction.Token, response)
	if err != nil {
		r.step(answering, unanswered)
		return err
	}
	r.step(answering, answered)
	r.extend()
	return nil
}

// step changes the state, if it is what it should be.
func (r *Responder) step(from, to answerState) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state != from {
		return false
	}
	r.state = to
	return true
}

// extend lets the handler go on for as long as the token works.
func (r *Responder) extend() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.timer != nil && r.timer.Stop() {
		r.timer.Reset(tokenLasts - time.Since(r.since))
	}
}

// Answered reports whether the first answer was given.
func (r *Responder) Answered() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state == answered
}

// Original returns the message that answered the interaction.
func (r *Responder) Original(ctx context.Context) (*discord.Message, error) {
	if !r.Answered() {
		return nil, ErrNotAnswered
	}
	return r.client.Interactions.GetOriginal(ctx, r.Interaction.ApplicationID, r.Interaction.Token)
}

// Edit changes the message that answered the interaction, or gives the message
// that was promised.
func (r *Responder) Edit(ctx context.Context, m discord.UpdateMessage) (*discord.Message, error) {
	if !r.Answered() {
		return nil, ErrNotAnswered
	}
	return r.client.Interactions.UpdateOriginal(ctx, r.Interaction.ApplicationID, r.Interaction.Token, m)
}

// Delete deletes the message that answered the interaction.
func (r *Responder) Delete(ctx context.Context) error {
	if !r.Answered() {
		return ErrNotAnswered
	}
	return r.client.Interactions.DeleteOriginal(ctx, r.Interaction.ApplicationID, r.Interaction.Token)
}

// Followup sends another message after the answer. An application that is
// installed for the user but not in the guild may send 5.
func (r *Responder) Followup(ctx context.Context, m discord.InteractionMessage) (*discord.Message, error) {
	if !r.Answered() {
		return nil, ErrNotAnswered
	}
	return r.client.Interactions.CreateFollowup(ctx, r.Interaction.ApplicationID, r.Interaction.Token, m)
}

// EditFollowup changes a message that Followup sent.
func (r *Responder) EditFollowup(ctx context.Context, id discord.MessageID, m discord.UpdateMessage) (*discord.Message, error) {
	return r.client.Interactions.UpdateFollowup(ctx, r.Interaction.ApplicationID, r.Interaction.Token, id, m)
}

// DeleteFollowup deletes a message that Followup sent.
func (r *Responder) DeleteFollowup(ctx context.Context, id discord.MessageID) error {
	return r.client.Interactions.DeleteFollowup(ctx, r.Interaction.ApplicationID, r.Interaction.Token, id)
}

// MessageResponder answers an interaction that came from a component of a
// message.
type MessageResponder struct{ *Responder }

// Update answers by changing the message that the component belongs to. A
// modal can do so only if a component opened it.
func (r MessageResponder) Update(ctx context.Context, m discord.UpdateMessage) error {
	return r.answer(ctx, discord.InteractionCallbackTypeUpdateMessage, m)
}

// DeferUpdate answers without showing anything; the message may be changed
// with Edit later.
func (r MessageResponder) DeferUpdate(ctx context.Context) error {
	return r.answer(ctx, discord.InteractionCallbackTypeDeferredUpdateMessage, nil)
}
