package rest

import (
	"context"
	"slices"

	"github.com/accord-go/accord/discord"
)

// Webhooks are the operations on webhooks, by which messages come to a channel
// without a bot. Those with a token need no other credential: a client made
// with [None] is enough, and [ParseWebhookURL] takes a webhook's address apart.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook
type Webhooks struct{ c *Client }

// ListInChannel returns a channel's webhooks. It needs MANAGE_WEBHOOKS.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#get-channel-webhooks
//
//discord:op list_channel_webhooks GET /channels/{channel_id}/webhooks
func (s Webhooks) ListInChannel(ctx context.Context, channel discord.ChannelID, opts ...Option) ([]discord.Webhook, error) {
	return doList[discord.Webhook](ctx, s.c, get("/channels/{channel_id}/webhooks", channel), nil, opts)
}

// ListInGuild returns a guild's webhooks. It needs MANAGE_WEBHOOKS.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#get-guild-webhooks
//
//discord:op get_guild_webhooks GET /guilds/{guild_id}/webhooks
func (s Webhooks) ListInGuild(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.Webhook, error) {
	return doList[discord.Webhook](ctx, s.c, get("/guilds/{guild_id}/webhooks", guild), nil, opts)
}

// Create makes a webhook of a channel. It needs MANAGE_WEBHOOKS. A channel has
// at most 15. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#create-webhook
//
//discord:op create_webhook POST /channels/{channel_id}/webhooks
func (s Webhooks) Create(ctx context.Context, channel discord.ChannelID, b discord.CreateWebhook, opts ...Option) (*discord.Webhook, error) {
	return do[discord.Webhook](ctx, s.c, post("/channels/{channel_id}/webhooks", channel), b, opts)
}

// Get returns a webhook. It needs MANAGE_WEBHOOKS, unless the application made
// it.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#get-webhook
//
//discord:op get_webhook GET /webhooks/{webhook_id}
func (s Webhooks) Get(ctx context.Context, webhook discord.WebhookID, opts ...Option) (*discord.Webhook, error) {
	return do[discord.Webhook](ctx, s.c, get("/webhooks/{webhook_id}", webhook), nil, opts)
}

// GetByToken returns a webhook, without who made it.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#get-webhook-with-token
//
//discord:op get_webhook_by_token GET /webhooks/{webhook_id}/{webhook_token}
func (s Webhooks) GetByToken(ctx context.Context, webhook discord.WebhookID, token string, opts ...Option) (*discord.Webhook, error) {
	return do[discord.Webhook](ctx, s.c, get("/webhooks/{webhook_id}/{webhook_token}", webhook, text(token)).as(anonymous), nil, opts)
}

// Update changes a webhook. It needs MANAGE_WEBHOOKS. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#modify-webhook
//
//discord:op update_webhook PATCH /webhooks/{webhook_id}
func (s Webhooks) Update(ctx context.Context, webhook discord.WebhookID, b discord.UpdateWebhook, opts ...Option) (*discord.Webhook, error) {
	return do[discord.Webhook](ctx, s.c, patch("/webhooks/{webhook_id}", webhook), b, opts)
}

// UpdateByToken changes a webhook; it can't move it to another channel.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#modify-webhook-with-token
//
//discord:op update_webhook_by_token PATCH /webhooks/{webhook_id}/{webhook_token}
func (s Webhooks) UpdateByToken(ctx context.Context, webhook discord.WebhookID, token string, b discord.UpdateWebhookByToken, opts ...Option) (*discord.Webhook, error) {
	return do[discord.Webhook](ctx, s.c, patch("/webhooks/{webhook_id}/{webhook_token}", webhook, text(token)).as(anonymous), b, opts)
}

// Delete deletes a webhook for good. It needs MANAGE_WEBHOOKS. It takes a
// [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#delete-webhook
//
//discord:op delete_webhook DELETE /webhooks/{webhook_id}
func (s Webhooks) Delete(ctx context.Context, webhook discord.WebhookID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/webhooks/{webhook_id}", webhook), nil, opts)
}

// DeleteByToken deletes a webhook for good.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#delete-webhook-with-token
//
//discord:op delete_webhook_by_token DELETE /webhooks/{webhook_id}/{webhook_token}
func (s Webhooks) DeleteByToken(ctx context.Context, webhook discord.WebhookID, token string, opts ...Option) error {
	return doStatus(ctx, s.c, del("/webhooks/{webhook_id}/{webhook_token}", webhook, text(token)).as(anonymous), nil, opts)
}

// Execute posts a message of a webhook and returns it. It is not sent again
// when nobody knows whether it was posted.
//
// A webhook that is gone is [ErrUnknownWebhook]; requests for it then fail
// here, without being sent.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-webhook
//
//discord:op execute_webhook POST /webhooks/{webhook_id}/{webhook_token}
func (s Webhooks) Execute(ctx context.Context, webhook discord.WebhookID, token string, b discord.ExecuteWebhook, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, post("/webhooks/{webhook_id}/{webhook_token}", webhook, text(token)).as(anonymous).with(executeQuery(b).bool("wait", true)), s.c.webhookMessage(b), opts)
}

// ExecuteNoWait posts a message of a webhook without waiting until Discord has
// it: where it turns out that it can't be posted, there is no error.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-webhook
//
//discord:op execute_webhook POST /webhooks/{webhook_id}/{webhook_token}
func (s Webhooks) ExecuteNoWait(ctx context.Context, webhook discord.WebhookID, token string, b discord.ExecuteWebhook, opts ...Option) error {
	return doStatus(ctx, s.c, post("/webhooks/{webhook_id}/{webhook_token}", webhook, text(token)).as(anonymous).with(executeQuery(b)), s.c.webhookMessage(b), opts)
}

// executeQuery returns what of a message goes into the query. Webhooks that no
// application made have components only where they are asked for.
func executeQuery(b discord.ExecuteWebhook) query {
	return query("").id("thread_id", uint64(b.ThreadID)).bool("with_components", len(b.Components) > 0)
}

// webhookMessage completes a webhook's message that is to be sent.
func (c *Client) webhookMessage(b discord.ExecuteWebhook) any {
	if b.AllowedMentions == nil {
		b.AllowedMentions = c.core.config.AllowedMentions
	}
	b.Attachments = describe(b.Attachments, b.Files)
	return withFiles(b, b.Files)
}

// ExecuteSlack posts a message that is written as for Slack.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-slack-compatible-webhook
//
//discord:op execute_slack_compatible_webhook POST /webhooks/{webhook_id}/{webhook_token}/slack
func (s Webhooks) ExecuteSlack(ctx context.Context, webhook discord.WebhookID, token string, b discord.SlackWebhook, opts ...Option) error {
	return doStatus(ctx, s.c, post("/webhooks/{webhook_id}/{webhook_token}/slack", webhook, text(token)).as(anonymous).with(compatible(b.ThreadID, b.NoWait)), b, opts)
}

// ExecuteGitHub posts what GitHub tells of an event. Events that Discord has no
// text for post nothing, which is no error.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-github-compatible-webhook
//
//discord:op execute_github_compatible_webhook POST /webhooks/{webhook_id}/{webhook_token}/github
func (s Webhooks) ExecuteGitHub(ctx context.Context, webhook discord.WebhookID, token string, b discord.GithubWebhook, opts ...Option) error {
	return doStatus(ctx, s.c, post("/webhooks/{webhook_id}/{webhook_token}/github", webhook, text(token)).as(anonymous).with(compatible(b.ThreadID, b.NoWait)), b, append(slices.Clip(opts), githubEvent(b.Event)))
}

// compatible returns the query of a message that is not in Discord's own form.
// Discord waits unless it is told otherwise.
func compatible(thread discord.ChannelID, noWait bool) query {
	q := inThread(thread)
	if noWait {
		q = q.add("wait", "false")
	}
	return q
}

// Follow sends the messages of an announcement channel to another channel, by a
// webhook that it makes there. It needs MANAGE_WEBHOOKS in the other channel.
// It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#follow-announcement-channel
//
//discord:op follow_channel POST /channels/{channel_id}/followers
func (s Channels) Follow(ctx context.Context, channel discord.ChannelID, b discord.FollowChannel, opts ...Option) (*discord.FollowedChannel, error) {
	return do[discord.FollowedChannel](ctx, s.c, post("/channels/{channel_id}/followers", channel), b, opts)
}
