package discord

//go:generate go tool stringer -type=AutoModerationEventType,AutoModerationTriggerType,AutoModerationKeywordPreset,AutoModerationActionType -output=auto_moderation_string.go

// AutoModerationRule says what Discord does by itself with messages or members
// that it finds something in.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object
type AutoModerationRule struct {
	ID              AutoModerationRuleID      `json:"id"`
	GuildID         GuildID                   `json:"guild_id"`
	Name            string                    `json:"name"`
	CreatorID       UserID                    `json:"creator_id"`
	EventType       AutoModerationEventType   `json:"event_type"`
	TriggerType     AutoModerationTriggerType `json:"trigger_type"`
	TriggerMetadata AutoModerationTrigger     `json:"trigger_metadata"`
	Actions         AutoModerationActions     `json:"actions"`
	Enabled         bool                      `json:"enabled"`
	ExemptRoles     []RoleID                  `json:"exempt_roles"`    // at most 20
	ExemptChannels  []ChannelID               `json:"exempt_channels"` // at most 50
}

// AutoModerationRuleID names an [AutoModerationRule].
type AutoModerationRuleID = ID[AutoModerationRule]

// AutoModerationEventType is when a rule is applied.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-event-types
type AutoModerationEventType int

// The moments.
const (
	AutoModerationEventTypeMessageSend  AutoModerationEventType = 1 // also when a message is edited
	AutoModerationEventTypeMemberUpdate AutoModerationEventType = 2 // a member joins or changes the profile
)

// AutoModerationTriggerType is what a rule looks for. A guild can have 6 rules
// with keywords, and one of each other kind.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-types
type AutoModerationTriggerType int

// The kinds of triggers.
const (
	AutoModerationTriggerTypeKeyword       AutoModerationTriggerType = 1
	AutoModerationTriggerTypeSpam          AutoModerationTriggerType = 3
	AutoModerationTriggerTypeKeywordPreset AutoModerationTriggerType = 4 // lists of words that Discord keeps
	AutoModerationTriggerTypeMentionSpam   AutoModerationTriggerType = 5
	AutoModerationTriggerTypeMemberProfile AutoModerationTriggerType = 6 // keywords in profiles
)

// AutoModerationTrigger is what a rule looks for, in detail. Which fields count
// depends on the kind of trigger.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-metadata
type AutoModerationTrigger struct {
	KeywordFilter                []string                      `json:"keyword_filter,omitzero"`                  // keyword, profile: at most 1000 words of up to 60 characters, with * at the ends for anything
	RegexPatterns                []string                      `json:"regex_patterns,omitzero"`                  // keyword, profile: at most 10 of up to 260 characters, in the syntax of Rust
	Presets                      []AutoModerationKeywordPreset `json:"presets,omitzero"`                         // preset
	AllowList                    []string                      `json:"allow_list,omitzero"`                      // keyword, profile: at most 100 words that are fine; preset: 1000
	MentionTotalLimit            int                           `json:"mention_total_limit,omitzero"`             // mention spam: how many different mentions are fine; at most 50
	MentionRaidProtectionEnabled bool                          `json:"mention_raid_protection_enabled,omitzero"` // mention spam
}

// AutoModerationKeywordPreset is a list of words that Discord keeps.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-keyword-preset-types
type AutoModerationKeywordPreset int

// The lists.
const (
	AutoModerationKeywordPresetProfanity     AutoModerationKeywordPreset = 1
	AutoModerationKeywordPresetSexualContent AutoModerationKeywordPreset = 2
	AutoModerationKeywordPresetSlurs         AutoModerationKeywordPreset = 3
)
