package rest

// Templates are the operations on templates, from which guilds are made.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template
type Templates struct{ c *Client }
