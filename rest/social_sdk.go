package rest

// SocialSDK are the operations for games that use Discord's Social SDK.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/overview
type SocialSDK struct{ c *Client }
