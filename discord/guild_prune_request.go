package discord

// PruneGuild removes members who have not been seen for some days.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#begin-guild-prune
type PruneGuild struct {
	Days              int      `json:"days,omitzero"`                // 1 to 30; zero: 7
	ComputePruneCount *bool    `json:"compute_prune_count,omitzero"` // false: they are not counted, which is better in large guilds; nil: true
	IncludeRoles      []RoleID `json:"include_roles,omitzero"`       // members with no other roles too; nil: only those without roles; at most 100
}

// Validate checks the limits that Discord documents.
func (b PruneGuild) Validate() error {
	var c checker
	c.between("days", b.Days, 0, 30)
	c.count("include_roles", len(b.IncludeRoles), 0, 100)
	return c.err()
}
