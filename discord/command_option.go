package discord

import (
	"encoding/json"

	"github.com/accord-go/accord/internal/wire"
)

// CommandOption is a parameter of a slash command, or a subcommand of it. Its
// members are [SubCommand], [SubCommandGroup], [StringOption],
// [IntegerOption], [BooleanOption], [UserOption], [ChannelOption],
// [RoleOption], [MentionableOption], [NumberOption], [AttachmentOption] and,
// for what this version does not know, [UnknownOption].
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure
type CommandOption interface {
	// OptionType returns the option's type, which is not a field.
	OptionType() CommandOptionType
	// OptionName returns the option's name, and "" for an UnknownOption.
	OptionName() string
	commandOption()
}

// CommandOptionType is the kind of a [CommandOption].
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type
type CommandOptionType int

// The kinds of options.
const (
	CommandOptionTypeSubCommand      CommandOptionType = 1
	CommandOptionTypeSubCommandGroup CommandOptionType = 2
	CommandOptionTypeString          CommandOptionType = 3
	CommandOptionTypeInteger         CommandOptionType = 4
	CommandOptionTypeBoolean         CommandOptionType = 5
	CommandOptionTypeUser            CommandOptionType = 6
	CommandOptionTypeChannel         CommandOptionType = 7
	CommandOptionTypeRole            CommandOptionType = 8
	CommandOptionTypeMentionable     CommandOptionType = 9
	CommandOptionTypeNumber          CommandOptionType = 10
	CommandOptionTypeAttachment      CommandOptionType = 11
)

// CommandOptions are the options of a command.
type CommandOptions []CommandOption

// UnmarshalJSON decodes an array of options.
func (o *CommandOptions) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, o) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (o *CommandOptions) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]CommandOption)(o), commandOptionMember[CommandOption], unknownOption)
}

// SubCommandOption is an option of a [SubCommand]: any [CommandOption] but
// subcommands and groups of them.
type SubCommandOption interface {
	CommandOption
	subCommandOption()
}

// SubCommandOptions are the options of a [SubCommand].
type SubCommandOptions []SubCommandOption

// UnmarshalJSON decodes an array of options.
func (o *SubCommandOptions) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, o) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (o *SubCommandOptions) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]SubCommandOption)(o), commandOptionMember[SubCommandOption], unknownOption)
}

// SubCommandGroupOption is an option of a [SubCommandGroup]: a [SubCommand] or
// an [UnknownOption].
type SubCommandGroupOption interface {
	CommandOption
	subCommandGroupOption()
}

// SubCommandGroupOptions are the subcommands of a [SubCommandGroup].
type SubCommandGroupOptions []SubCommandGroupOption

// UnmarshalJSON decodes an array of options.
func (o *SubCommandGroupOptions) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, o) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (o *SubCommandGroupOptions) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]SubCommandGroupOption)(o), commandOptionMember[SubCommandGroupOption], unknownOption)
}

// SubCommand is a command below a command. A command with subcommands can't be
// used itself.
type SubCommand struct {
	Name                     string            `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized            string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string            `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string `json:"description_localizations,omitzero"`
	DescriptionLocalized     string            `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Options                  SubCommandOptions `json:"options,omitzero"`               // at most 25, required ones first
}

// OptionType returns [CommandOptionTypeSubCommand].
func (SubCommand) OptionType() CommandOptionType { return CommandOptionTypeSubCommand }

// OptionName returns o.Name.
func (o SubCommand) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o SubCommand) MarshalJSON() ([]byte, error) {
	type plain SubCommand
	return marshalMember(CommandOptionTypeSubCommand, plain(o))
}

func (SubCommand) commandOption()         {}
func (SubCommand) subCommandGroupOption() {}

// SubCommandGroup is a level between a command and its subcommands.
type SubCommandGroup struct {
	Name                     string                 `json:"name"` // 1 to 32 lower case letters, digits, - _ and '; unique in the command
	NameLocalizations        map[Locale]string      `json:"name_localizations,omitzero"`
	NameLocalized            string                 `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Description              string                 `json:"description"`             // 1 to 100 characters
	DescriptionLocalizations map[Locale]string      `json:"description_localizations,omitzero"`
	DescriptionLocalized     string                 `json:"description_localized,omitzero"` // received only, in lists without all localizations
	Options                  SubCommandGroupOptions `json:"options,omitzero"`               // at most 25
}

// OptionType returns [CommandOptionTypeSubCommandGroup].
func (SubCommandGroup) OptionType() CommandOptionType { return CommandOptionTypeSubCommandGroup }

// OptionName returns o.Name.
func (o SubCommandGroup) OptionName() string { return o.Name }

// MarshalJSON adds the type.
func (o SubCommandGroup) MarshalJSON() ([]byte, error) {
	type plain SubCommandGroup
	return marshalMember(CommandOptionTypeSubCommandGroup, plain(o))
}

func (SubCommandGroup) commandOption() {}

// UnknownOption is an option of a kind that this version does not know, or
// that stands where this version does not expect it. It is encoded as it came,
// and may be sent where this version lacks something.
type UnknownOption struct {
	Type CommandOptionType // zero if the option has none
	Raw  json.RawMessage   // the whole option
}

// OptionType returns o.Type.
func (o UnknownOption) OptionType() CommandOptionType { return o.Type }

// OptionName returns "".
func (UnknownOption) OptionName() string { return "" }

// MarshalJSON returns o.Raw.
func (o UnknownOption) MarshalJSON() ([]byte, error) { return marshalUnknown(o.Type, o.Raw) }

func (UnknownOption) commandOption()         {}
func (UnknownOption) subCommandOption()      {}
func (UnknownOption) subCommandGroupOption() {}

// unknownOption makes an UnknownOption of any role.
func unknownOption[R CommandOption](t CommandOptionType, raw json.RawMessage) R {
	role, _ := CommandOption(UnknownOption{Type: t, Raw: raw}).(R)
	return role
}

// commandOptionMember returns the option type t of the role R.
func commandOptionMember[R CommandOption](t CommandOptionType) member[R] {
	switch t {
	case CommandOptionTypeSubCommand:
		return memberOf[R, SubCommand]()
	case CommandOptionTypeSubCommandGroup:
		return memberOf[R, SubCommandGroup]()
	case CommandOptionTypeString:
		return memberOf[R, StringOption]()
	case CommandOptionTypeInteger:
		return memberOf[R, IntegerOption]()
	case CommandOptionTypeBoolean:
		return memberOf[R, BooleanOption]()
	case CommandOptionTypeUser:
		return memberOf[R, UserOption]()
	case CommandOptionTypeChannel:
		return memberOf[R, ChannelOption]()
	case CommandOptionTypeRole:
		return memberOf[R, RoleOption]()
	case CommandOptionTypeMentionable:
		return memberOf[R, MentionableOption]()
	case CommandOptionTypeNumber:
		return memberOf[R, NumberOption]()
	case CommandOptionTypeAttachment:
		return memberOf[R, AttachmentOption]()
	default:
		return nil
	}
}
