package rest

// Emojis are the operations on the emojis of guilds and of the application.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji
type Emojis struct{ c *Client }
