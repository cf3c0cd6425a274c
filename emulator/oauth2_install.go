package emulator

import (
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// join adds the bot to a guild, with a role of its own for the permissions
// that it asked for.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow
func (b *bot) join(r *request, g *guild, permissions discord.Permissions) {
	member := b.state.newMember(b.user.ID, r.now)
	if permissions != 0 {
		role := discord.Role{
			ID: discord.RoleID(b.nextID(r.now)), Name: b.app.Name, Position: len(g.Roles), Permissions: permissions,
			Managed: true, Tags: &discord.RoleTags{BotID: b.user.ID},
		}
		g.Roles = append(g.Roles[:len(g.Roles):len(g.Roles)], role)
		member.Roles = []discord.RoleID{role.ID}
		b.dispatch("GUILD_ROLE_CREATE", &event.GuildRoleCreate{GuildID: g.ID, Role: role}, inGuild(g.ID)) // before it is there itself
	}
	g.members[b.user.ID] = member
	b.sendGuild(g)
	b.dispatch("GUILD_MEMBER_ADD", &event.GuildMemberAdd{GuildID: g.ID, Member: *member}, audience{guild: g.ID, members: []discord.UserID{b.user.ID}})
	if s := b.sessionIn(g); s != nil {
		b.showPresence(g, s.presence, b)
	}
	b.log(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionBotAdd, TargetID: discord.AuditLogTargetID(b.user.ID)})
}
