package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// channelRoutes are the operations on channels, but for those on threads.
//
// Discord docs: https://docs.discord.com/developers/resources/channel
var channelRoutes = []route{
	{method: http.MethodGet, pattern: "/channels/{channel_id}", handle: (*bot).getChannel},
	{method: http.MethodPatch, pattern: "/channels/{channel_id}", handle: (*bot).updateChannel, audit: discord.AuditLogActionChannelUpdate},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}", handle: (*bot).deleteChannel, audit: discord.AuditLogActionChannelDelete},
	{method: http.MethodPut, pattern: "/channels/{channel_id}/permissions/{overwrite_id}", handle: (*bot).setOverwrite, audit: discord.AuditLogActionChannelUpdate}, // the entries are of its overwrites: see logOverwrites
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/permissions/{overwrite_id}", handle: (*bot).deleteOverwrite, audit: discord.AuditLogActionChannelUpdate},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/typing", handle: (*bot).startTyping},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/channels", handle: (*bot).listChannels},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/channels", handle: (*bot).createChannel, audit: discord.AuditLogActionChannelCreate},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/channels", handle: (*bot).moveChannels},
}

func (b *bot) getChannel(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	if ch.IsThread() {
		return ok(b.threadWithMember(ch))
	}
	return ok(ch.Channel)
}

// listChannels returns a guild's channels that the bot can view, without its
// threads.
func (b *bot) listChannels(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	out := []*discord.Channel{}
	for _, ch := range byID(g.channels) {
		if !ch.IsThread() && (b.rules.RevealChannels || b.views(ch, r.now)) {
			out = append(out, &ch.Channel)
		}
	}
	return ok(out)
}

// Kinds of channels that can be made.
var creatable = []int{0, 2, 4, 5, 13, 14, 15, 16}

const (
	maxChannels           = 500
	maxChannelsInCategory = 50
)

func (b *bot) createChannel(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageChannels)
	if err != nil {
		return reply{}, err
	}
	var f channelForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	if f.Name == nil {
		check.at("name").required()
	}
	if f.Type != nil && !slices.Contains(creatable, *f.Type) {
		check.at("type").addf(codeChoices, "Value must be one of %s.", tuple(creatable))
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	if err := g.hasRoom(discord.ChannelID(f.ParentID.value)); err != nil {
		return reply{}, err
	}
	c := &discord.Channel{ID: discord.ChannelID(b.nextID(r.now)), GuildID: g.ID, Type: discord.ChannelType(deref(f.Type))}
	if isVoice(c.Type) {
		c.Bitrate = 64000
	}
	c.Position = g.nextPosition(c.Type)
	if err := f.apply(b.Emulator, g, c, r); err != nil {
		return reply{}, err
	}
	if err := f.overwrite(b.Emulator, g, c, b.state.guilds[g.ID].guildPermissions(b.user.ID)); err != nil {
		return reply{}, err
	}
	ch := b.state.addChannel(g, c)
	b.dispatch("CHANNEL_CREATE", &event.ChannelCreate{Channel: ch.Channel}, inChannel(ch))
	return created(ch.Channel)
}

// hasRoom refuses more channels than a guild or a category can have.
func (g *guild) hasRoom(category discord.ChannelID) error {
	all, inside := 0, 0
	for _, ch := range g.channels {
		if !ch.IsThread() {
			all++
			if category != 0 && ch.ParentID == category {
				inside++
			}
		}
	}
	switch {
	case all >= maxChannels:
		return refuse(http.StatusBadRequest, 30013, "Maximum number of guild channels reached (%d)", maxChannels)
	case inside >= maxChannelsInCategory:
		return invalid("CHANNEL_PARENT_MAX_CHANNELS", "Maximum number of channels in category reached (50)", "parent_id")
	}
	return nil
}

// nextPosition is behind all channels of the kind.
func (g *guild) nextPosition(t discord.ChannelType) int {
	next := 0
	for _, ch := range g.channels {
		sameList := isVoice(ch.Type) == isVoice(t) && (ch.Type == discord.ChannelTypeGuildCategory) == (t == discord.ChannelTypeGuildCategory)
		if !ch.IsThread() && sameList {
			next = max(next, ch.Position+1)
		}
	}
	return next
}

// overwrite replaces the overwrites of a channel. Only permissions that the bot
// has can be named.
func (f *channelForm) overwrite(e *Emulator, g *guild, c *discord.Channel, have discord.Permissions) error {
	if !f.PermissionOverwrites.present {
		return nil
	}
	overwrites := []discord.PermissionOverwrite{}
	for _, o := range f.PermissionOverwrites.value {
		if !grants(o, have) && !unchanged(c, o) {
			return errMissingPermissions
		}
		if err := g.overwritable(e, o); err != nil {
			return err
		}
		overwrites = append(overwrites, o.overwrite())
	}
	c.PermissionOverwrites = overwrites
	return nil
}

func grants(o overwriteForm, have discord.Permissions) bool { return (o.Allow|o.Deny)&^have == 0 }

func unchanged(c *discord.Channel, o overwriteForm) bool {
	return slices.Contains(c.PermissionOverwrites, o.overwrite())
}

// overwritable wants an overwrite for a role or user that exists.
func (g *guild) overwritable(e *Emulator, o overwriteForm) error {
	switch {
	case o.Type == int(discord.OverwriteTypeRole) && g.role(discord.RoleID(o.ID)) == nil:
		return errUnknownRole
	case o.Type == int(discord.OverwriteTypeMember) && e.state.users[discord.UserID(o.ID)] == nil:
		return errUnknownUser
	}
	return nil
}

// updateChannel changes a channel of a guild, or a thread.
func (b *bot) updateChannel(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView)
	switch {
	case err != nil:
		return reply{}, err
	case ch.GuildID == 0:
		return reply{}, errNotInDMs
	case ch.IsThread():
		return b.updateThread(r, ch)
	}
	perms := b.may(ch, r.now)
	if perms&discord.PermissionManageChannels == 0 {
		return reply{}, errMissingPermissions
	}
	var f channelForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if f.PermissionOverwrites.present && perms&discord.PermissionManageRoles == 0 {
		return reply{}, errMissingPermissions
	}
	changed := ch.Channel
	if err := f.convert(&changed); err != nil {
		return reply{}, err
	}
	g := b.state.guilds[ch.GuildID]
	if err := f.apply(b.Emulator, g, &changed, r); err != nil {
		return reply{}, err
	}
	if err := f.overwrite(b.Emulator, g, &changed, perms); err != nil {
		return reply{}, err
	}
	ch.Channel = changed
	b.channelUpdated(ch)
	return ok(ch.Channel)
}

// convert changes the kind of a channel: text to announcement, and back.
func (f *channelForm) convert(c *discord.Channel) error {
	if f.Type == nil || *f.Type == int(c.Type) {
		return nil
	}
	to := discord.ChannelType(*f.Type)
	text := func(t discord.ChannelType) bool {
		return t == discord.ChannelTypeGuildText || t == discord.ChannelTypeGuildAnnouncement
	}
	if !text(to) || !text(c.Type) {
		return invalid("CHANNEL_TYPE_INVALID", "Only conversion between text and announcement is supported", "type")
	}
	c.Type = to
	return nil
}

// channelUpdated tells that a channel has changed.
func (e *Emulator) channelUpdated(ch *channel) {
	e.dispatch("CHANNEL_UPDATE", &event.ChannelUpdate{Channel: ch.Channel}, inChannel(ch))
}

// deleteChannel deletes a channel or a thread, or closes direct messages.
func (b *bot) deleteChannel(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	if ch.GuildID == 0 {
		return ok(ch.Channel) // closed; the bot can open it again, and nothing in it is lost
	}
	perms := b.may(ch, r.now)
	switch {
	case ch.IsThread() && perms&discord.PermissionManageThreads == 0,
		!ch.IsThread() && perms&discord.PermissionManageChannels == 0:
		return reply{}, errMissingPermissions
	}
	gone := ch.Channel
	if ch.IsThread() {
		b.deleteThread(ch)
		return ok(gone)
	}
	b.dispatch("CHANNEL_DELETE", &event.ChannelDelete{Channel: gone}, inChannel(ch))
	g := b.state.guilds[ch.GuildID]
	for _, child := range byID(g.channels) {
		switch {
		case child.ParentID != ch.ID:
		case child.IsThread():
			b.dropChannel(child)
		default:
			child.ParentID = 0
			b.channelUpdated(child)
		}
	}
	b.dropChannel(ch)
	b.tellViews(g, 0)
	return ok(gone)
}

// dropChannel forgets a channel and all that is in it.
func (e *Emulator) dropChannel(ch *channel) {
	for _, m := range ch.messages {
		delete(e.state.messages, m.ID)
	}
	if g := e.state.guilds[ch.GuildID]; g != nil {
		delete(g.channels, ch.ID)
	}
	delete(e.state.channels, ch.ID)
}

// moveForm is the new place of one channel.
type moveForm struct {
	ID              snowflake           `json:"id" rule:"required"`
	Position        *int                `json:"position" rule:"range=0.."`
	ParentID        optional[snowflake] `json:"parent_id"`
	LockPermissions bool                `json:"lock_permissions"`
}

// movesOut reports whether the channel gets another category, or none.
func (m *moveForm) movesOut(ch *channel) bool {
	return m.ParentID.present && discord.ChannelID(m.ParentID.value) != ch.ParentID
}

// mayMove refuses what the bot may not do with a channel: it must manage the
// channels of the guild or of the channel's category; and to change that, the
// channel itself and where it goes.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions
func (b *bot) mayMove(g *guild, ch *channel, m *moveForm, now time.Time) error {
	manages := func(category discord.ChannelID) bool {
		parent := g.channels[category]
		if parent == nil {
			return b.permissions(g)&discord.PermissionManageChannels != 0
		}
		return b.may(parent, now)&discord.PermissionManageChannels != 0
	}
	if !m.movesOut(ch) {
		if !manages(0) && !manages(ch.ParentID) {
			return errMissingPermissions
		}
		return nil
	}
	switch own := b.may(ch, now); {
	case own&discord.PermissionViewChannel == 0, own&discord.PermissionManageChannels == 0, !manages(discord.ChannelID(m.ParentID.value)):
		return errMissingAccess
	case m.LockPermissions && own&discord.PermissionManageRoles == 0:
		return errMissingPermissions
	}
	return nil
}

// moveChannels changes the order of channels, and the category of at most one.
func (b *bot) moveChannels(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	var moves []moveForm
	if err := r.bind(&moves); err != nil {
		return reply{}, err
	}
	parents := 0
	for _, m := range moves {
		ch := g.channels[discord.ChannelID(m.ID)]
		if ch == nil || ch.IsThread() {
			return reply{}, errUnknownChannel
		}
		if m.movesOut(ch) {
			parents++
		}
		if err := b.mayMove(g, ch, &m, r.now); err != nil {
			return reply{}, err
		}
	}
	if parents > 1 {
		return reply{}, refuse(http.StatusBadRequest, 40009, "Only one channel can have a parent_id modified at a time")
	}
	for _, m := range moves {
		ch := g.channels[discord.ChannelID(m.ID)]
		before := ch.PermissionOverwrites
		set(&ch.Position, m.Position)
		if m.ParentID.present {
			ch.ParentID = discord.ChannelID(m.ParentID.value)
		}
		if parent := g.channels[ch.ParentID]; m.LockPermissions && parent != nil {
			ch.PermissionOverwrites = slices.Clone(parent.PermissionOverwrites)
		}
		b.channelUpdated(ch)
		b.logOverwrites(r, g, discord.AuditLogTargetID(ch.ID), before, ch.PermissionOverwrites)
	}
	return noContent()
}

// setOverwrite makes or replaces the overwrite of a role or a member.
func (b *bot) setOverwrite(r *request) (reply, error) {
	ch, perms, err := b.overwriteFor(r)
	if err != nil {
		return reply{}, err
	}
	f := overwriteForm{ID: r.id("overwrite_id")}
	var body struct {
		Type  int                 `json:"type" rule:"required,range=0..1"`
		Allow discord.Permissions `json:"allow"`
		Deny  discord.Permissions `json:"deny"`
	}
	if err := r.bind(&body); err != nil {
		return reply{}, err
	}
	f.Type, f.Allow, f.Deny = body.Type, body.Allow, body.Deny
	if !grants(f, perms) {
		return reply{}, errMissingPermissions
	}
	if err := b.state.guilds[ch.GuildID].overwritable(b.Emulator, f); err != nil {
		return reply{}, err
	}
	ch.PermissionOverwrites = append(withoutOverwrite(ch, f.ID), f.overwrite())
	b.channelUpdated(ch)
	return noContent()
}

func (b *bot) deleteOverwrite(r *request) (reply, error) {
	ch, _, err := b.overwriteFor(r)
	if err != nil {
		return reply{}, err
	}
	rest := withoutOverwrite(ch, r.id("overwrite_id"))
	if len(rest) == len(ch.PermissionOverwrites) {
		return reply{}, errUnknownOverwrite
	}
	ch.PermissionOverwrites = rest
	b.channelUpdated(ch)
	return noContent()
}

func (b *bot) overwriteFor(r *request) (*channel, discord.Permissions, error) {
	ch, err := b.channelFor(r, mayView|discord.PermissionManageRoles)
	switch {
	case err != nil:
		return nil, 0, err
	case ch.GuildID == 0:
		return nil, 0, errNotInDMs
	case ch.IsThread():
		return nil, 0, errWrongChannelType
	}
	return ch, b.may(ch, r.now), nil
}

func withoutOverwrite(ch *channel, id snowflake) []discord.PermissionOverwrite {
	return slices.DeleteFunc(slices.Clone(ch.PermissionOverwrites), func(o discord.PermissionOverwrite) bool { return uint64(o.ID) == uint64(id) })
}

// startTyping shows that the bot is typing.
func (b *bot) startTyping(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayPost)
	switch {
	case err != nil:
		return reply{}, err
	case !ch.holdsMessages():
		return reply{}, errNotText
	}
	b.typing(ch, b.user.ID, r.now)
	return noContent()
}

// typing tells that a user is typing.
func (e *Emulator) typing(ch *channel, user discord.UserID, now time.Time) {
	t := event.TypingStart{ChannelID: ch.ID, GuildID: ch.GuildID, UserID: user}
	t.Timestamp = now.Unix()
	if g := e.state.guilds[ch.GuildID]; g != nil {
		t.Member = g.members[user]
	}
	e.dispatch("TYPING_START", &t, inChannel(ch))
}
