package discord

// CreateBan bans a user.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-ban
type CreateBan struct {
	DeleteMessageSeconds int `json:"delete_message_seconds,omitzero"` // deletes messages of that age, at most 604800 (7 days)
}

// Validate checks the limits that Discord documents.
func (b CreateBan) Validate() error {
	var c checker
	c.between("delete_message_seconds", b.DeleteMessageSeconds, 0, maxBanDeletion)
	return c.err()
}

// BulkBanUsers bans several users.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#bulk-guild-ban
type BulkBanUsers struct {
	UserIDs              []UserID `json:"user_ids"`                        // 1-200, each once
	DeleteMessageSeconds int      `json:"delete_message_seconds,omitzero"` // deletes messages of that age, at most 604800 (7 days)
}

// Validate checks the limits that Discord documents.
func (b BulkBanUsers) Validate() error {
	var c checker
	c.count("user_ids", len(b.UserIDs), 1, 200)
	distinctIDs(&c, "user_ids", b.UserIDs)
	c.between("delete_message_seconds", b.DeleteMessageSeconds, 0, maxBanDeletion)
	return c.err()
}

// maxBanDeletion is how old messages may be, in seconds, that a ban deletes.
const maxBanDeletion = 7 * 24 * 60 * 60
