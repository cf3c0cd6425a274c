package discord

// ExternalAccount is a player of a game who is known to somebody else.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/external-credentials-exchange
type ExternalAccount struct {
	ClientID          ApplicationID    `json:"client_id"`
	ClientSecret      string           `json:"client_secret,omitzero"` // at most 1024 characters; empty: a public client
	ExternalAuthType  ExternalAuthType `json:"external_auth_type"`
	ExternalAuthToken string           `json:"external_auth_token"` // secret; 1-10240 characters
}

// Validate checks the limits that Discord documents.
func (b ExternalAccount) Validate() error {
	var c checker
	c.required("client_id", b.ClientID != 0)
	c.length("client_secret", b.ClientSecret, 0, 1024)
	c.required("external_auth_type", b.ExternalAuthType != "")
	c.length("external_auth_token", b.ExternalAuthToken, 1, 10240)
	return c.err()
}

// CreateProvisionalToken asks for the token of a player, by the name that the
// game's own accounts have for the player.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/bot-token-endpoint
type CreateProvisionalToken struct {
	ExternalUserID      string `json:"external_user_id"`               // 1-1024 characters
	PreferredGlobalName string `json:"preferred_global_name,omitzero"` // what the player is called; 1-32 characters; empty: none
	ProvisionalUserID   UserID `json:"provisional_user_id,omitzero"`   // not documented
}

// Validate checks the limits that Discord documents.
func (b CreateProvisionalToken) Validate() error {
	var c checker
	c.length("external_user_id", b.ExternalUserID, 1, 1024)
	c.length("preferred_global_name", b.PreferredGlobalName, 0, 32)
	return c.err()
}

// UnmergeProvisionalAccount parts a player from the account with Discord that
// the player's provisional one was merged into.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/unmerging-accounts
type UnmergeProvisionalAccount struct {
	ExternalUserID string `json:"external_user_id"` // 1-1024 characters
}

// Validate checks the limits that Discord documents.
func (b UnmergeProvisionalAccount) Validate() error {
	var c checker
	c.length("external_user_id", b.ExternalUserID, 1, 1024)
	return c.err()
}
