package emulator

import (
	"crypto/rand"
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// inviteRoutes are the operations on invites.
//
// Discord docs: https://docs.discord.com/developers/resources/invite
var inviteRoutes = []route{
	{method: http.MethodGet, pattern: "/channels/{channel_id}/invites", handle: (*bot).listChannelInvites},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/invites", handle: (*bot).createInvite},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/invites", handle: (*bot).listGuildInvites},
	{method: http.MethodGet, pattern: "/invites/{code}", auth: authNone, open: (*Emulator).getInvite},
	{method: http.MethodDelete, pattern: "/invites/{code}", handle: (*bot).deleteInvite},
	{method: http.MethodGet, pattern: "/invites/{code}/target-users", handle: (*bot).getTargetUsers},
	{method: http.MethodPut, pattern: "/invites/{code}/target-users", handle: (*bot).setTargetUsers},
	{method: http.MethodGet, pattern: "/invites/{code}/target-users/job-status", handle: (*bot).getTargetUsersJob},
}

// An invite is a way into a guild, with who may take it.
type invite struct {
	discord.Invite
	targets  []discord.UserID // nil: everyone
	targeted time.Time        // when Discord began to work on the list
}

// inviteDay is how long an invite works that says nothing of it.
const inviteDay = 24 * 60 * 60

var errUnknownInvite = unknown(10006, "Invite")

// invitesWhere returns the invites that fit and still work.
func (e *Emulator) invitesWhere(now time.Time, fits func(*invite) bool) []*invite {
	out := []*invite{}
	for _, i := range e.state.invites {
		if fits(i) && !i.expired(now) {
			out = append(out, i)
		}
	}
	return out
}

func (i *invite) expired(now time.Time) bool {
	return !i.ExpiresAt.IsZero() && !now.Before(i.ExpiresAt.Time)
}

func (b *bot) listChannelInvites(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView|discord.PermissionManageChannels)
	if err != nil {
		return reply{}, err
	}
	return ok(inviteViews(b.invitesWhere(r.now, func(i *invite) bool { return i.Channel.ID == ch.ID }), true))
}

// listGuildInvites tells who manages the guild more than who only audits it.
func (b *bot) listGuildInvites(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	p := b.permissions(g)
	if p&(discord.PermissionManageGuild|discord.PermissionViewAuditLog) == 0 {
		return reply{}, errMissingPermissions
	}
	return ok(inviteViews(b.invitesWhere(r.now, func(i *invite) bool { return i.GuildID == g.ID }), p&discord.PermissionManageGuild != 0))
}

// inviteViews returns invites as lists of them have them.
func inviteViews(invites []*invite, withMetadata bool) []discord.Invite {
	out := []discord.Invite{}
	for _, i := range invites {
		if withMetadata {
			out = append(out, i.Invite)
		} else {
			out = append(out, i.withoutMetadata())
		}
	}
	return out
}

// withoutMetadata returns the invite as its own address has it.
func (i *invite) withoutMetadata() discord.Invite {
	out := i.Invite
	out.Uses, out.MaxUses, out.MaxAge, out.Temporary, out.CreatedAt = nil, nil, nil, nil, discord.Time{}
	return out
}

// inviteForm is a new invite.
type inviteForm struct {
	MaxAge              *int        `json:"max_age" rule:"range=0..604800"`
	MaxUses             int         `json:"max_uses" rule:"range=0..100"`
	Temporary           bool        `json:"temporary"`
	Unique              bool        `json:"unique"`
	TargetType          int         `json:"target_type" rule:"range=0..2"`
	TargetUserID        snowflake   `json:"target_user_id"`
	TargetApplicationID snowflake   `json:"target_application_id"`
	RoleIDs             []snowflake `json:"role_ids" rule:"len=0..250"`
}

// createInvite makes an invite, or returns one of the same kind that the bot
// has made before.
func (b *bot) createInvite(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView|discord.PermissionCreateInstantInvite)
	switch {
	case err != nil:
		return reply{}, err
	case ch.GuildID == 0:
		return reply{}, errNotInDMs
	case ch.IsThread() || ch.Type == discord.ChannelTypeGuildCategory:
		return reply{}, errWrongChannelType
	case len(r.body) == 0:
		return reply{}, errInvalidJSON // an empty object is the least
	}
	var f inviteForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	i := b.newInvite(ch, r.now, &f)
	if err := b.aimInvite(i, ch, &f); err != nil {
		return reply{}, err
	}
	targets, refusal := r.targetUsers()
	if refusal != nil {
		return *refusal, nil
	}
	if targets != nil {
		i.targets, i.targeted = targets, r.now
	}
	if like := b.inviteLike(i, r.now); like != nil && !f.Unique {
		return ok(like.Invite)
	}
	b.state.invites = append(b.state.invites, i)
	b.inviteCreated(i)
	b.logChange(r, b.state.guilds[ch.GuildID], &discord.AuditLogEntry{ActionType: discord.AuditLogActionInviteCreate}, nil, i.audited())
	return ok(i.Invite)
}

// inviteLike returns an invite that is no other than i, or nil.
func (e *Emulator) inviteLike(i *invite, now time.Time) *invite {
	like := e.invitesWhere(now, func(x *invite) bool {
		return x.Channel.ID == i.Channel.ID && x.Inviter.ID == i.Inviter.ID && *x.MaxAge == *i.MaxAge && *x.MaxUses == *i.MaxUses && *x.Temporary == *i.Temporary &&
			x.TargetType == i.TargetType && x.targets == nil && i.targets == nil && len(x.Roles)+len(i.Roles) == 0
	})
	if len(like) == 0 {
		return nil
	}
	return like[0]
}

func (b *bot) newInvite(ch *channel, now time.Time, f *inviteForm) *invite {
	g := b.state.guilds[ch.GuildID]
	age := inviteDay
	set(&age, f.MaxAge)
	i := &invite{Invite: discord.Invite{
		Type: discord.InviteTypeGuild, Code: rand.Text()[:8], GuildID: g.ID, Inviter: b.user,
		Uses: new(0), MaxUses: &f.MaxUses, MaxAge: &age, Temporary: &f.Temporary, CreatedAt: discord.At(now),
		Channel: &discord.InviteChannel{ID: ch.ID, Type: ch.Type, Name: ch.Name},
		Guild: &discord.InviteGuild{
			ID: g.ID, Name: g.Name, Splash: g.Splash, Banner: g.Banner, Description: g.Description, Icon: g.Icon, Features: g.Features,
			VerificationLevel: g.VerificationLevel, VanityURLCode: g.VanityURLCode, NSFWLevel: g.NSFWLevel, NSFW: new(false),
			PremiumSubscriptionCount: g.PremiumSubscriptionCount,
		},
	}}
	if age > 0 {
		i.ExpiresAt = discord.At(now.Add(time.Duration(age) * time.Second))
	}
	return i
}

// aimInvite gives an invite what it opens, and the roles that it gives.
func (b *bot) aimInvite(i *invite, ch *channel, f *inviteForm) error {
	g := b.state.guilds[ch.GuildID]
	i.TargetType = discord.InviteTargetType(f.TargetType)
	switch i.TargetType {
	case discord.InviteTargetTypeStream:
		v := g.voice[discord.UserID(f.TargetUserID)]
		if v == nil || v.ChannelID != ch.ID || !v.SelfStream {
			return invalid("GUILD_INVITE_INVALID_TARGET_USER_ID", "The specified user is currently not streaming in this channel", "target_user_id")
		}
		i.TargetUser = b.state.users[v.UserID]
	case discord.InviteTargetTypeEmbeddedApplication:
		if uint64(f.TargetApplicationID) != uint64(b.app.ID) || !b.app.Flags.Has(discord.ApplicationFlagEmbedded) {
			return invalid("GUILD_INVITE_INVALID_APPLICATION", "The specified application is not embedded", "target_application_id")
		}
	}
	if len(f.RoleIDs) > 0 && b.permissions(g)&discord.PermissionManageRoles == 0 {
		return errMissingPermissions
	}
	for n, id := range f.RoleIDs {
		role := g.role(discord.RoleID(id))
		switch {
		case role == nil:
			return invalid("ROLE_DOES_NOT_EXIST", "Unknown role", "role_ids", n)
		case role.Position >= g.topRole(b.user.ID):
			return errMissingPermissions
		}
		i.Roles = append(i.Roles, discord.InviteRole{
			ID: role.ID, Name: role.Name, Position: role.Position, Color: role.Color, Colors: role.Colors, Icon: role.Icon, UnicodeEmoji: role.UnicodeEmoji,
		})
	}
	return nil
}

// audited returns what the audit log tells of an invite: the channel's ID is a
// field of its own there.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-change-object-audit-log-change-exceptions
func (i *invite) audited() any {
	return struct {
		Code      string            `json:"code"`
		ChannelID discord.ChannelID `json:"channel_id"`
		MaxAge    int               `json:"max_age"`
		MaxUses   int               `json:"max_uses"`
		Temporary bool              `json:"temporary"`
		Uses      int               `json:"uses"`
	}{i.Code, i.Channel.ID, *i.MaxAge, *i.MaxUses, *i.Temporary, *i.Uses}
}

// audience is whom an invite concerns: the bot, if it manages the channel.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#invites
func (i *invite) audience() audience {
	return audience{guild: i.GuildID, channel: i.Channel.ID, botOnly: true, need: discord.PermissionManageChannels}
}

// inviteCreated tells of an invite.
func (e *Emulator) inviteCreated(i *invite) {
	created := &event.InviteCreate{
		ChannelID: i.Channel.ID, Code: i.Code, CreatedAt: i.CreatedAt, GuildID: i.GuildID, Inviter: i.Inviter, MaxAge: *i.MaxAge, MaxUses: *i.MaxUses,
		TargetType: i.TargetType, TargetUser: i.TargetUser, Temporary: *i.Temporary, ExpiresAt: i.ExpiresAt,
	}
	for _, role := range i.Roles {
		created.RoleIDs = append(created.RoleIDs, role.ID)
	}
	e.dispatch("INVITE_CREATE", created, i.audience())
}

func (b *bot) managesInvites(i *invite) bool {
	ch := b.state.channels[i.Channel.ID]
	return ch != nil && b.may(ch, time.Now())&discord.PermissionManageChannels != 0
}

// inviteFor returns the invite of the request's path.
func (e *Emulator) inviteFor(r *request) (*invite, error) {
	found := e.invitesWhere(r.now, func(i *invite) bool { return i.Code == r.vars["code"] })
	if len(found) == 0 {
		return nil, errUnknownInvite
	}
	return found[0], nil
}

// getInvite tells anybody what an invite leads to.
func (e *Emulator) getInvite(r *request) (reply, error) {
	i, err := e.inviteFor(r)
	if err != nil {
		return reply{}, err
	}
	out := i.withoutMetadata()
	counts, err := r.queryBool("with_counts")
	if err != nil {
		return reply{}, err
	}
	if g := e.state.guilds[i.GuildID]; counts && g != nil {
		out.ApproximateMemberCount, out.ApproximatePresenceCount = new(len(g.members)), new(g.online())
	}
	return ok(out)
}

func (b *bot) deleteInvite(r *request) (reply, error) {
	i, err := b.inviteFor(r)
	if err != nil {
		return reply{}, err
	}
	g := b.state.guilds[i.GuildID]
	if !b.managesInvites(i) && b.permissions(g)&discord.PermissionManageGuild == 0 {
		return reply{}, errMissingPermissions
	}
	b.state.invites = slices.DeleteFunc(b.state.invites, func(x *invite) bool { return x == i })
	b.dispatch("INVITE_DELETE", &event.InviteDelete{ChannelID: i.Channel.ID, GuildID: i.GuildID, Code: i.Code}, i.audience())
	b.logChange(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionInviteDelete}, i.audited(), nil)
	return ok(i.Invite)
}
