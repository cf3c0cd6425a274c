package discord

// UpdateCurrentUser is a change of the bot's own account.
//
// Discord docs: https://docs.discord.com/developers/resources/user#modify-current-user
type UpdateCurrentUser struct {
	Username string              `json:"username,omitzero"` // 2-32 characters
	Avatar   Optional[ImageData] `json:"avatar,omitzero"`   // null resets
	Banner   Optional[ImageData] `json:"banner,omitzero"`   // null resets
}

// Validate checks the limits that Discord documents.
func (b UpdateCurrentUser) Validate() error {
	var c checker
	if b.Username != "" {
		c.length("username", b.Username, 2, 32)
	}
	if avatar, ok := b.Avatar.Get(); ok {
		c.image("avatar", avatar)
	}
	if banner, ok := b.Banner.Get(); ok {
		c.image("banner", banner)
	}
	return c.err()
}

// CreateDM opens a direct message channel with a user.
//
// Discord docs: https://docs.discord.com/developers/resources/user#create-dm
type CreateDM struct {
	RecipientID UserID `json:"recipient_id"`
}

// CreateGroupDM opens a channel with several users. An application may have 10
// that are active.
//
// Discord docs: https://docs.discord.com/developers/resources/user#create-group-dm
type CreateGroupDM struct {
	AccessTokens []string          `json:"access_tokens"`  // secret; of users who granted the scope gdm.join
	Nicks        map[UserID]string `json:"nicks,omitzero"` // what users are called there
}

// Validate checks that there are users, and the limits that Discord documents.
func (b CreateGroupDM) Validate() error {
	var c checker
	c.count("access_tokens", len(b.AccessTokens), 1, maxList)
	seen := make(map[string]bool)
	for i, token := range b.AccessTokens {
		c.length(c.index("access_tokens", i), token, 1, maxText)
		c.distinct(c.index("access_tokens", i), token, seen)
	}
	c.count("nicks", len(b.Nicks), 0, maxList)
	for user, nick := range b.Nicks {
		c.length("nicks."+user.String(), nick, 0, maxText)
	}
	return c.err()
}
