package discord

// Ban keeps a user out of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#ban-object
type Ban struct {
	Reason *string `json:"reason"`
	User   User    `json:"user"`
}

// BulkBanResult tells whom a bulk ban has banned.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#bulk-guild-ban-bulk-ban-response
type BulkBanResult struct {
	BannedUsers []UserID `json:"banned_users"`
	FailedUsers []UserID `json:"failed_users"` // banned already, or not to be banned by the bot
}
