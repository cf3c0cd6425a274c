package emulator

import (
	"net/http"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// banRoutes are the operations on bans.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-bans
var banRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/bans", handle: (*bot).listBans},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/bans/{user_id}", handle: (*bot).getBan},
	{method: http.MethodPut, pattern: "/guilds/{guild_id}/bans/{user_id}", handle: (*bot).createBan},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/bans/{user_id}", handle: (*bot).deleteBan},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/bulk-ban", handle: (*bot).bulkBan},
}

// ban keeps a user out of a guild.
type ban struct {
	Reason *string       `json:"reason"`
	User   *discord.User `json:"user"`
}

// listBans returns a page of bans, ordered by the users' IDs. before wins over
// after.
func (b *bot) listBans(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionBanMembers)
	if err != nil {
		return reply{}, err
	}
	page, err := r.cursor(1000, 1000)
	if err != nil {
		return reply{}, err
	}
	out := []*ban{}
	for _, b := range byID(g.bans) {
		id := snowflake(b.User.ID)
		if page.before != 0 && id < page.before || page.before == 0 && id > page.after {
			out = append(out, b)
		}
	}
	switch {
	case len(out) <= page.limit:
	case page.before != 0:
		out = out[len(out)-page.limit:]
	default:
		out = out[:page.limit]
	}
	return ok(out)
}

func (b *bot) getBan(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionBanMembers)
	if err != nil {
		return reply{}, err
	}
	banned := g.bans[r.userID()]
	if banned == nil {
		return reply{}, errUnknownBan
	}
	return ok(banned)
}

var errUnknownBan = unknown(10026, "Ban")

func (b *bot) createBan(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionBanMembers)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		DeleteMessageSeconds int `json:"delete_message_seconds" rule:"range=0..604800"`
		DeleteMessageDays    int `json:"delete_message_days" rule:"range=0..7"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	user := b.state.users[r.userID()]
	switch {
	case user == nil:
		return reply{}, errUnknownUser
	case !b.mayBan(g, user):
		return reply{}, errMissingPermissions
	}
	clean := time.Duration(max(f.DeleteMessageSeconds, f.DeleteMessageDays*24*60*60)) * time.Second
	b.ban(r, g, user, clean)
	return noContent()
}

// mayBan reports whether the bot may ban a user, who need not be a member.
func (b *bot) mayBan(g *guild, user *discord.User) bool {
	m := g.members[user.ID]
	return user.ID != b.user.ID && (m == nil || b.outranks(g, m))
}

// ofBans is the audience of bans.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-ban-add
func ofBans(g *guild) audience {
	to := inGuild(g.ID)
	to.need = discord.PermissionBanMembers | discord.PermissionViewAuditLog
	return to
}

// ban puts a user out of a guild, deletes what it wrote lately, and tells of it.
func (e *Emulator) ban(r *request, g *guild, user *discord.User, clean time.Duration) {
	if g.bans == nil {
		g.bans = make(map[discord.UserID]*ban)
	}
	b := &ban{User: user}
	if r.reason != "" {
		b.Reason = &r.reason
	}
	g.bans[user.ID] = b
	e.dispatch("GUILD_BAN_ADD", &event.GuildBanAdd{GuildID: g.ID, User: *user}, ofBans(g))
	defer e.log(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionMemberBanAdd, TargetID: discord.AuditLogTargetID(user.ID)})
	if g.members[user.ID] != nil {
		e.removeMember(r, g, user)
	}
	if clean <= 0 {
		return
	}
	for _, ch := range byID(g.channels) {
		deleted := event.MessageDeleteBulk{ChannelID: ch.ID, GuildID: g.ID}
		for _, m := range ch.public() {
			if m.Author.ID == user.ID && m.Timestamp.After(r.now.Add(-clean)) {
				e.forget(ch, m)
				deleted.IDs = append(deleted.IDs, m.ID)
			}
		}
		if len(deleted.IDs) > 0 {
			e.dispatch("MESSAGE_DELETE_BULK", &deleted, inChannel(ch))
		}
	}
}

func (b *bot) deleteBan(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionBanMembers)
	if err != nil {
		return reply{}, err
	}
	banned := g.bans[r.userID()]
	if banned == nil {
		return reply{}, errUnknownBan
	}
	delete(g.bans, r.userID())
	b.dispatch("GUILD_BAN_REMOVE", &event.GuildBanRemove{GuildID: g.ID, User: *banned.User}, ofBans(g))
	b.log(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionMemberBanRemove, TargetID: discord.AuditLogTargetID(banned.User.ID)})
	return noContent()
}

// bulkBan bans up to 200 users, and says who was banned and who was not.
func (b *bot) bulkBan(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionBanMembers|discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		UserIDs              []snowflake `json:"user_ids" rule:"required,len=1..200"`
		DeleteMessageSeconds int         `json:"delete_message_seconds" rule:"range=0..604800"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	var result struct {
		Banned []discord.UserID `json:"banned_users"`
		Failed []discord.UserID `json:"failed_users"`
	}
	for _, id := range f.UserIDs {
		id := discord.UserID(id)
		user := b.state.users[id]
		if user == nil || g.bans[id] != nil || !b.mayBan(g, user) {
			result.Failed = append(result.Failed, id)
			continue
		}
		b.ban(r, g, user, time.Duration(f.DeleteMessageSeconds)*time.Second)
		result.Banned = append(result.Banned, id)
	}
	if len(result.Banned) == 0 {
		return reply{}, refuse(http.StatusBadRequest, 500000, "Failed to ban users")
	}
	return ok(result)
}
