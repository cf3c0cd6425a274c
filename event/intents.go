package event

import "github.com/accord-go/accord/discord"

// Intents returns the intents of which one or more are needed to get the
// gateway's event of that name: in guilds, in direct messages, or both. Zero: it
// is always sent, or the name is not known.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#list-of-intents
func Intents(name string) discord.Intents { return intents[name] }

var intents = map[string]discord.Intents{
	"GUILD_CREATE":                    discord.IntentGuilds,
	"GUILD_UPDATE":                    discord.IntentGuilds,
	"GUILD_DELETE":                    discord.IntentGuilds,
	"GUILD_ROLE_CREATE":               discord.IntentGuilds,
	"GUILD_ROLE_UPDATE":               discord.IntentGuilds,
	"GUILD_ROLE_DELETE":               discord.IntentGuilds,
	"CHANNEL_CREATE":                  discord.IntentGuilds,
	"CHANNEL_UPDATE":                  discord.IntentGuilds,
	"CHANNEL_DELETE":                  discord.IntentGuilds,
	"CHANNEL_PINS_UPDATE":             discord.IntentGuilds | discord.IntentDirectMessages,
	"THREAD_CREATE":                   discord.IntentGuilds,
	"THREAD_UPDATE":                   discord.IntentGuilds,
	"THREAD_DELETE":                   discord.IntentGuilds,
	"THREAD_LIST_SYNC":                discord.IntentGuilds,
	"THREAD_MEMBER_UPDATE":            discord.IntentGuilds,
	"THREAD_MEMBERS_UPDATE":           discord.IntentGuilds | discord.IntentGuildMembers,
	"STAGE_INSTANCE_CREATE":           discord.IntentGuilds,
	"STAGE_INSTANCE_UPDATE":           discord.IntentGuilds,
	"STAGE_INSTANCE_DELETE":           discord.IntentGuilds,
	"VOICE_CHANNEL_STATUS_UPDATE":     discord.IntentGuilds,
	"VOICE_CHANNEL_START_TIME_UPDATE": discord.IntentGuilds,

	"GUILD_MEMBER_ADD":    discord.IntentGuildMembers,
	"GUILD_MEMBER_UPDATE": discord.IntentGuildMembers,
	"GUILD_MEMBER_REMOVE": discord.IntentGuildMembers,

	"GUILD_AUDIT_LOG_ENTRY_CREATE": discord.IntentGuildModeration,
	"GUILD_BAN_ADD":                discord.IntentGuildModeration,
	"GUILD_BAN_REMOVE":             discord.IntentGuildModeration,
	"GUILD_JOIN_REQUEST_CREATE":    discord.IntentGuildModeration,
	"GUILD_JOIN_REQUEST_UPDATE":    discord.IntentGuildModeration,
	"GUILD_JOIN_REQUEST_DELETE":    discord.IntentGuildModeration,

	"GUILD_EMOJIS_UPDATE":            discord.IntentGuildExpressions,
	"GUILD_STICKERS_UPDATE":          discord.IntentGuildExpressions,
	"GUILD_SOUNDBOARD_SOUND_CREATE":  discord.IntentGuildExpressions,
	"GUILD_SOUNDBOARD_SOUND_UPDATE":  discord.IntentGuildExpressions,
	"GUILD_SOUNDBOARD_SOUND_DELETE":  discord.IntentGuildExpressions,
	"GUILD_SOUNDBOARD_SOUNDS_UPDATE": discord.IntentGuildExpressions,

	"GUILD_INTEGRATIONS_UPDATE": discord.IntentGuildIntegrations,
	"INTEGRATION_CREATE":        discord.IntentGuildIntegrations,
	"INTEGRATION_UPDATE":        discord.IntentGuildIntegrations,
	"INTEGRATION_DELETE":        discord.IntentGuildIntegrations,
	"WEBHOOKS_UPDATE":           discord.IntentGuildWebhooks,
	"INVITE_CREATE":             discord.IntentGuildInvites,
	"INVITE_DELETE":             discord.IntentGuildInvites,
	"VOICE_STATE_UPDATE":        discord.IntentGuildVoiceStates,
	"VOICE_CHANNEL_EFFECT_SEND": discord.IntentGuildVoiceStates,
	"PRESENCE_UPDATE":           discord.IntentGuildPresences,

	"MESSAGE_CREATE":                discord.IntentGuildMessages | discord.IntentDirectMessages,
	"MESSAGE_UPDATE":                discord.IntentGuildMessages | discord.IntentDirectMessages,
	"MESSAGE_DELETE":                discord.IntentGuildMessages | discord.IntentDirectMessages,
	"MESSAGE_DELETE_BULK":           discord.IntentGuildMessages,
	"MESSAGE_REACTION_ADD":          discord.IntentGuildMessageReactions | discord.IntentDirectMessageReactions,
	"MESSAGE_REACTION_REMOVE":       discord.IntentGuildMessageReactions | discord.IntentDirectMessageReactions,
	"MESSAGE_REACTION_REMOVE_ALL":   discord.IntentGuildMessageReactions | discord.IntentDirectMessageReactions,
	"MESSAGE_REACTION_REMOVE_EMOJI": discord.IntentGuildMessageReactions | discord.IntentDirectMessageReactions,
	"MESSAGE_POLL_VOTE_ADD":         discord.IntentGuildMessagePolls | discord.IntentDirectMessagePolls,
	"MESSAGE_POLL_VOTE_REMOVE":      discord.IntentGuildMessagePolls | discord.IntentDirectMessagePolls,
	"TYPING_START":                  discord.IntentGuildMessageTyping | discord.IntentDirectMessageTyping,

	"GUILD_SCHEDULED_EVENT_CREATE":      discord.IntentGuildScheduledEvents,
	"GUILD_SCHEDULED_EVENT_UPDATE":      discord.IntentGuildScheduledEvents,
	"GUILD_SCHEDULED_EVENT_DELETE":      discord.IntentGuildScheduledEvents,
	"GUILD_SCHEDULED_EVENT_USER_ADD":    discord.IntentGuildScheduledEvents,
	"GUILD_SCHEDULED_EVENT_USER_REMOVE": discord.IntentGuildScheduledEvents,

	"AUTO_MODERATION_RULE_CREATE":      discord.IntentAutoModerationConfiguration,
	"AUTO_MODERATION_RULE_UPDATE":      discord.IntentAutoModerationConfiguration,
	"AUTO_MODERATION_RULE_DELETE":      discord.IntentAutoModerationConfiguration,
	"AUTO_MODERATION_ACTION_EXECUTION": discord.IntentAutoModerationExecution,
}
