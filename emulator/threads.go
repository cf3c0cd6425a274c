package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// threadRoutes are the operations on threads.
//
// Discord docs: https://docs.discord.com/developers/topics/threads
var threadRoutes = []route{
	{method: http.MethodPost, pattern: "/channels/{channel_id}/messages/{message_id}/threads", handle: (*bot).startThreadAt, audit: discord.AuditLogActionThreadCreate},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/threads", handle: (*bot).startThread, audit: discord.AuditLogActionThreadCreate},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/threads/archived/public", handle: (*bot).listPublicArchived},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/threads/archived/private", handle: (*bot).listPrivateArchived},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/users/@me/threads/archived/private", handle: (*bot).listJoinedArchived},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/thread-members", handle: (*bot).listThreadMembers},
	{method: http.MethodPut, pattern: "/channels/{channel_id}/thread-members/@me", handle: (*bot).joinThread},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/thread-members/@me", handle: (*bot).leaveThread},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/thread-members/{user_id}", handle: (*bot).getThreadMember},
	{method: http.MethodPut, pattern: "/channels/{channel_id}/thread-members/{user_id}", handle: (*bot).addThreadMember},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/thread-members/{user_id}", handle: (*bot).removeThreadMember},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/threads/active", handle: (*bot).listActiveThreads},
}

// defaultArchive is after how many minutes threads are archived where neither
// they nor their channel say it.
const defaultArchive = 4320

// threadForm is a new thread.
type threadForm struct {
	Name                string      `json:"name" rule:"required,len=1..100"`
	AutoArchiveDuration *int        `json:"auto_archive_duration"`
	RateLimitPerUser    *int        `json:"rate_limit_per_user" rule:"range=0..21600"`
	Type                *int        `json:"type"` // without a message only
	Invitable           *bool       `json:"invitable"`
	AppliedTags         []snowflake `json:"applied_tags" rule:"len=0..5"` // forums only
}

// newThread makes a thread that is not part of the guild yet.
func (e *Emulator) newThread(r *request, parent *channel, id discord.ChannelID, kind discord.ChannelType, f *threadForm) (*discord.Channel, error) {
	check := new(form)
	checkArchiveDuration(f.AutoArchiveDuration, check.at("auto_archive_duration"))
	if err := check.err(); err != nil {
		return nil, err
	}
	minutes := parent.DefaultAutoArchiveDuration
	if minutes == 0 {
		minutes = defaultArchive
	}
	set(&minutes, f.AutoArchiveDuration)
	t := &discord.Channel{
		ID: id, Type: kind, GuildID: parent.GuildID, ParentID: parent.ID, Name: &f.Name, OwnerID: r.by,
		RateLimitPerUser: parent.DefaultThreadRateLimitPerUser,
		ThreadMetadata: &discord.ThreadMetadata{
			AutoArchiveDuration: minutes, ArchiveTimestamp: discord.At(r.now), CreateTimestamp: discord.At(r.now),
		},
	}
	set(&t.RateLimitPerUser, f.RateLimitPerUser)
	if kind == discord.ChannelTypePrivateThread {
		t.ThreadMetadata.Invitable = new(f.Invitable == nil || *f.Invitable)
	}
	return t, nil
}

// openThread adds a new thread with its owner in it, unless that is a webhook, and
// tells of it.
func (e *Emulator) openThread(r *request, t *discord.Channel) *channel {
	g := e.state.guilds[t.GuildID]
	ch := e.state.addChannel(g, t)
	var added []*discord.ThreadMember
	if g.members[t.OwnerID] != nil {
		member := &discord.ThreadMember{ID: ch.ID, UserID: t.OwnerID, JoinTimestamp: discord.At(r.now), Flags: 1}
		ch.members[t.OwnerID], ch.MemberCount, added = member, 1, append(added, member)
	}
	opened := &threadEvent{Channel: ch.Channel, of: ch}
	opened.NewlyCreated = true
	e.dispatch("THREAD_CREATE", opened, inChannel(ch))
	if len(added) > 0 {
		e.threadMembersChanged(ch, added, nil)
	}
	return ch
}

// A threadEvent tells of a thread, and each bot of its own membership.
type threadEvent struct {
	discord.Channel
	of *channel
}

// toldTo returns the event with the bot's membership, if it has one.
func (v *threadEvent) toldTo(b *bot) (any, bool) {
	own := *v
	own.Member = v.of.members[b.user.ID]
	return &own, own.Member != nil
}

// startThreadAt starts a thread at a message, whose ID it gets.
func (b *bot) startThreadAt(r *request) (reply, error) {
	parent, m, err := b.messageFor(r, mayRead|discord.PermissionCreatePublicThreads)
	if err != nil {
		return reply{}, err
	}
	kind := discord.ChannelTypePublicThread
	switch {
	case parent.Type == discord.ChannelTypeGuildAnnouncement:
		kind = discord.ChannelTypeAnnouncementThread
	case parent.Type != discord.ChannelTypeGuildText:
		return reply{}, errWrongChannelType
	}
	var f threadForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	switch {
	case m.Flags.Has(discord.MessageFlagHasThread):
		return reply{}, refuse(http.StatusBadRequest, 160004, "A thread has already been created for this message")
	case !m.isOrdinary():
		return reply{}, errSystemMessage
	}
	t, err := b.newThread(r, parent, discord.ChannelID(m.ID), kind, &f)
	if err != nil {
		return reply{}, err
	}
	m.Flags |= discord.MessageFlagHasThread
	ch := b.openThread(r, t)
	b.updated(m)
	starter := b.newNotice(r, ch, discord.MessageTypeThreadStarterMessage, &m.Author)
	starter.MessageReference = &discord.MessageReference{MessageID: m.ID, ChannelID: parent.ID, GuildID: parent.GuildID}
	b.post(starter, r.now)
	return created(b.threadWithMember(ch))
}

// startThread starts a thread without a message, or a post of a forum.
func (b *bot) startThread(r *request) (reply, error) {
	parent, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	if isForum(parent.Type) {
		return b.startPost(r, parent)
	}
	var f threadForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	kind, need := discord.ChannelTypePrivateThread, discord.PermissionCreatePrivateThreads
	if f.Type != nil {
		kind = discord.ChannelType(*f.Type)
	}
	if kind != discord.ChannelTypePrivateThread {
		need = discord.PermissionCreatePublicThreads
	}
	fits := parent.Type == discord.ChannelTypeGuildText && kind != discord.ChannelTypeAnnouncementThread ||
		parent.Type == discord.ChannelTypeGuildAnnouncement && kind == discord.ChannelTypeAnnouncementThread
	switch {
	case !kind.IsThread():
		return reply{}, invalid(codeChoices, "Value must be one of (10, 11, 12).", "type")
	case !fits:
		return reply{}, errWrongChannelType
	case b.may(parent, r.now)&need == 0:
		return reply{}, errMissingPermissions
	}
	t, err := b.newThread(r, parent, discord.ChannelID(b.nextID(r.now)), kind, &f)
	if err != nil {
		return reply{}, err
	}
	ch := b.openThread(r, t)
	if kind != discord.ChannelTypePrivateThread {
		notice := b.newNotice(r, parent, discord.MessageTypeThreadCreated, b.user)
		notice.Content = f.Name
		notice.MessageReference = &discord.MessageReference{ChannelID: ch.ID, GuildID: ch.GuildID}
		b.post(notice, r.now)
	}
	return created(b.threadWithMember(ch))
}

// startPost starts a thread in a forum, with its first message.
func (b *bot) startPost(r *request, parent *channel) (reply, error) {
	var f struct {
		threadForm
		Message *messageForm `json:"message" rule:"required"`
	}
	perms := b.may(parent, r.now)
	if perms&discord.PermissionSendMessages == 0 {
		return reply{}, errMissingPermissions
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	tags, err := parent.tagsFor(f.AppliedTags, perms)
	if err != nil {
		return reply{}, err
	}
	id := b.nextID(r.now)
	t, err := b.newThread(r, parent, discord.ChannelID(id), discord.ChannelTypePublicThread, &f.threadForm)
	if err != nil {
		return reply{}, err
	}
	t.AppliedTags = tags
	t.LastMessageID = discord.MessageID(id)
	c := &composer{
		e: b.Emulator, r: r, ch: &channel{Channel: *t}, author: b.user, perms: perms, kinds: mentionKinds,
		flags: flagsOfMessages, within: []any{"message"},
	}
	m, err := c.create(f.Message)
	if err != nil {
		return reply{}, err
	}
	m.ID = discord.MessageID(id)
	ch := b.openThread(r, t)
	parent.LastMessageID = discord.MessageID(id)
	b.post(m, r.now)
	answer := b.threadWithMember(ch)
	answer.Message = m.sent(b.view(m))
	return created(answer)
}

// tagsFor checks the tags of a post.
func (ch *channel) tagsFor(ids []snowflake, perms discord.Permissions) ([]discord.ForumTagID, error) {
	tags := []discord.ForumTagID{}
	for i, id := range ids {
		at := slices.IndexFunc(ch.AvailableTags, func(t discord.ForumTag) bool { return uint64(t.ID) == uint64(id) })
		if at < 0 {
			return nil, refuse(http.StatusNotFound, 10087, "Unknown Tag")
		}
		if ch.AvailableTags[at].Moderated && perms&discord.PermissionManageThreads == 0 {
			return nil, errMissingPermissions
		}
		if !slices.Contains(ids[:i], id) {
			tags = append(tags, discord.ForumTagID(id))
		}
	}
	if len(tags) == 0 && ch.Flags.Has(discord.ChannelFlagRequireTag) {
		return nil, refuse(http.StatusBadRequest, 40067, "A tag is required to create a forum post in this channel")
	}
	return tags, nil
}

// threadEditForm is a change of a thread.
type threadEditForm struct {
	Name                *string               `json:"name" rule:"len=1..100"`
	Archived            *bool                 `json:"archived"`
	Locked              *bool                 `json:"locked"`
	Invitable           *bool                 `json:"invitable"`
	AutoArchiveDuration *int                  `json:"auto_archive_duration"`
	RateLimitPerUser    *int                  `json:"rate_limit_per_user" rule:"range=0..21600"`
	Flags               *discord.ChannelFlags `json:"flags"`
	AppliedTags         *[]snowflake          `json:"applied_tags" rule:"len=0..5"`
}

// onlyUnarchives reports whether the form asks for nothing else, which needs
// less.
func (f *threadEditForm) onlyUnarchives() bool {
	return f.Archived != nil && !*f.Archived && *f == threadEditForm{Archived: f.Archived}
}

// updateThread changes a thread: the bot's own, or with MANAGE_THREADS any.
func (b *bot) updateThread(r *request, ch *channel) (reply, error) {
	var f threadEditForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	checkArchiveDuration(f.AutoArchiveDuration, check.at("auto_archive_duration"))
	if err := check.err(); err != nil {
		return reply{}, err
	}
	perms := b.may(ch, r.now)
	if err := ch.mayEdit(&f, perms, b.user.ID); err != nil {
		return reply{}, err
	}
	changed, meta := ch.Channel, *ch.ThreadMetadata
	changed.ThreadMetadata = &meta
	if f.AppliedTags != nil {
		parent := b.state.channels[ch.ParentID]
		tags, err := parent.tagsFor(*f.AppliedTags, perms)
		if err != nil {
			return reply{}, err
		}
		changed.AppliedTags = tags
	}
	set(&changed.RateLimitPerUser, f.RateLimitPerUser)
	set(&meta.AutoArchiveDuration, f.AutoArchiveDuration)
	set(&meta.Locked, f.Locked)
	if f.Name != nil {
		changed.Name = f.Name
	}
	if f.Invitable != nil && meta.Invitable != nil {
		meta.Invitable = f.Invitable
	}
	if f.Flags != nil {
		changed.Flags = changed.Flags&^discord.ChannelFlagPinned | *f.Flags&discord.ChannelFlagPinned
	}
	if f.Archived != nil && *f.Archived != meta.Archived {
		meta.Archived, meta.ArchiveTimestamp = *f.Archived, discord.At(r.now)
	}
	ch.Channel = changed
	b.threadUpdated(ch)
	return ok(b.threadWithMember(ch))
}

// mayEdit refuses changes of a thread that the bot may not make.
func (ch *channel) mayEdit(f *threadEditForm, perms discord.Permissions, bot discord.UserID) error {
	manage := perms&discord.PermissionManageThreads != 0
	moderated := f.Locked != nil || f.Flags != nil || f.RateLimitPerUser != nil || f.Invitable != nil && ch.OwnerID != bot
	switch {
	case ch.archived() && (f.Archived == nil || *f.Archived):
		return errArchivedThread
	case manage:
		return nil
	case ch.ThreadMetadata.Locked, moderated:
		return errMissingPermissions
	case ch.OwnerID == bot, f.onlyUnarchives() && perms&discord.PermissionSendMessages != 0:
		return nil
	}
	return errMissingPermissions
}

func (e *Emulator) threadUpdated(ch *channel) {
	e.dispatch("THREAD_UPDATE", &threadEvent{Channel: ch.Channel, of: ch}, inChannel(ch))
}

// deleteThread deletes a thread and tells of it.
func (e *Emulator) deleteThread(ch *channel) {
	e.dispatch("THREAD_DELETE", &event.ThreadDelete{ID: ch.ID, GuildID: ch.GuildID, ParentID: ch.ParentID, Type: ch.Type}, inChannel(ch))
	e.dropChannel(ch)
	if m := e.state.messages[discord.MessageID(ch.ID)]; m != nil && m.Flags.Has(discord.MessageFlagHasThread) {
		m.Flags &^= discord.MessageFlagHasThread
		e.updated(m)
	}
}

// wake unarchives a thread that is written in.
func (e *Emulator) wake(ch *channel, now time.Time) {
	if !ch.archived() {
		return
	}
	meta := *ch.ThreadMetadata
	meta.Archived, meta.ArchiveTimestamp = false, discord.At(now)
	ch.ThreadMetadata = &meta
	e.threadUpdated(ch)
}

// countMessage counts a new message of a thread, and makes its author a member.
func (e *Emulator) countMessage(ch *channel, m *message) {
	m.Position = new(ch.TotalMessageSent)
	if m.Type != discord.MessageTypeThreadStarterMessage && uint64(m.ID) != uint64(ch.ID) {
		ch.MessageCount++
		ch.TotalMessageSent++
	}
	g := e.state.guilds[ch.GuildID]
	if ch.members[m.Author.ID] == nil && g.members[m.Author.ID] != nil && m.isOrdinary() {
		e.addToThread(ch, m.Author.ID, m.Timestamp.Time)
	}
}
