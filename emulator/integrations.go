package emulator

import (
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// integrationRoutes are the operations on the applications in a guild. There
// are no other integrations here.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#integration-object
var integrationRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/integrations", handle: (*bot).listIntegrations},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/integrations/{integration_id}", handle: (*bot).deleteIntegration},
}

var errUnknownIntegration = unknown(10005, "Integration")

// An integration is an application in a guild.
type integration struct {
	id     discord.IntegrationID
	bot    *discord.User // of the application
	user   *discord.User // who added it
	scopes []discord.Scope
}

// integrationScopes are those that integrations tell of.
var integrationScopes = []discord.Scope{discord.ScopeApplicationsCommands, discord.ScopeBot, discord.ScopeWebhookIncoming}

// botScopes are those of a bot with commands.
var botScopes = []discord.Scope{discord.ScopeApplicationsCommands, discord.ScopeBot}

// integrateBots gives a guild the integrations of the bots that it began with.
func (s *state) integrateBots(g *guild) {
	for _, m := range byID(g.members) {
		if m.User.Bot {
			g.integrations = append(g.integrations, &integration{
				id: discord.IntegrationID(g.ID) + discord.IntegrationID(m.User.ID), bot: m.User, user: s.users[g.OwnerID],
				scopes: botScopes,
			})
		}
	}
}

// integration returns an integration of the guild, or nil.
func (g *guild) integration(id discord.IntegrationID) *integration {
	return g.integrationWhere(func(i *integration) bool { return i.id == id })
}

// integrationOf returns the integration of a bot's application, or nil.
func (g *guild) integrationOf(bot discord.UserID) *integration {
	return g.integrationWhere(func(i *integration) bool { return i.bot.ID == bot })
}

func (g *guild) integrationWhere(fits func(*integration) bool) *integration {
	if n := slices.IndexFunc(g.integrations, fits); n >= 0 {
		return g.integrations[n]
	}
	return nil
}

// integrationView returns an integration as events have it, without who added it.
func (e *Emulator) integrationView(i *integration) discord.Integration {
	app := discord.IntegrationApplication{ID: discord.ApplicationID(i.bot.ID), Name: i.bot.Username}
	if b := e.botOf(i.bot.ID); b != nil {
		app.Name, app.Icon, app.Description = b.app.Name, b.app.Icon, b.app.Description
	}
	if slices.Contains(i.scopes, discord.ScopeBot) {
		app.Bot = i.bot
	}
	return discord.Integration{
		ID: i.id, Name: app.Name, Type: discord.IntegrationTypeDiscord, Enabled: true,
		Account: discord.IntegrationAccount{ID: app.ID.String(), Name: app.Name}, Application: &app, Scopes: i.scopes,
	}
}

// partialIntegration returns an integration as audit logs have it.
func (e *Emulator) partialIntegration(i *integration) discord.PartialIntegration {
	v := e.integrationView(i)
	return discord.PartialIntegration{ID: v.ID, Name: v.Name, Type: v.Type, Account: v.Account, ApplicationID: v.Application.ID}
}

func (b *bot) listIntegrations(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	out := []discord.Integration{}
	for _, i := range g.integrations {
		v := b.integrationView(i)
		v.User = i.user
		out = append(out, v)
	}
	return ok(out)
}

// integrate adds the application to a guild, or gives it more scopes there.
func (b *bot) integrate(r *request, g *guild, scopes []discord.Scope) {
	granted := slices.DeleteFunc(slices.Clone(integrationScopes), func(s discord.Scope) bool {
		included := s == discord.ScopeApplicationsCommands && slices.Contains(scopes, discord.ScopeBot)
		return !slices.Contains(scopes, s) && !included
	})
	i := g.integrationOf(b.user.ID)
	if i == nil {
		i = &integration{id: discord.IntegrationID(b.nextID(r.now)), bot: b.user, user: b.state.users[r.by], scopes: granted}
		g.integrations = append(g.integrations, i)
		v := b.integrationView(i)
		b.dispatch("INTEGRATION_CREATE", &event.IntegrationCreate{Integration: v, GuildID: g.ID}, forBots(g))
		b.integrationsUpdated(g)
		b.logChange(r, g, i.entry(discord.AuditLogActionIntegrationCreate), nil, v)
		return
	}
	before := b.integrationView(i)
	all := slices.DeleteFunc(slices.Clone(integrationScopes), func(s discord.Scope) bool {
		return !slices.Contains(i.scopes, s) && !slices.Contains(granted, s)
	})
	if slices.Equal(all, i.scopes) {
		return
	}
	i.scopes = all
	v := b.integrationView(i)
	b.dispatch("INTEGRATION_UPDATE", &event.IntegrationUpdate{Integration: v, GuildID: g.ID}, forBots(g))
	b.integrationsUpdated(g)
	b.logChange(r, g, i.entry(discord.AuditLogActionIntegrationUpdate), before, v)
}

func (e *Emulator) integrationsUpdated(g *guild) {
	e.dispatch("GUILD_INTEGRATIONS_UPDATE", &event.GuildIntegrationsUpdate{GuildID: g.ID}, forBots(g))
	e.commandsChanged()
}

func (i *integration) entry(action discord.AuditLogAction) *discord.AuditLogEntry {
	return &discord.AuditLogEntry{ActionType: action, TargetID: discord.AuditLogTargetID(i.id)}
}

// deleteIntegration takes an application out of a guild, with its webhooks and
// its bot.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#delete-guild-integration
func (b *bot) deleteIntegration(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	i := g.integration(discord.IntegrationID(r.id("integration_id")))
	if i == nil {
		return reply{}, errUnknownIntegration
	}
	b.removeIntegration(r, g, i)
	if g.members[i.bot.ID] != nil {
		b.removeMember(r, g, i.bot)
	}
	return noContent()
}

// roleOf returns the role that a bot got when it was added, or nil.
func (g *guild) roleOf(bot discord.UserID) *discord.Role {
	return find(g.Roles, func(r *discord.Role) bool { return r.Tags != nil && r.Tags.BotID == bot })
}

// removeIntegration takes an application, its webhooks and its role out of a
// guild, and tells of it. Its bot stays.
func (e *Emulator) removeIntegration(r *request, g *guild, i *integration) {
	g.integrations = slices.DeleteFunc(g.integrations, func(x *integration) bool { return x == i })
	for _, w := range byID(e.state.webhooks) {
		if ch := e.state.channels[w.ChannelID]; w.GuildID == g.ID && ch != nil && w.ApplicationID == discord.ApplicationID(i.bot.ID) {
			delete(e.state.webhooks, w.ID)
			e.webhooksChanged(ch)
		}
	}
	e.integrationsUpdated(g)
	e.dispatch("INTEGRATION_DELETE", &event.IntegrationDelete{ID: i.id, GuildID: g.ID, ApplicationID: discord.ApplicationID(i.bot.ID)}, forBots(g))
	e.logChange(r, g, i.entry(discord.AuditLogActionIntegrationDelete), e.integrationView(i), nil)
	if role := g.roleOf(i.bot.ID); role != nil {
		e.dropRole(g, role.ID)
	}
}
