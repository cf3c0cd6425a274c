package emulator

import "github.com/accord-go/accord/discord"

// An eventIntents tells which intents bring an event: any one of them is
// enough.
type eventIntents struct {
	guild  discord.Intents // for what happens in a guild
	direct discord.Intents // for what happens in direct messages
}

// intentsOf has the events that need an intent. All others are always sent.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#list-of-intents
var intentsOf = map[string]eventIntents{
	"GUILD_CREATE":         {guild: discord.IntentGuilds},
	"GUILD_UPDATE":         {guild: discord.IntentGuilds},
	"GUILD_DELETE":         {guild: discord.IntentGuilds},
	"GUILD_ROLE_CREATE":    {guild: discord.IntentGuilds},
	"GUILD_ROLE_UPDATE":    {guild: discord.IntentGuilds},
	"GUILD_ROLE_DELETE":    {guild: discord.IntentGuilds},
	"CHANNEL_CREATE":       {guild: discord.IntentGuilds},
	"CHANNEL_UPDATE":       {guild: discord.IntentGuilds},
	"CHANNEL_DELETE":       {guild: discord.IntentGuilds},
	"CHANNEL_PINS_UPDATE":  {guild: discord.IntentGuilds, direct: discord.IntentDirectMessages},
	"THREAD_CREATE":        {guild: discord.IntentGuilds},
	"THREAD_UPDATE":        {guild: discord.IntentGuilds},
	"THREAD_DELETE":        {guild: discord.IntentGuilds},
	"THREAD_LIST_SYNC":     {guild: discord.IntentGuilds},
	"THREAD_MEMBER_UPDATE": {guild: discord.IntentGuilds},

	// Without GUILD_MEMBERS only if it is about the bot; see [audience].
	"THREAD_MEMBERS_UPDATE": {guild: discord.IntentGuildMembers},
	"GUILD_MEMBER_ADD":      {guild: discord.IntentGuildMembers},
	"GUILD_MEMBER_UPDATE":   {guild: discord.IntentGuildMembers},
	"GUILD_MEMBER_REMOVE":   {guild: discord.IntentGuildMembers},

	"GUILD_AUDIT_LOG_ENTRY_CREATE":    {guild: discord.IntentGuildModeration},
	"GUILD_BAN_ADD":                   {guild: discord.IntentGuildModeration},
	"GUILD_BAN_REMOVE":                {guild: discord.IntentGuildModeration},
	"GUILD_JOIN_REQUEST_CREATE":       {guild: discord.IntentGuildModeration},
	"GUILD_JOIN_REQUEST_UPDATE":       {guild: discord.IntentGuildModeration},
	"GUILD_JOIN_REQUEST_DELETE":       {guild: discord.IntentGuildModeration},
	"GUILD_EMOJIS_UPDATE":             {guild: discord.IntentGuildExpressions},
	"GUILD_STICKERS_UPDATE":           {guild: discord.IntentGuildExpressions},
	"GUILD_SOUNDBOARD_SOUND_CREATE":   {guild: discord.IntentGuildExpressions},
	"GUILD_SOUNDBOARD_SOUND_UPDATE":   {guild: discord.IntentGuildExpressions},
	"GUILD_SOUNDBOARD_SOUND_DELETE":   {guild: discord.IntentGuildExpressions},
	"GUILD_SOUNDBOARD_SOUNDS_UPDATE":  {guild: discord.IntentGuildExpressions},
	"VOICE_CHANNEL_STATUS_UPDATE":     {guild: discord.IntentGuilds},
	"VOICE_CHANNEL_START_TIME_UPDATE": {guild: discord.IntentGuilds},
	"VOICE_CHANNEL_EFFECT_SEND":       {guild: discord.IntentGuildVoiceStates},
	"GUILD_INTEGRATIONS_UPDATE":       {guild: discord.IntentGuildIntegrations},
	"WEBHOOKS_UPDATE":                 {guild: discord.IntentGuildWebhooks},
	"INVITE_CREATE":                   {guild: discord.IntentGuildInvites},
	"INVITE_DELETE":                   {guild: discord.IntentGuildInvites},
	"VOICE_STATE_UPDATE":              {guild: discord.IntentGuildVoiceStates},
	"PRESENCE_UPDATE":                 {guild: discord.IntentGuildPresences},

	"STAGE_INSTANCE_CREATE":                  {guild: discord.IntentGuilds},
	"STAGE_INSTANCE_UPDATE":                  {guild: discord.IntentGuilds},
	"STAGE_INSTANCE_DELETE":                  {guild: discord.IntentGuilds},
	"GUILD_SCHEDULED_EVENT_CREATE":           {guild: discord.IntentGuildScheduledEvents},
	"GUILD_SCHEDULED_EVENT_UPDATE":           {guild: discord.IntentGuildScheduledEvents},
	"GUILD_SCHEDULED_EVENT_DELETE":           {guild: discord.IntentGuildScheduledEvents},
	"GUILD_SCHEDULED_EVENT_USER_ADD":         {guild: discord.IntentGuildScheduledEvents},
	"GUILD_SCHEDULED_EVENT_USER_REMOVE":      {guild: discord.IntentGuildScheduledEvents},
	"GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE": {guild: discord.IntentGuildScheduledEvents},
	"GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE": {guild: discord.IntentGuildScheduledEvents},
	"GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE": {guild: discord.IntentGuildScheduledEvents},
	"AUTO_MODERATION_RULE_CREATE":            {guild: discord.IntentAutoModerationConfiguration},
	"AUTO_MODERATION_RULE_UPDATE":            {guild: discord.IntentAutoModerationConfiguration},
	"AUTO_MODERATION_RULE_DELETE":            {guild: discord.IntentAutoModerationConfiguration},
	"AUTO_MODERATION_ACTION_EXECUTION":       {guild: discord.IntentAutoModerationExecution},
	"INTEGRATION_CREATE":                     {guild: discord.IntentGuildIntegrations},
	"INTEGRATION_UPDATE":                     {guild: discord.IntentGuildIntegrations},
	"INTEGRATION_DELETE":                     {guild: discord.IntentGuildIntegrations},

	"MESSAGE_CREATE":                {discord.IntentGuildMessages, discord.IntentDirectMessages},
	"MESSAGE_UPDATE":                {discord.IntentGuildMessages, discord.IntentDirectMessages},
	"MESSAGE_DELETE":                {discord.IntentGuildMessages, discord.IntentDirectMessages},
	"MESSAGE_DELETE_BULK":           {guild: discord.IntentGuildMessages},
	"MESSAGE_REACTION_ADD":          {discord.IntentGuildMessageReactions, discord.IntentDirectMessageReactions},
	"MESSAGE_REACTION_REMOVE":       {discord.IntentGuildMessageReactions, discord.IntentDirectMessageReactions},
	"MESSAGE_REACTION_REMOVE_ALL":   {discord.IntentGuildMessageReactions, discord.IntentDirectMessageReactions},
	"MESSAGE_REACTION_REMOVE_EMOJI": {discord.IntentGuildMessageReactions, discord.IntentDirectMessageReactions},
	"MESSAGE_POLL_VOTE_ADD":         {discord.IntentGuildMessagePolls, discord.IntentDirectMessagePolls},
	"MESSAGE_POLL_VOTE_REMOVE":      {discord.IntentGuildMessagePolls, discord.IntentDirectMessagePolls},
	"TYPING_START":                  {discord.IntentGuildMessageTyping, discord.IntentDirectMessageTyping},
}

// wants reports whether the session's intents bring it an event.
func (s *session) wants(name string, to *audience) bool {
	need, limited := intentsOf[name]
	own := to.isAbout(s.bot.user.ID)
	switch {
	case !limited || own && name != "THREAD_MEMBERS_UPDATE":
		return true
	case own:
		return s.intents&(discord.IntentGuilds|discord.IntentGuildMembers) != 0
	case to.guild != 0:
		return s.intents&need.guild != 0
	default:
		return s.intents&need.direct != 0
	}
}
