package rest

// Polls are the operations on polls in messages.
//
// Discord docs: https://docs.discord.com/developers/resources/poll
type Polls struct{ c *Client }
