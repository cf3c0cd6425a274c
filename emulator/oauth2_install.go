package emulator

import (
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// addBot adds the bot to a guild, with a role of its own for the permissions
// that it asked for.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow
func (e *Emulator) addBot(r *request, g *guild, permissions discord.Permissions) {
	member := e.state.newMember(e.state.bot.ID, r.now)
	g.joinedAt = r.now
	if permissions != 0 {
		role := discord.Role{
			ID: discord.RoleID(e.nextID(r.now)), Name: e.state.app.Name, Position: len(g.Roles), Permissions: permissions,
			Managed: true, Tags: &discord.RoleTags{BotID: e.state.bot.ID},
		}
		g.Roles = append(g.Roles[:len(g.Roles):len(g.Roles)], role)
		member.Roles = []discord.RoleID{role.ID}
	}
	g.members[e.state.bot.ID] = member
	for _, s := range e.sessions.byID {
		if s.concerns(g.ID) {
			e.sendGuild(s, g)
		}
	}
	e.dispatch("GUILD_MEMBER_ADD", &event.GuildMemberAdd{GuildID: g.ID, Member: *member}, audience{guild: g.ID, ofBot: true})
	e.log(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionBotAdd, TargetID: discord.AuditLogTargetID(e.state.bot.ID)})
}
