package discord

// UpdateCurrentUser is a change of the bot's own account.
//
// Discord docs: https://docs.discord.com/developers/resources/user#modify-current-user
type UpdateCurrentUser struct {
	Username string           `json:"username,omitzero"` // 2-32 characters
	Avatar   Optional[string] `json:"avatar,omitzero"`   // image data; null resets
	Banner   Optional[string] `json:"banner,omitzero"`   // image data; null resets
}

// Validate checks the limits that Discord documents.
func (b UpdateCurrentUser) Validate() error {
	var c checker
	if b.Username != "" {
		c.length("username", b.Username, 2, 32)
	}
	return c.err()
}

// CreateDM opens a direct message channel with a user.
//
// Discord docs: https://docs.discord.com/developers/resources/user#create-dm
type CreateDM struct {
	RecipientID UserID `json:"recipient_id"`
}
