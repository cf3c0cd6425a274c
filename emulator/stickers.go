package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// stickerRoutes are the operations on stickers.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker
var stickerRoutes = []route{
	{method: http.MethodGet, pattern: "/stickers/{sticker_id}", handle: (*bot).getSticker},
	{method: http.MethodGet, pattern: "/sticker-packs", auth: authNone, open: (*Emulator).listStickerPacks},
	{method: http.MethodGet, pattern: "/sticker-packs/{pack_id}", handle: (*bot).getStickerPack},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/stickers", handle: (*bot).listStickers},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/stickers", handle: (*bot).createSticker, audit: discord.AuditLogActionStickerCreate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/stickers/{sticker_id}", handle: (*bot).getGuildSticker},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/stickers/{sticker_id}", handle: (*bot).updateSticker, audit: discord.AuditLogActionStickerUpdate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/stickers/{sticker_id}", handle: (*bot).deleteSticker, audit: discord.AuditLogActionStickerDelete},
}

// Limits of stickers.
const (
	maxStickerFile   = 512 << 10
	maxGuildStickers = 5 // without boosts
)

var (
	errUnknownSticker     = unknown(10060, "Sticker")
	errUnknownStickerPack = unknown(10061, "Sticker Pack")
)

// stickerPack is the one pack of standard stickers that there is here.
var stickerPack = discord.StickerPack{
	ID: 847199849233514549, SKUID: 847199849233514547, Name: "Wumpus Beyond", Description: "Say hello to Wumpus!",
	CoverStickerID: 749053689419006003, BannerAssetID: 761773777976819732,
	Stickers: []discord.Sticker{
		{ID: 749053689419006003, PackID: 847199849233514549, Name: "Wumpus", Description: new("Wumpus"), Tags: "wumpus", Type: discord.StickerTypeStandard, FormatType: discord.StickerFormatTypeLottie, SortValue: new(0)},
		{ID: 749054660769218631, PackID: 847199849233514549, Name: "Wave", Description: new("Wumpus waves hello"), Tags: "wumpus, hello, wave", Type: discord.StickerTypeStandard, FormatType: discord.StickerFormatTypeLottie, SortValue: new(1)},
	},
}

func (e *Emulator) listStickerPacks(*request) (reply, error) {
	return ok(discord.StickerPacks{StickerPacks: []discord.StickerPack{stickerPack}})
}

func (e *Emulator) getStickerPack(r *request) (reply, error) {
	if uint64(r.id("pack_id")) != uint64(stickerPack.ID) {
		return reply{}, errUnknownStickerPack
	}
	return ok(stickerPack)
}

func stickerIn(list []discord.Sticker, r *request) *discord.Sticker {
	i := slices.IndexFunc(list, func(s discord.Sticker) bool { return uint64(s.ID) == uint64(r.id("sticker_id")) })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// getSticker returns a standard sticker, or one of a guild that the bot is in.
func (e *Emulator) getSticker(r *request) (reply, error) {
	if s := stickerIn(stickerPack.Stickers, r); s != nil {
		return ok(s)
	}
	for _, g := range e.state.guilds {
		if s := stickerIn(g.Stickers, r); s != nil {
			out := *s
			out.User = nil
			return ok(out)
		}
	}
	return reply{}, errUnknownSticker
}

func (b *bot) stickerView(g *guild, s discord.Sticker) discord.Sticker {
	if !b.seesCreators(g) {
		s.User = nil
	}
	return s
}

func (b *bot) listStickers(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	out := []discord.Sticker{}
	for _, s := range g.Stickers {
		out = append(out, b.stickerView(g, s))
	}
	return ok(out)
}

// stickerFor returns the guild and the sticker of the request's path.
func (b *bot) stickerFor(r *request) (*guild, *discord.Sticker, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return nil, nil, err
	}
	s := stickerIn(g.Stickers, r)
	if s == nil {
		return nil, nil, errUnknownSticker
	}
	return g, s, nil
}

func (b *bot) getGuildSticker(r *request) (reply, error) {
	g, s, err := b.stickerFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(b.stickerView(g, *s))
}

// createSticker takes a form with the fields as parts and the picture as the
// part "file".
func (b *bot) createSticker(r *request) (reply, error) {
	g, err := b.guildFor(r, mayCreateExpressions)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Name        string `json:"name" rule:"required,len=2..30"`
		Description string `json:"description" rule:"len=0..100"`
		Tags        string `json:"tags" rule:"required,len=1..200"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if n := len([]rune(f.Description)); n == 1 {
		return reply{}, invalid(codeBadLength, "Must be between 2 and 100 in length.", "description")
	}
	i := slices.IndexFunc(r.files, func(u upload) bool { return u.field == "file" })
	if i < 0 {
		return reply{}, invalid(codeRequired, "This field is required", "file")
	}
	format, err := stickerFormat(g, r.files[i].data)
	if err != nil {
		return reply{}, err
	}
	if len(g.Stickers) >= maxGuildStickers {
		return reply{}, refuse(http.StatusBadRequest, 30039, "Maximum number of stickers reached (%d)", maxGuildStickers)
	}
	s := discord.Sticker{
		ID: discord.StickerID(b.nextID(r.now)), Name: f.Name, Description: &f.Description, Tags: f.Tags, Type: discord.StickerTypeGuild,
		FormatType: format, Available: new(true), GuildID: g.ID, User: b.user,
	}
	g.Stickers = append(g.Stickers, s)
	b.stickersChanged(g)
	return created(s)
}

// stickerFormat tells by its content what a sticker is, and refuses what can't
// be one in this guild.
func stickerFormat(g *guild, data []byte) (discord.StickerFormatType, error) {
	s := string(data)
	switch {
	case len(data) > maxStickerFile:
		return 0, invalid("BINARY_TYPE_MAX_SIZE", "File cannot be larger than 512.0 kb.", "file")
	case isAPNG(s):
		return discord.StickerFormatTypeAPNG, nil
	case strings.HasPrefix(s, "\x89PNG\r\n\x1a\n"):
		return discord.StickerFormatTypePNG, nil
	case strings.HasPrefix(s, "GIF8"):
		return discord.StickerFormatTypeGIF, nil
	case !strings.HasPrefix(strings.TrimSpace(s), "{"):
		return 0, refuse(http.StatusBadRequest, 50046, "Invalid Asset")
	case !json.Valid(data):
		return 0, refuse(http.StatusBadRequest, 170001, "Invalid JSON for uploaded Lottie file")
	case !slices.Contains(g.Features, "VERIFIED") && !slices.Contains(g.Features, "PARTNERED"):
		return 0, refuse(http.StatusBadRequest, 50046, "Invalid Asset")
	default:
		return discord.StickerFormatTypeLottie, nil
	}
}

func (b *bot) updateSticker(r *request) (reply, error) {
	g, s, err := b.stickerFor(r)
	if err != nil {
		return reply{}, err
	}
	if err := b.mayChange(g, s.User); err != nil {
		return reply{}, err
	}
	var f struct {
		Name        *string          `json:"name" rule:"len=2..30"`
		Description optional[string] `json:"description" rule:"len=0..100"`
		Tags        *string          `json:"tags" rule:"len=1..200"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	set(&s.Name, f.Name)
	set(&s.Tags, f.Tags)
	if f.Description.present {
		s.Description = new(f.Description.value) // null is no text
	}
	b.stickersChanged(g)
	return ok(s)
}

func (b *bot) deleteSticker(r *request) (reply, error) {
	g, s, err := b.stickerFor(r)
	if err != nil {
		return reply{}, err
	}
	if err := b.mayChange(g, s.User); err != nil {
		return reply{}, err
	}
	id := s.ID
	g.Stickers = slices.DeleteFunc(g.Stickers, func(x discord.Sticker) bool { return x.ID == id })
	b.stickersChanged(g)
	return noContent()
}

// stickersChanged tells of all stickers of a guild.
func (e *Emulator) stickersChanged(g *guild) {
	e.dispatch("GUILD_STICKERS_UPDATE", &event.GuildStickersUpdate{GuildID: g.ID, Stickers: g.Stickers}, inGuild(g.ID))
}
