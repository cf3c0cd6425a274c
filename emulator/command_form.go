package emulator

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/accord-go/accord/discord"
)

// commandForm is a new command of a request.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#create-global-application-command
type commandForm struct {
	Name                     string               `json:"name" rule:"required,len=1..32"`
	NameLocalizations        localizations        `json:"name_localizations" rule:"len=1..32"`
	Description              string               `json:"description" rule:"len=0..100"`
	DescriptionLocalizations localizations        `json:"description_localizations" rule:"len=1..100"`
	Options                  []commandOption      `json:"options" rule:"len=0..25"`
	DefaultMemberPermissions *discord.Permissions `json:"default_member_permissions"`
	DMPermission             *bool                `json:"dm_permission"`
	NSFW                     bool                 `json:"nsfw"`
	IntegrationTypes         []int                `json:"integration_types" rule:"len=1.."`
	Contexts                 []int                `json:"contexts" rule:"len=1.."`
	Type                     *int                 `json:"type" rule:"range=1..4"`
	Handler                  *int                 `json:"handler" rule:"range=1..2"`
}

// commandEditForm is a change of a command.
type commandEditForm struct {
	Name                     *string                       `json:"name" rule:"len=1..32"`
	NameLocalizations        optional[localizations]       `json:"name_localizations" rule:"len=1..32"`
	Description              *string                       `json:"description" rule:"len=0..100"`
	DescriptionLocalizations optional[localizations]       `json:"description_localizations" rule:"len=1..100"`
	Options                  optional[[]commandOption]     `json:"options" rule:"len=0..25"`
	DefaultMemberPermissions optional[discord.Permissions] `json:"default_member_permissions"`
	DMPermission             *bool                         `json:"dm_permission"`
	NSFW                     *bool                         `json:"nsfw"`
	IntegrationTypes         optional[[]int]               `json:"integration_types"`
	Contexts                 optional[[]int]               `json:"contexts"`
	Handler                  *int                          `json:"handler" rule:"range=1..2"`
}

// localizations are texts by language.
type localizations map[discord.Locale]string

// bindJSON reads texts by language. The rule is that of each text.
func (l *localizations) bindJSON(raw json.RawMessage, at formPath, r rule) {
	*l = nil
	if string(raw) == "null" {
		return
	}
	var texts map[string]*string
	if json.Unmarshal(raw, &texts) != nil {
		at.add(codeDictConvert, "Only dictionaries may be used in a DictType")
		return
	}
	for language, text := range texts {
		switch {
		case !slices.Contains(languages, language):
			at.at(language).addf(codeChoices, "Value must be one of %s.", wordSet(languages))
		case text != nil:
			at.at(language).length(utf8.RuneCountInString(*text), r.least, r.most)
			if *l == nil {
				*l = make(localizations)
			}
			(*l)[discord.Locale(language)] = *text
		}
	}
}

// languages are those of Discord's apps.
//
// Discord docs: https://docs.discord.com/developers/reference#locales
var languages = []string{
	"ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
	"ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
}

// commandOption is a parameter of a command, or a subcommand. It encodes as
// Discord answers it.
type commandOption struct {
	Type                     int             `json:"type" rule:"required"`
	Name                     string          `json:"name" rule:"required,len=1..32"`
	NameLocalizations        localizations   `json:"name_localizations,omitempty" rule:"len=1..32"`
	Description              string          `json:"description" rule:"required,len=1..100"`
	DescriptionLocalizations localizations   `json:"description_localizations,omitempty" rule:"len=1..100"`
	Required                 bool            `json:"required,omitempty"`
	Choices                  []commandChoice `json:"choices,omitempty" rule:"len=0..25"`
	Options                  []commandOption `json:"options,omitempty" rule:"len=0..25"`
	ChannelTypes             []int           `json:"channel_types,omitempty"`
	MinValue                 *number         `json:"min_value,omitempty"`
	MaxValue                 *number         `json:"max_value,omitempty"`
	MinLength                *int            `json:"min_length,omitempty" rule:"range=0..6000"`
	MaxLength                *int            `json:"max_length,omitempty" rule:"range=1..6000"`
	Autocomplete             bool            `json:"autocomplete,omitempty"`
	FileTypes                []string        `json:"file_types,omitempty" rule:"len=0..10"`
}

// commandChoice is a value that an option can have.
type commandChoice struct {
	Name              string          `json:"name" rule:"required,len=1..100"`
	NameLocalizations localizations   `json:"name_localizations,omitempty" rule:"len=1..100"`
	Value             json.RawMessage `json:"value" rule:"required"`
}

// The kinds of options that differ from the others.
const (
	optionSubcommand = 1
	optionGroup      = 2
	optionString     = 3
	optionInteger    = 4
	optionChannel    = 7
	optionNumber     = 10
)

// Names of slash commands and options.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

const codeCommandName = "APPLICATION_COMMAND_INVALID_NAME"

func checkCommandName(name string, at formPath) {
	if !commandName.MatchString(name) || strings.ToLower(name) != name {
		at.add(codeCommandName, "Command name is invalid")
	}
}

// maxCommandText is how many characters a command may have in names,
// descriptions and values.
const maxCommandText = 8000

// check adds what is wrong with a command beyond its single fields.
func (f *commandForm) check(scope discord.GuildID, at formPath) {
	kind := f.kind()
	slash := kind == discord.CommandTypeChatInput
	if kind == discord.CommandTypePrimaryEntryPoint && scope != 0 {
		at.at("type").addf(codeChoices, "Value must be one of %s.", tuple([]int{1, 2, 3}))
	}
	if slash {
		checkCommandName(f.Name, at.at("name"))
		for language, name := range f.NameLocalizations {
			checkCommandName(name, at.at("name_localizations", string(language)))
		}
	}
	needsDescription := slash || kind == discord.CommandTypePrimaryEntryPoint
	switch {
	case needsDescription && f.Description == "":
		at.at("description").required()
	case !needsDescription && f.Description != "":
		at.at("description").add("APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Context menu commands cannot have description")
	}
	if !slash && len(f.Options) > 0 {
		at.at("options").add("APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Context menu commands cannot have options")
	}
	checkCommandOptions(f.Options, at.at("options"), 0)
	checkEnum(f.IntegrationTypes, 1, at.at("integration_types"))
	checkEnum(f.Contexts, 2, at.at("contexts"))
	if n := f.text(); n > maxCommandText {
		at.addf("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandText)
	}
}

func checkEnum(values []int, most int, at formPath) {
	for i, v := range values {
		switch {
		case v < 0 || v > most:
			at.at(i).addf(codeChoices, "Value must be one of %s.", tuple(upTo(most)))
		case slices.Contains(values[:i], v):
			at.add("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
		}
	}
}

func upTo(most int) (all []int) {
	for i := range most + 1 {
		all = append(all, i)
	}
	return all
}

// text counts the characters that [maxCommandText] limits.
func (f *commandForm) text() int {
	n := longest(f.Name, f.NameLocalizations) + longest(f.Description, f.DescriptionLocalizations)
	for _, o := range f.Options {
		n += o.text()
	}
	return n
}

func (o *commandOption) text() int {
	n := longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations)
	for _, c := range o.Choices {
		n += longest(c.Name, c.NameLocalizations) + utf8.RuneCountInString(strings.Trim(string(c.Value), `"`))
	}
	for _, sub := range o.Options {
		n += sub.text()
	}
	return n
}

// longest counts the longest of a text and its translations.
func longest(text string, l localizations) int {
	n := utf8.RuneCountInString(text)
	for _, t := range l {
		n = max(n, utf8.RuneCountInString(t))
	}
	return n
}

// Kinds of options by depth: a command, a group or subcommand of it, and a
// subcommand of a group.
var optionKinds = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}

// checkCommandOptions checks options that are inside an option of the kind
// parent; zero is the command itself.
func checkCommandOptions(options []commandOption, at formPath, parent int) {
	allowed := optionKinds
	switch parent {
	case optionGroup:
		allowed = []int{optionSubcommand}
	case optionSubcommand:
		allowed = optionKinds[2:]
	}
	names := make(map[string]bool)
	subs, optional := 0, false
	for i := range options {
		o, at := &options[i], at.at(i)
		if !slices.Contains(allowed, o.Type) {
			at.addf(codeUnionChoices, "Value of field \"type\" must be one of %s.", tuple(allowed))
			continue
		}
		checkCommandName(o.Name, at.at("name"))
		for language, name := range o.NameLocalizations {
			checkCommandName(name, at.at("name_localizations", string(language)))
		}
		if names[o.Name] {
			at.at("name").add("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		names[o.Name] = true
		if o.Type == optionSubcommand || o.Type == optionGroup {
			subs++
		} else if o.Required && optional {
			at.add("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
		o.check(at)
	}
	if subs > 0 && subs < len(options) {
		at.add("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
	}
}

// check checks one option, and drops what its kind does not have.
func (o *commandOption) check(at formPath) {
	switch o.Type {
	case optionSubcommand, optionGroup:
		checkCommandOptions(o.Options, at.at("options"), o.Type)
		o.Required = false
	default:
		o.Options = nil
	}
	numeric := o.Type == optionInteger || o.Type == optionNumber
	if o.Type != optionString {
		o.MinLength, o.MaxLength = nil, nil
	}
	if !numeric {
		o.MinValue, o.MaxValue = nil, nil
	}
	if !numeric && o.Type != optionString {
		o.Choices, o.Autocomplete = nil, false
	}
	if o.Type != optionChannel {
		o.ChannelTypes = nil
	}
	if o.Autocomplete && len(o.Choices) > 0 {
		at.at("autocomplete").add("APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", "Autocomplete cannot be set to true if choices are present")
	}
	o.checkChoices(at.at("choices"))
}

func (o *commandOption) checkChoices(at formPath) {
	names, values := make(map[string]bool), make(map[string]bool)
	for i, c := range o.Choices {
		at := at.at(i)
		o.Choices[i].Value = o.checkChoice(c.Value, at.at("value"))
		if names[c.Name] {
			at.at("name").add("APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "Choice name already exists")
		}
		if values[string(c.Value)] {
			at.at("value").add("APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_ALREADY_EXISTS", "Choice value already exists")
		}
		names[c.Name], values[string(c.Value)] = true, true
	}
}

// checkChoice wants a value of the option's kind, and returns it as one.
func (o *commandOption) checkChoice(raw json.RawMessage, at formPath) json.RawMessage {
	var value any
	switch o.Type {
	case optionString:
		var s string
		bindOne(raw, &s, at, rule{bounded: true, most: 100})
		value = s
	case optionInteger:
		var n int64
		bindOne(raw, &n, at, rule{})
		value = n
	default:
		var n number
		bindOne(raw, &n, at, rule{})
		value = n
	}
	b, err := json.Marshal(value)
	if err != nil {
		return raw // which was found wrong
	}
	return b
}

// number is a number as it came.
type number string

// bindJSON reads a number.
func (n *number) bindJSON(raw json.RawMessage, at formPath, _ rule) {
	var f float64
	bindOne(raw, &f, at, rule{})
	*n = number(strings.Trim(string(raw), `"`))
}

// MarshalJSON writes the number.
func (n number) MarshalJSON() ([]byte, error) { return []byte(n), nil }
