package rest

// AutoModeration are the operations on the rules by which Discord checks messages and members before people do.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation
type AutoModeration struct{ c *Client }
