package emulator

import (
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// joinRoutes are what an application does for a user with an access token of
// the user's.
var joinRoutes = []route{
	{method: http.MethodPut, pattern: "/guilds/{guild_id}/members/{user_id}", handle: (*bot).addGuildMember},
}

var (
	errInvalidAccessToken = &apiError{status: http.StatusForbidden, code: 50025, message: "Invalid OAuth2 access token"}
	errBanned             = &apiError{status: http.StatusForbidden, code: 40007, message: "The user is banned from this guild."}
)

// joinForm is how a user joins.
type joinForm struct {
	AccessToken string      `json:"access_token" rule:"required"`
	Nick        *string     `json:"nick" rule:"len=0..32"`
	Roles       []snowflake `json:"roles"`
	Mute        bool        `json:"mute"`
	Deaf        bool        `json:"deaf"`
}

// needs returns the permissions that the bot needs beyond that to invite.
func (f *joinForm) needs() (need discord.Permissions) {
	for _, n := range []struct {
		asked      bool
		permission discord.Permissions
	}{
		{f.Nick != nil, discord.PermissionManageNicknames}, {len(f.Roles) > 0, discord.PermissionManageRoles},
		{f.Mute, discord.PermissionMuteMembers}, {f.Deaf, discord.PermissionDeafenMembers},
	} {
		if n.asked {
			need |= n.permission
		}
	}
	return need
}

// addGuildMember adds a user who granted guilds.join to a guild that the bot is
// in. Where members are screened, the user has yet to pass that.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#add-guild-member
func (b *bot) addGuildMember(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionCreateInstantInvite)
	if err != nil {
		return reply{}, err
	}
	var f joinForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	grant := b.grantOf("Bearer "+f.AccessToken, r.now)
	switch {
	case grant == nil || grant.auth.user.ID != r.userID():
		return reply{}, errInvalidAccessToken
	case !grant.has(discord.ScopeGuildsJoin):
		return reply{}, errMissingScope
	case g.bans[r.userID()] != nil:
		return reply{}, errBanned
	case g.members[r.userID()] != nil:
		return noContent()
	}
	need := f.needs()
	if b.permissions(g)&need != need {
		return reply{}, errMissingPermissions
	}
	member := b.state.newMember(r.userID(), r.now)
	member.Nick, member.Mute, member.Deaf = f.Nick, f.Mute, f.Deaf
	member.Pending = slices.Contains(g.Features, discord.GuildFeatureMemberVerificationGateEnabled)
	for _, id := range f.Roles {
		switch role := g.role(discord.RoleID(id)); {
		case role == nil:
			return reply{}, errUnknownRole
		case role.Managed || role.Position >= g.topRole(b.user.ID):
			return reply{}, errMissingPermissions
		}
		member.Roles = append(member.Roles, discord.RoleID(id))
	}
	g.members[r.userID()] = member
	b.dispatch("GUILD_MEMBER_ADD", &event.GuildMemberAdd{GuildID: g.ID, Member: *member}, inGuild(g.ID))
	return created(member)
}
