package rest

// Soundboard are the operations on short sounds that are played in voice channels.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard
type Soundboard struct{ c *Client }
