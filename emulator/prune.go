package emulator

import (
	"slices"
	"strconv"
	"strings"

	"github.com/accord-go/accord/discord"
)

const mayPrune = discord.PermissionManageGuild | discord.PermissionKickMembers

// inactive returns the members whom a prune removes. Since nobody goes offline
// here, how long they have been members counts for how long they were away.
func (e *Emulator) inactive(r *request, g *guild, days int, include []snowflake) (gone []*discord.Member) {
	for _, m := range byID(g.members) {
		other := slices.ContainsFunc(m.Roles, func(id discord.RoleID) bool { return !slices.Contains(include, snowflake(id)) })
		if !other && !m.User.Bot && m.User.ID != g.OwnerID && r.now.Sub(m.JoinedAt.Time).Hours() >= float64(24*days) {
			gone = append(gone, m)
		}
	}
	return gone
}

// previewPrune tells how many members a prune would remove.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-prune-count
func (b *bot) previewPrune(r *request) (reply, error) {
	g, err := b.guildFor(r, mayPrune)
	if err != nil {
		return reply{}, err
	}
	days, err := r.queryInt("days", 7, 1, 30)
	if err != nil {
		return reply{}, err
	}
	var include []snowflake
	for _, list := range r.query["include_roles"] {
		for text := range strings.SplitSeq(list, ",") {
			id, valid := parseSnowflake(text)
			if !valid {
				return reply{}, notSnowflake("include_roles", text)
			}
			include = append(include, id)
		}
	}
	return ok(discord.GuildPrune{Pruned: new(len(b.inactive(r, g, days, include)))})
}

// prune removes members who have been away.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#begin-guild-prune
func (b *bot) prune(r *request) (reply, error) {
	g, err := b.guildFor(r, mayPrune)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Days         *int        `json:"days" rule:"range=1..30"`
		Compute      *bool       `json:"compute_prune_count"`
		IncludeRoles []snowflake `json:"include_roles" rule:"len=0..100"`
		Reason       string      `json:"reason" rule:"len=0..512"` // deprecated; the header wins
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if slices.Contains(g.Features, discord.GuildFeaturePruneRequiresAdmin) && b.permissions(g) != everything {
		return reply{}, errMissingPermissions
	}
	days := 7
	set(&days, f.Days)
	setZero(&r.reason, f.Reason)
	gone := b.inactive(r, g, days, f.IncludeRoles)
	for _, m := range gone {
		b.removeMember(r, g, m.User)
	}
	b.log(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionMemberPrune, Options: &discord.AuditLogOptions{
		DeleteMemberDays: strconv.Itoa(days), MembersRemoved: strconv.Itoa(len(gone)),
	}})
	if f.Compute != nil && !*f.Compute {
		return ok(discord.GuildPrune{})
	}
	return ok(discord.GuildPrune{Pruned: new(len(gone))})
}
