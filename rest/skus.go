package rest

// SKUs are the operations on what the application sells.
//
// Discord docs: https://docs.discord.com/developers/resources/sku
type SKUs struct{ c *Client }
