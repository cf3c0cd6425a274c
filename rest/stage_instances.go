package rest

// StageInstances are the operations on what goes on in stage channels.
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance
type StageInstances struct{ c *Client }
