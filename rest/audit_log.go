package rest

// AuditLog is the record of what was changed in a guild, and by whom.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log
type AuditLog struct{ c *Client }
