package discord

import (
	"math/bits"
	"strconv"
	"strings"
)

// Where Discord's pictures and sounds are. They need no credential, and but for
// attachments their addresses work for ever.
//
// Discord docs: https://docs.discord.com/developers/reference#image-formatting
const (
	CDN   = "https://cdn.discordapp.com"
	Media = "https://media.discordapp.net" // GIF stickers
)

// ImageFormat is a format of pictures.
type ImageFormat string

// The formats, which are the extensions of addresses.
const (
	ImageFormatPNG    ImageFormat = "png"
	ImageFormatJPEG   ImageFormat = "jpg"
	ImageFormatWebP   ImageFormat = "webp"
	ImageFormatGIF    ImageFormat = "gif"
	ImageFormatLottie ImageFormat = "json"
)

// ImageOptions say how a picture is wanted. The zero value is WebP in the size
// that Discord takes by itself, animated if the picture is.
type ImageOptions struct {
	// Format is the format. Empty is WebP, or what there is where there is no
	// WebP. In place of a format that the picture doesn't have comes WebP; in
	// place of a GIF of a picture that isn't animated, PNG.
	Format ImageFormat

	// Size is the longer edge in pixels: 16, 32, … to 4096. Any other is rounded
	// up to one of these. 0: Discord chooses.
	Size int

	// Still asks for an animated picture to stand still.
	Still bool
}

// Image is a picture on Discord's CDN. The zero Image is none.
//
// Discord docs: https://docs.discord.com/developers/reference#image-formatting-cdn-endpoints
type Image struct {
	path     string // without extension
	formats  imageFormats
	animated bool // there is an animated form
	fixed    bool // the size can't be chosen
}

// imageFormats are the formats that pictures of a kind come in.
type imageFormats uint8

const (
	formatPNG imageFormats = 1 << iota
	formatJPEG
	formatWebP
	formatGIF
	formatLottie

	stillFormats = formatPNG | formatJPEG | formatWebP
	allFormats   = stillFormats | formatGIF
)

var formatBits = map[ImageFormat]imageFormats{
	ImageFormatPNG: formatPNG, ImageFormatJPEG: formatJPEG, "jpeg": formatJPEG, ImageFormatWebP: formatWebP, ImageFormatGIF: formatGIF, ImageFormatLottie: formatLottie,
}

// hashed returns a picture that is named by its hash; an empty hash is none.
// One that begins with a_ is animated where there are formats for that.
func hashed(formats imageFormats, hash string, path ...string) Image {
	if hash == "" {
		return Image{}
	}
	path = append(path, hash)
	return Image{path: "/" + strings.Join(path, "/"), formats: formats, animated: formats&formatGIF != 0 && strings.HasPrefix(hash, "a_")}
}

// IsZero reports whether there is no picture.
func (i Image) IsZero() bool { return i.path == "" }

// Animated reports whether the picture moves.
func (i Image) Animated() bool { return i.animated }

// String returns the picture's address in its default form.
func (i Image) String() string { return i.URL(ImageOptions{}) }

// URL returns the picture's address, or "" where there is no picture.
func (i Image) URL(o ImageOptions) string {
	if i.path == "" {
		return ""
	}
	format := i.format(o)
	base := CDN
	if format == ImageFormatGIF && i.formats == formatGIF {
		base = Media
	}
	var query []string
	if format == ImageFormatWebP && i.animated && !o.Still {
		query = append(query, "animated=true")
	}
	if o.Size > 0 && !i.fixed {
		query = append(query, "size="+strconv.Itoa(imageSize(o.Size)))
	}
	address := base + i.path + "." + string(format)
	if len(query) > 0 {
		address += "?" + strings.Join(query, "&")
	}
	return address
}

// format returns the format that is nearest to what is wanted.
func (i Image) format(o ImageOptions) ImageFormat {
	want := o.Format
	if want == "jpeg" {
		want = ImageFormatJPEG
	}
	if want == ImageFormatGIF && i.formats != formatGIF && (!i.animated || o.Still) {
		want = ImageFormatPNG
	}
	if i.formats&formatBits[want] != 0 {
		return want
	}
	for _, f := range []ImageFormat{ImageFormatWebP, ImageFormatPNG, ImageFormatGIF} {
		if i.formats&formatBits[f] != 0 {
			return f
		}
	}
	return ImageFormatLottie
}

// imageSize returns the size that Discord has for n pixels.
func imageSize(n int) int {
	n = min(max(n, 16), 4096)
	return 1 << bits.Len(uint(n-1))
}

// EmojiImage returns the picture of a custom emoji. Only Discord knows from the
// ID alone whether it is animated; say so.
func EmojiImage(id EmojiID, animated bool) Image {
	if id == 0 {
		return Image{}
	}
	return Image{path: "/emojis/" + id.String(), formats: allFormats, animated: animated}
}

// GuildIcon returns a guild's icon.
func GuildIcon(id GuildID, hash string) Image { return hashed(allFormats, hash, "icons", id.String()) }

// GuildSplash returns the background of a guild's invites.
func GuildSplash(id GuildID, hash string) Image {
	return hashed(stillFormats, hash, "splashes", id.String())
}

// GuildDiscoverySplash returns the picture of a guild in the discovery.
func GuildDiscoverySplash(id GuildID, hash string) Image {
	return hashed(stillFormats, hash, "discovery-splashes", id.String())
}

// GuildBanner returns a guild's banner.
func GuildBanner(id GuildID, hash string) Image {
	return hashed(allFormats, hash, "banners", id.String())
}

// GuildTagBadge returns the badge of a guild's tag.
func GuildTagBadge(id GuildID, hash string) Image {
	return hashed(stillFormats, hash, "guild-tag-badges", id.String())
}

// UserBanner returns a user's banner.
func UserBanner(id UserID, hash string) Image {
	return hashed(allFormats, hash, "banners", id.String())
}

// UserAvatar returns a user's avatar. One who has none has a default avatar;
// see [User.AvatarImage].
func UserAvatar(id UserID, hash string) Image {
	return hashed(allFormats, hash, "avatars", id.String())
}

// DefaultUserAvatar returns the avatar of a user who has set none.
// discriminator is "0" for all but older bots. It is PNG of one size.
func DefaultUserAvatar(id UserID, discriminator string) Image {
	index := uint64(id>>22) % 6
	if n, err := strconv.ParseUint(discriminator, 10, 16); err == nil && n > 0 {
		index = n % 5
	}
	return Image{path: "/embed/avatars/" + strconv.FormatUint(index, 10), formats: formatPNG, fixed: true}
}

// MemberAvatar returns a member's avatar in one guild.
func MemberAvatar(guild GuildID, user UserID, hash string) Image {
	return hashed(allFormats, hash, "guilds", guild.String(), "users", user.String(), "avatars")
}

// MemberBanner returns a member's banner in one guild.
func MemberBanner(guild GuildID, user UserID, hash string) Image {
	return hashed(allFormats, hash, "guilds", guild.String(), "users", user.String(), "banners")
}

// AvatarDecoration returns what decorates an avatar. It is PNG, animated or
// not.
func AvatarDecoration(asset string) Image {
	return hashed(formatPNG, asset, "avatar-decoration-presets")
}

// ApplicationIcon returns an application's icon.
func ApplicationIcon(id ApplicationID, hash string) Image {
	return hashed(stillFormats, hash, "app-icons", id.String())
}

// ApplicationCover returns an application's cover picture.
func ApplicationCover(id ApplicationID, hash string) Image {
	return hashed(stillFormats, hash, "app-icons", id.String())
}

// ApplicationAsset returns a picture of an activity by the asset's ID.
func ApplicationAsset(id ApplicationID, asset string) Image {
	return hashed(stillFormats, asset, "app-assets", id.String())
}

// AchievementIcon returns the icon of an application's achievement.
func AchievementIcon(id ApplicationID, achievement, hash string) Image {
	return hashed(stillFormats, hash, "app-assets", id.String(), "achievements", achievement, "icons")
}

// StorePageAsset returns a picture of an application's page in the store.
func StorePageAsset(id ApplicationID, asset string) Image {
	return hashed(stillFormats, asset, "app-assets", id.String(), "store")
}

// stickerPacksApp is the application that sticker packs belong to.
const stickerPacksApp ApplicationID = 710982414301790216

// StickerPackBannerImage returns the banner of a sticker pack.
func StickerPackBannerImage(asset ID[StickerPackBanner]) Image {
	if asset == 0 {
		return Image{}
	}
	return StorePageAsset(stickerPacksApp, asset.String())
}

// TeamIcon returns a team's icon.
func TeamIcon(id TeamID, hash string) Image {
	return hashed(stillFormats, hash, "team-icons", id.String())
}

// StickerImage returns a sticker. It has one format, which follows from the
// sticker's, and one size.
func StickerImage(id StickerID, format StickerFormatType) Image {
	if id == 0 {
		return Image{}
	}
	i := Image{path: "/stickers/" + id.String(), formats: formatPNG, fixed: true}
	switch format {
	case StickerFormatTypeLottie:
		i.formats = formatLottie
	case StickerFormatTypeGIF:
		i.formats = formatGIF
	}
	i.animated = format != StickerFormatTypePNG
	return i
}

// RoleIcon returns a role's icon.
func RoleIcon(id RoleID, hash string) Image {
	return hashed(stillFormats, hash, "role-icons", id.String())
}

// ScheduledEventCover returns the picture of a guild's scheduled event.
func ScheduledEventCover(id ScheduledEventID, hash string) Image {
	return hashed(stillFormats, hash, "guild-events", id.String())
}

// SoundURL returns where a sound can be had, as MP3 or Ogg.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#sound-files
func SoundURL(id SoundboardSoundID) string { return CDN + "/soundboard-sounds/" + id.String() }
