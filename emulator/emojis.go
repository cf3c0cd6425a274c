package emulator

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// emojiRoutes are the operations on the emojis of guilds and of the
// application.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji
var emojiRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/emojis", handle: (*bot).listEmojis},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/emojis", handle: (*bot).createEmoji, audit: discord.AuditLogActionEmojiCreate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/emojis/{emoji_id}", handle: (*bot).getEmoji},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/emojis/{emoji_id}", handle: (*bot).updateEmoji, audit: discord.AuditLogActionEmojiUpdate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/emojis/{emoji_id}", handle: (*bot).deleteEmoji, audit: discord.AuditLogActionEmojiDelete},
	{method: http.MethodGet, pattern: "/applications/{application_id}/emojis", handle: (*bot).listApplicationEmojis},
	{method: http.MethodPost, pattern: "/applications/{application_id}/emojis", handle: (*bot).createApplicationEmoji},
	{method: http.MethodGet, pattern: "/applications/{application_id}/emojis/{emoji_id}", handle: (*bot).getApplicationEmoji},
	{method: http.MethodPatch, pattern: "/applications/{application_id}/emojis/{emoji_id}", handle: (*bot).updateApplicationEmoji},
	{method: http.MethodDelete, pattern: "/applications/{application_id}/emojis/{emoji_id}", handle: (*bot).deleteApplicationEmoji},
}

// Limits of emojis.
const (
	maxEmojiImage        = 256 << 10
	maxGuildEmojis       = 50 // and as many that are animated; without boosts
	maxApplicationEmojis = 2000
)

var errNoSuchEmoji = unknown(10014, "Emoji")

// The permissions for emojis, stickers and sounds: to make them, and to change
// those of others.
const (
	mayCreateExpressions = discord.PermissionCreateGuildExpressions
	mayManageExpressions = discord.PermissionManageGuildExpressions
)

// mayChange refuses the change of an emoji, sticker or sound that the bot may
// not change: its own need either permission, those of others the stronger.
func (b *bot) mayChange(g *guild, creator *discord.User) error {
	p := b.permissions(g)
	own := creator != nil && creator.ID == b.user.ID
	if p&mayManageExpressions != 0 || own && p&mayCreateExpressions != 0 {
		return nil
	}
	return errMissingPermissions
}

// seesCreators reports whether the bot is told who made a guild's emojis,
// stickers and sounds.
func (b *bot) seesCreators(g *guild) bool {
	return b.permissions(g)&(mayCreateExpressions|mayManageExpressions) != 0
}

func (b *bot) emojiView(g *guild, emoji discord.Emoji) discord.Emoji {
	if !b.seesCreators(g) {
		emoji.User = nil
	}
	return emoji
}

func (b *bot) listEmojis(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	out := []discord.Emoji{}
	for _, emoji := range g.Emojis {
		out = append(out, b.emojiView(g, emoji))
	}
	return ok(out)
}

// emojiFor returns the guild and the emoji of the request's path.
func (b *bot) emojiFor(r *request) (*guild, *discord.Emoji, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return nil, nil, err
	}
	emoji := emojiIn(g.Emojis, r)
	if emoji == nil {
		return nil, nil, errNoSuchEmoji
	}
	return g, emoji, nil
}

func emojiIn(list []discord.Emoji, r *request) *discord.Emoji {
	i := slices.IndexFunc(list, func(emoji discord.Emoji) bool { return uint64(emoji.ID) == uint64(r.id("emoji_id")) })
	if i < 0 {
		return nil
	}
	return &list[i]
}

func (b *bot) getEmoji(r *request) (reply, error) {
	g, emoji, err := b.emojiFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(b.emojiView(g, *emoji))
}

// emojiForm is a new emoji.
type emojiForm struct {
	Name  string      `json:"name" rule:"required,len=2..32"`
	Image string      `json:"image" rule:"required"`
	Roles []snowflake `json:"roles"`
}

// emoji makes the emoji of a form.
func (f *emojiForm) emoji(b *bot, r *request) (*discord.Emoji, error) {
	head := imageData.FindString(f.Image)
	data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(f.Image, head))
	switch {
	case head == "" || err != nil || len(data) == 0:
		return nil, invalid("IMAGE_INVALID", "Invalid image data", "image")
	case len(data) > maxEmojiImage:
		// The one refusal of Discord's that has no code.
		return nil, &apiError{status: http.StatusBadRequest, message: "Failed to resize asset below the maximum size: 262144"}
	}
	return &discord.Emoji{
		ID: discord.EmojiID(b.nextID(r.now)), Name: &f.Name, Roles: roleIDs(f.Roles), User: b.user,
		RequireColons: true, Animated: isAnimated(data), Available: new(true),
	}, nil
}

func roleIDs(ids []snowflake) []discord.RoleID {
	out := make([]discord.RoleID, len(ids))
	for i, id := range ids {
		out[i] = discord.RoleID(id)
	}
	return out
}

// isAnimated reports whether a picture of any format moves.
func isAnimated(data []byte) bool {
	s := string(data)
	head := s[:min(len(s), 256)]
	return strings.HasPrefix(s, "GIF8") || strings.HasPrefix(s, "RIFF") && strings.Contains(head, "ANIM") || strings.Contains(head, "ftypavis") || isAPNG(s)
}

// isAPNG reports whether a picture is an animated PNG: the chunk that says so
// comes before the picture's own.
func isAPNG(s string) bool {
	control, image := strings.Index(s, "acTL"), strings.Index(s, "IDAT")
	return strings.HasPrefix(s, "\x89PNG\r\n\x1a\n") && control > 0 && (image < 0 || control < image)
}

func (b *bot) createEmoji(r *request) (reply, error) {
	g, err := b.guildFor(r, mayCreateExpressions)
	if err != nil {
		return reply{}, err
	}
	var f emojiForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	emoji, err := f.emoji(b, r)
	if err != nil {
		return reply{}, err
	}
	alike := 0
	for i := range g.Emojis {
		if g.Emojis[i].Animated == emoji.Animated {
			alike++
		}
	}
	switch {
	case alike >= maxGuildEmojis && emoji.Animated:
		return reply{}, refuse(http.StatusBadRequest, 30018, "Maximum number of animated emojis reached (%d)", maxGuildEmojis)
	case alike >= maxGuildEmojis:
		return reply{}, refuse(http.StatusBadRequest, 30008, "Maximum number of emojis reached (%d)", maxGuildEmojis)
	}
	g.Emojis = append(g.Emojis, *emoji)
	b.emojisChanged(g)
	return created(emoji)
}

func (b *bot) updateEmoji(r *request) (reply, error) {
	g, emoji, err := b.emojiFor(r)
	if err != nil {
		return reply{}, err
	}
	if err := b.mayChange(g, emoji.User); err != nil {
		return reply{}, err
	}
	var f struct {
		Name  *string               `json:"name" rule:"len=2..32"`
		Roles optional[[]snowflake] `json:"roles"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if f.Name != nil {
		emoji.Name = f.Name
	}
	if f.Roles.present {
		emoji.Roles = roleIDs(f.Roles.value)
	}
	b.emojisChanged(g)
	return ok(emoji)
}

func (b *bot) deleteEmoji(r *request) (reply, error) {
	g, emoji, err := b.emojiFor(r)
	if err != nil {
		return reply{}, err
	}
	if err := b.mayChange(g, emoji.User); err != nil {
		return reply{}, err
	}
	id := emoji.ID
	g.Emojis = slices.DeleteFunc(g.Emojis, func(x discord.Emoji) bool { return x.ID == id })
	b.emojisChanged(g)
	return noContent()
}

// emojisChanged tells of all emojis of a guild.
func (e *Emulator) emojisChanged(g *guild) {
	e.dispatch("GUILD_EMOJIS_UPDATE", &event.GuildEmojisUpdate{GuildID: g.ID, Emojis: g.Emojis}, inGuild(g.ID))
}

func (b *bot) listApplicationEmojis(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	return ok(discord.ApplicationEmojis{Items: b.emojis})
}

// applicationEmojiFor returns the application's emoji of the request's path.
func (b *bot) applicationEmojiFor(r *request) (*discord.Emoji, error) {
	if err := b.ownOnly(r); err != nil {
		return nil, err
	}
	emoji := emojiIn(b.emojis, r)
	if emoji == nil {
		return nil, errNoSuchEmoji
	}
	return emoji, nil
}

func (b *bot) getApplicationEmoji(r *request) (reply, error) {
	emoji, err := b.applicationEmojiFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(emoji)
}

func (b *bot) createApplicationEmoji(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	var f emojiForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	f.Roles = nil
	emoji, err := f.emoji(b, r)
	switch {
	case err != nil:
		return reply{}, err
	case slices.ContainsFunc(b.emojis, func(x discord.Emoji) bool { return *x.Name == f.Name }):
		return reply{}, invalid("APPLICATION_EMOJI_NAME_ALREADY_TAKEN", "An emoji with that name already exists", "name")
	case len(b.emojis) >= maxApplicationEmojis:
		return reply{}, refuse(http.StatusBadRequest, 30008, "Maximum number of emojis reached (%d)", maxApplicationEmojis)
	}
	b.emojis = append(b.emojis, *emoji)
	return created(emoji)
}

func (b *bot) updateApplicationEmoji(r *request) (reply, error) {
	emoji, err := b.applicationEmojiFor(r)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Name *string `json:"name" rule:"len=2..32"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if f.Name != nil {
		emoji.Name = f.Name
	}
	return ok(emoji)
}

func (b *bot) deleteApplicationEmoji(r *request) (reply, error) {
	emoji, err := b.applicationEmojiFor(r)
	if err != nil {
		return reply{}, err
	}
	id := emoji.ID
	b.emojis = slices.DeleteFunc(b.emojis, func(x discord.Emoji) bool { return x.ID == id })
	return noContent()
}
