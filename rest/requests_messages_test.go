package rest_test

import (
	"context"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// fullEmbed has everything that an embed can have when it is sent.
func fullEmbed() discord.Embed {
	return discord.Embed{
		Title: "Title", Description: "Text", URL: "https://example.com", Timestamp: discord.At(discord.MessageID(1 << 60).Time()), Color: 0x5865F2,
		Footer:    &discord.EmbedFooter{Text: "footer", IconURL: "https://example.com/icon.png"},
		Image:     &discord.EmbedMedia{URL: "attachment://a.png"},
		Thumbnail: &discord.EmbedMedia{URL: "https://example.com/b.png"},
		Author:    &discord.EmbedAuthor{Name: "author", URL: "https://example.com/author", IconURL: "https://example.com/icon.png"},
		Fields:    []discord.EmbedField{{Name: "name", Value: "value", Inline: true}},
	}
}

// fullRows are all components that may stand in rows.
func fullRows() discord.Components {
	button := discord.Button{ID: 2, Style: discord.ButtonStylePrimary, CustomID: "a", Label: "A", Emoji: discord.ComponentEmoji{Name: "👍"}, Disabled: true}
	return discord.Components{
		discord.ActionRow{ID: 1, Components: discord.RowComponents{
			button,
			discord.Button{Style: discord.ButtonStyleLink, URL: "https://example.com", Label: "go"},
			discord.Button{Style: discord.ButtonStylePremium, SKUID: 7},
		}},
		discord.ActionRow{Components: discord.RowComponents{discord.StringSelect{
			CustomID: "b", Placeholder: "choose", MinValues: new(0), MaxValues: 2,
			Options: []discord.SelectOption{
				{Label: "One", Value: "1", Description: "first", Emoji: discord.ComponentEmoji{ID: 9, Name: "x", Animated: true}, Default: true},
				{Label: "Two", Value: "2"},
			},
		}}},
		discord.ActionRow{Components: discord.RowComponents{discord.ChannelSelect{
			CustomID: "c", ChannelTypes: []discord.ChannelType{discord.ChannelTypeGuildText}, DefaultValues: []discord.SelectDefaultValue{discord.DefaultChannel(3)}, MaxValues: 1,
		}}},
		discord.ActionRow{Components: discord.RowComponents{discord.MentionableSelect{CustomID: "d", DefaultValues: []discord.SelectDefaultValue{discord.DefaultUser(3), discord.DefaultRole(4)}, MaxValues: 2}}},
		discord.ActionRow{Components: discord.RowComponents{discord.UserSelect{CustomID: "e", Disabled: true}}},
	}
}

// fullLayout is a message of components alone, with all kinds of them.
func fullLayout() discord.Components {
	return discord.Components{
		discord.TextDisplay{ID: 1, Content: "# Title"},
		discord.Section{
			Components: discord.SectionComponents{discord.TextDisplay{Content: "text"}},
			Accessory:  discord.Thumbnail{Media: discord.UnfurledMedia{URL: "https://example.com/a.png"}, Description: new("a picture"), Spoiler: true},
		},
		discord.MediaGallery{Items: []discord.MediaGalleryItem{{Media: discord.UnfurledMedia{URL: "attachment://a.png"}, Description: new("a picture"), Spoiler: true}}},
		discord.Separator{Divider: new(false), Spacing: discord.SeparatorSpacingLarge},
		discord.FileComponent{File: discord.UnfurledMedia{URL: "attachment://a.png"}, Spoiler: true},
		discord.Container{AccentColor: new(discord.Color(0x5865F2)), Spoiler: true, Components: discord.ContainerComponents{
			discord.Section{
				Components: discord.SectionComponents{discord.TextDisplay{Content: "text"}},
				Accessory:  discord.Button{Style: discord.ButtonStyleDanger, CustomID: "x", Label: "X"},
			},
			discord.ActionRow{Components: discord.RowComponents{discord.RoleSelect{CustomID: "y", MinValues: new(1), MaxValues: 25}}},
		}},
	}
}

func fullPoll() *discord.CreatePoll {
	return &discord.CreatePoll{
		Question:         discord.PollMedia{Text: new("Which?")},
		Answers:          []discord.PollAnswer{{PollMedia: discord.PollMedia{Text: new("This"), Emoji: &discord.Emoji{Name: new("👍")}}}, {PollMedia: discord.PollMedia{Text: new("That")}}},
		Duration:         24,
		AllowMultiselect: true,
		LayoutType:       discord.PollLayoutTypeDefault,
	}
}

// messageSamples are requests for messages, threads and channels.
var messageSamples = []sample{
	{"create_message", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Messages.Create(ctx, 1, discord.CreateMessage{
			Content: "hello", Nonce: "n", EnforceNonce: true, TTS: true, Embeds: []discord.Embed{fullEmbed()},
			AllowedMentions:  &discord.AllowedMentions{Parse: []discord.AllowedMentionType{discord.AllowedMentionTypeEveryone}, Roles: []discord.RoleID{1}, Users: []discord.UserID{2}, RepliedUser: true},
			MessageReference: &discord.MessageReference{MessageID: 3, ChannelID: 4, GuildID: 5, FailIfNotExists: new(false)},
			Components:       fullRows(), StickerIDs: []discord.StickerID{6}, Flags: discord.MessageFlagSuppressNotifications, Files: []discord.File{upload("a.png")},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Messages.Create(ctx, 1, discord.CreateMessage{Content: "hello"})
		return err
	}},
	{"create_message", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Messages.Create(ctx, 1, discord.CreateMessage{Components: fullLayout(), Flags: discord.MessageFlagIsComponentsV2, Files: []discord.File{upload("a.png")}})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Messages.Create(ctx, 1, discord.CreateMessage{
			Poll:              fullPoll(),
			SharedClientTheme: &discord.SharedClientTheme{Colors: []string{"5865f2", "ffffff"}, GradientAngle: 90, BaseMix: 50, BaseTheme: new(discord.BaseThemeTypeDark)},
		})
		return err
	}},
	{"update_message", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Messages.Update(ctx, 1, 2, discord.UpdateMessage{
			Content: discord.Set("hi"), Embeds: discord.Set([]discord.Embed{fullEmbed()}), Flags: discord.Set(discord.MessageFlagSuppressEmbeds),
			AllowedMentions: discord.Set(discord.AllowedMentions{Parse: []discord.AllowedMentionType{}}), Components: discord.Set(fullRows()),
			Attachments: discord.Set([]discord.AttachmentRequest{{ID: discord.KeepAttachment(7), Description: new("new"), IsSpoiler: new(false)}}), Files: []discord.File{upload("a.png")},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Messages.Update(ctx, 1, 2, discord.UpdateMessage{
			Content: discord.Null[string](), Poll: discord.Null[discord.CreatePoll](), Embeds: discord.Set([]discord.Embed{}), StickerIDs: []discord.StickerID{},
			Components: discord.Set(fullLayout()), Flags: discord.Set(discord.MessageFlagIsComponentsV2),
		})
		return err
	}},
	{"bulk_delete_messages", func(ctx context.Context, c *rest.Client) error {
		return c.Messages.BulkDelete(ctx, 1, []discord.MessageID{2, 3, 4}, rest.Reason("spam"))
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Messages.BulkDelete(ctx, 1, []discord.MessageID{2, 3})
	}},
	{"create_thread_from_message", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Threads.CreateFromMessage(ctx, 1, 2, discord.CreateThreadFromMessage{Name: "thread", AutoArchiveDuration: 60, RateLimitPerUser: discord.Set(10)}, rest.Reason("off topic"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Threads.CreateFromMessage(ctx, 1, 2, discord.CreateThreadFromMessage{Name: "t"})
		return err
	}},
	{"create_thread", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Threads.Create(ctx, 1, discord.CreateThread{Name: "thread", AutoArchiveDuration: 1440, RateLimitPerUser: discord.Set(0), Type: discord.ChannelTypePrivateThread, Invitable: new(false)})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Threads.Create(ctx, 1, discord.CreateThread{Name: "t"})
		return err
	}},
	{"create_thread", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Threads.CreateInForum(ctx, 1, discord.CreateForumThread{
			Name: "post", AutoArchiveDuration: 10080, RateLimitPerUser: discord.Set(5), AppliedTags: []discord.ForumTagID{1}, Files: []discord.File{upload("a.png")},
			Message: discord.ForumThreadMessage{
				Content: "first", Embeds: []discord.Embed{fullEmbed()}, AllowedMentions: &discord.AllowedMentions{Users: []discord.UserID{1}}, Components: fullRows(),
				StickerIDs: []discord.StickerID{2}, Flags: discord.MessageFlagSuppressNotifications, Poll: fullPoll(),
			},
		}, rest.Reason("news"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Threads.CreateInForum(ctx, 1, discord.CreateForumThread{Name: "p", Message: discord.ForumThreadMessage{Content: "first"}})
		return err
	}},
	{"update_channel", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.Update(ctx, 1, discord.UpdateChannel{
			Name: discord.Set("general"), Type: discord.Set(discord.ChannelTypeGuildText), Position: discord.Set(0), Topic: discord.Set("news"), NSFW: discord.Set(false),
			RateLimitPerUser: discord.Set(0), Bitrate: discord.Set(64000), UserLimit: discord.Set(0), PermissionOverwrites: []discord.PermissionOverwrite{discord.RoleOverwrite(1, 0, discord.PermissionSendMessages)},
			ParentID: discord.Set(discord.ChannelID(2)), RTCRegion: discord.Set("rotterdam"), VideoQualityMode: discord.Set(discord.VideoQualityModeFull), DefaultAutoArchiveDuration: discord.Set(60),
			Flags: discord.Set(discord.ChannelFlagRequireTag), AvailableTags: []discord.ForumTag{{ID: 3, Name: "tag", Moderated: true, EmojiName: new("👍")}, {Name: "new"}},
			DefaultReactionEmoji: discord.Set(discord.DefaultReaction{EmojiID: 4}), DefaultThreadRateLimitPerUser: discord.Set(0), DefaultSortOrder: discord.Set(discord.SortOrderTypeLatestActivity),
			DefaultForumLayout: discord.Set(discord.ForumLayoutTypeGalleryView), DefaultTagSetting: discord.Set(discord.ThreadSearchTagSettingMatchAll),
		}, rest.Reason("tidy"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.Update(ctx, 1, discord.UpdateChannel{ParentID: discord.Null[discord.ChannelID](), Topic: discord.Null[string]()})
		return err
	}},
	{"update_channel", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.Update(ctx, 1, discord.UpdateChannel{
			Name: discord.Set("thread"), Archived: discord.Set(true), AutoArchiveDuration: discord.Set(60), Locked: discord.Set(true), Invitable: discord.Set(false),
			RateLimitPerUser: discord.Set(5), Flags: discord.Set(discord.ChannelFlagPinned), AppliedTags: []discord.ForumTagID{1},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.Update(ctx, 1, discord.UpdateChannel{Name: discord.Set("group"), Icon: discord.Set(pngData)})
		return err
	}},
	{"set_channel_permission_overwrite", func(ctx context.Context, c *rest.Client) error {
		return c.Channels.SetOverwrite(ctx, 1, 2, discord.SetPermissionOverwrite{Type: discord.OverwriteTypeMember, Allow: discord.PermissionViewChannel, Deny: discord.PermissionSendMessages}, rest.Reason("quiet"))
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Channels.SetOverwrite(ctx, 1, 2, discord.SetPermissionOverwrite{})
	}},
}
