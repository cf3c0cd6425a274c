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
