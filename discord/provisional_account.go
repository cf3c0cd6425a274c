package discord

// ProvisionalToken lets a player who has no account with Discord use the
// Social SDK: an access token for a provisional account. It is secret.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/overview
type ProvisionalToken struct {
	TokenType    string  `json:"token_type"` // "Bearer"
	AccessToken  string  `json:"access_token"`
	ExpiresIn    int     `json:"expires_in"`             // seconds
	ExpiresAt    *int    `json:"expires_at_s,omitzero"`  // seconds since 1970; not documented
	RefreshToken *string `json:"refresh_token,omitzero"` // deprecated: ask for a new token instead
	Scope        string  `json:"scope"`                  // divided by spaces
	Scopes       []Scope `json:"scopes,omitzero"`        // not documented
	IDToken      string  `json:"id_token"`               // JSON Web Token that says who the account is
}

// String tells nothing of the tokens.
func (t ProvisionalToken) String() string {
	return "discord.ProvisionalToken(" + t.TokenType + ", " + t.Scope + ")"
}

// GoString returns the same as String.
func (t ProvisionalToken) GoString() string { return t.String() }

// ExternalAuthType is who vouches for a player without an account with
// Discord.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/identity-providers#external-auth-types
type ExternalAuthType string

// Who can vouch for a player.
const (
	ExternalAuthTypeOIDC                          ExternalAuthType = "OIDC"
	ExternalAuthTypeEpicOnlineServicesAccessToken ExternalAuthType = "EPIC_ONLINE_SERVICES_ACCESS_TOKEN"
	ExternalAuthTypeEpicOnlineServicesIDToken     ExternalAuthType = "EPIC_ONLINE_SERVICES_ID_TOKEN"
	ExternalAuthTypeSteamSessionTicket            ExternalAuthType = "STEAM_SESSION_TICKET"
	ExternalAuthTypeUnityServicesIDToken          ExternalAuthType = "UNITY_SERVICES_ID_TOKEN"
	ExternalAuthTypeDiscordBotIssuedAccessToken   ExternalAuthType = "DISCORD_BOT_ISSUED_ACCESS_TOKEN"
	ExternalAuthTypeAppleIDToken                  ExternalAuthType = "APPLE_ID_TOKEN"
	ExternalAuthTypePlaystationNetworkIDToken     ExternalAuthType = "PLAYSTATION_NETWORK_ID_TOKEN"
)
