package discord

// The fields that all options have in common stand in each of them, so that
// they are written as one literal.

// StringOption takes a text.
type StringOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
	Autocomplete             bool              `json:"autocomplete,omitzero"`          // asks the bot for choices; not together with Choices
	Choices                  []StringChoice    `json:"choices,omitzero"`               // at most 25
	MinLength                int               `json:"min_length,omitzero"`            // 0 to 6000
	MaxLength                int               `json:"max_length,omitzero"`            // 1 to 6000; zero: as much as Discord allows
}

// OptionType returns [CommandOptionTypeString].
func (StringOption) OptionType() CommandOptionType { return CommandOptionTypeString }

// OptionName returns o.Name.
func (o StringOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o StringOption) MarshalJSON() ([]byte, error) {
	type plain StringOption
	return marshalMember(CommandOptionTypeString, plain(o))
}

func (StringOption) commandOption()    {}
func (StringOption) subCommandOption() {}

// IntegerOption takes a whole number between -2^53+1 and 2^53-1.
type IntegerOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
	Autocomplete             bool              `json:"autocomplete,omitzero"`          // asks the bot for choices; not together with Choices
	Choices                  []IntegerChoice   `json:"choices,omitzero"`               // at most 25
	MinValue                 *int64            `json:"min_value,omitzero"`             // nil: the least that Discord allows
	MaxValue                 *int64            `json:"max_value,omitzero"`             // nil: the most that Discord allows
}

// OptionType returns [CommandOptionTypeInteger].
func (IntegerOption) OptionType() CommandOptionType { return CommandOptionTypeInteger }

// OptionName returns o.Name.
func (o IntegerOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o IntegerOption) MarshalJSON() ([]byte, error) {
	type plain IntegerOption
	return marshalMember(CommandOptionTypeInteger, plain(o))
}

func (IntegerOption) commandOption()    {}
func (IntegerOption) subCommandOption() {}

// BooleanOption takes a yes or no.
type BooleanOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
}

// OptionType returns [CommandOptionTypeBoolean].
func (BooleanOption) OptionType() CommandOptionType { return CommandOptionTypeBoolean }

// OptionName returns o.Name.
func (o BooleanOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o BooleanOption) MarshalJSON() ([]byte, error) {
	type plain BooleanOption
	return marshalMember(CommandOptionTypeBoolean, plain(o))
}

func (BooleanOption) commandOption()    {}
func (BooleanOption) subCommandOption() {}

// UserOption takes a user.
type UserOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
}

// OptionType returns [CommandOptionTypeUser].
func (UserOption) OptionType() CommandOptionType { return CommandOptionTypeUser }

// OptionName returns o.Name.
func (o UserOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o UserOption) MarshalJSON() ([]byte, error) {
	type plain UserOption
	return marshalMember(CommandOptionTypeUser, plain(o))
}

func (UserOption) commandOption()    {}
func (UserOption) subCommandOption() {}

// ChannelOption takes a channel.
type ChannelOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
	ChannelTypes             []ChannelType     `json:"channel_types,omitzero"`         // which kinds are offered; nil: all
}

// OptionType returns [CommandOptionTypeChannel].
func (ChannelOption) OptionType() CommandOptionType { return CommandOptionTypeChannel }

// OptionName returns o.Name.
func (o ChannelOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o ChannelOption) MarshalJSON() ([]byte, error) {
	type plain ChannelOption
	return marshalMember(CommandOptionTypeChannel, plain(o))
}

func (ChannelOption) commandOption()    {}
func (ChannelOption) subCommandOption() {}

// RoleOption takes a role.
type RoleOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
}

// OptionType returns [CommandOptionTypeRole].
func (RoleOption) OptionType() CommandOptionType { return CommandOptionTypeRole }

// OptionName returns o.Name.
func (o RoleOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o RoleOption) MarshalJSON() ([]byte, error) {
	type plain RoleOption
	return marshalMember(CommandOptionTypeRole, plain(o))
}

func (RoleOption) commandOption()    {}
func (RoleOption) subCommandOption() {}

// MentionableOption takes a user or a role.
type MentionableOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
}

// OptionType returns [CommandOptionTypeMentionable].
func (MentionableOption) OptionType() CommandOptionType { return CommandOptionTypeMentionable }

// OptionName returns o.Name.
func (o MentionableOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o MentionableOption) MarshalJSON() ([]byte, error) {
	type plain MentionableOption
	return marshalMember(CommandOptionTypeMentionable, plain(o))
}

func (MentionableOption) commandOption()    {}
func (MentionableOption) subCommandOption() {}

// NumberOption takes a number between -2^53 and 2^53.
type NumberOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
	Autocomplete             bool              `json:"autocomplete,omitzero"`          // asks the bot for choices; not together with Choices
	Choices                  []NumberChoice    `json:"choices,omitzero"`               // at most 25
	MinValue                 *float64          `json:"min_value,omitzero"`             // nil: the least that Discord allows
	MaxValue                 *float64          `json:"max_value,omitzero"`             // nil: the most that Discord allows
}

// OptionType returns [CommandOptionTypeNumber].
func (NumberOption) OptionType() CommandOptionType { return CommandOptionTypeNumber }

// OptionName returns o.Name.
func (o NumberOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o NumberOption) MarshalJSON() ([]byte, error) {
	type plain NumberOption
	return marshalMember(CommandOptionTypeNumber, plain(o))
}

func (NumberOption) commandOption()    {}
func (NumberOption) subCommandOption() {}

// AttachmentOption takes a file.
type AttachmentOption struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Required                 bool              `json:"required,omitzero"`              // required options come first
	FileTypes                []string          `json:"file_types,omitzero"`            // at most 10 of image, video, audio and extensions with their dot; nil: all
}

// OptionType returns [CommandOptionTypeAttachment].
func (AttachmentOption) OptionType() CommandOptionType { return CommandOptionTypeAttachment }

// OptionName returns o.Name.
func (o AttachmentOption) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o AttachmentOption) MarshalJSON() ([]byte, error) {
	type plain AttachmentOption
	return marshalMember(CommandOptionTypeAttachment, plain(o))
}

func (AttachmentOption) commandOption()    {}
func (AttachmentOption) subCommandOption() {}
