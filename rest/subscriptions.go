package rest

// Subscriptions are the operations on what users subscribe to.
//
// Discord docs: https://docs.discord.com/developers/resources/subscription
type Subscriptions struct{ c *Client }
