package discord

// GuildTemplate is a snapshot of a guild, from which people make new ones.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#guild-template-object
type GuildTemplate struct {
	Code                  string        `json:"code"`
	Name                  string        `json:"name"`
	Description           *string       `json:"description"`
	UsageCount            int           `json:"usage_count"`
	CreatorID             UserID        `json:"creator_id"`
	Creator               *User         `json:"creator"`
	CreatedAt             Time          `json:"created_at"`
	UpdatedAt             Time          `json:"updated_at"` // when it was last synced with the guild
	SourceGuildID         GuildID       `json:"source_guild_id"`
	SerializedSourceGuild TemplateGuild `json:"serialized_source_guild"`
	IsDirty               *bool         `json:"is_dirty"` // the guild has changed since
}

// TemplateGuild is the guild in a template. Its roles and channels are
// numbered, they have no IDs yet.
type TemplateGuild struct {
	Name                        string                      `json:"name"`
	Description                 *string                     `json:"description"`
	Region                      *string                     `json:"region"` // deprecated
	VerificationLevel           VerificationLevel           `json:"verification_level"`
	DefaultMessageNotifications DefaultMessageNotifications `json:"default_message_notifications"`
	ExplicitContentFilter       ExplicitContentFilter       `json:"explicit_content_filter"`
	PreferredLocale             Locale                      `json:"preferred_locale"`
	AFKTimeout                  int                         `json:"afk_timeout"` // seconds
	Roles                       []TemplateRole              `json:"roles"`
	Channels                    []TemplateChannel           `json:"channels"`
	AFKChannelID                ChannelID                   `json:"afk_channel_id"`
	SystemChannelID             ChannelID                   `json:"system_channel_id"`
	SystemChannelFlags          SystemChannelFlags          `json:"system_channel_flags"`
}

// TemplateRole is a role in a template.
type TemplateRole struct {
	ID           int         `json:"id"` // 0: @everyone
	Name         string      `json:"name"`
	Permissions  Permissions `json:"permissions"`
	Color        Color       `json:"color"` // deprecated: use Colors; zero means no color
	Colors       *RoleColors `json:"colors"`
	Hoist        bool        `json:"hoist"` // shown apart in the member list
	Mentionable  bool        `json:"mentionable"`
	Icon         *string     `json:"icon"` // hash
	UnicodeEmoji *string     `json:"unicode_emoji"`
}

// TemplateChannel is a channel in a template.
type TemplateChannel struct {
	ID                            *int                    `json:"id"`
	Type                          ChannelType             `json:"type"`
	Name                          *string                 `json:"name"`
	Position                      *int                    `json:"position"`
	Topic                         *string                 `json:"topic"`
	Bitrate                       int                     `json:"bitrate"`    // bits per second
	UserLimit                     int                     `json:"user_limit"` // zero: none
	NSFW                          bool                    `json:"nsfw"`
	RateLimitPerUser              int                     `json:"rate_limit_per_user"`           // slowmode, seconds
	ParentID                      ChannelID               `json:"parent_id"`                     // the number of its category
	DefaultAutoArchiveDuration    *int                    `json:"default_auto_archive_duration"` // minutes
	PermissionOverwrites          []PermissionOverwrite   `json:"permission_overwrites"`
	AvailableTags                 []TemplateForumTag      `json:"available_tags"`
	Template                      string                  `json:"template"`
	DefaultReactionEmoji          *DefaultReaction        `json:"default_reaction_emoji"`
	DefaultThreadRateLimitPerUser *int                    `json:"default_thread_rate_limit_per_user"` // seconds
	DefaultSortOrder              *SortOrderType          `json:"default_sort_order"`
	DefaultForumLayout            *ForumLayoutType        `json:"default_forum_layout"`
	DefaultTagSetting             *ThreadSearchTagSetting `json:"default_tag_setting"` // undocumented
	ThemeColor                    *Color                  `json:"theme_color"`         // undocumented
}

// TemplateForumTag is a tag of a forum in a template.
type TemplateForumTag struct {
	ID        *int    `json:"id"`
	Name      string  `json:"name"`
	EmojiID   EmojiID `json:"emoji_id"`
	EmojiName *string `json:"emoji_name"`
	Moderated *bool   `json:"moderated"`
}
