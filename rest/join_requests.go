package rest

// JoinRequests are the operations on requests to enter a guild that chooses its members.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
type JoinRequests struct{ c *Client }
