package rest

// Lobbies are the operations on lobbies: groups of users that a game makes.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby
type Lobbies struct{ c *Client }
