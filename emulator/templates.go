package emulator

import (
	"net/http"

	"github.com/accord-go/accord/discord"
)

// templateRoutes are the operations on templates.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template
var templateRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/templates/{code}", handle: (*bot).getTemplate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/templates", handle: (*bot).listTemplates},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/templates", handle: (*bot).createTemplate},
	{method: http.MethodPut, pattern: "/guilds/{guild_id}/templates/{code}", handle: (*bot).syncTemplate},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/templates/{code}", handle: (*bot).updateTemplate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/templates/{code}", handle: (*bot).deleteTemplate},
}

var errUnknownTemplate = unknown(10057, "Guild Template")

// snapshot returns the guild as a template keeps it: roles and channels are
// numbered, @everyone with 0.
func (g *guild) snapshot() discord.TemplateGuild {
	out := discord.TemplateGuild{
		Name: g.Name, Description: g.Description, Region: g.Region, VerificationLevel: g.VerificationLevel,
		DefaultMessageNotifications: g.DefaultMessageNotifications, ExplicitContentFilter: g.ExplicitContentFilter,
		PreferredLocale: g.PreferredLocale, AFKTimeout: g.AFKTimeout, SystemChannelFlags: g.SystemChannelFlags,
	}
	roles := make(map[discord.OverwriteID]int)
	for i, role := range g.Roles {
		if role.Managed {
			continue
		}
		roles[discord.OverwriteID(role.ID)] = i
		out.Roles = append(out.Roles, discord.TemplateRole{
			ID: i, Name: role.Name, Permissions: role.Permissions, Color: role.Color, Colors: &role.Colors,
			Hoist: role.Hoist, Mentionable: role.Mentionable, Icon: role.Icon, UnicodeEmoji: role.UnicodeEmoji,
		})
	}
	numbers := make(map[discord.ChannelID]int)
	var channels []*channel
	for _, ch := range byID(g.channels) {
		if !ch.IsThread() {
			channels = append(channels, ch)
			numbers[ch.ID] = len(channels)
		}
	}
	out.AFKChannelID, out.SystemChannelID = discord.ChannelID(numbers[g.AFKChannelID]), discord.ChannelID(numbers[g.SystemChannelID])
	for i, ch := range channels {
		c := discord.TemplateChannel{
			ID: new(i + 1), Type: ch.Type, Name: ch.Name, Position: new(ch.Position), Topic: ch.Topic, Bitrate: ch.Bitrate, UserLimit: ch.UserLimit,
			NSFW: ch.NSFW, RateLimitPerUser: ch.RateLimitPerUser, ParentID: discord.ChannelID(numbers[ch.ParentID]),
		}
		for _, o := range ch.PermissionOverwrites {
			if n, isRole := roles[o.ID]; isRole && o.Type == discord.OverwriteTypeRole {
				o.ID = discord.OverwriteID(n)
				c.PermissionOverwrites = append(c.PermissionOverwrites, o)
			}
		}
		out.Channels = append(out.Channels, c)
	}
	return out
}

// templateFor returns the guild and its template of the request's path.
func (b *bot) templateFor(r *request) (*guild, *discord.GuildTemplate, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return nil, nil, err
	}
	if g.template == nil || g.template.Code != r.vars["code"] {
		return nil, nil, errUnknownTemplate
	}
	return g, g.template, nil
}

func (e *Emulator) getTemplate(r *request) (reply, error) {
	for _, g := range byID(e.state.guilds) {
		if g.template != nil && g.template.Code == r.vars["code"] {
			return ok(g.template)
		}
	}
	return reply{}, errUnknownTemplate
}

func (b *bot) listTemplates(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	if g.template == nil {
		return ok([]discord.GuildTemplate{})
	}
	return ok([]discord.GuildTemplate{*g.template})
}

func (b *bot) createTemplate(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Name        string           `json:"name" rule:"required,len=1..100"`
		Description optional[string] `json:"description" rule:"len=0..120"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if g.template != nil {
		return reply{}, refuse(http.StatusBadRequest, 30031, "Guild already has a template")
	}
	now := discord.At(r.now)
	g.template = &discord.GuildTemplate{
		Code: randomText(9), Name: f.Name, Description: f.Description.pointer(), CreatorID: b.user.ID, Creator: b.user,
		CreatedAt: now, UpdatedAt: now, SourceGuildID: g.ID, SerializedSourceGuild: g.snapshot(),
	}
	return ok(g.template)
}

func (b *bot) syncTemplate(r *request) (reply, error) {
	g, template, err := b.templateFor(r)
	if err != nil {
		return reply{}, err
	}
	template.UpdatedAt, template.SerializedSourceGuild, template.IsDirty = discord.At(r.now), g.snapshot(), nil
	return ok(template)
}

func (b *bot) updateTemplate(r *request) (reply, error) {
	_, template, err := b.templateFor(r)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Name        *string          `json:"name" rule:"len=1..100"`
		Description optional[string] `json:"description" rule:"len=0..120"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	set(&template.Name, f.Name)
	if f.Description.present {
		template.Description = f.Description.pointer()
	}
	return ok(template)
}

func (b *bot) deleteTemplate(r *request) (reply, error) {
	g, template, err := b.templateFor(r)
	if err != nil {
		return reply{}, err
	}
	g.template = nil
	return ok(template)
}
