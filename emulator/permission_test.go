package emulator

import (
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

func TestMay(t *testing.T) {
	t.Parallel()
	const (
		view, send, read = discord.PermissionViewChannel, discord.PermissionSendMessages, discord.PermissionReadMessageHistory
		files, inThreads = discord.PermissionAttachFiles, discord.PermissionSendMessagesInThreads
		connect          = discord.PermissionConnect
	)
	type overwrites = []discord.PermissionOverwrite
	role := func(id uint64, allow, deny discord.Permissions) discord.PermissionOverwrite {
		return discord.PermissionOverwrite{ID: discord.OverwriteID(id), Type: discord.OverwriteTypeRole, Allow: allow, Deny: deny}
	}
	member := func(id uint64, allow, deny discord.Permissions) discord.PermissionOverwrite {
		return discord.PermissionOverwrite{ID: discord.OverwriteID(id), Type: discord.OverwriteTypeMember, Allow: allow, Deny: deny}
	}
	tests := []struct {
		name       string
		everyone   discord.Permissions
		role       discord.Permissions
		kind       discord.ChannelType
		overwrites overwrites
		timeout    bool
		want       discord.Permissions
	}{
		{"everyone and roles together", view, send, 0, nil, false, view | send},
		{"nothing without seeing", send | files, 0, 0, nil, false, 0},
		{"no files without sending", view | files, 0, 0, nil, false, view},
		{"deny of everyone", view | send, 0, 0, overwrites{role(1, 0, send)}, false, view},
		{"a role's allow beats everyone's deny", view | send, 0, 0, overwrites{role(20, send, 0), role(1, 0, send)}, false, view | send},
		{"a role's allow beats another's deny", view, 0, 0, overwrites{role(20, send, 0), role(21, 0, send)}, false, view | send},
		{"the member's deny beats all", view, 0, 0, overwrites{member(5, 0, send), role(20, send, 0)}, false, view},
		{"roles that the member lacks", view, 0, 0, overwrites{role(99, send, 0), member(6, send, 0)}, false, view},
		{"administrators are above overwrites", view, discord.PermissionAdministrator, 0, overwrites{member(5, 0, view)}, false, everything},
		{"timed out", view | send | read | files, 0, 0, nil, true, view | read},
		{"timed out administrators", view, discord.PermissionAdministrator, 0, nil, true, everything},
		{"sending in threads", view | inThreads, 0, discord.ChannelTypePublicThread, nil, false, view | inThreads | send},
		{"sending elsewhere", view | send, 0, discord.ChannelTypePublicThread, nil, false, view},
		{"threads have their parent's overwrites", view | inThreads, 0, discord.ChannelTypePublicThread, overwrites{role(1, 0, inThreads)}, false, view},
		{"private threads", view | inThreads, 0, discord.ChannelTypePrivateThread, nil, false, 0},
		{"private threads for moderators", view | discord.PermissionManageThreads, 0, discord.ChannelTypePrivateThread, nil, false, view | discord.PermissionManageThreads},
		{"voice without connecting", view | send, 0, discord.ChannelTypeGuildVoice, nil, false, view},
		{"voice", view | connect, 0, discord.ChannelTypeGuildVoice, nil, false, view | connect},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := time.Now()
			m := &discord.Member{Roles: []discord.RoleID{20, 21}}
			if tt.timeout {
				m.CommunicationDisabledUntil = discord.At(now.Add(time.Minute))
			}
			g := &guild{members: map[discord.UserID]*discord.Member{5: m}}
			g.ID, g.OwnerID = 1, 7
			g.Roles = []discord.Role{{ID: 1, Permissions: tt.everyone}, {ID: 20, Permissions: tt.role}, {ID: 21}, {ID: 99, Permissions: files}}
			parent := &channel{Channel: discord.Channel{ID: 100, GuildID: 1, PermissionOverwrites: tt.overwrites}}
			ch := parent
			if tt.kind.IsThread() {
				ch = &channel{Channel: discord.Channel{ID: 101, GuildID: 1, Type: tt.kind, ParentID: 100}}
			}
			parent.Type = tt.kind
			s := &state{
				guilds:   map[discord.GuildID]*guild{1: g},
				channels: map[discord.ChannelID]*channel{100: parent, 101: ch},
			}
			if tt.kind.IsThread() {
				parent.Type = discord.ChannelTypeGuildText
			}
			if got := s.may(ch, 5, now); got != tt.want {
				t.Errorf("may = %b, want %b", got, tt.want)
			}
			if got := s.may(ch, 8, now); got != 0 {
				t.Errorf("somebody who is not a member may %b", got)
			}
		})
	}
}
