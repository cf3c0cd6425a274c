package discord

//go:generate go tool stringer -type=OnboardingMode,OnboardingPromptType,NewMemberActionType -output=guild_onboarding_string.go

// GuildOnboarding is what a guild asks new members, to give them channels and
// roles.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-onboarding-object
type GuildOnboarding struct {
	GuildID           GuildID            `json:"guild_id"`
	Prompts           []OnboardingPrompt `json:"prompts"`
	DefaultChannelIDs []ChannelID        `json:"default_channel_ids"` // that all members get
	Enabled           bool               `json:"enabled"`
	Mode              OnboardingMode     `json:"mode"`
}

// OnboardingPrompt is a question to new members.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-onboarding-object-onboarding-prompt-structure
type OnboardingPrompt struct {
	ID           OnboardingPromptID       `json:"id"`
	Type         OnboardingPromptType     `json:"type"`
	Options      []OnboardingPromptOption `json:"options"`
	Title        string                   `json:"title"`
	SingleSelect bool                     `json:"single_select"` // one option may be chosen, not several
	Required     bool                     `json:"required"`
	InOnboarding bool                     `json:"in_onboarding"` // asked when a user joins; otherwise only in Channels & Roles
}

// OnboardingPromptID is the ID of an [OnboardingPrompt].
type OnboardingPromptID = ID[OnboardingPrompt]

// OnboardingPromptOption is an answer that a new member may choose.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-onboarding-object-prompt-option-structure
type OnboardingPromptOption struct {
	ID          OnboardingPromptOptionID `json:"id"`
	ChannelIDs  []ChannelID              `json:"channel_ids"` // that who chooses it gets
	RoleIDs     []RoleID                 `json:"role_ids"`    // that who chooses it gets
	Emoji       SettingsEmoji            `json:"emoji"`
	Title       string                   `json:"title"`
	Description string                   `json:"description"`
}

// OnboardingPromptOptionID is the ID of an [OnboardingPromptOption].
type OnboardingPromptOptionID = ID[OnboardingPromptOption]

// SettingsEmoji is an emoji in the settings of a guild. One without a name is
// none.
type SettingsEmoji struct {
	ID       EmojiID `json:"id"`
	Name     *string `json:"name"`
	Animated bool    `json:"animated"`
}

// OnboardingMode tells what counts for the channels that onboarding must give.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-onboarding-object-onboarding-mode
type OnboardingMode int

// The modes of onboarding.
const (
	OnboardingModeDefault  OnboardingMode = 0 // default channels only
	OnboardingModeAdvanced OnboardingMode = 1 // default channels and questions
)

// OnboardingPromptType is how a question is asked.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-onboarding-object-prompt-types
type OnboardingPromptType int

// The kinds of questions.
const (
	OnboardingPromptTypeMultipleChoice OnboardingPromptType = 0
	OnboardingPromptTypeDropdown       OnboardingPromptType = 1
)

// NewMemberWelcome is what a guild's Server Guide shows to new members. Only
// Discord's OpenAPI document knows it.
type NewMemberWelcome struct {
	GuildID          GuildID           `json:"guild_id"`
	Enabled          bool              `json:"enabled"`
	WelcomeMessage   *WelcomeMessage   `json:"welcome_message,omitzero"`
	NewMemberActions []NewMemberAction `json:"new_member_actions"`
	ResourceChannels []ResourceChannel `json:"resource_channels"`
}

// WelcomeMessage greets new members.
type WelcomeMessage struct {
	AuthorIDs []UserID `json:"author_ids"`
	Message   string   `json:"message"`
}

// NewMemberAction is something for a new member to do.
type NewMemberAction struct {
	ChannelID   ChannelID           `json:"channel_id"`
	ActionType  NewMemberActionType `json:"action_type"`
	Title       string              `json:"title"`
	Description string              `json:"description"`
	Emoji       *SettingsEmoji      `json:"emoji,omitzero"`
	Icon        string              `json:"icon,omitzero"` // hash
}

// NewMemberActionType is what a new member is to do in a channel.
type NewMemberActionType int

// The kinds of actions.
const (
	NewMemberActionTypeView NewMemberActionType = 0
	NewMemberActionTypeTalk NewMemberActionType = 1
)

// ResourceChannel is a channel for new members to read.
type ResourceChannel struct {
	ChannelID   ChannelID      `json:"channel_id"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Emoji       *SettingsEmoji `json:"emoji,omitzero"`
	Icon        string         `json:"icon,omitzero"` // hash
}
