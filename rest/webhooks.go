package rest

// Webhooks are the operations on webhooks, by which messages come to a channel without a bot.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook
type Webhooks struct{ c *Client }
