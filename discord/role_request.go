package discord

// CreateRole is a new role. Needs MANAGE_ROLES, and only permissions that the
// bot itself has can be given.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-role
type CreateRole struct {
	Name         string       `json:"name,omitzero"`        // at most 100 characters; empty: "new role"
	Permissions  *Permissions `json:"permissions,omitzero"` // nil: those of @everyone
	Color        Color        `json:"color,omitzero"`       // deprecated: use Colors
	Colors       *RoleColors  `json:"colors,omitzero"`
	Hoist        bool         `json:"hoist,omitzero"`
	Icon         *string      `json:"icon,omitzero"` // image data; needs the ROLE_ICONS feature
	UnicodeEmoji *string      `json:"unicode_emoji,omitzero"`
	Mentionable  bool         `json:"mentionable,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b CreateRole) Validate() error {
	var c checker
	c.length("name", b.Name, 0, 100)
	return c.err()
}

// UpdateRole is a change of a role. Fields that are absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-role
type UpdateRole struct {
	Name         Optional[string]      `json:"name,omitzero"` // at most 100 characters
	Permissions  Optional[Permissions] `json:"permissions,omitzero"`
	Color        Optional[Color]       `json:"color,omitzero"` // deprecated: use Colors
	Colors       Optional[RoleColors]  `json:"colors,omitzero"`
	Hoist        Optional[bool]        `json:"hoist,omitzero"`
	Icon         Optional[string]      `json:"icon,omitzero"` // image data
	UnicodeEmoji Optional[string]      `json:"unicode_emoji,omitzero"`
	Mentionable  Optional[bool]        `json:"mentionable,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b UpdateRole) Validate() error {
	var c checker
	if name, ok := b.Name.Get(); ok {
		c.length("name", name, 0, 100)
	}
	return c.err()
}
