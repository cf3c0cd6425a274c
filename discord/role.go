package discord

import "github.com/accord-go/accord/internal/wire"

// Role is a named set of permissions that members of a guild can have. The ID
// of the @everyone role is the guild's.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#role-object
type Role struct {
	ID           RoleID      `json:"id"`
	Name         string      `json:"name"`
	Color        Color       `json:"color"` // deprecated: use Colors; zero means no color
	Colors       RoleColors  `json:"colors"`
	Hoist        bool        `json:"hoist"`         // shown apart in the member list
	Icon         *string     `json:"icon,omitzero"` // hash
	UnicodeEmoji *string     `json:"unicode_emoji,omitzero"`
	Position     int         `json:"position"` // roles of equal position are ordered by ID
	Permissions  Permissions `json:"permissions"`
	Managed      bool        `json:"managed"` // belongs to an integration
	Mentionable  bool        `json:"mentionable"`
	Tags         *RoleTags   `json:"tags,omitzero"`
	Flags        RoleFlags   `json:"flags"`
}

// Mention returns the text that mentions the role in a message.
func (r *Role) Mention() string { return MentionRole(r.ID) }

// RoleColors are the colors of a role's name.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#role-object-role-colors-object
type RoleColors struct {
	PrimaryColor   Color  `json:"primary_color"`
	SecondaryColor *Color `json:"secondary_color"` // makes a gradient
	TertiaryColor  *Color `json:"tertiary_color"`  // makes the gradient holographic
}

// RoleTags tell what a role belongs to.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#role-object-role-tags-structure
type RoleTags struct {
	BotID                 UserID        `json:"bot_id,omitzero"`
	IntegrationID         IntegrationID `json:"integration_id,omitzero"`
	PremiumSubscriber     NullBool      `json:"premium_subscriber,omitzero"` // the guild's booster role
	SubscriptionListingID SKUID         `json:"subscription_listing_id,omitzero"`
	AvailableForPurchase  NullBool      `json:"available_for_purchase,omitzero"`
	GuildConnections      NullBool      `json:"guild_connections,omitzero"` // a linked role
}

// NullBool is a bool that Discord writes as a field with value null for true
// and as no field for false. Tag such fields omitzero.
type NullBool bool

// MarshalJSON encodes true as null. False can't be told in a value: it is a
// field left out.
func (NullBool) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// UnmarshalJSON decodes null, or a bool.
func (n *NullBool) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, n) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (n *NullBool) UnmarshalJSONFrom(d *wire.Decoder) error {
	*n = NullBool(d.Null() || d.Bool())
	return d.Err()
}

// RoleFlags are marks of a role.
//
// Discord docs: https://docs.discord.com/developers/topics/permissions#role-object-role-flags
type RoleFlags uint64

// The flags of a role.
const (
	RoleFlagInPrompt RoleFlags = 1 << 0 // can be chosen in onboarding
)

// Has reports whether f contains all of flags.
func (f RoleFlags) Has(flags RoleFlags) bool { return f&flags == flags }
