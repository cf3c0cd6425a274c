package discord

//go:generate go tool stringer -type=InviteType,InviteTargetType,TargetUsersJobStatusType -output=invite_string.go

// Invite is a code that leads a user to a guild, a group DM or a friend.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#invite-object
type Invite struct {
	Type                     InviteType          `json:"type"`
	Code                     string              `json:"code"`
	Guild                    *InviteGuild        `json:"guild,omitzero"` // nil: not of a guild
	GuildID                  GuildID             `json:"guild_id,omitzero"`
	Channel                  *InviteChannel      `json:"channel"`
	Inviter                  *User               `json:"inviter,omitzero"`
	TargetType               InviteTargetType    `json:"target_type,omitzero"`
	TargetUser               *User               `json:"target_user,omitzero"`                // whose stream is shown
	TargetApplication        *PartialApplication `json:"target_application,omitzero"`         // that is opened
	ApproximatePresenceCount *int                `json:"approximate_presence_count,omitzero"` // members online; only where counts were asked for
	ApproximateMemberCount   *int                `json:"approximate_member_count,omitzero"`   // only where counts were asked for
	ExpiresAt                Time                `json:"expires_at"`                          // zero: never
	Flags                    InviteFlags         `json:"flags,omitzero"`
	GuildScheduledEvent      *ScheduledEvent     `json:"guild_scheduled_event,omitzero"` // only where it was asked for
	Roles                    []InviteRole        `json:"roles,omitzero"`                 // that a user gets who accepts

	// The invite's metadata, which lists of invites have and the invite's own
	// address has not.
	//
	// Discord docs: https://docs.discord.com/developers/resources/invite#invite-metadata-object
	Uses      *int  `json:"uses,omitzero"`
	MaxUses   *int  `json:"max_uses,omitzero"`  // 0: no bound
	MaxAge    *int  `json:"max_age,omitzero"`   // seconds; 0: no bound
	Temporary *bool `json:"temporary,omitzero"` // members are removed when they leave, unless they have got a role
	CreatedAt Time  `json:"created_at,omitzero"`

	// What follows is in Discord's OpenAPI document only.
	TargetChannelID      ChannelID        `json:"target_channel_id,omitzero"`
	TargetMessageID      MessageID        `json:"target_message_id,omitzero"`
	Liveliness           *GuildLiveliness `json:"liveliness,omitzero"`
	IsContact            bool             `json:"is_contact,omitzero"`
	IsNicknameChangeable bool             `json:"is_nickname_changeable,omitzero"`
	FriendsCount         int              `json:"friends_count,omitzero"`
}

// InviteType tells where an invite leads.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#invite-object-invite-types
type InviteType int

// The kinds of invites.
const (
	InviteTypeGuild   InviteType = 0
	InviteTypeGroupDM InviteType = 1
	InviteTypeFriend  InviteType = 2
)

// InviteTargetType tells what an invite to a voice channel opens there.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#invite-object-invite-target-types
type InviteTargetType int

// What an invite opens.
const (
	InviteTargetTypeStream                    InviteTargetType = 1
	InviteTargetTypeEmbeddedApplication       InviteTargetType = 2
	InviteTargetTypeRoleSubscriptionsPurchase InviteTargetType = 3 // in Discord's OpenAPI document only
)

// InviteFlags are marks of an invite to a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#invite-object-guild-invite-flags
type InviteFlags uint64

// The flags of an invite.
const (
	InviteFlagIsGuestInvite InviteFlags = 1 << 0 // for a voice channel, without membership
)

// Has reports whether f contains all of flags.
func (f InviteFlags) Has(flags InviteFlags) bool { return f&flags == flags }

// InviteGuild is what an invite tells of its guild.
type InviteGuild struct {
	ID                       GuildID           `json:"id"`
	Name                     string            `json:"name"`
	Splash                   *string           `json:"splash"` // hash
	Banner                   *string           `json:"banner"` // hash
	Description              *string           `json:"description"`
	Icon                     *string           `json:"icon"` // hash
	Features                 []GuildFeature    `json:"features"`
	VerificationLevel        VerificationLevel `json:"verification_level"`
	VanityURLCode            *string           `json:"vanity_url_code"`
	NSFWLevel                NSFWLevel         `json:"nsfw_level"`
	NSFW                     *bool             `json:"nsfw"` // deprecated: use NSFWLevel
	PremiumSubscriptionCount int               `json:"premium_subscription_count"`
}

// InviteChannel is what an invite tells of its channel.
type InviteChannel struct {
	ID         ChannelID                `json:"id"`
	Type       ChannelType              `json:"type"`
	Name       *string                  `json:"name"`
	Icon       string                   `json:"icon,omitzero"`       // hash; group DMs
	Recipients []InviteChannelRecipient `json:"recipients,omitzero"` // group DMs
}

// InviteChannelRecipient is who is in a group DM that an invite leads to.
type InviteChannelRecipient struct {
	ID       UserID  `json:"id"`
	Username string  `json:"username"`
	Avatar   *string `json:"avatar"` // hash
}

// InviteRole is a role that an invite gives.
type InviteRole struct {
	ID           RoleID       `json:"id"`
	Name         string       `json:"name"`
	Position     int          `json:"position"`
	Color        Color        `json:"color"`
	Colors       RoleColors   `json:"colors"`
	Icon         *string      `json:"icon"` // hash
	UnicodeEmoji *string      `json:"unicode_emoji"`
	Permissions  *Permissions `json:"permissions,omitzero"` // in Discord's OpenAPI document only
}

// GuildLiveliness tells how much goes on in a guild.
type GuildLiveliness struct {
	MsgActivityBins []int `json:"msg_activity_bins"` // messages over time
	LastUpdatedTS   Time  `json:"last_updated_ts,omitzero"`
}

// TargetUsersJobStatus tells how far Discord is with the list of users who may
// accept an invite.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#get-target-users-job-status
type TargetUsersJobStatus struct {
	Status         TargetUsersJobStatusType `json:"status"`
	TotalUsers     int                      `json:"total_users"`
	ProcessedUsers int                      `json:"processed_users"`
	CreatedAt      Time                     `json:"created_at"`
	CompletedAt    Time                     `json:"completed_at"`  // zero: not yet
	ErrorMessage   *string                  `json:"error_message"` // why it failed
}

// TargetUsersJobStatusType is a stage of that work.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#get-target-users-job-status-status-codes
type TargetUsersJobStatusType int

// The stages of the work on a list of users.
const (
	TargetUsersJobStatusTypeUnspecified TargetUsersJobStatusType = 0
	TargetUsersJobStatusTypeProcessing  TargetUsersJobStatusType = 1
	TargetUsersJobStatusTypeCompleted   TargetUsersJobStatusType = 2
	TargetUsersJobStatusTypeFailed      TargetUsersJobStatusType = 3
)
