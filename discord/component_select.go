package discord

// The fields that all selects have in common stand in each of them, so that
// they are written as one literal.

// StringSelect lets a user choose among options that the bot gives. It stands in an
// [ActionRow] of a message or in a [Label] of a modal.
//
// Discord docs: https://docs.discord.com/developers/components/reference#string-select
type StringSelect struct {
	ID          int            `json:"id,omitzero"`          // zero: Discord numbers it
	CustomID    string         `json:"custom_id"`            // 1 to 100 characters, unique in the message
	Options     []SelectOption `json:"options"`              // 1 to 25
	Placeholder string         `json:"placeholder,omitzero"` // shown while nothing is chosen; at most 150 characters
	MinValues   *int           `json:"min_values,omitzero"`  // 0 to 25; nil means 1; in a modal, 0 needs Required to be false
	MaxValues   int            `json:"max_values,omitzero"`  // 1 to 25; zero means 1
	Required    *bool          `json:"required,omitzero"`    // modals only; nil means true
	Disabled    bool           `json:"disabled,omitzero"`    // messages only; an error in modals
}

// ComponentType returns [ComponentTypeStringSelect].
func (StringSelect) ComponentType() ComponentType { return ComponentTypeStringSelect }

// MarshalJSON adds the type.
func (c StringSelect) MarshalJSON() ([]byte, error) {
	type plain StringSelect
	return marshalMember(ComponentTypeStringSelect, plain(c))
}

func (StringSelect) component()      {}
func (StringSelect) rowComponent()   {}
func (StringSelect) labelComponent() {}

// SelectOption is an option of a [StringSelect].
//
// Discord docs: https://docs.discord.com/developers/components/reference#string-select-select-option-structure
type SelectOption struct {
	Label       string         `json:"label"`                // 1 to 100 characters
	Value       string         `json:"value"`                // what the bot gets; 1 to 100 characters, unique in the select
	Description string         `json:"description,omitzero"` // at most 100 characters
	Emoji       ComponentEmoji `json:"emoji,omitzero"`
	Default     bool           `json:"default,omitzero"` // chosen at first
}

// UserSelect lets a user choose users. It stands in an
// [ActionRow] of a message or in a [Label] of a modal.
//
// Discord docs: https://docs.discord.com/developers/components/reference#user-select
type UserSelect struct {
	ID            int                  `json:"id,omitzero"`             // zero: Discord numbers it
	CustomID      string               `json:"custom_id"`               // 1 to 100 characters, unique in the message
	DefaultValues []SelectDefaultValue `json:"default_values,omitzero"` // chosen at first; as many as MinValues and MaxValues allow
	Placeholder   string               `json:"placeholder,omitzero"`    // shown while nothing is chosen; at most 150 characters
	MinValues     *int                 `json:"min_values,omitzero"`     // 0 to 25; nil means 1; in a modal, 0 needs Required to be false
	MaxValues     int                  `json:"max_values,omitzero"`     // 1 to 25; zero means 1
	Required      *bool                `json:"required,omitzero"`       // modals only; nil means true
	Disabled      bool                 `json:"disabled,omitzero"`       // messages only; an error in modals
}

// ComponentType returns [ComponentTypeUserSelect].
func (UserSelect) ComponentType() ComponentType { return ComponentTypeUserSelect }

// MarshalJSON adds the type.
func (c UserSelect) MarshalJSON() ([]byte, error) {
	type plain UserSelect
	return marshalMember(ComponentTypeUserSelect, plain(c))
}

func (UserSelect) component()      {}
func (UserSelect) rowComponent()   {}
func (UserSelect) labelComponent() {}

// RoleSelect lets a user choose roles. It stands in an
// [ActionRow] of a message or in a [Label] of a modal.
//
// Discord docs: https://docs.discord.com/developers/components/reference#role-select
type RoleSelect struct {
	ID            int                  `json:"id,omitzero"`             // zero: Discord numbers it
	CustomID      string               `json:"custom_id"`               // 1 to 100 characters, unique in the message
	DefaultValues []SelectDefaultValue `json:"default_values,omitzero"` // chosen at first; as many as MinValues and MaxValues allow
	Placeholder   string               `json:"placeholder,omitzero"`    // shown while nothing is chosen; at most 150 characters
	MinValues     *int                 `json:"min_values,omitzero"`     // 0 to 25; nil means 1; in a modal, 0 needs Required to be false
	MaxValues     int                  `json:"max_values,omitzero"`     // 1 to 25; zero means 1
	Required      *bool                `json:"required,omitzero"`       // modals only; nil means true
	Disabled      bool                 `json:"disabled,omitzero"`       // messages only; an error in modals
}

// ComponentType returns [ComponentTypeRoleSelect].
func (RoleSelect) ComponentType() ComponentType { return ComponentTypeRoleSelect }

// MarshalJSON adds the type.
func (c RoleSelect) MarshalJSON() ([]byte, error) {
	type plain RoleSelect
	return marshalMember(ComponentTypeRoleSelect, plain(c))
}

func (RoleSelect) component()      {}
func (RoleSelect) rowComponent()   {}
func (RoleSelect) labelComponent() {}

// MentionableSelect lets a user choose users and roles. It stands in an
// [ActionRow] of a message or in a [Label] of a modal.
//
// Discord docs: https://docs.discord.com/developers/components/reference#mentionable-select
type MentionableSelect struct {
	ID            int                  `json:"id,omitzero"`             // zero: Discord numbers it
	CustomID      string               `json:"custom_id"`               // 1 to 100 characters, unique in the message
	DefaultValues []SelectDefaultValue `json:"default_values,omitzero"` // chosen at first; as many as MinValues and MaxValues allow
	Placeholder   string               `json:"placeholder,omitzero"`    // shown while nothing is chosen; at most 150 characters
	MinValues     *int                 `json:"min_values,omitzero"`     // 0 to 25; nil means 1; in a modal, 0 needs Required to be false
	MaxValues     int                  `json:"max_values,omitzero"`     // 1 to 25; zero means 1
	Required      *bool                `json:"required,omitzero"`       // modals only; nil means true
	Disabled      bool                 `json:"disabled,omitzero"`       // messages only; an error in modals
}

// ComponentType returns [ComponentTypeMentionableSelect].
func (MentionableSelect) ComponentType() ComponentType { return ComponentTypeMentionableSelect }

// MarshalJSON adds the type.
func (c MentionableSelect) MarshalJSON() ([]byte, error) {
	type plain MentionableSelect
	return marshalMember(ComponentTypeMentionableSelect, plain(c))
}

func (MentionableSelect) component()      {}
func (MentionableSelect) rowComponent()   {}
func (MentionableSelect) labelComponent() {}

// ChannelSelect lets a user choose channels. It stands in an
// [ActionRow] of a message or in a [Label] of a modal.
//
// Discord docs: https://docs.discord.com/developers/components/reference#channel-select
type ChannelSelect struct {
	ID            int                  `json:"id,omitzero"`             // zero: Discord numbers it
	CustomID      string               `json:"custom_id"`               // 1 to 100 characters, unique in the message
	ChannelTypes  []ChannelType        `json:"channel_types,omitzero"`  // which kinds are offered; nil: all
	DefaultValues []SelectDefaultValue `json:"default_values,omitzero"` // chosen at first; as many as MinValues and MaxValues allow
	Placeholder   string               `json:"placeholder,omitzero"`    // shown while nothing is chosen; at most 150 characters
	MinValues     *int                 `json:"min_values,omitzero"`     // 0 to 25; nil means 1; in a modal, 0 needs Required to be false
	MaxValues     int                  `json:"max_values,omitzero"`     // 1 to 25; zero means 1
	Required      *bool                `json:"required,omitzero"`       // modals only; nil means true
	Disabled      bool                 `json:"disabled,omitzero"`       // messages only; an error in modals
}

// ComponentType returns [ComponentTypeChannelSelect].
func (ChannelSelect) ComponentType() ComponentType { return ComponentTypeChannelSelect }

// MarshalJSON adds the type.
func (c ChannelSelect) MarshalJSON() ([]byte, error) {
	type plain ChannelSelect
	return marshalMember(ComponentTypeChannelSelect, plain(c))
}

func (ChannelSelect) component()      {}
func (ChannelSelect) rowComponent()   {}
func (ChannelSelect) labelComponent() {}

// SelectDefaultValue is what a select other than [StringSelect] has chosen at
// first.
//
// Discord docs: https://docs.discord.com/developers/components/reference#user-select-select-default-value-structure
type SelectDefaultValue struct {
	ID   SelectDefaultValueID   `json:"id"`
	Type SelectDefaultValueType `json:"type"`
}

// SelectDefaultValueID is the ID of a user, a role or a channel.
type SelectDefaultValueID = ID[SelectDefaultValue]

// SelectDefaultValueType tells what a [SelectDefaultValue] is.
type SelectDefaultValueType string

// The kinds of default values.
const (
	SelectDefaultValueTypeUser    SelectDefaultValueType = "user"
	SelectDefaultValueTypeRole    SelectDefaultValueType = "role"
	SelectDefaultValueTypeChannel SelectDefaultValueType = "channel"
)

// DefaultUser returns a user as a default value.
func DefaultUser(id UserID) SelectDefaultValue {
	return SelectDefaultValue{ID: SelectDefaultValueID(id), Type: SelectDefaultValueTypeUser}
}

// DefaultRole returns a role as a default value.
func DefaultRole(id RoleID) SelectDefaultValue {
	return SelectDefaultValue{ID: SelectDefaultValueID(id), Type: SelectDefaultValueTypeRole}
}

// DefaultChannel returns a channel as a default value.
func DefaultChannel(id ChannelID) SelectDefaultValue {
	return SelectDefaultValue{ID: SelectDefaultValueID(id), Type: SelectDefaultValueTypeChannel}
}
