package discord

// AvatarImage returns the user's avatar, or the default one where the user has
// set none.
func (u *User) AvatarImage() Image {
	if u.Avatar == nil || *u.Avatar == "" {
		return DefaultUserAvatar(u.ID, u.Discriminator)
	}
	return UserAvatar(u.ID, *u.Avatar)
}

// BannerImage returns the user's banner; the zero Image where there is none.
func (u *User) BannerImage() Image { return UserBanner(u.ID, hashOf(u.Banner)) }

// DecorationImage returns what decorates the user's avatar; the zero Image
// where there is nothing.
func (u *User) DecorationImage() Image {
	if u.AvatarDecorationData == nil {
		return Image{}
	}
	return AvatarDecoration(u.AvatarDecorationData.Asset)
}

// BadgeImage returns the badge of the guild's tag; the zero Image where there
// is none.
func (p *PrimaryGuild) BadgeImage() Image { return GuildTagBadge(p.IdentityGuildID, hashOf(p.Badge)) }

// AvatarImage returns the member's avatar in a guild, or else that of the user,
// who must be known.
func (m *Member) AvatarImage(guild GuildID) Image {
	switch {
	case m.User == nil:
		return Image{}
	case hashOf(m.Avatar) == "":
		return m.User.AvatarImage()
	}
	return MemberAvatar(guild, m.User.ID, *m.Avatar)
}

// IconImage returns the guild's icon; the zero Image where there is none.
func (g *Guild) IconImage() Image { return GuildIcon(g.ID, hashOf(g.Icon)) }

// SplashImage returns the background of the guild's invites; the zero Image
// where there is none.
func (g *Guild) SplashImage() Image { return GuildSplash(g.ID, hashOf(g.Splash)) }

// DiscoverySplashImage returns the guild's picture in the discovery; the zero
// Image where there is none.
func (g *Guild) DiscoverySplashImage() Image {
	return GuildDiscoverySplash(g.ID, hashOf(g.DiscoverySplash))
}

// BannerImage returns the guild's banner; the zero Image where there is none.
func (g *Guild) BannerImage() Image { return GuildBanner(g.ID, hashOf(g.Banner)) }

// IconImage returns the role's icon; the zero Image where there is none.
func (r *Role) IconImage() Image { return RoleIcon(r.ID, hashOf(r.Icon)) }

// Image returns the picture of a custom emoji; the zero Image for a standard
// one.
func (e *Emoji) Image() Image { return EmojiImage(e.ID, e.Animated) }

// Image returns the sticker's picture.
func (s *Sticker) Image() Image { return StickerImage(s.ID, s.FormatType) }

// Image returns the sticker's picture.
func (s *StickerItem) Image() Image { return StickerImage(s.ID, s.FormatType) }

// BannerImage returns the pack's banner; the zero Image where there is none.
func (p *StickerPack) BannerImage() Image { return StickerPackBannerImage(p.BannerAssetID) }

// IconImage returns the application's icon; the zero Image where there is none.
func (a *Application) IconImage() Image { return ApplicationIcon(a.ID, hashOf(a.Icon)) }

// IconImage returns the team's icon; the zero Image where there is none.
func (t *Team) IconImage() Image { return TeamIcon(t.ID, hashOf(t.Icon)) }

// CoverImage returns the event's picture; the zero Image where there is none.
func (e *ScheduledEvent) CoverImage() Image { return ScheduledEventCover(e.ID, hashOf(e.Image)) }

// IconImage returns the guild's icon; the zero Image where there is none.
func (g *InviteGuild) IconImage() Image { return GuildIcon(g.ID, hashOf(g.Icon)) }

// URL returns where the sound can be had, as MP3 or Ogg.
func (s *SoundboardSound) URL() string { return SoundURL(s.SoundID) }

func hashOf(hash *string) string {
	if hash == nil {
		return ""
	}
	return *hash
}
