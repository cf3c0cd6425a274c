package discord

import "encoding/json"

//go:generate go tool stringer -type=AuditLogAction -output=audit_log_string.go

// AuditLog is a part of the record of what was changed in a guild, newest first,
// with the objects that the entries are about.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-object
type AuditLog struct {
	ApplicationCommands  []ApplicationCommand `json:"application_commands"`
	Entries              []AuditLogEntry      `json:"audit_log_entries"`
	AutoModerationRules  []AutoModerationRule `json:"auto_moderation_rules"`
	GuildScheduledEvents []ScheduledEvent     `json:"guild_scheduled_events"`
	Integrations         []PartialIntegration `json:"integrations"`
	Threads              []Channel            `json:"threads"`
	Users                []User               `json:"users"`
	Webhooks             []Webhook            `json:"webhooks"`
}

// AuditLogEntry is one change of a guild, by a user or an application. Entries
// are kept for 45 days.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object
type AuditLogEntry struct {
	ID         AuditLogEntryID  `json:"id"`
	ActionType AuditLogAction   `json:"action_type"`
	UserID     UserID           `json:"user_id"`   // who did it; zero: not known
	TargetID   AuditLogTargetID `json:"target_id"` // what was changed: a channel, user, role, …, as ActionType tells; zero: nothing with an ID
	Changes    []AuditLogChange `json:"changes,omitzero"`
	Options    *AuditLogOptions `json:"options,omitzero"`
	Reason     string           `json:"reason,omitzero"` // 1-512 characters; empty: none was given
}

// AuditLogEntryID names an [AuditLogEntry].
type AuditLogEntryID = ID[AuditLogEntry]

// AuditLogTarget is whatever an audit log entry is about. It exists only to give
// its ID a type.
type AuditLogTarget struct{}

// AuditLogTargetID is the ID of whatever an entry is about: convert it to the
// kind of ID that the action says, as in UserID(entry.TargetID).
type AuditLogTargetID = ID[AuditLogTarget]

// AuditLogChange is how one field of an object changed. Keys are the names of the
// object's fields in JSON, and "$add" and "$remove" with lists of partial roles.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-change-object
type AuditLogChange struct {
	Key      string          `json:"key"`
	NewValue json.RawMessage `json:"new_value,omitzero"` // nil: the field is no longer there
	OldValue json.RawMessage `json:"old_value,omitzero"` // nil: the field was not there
}

// AuditLogOptions are what some actions tell in addition. Numbers come as text.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-optional-audit-entry-info
type AuditLogOptions struct {
	ApplicationID                 ApplicationID `json:"application_id,omitzero"` // whose commands' permissions changed
	AutoModerationRuleName        string        `json:"auto_moderation_rule_name,omitzero"`
	AutoModerationRuleTriggerType string        `json:"auto_moderation_rule_trigger_type,omitzero"` // a number, see [AutoModerationTriggerType]
	ChannelID                     ChannelID     `json:"channel_id,omitzero"`
	Count                         string        `json:"count,omitzero"`              // how many there were
	DeleteMemberDays              string        `json:"delete_member_days,omitzero"` // for how long pruned members had been away
	ID                            OverwriteID   `json:"id,omitzero"`                 // of the role or member of an overwrite
	MembersRemoved                string        `json:"members_removed,omitzero"`    // how many were pruned
	MessageID                     MessageID     `json:"message_id,omitzero"`
	RoleName                      string        `json:"role_name,omitzero"` // of an overwrite's role
	Type                          string        `json:"type,omitzero"`      // of an overwrite: "0" for a role, "1" for a member
	IntegrationType               string        `json:"integration_type,omitzero"`
	Status                        string        `json:"status,omitzero"`             // of a voice channel
	EventExceptionID              string        `json:"event_exception_id,omitzero"` // of a scheduled event
}

// AuditLogAction is what was done.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-events
type AuditLogAction int

// The actions.
const (
	AuditLogActionGuildUpdate                             AuditLogAction = 1
	AuditLogActionChannelCreate                           AuditLogAction = 10
	AuditLogActionChannelUpdate                           AuditLogAction = 11
	AuditLogActionChannelDelete                           AuditLogAction = 12
	AuditLogActionChannelOverwriteCreate                  AuditLogAction = 13
	AuditLogActionChannelOverwriteUpdate                  AuditLogAction = 14
	AuditLogActionChannelOverwriteDelete                  AuditLogAction = 15
	AuditLogActionMemberKick                              AuditLogAction = 20
	AuditLogActionMemberPrune                             AuditLogAction = 21
	AuditLogActionMemberBanAdd                            AuditLogAction = 22
	AuditLogActionMemberBanRemove                         AuditLogAction = 23
	AuditLogActionMemberUpdate                            AuditLogAction = 24
	AuditLogActionMemberRoleUpdate                        AuditLogAction = 25
	AuditLogActionMemberMove                              AuditLogAction = 26
	AuditLogActionMemberDisconnect                        AuditLogAction = 27
	AuditLogActionBotAdd                                  AuditLogAction = 28
	AuditLogActionRoleCreate                              AuditLogAction = 30
	AuditLogActionRoleUpdate                              AuditLogAction = 31
	AuditLogActionRoleDelete                              AuditLogAction = 32
	AuditLogActionInviteCreate                            AuditLogAction = 40
	AuditLogActionInviteUpdate                            AuditLogAction = 41
	AuditLogActionInviteDelete                            AuditLogAction = 42
	AuditLogActionWebhookCreate                           AuditLogAction = 50
	AuditLogActionWebhookUpdate                           AuditLogAction = 51
	AuditLogActionWebhookDelete                           AuditLogAction = 52
	AuditLogActionEmojiCreate                             AuditLogAction = 60
	AuditLogActionEmojiUpdate                             AuditLogAction = 61
	AuditLogActionEmojiDelete                             AuditLogAction = 62
	AuditLogActionMessageDelete                           AuditLogAction = 72
	AuditLogActionMessageBulkDelete                       AuditLogAction = 73
	AuditLogActionMessagePin                              AuditLogAction = 74
	AuditLogActionMessageUnpin                            AuditLogAction = 75
	AuditLogActionIntegrationCreate                       AuditLogAction = 80
	AuditLogActionIntegrationUpdate                       AuditLogAction = 81
	AuditLogActionIntegrationDelete                       AuditLogAction = 82
	AuditLogActionStageInstanceCreate                     AuditLogAction = 83
	AuditLogActionStageInstanceUpdate                     AuditLogAction = 84
	AuditLogActionStageInstanceDelete                     AuditLogAction = 85
	AuditLogActionStickerCreate                           AuditLogAction = 90
	AuditLogActionStickerUpdate                           AuditLogAction = 91
	AuditLogActionStickerDelete                           AuditLogAction = 92
	AuditLogActionGuildScheduledEventCreate               AuditLogAction = 100
	AuditLogActionGuildScheduledEventUpdate               AuditLogAction = 101
	AuditLogActionGuildScheduledEventDelete               AuditLogAction = 102
	AuditLogActionThreadCreate                            AuditLogAction = 110
	AuditLogActionThreadUpdate                            AuditLogAction = 111
	AuditLogActionThreadDelete                            AuditLogAction = 112
	AuditLogActionApplicationCommandPermissionUpdate      AuditLogAction = 121
	AuditLogActionSoundboardSoundCreate                   AuditLogAction = 130
	AuditLogActionSoundboardSoundUpdate                   AuditLogAction = 131
	AuditLogActionSoundboardSoundDelete                   AuditLogAction = 132
	AuditLogActionAutoModerationRuleCreate                AuditLogAction = 140
	AuditLogActionAutoModerationRuleUpdate                AuditLogAction = 141
	AuditLogActionAutoModerationRuleDelete                AuditLogAction = 142
	AuditLogActionAutoModerationBlockMessage              AuditLogAction = 143
	AuditLogActionAutoModerationFlagToChannel             AuditLogAction = 144
	AuditLogActionAutoModerationUserCommunicationDisabled AuditLogAction = 145
	AuditLogActionAutoModerationQuarantineUser            AuditLogAction = 146
	AuditLogActionCreatorMonetizationRequestCreated       AuditLogAction = 150
	AuditLogActionCreatorMonetizationTermsAccepted        AuditLogAction = 151
	AuditLogActionOnboardingPromptCreate                  AuditLogAction = 163
	AuditLogActionOnboardingPromptUpdate                  AuditLogAction = 164
	AuditLogActionOnboardingPromptDelete                  AuditLogAction = 165
	AuditLogActionOnboardingCreate                        AuditLogAction = 166
	AuditLogActionOnboardingUpdate                        AuditLogAction = 167
	AuditLogActionGuildHomeFeatureItem                    AuditLogAction = 171 // in Discord's OpenAPI document only
	AuditLogActionGuildHomeRemoveItem                     AuditLogAction = 172 // in Discord's OpenAPI document only
	AuditLogActionHarmfulLinksBlockedMessage              AuditLogAction = 180 // in Discord's OpenAPI document only
	AuditLogActionHomeSettingsCreate                      AuditLogAction = 190
	AuditLogActionHomeSettingsUpdate                      AuditLogAction = 191
	AuditLogActionVoiceChannelStatusCreate                AuditLogAction = 192
	AuditLogActionVoiceChannelStatusDelete                AuditLogAction = 193
	AuditLogActionGuildScheduledEventExceptionCreate      AuditLogAction = 200
	AuditLogActionGuildScheduledEventExceptionUpdate      AuditLogAction = 201
	AuditLogActionGuildScheduledEventExceptionDelete      AuditLogAction = 202
	AuditLogActionGuildProfileUpdate                      AuditLogAction = 211 // in Discord's OpenAPI document only
)
