package discord

// GuildPreview is what Discord shows of a guild to those who are no members.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-preview-object
type GuildPreview struct {
	ID                       GuildID        `json:"id"`
	Name                     string         `json:"name"`
	Icon                     *string        `json:"icon"`             // hash
	Splash                   *string        `json:"splash"`           // hash
	DiscoverySplash          *string        `json:"discovery_splash"` // hash
	HomeHeader               *string        `json:"home_header"`      // hash; in Discord's OpenAPI document only
	Emojis                   []Emoji        `json:"emojis"`
	Features                 []GuildFeature `json:"features"`
	ApproximateMemberCount   int            `json:"approximate_member_count"`
	ApproximatePresenceCount int            `json:"approximate_presence_count"` // members online
	Description              *string        `json:"description"`
	Stickers                 []Sticker      `json:"stickers"`
}

// VanityURL is the invite of a guild with a name of its own.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-vanity-url
type VanityURL struct {
	Code  *string         `json:"code"` // nil: the guild has none
	Uses  int             `json:"uses"`
	Error *VanityURLError `json:"error,omitzero"` // in Discord's OpenAPI document only
}

// VanityURLError tells why a guild's vanity URL does not work. It is in Discord's
// OpenAPI document only.
type VanityURLError struct {
	Message string `json:"message"`
	Code    int    `json:"code"`
}
