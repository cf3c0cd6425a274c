package discord

//go:generate go tool stringer -type=ChannelType,OverwriteType,VideoQualityMode,SortOrderType,ForumLayoutType -output=channel_string.go

// Channel is a channel of a guild, a thread, a direct message or a category.
// Which fields are set depends on Type, which can change while the channel
// lives (text to announcement and back).
//
// Discord docs: https://docs.discord.com/developers/resources/channel#channel-object
type Channel struct {
	ID                            ChannelID             `json:"id"`
	Type                          ChannelType           `json:"type"`
	GuildID                       GuildID               `json:"guild_id,omitzero"` // zero in direct messages, and in some gateway events
	Position                      int                   `json:"position,omitzero"` // channels of equal position are ordered by ID
	PermissionOverwrites          []PermissionOverwrite `json:"permission_overwrites,omitzero"`
	Name                          *string               `json:"name,omitzero"` // nil in direct messages
	Topic                         *string               `json:"topic,omitzero"`
	NSFW                          bool                  `json:"nsfw,omitzero"`
	LastMessageID                 MessageID             `json:"last_message_id,omitzero"`     // newest thread in forums; may not exist any more
	Bitrate                       int                   `json:"bitrate,omitzero"`             // bits per second
	UserLimit                     int                   `json:"user_limit,omitzero"`          // zero: none
	RateLimitPerUser              int                   `json:"rate_limit_per_user,omitzero"` // slowmode, seconds
	Recipients                    []User                `json:"recipients,omitzero"`
	Icon                          *string               `json:"icon,omitzero"`           // hash; group DMs
	OwnerID                       UserID                `json:"owner_id,omitzero"`       // of a group DM or thread
	ApplicationID                 ApplicationID         `json:"application_id,omitzero"` // of a group DM that a bot made
	Managed                       bool                  `json:"managed,omitzero"`
	ParentID                      ChannelID             `json:"parent_id,omitzero"` // category, or the channel of a thread
	LastPinTimestamp              Time                  `json:"last_pin_timestamp,omitzero"`
	RTCRegion                     *string               `json:"rtc_region,omitzero"` // nil: automatic
	VideoQualityMode              VideoQualityMode      `json:"video_quality_mode,omitzero"`
	MessageCount                  int                   `json:"message_count,omitzero"` // threads: without the first and deleted messages
	MemberCount                   int                   `json:"member_count,omitzero"`  // threads: counts up to 50
	ThreadMetadata                *ThreadMetadata       `json:"thread_metadata,omitzero"`
	Member                        *ThreadMember         `json:"member,omitzero"`                        // the current user's membership of the thread
	DefaultAutoArchiveDuration    int                   `json:"default_auto_archive_duration,omitzero"` // minutes
	Permissions                   *Permissions          `json:"permissions,omitzero"`                   // of the invoking user; only in resolved data of interactions
	AppPermissions                *Permissions          `json:"app_permissions,omitzero"`               // of the application; only in resolved data of interactions
	Flags                         ChannelFlags          `json:"flags,omitzero"`
	TotalMessageSent              int                   `json:"total_message_sent,omitzero"` // threads: deleted messages included
	AvailableTags                 []ForumTag            `json:"available_tags,omitzero"`     // at most 20
	AppliedTags                   []ForumTagID          `json:"applied_tags,omitzero"`       // at most 5
	DefaultReactionEmoji          *DefaultReaction      `json:"default_reaction_emoji,omitzero"`
	DefaultThreadRateLimitPerUser int                   `json:"default_thread_rate_limit_per_user,omitzero"` // seconds
	DefaultSortOrder              *SortOrderType        `json:"default_sort_order,omitzero"`
	DefaultForumLayout            ForumLayoutType       `json:"default_forum_layout,omitzero"`

	// DefaultTagSetting is undocumented: how threads of a forum are filtered by
	// tags at first. Empty where it was never set.
	DefaultTagSetting ThreadSearchTagSetting `json:"default_tag_setting,omitzero"`

	// NewlyCreated is set on the THREAD_CREATE event of a thread that was just
	// made, and not where the bot was merely added to it.
	NewlyCreated bool `json:"newly_created,omitzero"`

	// Message is the first message of a forum thread, in the answer to its
	// creation only.
	Message *Message `json:"message,omitzero"`
}

// Mention returns the text that links to the channel in a message.
func (c *Channel) Mention() string { return MentionChannel(c.ID) }

// IsObfuscated reports whether the channel comes from the gateway without what
// is in it, because the bot can't view it: only ID, GuildID, Type, Position and
// ParentID are true. Name is the same for all such channels, and may be that of
// a real one; PermissionOverwrites has one entry, which denies everyone to view
// the channel, and is true for the bot only. A CHANNEL_UPDATE tells the rest once
// the bot can view it. Over HTTP such channels do not come at all.
//
// Discord does so since November 16, 2026.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#channel-object-channel-flags
func (c *Channel) IsObfuscated() bool { return c.Flags.Has(ChannelFlagObfuscated) }

// IsThread reports whether the channel is a thread.
func (c *Channel) IsThread() bool { return c.Type.IsThread() }

// ChannelType is the kind of a channel.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#channel-object-channel-types
type ChannelType int

// The kinds of channels.
const (
	ChannelTypeGuildText          ChannelType = 0
	ChannelTypeDM                 ChannelType = 1
	ChannelTypeGuildVoice         ChannelType = 2
	ChannelTypeGroupDM            ChannelType = 3
	ChannelTypeGuildCategory      ChannelType = 4
	ChannelTypeGuildAnnouncement  ChannelType = 5
	ChannelTypeAnnouncementThread ChannelType = 10
	ChannelTypePublicThread       ChannelType = 11
	ChannelTypePrivateThread      ChannelType = 12
	ChannelTypeGuildStageVoice    ChannelType = 13
	ChannelTypeGuildDirectory     ChannelType = 14
	ChannelTypeGuildForum         ChannelType = 15
	ChannelTypeGuildMedia         ChannelType = 16
)

// IsThread reports whether channels of this kind are threads.
func (t ChannelType) IsThread() bool {
	return t == ChannelTypeAnnouncementThread || t == ChannelTypePublicThread || t == ChannelTypePrivateThread
}

// ChannelFlags are marks of a channel.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#channel-object-channel-flags
type ChannelFlags uint64

// The flags of a channel.
const (
	ChannelFlagPinned                   ChannelFlags = 1 << 1  // thread pinned to the top of its forum
	ChannelFlagRequireTag               ChannelFlags = 1 << 4  // forum whose threads must have a tag
	ChannelFlagHideMediaDownloadOptions ChannelFlags = 1 << 15 // media channels
	ChannelFlagObfuscated               ChannelFlags = 1 << 17 // see [Channel.IsObfuscated]
	ChannelFlagIsSpoilerChannel         ChannelFlags = 1 << 21
)

// Has reports whether f contains all of flags.
func (f ChannelFlags) Has(flags ChannelFlags) bool { return f&flags == flags }

// PermissionOverwrite changes, in one channel, what a role or a member may do.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#overwrite-object
type PermissionOverwrite struct {
	ID    OverwriteID   `json:"id"` // of the role or the user
	Type  OverwriteType `json:"type"`
	Allow Permissions   `json:"allow"`
	Deny  Permissions   `json:"deny"`
}

// RoleOverwrite returns an overwrite for a role.
func RoleOverwrite(id RoleID, allow, deny Permissions) PermissionOverwrite {
	return PermissionOverwrite{ID: OverwriteID(id), Type: OverwriteTypeRole, Allow: allow, Deny: deny}
}

// MemberOverwrite returns an overwrite for a member.
func MemberOverwrite(id UserID, allow, deny Permissions) PermissionOverwrite {
	return PermissionOverwrite{ID: OverwriteID(id), Type: OverwriteTypeMember, Allow: allow, Deny: deny}
}

// OverwriteType tells whether an overwrite is a role's or a member's.
type OverwriteType int

// The kinds of overwrites.
const (
	OverwriteTypeRole   OverwriteType = 0
	OverwriteTypeMember OverwriteType = 1
)

// ForumTag can be put on the threads of a forum.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#forum-tag-object
type ForumTag struct {
	ID        ForumTagID `json:"id,omitzero"` // zero for a new tag
	Name      string     `json:"name"`        // at most 20 characters
	Moderated bool       `json:"moderated"`   // only members with MANAGE_THREADS may put it on or take it off
	EmojiID   EmojiID    `json:"emoji_id"`
	EmojiName *string    `json:"emoji_name"`
}

// ForumTagID names a [ForumTag].
type ForumTagID = ID[ForumTag]

// DefaultReaction is the emoji that a forum offers on each post. Exactly one
// field is set.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#default-reaction-object
type DefaultReaction struct {
	EmojiID   EmojiID `json:"emoji_id"`
	EmojiName *string `json:"emoji_name"`
}

// VideoQualityMode is the camera quality in a voice channel.
type VideoQualityMode int

// The video qualities.
const (
	VideoQualityModeAuto VideoQualityMode = 1
	VideoQualityModeFull VideoQualityMode = 2 // 720p
)

// SortOrderType orders the posts of a forum.
type SortOrderType int

// The orders of a forum.
const (
	SortOrderTypeLatestActivity SortOrderType = 0
	SortOrderTypeCreationDate   SortOrderType = 1
)

// ForumLayoutType is how a forum shows its posts.
type ForumLayoutType int

// The layouts of a forum.
const (
	ForumLayoutTypeNotSet      ForumLayoutType = 0
	ForumLayoutTypeListView    ForumLayoutType = 1
	ForumLayoutTypeGalleryView ForumLayoutType = 2
)
