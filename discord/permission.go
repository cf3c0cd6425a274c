package discord

import (
	"strconv"

	"github.com/accord-go/accord/internal/wire"
)

// Permissions are what a role, a member or an overwrite allows or denies.
// They travel as decimal strings. Bits without a name are kept.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions
type Permissions uint64

// The permissions.
const (
	PermissionCreateInstantInvite              Permissions = 1 << 0
	PermissionKickMembers                      Permissions = 1 << 1
	PermissionBanMembers                       Permissions = 1 << 2
	PermissionAdministrator                    Permissions = 1 << 3
	PermissionManageChannels                   Permissions = 1 << 4
	PermissionManageGuild                      Permissions = 1 << 5
	PermissionAddReactions                     Permissions = 1 << 6
	PermissionViewAuditLog                     Permissions = 1 << 7
	PermissionPrioritySpeaker                  Permissions = 1 << 8
	PermissionStream                           Permissions = 1 << 9
	PermissionViewChannel                      Permissions = 1 << 10
	PermissionSendMessages                     Permissions = 1 << 11
	PermissionSendTTSMessages                  Permissions = 1 << 12
	PermissionManageMessages                   Permissions = 1 << 13
	PermissionEmbedLinks                       Permissions = 1 << 14
	PermissionAttachFiles                      Permissions = 1 << 15
	PermissionReadMessageHistory               Permissions = 1 << 16
	PermissionMentionEveryone                  Permissions = 1 << 17
	PermissionUseExternalEmojis                Permissions = 1 << 18
	PermissionViewGuildInsights                Permissions = 1 << 19
	PermissionConnect                          Permissions = 1 << 20
	PermissionSpeak                            Permissions = 1 << 21
	PermissionMuteMembers                      Permissions = 1 << 22
	PermissionDeafenMembers                    Permissions = 1 << 23
	PermissionMoveMembers                      Permissions = 1 << 24
	PermissionUseVAD                           Permissions = 1 << 25
	PermissionChangeNickname                   Permissions = 1 << 26
	PermissionManageNicknames                  Permissions = 1 << 27
	PermissionManageRoles                      Permissions = 1 << 28
	PermissionManageWebhooks                   Permissions = 1 << 29
	PermissionManageGuildExpressions           Permissions = 1 << 30
	PermissionUseApplicationCommands           Permissions = 1 << 31
	PermissionRequestToSpeak                   Permissions = 1 << 32
	PermissionManageEvents                     Permissions = 1 << 33
	PermissionManageThreads                    Permissions = 1 << 34
	PermissionCreatePublicThreads              Permissions = 1 << 35
	PermissionCreatePrivateThreads             Permissions = 1 << 36
	PermissionUseExternalStickers              Permissions = 1 << 37
	PermissionSendMessagesInThreads            Permissions = 1 << 38
	PermissionUseEmbeddedActivities            Permissions = 1 << 39
	PermissionModerateMembers                  Permissions = 1 << 40
	PermissionViewCreatorMonetizationAnalytics Permissions = 1 << 41
	PermissionUseSoundboard                    Permissions = 1 << 42
	PermissionCreateGuildExpressions           Permissions = 1 << 43
	PermissionCreateEvents                     Permissions = 1 << 44
	PermissionUseExternalSounds                Permissions = 1 << 45
	PermissionSendVoiceMessages                Permissions = 1 << 46
	PermissionSetVoiceChannelStatus            Permissions = 1 << 48
	PermissionSendPolls                        Permissions = 1 << 49
	PermissionUseExternalApps                  Permissions = 1 << 50
	PermissionPinMessages                      Permissions = 1 << 51
	PermissionBypassSlowmode                   Permissions = 1 << 52
)

// PermissionsAll are all permissions that have a name.
const PermissionsAll Permissions = (1<<53 - 1) &^ (1 << 47)

// Has reports whether p contains all of flags.
func (p Permissions) Has(flags Permissions) bool { return p&flags == flags }

// With returns p with flags added.
func (p Permissions) With(flags Permissions) Permissions { return p | flags }

// Without returns p with flags removed.
func (p Permissions) Without(flags Permissions) Permissions { return p &^ flags }

// String returns the decimal form, as Discord sends it.
func (p Permissions) String() string { return strconv.FormatUint(uint64(p), 10) }

// MarshalJSON encodes the permissions as a decimal string.
func (p Permissions) MarshalJSON() ([]byte, error) {
	b := strconv.AppendUint([]byte{'"'}, uint64(p), 10)
	return append(b, '"'), nil
}

// UnmarshalJSON decodes a decimal string, a number or null.
func (p *Permissions) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, p) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (p *Permissions) UnmarshalJSONFrom(d *wire.Decoder) error {
	*p = Permissions(d.ID())
	return d.Err()
}

// BasePermissions returns what member may do in guild before any channel's
// overwrites: everything for the owner and for administrators, otherwise what
// @everyone and the member's roles allow together. Roles that the guild no
// longer has count for nothing.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#permission-hierarchy
func BasePermissions(guild *Guild, user UserID, roles []RoleID) Permissions {
	if guild.OwnerID == user {
		return PermissionsAll
	}
	var p Permissions
	for i := range guild.Roles {
		r := &guild.Roles[i]
		if r.ID == RoleID(guild.ID) || containsID(roles, r.ID) {
			p |= r.Permissions
		}
	}
	if p.Has(PermissionAdministrator) {
		return PermissionsAll
	}
	return p
}

// ChannelPermissions applies a channel's overwrites to the base permissions of
// a member: @everyone's first, then those of the member's roles taken
// together, then the member's own. For a thread, pass the overwrites of its
// parent. Administrators are not subject to overwrites. The overwrites of an
// obfuscated channel ([Channel.IsObfuscated]) give the right answer for the bot
// only, that it can't view it; what others may do there is not known.
func ChannelPermissions(base Permissions, overwrites []PermissionOverwrite, guild GuildID, user UserID, roles []RoleID) Permissions {
	if base.Has(PermissionAdministrator) {
		return PermissionsAll
	}
	var allow, deny Permissions
	for _, o := range overwrites {
		switch {
		case o.Type != OverwriteTypeRole:
		case o.ID == OverwriteID(guild):
			base = base&^o.Deny | o.Allow
		case containsID(roles, RoleID(o.ID)):
			allow |= o.Allow
			deny |= o.Deny
		}
	}
	base = base&^deny | allow
	for _, o := range overwrites {
		if o.Type == OverwriteTypeMember && o.ID == OverwriteID(user) {
			base = base&^o.Deny | o.Allow
		}
	}
	return base
}

// TimedOutPermissions returns what is left of p while a member is timed out.
// The owner and administrators are exempt.
func TimedOutPermissions(p Permissions) Permissions {
	if p.Has(PermissionAdministrator) {
		return p
	}
	return p & (PermissionViewChannel | PermissionReadMessageHistory)
}

// EffectivePermissions removes from p what has no effect without something
// else that is missing: nothing works without VIEW_CHANNEL, and mentions of
// everyone, TTS, files and embeds need permission to send messages at all (in
// a thread, to send in threads).
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#implicit-permissions
func EffectivePermissions(p Permissions, t ChannelType) Permissions {
	if !p.Has(PermissionViewChannel) {
		return 0
	}
	if (t == ChannelTypeGuildVoice || t == ChannelTypeGuildStageVoice) && !p.Has(PermissionConnect) {
		return PermissionViewChannel
	}
	send := PermissionSendMessages
	if t.IsThread() {
		send = PermissionSendMessagesInThreads
	}
	if !p.Has(send) {
		p = p.Without(PermissionMentionEveryone | PermissionSendTTSMessages | PermissionAttachFiles | PermissionEmbedLinks)
	}
	return p
}

func containsID[T any](ids []ID[T], id ID[T]) bool {
	for _, have := range ids {
		if have == id {
			return true
		}
	}
	return false
}
