package discord

import (
	"strconv"
	"strings"
)

// Intents choose which events the gateway sends to a bot.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#gateway-intents
type Intents uint64

// The gateway intents. The three that are marked privileged must also be
// enabled for the application in Discord's developer portal; identifying with
// one that is not ends the connection with close code 4014.
const (
	IntentGuilds                      Intents = 1 << 0
	IntentGuildMembers                Intents = 1 << 1 // privileged
	IntentGuildModeration             Intents = 1 << 2
	IntentGuildExpressions            Intents = 1 << 3
	IntentGuildIntegrations           Intents = 1 << 4
	IntentGuildWebhooks               Intents = 1 << 5
	IntentGuildInvites                Intents = 1 << 6
	IntentGuildVoiceStates            Intents = 1 << 7
	IntentGuildPresences              Intents = 1 << 8 // privileged
	IntentGuildMessages               Intents = 1 << 9
	IntentGuildMessageReactions       Intents = 1 << 10
	IntentGuildMessageTyping          Intents = 1 << 11
	IntentDirectMessages              Intents = 1 << 12
	IntentDirectMessageReactions      Intents = 1 << 13
	IntentDirectMessageTyping         Intents = 1 << 14
	IntentMessageContent              Intents = 1 << 15 // privileged
	IntentGuildScheduledEvents        Intents = 1 << 16
	IntentAutoModerationConfiguration Intents = 1 << 20
	IntentAutoModerationExecution     Intents = 1 << 21
	IntentGuildMessagePolls           Intents = 1 << 24
	IntentDirectMessagePolls          Intents = 1 << 25
)

const (
	// IntentsPrivileged are the intents that Discord grants on request only.
	IntentsPrivileged = IntentGuildMembers | IntentGuildPresences | IntentMessageContent

	// IntentsAll are all intents.
	IntentsAll = Intents(53608447)

	// IntentsDefault are all intents that need no approval.
	IntentsDefault = IntentsAll &^ IntentsPrivileged
)

// Has reports whether i contains all of flags.
func (i Intents) Has(flags Intents) bool { return i&flags == flags }

// With returns i with flags added.
func (i Intents) With(flags Intents) Intents { return i | flags }

// Without returns i with flags removed.
func (i Intents) Without(flags Intents) Intents { return i &^ flags }

// String names the intents, as in "Guilds|GuildMessages".
func (i Intents) String() string {
	if i == 0 {
		return "0"
	}
	var names []string
	for n := range 64 {
		flag := Intents(1) << n
		if !i.Has(flag) {
			continue
		}
		name, ok := intentNames[flag]
		if !ok {
			name = "1<<" + strconv.Itoa(n)
		}
		names = append(names, name)
	}
	return strings.Join(names, "|")
}

var intentNames = map[Intents]string{
	IntentGuilds:                      "Guilds",
	IntentGuildMembers:                "GuildMembers",
	IntentGuildModeration:             "GuildModeration",
	IntentGuildExpressions:            "GuildExpressions",
	IntentGuildIntegrations:           "GuildIntegrations",
	IntentGuildWebhooks:               "GuildWebhooks",
	IntentGuildInvites:                "GuildInvites",
	IntentGuildVoiceStates:            "GuildVoiceStates",
	IntentGuildPresences:              "GuildPresences",
	IntentGuildMessages:               "GuildMessages",
	IntentGuildMessageReactions:       "GuildMessageReactions",
	IntentGuildMessageTyping:          "GuildMessageTyping",
	IntentDirectMessages:              "DirectMessages",
	IntentDirectMessageReactions:      "DirectMessageReactions",
	IntentDirectMessageTyping:         "DirectMessageTyping",
	IntentMessageContent:              "MessageContent",
	IntentGuildScheduledEvents:        "GuildScheduledEvents",
	IntentAutoModerationConfiguration: "AutoModerationConfiguration",
	IntentAutoModerationExecution:     "AutoModerationExecution",
	IntentGuildMessagePolls:           "GuildMessagePolls",
	IntentDirectMessagePolls:          "DirectMessagePolls",
}
