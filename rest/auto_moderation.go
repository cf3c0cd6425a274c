package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// AutoModeration are the operations on the rules by which Discord checks messages and members before people do.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation
type AutoModeration struct{ c *Client }

// List returns a guild's rules. It needs MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#list-auto-moderation-rules-for-guild
//
//discord:op list_auto_moderation_rules GET /guilds/{guild_id}/auto-moderation/rules
func (s AutoModeration) List(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.AutoModerationRule, error) {
	return doList[discord.AutoModerationRule](ctx, s.c, get("/guilds/{guild_id}/auto-moderation/rules", guild), nil, opts)
}

// Get returns a rule. It needs MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#get-auto-moderation-rule
//
//discord:op get_auto_moderation_rule GET /guilds/{guild_id}/auto-moderation/rules/{rule_id}
func (s AutoModeration) Get(ctx context.Context, guild discord.GuildID, rule discord.AutoModerationRuleID, opts ...Option) (*discord.AutoModerationRule, error) {
	return do[discord.AutoModerationRule](ctx, s.c, get("/guilds/{guild_id}/auto-moderation/rules/{rule_id}", guild, rule), nil, opts)
}

// Create makes a rule. It needs MANAGE_GUILD, and MODERATE_MEMBERS where the
// rule times members out. A guild can have 6 rules with keywords, and one of
// each other kind. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#create-auto-moderation-rule
//
//discord:op create_auto_moderation_rule POST /guilds/{guild_id}/auto-moderation/rules
func (s AutoModeration) Create(ctx context.Context, guild discord.GuildID, b discord.CreateAutoModerationRule, opts ...Option) (*discord.AutoModerationRule, error) {
	return do[discord.AutoModerationRule](ctx, s.c, post("/guilds/{guild_id}/auto-moderation/rules", guild), b, opts)
}

// Update changes a rule, but for what kind of trigger it has. It needs
// MANAGE_GUILD. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#modify-auto-moderation-rule
//
//discord:op update_auto_moderation_rule PATCH /guilds/{guild_id}/auto-moderation/rules/{rule_id}
func (s AutoModeration) Update(ctx context.Context, guild discord.GuildID, rule discord.AutoModerationRuleID, b discord.UpdateAutoModerationRule, opts ...Option) (*discord.AutoModerationRule, error) {
	return do[discord.AutoModerationRule](ctx, s.c, patch("/guilds/{guild_id}/auto-moderation/rules/{rule_id}", guild, rule), b, opts)
}

// Delete deletes a rule. It needs MANAGE_GUILD. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#delete-auto-moderation-rule
//
//discord:op delete_auto_moderation_rule DELETE /guilds/{guild_id}/auto-moderation/rules/{rule_id}
func (s AutoModeration) Delete(ctx context.Context, guild discord.GuildID, rule discord.AutoModerationRuleID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/auto-moderation/rules/{rule_id}", guild, rule), nil, opts)
}
