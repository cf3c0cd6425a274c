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
func (b *bot) threadFor(r *request) (*channel, error) {
	ch, err := b.channelFor(r, mayView)
	if err == nil && !ch.IsThread() {
		err = errWrongChannelType
	}
	return ch, err
}

// activeThreadFor is threadFor for what archived threads don't allow.
func (b *bot) activeThreadFor(r *request) (*channel, error) {
	ch, err := b.threadFor(r)
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
	if b := e.botOf(user); b != nil {
		to := inChannel(ch)
		to.botOnly, to.bot = true, b
		e.dispatch("THREAD_CREATE", &event.ThreadCreate{Channel: b.threadWithMember(ch)}, to)
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
	g := e.state.guilds[ch.GuildID]
	changed := event.ThreadMembersUpdate{ID: ch.ID, GuildID: ch.GuildID, MemberCount: ch.MemberCount, RemovedMemberIDs: removed}
	to := inChannel(ch)
	to.members = slices.Clone(removed)
	for _, m := range added {
		member := *m
		member.Member = g.members[m.UserID]
		changed.AddedMembers = append(changed.AddedMembers, event.AddedThreadMember{ThreadMember: member, Presence: g.presences[m.UserID]})
		to.members = append(to.members, m.UserID)
	}
	e.dispatch("THREAD_MEMBERS_UPDATE", &changed, to)
}

func (b *bot) joinThread(r *request) (reply, error) {
	ch, err := b.activeThreadFor(r)
	if err != nil {
		return reply{}, err
	}
	return b.addMember(ch, b.user.ID, r.now)
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

func (b *bot) leaveThread(r *request) (reply, error) {
	ch, err := b.activeThreadFor(r)
	if err != nil {
		return reply{}, err
	}
	if ch.members[b.user.ID] != nil {
		b.removeFromThread(ch, b.user.ID)
	}
	return noContent()
}

func (b *bot) addThreadMember(r *request) (reply, error) {
	ch, err := b.activeThreadFor(r)
	if err != nil {
		return reply{}, err
	}
	perms := b.may(ch, r.now)
	closed := ch.ThreadMetadata.Invitable != nil && !*ch.ThreadMetadata.Invitable
	switch {
	case perms&discord.PermissionSendMessages == 0, closed && perms&discord.PermissionManageThreads == 0:
		return reply{}, errMissingPermissions
	case b.state.guilds[ch.GuildID].members[r.userID()] == nil:
		return reply{}, errUnknownMember
	}
	return b.addMember(ch, r.userID(), r.now)
}

func (b *bot) removeThreadMember(r *request) (reply, error) {
	ch, err := b.activeThreadFor(r)
	if err != nil {
		return reply{}, err
	}
	own := ch.Type == discord.ChannelTypePrivateThread && ch.OwnerID == b.user.ID
	switch {
	case !own && b.may(ch, r.now)&discord.PermissionManageThreads == 0:
		return reply{}, errMissingPermissions
	case ch.members[r.userID()] == nil:
		return reply{}, errUnknownMember
	}
	b.removeFromThread(ch, r.userID())
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

func (b *bot) getThreadMember(r *request) (reply, error) {
	ch, err := b.threadFor(r)
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
	return ok(b.withMember(ch, m, full))
}

// listThreadMembers returns all members, or with_member a page of them.
func (b *bot) listThreadMembers(r *request) (reply, error) {
	ch, err := b.threadFor(r)
	if err != nil {
		return reply{}, err
	}
	if !b.granted.Has(discord.IntentGuildMembers) {
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
			out = append(out, b.withMember(ch, m, full))
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
func (b *bot) threadPage(threads []*channel, most int) threadPage {
	var p threadPage
	if len(threads) > most {
		threads, p.HasMore = threads[:most], true
	}
	for _, t := range threads {
		p.Threads = append(p.Threads, b.threadWithMember(t))
		if m := t.members[b.user.ID]; m != nil {
			p.Members = append(p.Members, *m)
		}
	}
	return p
}

// listActiveThreads returns a guild's threads that the bot sees, newest first.
func (b *bot) listActiveThreads(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	var threads []*channel
	for _, ch := range slices.Backward(byID(g.channels)) {
		if b.isActive(ch) && b.sees(ch, r.now) {
			threads = append(threads, ch)
		}
	}
	return ok(b.threadPage(threads, len(threads)))
}

func (b *bot) listPublicArchived(r *request) (reply, error) {
	return b.listArchived(r, mayRead, func(ch *channel) bool { return ch.Type != discord.ChannelTypePrivateThread })
}

func (b *bot) listPrivateArchived(r *request) (reply, error) {
	return b.listArchived(r, mayRead|discord.PermissionManageThreads, func(ch *channel) bool { return ch.Type == discord.ChannelTypePrivateThread })
}

// listArchived lists archived threads, the last archived first.
func (b *bot) listArchived(r *request, need discord.Permissions, fits func(*channel) bool) (reply, error) {
	parent, err := b.channelFor(r, need)
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
	for _, ch := range byID(b.state.guilds[parent.GuildID].channelsIn()) {
		if ch.ParentID == parent.ID && ch.archived() && fits(ch) && ch.ThreadMetadata.ArchiveTimestamp.Before(before) {
			threads = append(threads, ch)
		}
	}
	slices.SortStableFunc(threads, func(a, b *channel) int {
		return cmp.Or(b.ThreadMetadata.ArchiveTimestamp.Compare(a.ThreadMetadata.ArchiveTimestamp.Time), cmp.Compare(b.ID, a.ID))
	})
	return ok(b.threadPage(threads, n))
}

// listJoinedArchived lists the private archived threads that the bot is in,
// newest first.
func (b *bot) listJoinedArchived(r *request) (reply, error) {
	parent, err := b.channelFor(r, mayRead)
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
	for _, ch := range slices.Backward(byID(b.state.guilds[parent.GuildID].channelsIn())) {
		joined := ch.ParentID == parent.ID && ch.archived() && ch.Type == discord.ChannelTypePrivateThread && ch.members[b.user.ID] != nil
		if joined && (before == 0 || uint64(ch.ID) < uint64(before)) {
			threads = append(threads, ch)
		}
	}
	return ok(b.threadPage(threads, n))
}
