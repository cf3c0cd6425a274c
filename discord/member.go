package discord

// Member is a user's membership of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-member-object
type Member struct {
	User                       *User                 `json:"user,omitzero"` // nil on the member of a message event
	Nick                       *string               `json:"nick,omitzero"`
	Avatar                     *string               `json:"avatar,omitzero"` // hash of the avatar for this guild; nil: the user's own
	Banner                     *string               `json:"banner,omitzero"` // hash
	Roles                      []RoleID              `json:"roles"`           // without @everyone
	JoinedAt                   Time                  `json:"joined_at"`       // zero for guests
	PremiumSince               Time                  `json:"premium_since,omitzero"`
	Deaf                       bool                  `json:"deaf"`
	Mute                       bool                  `json:"mute"`
	Flags                      MemberFlags           `json:"flags"`
	Pending                    bool                  `json:"pending,omitzero"`                      // has not passed the guild's membership screening
	Permissions                *Permissions          `json:"permissions,omitzero"`                  // in the channel of an interaction, overwrites included; only there
	CommunicationDisabledUntil Time                  `json:"communication_disabled_until,omitzero"` // end of the timeout; a past time means not timed out
	AvatarDecorationData       *AvatarDecorationData `json:"avatar_decoration_data,omitzero"`
	Collectibles               *Collectibles         `json:"collectibles,omitzero"`
}

// DisplayName returns the name that Discord's apps show in the guild: the
// nickname, or the user's name where there is none.
func (m *Member) DisplayName() string {
	switch {
	case m.Nick != nil && *m.Nick != "":
		return *m.Nick
	case m.User != nil:
		return m.User.DisplayName()
	default:
		return ""
	}
}

// MemberFlags are marks of a membership.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-member-object-guild-member-flags
type MemberFlags uint64

// The flags of a member.
const (
	MemberFlagDidRejoin                    MemberFlags = 1 << 0
	MemberFlagCompletedOnboarding          MemberFlags = 1 << 1
	MemberFlagBypassesVerification         MemberFlags = 1 << 2 // may be set by moderators
	MemberFlagStartedOnboarding            MemberFlags = 1 << 3
	MemberFlagIsGuest                      MemberFlags = 1 << 4
	MemberFlagStartedHomeActions           MemberFlags = 1 << 5
	MemberFlagCompletedHomeActions         MemberFlags = 1 << 6
	MemberFlagAutomodQuarantinedUsername   MemberFlags = 1 << 7
	MemberFlagDMSettingsUpsellAcknowledged MemberFlags = 1 << 9
	MemberFlagAutomodQuarantinedGuildTag   MemberFlags = 1 << 10
)

// Has reports whether f contains all of flags.
func (f MemberFlags) Has(flags MemberFlags) bool { return f&flags == flags }
