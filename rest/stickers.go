package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Stickers are the operations on stickers, those of guilds and the standard
// ones.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker
type Stickers struct{ c *Client }

// Get returns a sticker of any kind.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#get-sticker
//
//discord:op get_sticker GET /stickers/{sticker_id}
func (s Stickers) Get(ctx context.Context, sticker discord.StickerID, opts ...Option) (*discord.Sticker, error) {
	return do[discord.Sticker](ctx, s.c, get("/stickers/{sticker_id}", sticker), nil, opts)
}

// ListPacks returns the packs of standard stickers, all of them. It needs no
// credential.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#list-sticker-packs
//
//discord:op list_sticker_packs GET /sticker-packs
func (s Stickers) ListPacks(ctx context.Context, opts ...Option) (*discord.StickerPacks, error) {
	return do[discord.StickerPacks](ctx, s.c, get("/sticker-packs"), nil, opts)
}

// GetPack returns a pack of standard stickers.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#get-sticker-pack
//
//discord:op get_sticker_pack GET /sticker-packs/{pack_id}
func (s Stickers) GetPack(ctx context.Context, pack discord.StickerPackID, opts ...Option) (*discord.StickerPack, error) {
	return do[discord.StickerPack](ctx, s.c, get("/sticker-packs/{pack_id}", pack), nil, opts)
}

// List returns a guild's stickers. Who uploaded them is told with
// CREATE_GUILD_EXPRESSIONS or MANAGE_GUILD_EXPRESSIONS.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#list-guild-stickers
//
//discord:op list_guild_stickers GET /guilds/{guild_id}/stickers
func (s Stickers) List(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.Sticker, error) {
	return doList[discord.Sticker](ctx, s.c, get("/guilds/{guild_id}/stickers", guild), nil, opts)
}

// GetInGuild returns a sticker of a guild. Who uploaded it is told with
// CREATE_GUILD_EXPRESSIONS or MANAGE_GUILD_EXPRESSIONS.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#get-guild-sticker
//
//discord:op get_guild_sticker GET /guilds/{guild_id}/stickers/{sticker_id}
func (s Stickers) GetInGuild(ctx context.Context, guild discord.GuildID, sticker discord.StickerID, opts ...Option) (*discord.Sticker, error) {
	return do[discord.Sticker](ctx, s.c, get("/guilds/{guild_id}/stickers/{sticker_id}", guild, sticker), nil, opts)
}

// Create uploads a sticker to a guild. It needs
// CREATE_GUILD_EXPRESSIONS. A guild without boosts holds five. It takes a
// [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#create-guild-sticker
//
//discord:op create_guild_sticker POST /guilds/{guild_id}/stickers
func (s Stickers) Create(ctx context.Context, guild discord.GuildID, b discord.CreateGuildSticker, opts ...Option) (*discord.Sticker, error) {
	return do[discord.Sticker](ctx, s.c, post("/guilds/{guild_id}/stickers", guild), stickerForm(b), opts)
}

// stickerForm returns what a request with a new sticker carries: a form whose
// fields are parts of their own.
func stickerForm(b discord.CreateGuildSticker) any {
	return upload{
		payload: b,
		fields:  []formField{{"name", b.Name}, {"description", b.Description}, {"tags", b.Tags}},
		files:   []formFile{{"file", b.File}},
	}
}

// Update changes a sticker. It needs MANAGE_GUILD_EXPRESSIONS, or
// CREATE_GUILD_EXPRESSIONS for the bot's own. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#modify-guild-sticker
//
//discord:op update_guild_sticker PATCH /guilds/{guild_id}/stickers/{sticker_id}
func (s Stickers) Update(ctx context.Context, guild discord.GuildID, sticker discord.StickerID, b discord.UpdateGuildSticker, opts ...Option) (*discord.Sticker, error) {
	return do[discord.Sticker](ctx, s.c, patch("/guilds/{guild_id}/stickers/{sticker_id}", guild, sticker), b, opts)
}

// Delete deletes a sticker. It needs MANAGE_GUILD_EXPRESSIONS, or
// CREATE_GUILD_EXPRESSIONS for the bot's own. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#delete-guild-sticker
//
//discord:op delete_guild_sticker DELETE /guilds/{guild_id}/stickers/{sticker_id}
func (s Stickers) Delete(ctx context.Context, guild discord.GuildID, sticker discord.StickerID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/stickers/{sticker_id}", guild, sticker), nil, opts)
}
