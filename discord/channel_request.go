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
	Flags                         ChannelFlags          `json:"flags,omitzero"`

	DefaultTagSetting ThreadSearchTagSetting `json:"default_tag_setting,omitzero"` // undocumented; of forums
}

// Validate checks the limits that Discord documents.
func (b CreateGuildChannel) Validate() error {
	var c checker
	c.length("name", b.Name, 1, 100)
	c.length("topic", b.Topic, 0, 4096)
	c.bitrate(b.Bitrate)
	c.notNegative("user_limit", b.UserLimit)
	c.between("rate_limit_per_user", b.RateLimitPerUser, 0, 21600)
	if b.Position != nil {
		c.notNegative("position", *b.Position)
	}
	c.between("default_thread_rate_limit_per_user", b.DefaultThreadRateLimitPerUser, 0, 21600)
	c.forumTags("available_tags", b.AvailableTags)
	c.defaultReaction("default_reaction_emoji", b.DefaultReactionEmoji)
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
	if n, ok := b.Bitrate.Get(); ok {
		c.bitrate(n)
	}
	for _, n := range []struct {
		path  string
		value Optional[int]
		most  int
	}{
		{"rate_limit_per_user", b.RateLimitPerUser, 21600},
		{"default_thread_rate_limit_per_user", b.DefaultThreadRateLimitPerUser, 21600},
		{"user_limit", b.UserLimit, maxInt},
		{"position", b.Position, maxInt},
	} {
		value, _ := n.value.Get()
		c.between(n.path, value, 0, n.most)
	}
	c.forumTags("available_tags", b.AvailableTags)
	c.count("applied_tags", len(b.AppliedTags), 0, 5)
	if emoji, ok := b.DefaultReactionEmoji.Get(); ok {
		c.defaultReaction("default_reaction_emoji", &emoji)
	}
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

// bitrate checks the bitrate of a voice channel; zero is Discord's default.
func (c *checker) bitrate(n int) {
	if n != 0 && n < 8000 {
		c.add("bitrate", "must be at least 8000")
	}
}

// maxInt is the most that an integer can be where Discord has no limit.
const maxInt = 1<<31 - 1

// notNegative checks a number that has no other limit.
func (c *checker) notNegative(path string, n int) {
	if n < 0 {
		c.add(path, "must not be negative")
	}
}

// forumTags checks the tags of a forum.
func (c *checker) forumTags(path string, tags []ForumTag) {
	c.count(path, len(tags), 0, 20)
	for i, tag := range tags {
		// Discord's documentation says 20, its OpenAPI document 50: what lies
		// between is Discord's to refuse.
		c.length(c.index(path, i)+".name", tag.Name, 0, 50)
		if tag.EmojiName != nil {
			c.length(c.index(path, i)+".emoji_name", *tag.EmojiName, 0, 100)
		}
	}
}

// defaultReaction checks the emoji of a forum's threads; nil is none.
func (c *checker) defaultReaction(path string, emoji *DefaultReaction) {
	if emoji != nil && emoji.EmojiName != nil {
		c.length(path+".emoji_name", *emoji.EmojiName, 0, 100)
	}
}
