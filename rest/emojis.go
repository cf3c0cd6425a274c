package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Emojis are the operations on the emojis of a guild, and on those of an
// application, which only that can use, everywhere. Discord limits those of a
// guild in a way that it doesn't announce, so a 429 may come as a surprise.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji
type Emojis struct{ c *Client }

// List returns a guild's emojis. Who made them is told with
// CREATE_GUILD_EXPRESSIONS or MANAGE_GUILD_EXPRESSIONS.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#list-guild-emojis
//
//discord:op list_guild_emojis GET /guilds/{guild_id}/emojis
func (s Emojis) List(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.Emoji, error) {
	return doList[discord.Emoji](ctx, s.c, get("/guilds/{guild_id}/emojis", guild), nil, opts)
}

// Get returns an emoji of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#get-guild-emoji
//
//discord:op get_guild_emoji GET /guilds/{guild_id}/emojis/{emoji_id}
func (s Emojis) Get(ctx context.Context, guild discord.GuildID, emoji discord.EmojiID, opts ...Option) (*discord.Emoji, error) {
	return do[discord.Emoji](ctx, s.c, get("/guilds/{guild_id}/emojis/{emoji_id}", guild, emoji), nil, opts)
}

// Create makes an emoji of a guild. It needs CREATE_GUILD_EXPRESSIONS. A guild
// without boosts holds 50, and 50 animated ones. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#create-guild-emoji
//
//discord:op create_guild_emoji POST /guilds/{guild_id}/emojis
func (s Emojis) Create(ctx context.Context, guild discord.GuildID, b discord.CreateGuildEmoji, opts ...Option) (*discord.Emoji, error) {
	return do[discord.Emoji](ctx, s.c, post("/guilds/{guild_id}/emojis", guild), b, opts)
}

// Update changes an emoji of a guild. It needs MANAGE_GUILD_EXPRESSIONS, or
// CREATE_GUILD_EXPRESSIONS for the bot's own. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#modify-guild-emoji
//
//discord:op update_guild_emoji PATCH /guilds/{guild_id}/emojis/{emoji_id}
func (s Emojis) Update(ctx context.Context, guild discord.GuildID, emoji discord.EmojiID, b discord.UpdateGuildEmoji, opts ...Option) (*discord.Emoji, error) {
	return do[discord.Emoji](ctx, s.c, patch("/guilds/{guild_id}/emojis/{emoji_id}", guild, emoji), b, opts)
}

// Delete deletes an emoji of a guild. It needs MANAGE_GUILD_EXPRESSIONS, or
// CREATE_GUILD_EXPRESSIONS for the bot's own. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#delete-guild-emoji
//
//discord:op delete_guild_emoji DELETE /guilds/{guild_id}/emojis/{emoji_id}
func (s Emojis) Delete(ctx context.Context, guild discord.GuildID, emoji discord.EmojiID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/emojis/{emoji_id}", guild, emoji), nil, opts)
}

// ListInApp returns an application's emojis, all of them.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#list-application-emojis
//
//discord:op list_application_emojis GET /applications/{application_id}/emojis
func (s Emojis) ListInApp(ctx context.Context, app discord.ApplicationID, opts ...Option) (*discord.ApplicationEmojis, error) {
	return do[discord.ApplicationEmojis](ctx, s.c, get("/applications/{application_id}/emojis", app), nil, opts)
}

// GetInApp returns an emoji of an application.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#get-application-emoji
//
//discord:op get_application_emoji GET /applications/{application_id}/emojis/{emoji_id}
func (s Emojis) GetInApp(ctx context.Context, app discord.ApplicationID, emoji discord.EmojiID, opts ...Option) (*discord.Emoji, error) {
	return do[discord.Emoji](ctx, s.c, get("/applications/{application_id}/emojis/{emoji_id}", app, emoji), nil, opts)
}

// CreateInApp makes an emoji of an application, which holds 2000. Messages with
// it don't need USE_EXTERNAL_EMOJIS.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#create-application-emoji
//
//discord:op create_application_emoji POST /applications/{application_id}/emojis
func (s Emojis) CreateInApp(ctx context.Context, app discord.ApplicationID, b discord.CreateApplicationEmoji, opts ...Option) (*discord.Emoji, error) {
	return do[discord.Emoji](ctx, s.c, post("/applications/{application_id}/emojis", app), b, opts)
}

// UpdateInApp changes the name of an emoji of an application.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#modify-application-emoji
//
//discord:op update_application_emoji PATCH /applications/{application_id}/emojis/{emoji_id}
func (s Emojis) UpdateInApp(ctx context.Context, app discord.ApplicationID, emoji discord.EmojiID, b discord.UpdateApplicationEmoji, opts ...Option) (*discord.Emoji, error) {
	return do[discord.Emoji](ctx, s.c, patch("/applications/{application_id}/emojis/{emoji_id}", app, emoji), b, opts)
}

// DeleteInApp deletes an emoji of an application.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#delete-application-emoji
//
//discord:op delete_application_emoji DELETE /applications/{application_id}/emojis/{emoji_id}
func (s Emojis) DeleteInApp(ctx context.Context, app discord.ApplicationID, emoji discord.EmojiID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/applications/{application_id}/emojis/{emoji_id}", app, emoji), nil, opts)
}
