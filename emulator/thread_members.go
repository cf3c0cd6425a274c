package emulator

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// maxThreadMembers is how many members a thread can have, and countedMembers
// how far Discord counts them.
const (
	maxThreadMembers = 1000
	countedMembers   = 50
)

// threadFor returns the thread of the request's path.
func (e *Emulator) threadFor(r *request) (*channel, error) {
	ch, err := e.channelFor(r, mayView)
	if err == nil && !ch.IsThread() {
		err = errWrongChannelType
	}
	return ch, err
}

// activeThreadFor is threadFor for what archived threads don't allow.
func (e *Emulator) activeThreadFor(r *request) (*channel, error) {
	ch, err := e.threadFor(r)
	if err == nil && ch.archived() {
		err = errArchivedThread
	}
	return ch, err
}

// addToThread makes a user a member of a thread, and tells of it.
func (e *Emulator) addToThread(ch *channel, user discord.UserID, now time.Time) {
	member := &discord.ThreadMember{ID: ch.ID, UserID: user, JoinTimestamp: discord.At(now), Flags: 1}
	ch.members[user] = member
	ch.MemberCount = min(len(ch.members), countedMembers)
	if user == e.state.bot.ID {
		to := inChannel(ch)
		to.botOnly = true
		e.dispatch("THREAD_CREATE", &event.ThreadCreate{Channel: e.threadWithMember(ch)}, to)
	}
	e.threadMembersChanged(ch, []*discord.ThreadMember{member}, nil)
}

func (e *Emulator) removeFromThread(ch *channel, user discord.UserID) {
	delete(ch.members, user)
	ch.MemberCount = min(len(ch.members), countedMembers)
	e.threadMembersChanged(ch, nil, []discord.UserID{user})
}

// threadMembersChanged tells who has come to a thread and who has gone.
func (e *Emulator) threadMembersChanged(ch *channel, added []*discord.ThreadMember, removed []discord.UserID) {
	g, bot := e.state.guilds[ch.GuildID], e.state.bot.ID
	changed := event.ThreadMembersUpdate{ID: ch.ID, GuildID: ch.GuildID, MemberCount: ch.MemberCount, RemovedMemberIDs: removed}
	to := inGuild(ch.GuildID) // a bot that was removed from a private thread is told too
	to.ofBot = slices.Contains(removed, bot)
	for _, m := range added {
		member := *m
		member.Member = g.members[m.UserID]
		changed.AddedMembers = append(changed.AddedMembers, event.AddedThreadMember{ThreadMember: member, Presence: g.presences[m.UserID]})
		to.ofBot = to.ofBot || m.UserID == bot
	}
	if !to.ofBot {
		to.channel = ch.ID
	}
	e.dispatch("THREAD_MEMBERS_UPDATE", &changed, to)
}

func (e *Emulator) joinThread(r *request) (reply, error) {
	ch, err := e.activeThreadFor(r)
	if err != nil {
		return reply{}, err
	}
	return e.addMember(ch, e.state.bot.ID, r.now)
}

func (e *Emulator) addMember(ch *channel, user discord.UserID, now time.Time) (reply, error) {
	switch {
	case ch.members[user] != nil:
		return noContent()
	case len(ch.members) >= maxThreadMembers:
		return reply{}, refuse(http.StatusBadRequest, 30033, "Max number of thread participants has been reached (%d)", maxThreadMembers)
	}
	e.addToThread(ch, user, now)
	return noContent()
}

func (e *Emulator) leaveThread(r *request) (reply, error) {
	ch, err := e.activeThreadFor(r)
	if err != nil {
		return reply{}, err
	}
	if ch.members[e.state.bot.ID] != nil {
		e.removeFromThread(ch, e.state.bot.ID)
	}
	return noContent()
}

func (e *Emulator) addThreadMember(r *request) (reply, error) {
	ch, err := e.activeThreadFor(r)
	if err != nil {
		return reply{}, err
	}
	perms := e.state.may(ch, e.state.bot.ID, r.now)
	closed := ch.ThreadMetadata.Invitable != nil && !*ch.ThreadMetadata.Invitable
	switch {
	case perms&discord.PermissionSendMessages == 0, closed && perms&discord.PermissionManageThreads == 0:
		return reply{}, errMissingPermissions
	case e.state.guilds[ch.GuildID].members[r.userID()] == nil:
		return reply{}, errUnknownMember
	}
	return e.addMember(ch, r.userID(), r.now)
}

func (e *Emulator) removeThreadMember(r *request) (reply, error) {
	ch, err := e.activeThreadFor(r)
	if err != nil {
		return reply{}, err
	}
	own := ch.Type == discord.ChannelTypePrivateThread && ch.OwnerID == e.state.bot.ID
	switch {
	case !own && e.state.may(ch, e.state.bot.ID, r.now)&discord.PermissionManageThreads == 0:
		return reply{}, errMissingPermissions
	case ch.members[r.userID()] == nil:
		return reply{}, errUnknownMember
	}
	e.removeFromThread(ch, r.userID())
	return noContent()
}

// withMember returns a membership, and with it that of the guild if asked for.
func (e *Emulator) withMember(ch *channel, m *discord.ThreadMember, full bool) discord.ThreadMember {
	out := *m
	if full {
		out.Member = e.state.guilds[ch.GuildID].members[m.UserID]
	}
	return out
}

func (e *Emulator) getThreadMember(r *request) (reply, error) {
	ch, err := e.threadFor(r)
	if err != nil {
		return reply{}, err
	}
	full, err := r.queryBool("with_member")
	if err != nil {
		return reply{}, err
	}
	m := ch.members[r.userID()]
	if m == nil {
		return reply{}, errUnknownMember
	}
	return ok(e.withMember(ch, m, full))
}

// listThreadMembers returns all members, or with_member a page of them.
func (e *Emulator) listThreadMembers(r *request) (reply, error) {
	ch, err := e.threadFor(r)
	if err != nil {
		return reply{}, err
	}
	if !e.state.granted.Has(discord.IntentGuildMembers) {
		return reply{}, errMissingAccess
	}
	full, err := r.queryBool("with_member")
	if err != nil {
		return reply{}, err
	}
	n, err := r.queryInt("limit", 100, 1, 100)
	if err != nil {
		return reply{}, err
	}
	after, err := r.queryID("after")
	if err != nil {
		return reply{}, err
	}
	out := []discord.ThreadMember{}
	for _, m := range byID(ch.members) {
		if !full || uint64(m.UserID) > uint64(after) && len(out) < n {
			out = append(out, e.withMember(ch, m, full))
		}
	}
	return ok(out)
}

// threadPage is what the lists of threads return.
type threadPage struct {
	Threads []discord.Channel      `json:"threads"`
	Members []discord.ThreadMember `json:"members"`
	HasMore bool                   `json:"has_more"`
}

// threadPage makes a list of threads an answer, with the bot's memberships.
func (e *Emulator) threadPage(threads []*channel, most int) threadPage {
	var p threadPage
	if len(threads) > most {
		threads, p.HasMore = threads[:most], true
	}
	for _, t := range threads {
		p.Threads = append(p.Threads, e.threadWithMember(t))
		if m := t.members[e.state.bot.ID]; m != nil {
			p.Members = append(p.Members, *m)
		}
	}
	return p
}

// listActiveThreads returns a guild's threads that the bot sees, newest first.
func (e *Emulator) listActiveThreads(r *request) (reply, error) {
	g, err := e.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	var threads []*channel
	for _, ch := range slices.Backward(byID(g.channels)) {
		if e.isActive(ch) && e.state.sees(ch, e.state.bot.ID, r.now) {
			threads = append(threads, ch)
		}
	}
	return ok(e.threadPage(threads, len(threads)))
}

func (e *Emulator) listPublicArchived(r *request) (reply, error) {
	return e.listArchived(r, mayRead, func(ch *channel) bool { return ch.Type != discord.ChannelTypePrivateThread })
}

func (e *Emulator) listPrivateArchived(r *request) (reply, error) {
	return e.listArchived(r, mayRead|discord.PermissionManageThreads, func(ch *channel) bool { return ch.Type == discord.ChannelTypePrivateThread })
}

// listArchived lists archived threads, the last archived first.
func (e *Emulator) listArchived(r *request, need discord.Permissions, fits func(*channel) bool) (reply, error) {
	parent, err := e.channelFor(r, need)
	if err != nil {
		return reply{}, err
	}
	n, err := r.queryInt("limit", 50, 2, 100)
	if err != nil {
		return reply{}, err
	}
	before, err := r.queryTime("before", r.now.AddDate(1000, 0, 0))
	if err != nil {
		return reply{}, err
	}
	var threads []*channel
	for _, ch := range byID(e.state.guilds[parent.GuildID].channelsIn()) {
		if ch.ParentID == parent.ID && ch.archived() && fits(ch) && ch.ThreadMetadata.ArchiveTimestamp.Before(before) {
			threads = append(threads, ch)
		}
	}
	slices.SortStableFunc(threads, func(a, b *channel) int {
		return cmp.Or(b.ThreadMetadata.ArchiveTimestamp.Compare(a.ThreadMetadata.ArchiveTimestamp.Time), cmp.Compare(b.ID, a.ID))
	})
	return ok(e.threadPage(threads, n))
}

// listJoinedArchived lists the private archived threads that the bot is in,
// newest first.
func (e *Emulator) listJoinedArchived(r *request) (reply, error) {
	parent, err := e.channelFor(r, mayRead)
	if err != nil {
		return reply{}, err
	}
	n, err := r.queryInt("limit", 50, 2, 100)
	if err != nil {
		return reply{}, err
	}
	before, err := r.queryID("before")
	if err != nil {
		return reply{}, err
	}
	var threads []*channel
	for _, ch := range slices.Backward(byID(e.state.guilds[parent.GuildID].channelsIn())) {
		joined := ch.ParentID == parent.ID && ch.archived() && ch.Type == discord.ChannelTypePrivateThread && ch.members[e.state.bot.ID] != nil
		if joined && (before == 0 || uint64(ch.ID) < uint64(before)) {
			threads = append(threads, ch)
		}
	}
	return ok(e.threadPage(threads, n))
}
