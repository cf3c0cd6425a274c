package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Interactions are the operations that answer interactions. They need the
// interaction's token and no other, and don't count against the global limit.
// The first answer is due within 3 seconds; the token works for 15 minutes.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding
type Interactions struct{ c *Client }

// Respond gives the first answer to an interaction. A second one is
// [ErrInteractionHasAlreadyBeenAcknowledged].
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response
//
//discord:op create_interaction_response POST /interactions/{interaction_id}/{interaction_token}/callback
func (s Interactions) Respond(ctx context.Context, id discord.InteractionID, token string, r discord.InteractionResponse, opts ...Option) error {
	return doStatus(ctx, s.c, post("/interactions/{interaction_id}/{interaction_token}/callback", id, text(token)).as(anonymous|interaction), s.c.response(r), opts)
}

// RespondWithResult gives the first answer to an interaction and returns what
// Discord made of it, such as the message.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response
//
//discord:op create_interaction_response POST /interactions/{interaction_id}/{interaction_token}/callback
func (s Interactions) RespondWithResult(ctx context.Context, id discord.InteractionID, token string, r discord.InteractionResponse, opts ...Option) (*discord.InteractionCallback, error) {
	return do[discord.InteractionCallback](ctx, s.c, post("/interactions/{interaction_id}/{interaction_token}/callback", id, text(token)).as(anonymous|interaction).with(query("").bool("with_response", true)), s.c.response(r), opts)
}

// response completes an answer that is to be sent.
func (c *Client) response(r discord.InteractionResponse) any {
	switch data := r.Data.(type) {
	case discord.InteractionMessage:
		// A deferred answer may have nothing but the flag EPHEMERAL.
		if r.Type == discord.InteractionCallbackTypeChannelMessageWithSource {
			r.Data = c.interactionMessage(data)
		}
	case discord.UpdateMessage:
		r.Data = c.updatedMessage(data)
	}
	return withFiles(r, r.Files())
}

func (c *Client) interactionMessage(m discord.InteractionMessage) discord.InteractionMessage {
	if m.AllowedMentions == nil {
		m.AllowedMentions = c.core.config.AllowedMentions
	}
	m.Attachments = describe(m.Attachments, m.Files)
	return m
}

// GetOriginal returns the first answer to an interaction. Its message must not
// be ephemeral.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#get-original-interaction-response
//
//discord:op get_original_webhook_message GET /webhooks/{webhook_id}/{webhook_token}/messages/@original
func (s Interactions) GetOriginal(ctx context.Context, app discord.ApplicationID, token string, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, get("/webhooks/{webhook_id}/{webhook_token}/messages/@original", app, text(token)).as(anonymous|interaction), nil, opts)
}

// UpdateOriginal changes the first answer to an interaction, or fills it in
// when it was deferred. Files are added as with [Messages.Update].
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#edit-original-interaction-response
//
//discord:op update_original_webhook_message PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original
func (s Interactions) UpdateOriginal(ctx context.Context, app discord.ApplicationID, token string, m discord.UpdateMessage, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, patch("/webhooks/{webhook_id}/{webhook_token}/messages/@original", app, text(token)).as(anonymous|interaction).unless(appends(m)), s.c.messageUpdate(m), opts)
}

// DeleteOriginal deletes the first answer to an interaction.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#delete-original-interaction-response
//
//discord:op delete_original_webhook_message DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original
func (s Interactions) DeleteOriginal(ctx context.Context, app discord.ApplicationID, token string, opts ...Option) error {
	return doStatus(ctx, s.c, del("/webhooks/{webhook_id}/{webhook_token}/messages/@original", app, text(token)).as(anonymous|interaction), nil, opts)
}

// CreateFollowup posts another message for an interaction that was answered.
// An application that is not in the guild may post five.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
//
//discord:op execute_webhook POST /webhooks/{webhook_id}/{webhook_token}
func (s Interactions) CreateFollowup(ctx context.Context, app discord.ApplicationID, token string, m discord.InteractionMessage, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, post("/webhooks/{webhook_id}/{webhook_token}", app, text(token)).as(anonymous|interaction).with(query("").bool("wait", true)), s.c.followup(m), opts)
}

// followup completes a follow-up message that is to be sent.
func (c *Client) followup(m discord.InteractionMessage) any {
	return withFiles(c.interactionMessage(m), m.Files)
}

// GetFollowup returns a follow-up message. It must not be ephemeral.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#get-followup-message
//
//discord:op get_webhook_message GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}
func (s Interactions) GetFollowup(ctx context.Context, app discord.ApplicationID, token string, message discord.MessageID, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, get("/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", app, text(token), message).as(anonymous|interaction), nil, opts)
}

// UpdateFollowup changes a follow-up message. Files are added as with
// [Messages.Update].
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#edit-followup-message
//
//discord:op update_webhook_message PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}
func (s Interactions) UpdateFollowup(ctx context.Context, app discord.ApplicationID, token string, message discord.MessageID, m discord.UpdateMessage, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, patch("/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", app, text(token), message).as(anonymous|interaction).unless(appends(m)), s.c.messageUpdate(m), opts)
}

// DeleteFollowup deletes a follow-up message.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#delete-followup-message
//
//discord:op delete_webhook_message DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}
func (s Interactions) DeleteFollowup(ctx context.Context, app discord.ApplicationID, token string, message discord.MessageID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", app, text(token), message).as(anonymous|interaction), nil, opts)
}
