package discord

import "encoding/json"

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
	Icon         ImageData    `json:"icon,omitzero"`          // needs the ROLE_ICONS feature
	UnicodeEmoji string       `json:"unicode_emoji,omitzero"` // at most 100 characters; needs the ROLE_ICONS feature
	Mentionable  bool         `json:"mentionable,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b CreateRole) Validate() error {
	var c checker
	c.length("name", b.Name, 0, 100)
	c.color("color", b.Color)
	if b.Colors != nil {
		c.within("colors", b.Colors.check)
	}
	c.length("unicode_emoji", b.UnicodeEmoji, 0, 100)
	return c.err()
}

// color checks a color, which has 24 bits.
func (c *checker) color(path string, color Color) {
	if color > 0xFFFFFF {
		c.add(path, "must be at most 0xffffff")
	}
}

func (r RoleColors) check(c *checker) {
	c.color("primary_color", r.PrimaryColor)
	if r.SecondaryColor != nil {
		c.color("secondary_color", *r.SecondaryColor)
	}
	if r.TertiaryColor != nil {
		c.color("tertiary_color", *r.TertiaryColor)
	}
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
	Icon         Optional[ImageData]   `json:"icon,omitzero"`
	UnicodeEmoji Optional[string]      `json:"unicode_emoji,omitzero"`
	Mentionable  Optional[bool]        `json:"mentionable,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b UpdateRole) Validate() error {
	var c checker
	if name, ok := b.Name.Get(); ok {
		c.length("name", name, 1, 100)
	}
	color, _ := b.Color.Get()
	c.color("color", color)
	if colors, ok := b.Colors.Get(); ok {
		c.within("colors", colors.check)
	}
	emoji, _ := b.UnicodeEmoji.Get()
	c.length("unicode_emoji", emoji, 0, 100)
	return c.err()
}

// UpdateRolePositions moves roles of a guild. Roles that it does not name move
// to make place.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-role-positions
type UpdateRolePositions []RolePosition

// RolePosition is where a role is to be.
type RolePosition struct {
	ID       RoleID        `json:"id"`
	Position Optional[int] `json:"position,omitzero"` // the higher, the more it may do; @everyone is 0
}

// MarshalJSON writes a list, and an empty one where there is none.
func (b UpdateRolePositions) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]RolePosition{}, b...))
}

// Validate checks that every role has an ID.
func (b UpdateRolePositions) Validate() error {
	var c checker
	for i, p := range b {
		c.required(c.index("", i)+".id", p.ID != 0)
	}
	return c.err()
}
