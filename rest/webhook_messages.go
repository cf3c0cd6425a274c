package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// GetMessage returns a message that the webhook posted. thread is the thread
// that it is in; zero: none.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#get-webhook-message
//
//discord:op get_webhook_message GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}
func (s Webhooks) GetMessage(ctx context.Context, webhook discord.WebhookID, token string, message discord.MessageID, thread discord.ChannelID, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, get("/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", webhook, text(token), message).as(anonymous).with(inThread(thread)), nil, opts)
}

// UpdateMessage changes a message that the webhook posted. thread is the thread
// that it is in; zero: none. Files are added as with [Messages.Update].
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#edit-webhook-message
//
//discord:op update_webhook_message PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}
func (s Webhooks) UpdateMessage(ctx context.Context, webhook discord.WebhookID, token string, message discord.MessageID, thread discord.ChannelID, m discord.UpdateMessage, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, patch("/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", webhook, text(token), message).as(anonymous).unless(appends(m)).with(inThread(thread).bool("with_components", hasComponents(m))), s.c.messageUpdate(m), opts)
}

// DeleteMessage deletes a message that the webhook posted. thread is the thread
// that it is in; zero: none.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#delete-webhook-message
//
//discord:op delete_webhook_message DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}
func (s Webhooks) DeleteMessage(ctx context.Context, webhook discord.WebhookID, token string, message discord.MessageID, thread discord.ChannelID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", webhook, text(token), message).as(anonymous).with(inThread(thread)), nil, opts)
}

func inThread(thread discord.ChannelID) query { return query("").id("thread_id", uint64(thread)) }

// hasComponents reports whether a change of a message brings components.
func hasComponents(m discord.UpdateMessage) bool {
	components, _ := m.Components.Get()
	return len(components) > 0
}
