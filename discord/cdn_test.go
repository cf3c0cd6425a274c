package discord_test

import (
	"testing"

	"github.com/accord-go/accord/discord"
)

// TestImages has every endpoint of Discord's table.
func TestImages(t *testing.T) {
	t.Parallel()
	const cdn = "https://cdn.discordapp.com"
	tests := []struct {
		name  string
		image discord.Image
		want  string
	}{
		{"custom emoji", discord.EmojiImage(1, false), cdn + "/emojis/1.webp"},
		{"animated emoji", discord.EmojiImage(1, true), cdn + "/emojis/1.webp?animated=true"},
		{"guild icon", discord.GuildIcon(1, "h"), cdn + "/icons/1/h.webp"},
		{"animated guild icon", discord.GuildIcon(1, "a_h"), cdn + "/icons/1/a_h.webp?animated=true"},
		{"guild splash", discord.GuildSplash(1, "h"), cdn + "/splashes/1/h.webp"},
		{"guild splash is never animated", discord.GuildSplash(1, "a_h"), cdn + "/splashes/1/a_h.webp"},
		{"guild discovery splash", discord.GuildDiscoverySplash(1, "h"), cdn + "/discovery-splashes/1/h.webp"},
		{"guild banner", discord.GuildBanner(1, "h"), cdn + "/banners/1/h.webp"},
		{"user banner", discord.UserBanner(1, "h"), cdn + "/banners/1/h.webp"},
		{"default avatar", discord.DefaultUserAvatar(1<<22*8, "0"), cdn + "/embed/avatars/2.png"},
		{"default avatar of older bots", discord.DefaultUserAvatar(1<<22*8, "1337"), cdn + "/embed/avatars/2.png"},
		{"default avatar of older bots", discord.DefaultUserAvatar(0, "0004"), cdn + "/embed/avatars/4.png"},
		{"user avatar", discord.UserAvatar(1, "h"), cdn + "/avatars/1/h.webp"},
		{"member avatar", discord.MemberAvatar(1, 2, "h"), cdn + "/guilds/1/users/2/avatars/h.webp"},
		{"member banner", discord.MemberBanner(1, 2, "a_h"), cdn + "/guilds/1/users/2/banners/a_h.webp?animated=true"},
		{"avatar decoration", discord.AvatarDecoration("a_h"), cdn + "/avatar-decoration-presets/a_h.png"},
		{"application icon", discord.ApplicationIcon(1, "h"), cdn + "/app-icons/1/h.webp"},
		{"application cover", discord.ApplicationCover(1, "h"), cdn + "/app-icons/1/h.webp"},
		{"application asset", discord.ApplicationAsset(1, "2"), cdn + "/app-assets/1/2.webp"},
		{"achievement icon", discord.AchievementIcon(1, "2", "h"), cdn + "/app-assets/1/achievements/2/icons/h.webp"},
		{"store page asset", discord.StorePageAsset(1, "2"), cdn + "/app-assets/1/store/2.webp"},
		{"sticker pack banner", discord.StickerPackBannerImage(7), cdn + "/app-assets/710982414301790216/store/7.webp"},
		{"team icon", discord.TeamIcon(1, "h"), cdn + "/team-icons/1/h.webp"},
		{"PNG sticker", discord.StickerImage(1, discord.StickerFormatTypePNG), cdn + "/stickers/1.png"},
		{"APNG sticker", discord.StickerImage(1, discord.StickerFormatTypeAPNG), cdn + "/stickers/1.png"},
		{"Lottie sticker", discord.StickerImage(1, discord.StickerFormatTypeLottie), cdn + "/stickers/1.json"},
		{"GIF sticker", discord.StickerImage(1, discord.StickerFormatTypeGIF), "https://media.discordapp.net/stickers/1.gif"},
		{"role icon", discord.RoleIcon(1, "h"), cdn + "/role-icons/1/h.webp"},
		{"scheduled event cover", discord.ScheduledEventCover(1, "h"), cdn + "/guild-events/1/h.webp"},
		{"guild tag badge", discord.GuildTagBadge(1, "h"), cdn + "/guild-tag-badges/1/h.webp"},
		{"none", discord.GuildIcon(1, ""), ""},
		{"no emoji", discord.EmojiImage(0, true), ""},
		{"no sticker", discord.StickerImage(0, discord.StickerFormatTypeGIF), ""},
		{"no pack banner", discord.StickerPackBannerImage(0), ""},
	}
	for _, tt := range tests {
		if got := tt.image.String(); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
		if tt.image.IsZero() != (tt.want == "") {
			t.Errorf("%s: IsZero = %t", tt.name, tt.image.IsZero())
		}
	}
	if got, want := discord.SoundURL(1), cdn+"/soundboard-sounds/1"; got != want {
		t.Errorf("sound: %s, want %s", got, want)
	}
}

func TestImageOptions(t *testing.T) {
	t.Parallel()
	still, moving := discord.UserAvatar(1, "h"), discord.UserAvatar(1, "a_h")
	sticker, splash := discord.StickerImage(1, discord.StickerFormatTypeGIF), discord.GuildSplash(1, "h")
	tests := []struct {
		image   discord.Image
		options discord.ImageOptions
		want    string
	}{
		{still, discord.ImageOptions{Format: discord.ImageFormatPNG}, "h.png"},
		{still, discord.ImageOptions{Format: discord.ImageFormatJPEG, Size: 128}, "h.jpg?size=128"},
		{still, discord.ImageOptions{Format: "jpeg"}, "h.jpg"},
		{still, discord.ImageOptions{Format: discord.ImageFormatGIF}, "h.png"},
		{still, discord.ImageOptions{Format: discord.ImageFormatLottie}, "h.webp"},
		{still, discord.ImageOptions{Format: "tiff"}, "h.webp"},
		{still, discord.ImageOptions{Size: 1}, "h.webp?size=16"},
		{still, discord.ImageOptions{Size: 16}, "h.webp?size=16"},
		{still, discord.ImageOptions{Size: 17}, "h.webp?size=32"},
		{still, discord.ImageOptions{Size: 4096}, "h.webp?size=4096"},
		{still, discord.ImageOptions{Size: 1 << 40}, "h.webp?size=4096"},
		{still, discord.ImageOptions{Size: -5}, "h.webp"},
		{moving, discord.ImageOptions{Size: 64}, "a_h.webp?animated=true&size=64"},
		{moving, discord.ImageOptions{Still: true}, "a_h.webp"},
		{moving, discord.ImageOptions{Format: discord.ImageFormatGIF}, "a_h.gif"},
		{moving, discord.ImageOptions{Format: discord.ImageFormatGIF, Still: true}, "a_h.png"},
		{moving, discord.ImageOptions{Format: discord.ImageFormatPNG}, "a_h.png"},
		{splash, discord.ImageOptions{Format: discord.ImageFormatGIF}, "h.png"},
		{sticker, discord.ImageOptions{Format: discord.ImageFormatPNG, Size: 64}, "1.gif"},
		{discord.DefaultUserAvatar(0, "0"), discord.ImageOptions{Format: discord.ImageFormatGIF, Size: 64}, "0.png"},
		{discord.AvatarDecoration("d"), discord.ImageOptions{Format: discord.ImageFormatWebP, Size: 64}, "d.png?size=64"},
		{discord.Image{}, discord.ImageOptions{Format: discord.ImageFormatPNG}, ""},
	}
	for _, tt := range tests {
		got := tt.image.URL(tt.options)
		for i := range got { // what follows the last slash
			if got[len(got)-1-i] == '/' {
				got = got[len(got)-i:]
				break
			}
		}
		if got != tt.want {
			t.Errorf("%s with %+v: %s, want %s", tt.image, tt.options, got, tt.want)
		}
	}
}

func TestImagesOfObjects(t *testing.T) {
	t.Parallel()
	user := discord.User{ID: 1, Discriminator: "0", Avatar: new("h"), Banner: new("b"), AvatarDecorationData: &discord.AvatarDecorationData{Asset: "d"}}
	tests := []struct {
		name      string
		got, want discord.Image
	}{
		{"avatar", user.AvatarImage(), discord.UserAvatar(1, "h")},
		{"default avatar", (&discord.User{ID: 1, Discriminator: "3"}).AvatarImage(), discord.DefaultUserAvatar(1, "3")},
		{"empty avatar", (&discord.User{ID: 1, Avatar: new("")}).AvatarImage(), discord.DefaultUserAvatar(1, "0")},
		{"banner", user.BannerImage(), discord.UserBanner(1, "b")},
		{"no banner", (&discord.User{ID: 1}).BannerImage(), discord.Image{}},
		{"decoration", user.DecorationImage(), discord.AvatarDecoration("d")},
		{"no decoration", (&discord.User{ID: 1}).DecorationImage(), discord.Image{}},
		{"badge", (&discord.PrimaryGuild{IdentityGuildID: 2, Badge: new("h")}).BadgeImage(), discord.GuildTagBadge(2, "h")},
		{"member", (&discord.Member{User: &user, Avatar: new("m")}).AvatarImage(2), discord.MemberAvatar(2, 1, "m")},
		{"member without", (&discord.Member{User: &user}).AvatarImage(2), user.AvatarImage()},
		{"nobody", (&discord.Member{Avatar: new("m")}).AvatarImage(2), discord.Image{}},
		{"guild icon", (&discord.Guild{ID: 1, Icon: new("h")}).IconImage(), discord.GuildIcon(1, "h")},
		{"guild splash", (&discord.Guild{ID: 1, Splash: new("h")}).SplashImage(), discord.GuildSplash(1, "h")},
		{"guild discovery splash", (&discord.Guild{ID: 1, DiscoverySplash: new("h")}).DiscoverySplashImage(), discord.GuildDiscoverySplash(1, "h")},
		{"guild banner", (&discord.Guild{ID: 1, Banner: new("a_h")}).BannerImage(), discord.GuildBanner(1, "a_h")},
		{"role icon", (&discord.Role{ID: 1, Icon: new("h")}).IconImage(), discord.RoleIcon(1, "h")},
		{"emoji", (&discord.Emoji{ID: 1, Animated: true}).Image(), discord.EmojiImage(1, true)},
		{"standard emoji", discord.UnicodeEmoji("🔥").Image(), discord.Image{}},
		{"sticker", (&discord.Sticker{ID: 1, FormatType: discord.StickerFormatTypeGIF}).Image(), discord.StickerImage(1, discord.StickerFormatTypeGIF)},
		{"sticker item", (&discord.StickerItem{ID: 1, FormatType: discord.StickerFormatTypeLottie}).Image(), discord.StickerImage(1, discord.StickerFormatTypeLottie)},
		{"sticker pack", (&discord.StickerPack{BannerAssetID: 3}).BannerImage(), discord.StickerPackBannerImage(3)},
		{"team icon", (&discord.Team{ID: 1, Icon: new("h")}).IconImage(), discord.TeamIcon(1, "h")},
		{"scheduled event", (&discord.ScheduledEvent{ID: 1, Image: new("h")}).CoverImage(), discord.ScheduledEventCover(1, "h")},
		{"scheduled event without", (&discord.ScheduledEvent{ID: 1}).CoverImage(), discord.Image{}},
		{"invite's guild", (&discord.InviteGuild{ID: 1, Icon: new("a_h")}).IconImage(), discord.GuildIcon(1, "a_h")},
		{"application icon", (&discord.Application{ID: 1, Icon: new("h")}).IconImage(), discord.ApplicationIcon(1, "h")},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
		}
	}
	if got := (&discord.SoundboardSound{SoundID: 4}).URL(); got != discord.SoundURL(4) {
		t.Errorf("sound: %s", got)
	}
}
