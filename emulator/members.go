package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// memberRoutes are the operations on members.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-member
var memberRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/members", handle: (*bot).listMembers},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/members/search", handle: (*bot).searchMembers},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/members/@me", handle: (*bot).updateOwnMember, audit: discord.AuditLogActionMemberUpdate},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/members/@me/nick", handle: (*bot).updateOwnNick, audit: discord.AuditLogActionMemberUpdate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/members/{user_id}", handle: (*bot).getMember},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/members/{user_id}", handle: (*bot).updateMember, audit: discord.AuditLogActionMemberUpdate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/members/{user_id}", handle: (*bot).kickMember, audit: discord.AuditLogActionMemberKick},
	{method: http.MethodPut, pattern: "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", handle: (*bot).giveRole, audit: discord.AuditLogActionMemberRoleUpdate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", handle: (*bot).takeRole, audit: discord.AuditLogActionMemberRoleUpdate},
}

// memberFor returns the guild and the member of the request's path.
func (b *bot) memberFor(r *request, need discord.Permissions) (*guild, *discord.Member, error) {
	g, err := b.guildFor(r, need)
	if err != nil {
		return nil, nil, err
	}
	m := g.members[r.userID()]
	switch {
	case m != nil:
		return g, m, nil
	case b.state.users[r.userID()] == nil:
		return nil, nil, errUnknownUser
	default:
		return nil, nil, errUnknownMember
	}
}

func (b *bot) getMember(r *request) (reply, error) {
	_, m, err := b.memberFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	return ok(m)
}

// listMembers returns a page of members, ordered by ID.
func (b *bot) listMembers(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	n, err := r.queryInt("limit", 1, 1, 1000)
	if err != nil {
		return reply{}, err
	}
	after, err := r.queryID("after")
	if err != nil {
		return reply{}, err
	}
	if !b.granted.Has(discord.IntentGuildMembers) {
		return reply{}, errMissingAccess
	}
	out := []*discord.Member{}
	for _, m := range byID(g.members) {
		if uint64(m.User.ID) > uint64(after) && len(out) < n {
			out = append(out, m)
		}
	}
	return ok(out)
}

// searchMembers returns members whose name or nickname begins with a text.
func (b *bot) searchMembers(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	n, err := r.queryInt("limit", 1, 1, 1000)
	if err != nil {
		return reply{}, err
	}
	query := strings.ToLower(r.query.Get("query"))
	if query == "" {
		return reply{}, invalid(codeRequired, "This field is required", "query")
	}
	out := []*discord.Member{}
	for _, m := range byID(g.members) {
		names := []string{m.User.Username, deref(m.User.GlobalName), deref(m.Nick)}
		if len(out) < n && slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(strings.ToLower(name), query) }) {
			out = append(out, m)
		}
	}
	return ok(out)
}

// memberForm is a change of a member.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-member
type memberForm struct {
	Nick                       optional[string]      `json:"nick" rule:"len=0..32"`
	Roles                      optional[[]snowflake] `json:"roles" rule:"len=0..350"`
	Mute                       *bool                 `json:"mute"`
	Deaf                       *bool                 `json:"deaf"`
	ChannelID                  optional[snowflake]   `json:"channel_id"`
	CommunicationDisabledUntil optional[string]      `json:"communication_disabled_until"`
	Flags                      *discord.MemberFlags  `json:"flags"`
}

// needs returns the permissions that the change takes.
func (f *memberForm) needs() (need discord.Permissions) {
	for _, n := range []struct {
		there bool
		need  discord.Permissions
	}{
		{f.Nick.present, discord.PermissionManageNicknames},
		{f.Roles.present, discord.PermissionManageRoles},
		{f.Mute != nil, discord.PermissionMuteMembers},
		{f.Deaf != nil, discord.PermissionDeafenMembers},
		{f.ChannelID.present, discord.PermissionMoveMembers},
		{f.CommunicationDisabledUntil.present, discord.PermissionModerateMembers},
	} {
		if n.there {
			need |= n.need
		}
	}
	return need
}

// maxTimeout is how long a member can be timed out.
const maxTimeout = 28 * 24 * time.Hour

func (b *bot) updateMember(r *request) (reply, error) {
	g, m, err := b.memberFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	var f memberForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if b.permissions(g)&f.needs() != f.needs() {
		return reply{}, errMissingPermissions
	}
	if (f.Nick.present || f.CommunicationDisabledUntil.present) && !b.outranks(g, m) {
		return reply{}, errMissingPermissions
	}
	voice, err := f.voiceState(b, g, m.User.ID, r.now)
	if err != nil {
		return reply{}, err
	}
	changed := *m
	if err := f.apply(b, g, &changed, r.now); err != nil {
		return reply{}, err
	}
	*m = changed
	b.memberUpdated(g, m)
	if voice != nil {
		voice.Member = m
		b.setVoiceState(r, g, voice)
	}
	return ok(m)
}

// outranks reports whether the bot's highest role is above a member's, so that
// it may kick, ban or rename it.
func (b *bot) outranks(g *guild, m *discord.Member) bool {
	bot := b.user.ID
	return m.User.ID == bot || g.topRole(bot) > g.topRole(m.User.ID)
}

func (f *memberForm) apply(b *bot, g *guild, m *discord.Member, now time.Time) error {
	if f.Nick.present {
		m.Nick = nick(f.Nick)
	}
	if f.Roles.present {
		if err := f.applyRoles(b, g, m); err != nil {
			return err
		}
	}
	set(&m.Mute, f.Mute)
	set(&m.Deaf, f.Deaf)
	if f.Flags != nil {
		m.Flags = m.Flags&^discord.MemberFlagBypassesVerification | *f.Flags&discord.MemberFlagBypassesVerification
	}
	if f.CommunicationDisabledUntil.present {
		return f.timeOut(g, m, now)
	}
	return nil
}

func nick(o optional[string]) *string {
	if p := o.pointer(); deref(p) != "" {
		return p
	}
	return nil
}

// applyRoles gives and takes roles that stand below the bot's.
func (f *memberForm) applyRoles(b *bot, g *guild, m *discord.Member) error {
	roles := []discord.RoleID{}
	for i, id := range f.Roles.value {
		role := g.role(discord.RoleID(id))
		switch {
		case role == nil:
			return invalid("ROLE_DOES_NOT_EXIST", "Role does not exist", "roles", i)
		case role.ID == discord.RoleID(g.ID), slices.Contains(roles, role.ID):
			continue
		}
		roles = append(roles, role.ID)
	}
	for _, role := range g.Roles {
		differs := slices.Contains(roles, role.ID) != slices.Contains(m.Roles, role.ID)
		if differs && (role.Managed || role.Position >= g.topRole(b.user.ID)) {
			return errMissingPermissions
		}
	}
	m.Roles = roles
	return nil
}

// timeOut keeps a member from writing until a time. Owners and administrators
// can't be.
func (f *memberForm) timeOut(g *guild, m *discord.Member, now time.Time) error {
	text, given := f.CommunicationDisabledUntil.get()
	if !given {
		m.CommunicationDisabledUntil = discord.Time{}
		return nil
	}
	until, good := parseTime(text)
	switch {
	case !good:
		return invalid(codeDateTime, "Could not parse "+text+". Should be ISO8601.", "communication_disabled_until")
	case until.After(now.Add(maxTimeout)):
		return invalid("INVALID_COMMUNICATION_DISABLED_TIMESTAMP", "The user cannot have communication disabled for more than 28 days", "communication_disabled_until")
	case g.guildPermissions(m.User.ID) == everything:
		return errMissingPermissions
	}
	m.CommunicationDisabledUntil = discord.At(until)
	return nil
}

func (e *Emulator) memberUpdated(g *guild, m *discord.Member) {
	to := inGuild(g.ID)
	to.members = []discord.UserID{m.User.ID}
	e.dispatch("GUILD_MEMBER_UPDATE", &event.GuildMemberUpdate{Member: *m, GuildID: g.ID}, to)
}

// updateOwnMember changes the bot's nickname.
func (b *bot) updateOwnMember(r *request) (reply, error) {
	g, m, err := b.renameSelf(r)
	if err != nil {
		return reply{}, err
	}
	b.memberUpdated(g, m)
	return ok(m)
}

// updateOwnNick is the older form of it.
func (b *bot) updateOwnNick(r *request) (reply, error) {
	g, m, err := b.renameSelf(r)
	if err != nil {
		return reply{}, err
	}
	b.memberUpdated(g, m)
	return ok(struct {
		Nick string `json:"nick"`
	}{deref(m.Nick)})
}

func (b *bot) renameSelf(r *request) (*guild, *discord.Member, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return nil, nil, err
	}
	var f struct {
		Nick optional[string] `json:"nick" rule:"len=0..32"`
	}
	if err := r.bind(&f); err != nil {
		return nil, nil, err
	}
	m := g.members[b.user.ID]
	if f.Nick.present {
		if b.permissions(g)&discord.PermissionChangeNickname == 0 {
			return nil, nil, errMissingPermissions
		}
		m.Nick = nick(f.Nick)
	}
	return g, m, nil
}

func (b *bot) giveRole(r *request) (reply, error) {
	g, m, role, err := b.memberRoleFor(r)
	if err != nil {
		return reply{}, err
	}
	if !slices.Contains(m.Roles, role.ID) {
		m.Roles = append(slices.Clone(m.Roles), role.ID)
		b.memberUpdated(g, m)
	}
	return noContent()
}

func (b *bot) takeRole(r *request) (reply, error) {
	g, m, role, err := b.memberRoleFor(r)
	if err != nil {
		return reply{}, err
	}
	if slices.Contains(m.Roles, role.ID) {
		m.Roles = slices.DeleteFunc(slices.Clone(m.Roles), func(id discord.RoleID) bool { return id == role.ID })
		b.memberUpdated(g, m)
	}
	return noContent()
}

func (b *bot) memberRoleFor(r *request) (*guild, *discord.Member, *discord.Role, error) {
	g, m, err := b.memberFor(r, discord.PermissionManageRoles)
	if err != nil {
		return nil, nil, nil, err
	}
	role := g.role(discord.RoleID(r.id("role_id")))
	switch {
	case role == nil:
		return nil, nil, nil, errUnknownRole
	case role.Managed, role.ID == discord.RoleID(g.ID), role.Position >= g.topRole(b.user.ID):
		return nil, nil, nil, errMissingPermissions
	}
	return g, m, role, nil
}

func (b *bot) kickMember(r *request) (reply, error) {
	g, m, err := b.memberFor(r, discord.PermissionKickMembers)
	if err != nil {
		return reply{}, err
	}
	if m.User.ID == b.user.ID || !b.outranks(g, m) {
		return reply{}, errMissingPermissions
	}
	b.removeMember(r, g, m.User)
	return noContent()
}

// tellLeft tells the bot that it is no longer in a guild, of which it is told
// nothing more.
func (b *bot) tellLeft(g *guild) {
	delete(g.viewed, b)
	to := inGuild(g.ID)
	for _, s := range b.sessions.byID {
		if s.concerns(g.ID) && s.wants("GUILD_DELETE", &to) {
			s.tell("GUILD_DELETE", &event.GuildDelete{ID: g.ID})
		}
	}
}

// removeMember takes a user out of a guild and its threads, and a bot's
// integration with it, and tells of it.
func (e *Emulator) removeMember(r *request, g *guild, user *discord.User) {
	delete(g.presences, user.ID)
	delete(g.voice, user.ID)
	for _, ch := range byID(g.channels) {
		if ch.members[user.ID] != nil {
			e.removeFromThread(ch, user.ID)
		}
	}
	e.dispatch("GUILD_MEMBER_REMOVE", &event.GuildMemberRemove{GuildID: g.ID, User: *user}, inGuild(g.ID))
	delete(g.members, user.ID) // a bot was told itself
	if b := e.botOf(user.ID); b != nil {
		b.tellLeft(g)
	}
	e.tellVoiceStarts(g, time.Now())
	if i := g.integrationOf(user.ID); i != nil {
		e.removeIntegration(r, g, i)
	}
}
