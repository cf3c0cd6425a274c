package discord

// Scope is a right that a user can grant to an application, or that an
// application has by its own credentials.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#shared-resources-oauth2-scopes
type Scope string

// The scopes. Those of RPC are for programs beside Discord's on the user's
// machine. Some are for approved partners only; Discord then refuses the whole
// authorization.
const (
	ScopeActivitiesInvitesWrite                Scope = "activities.invites.write" // not documented
	ScopeActivitiesRead                        Scope = "activities.read"          // not to be had
	ScopeActivitiesWrite                       Scope = "activities.write"         // not to be had
	ScopeApplicationsBuildsRead                Scope = "applications.builds.read"
	ScopeApplicationsBuildsUpload              Scope = "applications.builds.upload"               // partners
	ScopeApplicationsCommands                  Scope = "applications.commands"                    // commands in the guild or for the user; bot includes it
	ScopeApplicationsCommandsPermissionsUpdate Scope = "applications.commands.permissions.update" // who may use commands, where the user may say so
	ScopeApplicationsCommandsUpdate            Scope = "applications.commands.update"             // change commands; client credentials only
	ScopeApplicationsEntitlements              Scope = "applications.entitlements"
	ScopeApplicationsStoreUpdate               Scope = "applications.store.update"
	ScopeBot                                   Scope = "bot"              // puts the bot into a guild of the user's choice
	ScopeConnections                           Scope = "connections"      // accounts elsewhere
	ScopeDMChannelsRead                        Scope = "dm_channels.read" // partners
	ScopeEmail                                 Scope = "email"
	ScopeGDMJoin                               Scope = "gdm.join"                  // add the user to a group DM
	ScopeGuilds                                Scope = "guilds"                    // a little of each of the user's guilds
	ScopeGuildsJoin                            Scope = "guilds.join"               // add the user to a guild that the bot is in
	ScopeGuildsMembersRead                     Scope = "guilds.members.read"       // the user's membership of a guild
	ScopeIdentify                              Scope = "identify"                  // the user, without email
	ScopeIdentifyPremium                       Scope = "identify.premium"          // User.PremiumType; partners
	ScopeMessagesRead                          Scope = "messages.read"             // RPC
	ScopeOpenID                                Scope = "openid"                    // not documented
	ScopeRelationshipsRead                     Scope = "relationships.read"        // friends; Social SDK
	ScopeRoleConnectionsWrite                  Scope = "role_connections.write"    // linked roles; not with the implicit grant
	ScopeRPC                                   Scope = "rpc"                       // partners
	ScopeRPCActivitiesWrite                    Scope = "rpc.activities.write"      // partners
	ScopeRPCNotificationsRead                  Scope = "rpc.notifications.read"    // partners
	ScopeRPCScreenshareRead                    Scope = "rpc.screenshare.read"      // not documented
	ScopeRPCScreenshareWrite                   Scope = "rpc.screenshare.write"     // not documented
	ScopeRPCVideoRead                          Scope = "rpc.video.read"            // not documented
	ScopeRPCVideoWrite                         Scope = "rpc.video.write"           // not documented
	ScopeRPCVoiceRead                          Scope = "rpc.voice.read"            // partners
	ScopeRPCVoiceWrite                         Scope = "rpc.voice.write"           // partners
	ScopeSDKSocialLayer                        Scope = "sdk.social_layer"          // Social SDK
	ScopeSDKSocialLayerPresence                Scope = "sdk.social_layer_presence" // Social SDK, rich presence alone
	ScopeVoice                                 Scope = "voice"                     // partners
	ScopeWebhookIncoming                       Scope = "webhook.incoming"          // makes a webhook in a channel of the user's choice
)

// Authorization is what an access token stands for.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information
type Authorization struct {
	Application PartialApplication `json:"application"`
	Scopes      []Scope            `json:"scopes"`
	Expires     Time               `json:"expires"`
	User        *User              `json:"user,omitzero"` // with the scope identify
}

// OpenIDUser is a user in the words of OpenID Connect. It is not documented.
type OpenIDUser struct {
	Sub               string  `json:"sub"` // the user's ID
	PreferredUsername string  `json:"preferred_username,omitzero"`
	Nickname          *string `json:"nickname,omitzero"`
	Picture           string  `json:"picture,omitzero"` // URL of the avatar
	Locale            Locale  `json:"locale,omitzero"`
	Email             *string `json:"email,omitzero"` // with the scope email
	EmailVerified     *bool   `json:"email_verified,omitzero"`
}

// PublicKeys are the keys, as JSON Web Keys, that Discord signs ID tokens
// with. They are not documented.
type PublicKeys struct {
	Keys []PublicKey `json:"keys"`
}

// PublicKey is an RSA key of [PublicKeys].
type PublicKey struct {
	KeyType   string `json:"kty"` // "RSA"
	Use       string `json:"use"` // "sig"
	KeyID     string `json:"kid"` // what the header of an ID token names
	Algorithm string `json:"alg"` // "RS256"
	Modulus   string `json:"n"`   // base64url
	Exponent  string `json:"e"`   // base64url
}
