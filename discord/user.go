package discord

//go:generate go tool stringer -type=PremiumType -trimprefix=PremiumType -output=user_string.go

// User is an account: a person's, a bot's, or one of Discord's own.
//
// Discord docs: https://docs.discord.com/developers/resources/user#user-object
type User struct {
	ID       UserID `json:"id"`
	Username string `json:"username"` // unique for people; not the name that is shown, see [User.DisplayName]

	Discriminator        string                `json:"discriminator"`         // "0" for all accounts but older bots
	GlobalName           *string               `json:"global_name"`           // nil: the user has set none; for bots the application's name
	Avatar               *string               `json:"avatar"`                // hash; nil: default avatar
	Bot                  bool                  `json:"bot,omitzero"`          // belongs to an application
	System               bool                  `json:"system,omitzero"`       // official account of Discord
	MFAEnabled           bool                  `json:"mfa_enabled,omitzero"`  // own user only
	Banner               *string               `json:"banner,omitzero"`       // hash
	AccentColor          *Color                `json:"accent_color,omitzero"` // banner color
	Locale               Locale                `json:"locale,omitzero"`       // own user only
	Verified             *bool                 `json:"verified,omitzero"`     // whether the email is; needs the email scope
	Email                *string               `json:"email,omitzero"`        // needs the email scope
	Flags                UserFlags             `json:"flags,omitzero"`
	PremiumType          PremiumType           `json:"premium_type,omitzero"`
	PublicFlags          UserFlags             `json:"public_flags,omitzero"`
	AvatarDecorationData *AvatarDecorationData `json:"avatar_decoration_data,omitzero"`
	Collectibles         *Collectibles         `json:"collectibles,omitzero"`
	PrimaryGuild         *PrimaryGuild         `json:"primary_guild,omitzero"` // the guild whose tag the user shows

	// Member is the user's membership of the guild, without its user. It is set
	// only on users that a message of a gateway event mentions.
	Member *Member `json:"member,omitzero"`
}

// DisplayName returns the name that Discord's apps show where the user has no
// nickname: the global name, or the username where there is none.
func (u *User) DisplayName() string {
	if u.GlobalName != nil && *u.GlobalName != "" {
		return *u.GlobalName
	}
	return u.Username
}

// Mention returns the text that mentions the user in a message.
func (u *User) Mention() string { return MentionUser(u.ID) }

// UserFlags are the public and private marks of an account.
//
// Discord docs: https://docs.discord.com/developers/resources/user#user-object-user-flags
type UserFlags uint64

// The flags of a user.
const (
	UserFlagStaff                 UserFlags = 1 << 0
	UserFlagPartner               UserFlags = 1 << 1
	UserFlagHypeSquad             UserFlags = 1 << 2
	UserFlagBugHunterLevel1       UserFlags = 1 << 3
	UserFlagHypeSquadHouse1       UserFlags = 1 << 6 // Bravery
	UserFlagHypeSquadHouse2       UserFlags = 1 << 7 // Brilliance
	UserFlagHypeSquadHouse3       UserFlags = 1 << 8 // Balance
	UserFlagPremiumEarlySupporter UserFlags = 1 << 9
	UserFlagTeamPseudoUser        UserFlags = 1 << 10
	UserFlagBugHunterLevel2       UserFlags = 1 << 14
	UserFlagVerifiedBot           UserFlags = 1 << 16
	UserFlagVerifiedDeveloper     UserFlags = 1 << 17
	UserFlagCertifiedModerator    UserFlags = 1 << 18
	UserFlagBotHTTPInteractions   UserFlags = 1 << 19 // bot that takes its interactions over HTTP only
)

// Has reports whether f contains all of flags.
func (f UserFlags) Has(flags UserFlags) bool { return f&flags == flags }

// With returns f with flags added.
func (f UserFlags) With(flags UserFlags) UserFlags { return f | flags }

// Without returns f with flags removed.
func (f UserFlags) Without(flags UserFlags) UserFlags { return f &^ flags }

// PremiumType is a user's kind of Nitro subscription.
//
// Discord docs: https://docs.discord.com/developers/resources/user#user-object-premium-types
type PremiumType int

// The kinds of Nitro.
const (
	PremiumTypeNone         PremiumType = 0
	PremiumTypeNitroClassic PremiumType = 1
	PremiumTypeNitro        PremiumType = 2
	PremiumTypeNitroBasic   PremiumType = 3
)

// AvatarDecorationData is what decorates a user's avatar.
//
// Discord docs: https://docs.discord.com/developers/resources/user#avatar-decoration-data-object
type AvatarDecorationData struct {
	Asset string `json:"asset"` // hash
	SKUID SKUID  `json:"sku_id"`
}

// Collectibles are what a user has bought to decorate the profile.
//
// Discord docs: https://docs.discord.com/developers/resources/user#collectibles
type Collectibles struct {
	Nameplate *Nameplate `json:"nameplate,omitzero"`
}

// Nameplate is the background of a user's name in lists.
//
// Discord docs: https://docs.discord.com/developers/resources/user#nameplate
type Nameplate struct {
	SKUID   SKUID            `json:"sku_id"`
	Asset   string           `json:"asset"` // path
	Label   string           `json:"label"` // not shown; for screen readers
	Palette NameplatePalette `json:"palette"`
}

// NameplatePalette is the background color of a [Nameplate].
//
// Discord docs: https://docs.discord.com/developers/resources/user#nameplate-nameplate-structure
type NameplatePalette string

// The palettes.
const (
	NameplatePaletteCrimson   NameplatePalette = "crimson"
	NameplatePaletteBerry     NameplatePalette = "berry"
	NameplatePaletteSky       NameplatePalette = "sky"
	NameplatePaletteTeal      NameplatePalette = "teal"
	NameplatePaletteForest    NameplatePalette = "forest"
	NameplatePaletteBubbleGum NameplatePalette = "bubble_gum"
	NameplatePaletteViolet    NameplatePalette = "violet"
	NameplatePaletteCobalt    NameplatePalette = "cobalt"
	NameplatePaletteClover    NameplatePalette = "clover"
	NameplatePaletteLemon     NameplatePalette = "lemon"
	NameplatePaletteWhite     NameplatePalette = "white"
	NameplatePaletteBlack     NameplatePalette = "black" // not documented
)

// PrimaryGuild is the guild whose tag a user shows beside the name.
//
// Discord docs: https://docs.discord.com/developers/resources/user#user-object-user-primary-guild
type PrimaryGuild struct {
	IdentityGuildID GuildID `json:"identity_guild_id"` // zero: none
	IdentityEnabled *bool   `json:"identity_enabled"`  // nil: cleared by Discord, since the guild has no tag any more
	Tag             *string `json:"tag"`               // at most 4 characters
	Badge           *string `json:"badge"`             // hash
}

// UserGuild is a guild as the list of a user's own guilds has it.
//
// Discord docs: https://docs.discord.com/developers/resources/user#get-current-user-guilds
type UserGuild struct {
	ID                       GuildID        `json:"id"`
	Name                     string         `json:"name"`
	Icon                     *string        `json:"icon"`        // hash
	Banner                   *string        `json:"banner"`      // hash
	Owner                    bool           `json:"owner"`       // the user owns it
	Permissions              Permissions    `json:"permissions"` // of the user, without overwrites
	Features                 []GuildFeature `json:"features"`
	ApproximateMemberCount   *int           `json:"approximate_member_count,omitzero"`   // only where counts were asked for
	ApproximatePresenceCount *int           `json:"approximate_presence_count,omitzero"` // only where counts were asked for
}
