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
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/emojis", handle: (*Emulator).listEmojis},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/emojis", handle: (*Emulator).createEmoji},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/emojis/{emoji_id}", handle: (*Emulator).getEmoji},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/emojis/{emoji_id}", handle: (*Emulator).updateEmoji},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/emojis/{emoji_id}", handle: (*Emulator).deleteEmoji},
	{method: http.MethodGet, pattern: "/applications/{application_id}/emojis", handle: (*Emulator).listApplicationEmojis},
	{method: http.MethodPost, pattern: "/applications/{application_id}/emojis", handle: (*Emulator).createApplicationEmoji},
	{method: http.MethodGet, pattern: "/applications/{application_id}/emojis/{emoji_id}", handle: (*Emulator).getApplicationEmoji},
	{method: http.MethodPatch, pattern: "/applications/{application_id}/emojis/{emoji_id}", handle: (*Emulator).updateApplicationEmoji},
	{method: http.MethodDelete, pattern: "/applications/{application_id}/emojis/{emoji_id}", handle: (*Emulator).deleteApplicationEmoji},
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
func (e *Emulator) mayChange(g *guild, creator *discord.User) error {
	p := g.guildPermissions(e.state.bot.ID)
	own := creator != nil && creator.ID == e.state.bot.ID
	if p&mayManageExpressions != 0 || own && p&mayCreateExpressions != 0 {
		return nil
	}
	return errMissingPermissions
}

// seesCreators reports whether the bot is told who made a guild's emojis,
// stickers and sounds.
func (e *Emulator) seesCreators(g *guild) bool {
	return g.guildPermissions(e.state.bot.ID)&(mayCreateExpressions|mayManageExpressions) != 0
}

func (e *Emulator) emojiView(g *guild, emoji discord.Emoji) discord.Emoji {
	if !e.seesCreators(g) {
		emoji.User = nil
	}
	return emoji
}

func (e *Emulator) listEmojis(r *request) (reply, error) {
	g, err := e.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	out := []discord.Emoji{}
	for _, emoji := range g.Emojis {
		out = append(out, e.emojiView(g, emoji))
	}
	return ok(out)
}

// emojiFor returns the guild and the emoji of the request's path.
func (e *Emulator) emojiFor(r *request) (*guild, *discord.Emoji, error) {
	g, err := e.guildFor(r, 0)
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

func (e *Emulator) getEmoji(r *request) (reply, error) {
	g, emoji, err := e.emojiFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(e.emojiView(g, *emoji))
}

// emojiForm is a new emoji.
type emojiForm struct {
	Name  string      `json:"name" rule:"required,len=2..32"`
	Image string      `json:"image" rule:"required"`
	Roles []snowflake `json:"roles"`
}

// emoji makes the emoji of a form.
func (f *emojiForm) emoji(e *Emulator, r *request) (*discord.Emoji, error) {
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
		ID: discord.EmojiID(e.nextID(r.now)), Name: &f.Name, Roles: roleIDs(f.Roles), User: e.state.bot,
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

func (e *Emulator) createEmoji(r *request) (reply, error) {
	g, err := e.guildFor(r, mayCreateExpressions)
	if err != nil {
		return reply{}, err
	}
	var f emojiForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	emoji, err := f.emoji(e, r)
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
	e.emojisChanged(g)
	return created(emoji)
}

func (e *Emulator) updateEmoji(r *request) (reply, error) {
	g, emoji, err := e.emojiFor(r)
	if err != nil {
		return reply{}, err
	}
	if err := e.mayChange(g, emoji.User); err != nil {
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
	e.emojisChanged(g)
	return ok(emoji)
}

func (e *Emulator) deleteEmoji(r *request) (reply, error) {
	g, emoji, err := e.emojiFor(r)
	if err != nil {
		return reply{}, err
	}
	if err := e.mayChange(g, emoji.User); err != nil {
		return reply{}, err
	}
	id := emoji.ID
	g.Emojis = slices.DeleteFunc(g.Emojis, func(x discord.Emoji) bool { return x.ID == id })
	e.emojisChanged(g)
	return noContent()
}

// emojisChanged tells of all emojis of a guild.
func (e *Emulator) emojisChanged(g *guild) {
	e.dispatch("GUILD_EMOJIS_UPDATE", &event.GuildEmojisUpdate{GuildID: g.ID, Emojis: g.Emojis}, inGuild(g.ID))
}

func (e *Emulator) listApplicationEmojis(r *request) (reply, error) {
	if err := e.ownOnly(r); err != nil {
		return reply{}, err
	}
	return ok(discord.ApplicationEmojis{Items: e.state.emojis})
}

// applicationEmojiFor returns the application's emoji of the request's path.
func (e *Emulator) applicationEmojiFor(r *request) (*discord.Emoji, error) {
	if err := e.ownOnly(r); err != nil {
		return nil, err
	}
	emoji := emojiIn(e.state.emojis, r)
	if emoji == nil {
		return nil, errNoSuchEmoji
	}
	return emoji, nil
}

func (e *Emulator) getApplicationEmoji(r *request) (reply, error) {
	emoji, err := e.applicationEmojiFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(emoji)
}

func (e *Emulator) createApplicationEmoji(r *request) (reply, error) {
	if err := e.ownOnly(r); err != nil {
		return reply{}, err
	}
	var f emojiForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	f.Roles = nil
	emoji, err := f.emoji(e, r)
	switch {
	case err != nil:
		return reply{}, err
	case slices.ContainsFunc(e.state.emojis, func(x discord.Emoji) bool { return *x.Name == f.Name }):
		return reply{}, invalid("APPLICATION_EMOJI_NAME_ALREADY_TAKEN", "An emoji with that name already exists", "name")
	case len(e.state.emojis) >= maxApplicationEmojis:
		return reply{}, refuse(http.StatusBadRequest, 30008, "Maximum number of emojis reached (%d)", maxApplicationEmojis)
	}
	e.state.emojis = append(e.state.emojis, *emoji)
	return created(emoji)
}

func (e *Emulator) updateApplicationEmoji(r *request) (reply, error) {
	emoji, err := e.applicationEmojiFor(r)
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

func (e *Emulator) deleteApplicationEmoji(r *request) (reply, error) {
	emoji, err := e.applicationEmojiFor(r)
	if err != nil {
		return reply{}, err
	}
	id := emoji.ID
	e.state.emojis = slices.DeleteFunc(e.state.emojis, func(x discord.Emoji) bool { return x.ID == id })
	return noContent()
}
