package rest

// OAuth2 are the operations on authorizations that users grant to applications.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2
type OAuth2 struct{ c *Client }
