package rest

// Entitlements are the operations on what users and guilds have bought from the application, or were given.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement
type Entitlements struct{ c *Client }
