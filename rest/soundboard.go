package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Soundboard are the operations on the sounds that can be played in voice
// channels.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard
type Soundboard struct{ c *Client }

// Send plays a sound in the voice channel that the bot is in. It needs SPEAK
// and USE_SOUNDBOARD, for a sound of another guild USE_EXTERNAL_SOUNDS, and
// that the bot is neither deaf nor mute nor suppressed.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#send-soundboard-sound
//
//discord:op send_soundboard_sound POST /channels/{channel_id}/send-soundboard-sound
func (s Soundboard) Send(ctx context.Context, channel discord.ChannelID, b discord.SendSoundboardSound, opts ...Option) error {
	return doStatus(ctx, s.c, post("/channels/{channel_id}/send-soundboard-sound", channel), b, opts)
}

// ListDefault returns Discord's own sounds, which everyone can use.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#list-default-soundboard-sounds
//
//discord:op get_soundboard_default_sounds GET /soundboard-default-sounds
func (s Soundboard) ListDefault(ctx context.Context, opts ...Option) ([]discord.SoundboardSound, error) {
	return doList[discord.SoundboardSound](ctx, s.c, get("/soundboard-default-sounds"), nil, opts)
}

// List returns a guild's sounds, all of them. Who made them is told with
// CREATE_GUILD_EXPRESSIONS or MANAGE_GUILD_EXPRESSIONS.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#list-guild-soundboard-sounds
//
//discord:op list_guild_soundboard_sounds GET /guilds/{guild_id}/soundboard-sounds
func (s Soundboard) List(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.SoundboardSounds, error) {
	return do[discord.SoundboardSounds](ctx, s.c, get("/guilds/{guild_id}/soundboard-sounds", guild), nil, opts)
}

// Get returns a sound of a guild. Who made it is told with
// CREATE_GUILD_EXPRESSIONS or MANAGE_GUILD_EXPRESSIONS.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#get-guild-soundboard-sound
//
//discord:op get_guild_soundboard_sound GET /guilds/{guild_id}/soundboard-sounds/{sound_id}
func (s Soundboard) Get(ctx context.Context, guild discord.GuildID, sound discord.SoundboardSoundID, opts ...Option) (*discord.SoundboardSound, error) {
	return do[discord.SoundboardSound](ctx, s.c, get("/guilds/{guild_id}/soundboard-sounds/{sound_id}", guild, sound), nil, opts)
}

// Create makes a sound of a guild. It needs CREATE_GUILD_EXPRESSIONS. It takes
// a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#create-guild-soundboard-sound
//
//discord:op create_guild_soundboard_sound POST /guilds/{guild_id}/soundboard-sounds
func (s Soundboard) Create(ctx context.Context, guild discord.GuildID, b discord.CreateGuildSoundboardSound, opts ...Option) (*discord.SoundboardSound, error) {
	return do[discord.SoundboardSound](ctx, s.c, post("/guilds/{guild_id}/soundboard-sounds", guild), b, opts)
}

// Update changes a sound. It needs MANAGE_GUILD_EXPRESSIONS, or
// CREATE_GUILD_EXPRESSIONS for the bot's own. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#modify-guild-soundboard-sound
//
//discord:op update_guild_soundboard_sound PATCH /guilds/{guild_id}/soundboard-sounds/{sound_id}
func (s Soundboard) Update(ctx context.Context, guild discord.GuildID, sound discord.SoundboardSoundID, b discord.UpdateGuildSoundboardSound, opts ...Option) (*discord.SoundboardSound, error) {
	return do[discord.SoundboardSound](ctx, s.c, patch("/guilds/{guild_id}/soundboard-sounds/{sound_id}", guild, sound), b, opts)
}

// Delete deletes a sound. It needs MANAGE_GUILD_EXPRESSIONS, or
// CREATE_GUILD_EXPRESSIONS for the bot's own. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#delete-guild-soundboard-sound
//
//discord:op delete_guild_soundboard_sound DELETE /guilds/{guild_id}/soundboard-sounds/{sound_id}
func (s Soundboard) Delete(ctx context.Context, guild discord.GuildID, sound discord.SoundboardSoundID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/soundboard-sounds/{sound_id}", guild, sound), nil, opts)
}
