package rest

// Integrations are the operations on what is connected to a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#integration-object
type Integrations struct{ c *Client }
