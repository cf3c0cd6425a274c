package discord

// CreateGuildChannel is a new channel of a guild. Fields that do not fit the
// type are ignored by Discord.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-channel
type CreateGuildChannel struct {
	Name                          string                `json:"name"` // 1-100 characters
	Type                          ChannelType           `json:"type,omitzero"`
	Topic                         string                `json:"topic,omitzero"`               // at most 1024 characters, 4096 in forums
	Bitrate                       int                   `json:"bitrate,omitzero"`             // bits per second, at least 8000
	UserLimit                     int                   `json:"user_limit,omitzero"`          // zero: none
	RateLimitPerUser              int                   `json:"rate_limit_per_user,omitzero"` // seconds, at most 21600
	Position                      *int                  `json:"position,omitzero"`
	PermissionOverwrites          []PermissionOverwrite `json:"permission_overwrites,omitzero"`
	ParentID                      ChannelID             `json:"parent_id,omitzero"`
	NSFW                          bool                  `json:"nsfw,omitzero"`
	RTCRegion                     string                `json:"rtc_region,omitzero"`
	VideoQualityMode              VideoQualityMode      `json:"video_quality_mode,omitzero"`
	DefaultAutoArchiveDuration    int                   `json:"default_auto_archive_duration,omitzero"` // minutes: 60, 1440, 4320 or 10080
	DefaultReactionEmoji          *DefaultReaction      `json:"default_reaction_emoji,omitzero"`
	AvailableTags                 []ForumTag            `json:"available_tags,omitzero"` // at most 20
	DefaultSortOrder              *SortOrderType        `json:"default_sort_order,omitzero"`
	DefaultForumLayout            ForumLayoutType       `json:"default_forum_layout,omitzero"`
	DefaultThreadRateLimitPerUser int                   `json:"default_thread_rate_limit_per_user,omitzero"` // seconds

	DefaultTagSetting ThreadSearchTagSetting `json:"default_tag_setting,omitzero"` // undocumented; of forums
}

// Validate checks the limits that Discord documents.
func (b CreateGuildChannel) Validate() error {
	var c checker
	c.length("name", b.Name, 1, 100)
	c.length("topic", b.Topic, 0, 4096)
	c.between("rate_limit_per_user", b.RateLimitPerUser, 0, 21600)
	c.count("available_tags", len(b.AvailableTags), 0, 20)
	return c.err()
}

// UpdateChannel is a change of a channel or a thread. Fields that are absent
// stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#modify-channel
type UpdateChannel struct {
	Name                          Optional[string]           `json:"name,omitzero"` // 1-100 characters
	Type                          Optional[ChannelType]      `json:"type,omitzero"` // text and announcement only
	Position                      Optional[int]              `json:"position,omitzero"`
	Topic                         Optional[string]           `json:"topic,omitzero"` // at most 1024 characters, 4096 in forums
	NSFW                          Optional[bool]             `json:"nsfw,omitzero"`
	RateLimitPerUser              Optional[int]              `json:"rate_limit_per_user,omitzero"` // seconds, at most 21600
	Bitrate                       Optional[int]              `json:"bitrate,omitzero"`             // bits per second, at least 8000
	UserLimit                     Optional[int]              `json:"user_limit,omitzero"`
	PermissionOverwrites          []PermissionOverwrite      `json:"permission_overwrites,omitzero"` // nil keeps, empty clears
	ParentID                      Optional[ChannelID]        `json:"parent_id,omitzero"`
	RTCRegion                     Optional[string]           `json:"rtc_region,omitzero"`
	VideoQualityMode              Optional[VideoQualityMode] `json:"video_quality_mode,omitzero"`
	DefaultAutoArchiveDuration    Optional[int]              `json:"default_auto_archive_duration,omitzero"` // minutes
	Flags                         Optional[ChannelFlags]     `json:"flags,omitzero"`
	AvailableTags                 []ForumTag                 `json:"available_tags,omitzero"` // nil keeps, empty clears
	DefaultReactionEmoji          Optional[DefaultReaction]  `json:"default_reaction_emoji,omitzero"`
	DefaultThreadRateLimitPerUser Optional[int]              `json:"default_thread_rate_limit_per_user,omitzero"` // seconds
	DefaultSortOrder              Optional[SortOrderType]    `json:"default_sort_order,omitzero"`
	DefaultForumLayout            Optional[ForumLayoutType]  `json:"default_forum_layout,omitzero"`
	Icon                          Optional[ImageData]        `json:"icon,omitzero"` // of a group DM

	DefaultTagSetting Optional[ThreadSearchTagSetting] `json:"default_tag_setting,omitzero"` // undocumented; of forums

	// Threads only.
	Archived            Optional[bool] `json:"archived,omitzero"`
	AutoArchiveDuration Optional[int]  `json:"auto_archive_duration,omitzero"` // minutes: 60, 1440, 4320 or 10080
	Locked              Optional[bool] `json:"locked,omitzero"`
	Invitable           Optional[bool] `json:"invitable,omitzero"`
	AppliedTags         []ForumTagID   `json:"applied_tags,omitzero"` // at most 5; nil keeps, empty clears
}

// Validate checks the limits that Discord documents.
func (b UpdateChannel) Validate() error {
	var c checker
	if name, ok := b.Name.Get(); ok {
		c.length("name", name, 1, 100)
	}
	if topic, ok := b.Topic.Get(); ok {
		c.length("topic", topic, 0, 4096)
	}
	if n, ok := b.RateLimitPerUser.Get(); ok {
		c.between("rate_limit_per_user", n, 0, 21600)
	}
	c.count("available_tags", len(b.AvailableTags), 0, 20)
	c.count("applied_tags", len(b.AppliedTags), 0, 5)
	return c.err()
}

// SetPermissionOverwrite sets what a role or a member may do in a channel.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#edit-channel-permissions
type SetPermissionOverwrite struct {
	Type  OverwriteType `json:"type"`
	Allow Permissions   `json:"allow"`
	Deny  Permissions   `json:"deny"`
}
