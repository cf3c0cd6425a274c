package discord_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/accord-go/accord/discord"
)

const (
	view  = discord.PermissionViewChannel
	send  = discord.PermissionSendMessages
	admin = discord.PermissionAdministrator
	embed = discord.PermissionEmbedLinks
	mod   = discord.PermissionManageMessages
)

func TestBasePermissions(t *testing.T) {
	t.Parallel()
	guild := &discord.Guild{ID: 1, OwnerID: 10, Roles: []discord.Role{
		{ID: 1, Permissions: view}, {ID: 2, Permissions: send}, {ID: 3, Permissions: admin},
	}}
	tests := []struct {
		name  string
		user  discord.UserID
		roles []discord.RoleID
		want  discord.Permissions
	}{
		{"everyone", 11, nil, view},
		{"a role adds", 11, []discord.RoleID{2}, view | send},
		{"an unknown role adds nothing", 11, []discord.RoleID{99}, view},
		{"administrator has all", 11, []discord.RoleID{3}, discord.PermissionsAll},
		{"owner has all", 10, nil, discord.PermissionsAll},
	}
	for _, tt := range tests {
		if got := discord.BasePermissions(guild, tt.user, tt.roles); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestChannelPermissions(t *testing.T) {
	t.Parallel()
	everyone := func(allow, deny discord.Permissions) discord.PermissionOverwrite {
		return discord.RoleOverwrite(1, allow, deny)
	}
	tests := []struct {
		name       string
		base       discord.Permissions
		overwrites []discord.PermissionOverwrite
		want       discord.Permissions
	}{
		{"none", view | send, nil, view | send},
		{"everyone denied", view | send, []discord.PermissionOverwrite{everyone(0, send)}, view},
		{"role allows what everyone is denied", view | send, []discord.PermissionOverwrite{discord.RoleOverwrite(2, send, 0), everyone(0, send)}, view | send},
		{"one role's allow beats another's deny", view, []discord.PermissionOverwrite{discord.RoleOverwrite(2, mod, 0), discord.RoleOverwrite(3, 0, mod)}, view | mod},
		{"a role that the member lacks", view, []discord.PermissionOverwrite{discord.RoleOverwrite(9, mod, 0)}, view},
		{"member beats role", view | send, []discord.PermissionOverwrite{discord.MemberOverwrite(10, 0, send), discord.RoleOverwrite(2, send, 0)}, view},
		{"another member's", view, []discord.PermissionOverwrite{discord.MemberOverwrite(12, mod, 0)}, view},
		{"a member overwrite with a role's ID", view, []discord.PermissionOverwrite{discord.MemberOverwrite(2, mod, 0)}, view},
		{"administrators are not subject to them", discord.PermissionsAll, []discord.PermissionOverwrite{everyone(0, view)}, discord.PermissionsAll},
	}
	for _, tt := range tests {
		if got := discord.ChannelPermissions(tt.base, tt.overwrites, 1, 10, []discord.RoleID{2, 3}); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestEffectivePermissions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		p    discord.Permissions
		kind discord.ChannelType
		want discord.Permissions
	}{
		{"nothing without view", send | embed, discord.ChannelTypeGuildText, 0},
		{"no embeds without send", view | embed | mod, discord.ChannelTypeGuildText, view | mod},
		{"a thread has a send of its own", view | send | embed, discord.ChannelTypePublicThread, view | send},
		{"in threads", view | discord.PermissionSendMessagesInThreads | embed, discord.ChannelTypePublicThread, view | discord.PermissionSendMessagesInThreads | embed},
		{"voice without connect", view | discord.PermissionSpeak, discord.ChannelTypeGuildVoice, view},
	}
	for _, tt := range tests {
		if got := discord.EffectivePermissions(tt.p, tt.kind); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	if got := discord.TimedOutPermissions(view | send | discord.PermissionReadMessageHistory); got != view|discord.PermissionReadMessageHistory {
		t.Errorf("timed out: %s", got)
	}
	if got := discord.TimedOutPermissions(discord.PermissionsAll); got != discord.PermissionsAll {
		t.Errorf("a timed out administrator: %s", got)
	}
}

func TestPermissionsKeepUnknownBits(t *testing.T) {
	t.Parallel()
	for _, in := range []string{`"9007199254740992"`, `9007199254740992`} {
		var p discord.Permissions
		if err := json.Unmarshal([]byte(in), &p); err != nil {
			t.Fatal(err)
		}
		if out, err := json.Marshal(p); err != nil || string(out) != `"9007199254740992"` {
			t.Errorf("%s encodes as %s, %v", in, out, err)
		}
	}
}

// TestPermissionNames wants a name for each permission that there is, and none
// for what has none.
func TestPermissionNames(t *testing.T) {
	t.Parallel()
	got := (send | admin | 1<<47 | 1<<60).Names()
	if want := []string{"ADMINISTRATOR", "SEND_MESSAGES"}; !slices.Equal(got, want) {
		t.Errorf("names: %q, want %q", got, want)
	}
	all := discord.PermissionsAll.Names()
	if len(all) != 52 || slices.Contains(all, "") {
		t.Errorf("%d permissions have names: %q", len(all), all)
	}
	if got := discord.Permissions(0).Names(); got != nil {
		t.Errorf("nothing has the names %q", got)
	}
}

func TestThreadPermissions(t *testing.T) {
	t.Parallel()
	const manage = discord.PermissionManageThreads
	tests := []struct {
		name   string
		parent discord.Permissions
		kind   discord.ChannelType
		joined bool
		want   discord.Permissions
	}{
		{"a public thread is for all who see its parent", view | mod, discord.ChannelTypePublicThread, false, view | mod},
		{"a private one is not", view | mod, discord.ChannelTypePrivateThread, false, 0},
		{"but for members", view | mod, discord.ChannelTypePrivateThread, true, view | mod},
		{"and for who manages threads", view | manage, discord.ChannelTypePrivateThread, false, view | manage},
		{"a hidden parent hides its threads", mod, discord.ChannelTypePublicThread, true, 0},
	}
	for _, tt := range tests {
		if got := discord.ThreadPermissions(tt.parent, tt.kind, tt.joined); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
