package emulator

import (
	"slices"

	"github.com/accord-go/accord/discord"
)

// scopeTexts are the scopes that a user can be asked for, in the words of the
// consent page.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#shared-resources-oauth2-scopes
var scopeTexts = map[discord.Scope]string{
	discord.ScopeIdentify:             "Know your username, avatar and banner",
	discord.ScopeEmail:                "Know your email address",
	discord.ScopeConnections:          "Know your accounts elsewhere",
	discord.ScopeGuilds:               "Know which servers you are in",
	discord.ScopeGuildsJoin:           "Join servers for you",
	discord.ScopeGuildsMembersRead:    "Read your nickname, avatar and roles in your servers",
	discord.ScopeGDMJoin:              "Join group chats for you",
	discord.ScopeBot:                  "Add a bot to a server",
	discord.ScopeApplicationsCommands: "Create commands",
	discord.ScopeWebhookIncoming:      "Add a webhook to a channel",
	discord.ScopeRoleConnectionsWrite: "Update your connection and metadata for linked roles",
	discord.ScopeOpenID:               "Know who you are",

	discord.ScopeApplicationsBuildsRead:                "Read build data of your applications",
	discord.ScopeApplicationsCommandsUpdate:            "Update its commands",
	discord.ScopeApplicationsCommandsPermissionsUpdate: "Update permissions of its commands in servers that you manage",
	discord.ScopeApplicationsEntitlements:              "Read what you have bought",
	discord.ScopeApplicationsStoreUpdate:               "Update the store of your applications",
	discord.ScopeRelationshipsRead:                     "Know your friends, and whom you have blocked",
	discord.ScopeSDKSocialLayer:                        "Chat, voice and friends in the game",
	discord.ScopeSDKSocialLayerPresence:                "Show in your status what you play",
	discord.ScopeMessagesRead:                          "Read all your messages",
	discord.ScopeVoice:                                 "Connect to voice for you",
}

func knownScopes(scopes []discord.Scope) bool {
	return !slices.ContainsFunc(scopes, func(s discord.Scope) bool { return scopeTexts[s] == "" })
}

// passesThrough are the scopes that a user is always asked for.
func passesThrough(s discord.Scope) bool {
	return s == discord.ScopeBot || s == discord.ScopeWebhookIncoming
}

// installs reports whether scopes only install the application, so that nobody
// needs to come back.
func installs(scopes []discord.Scope) bool {
	return !slices.ContainsFunc(scopes, func(s discord.Scope) bool {
		return s != discord.ScopeBot && s != discord.ScopeApplicationsCommands
	})
}
