package discord

//go:generate go tool stringer -type=VerificationLevel,DefaultMessageNotifications,ExplicitContentFilter,MFALevel,NSFWLevel,PremiumTier -output=guild_string.go

// Guild is what people call a server.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-object
type Guild struct {
	ID                          GuildID                     `json:"id"`
	Name                        string                      `json:"name"`
	Icon                        *string                     `json:"icon"` // hash
	IconHash                    *string                     `json:"icon_hash,omitzero"`
	Splash                      *string                     `json:"splash"`           // hash
	DiscoverySplash             *string                     `json:"discovery_splash"` // hash
	Owner                       *bool                       `json:"owner,omitzero"`   // whether the current user owns it; only in the user's list of guilds
	OwnerID                     UserID                      `json:"owner_id"`
	Permissions                 *Permissions                `json:"permissions,omitzero"` // of the current user, without overwrites; only in the user's list of guilds
	Region                      *string                     `json:"region,omitzero"`      // deprecated
	AFKChannelID                ChannelID                   `json:"afk_channel_id"`
	AFKTimeout                  int                         `json:"afk_timeout"` // seconds
	WidgetEnabled               bool                        `json:"widget_enabled,omitzero"`
	WidgetChannelID             ChannelID                   `json:"widget_channel_id,omitzero"`
	VerificationLevel           VerificationLevel           `json:"verification_level"`
	DefaultMessageNotifications DefaultMessageNotifications `json:"default_message_notifications"`
	ExplicitContentFilter       ExplicitContentFilter       `json:"explicit_content_filter"`
	Roles                       []Role                      `json:"roles"`
	Emojis                      []Emoji                     `json:"emojis"`
	Features                    []GuildFeature              `json:"features"`
	MFALevel                    MFALevel                    `json:"mfa_level"`
	ApplicationID               ApplicationID               `json:"application_id"` // the application that made it, if one did
	SystemChannelID             ChannelID                   `json:"system_channel_id"`
	SystemChannelFlags          SystemChannelFlags          `json:"system_channel_flags"`
	RulesChannelID              ChannelID                   `json:"rules_channel_id"`
	MaxPresences                *int                        `json:"max_presences,omitzero"` // nil but for the largest guilds
	MaxMembers                  int                         `json:"max_members,omitzero"`
	VanityURLCode               *string                     `json:"vanity_url_code"`
	Description                 *string                     `json:"description"`
	Banner                      *string                     `json:"banner"` // hash
	PremiumTier                 PremiumTier                 `json:"premium_tier"`
	PremiumSubscriptionCount    int                         `json:"premium_subscription_count,omitzero"` // boosts
	PreferredLocale             Locale                      `json:"preferred_locale"`
	PublicUpdatesChannelID      ChannelID                   `json:"public_updates_channel_id"`
	MaxVideoChannelUsers        int                         `json:"max_video_channel_users,omitzero"`
	MaxStageVideoChannelUsers   int                         `json:"max_stage_video_channel_users,omitzero"`
	ApproximateMemberCount      int                         `json:"approximate_member_count,omitzero"`   // only where counts were asked for
	ApproximatePresenceCount    int                         `json:"approximate_presence_count,omitzero"` // only where counts were asked for
	WelcomeScreen               *WelcomeScreen              `json:"welcome_screen,omitzero"`
	NSFWLevel                   NSFWLevel                   `json:"nsfw_level"`
	Stickers                    []Sticker                   `json:"stickers,omitzero"`
	PremiumProgressBarEnabled   bool                        `json:"premium_progress_bar_enabled"`
	SafetyAlertsChannelID       ChannelID                   `json:"safety_alerts_channel_id"`
	IncidentsData               *IncidentsData              `json:"incidents_data"`

	// What follows is in Discord's OpenAPI document only.
	HomeHeader                             *string `json:"home_header,omitzero"` // hash
	NSFW                                   bool    `json:"nsfw,omitzero"`        // deprecated: use NSFWLevel
	PremiumProgressBarEnabledUserUpdatedAt Time    `json:"premium_progress_bar_enabled_user_updated_at,omitzero"`
}

// UnavailableGuild is a guild that the gateway has not sent yet, or that is
// down.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#unavailable-guild-object
type UnavailableGuild struct {
	ID          GuildID `json:"id"`
	Unavailable bool    `json:"unavailable,omitzero"`
}

// WelcomeScreen is what a new member of a community guild sees first.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#welcome-screen-object
type WelcomeScreen struct {
	Description     *string                `json:"description"`
	WelcomeChannels []WelcomeScreenChannel `json:"welcome_channels"` // at most 5
}

// WelcomeScreenChannel is a channel that the welcome screen points to.
type WelcomeScreenChannel struct {
	ChannelID   ChannelID `json:"channel_id"`
	Description string    `json:"description"`
	EmojiID     EmojiID   `json:"emoji_id"`
	EmojiName   *string   `json:"emoji_name"`
}

// IncidentsData tells which safety measures are on in a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#incidents-data-object
type IncidentsData struct {
	InvitesDisabledUntil Time `json:"invites_disabled_until"`
	DMsDisabledUntil     Time `json:"dms_disabled_until"`
	DMSpamDetectedAt     Time `json:"dm_spam_detected_at,omitzero"`
	RaidDetectedAt       Time `json:"raid_detected_at,omitzero"`
}

// GuildFeature names something that a guild has or may do.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-object-guild-features
type GuildFeature string

// The features. The set is open.
const (
	GuildFeatureAnimatedBanner                        GuildFeature = "ANIMATED_BANNER"
	GuildFeatureAnimatedIcon                          GuildFeature = "ANIMATED_ICON"
	GuildFeatureApplicationCommandPermissionsV2       GuildFeature = "APPLICATION_COMMAND_PERMISSIONS_V2" // the old rules for commands' permissions
	GuildFeatureAutoModeration                        GuildFeature = "AUTO_MODERATION"
	GuildFeatureBanner                                GuildFeature = "BANNER"
	GuildFeatureCommunity                             GuildFeature = "COMMUNITY"
	GuildFeatureCreatorMonetizableProvisional         GuildFeature = "CREATOR_MONETIZABLE_PROVISIONAL"
	GuildFeatureCreatorStorePage                      GuildFeature = "CREATOR_STORE_PAGE"
	GuildFeatureDeveloperSupportServer                GuildFeature = "DEVELOPER_SUPPORT_SERVER"
	GuildFeatureDiscoverable                          GuildFeature = "DISCOVERABLE"
	GuildFeatureEnhancedRoleColors                    GuildFeature = "ENHANCED_ROLE_COLORS" // roles can have gradients
	GuildFeatureFeaturable                            GuildFeature = "FEATURABLE"
	GuildFeatureGuestsEnabled                         GuildFeature = "GUESTS_ENABLED"
	GuildFeatureGuildTags                             GuildFeature = "GUILD_TAGS"
	GuildFeatureInvitesDisabled                       GuildFeature = "INVITES_DISABLED"
	GuildFeatureInviteSplash                          GuildFeature = "INVITE_SPLASH"
	GuildFeatureMemberVerificationGateEnabled         GuildFeature = "MEMBER_VERIFICATION_GATE_ENABLED"
	GuildFeatureMoreSoundboard                        GuildFeature = "MORE_SOUNDBOARD"
	GuildFeatureMoreStickers                          GuildFeature = "MORE_STICKERS"
	GuildFeatureNews                                  GuildFeature = "NEWS"                // can have announcement channels
	GuildFeatureOfficialGameGuild                     GuildFeature = "OFFICIAL_GAME_GUILD" // undocumented
	GuildFeaturePartnered                             GuildFeature = "PARTNERED"
	GuildFeaturePreviewEnabled                        GuildFeature = "PREVIEW_ENABLED"
	GuildFeaturePruneRequiresAdmin                    GuildFeature = "PRUNE_REQUIRES_ADMIN" // undocumented
	GuildFeatureRaidAlertsDisabled                    GuildFeature = "RAID_ALERTS_DISABLED"
	GuildFeatureRoleIcons                             GuildFeature = "ROLE_ICONS"
	GuildFeatureRoleSubscriptionsAvailableForPurchase GuildFeature = "ROLE_SUBSCRIPTIONS_AVAILABLE_FOR_PURCHASE"
	GuildFeatureRoleSubscriptionsEnabled              GuildFeature = "ROLE_SUBSCRIPTIONS_ENABLED"
	GuildFeatureSoundboard                            GuildFeature = "SOUNDBOARD"
	GuildFeatureTicketedEventsEnabled                 GuildFeature = "TICKETED_EVENTS_ENABLED"
	GuildFeatureVanityURL                             GuildFeature = "VANITY_URL"
	GuildFeatureVerified                              GuildFeature = "VERIFIED"
	GuildFeatureVIPRegions                            GuildFeature = "VIP_REGIONS" // 384 kbit/s in voice channels
	GuildFeatureWelcomeScreenEnabled                  GuildFeature = "WELCOME_SCREEN_ENABLED"
)

// VerificationLevel is what a member must have done before writing in a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-object-verification-level
type VerificationLevel int

// The verification levels.
const (
	VerificationLevelNone     VerificationLevel = 0
	VerificationLevelLow      VerificationLevel = 1 // verified email
	VerificationLevelMedium   VerificationLevel = 2 // registered for 5 minutes
	VerificationLevelHigh     VerificationLevel = 3 // member for 10 minutes
	VerificationLevelVeryHigh VerificationLevel = 4 // verified phone number
)

// DefaultMessageNotifications tells which messages notify members that have
// chosen nothing else.
type DefaultMessageNotifications int

// The default notifications.
const (
	DefaultMessageNotificationsAllMessages  DefaultMessageNotifications = 0
	DefaultMessageNotificationsOnlyMentions DefaultMessageNotifications = 1
)

// ExplicitContentFilter tells whose media is scanned.
type ExplicitContentFilter int

// The content filters.
const (
	ExplicitContentFilterDisabled            ExplicitContentFilter = 0
	ExplicitContentFilterMembersWithoutRoles ExplicitContentFilter = 1
	ExplicitContentFilterAllMembers          ExplicitContentFilter = 2
)

// MFALevel tells whether moderators need two-factor authentication.
type MFALevel int

// The MFA levels.
const (
	MFALevelNone     MFALevel = 0
	MFALevelElevated MFALevel = 1
)

// NSFWLevel is the age restriction of a guild.
type NSFWLevel int

// The age restrictions.
const (
	NSFWLevelDefault       NSFWLevel = 0
	NSFWLevelExplicit      NSFWLevel = 1
	NSFWLevelSafe          NSFWLevel = 2
	NSFWLevelAgeRestricted NSFWLevel = 3
)

// PremiumTier is a guild's boost level.
type PremiumTier int

// The boost levels.
const (
	PremiumTierNone PremiumTier = 0
	PremiumTier1    PremiumTier = 1
	PremiumTier2    PremiumTier = 2
	PremiumTier3    PremiumTier = 3
)

// SystemChannelFlags switch off messages that Discord itself posts in the
// system channel.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-object-system-channel-flags
type SystemChannelFlags uint64

// The flags of the system channel.
const (
	SystemChannelFlagSuppressJoinNotifications                           SystemChannelFlags = 1 << 0
	SystemChannelFlagSuppressPremiumSubscriptions                        SystemChannelFlags = 1 << 1
	SystemChannelFlagSuppressGuildReminderNotifications                  SystemChannelFlags = 1 << 2
	SystemChannelFlagSuppressJoinNotificationReplies                     SystemChannelFlags = 1 << 3
	SystemChannelFlagSuppressRoleSubscriptionPurchaseNotifications       SystemChannelFlags = 1 << 4
	SystemChannelFlagSuppressRoleSubscriptionPurchaseNotificationReplies SystemChannelFlags = 1 << 5
)

// Has reports whether f contains all of flags.
func (f SystemChannelFlags) Has(flags SystemChannelFlags) bool { return f&flags == flags }
