package emulator

import (
	"time"

	"github.com/accord-go/accord/discord"
)

// everything is all permissions that Discord counts with, named or not. It fits
// the integers of all clients, and even the floats.
const everything discord.Permissions = 1<<53 - 1

// guildPermissions returns what a member may do before any overwrites.
// Somebody who is not a member may do nothing.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#permission-hierarchy
func (g *guild) guildPermissions(user discord.UserID) discord.Permissions {
	m := g.members[user]
	if m == nil {
		return 0
	}
	if g.OwnerID == user {
		return everything
	}
	has := roleSet(g, m)
	var p discord.Permissions
	for i := range g.Roles {
		if has[uint64(g.Roles[i].ID)] {
			p |= g.Roles[i].Permissions
		}
	}
	if p&discord.PermissionAdministrator != 0 {
		return everything
	}
	return p
}

// roleSet holds @everyone and the roles of a member.
func roleSet(g *guild, m *discord.Member) map[uint64]bool {
	set := map[uint64]bool{uint64(g.ID): true}
	if m != nil {
		for _, r := range m.Roles {
			set[uint64(r)] = true
		}
	}
	return set
}

// grantedIn returns what a member may do in a channel as Discord tells it in
// interactions: overwrites included, but nothing taken away because something
// else that it needs is missing.
func (s *state) grantedIn(ch *channel, user discord.UserID) discord.Permissions {
	g := s.guilds[ch.GuildID]
	if g == nil {
		return everything // a direct message
	}
	p := g.guildPermissions(user)
	if p == everything || p == 0 {
		return p
	}
	return overwritten(p, s.overwritesOf(ch), g, user)
}

// everyoneIn returns what @everyone may do in a channel of a guild, told as in
// grantedIn.
func (s *state) everyoneIn(ch *channel) discord.Permissions {
	g := s.guilds[ch.GuildID]
	p := g.role(discord.RoleID(g.ID)).Permissions
	if p&discord.PermissionAdministrator != 0 {
		return everything
	}
	return overwritten(p, s.overwritesOf(ch), g, 0)
}

// overwritesOf returns the overwrites that count in a channel: a thread has those
// of its parent.
func (s *state) overwritesOf(ch *channel) []discord.PermissionOverwrite {
	if !ch.IsThread() {
		return ch.PermissionOverwrites
	}
	if parent := s.channels[ch.ParentID]; parent != nil {
		return parent.PermissionOverwrites
	}
	return nil
}

func overwritten(p discord.Permissions, overwrites []discord.PermissionOverwrite, g *guild, user discord.UserID) discord.Permissions {
	has := roleSet(g, g.members[user])
	var everyone, roles, own discord.PermissionOverwrite
	for _, o := range overwrites {
		switch {
		case o.Type == discord.OverwriteTypeMember && uint64(o.ID) == uint64(user):
			own = o
		case o.Type != discord.OverwriteTypeRole:
		case uint64(o.ID) == uint64(g.ID):
			everyone = o
		case has[uint64(o.ID)]:
			roles.Allow |= o.Allow
			roles.Deny |= o.Deny
		}
	}
	for _, o := range []discord.PermissionOverwrite{everyone, roles, own} {
		p = p&^o.Deny | o.Allow
	}
	return p
}

// may returns what a member can really do in a channel: nothing without seeing
// it, no mentions or files without sending messages, only reading while timed
// out, and in a private thread nothing without being in it.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#implicit-permissions
func (s *state) may(ch *channel, user discord.UserID, now time.Time) discord.Permissions {
	g := s.guilds[ch.GuildID]
	if g == nil {
		return s.mayInDM(ch, user)
	}
	p := s.grantedIn(ch, user)
	if p == everything {
		return p
	}
	if g.members[user] != nil && now.Before(g.members[user].CommunicationDisabledUntil.Time) {
		p &= discord.PermissionViewChannel | discord.PermissionReadMessageHistory
	}
	if p&discord.PermissionViewChannel == 0 || s.isClosedThread(ch, user, p) {
		return 0
	}
	if ch.IsThread() { // handlers ask for SEND_MESSAGES wherever they are
		p &^= discord.PermissionSendMessages
		if p&discord.PermissionSendMessagesInThreads != 0 {
			p |= discord.PermissionSendMessages
		}
	}
	if p&discord.PermissionSendMessages == 0 {
		p &^= discord.PermissionMentionEveryone | discord.PermissionSendTTSMessages | discord.PermissionAttachFiles | discord.PermissionEmbedLinks
	}
	voice := ch.Type == discord.ChannelTypeGuildVoice || ch.Type == discord.ChannelTypeGuildStageVoice
	if voice && p&discord.PermissionConnect == 0 {
		p &= discord.PermissionViewChannel
	}
	return p
}

// isClosedThread reports whether ch is a private thread that user is not in.
func (s *state) isClosedThread(ch *channel, user discord.UserID, p discord.Permissions) bool {
	return ch.Type == discord.ChannelTypePrivateThread && ch.members[user] == nil && p&discord.PermissionManageThreads == 0
}

// mayInDM returns what is possible in direct messages: everything that has a
// meaning there, for those who are in it.
func (s *state) mayInDM(ch *channel, user discord.UserID) discord.Permissions {
	if user == ch.bot {
		return everything
	}
	for i := range ch.Recipients {
		if ch.Recipients[i].ID == user {
			return everything
		}
	}
	return 0
}

// sees reports whether a user can see a channel.
func (s *state) sees(ch *channel, user discord.UserID, now time.Time) bool {
	return s.may(ch, user, now)&discord.PermissionViewChannel != 0
}

// channelFor returns the channel of the request's path, and refuses where it
// doesn't exist, the bot can't see it, or lacks one of the permissions.
func (b *bot) channelFor(r *request, need discord.Permissions) (*channel, error) {
	return b.channelWith(r.channelID(), r.now, need)
}

// channelWith is channelFor for a channel that is named elsewhere.
func (b *bot) channelWith(id discord.ChannelID, now time.Time, need discord.Permissions) (*channel, error) {
	return b.state.channelFor(b.user.ID, id, now, need)
}

// channelFor is it for anybody who acts.
func (s *state) channelFor(user discord.UserID, id discord.ChannelID, now time.Time, need discord.Permissions) (*channel, error) {
	ch := s.channels[id]
	if ch == nil {
		return nil, errUnknownChannel
	}
	p := s.may(ch, user, now)
	switch {
	case p&discord.PermissionViewChannel == 0:
		return nil, errMissingAccess
	case p&need != need:
		return nil, errMissingPermissions
	}
	return ch, nil
}

// guildFor returns the guild of the request's path, and refuses where the bot
// isn't in it or lacks one of the permissions.
func (b *bot) guildFor(r *request, need discord.Permissions) (*guild, error) {
	g := b.state.guilds[r.guildID()]
	switch {
	case g == nil:
		return nil, errUnknownGuild
	case !b.isIn(g):
		return nil, errMissingAccess
	case b.permissions(g)&need != need:
		return nil, errMissingPermissions
	}
	return g, nil
}

// topRole returns the position of a member's highest role; the owner is above
// all.
func (g *guild) topRole(user discord.UserID) int {
	if user == g.OwnerID {
		return int(^uint(0) >> 1)
	}
	top := 0
	if m := g.members[user]; m != nil {
		has := roleSet(g, m)
		for i := range g.Roles {
			if has[uint64(g.Roles[i].ID)] {
				top = max(top, g.Roles[i].Position)
			}
		}
	}
	return top
}
