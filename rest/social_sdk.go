package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// SocialSDK are the operations for games that use Discord's Social SDK:
// provisional accounts, which are for players who have none with Discord, and
// moderation of what players write to each other.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/overview
type SocialSDK struct{ c *Client }

// CreateToken returns an access token for a player whom somebody else vouches
// for, and makes the provisional account where there is none. The body has the
// application's credentials, so any client can call it. A player who has linked
// an account with Discord must log in with OAuth2: the error's code is 530010
// then.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/external-credentials-exchange
//
//discord:op partner_sdk_token POST /partner-sdk/token
func (s SocialSDK) CreateToken(ctx context.Context, b discord.ExternalAccount, opts ...Option) (*discord.ProvisionalToken, error) {
	return do[discord.ProvisionalToken](ctx, s.c, post("/partner-sdk/token"), b, opts)
}

// CreateTokenByID returns an access token for a player of the bot's game, by the
// game's own name for the player, and makes the provisional account where there
// is none. A player who has linked an account with Discord must log in with
// OAuth2: the error's code is 530010 then.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/bot-token-endpoint
//
//discord:op bot_partner_sdk_token POST /partner-sdk/token/bot
func (s SocialSDK) CreateTokenByID(ctx context.Context, b discord.CreateProvisionalToken, opts ...Option) (*discord.ProvisionalToken, error) {
	return do[discord.ProvisionalToken](ctx, s.c, post("/partner-sdk/token/bot"), b, opts)
}

// Unmerge parts a player, whom somebody else vouches for, from the account with
// Discord: the player gets a new provisional one, and all tokens end. The body
// has the application's credentials, so any client can call it.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/unmerging-accounts
//
//discord:op partner_sdk_unmerge_provisional_account POST /partner-sdk/provisional-accounts/unmerge
func (s SocialSDK) Unmerge(ctx context.Context, b discord.ExternalAccount, opts ...Option) error {
	return doStatus(ctx, s.c, post("/partner-sdk/provisional-accounts/unmerge"), b, opts)
}

// UnmergeByID parts a player of the bot's game from the account with Discord, by
// the game's own name for the player. The player gets a new provisional
// account, and all tokens end.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/unmerging-accounts
//
//discord:op bot_partner_sdk_unmerge_provisional_account POST /partner-sdk/provisional-accounts/unmerge/bot
func (s SocialSDK) UnmergeByID(ctx context.Context, b discord.UnmergeProvisionalAccount, opts ...Option) error {
	return doStatus(ctx, s.c, post("/partner-sdk/provisional-accounts/unmerge/bot"), b, opts)
}

// UpdateMessageModeration tells the games of two players what moderation found
// in a message between them: what it means is theirs to decide. It replaces
// what was told before.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/how-to/integrate-moderation
//
//discord:op update_user_message_external_moderation_metadata PUT /partner-sdk/dms/{user_id_1}/{user_id_2}/messages/{message_id}/moderation-metadata
func (s SocialSDK) UpdateMessageModeration(ctx context.Context, user1, user2 discord.UserID, message discord.MessageID, b discord.ModerationMetadata, opts ...Option) error {
	return doStatus(ctx, s.c, put("/partner-sdk/dms/{user_id_1}/{user_id_2}/messages/{message_id}/moderation-metadata", user1, user2, message), b, opts)
}
