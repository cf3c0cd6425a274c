package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Voice are the operations on voice states and voice regions. Joining a voice
// channel is a matter of the gateway.
//
// Discord docs: https://docs.discord.com/developers/resources/voice
type Voice struct{ c *Client }

// ListRegions returns the regions that a voice channel can be given.
//
// Discord docs: https://docs.discord.com/developers/resources/voice#list-voice-regions
//
//discord:op list_voice_regions GET /voice/regions
func (s Voice) ListRegions(ctx context.Context, opts ...Option) ([]discord.VoiceRegion, error) {
	return doList[discord.VoiceRegion](ctx, s.c, get("/voice/regions"), nil, opts)
}

// ListRegionsInGuild returns the regions that a guild's voice channels can be
// given, which are more where the guild has VIP servers.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-voice-regions
//
//discord:op list_guild_voice_regions GET /guilds/{guild_id}/regions
func (s Voice) ListRegionsInGuild(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.VoiceRegion, error) {
	return doList[discord.VoiceRegion](ctx, s.c, get("/guilds/{guild_id}/regions", guild), nil, opts)
}

// GetMyState returns the bot's own voice state in a guild. If it is in no
// voice channel the error is [ErrUnknownVoiceState].
//
// Discord docs: https://docs.discord.com/developers/resources/voice#get-current-user-voice-state
//
//discord:op get_self_voice_state GET /guilds/{guild_id}/voice-states/@me
func (s Voice) GetMyState(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.VoiceState, error) {
	return do[discord.VoiceState](ctx, s.c, get("/guilds/{guild_id}/voice-states/@me", guild), nil, opts)
}

// GetState returns a user's voice state in a guild. It needs CONNECT in the
// channel that the user is in. For a user in no voice channel the error is
// [ErrUnknownVoiceState].
//
// Discord docs: https://docs.discord.com/developers/resources/voice#get-user-voice-state
//
//discord:op get_voice_state GET /guilds/{guild_id}/voice-states/{user_id}
func (s Voice) GetState(ctx context.Context, guild discord.GuildID, user discord.UserID, opts ...Option) (*discord.VoiceState, error) {
	return do[discord.VoiceState](ctx, s.c, get("/guilds/{guild_id}/voice-states/{user_id}", guild, user), nil, opts)
}

// UpdateMyState lets the bot speak or be silent on the stage that it is in, or
// ask to speak. To speak it needs MUTE_MEMBERS, to ask REQUEST_TO_SPEAK.
//
// Discord docs: https://docs.discord.com/developers/resources/voice#modify-current-user-voice-state
//
//discord:op update_self_voice_state PATCH /guilds/{guild_id}/voice-states/@me
func (s Voice) UpdateMyState(ctx context.Context, guild discord.GuildID, b discord.UpdateSelfVoiceState, opts ...Option) error {
	return doStatus(ctx, s.c, patch("/guilds/{guild_id}/voice-states/@me", guild), b, opts)
}

// UpdateState lets a user speak or be silent on the stage that the user is in.
// It needs MUTE_MEMBERS. A person who may speak is asked whether to.
//
// Discord docs: https://docs.discord.com/developers/resources/voice#modify-user-voice-state
//
//discord:op update_voice_state PATCH /guilds/{guild_id}/voice-states/{user_id}
func (s Voice) UpdateState(ctx context.Context, guild discord.GuildID, user discord.UserID, b discord.UpdateVoiceState, opts ...Option) error {
	return doStatus(ctx, s.c, patch("/guilds/{guild_id}/voice-states/{user_id}", guild, user), b, opts)
}

// SetStatus sets the line of text that is shown with a voice channel, or
// removes it. It needs SET_VOICE_CHANNEL_STATUS, and MANAGE_CHANNELS where the
// bot isn't in the channel. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#set-voice-channel-status
//
//discord:op update_voice_channel_status PUT /channels/{channel_id}/voice-status
func (s Voice) SetStatus(ctx context.Context, channel discord.ChannelID, b discord.UpdateVoiceChannelStatus, opts ...Option) error {
	return doStatus(ctx, s.c, put("/channels/{channel_id}/voice-status", channel), b, opts)
}
