package rest

// Bans are the operations on who may not enter a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#ban-object
type Bans struct{ c *Client }
