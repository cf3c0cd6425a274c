package discord

//go:generate go tool stringer -type=ConnectionVisibility -output=connection_string.go

// Connection is a user's account elsewhere.
//
// Discord docs: https://docs.discord.com/developers/resources/user#connection-object
type Connection struct {
	ID           string                  `json:"id"`   // there
	Name         *string                 `json:"name"` // there
	Type         ConnectionService       `json:"type"`
	Revoked      bool                    `json:"revoked,omitzero"`
	Integrations []ConnectionIntegration `json:"integrations,omitzero"`
	Verified     bool                    `json:"verified"`
	FriendSync   bool                    `json:"friend_sync"`
	ShowActivity bool                    `json:"show_activity"` // in presences
	TwoWayLink   bool                    `json:"two_way_link"`  // Discord holds an OAuth2 token of the other side
	Visibility   ConnectionVisibility    `json:"visibility"`
}

// ConnectionIntegration is a guild's integration that a [Connection] feeds,
// such as one for a channel's subscribers.
type ConnectionIntegration struct {
	ID      string             `json:"id"` // an IntegrationID, or "twitch-partners"
	Type    IntegrationType    `json:"type"`
	Account IntegrationAccount `json:"account"`
	Guild   ConnectionGuild    `json:"guild"`
}

// ConnectionGuild is the guild of a [ConnectionIntegration].
type ConnectionGuild struct {
	ID   GuildID `json:"id"`
	Name string  `json:"name"`
	Icon *string `json:"icon"` // hash
}

// ConnectionVisibility tells who sees a [Connection].
//
// Discord docs: https://docs.discord.com/developers/resources/user#connection-object-visibility-types
type ConnectionVisibility int

// Who sees a connection.
const (
	ConnectionVisibilityNone     ConnectionVisibility = 0 // the user alone
	ConnectionVisibilityEveryone ConnectionVisibility = 1
)

// ConnectionService names where a [Connection]'s account is.
//
// Discord docs: https://docs.discord.com/developers/resources/user#connection-object-services
type ConnectionService string

// The services.
const (
	ConnectionServiceAmazonMusic     ConnectionService = "amazon-music"
	ConnectionServiceBattlenet       ConnectionService = "battlenet"
	ConnectionServiceBluesky         ConnectionService = "bluesky"
	ConnectionServiceBungie          ConnectionService = "bungie"
	ConnectionServiceCrunchyroll     ConnectionService = "crunchyroll"
	ConnectionServiceDomain          ConnectionService = "domain" // a web site
	ConnectionServiceEbay            ConnectionService = "ebay"
	ConnectionServiceEpicGames       ConnectionService = "epicgames"
	ConnectionServiceFacebook        ConnectionService = "facebook"
	ConnectionServiceGithub          ConnectionService = "github"
	ConnectionServiceInstagram       ConnectionService = "instagram" // can't be added any more
	ConnectionServiceLeagueOfLegends ConnectionService = "leagueoflegends"
	ConnectionServiceMastodon        ConnectionService = "mastodon"
	ConnectionServicePaypal          ConnectionService = "paypal"
	ConnectionServicePlaystation     ConnectionService = "playstation"
	ConnectionServiceReddit          ConnectionService = "reddit"
	ConnectionServiceRiotGames       ConnectionService = "riotgames"
	ConnectionServiceRoblox          ConnectionService = "roblox"
	ConnectionServiceSkype           ConnectionService = "skype" // can't be added any more
	ConnectionServiceSpotify         ConnectionService = "spotify"
	ConnectionServiceSteam           ConnectionService = "steam"
	ConnectionServiceTiktok          ConnectionService = "tiktok"
	ConnectionServiceTwitch          ConnectionService = "twitch"
	ConnectionServiceTwitter         ConnectionService = "twitter"
	ConnectionServiceXbox            ConnectionService = "xbox"
	ConnectionServiceYoutube         ConnectionService = "youtube"
)
