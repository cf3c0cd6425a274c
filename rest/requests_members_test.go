package rest_test

import (
	"context"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// memberSamples are requests for guilds, their members, roles, bans and
// templates.
var memberSamples = []sample{
	{"update_guild", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.Update(ctx, 1, discord.UpdateGuild{
			Name: "guild", Region: discord.Null[string](), VerificationLevel: discord.Set(discord.VerificationLevelHigh),
			DefaultMessageNotifications: discord.Set(discord.DefaultMessageNotificationsOnlyMentions), ExplicitContentFilter: discord.Set(discord.ExplicitContentFilter(2)),
			AFKChannelID: discord.Set(discord.ChannelID(2)), AFKTimeout: discord.Set(300), Icon: discord.Set(pngData), Splash: discord.Null[discord.ImageData](),
			DiscoverySplash: discord.Set(pngData), Banner: discord.Set(pngData), HomeHeader: discord.Set(pngData),
			SystemChannelID: discord.Set(discord.ChannelID(3)), SystemChannelFlags: discord.Set(discord.SystemChannelFlags(1)),
			RulesChannelID: discord.Set(discord.ChannelID(4)), PublicUpdatesChannelID: discord.Set(discord.ChannelID(5)), SafetyAlertsChannelID: discord.Set(discord.ChannelID(6)),
			PreferredLocale: discord.Set(discord.LocaleGerman), Features: []discord.GuildFeature{discord.GuildFeatureCommunity}, Description: discord.Set("about"),
			PremiumProgressBarEnabled: discord.Set(true),
		}, rest.Reason("new year"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.Update(ctx, 1, discord.UpdateGuild{})
		return err
	}},
	{"update_guild_incident_actions", func(ctx context.Context, c *rest.Client) error {
		at := discord.At(discord.GuildID(1 << 60).Time())
		_, err := c.Guilds.UpdateIncidentActions(ctx, 1, discord.UpdateIncidentActions{InvitesDisabledUntil: discord.Set(at), DMsDisabledUntil: discord.Set(at)})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.UpdateIncidentActions(ctx, 1, discord.UpdateIncidentActions{InvitesDisabledUntil: discord.Null[discord.Time]()})
		return err
	}},
	{"create_guild_channel", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.Create(ctx, 1, discord.CreateGuildChannel{
			Name: "forum", Type: discord.ChannelTypeGuildForum, Topic: "all", Bitrate: 64000, UserLimit: 5, RateLimitPerUser: 10, Position: new(0),
			PermissionOverwrites: []discord.PermissionOverwrite{discord.RoleOverwrite(1, discord.PermissionViewChannel, discord.PermissionSendMessages)},
			ParentID:             2, NSFW: true, RTCRegion: "rotterdam", VideoQualityMode: discord.VideoQualityModeFull, DefaultAutoArchiveDuration: 60,
			DefaultReactionEmoji: &discord.DefaultReaction{EmojiName: new("👍")}, AvailableTags: []discord.ForumTag{{Name: "tag", Moderated: true, EmojiID: 3}},
			DefaultSortOrder: new(discord.SortOrderTypeCreationDate), DefaultForumLayout: discord.ForumLayoutTypeListView, DefaultThreadRateLimitPerUser: 5,
			DefaultTagSetting: discord.ThreadSearchTagSettingMatchSome,
		}, rest.Reason("more room"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.Create(ctx, 1, discord.CreateGuildChannel{Name: "general"})
		return err
	}},
	{"bulk_update_guild_channels", func(ctx context.Context, c *rest.Client) error {
		return c.Channels.UpdatePositions(ctx, 1, discord.UpdateChannelPositions{
			{ID: 2, Position: discord.Set(0), LockPermissions: new(true), ParentID: discord.Set(discord.ChannelID(3))},
			{ID: 4, Position: discord.Null[int](), ParentID: discord.Null[discord.ChannelID]()},
		})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Channels.UpdatePositions(ctx, 1, nil)
	}},
	{"update_guild_welcome_screen", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.UpdateWelcomeScreen(ctx, 1, discord.UpdateWelcomeScreen{
			Enabled: discord.Set(true), Description: discord.Set("Hello"),
			WelcomeChannels: []discord.WelcomeScreenChannel{{ChannelID: 2, Description: "rules", EmojiName: new("👋")}, {ChannelID: 3, Description: "chat", EmojiID: 4}},
		}, rest.Reason("friendlier"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.UpdateWelcomeScreen(ctx, 1, discord.UpdateWelcomeScreen{WelcomeChannels: []discord.WelcomeScreenChannel{}})
		return err
	}},
	{"put_guilds_onboarding", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.UpdateOnboarding(ctx, 1, discord.UpdateGuildOnboarding{
			DefaultChannelIDs: []discord.ChannelID{2}, Enabled: new(true), Mode: new(discord.OnboardingModeAdvanced),
			Prompts: []discord.UpdateOnboardingPrompt{{
				ID: 3, Type: discord.OnboardingPromptTypeDropdown, Title: "What?", SingleSelect: true, Required: true, InOnboarding: true,
				Options: []discord.UpdateOnboardingPromptOption{{
					ID: 4, ChannelIDs: []discord.ChannelID{5}, RoleIDs: []discord.RoleID{6}, EmojiID: 7, EmojiName: "x", EmojiAnimated: true, Title: "That", Description: "this",
				}},
			}},
		}, rest.Reason("questions"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.UpdateOnboarding(ctx, 1, discord.UpdateGuildOnboarding{})
		return err
	}},
	{"update_guild_widget_settings", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.UpdateWidgetSettings(ctx, 1, discord.UpdateGuildWidgetSettings{Enabled: discord.Set(true), ChannelID: discord.Set(discord.ChannelID(2))}, rest.Reason("web site"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.UpdateWidgetSettings(ctx, 1, discord.UpdateGuildWidgetSettings{ChannelID: discord.Null[discord.ChannelID]()})
		return err
	}},
	{"prune_guild", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.Prune(ctx, 1, discord.PruneGuild{Days: 30, ComputePruneCount: new(false), IncludeRoles: []discord.RoleID{2, 3}}, rest.Reason("away"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Guilds.Prune(ctx, 1, discord.PruneGuild{})
		return err
	}},
	{"ban_user_from_guild", func(ctx context.Context, c *rest.Client) error {
		return c.Bans.Create(ctx, 1, 2, discord.CreateBan{DeleteMessageSeconds: 604800}, rest.Reason("spam"))
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Bans.Create(ctx, 1, 2, discord.CreateBan{})
	}},
	{"bulk_ban_users_from_guild", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Bans.BulkCreate(ctx, 1, discord.BulkBanUsers{UserIDs: []discord.UserID{2, 3}, DeleteMessageSeconds: 60}, rest.Reason("raid"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Bans.BulkCreate(ctx, 1, discord.BulkBanUsers{UserIDs: []discord.UserID{2}})
		return err
	}},
	{"add_guild_member", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Members.Add(ctx, 1, 2, discord.AddMember{AccessToken: "t", Nick: "n", Roles: []discord.RoleID{3}, Mute: true, Deaf: true, Flags: discord.MemberFlagBypassesVerification})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Members.Add(ctx, 1, 2, discord.AddMember{AccessToken: "t"})
		return err
	}},
	{"update_guild_member", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Members.Update(ctx, 1, 2, discord.UpdateMember{
			Nick: discord.Set("n"), Roles: []discord.RoleID{3}, Mute: discord.Set(true), Deaf: discord.Set(false), ChannelID: discord.Set(discord.ChannelID(4)),
			CommunicationDisabledUntil: discord.Set(discord.At(discord.GuildID(1 << 60).Time())), Flags: discord.Set(discord.MemberFlagBypassesVerification),
		}, rest.Reason("calm down"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Members.Update(ctx, 1, 2, discord.UpdateMember{ChannelID: discord.Null[discord.ChannelID]()})
		return err
	}},
	{"update_my_guild_member", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Members.UpdateMe(ctx, 1, discord.UpdateCurrentMember{Nick: discord.Set("bot"), Avatar: discord.Set(pngData), Banner: discord.Set(pngData), Bio: discord.Set("a bot")}, rest.Reason("holidays"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Members.UpdateMe(ctx, 1, discord.UpdateCurrentMember{Avatar: discord.Null[discord.ImageData]()})
		return err
	}},
	{"update_my_guild_nick", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Members.UpdateMyNick(ctx, 1, discord.UpdateCurrentNick{Nick: discord.Set("bot")}, rest.Reason("holidays"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Members.UpdateMyNick(ctx, 1, discord.UpdateCurrentNick{Nick: discord.Null[string]()})
		return err
	}},
	{"create_guild_role", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Roles.Create(ctx, 1, discord.CreateRole{
			Name: "role", Permissions: new(discord.PermissionSendMessages), Color: 1, Colors: &discord.RoleColors{PrimaryColor: 1, SecondaryColor: new(discord.Color(2)), TertiaryColor: new(discord.Color(3))},
			Hoist: true, Icon: pngData, UnicodeEmoji: "👍", Mentionable: true,
		}, rest.Reason("helpers"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Roles.Create(ctx, 1, discord.CreateRole{})
		return err
	}},
	{"update_guild_role", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Roles.Update(ctx, 1, 2, discord.UpdateRole{
			Name: discord.Set("role"), Permissions: discord.Set(discord.Permissions(0)), Color: discord.Set(discord.Color(0)), Colors: discord.Set(discord.RoleColors{PrimaryColor: 1}),
			Hoist: discord.Set(false), Icon: discord.Set(pngData), UnicodeEmoji: discord.Null[string](), Mentionable: discord.Set(true),
		}, rest.Reason("helpers"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Roles.Update(ctx, 1, 2, discord.UpdateRole{})
		return err
	}},
	{"bulk_update_guild_roles", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Roles.UpdatePositions(ctx, 1, discord.UpdateRolePositions{{ID: 2, Position: discord.Set(1)}, {ID: 3, Position: discord.Null[int]()}}, rest.Reason("order"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Roles.UpdatePositions(ctx, 1, nil)
		return err
	}},
	{"create_guild_template", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Templates.Create(ctx, 1, discord.CreateGuildTemplate{Name: "template", Description: "for friends"})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Templates.Create(ctx, 1, discord.CreateGuildTemplate{Name: "t"})
		return err
	}},
	{"update_guild_template", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Templates.Update(ctx, 1, "code", discord.UpdateGuildTemplate{Name: "template", Description: discord.Set("for friends")})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Templates.Update(ctx, 1, "code", discord.UpdateGuildTemplate{Description: discord.Null[string]()})
		return err
	}},
}
