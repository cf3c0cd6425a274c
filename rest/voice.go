package rest

// Voice are the operations on voice regions and on the voice states of members.
//
// Discord docs: https://docs.discord.com/developers/resources/voice
type Voice struct{ c *Client }
