package rest

// Invites are the operations on invites to channels.
//
// Discord docs: https://docs.discord.com/developers/resources/invite
type Invites struct{ c *Client }
