package rest

// Stickers are the operations on stickers and packs of them.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker
type Stickers struct{ c *Client }
