package emulator

import (
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

// TestMayBeTold wants events that not every bot is told of to come to those only
// that have one of the documented permissions.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events
func TestMayBeTold(t *testing.T) {
	t.Parallel()
	const (
		view, audit = discord.PermissionViewChannel, discord.PermissionViewAuditLog
		ban, manage = discord.PermissionBanMembers, discord.PermissionManageGuild
		channels    = discord.PermissionManageChannels
	)
	g := &guild{members: map[discord.UserID]*discord.Member{5: {}}}
	g.ID = 1
	hidden := discord.PermissionOverwrite{ID: 1, Type: discord.OverwriteTypeRole, Deny: channels}
	s := &state{
		guilds: map[discord.GuildID]*guild{1: g},
		channels: map[discord.ChannelID]*channel{
			100: {Channel: discord.Channel{ID: 100, GuildID: 1}},
			101: {Channel: discord.Channel{ID: 101, GuildID: 1, PermissionOverwrites: []discord.PermissionOverwrite{hidden}}},
		},
	}
	b := &bot{Emulator: &Emulator{state: s}, user: &discord.User{ID: 5}}
	inviteTo := func(id discord.ChannelID) audience {
		return (&invite{Invite: discord.Invite{GuildID: 1, Channel: &discord.InviteChannel{ID: id}}}).audience()
	}
	tests := []struct {
		name string
		to   audience
		have discord.Permissions
		want bool
	}{
		{"anything, without permissions", inGuild(1), 0, true},
		{"bans", ofBans(g), view, false},
		{"bans with BAN_MEMBERS", ofBans(g), ban, true},
		{"bans with VIEW_AUDIT_LOG", ofBans(g), audit, true},
		{"the audit log", ofAuditLog(g), view | ban, false},
		{"the audit log with VIEW_AUDIT_LOG", ofAuditLog(g), audit, true},
		{"rules", forManagers(g), view | audit, false},
		{"rules with MANAGE_GUILD", forManagers(g), manage, true},
		{"rules for administrators", forManagers(g), discord.PermissionAdministrator, true},
		{"invites", inviteTo(100), view | manage, false},
		{"invites with MANAGE_CHANNELS", inviteTo(100), view | channels, true},
		{"invites with MANAGE_CHANNELS elsewhere", inviteTo(101), view | channels, false},
		{"invites to a channel that is gone, with MANAGE_CHANNELS", inviteTo(102), channels, true},
		{"requests to join", ofJoinRequests(g), view | manage, false},
		{"requests to join with KICK_MEMBERS", ofJoinRequests(g), discord.PermissionKickMembers, true},
		{"a guild that is gone", audience{guild: 2, need: view}, view, false},
	}
	for _, tt := range tests {
		g.Roles = []discord.Role{{ID: 1, Permissions: tt.have}}
		if got := b.mayBeTold(nil, &tt.to, time.Now()); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}
