package emulator

import "github.com/accord-go/accord/discord"

// The IDs of the default world, for tests that would rather name them than
// look them up.
const (
	DefaultApplicationID discord.ApplicationID = 1200000000000000001
	DefaultGuildID       discord.GuildID       = 1200000000000000010
	DefaultChannelID     discord.ChannelID     = 1200000000000000021 // the text channel "general"
	DefaultUserID        discord.UserID        = 1200000000000000002 // Robin, a person who owns the guild
	DefaultOtherUserID   discord.UserID        = 1200000000000000003 // Sam, a member like any other

	DefaultSubscriptionSKUID discord.SKUID = 1200000000000000101 // a subscription that the application sells to users
	DefaultConsumableSKUID   discord.SKUID = 1200000000000000102 // something that can be used up
)

// everyonePermissions are those of @everyone in a new guild.
const everyonePermissions = discord.PermissionCreateInstantInvite | discord.PermissionAddReactions | discord.PermissionStream |
	discord.PermissionViewChannel | discord.PermissionSendMessages | discord.PermissionEmbedLinks | discord.PermissionAttachFiles |
	discord.PermissionReadMessageHistory | discord.PermissionMentionEveryone | discord.PermissionUseExternalEmojis |
	discord.PermissionConnect | discord.PermissionSpeak | discord.PermissionUseVAD | discord.PermissionChangeNickname |
	discord.PermissionUseApplicationCommands | discord.PermissionRequestToSpeak | discord.PermissionCreatePublicThreads |
	discord.PermissionCreatePrivateThreads | discord.PermissionUseExternalStickers | discord.PermissionSendMessagesInThreads |
	discord.PermissionUseEmbeddedActivities | discord.PermissionUseSoundboard | discord.PermissionUseExternalSounds |
	discord.PermissionSendVoiceMessages | discord.PermissionSendPolls | discord.PermissionUseExternalApps

// botPermissions are those of the bot's role in the default world: what a bot
// that manages a guild asks for, but not ADMINISTRATOR, which would hide
// mistakes with permissions.
const botPermissions = everyonePermissions | discord.PermissionKickMembers | discord.PermissionBanMembers |
	discord.PermissionManageChannels | discord.PermissionManageGuild | discord.PermissionManageMessages |
	discord.PermissionManageNicknames | discord.PermissionManageRoles | discord.PermissionManageWebhooks |
	discord.PermissionManageGuildExpressions | discord.PermissionCreateGuildExpressions | discord.PermissionSetVoiceChannelStatus |
	discord.PermissionManageThreads | discord.PermissionManageEvents | discord.PermissionCreateEvents |
	discord.PermissionModerateMembers | discord.PermissionMoveMembers | discord.PermissionMuteMembers |
	discord.PermissionDeafenMembers | discord.PermissionPinMessages | discord.PermissionViewAuditLog | discord.PermissionBypassSlowmode

// DefaultWorld returns a world with one guild, a person who owns it, another
// person and the bot. In the channel "staff" only the owner can read.
func DefaultWorld() *World {
	const (
		botRole  discord.RoleID    = 1200000000000000011
		modRole  discord.RoleID    = 1200000000000000012
		category discord.ChannelID = 1200000000000000020
	)
	return &World{
		Applications: []WorldApplication{{
			ID: DefaultApplicationID, Name: "Accord", Description: "The bot that is being developed.",
			RedirectURIs: []string{"http://localhost:3000/callback", "http://127.0.0.1:3000/callback"},
			SKUs: []discord.SKU{
				{ID: DefaultSubscriptionSKUID, Type: discord.SKUTypeSubscription, Name: "Premium", Slug: "premium", Flags: discord.SKUFlagAvailable | discord.SKUFlagUserSubscription},
				{ID: DefaultConsumableSKUID, Type: discord.SKUTypeConsumable, Name: "100 coins", Slug: "100-coins", Flags: discord.SKUFlagAvailable},
			},
		}},
		Users: []WorldUser{
			{ID: DefaultUserID, Username: "robin", GlobalName: "Robin"},
			{ID: DefaultOtherUserID, Username: "sam", GlobalName: "Sam"},
		},
		Guilds: []WorldGuild{{
			ID:      DefaultGuildID,
			Name:    "Playground",
			OwnerID: DefaultUserID,
			Roles: []WorldRole{
				{ID: discord.RoleID(DefaultGuildID), Name: "@everyone", Permissions: everyonePermissions},
				{ID: modRole, Name: "Moderator", Color: 0x2ecc71, Hoist: true, Mentionable: true,
					Permissions: discord.PermissionManageMessages | discord.PermissionKickMembers | discord.PermissionModerateMembers},
				{ID: botRole, Name: "Accord", Permissions: botPermissions},
			},
			Channels: []WorldChannel{
				{ID: category, Type: discord.ChannelTypeGuildCategory, Name: "Text channels"},
				{ID: DefaultChannelID, Name: "general", Topic: "Say hello to your bot", ParentID: category},
				{ID: 1200000000000000022, Name: "random", ParentID: category},
				{ID: 1200000000000000023, Name: "staff", ParentID: category, Overwrites: []discord.PermissionOverwrite{
					{ID: discord.OverwriteID(DefaultGuildID), Type: discord.OverwriteTypeRole, Deny: discord.PermissionViewChannel},
				}},
				{ID: 1200000000000000024, Type: discord.ChannelTypeGuildVoice, Name: "Lounge"},
				{ID: 1200000000000000025, Type: discord.ChannelTypeGuildForum, Name: "questions", Topic: "One thread for each"},
			},
			Members: []WorldMember{
				{UserID: DefaultUserID},
				{UserID: DefaultOtherUserID, Roles: []discord.RoleID{modRole}},
				{UserID: discord.UserID(DefaultApplicationID), Roles: []discord.RoleID{botRole}},
			},
		}},
	}
}
