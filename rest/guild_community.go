package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// GetPreview returns what a guild shows to those who are no members. If the
// bot is none either, the guild must be discoverable.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-preview
//
//discord:op get_guild_preview GET /guilds/{guild_id}/preview
func (s Guilds) GetPreview(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.GuildPreview, error) {
	return do[discord.GuildPreview](ctx, s.c, get("/guilds/{guild_id}/preview", guild), nil, opts)
}

// GetVanityURL returns a guild's own invite code. It needs MANAGE_GUILD, and
// the guild the feature VANITY_URL.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-vanity-url
//
//discord:op get_guild_vanity_url GET /guilds/{guild_id}/vanity-url
func (s Guilds) GetVanityURL(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.VanityURL, error) {
	return do[discord.VanityURL](ctx, s.c, get("/guilds/{guild_id}/vanity-url", guild), nil, opts)
}

// GetWelcomeScreen returns what new members see first. If it is not enabled, it
// needs MANAGE_GUILD. A guild without one is [ErrUnknownGuildWelcomeScreen].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-welcome-screen
//
//discord:op get_guild_welcome_screen GET /guilds/{guild_id}/welcome-screen
func (s Guilds) GetWelcomeScreen(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.WelcomeScreen, error) {
	return do[discord.WelcomeScreen](ctx, s.c, get("/guilds/{guild_id}/welcome-screen", guild), nil, opts)
}

// UpdateWelcomeScreen changes what new members see first. It needs
// MANAGE_GUILD. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-welcome-screen
//
//discord:op update_guild_welcome_screen PATCH /guilds/{guild_id}/welcome-screen
func (s Guilds) UpdateWelcomeScreen(ctx context.Context, guild discord.GuildID, b discord.UpdateWelcomeScreen, opts ...Option) (*discord.WelcomeScreen, error) {
	return do[discord.WelcomeScreen](ctx, s.c, patch("/guilds/{guild_id}/welcome-screen", guild), b, opts)
}

// GetOnboarding returns what a guild asks new members.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-onboarding
//
//discord:op get_guilds_onboarding GET /guilds/{guild_id}/onboarding
func (s Guilds) GetOnboarding(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.GuildOnboarding, error) {
	return do[discord.GuildOnboarding](ctx, s.c, get("/guilds/{guild_id}/onboarding", guild), nil, opts)
}

// UpdateOnboarding changes what a guild asks new members. It needs
// MANAGE_GUILD and MANAGE_ROLES. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-onboarding
//
//discord:op put_guilds_onboarding PUT /guilds/{guild_id}/onboarding
func (s Guilds) UpdateOnboarding(ctx context.Context, guild discord.GuildID, b discord.UpdateGuildOnboarding, opts ...Option) (*discord.GuildOnboarding, error) {
	return do[discord.GuildOnboarding](ctx, s.c, put("/guilds/{guild_id}/onboarding", guild), b, opts)
}

// GetNewMemberWelcome returns what a guild's Server Guide shows to new members.
// Of a guild that has none the result is empty. It is not documented.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
//
//discord:op get_guild_new_member_welcome GET /guilds/{guild_id}/new-member-welcome
func (s Guilds) GetNewMemberWelcome(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.NewMemberWelcome, error) {
	return do[discord.NewMemberWelcome](ctx, s.c, get("/guilds/{guild_id}/new-member-welcome", guild), nil, opts)
}

// GetWidgetSettings returns whether a guild has a widget. It needs
// MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-widget-settings
//
//discord:op get_guild_widget_settings GET /guilds/{guild_id}/widget
func (s Guilds) GetWidgetSettings(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.GuildWidgetSettings, error) {
	return do[discord.GuildWidgetSettings](ctx, s.c, get("/guilds/{guild_id}/widget", guild), nil, opts)
}

// UpdateWidgetSettings changes a guild's widget. It needs MANAGE_GUILD. It
// takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-widget
//
//discord:op update_guild_widget_settings PATCH /guilds/{guild_id}/widget
func (s Guilds) UpdateWidgetSettings(ctx context.Context, guild discord.GuildID, b discord.UpdateGuildWidgetSettings, opts ...Option) (*discord.GuildWidgetSettings, error) {
	return do[discord.GuildWidgetSettings](ctx, s.c, patch("/guilds/{guild_id}/widget", guild), b, opts)
}

// GetWidget returns a guild's widget. It needs no credential. One that is not
// enabled is [ErrGuildWidgetDisabled].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-widget
//
//discord:op get_guild_widget GET /guilds/{guild_id}/widget.json
func (s Guilds) GetWidget(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.GuildWidget, error) {
	return do[discord.GuildWidget](ctx, s.c, get("/guilds/{guild_id}/widget.json", guild), nil, opts)
}

// GetWidgetImage returns a guild's widget as a picture, a PNG. An empty style
// is a shield. It needs no credential. One that is not enabled is
// [ErrGuildWidgetDisabled].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-widget-image
//
//discord:op get_guild_widget_png GET /guilds/{guild_id}/widget.png
func (s Guilds) GetWidgetImage(ctx context.Context, guild discord.GuildID, style discord.GuildWidgetStyle, opts ...Option) ([]byte, error) {
	return doRaw(ctx, s.c, get("/guilds/{guild_id}/widget.png", guild).with(addTexts("", "style", []discord.GuildWidgetStyle{style})), nil, opts)
}

// PreviewPrune says which members to count.
type PreviewPrune struct {
	Days         int              // who have not been seen for so many days; 1 to 30, 0 means 7
	IncludeRoles []discord.RoleID // with no other roles; none: only those without roles
}

func (p PreviewPrune) query() query {
	list := ""
	for i, role := range p.IncludeRoles {
		if i > 0 {
			list += ","
		}
		list += role.String()
	}
	return addTexts(query("").int("days", p.Days), "include_roles", []string{list})
}

// PreviewPrune counts the members that [Guilds.Prune] would remove. It needs
// MANAGE_GUILD and KICK_MEMBERS.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-prune-count
//
//discord:op preview_prune_guild GET /guilds/{guild_id}/prune
func (s Guilds) PreviewPrune(ctx context.Context, guild discord.GuildID, p PreviewPrune, opts ...Option) (*discord.GuildPrune, error) {
	return do[discord.GuildPrune](ctx, s.c, get("/guilds/{guild_id}/prune", guild).with(p.query()), nil, opts)
}

// Prune removes members who have not been seen for some days. It needs
// MANAGE_GUILD and KICK_MEMBERS. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#begin-guild-prune
//
//discord:op prune_guild POST /guilds/{guild_id}/prune
func (s Guilds) Prune(ctx context.Context, guild discord.GuildID, b discord.PruneGuild, opts ...Option) (*discord.GuildPrune, error) {
	return do[discord.GuildPrune](ctx, s.c, post("/guilds/{guild_id}/prune", guild), b, opts)
}
