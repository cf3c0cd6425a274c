package discord

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CreateCommand is a new command. One with the name and the type of an
// existing command replaces it.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#create-global-application-command
//
//wire:encode
type CreateCommand struct {
	ID                       CommandID                    `json:"id,omitzero"`   // only where all commands are overwritten: of the command to rename
	Type                     CommandType                  `json:"type,omitzero"` // zero means a slash command
	Name                     string                       `json:"name"`          // 1 to 32 characters; of slash commands lower case letters, digits, - _ and '
	NameLocalizations        map[Locale]string            `json:"name_localizations,omitzero"`
	Description              string                       `json:"description,omitzero"` // 1 to 100 characters; empty for user and message commands
	DescriptionLocalizations map[Locale]string            `json:"description_localizations,omitzero"`
	Options                  CommandOptions               `json:"options,omitzero"`                    // at most 25, required ones first
	DefaultMemberPermissions *Permissions                 `json:"default_member_permissions,omitzero"` // that members need; nil: none; zero: administrators only
	NSFW                     bool                         `json:"nsfw,omitzero"`                       // age-restricted
	IntegrationTypes         []ApplicationIntegrationType `json:"integration_types,omitzero"`          // global commands only; nil: as the application is set up
	Contexts                 []InteractionContextType     `json:"contexts,omitzero"`                   // global commands only; nil: all
	Handler                  CommandHandler               `json:"handler,omitzero"`                    // entry points only
}

// Validate checks the limits that Discord documents. It returns a
// [*ValidationError] that names every field in error, or nil.
func (b CreateCommand) Validate() error {
	var c checker
	slash := b.Type == 0 || b.Type == CommandTypeChatInput
	c.commandName("name", b.Name, slash)
	c.localizations("name_localizations", b.NameLocalizations, func(path, name string) { c.commandName(path, name, slash) })
	if b.Type == CommandTypeUser || b.Type == CommandTypeMessage {
		if b.Description != "" {
			c.add("description", "must be empty for user and message commands")
		}
		c.count("options", len(b.Options), 0, 0)
		return c.err()
	}
	c.description(b.Description, b.DescriptionLocalizations)
	c.commandOptions("options", b.Options)
	c.notEmpty("integration_types", b.IntegrationTypes == nil || len(b.IntegrationTypes) > 0)
	c.notEmpty("contexts", b.Contexts == nil || len(b.Contexts) > 0)
	if n := b.size(); n > maxCommandSize {
		c.add("", fmt.Sprintf("names, descriptions and values must have at most 8000 characters together, but have %d", n))
	}
	return c.err()
}

// BulkSetCommands are all the commands that an application is to have, globally
// or in a guild: at most 100 slash commands, 15 each for users and messages, and
// one entry point. Nil deletes all.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands
type BulkSetCommands []CreateCommand

// MarshalJSON writes a list, and an empty one where there is none.
func (b BulkSetCommands) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]CreateCommand{}, b...))
}

// Validate checks each command, and how many there are of each type.
func (b BulkSetCommands) Validate() error {
	var c checker
	n := make(map[CommandType]int)
	for i, command := range b {
		n[max(command.Type, CommandTypeChatInput)]++
		c.merge(c.index("", i), command.Validate())
	}
	for _, kind := range slices.Sorted(maps.Keys(n)) {
		if most, ok := maxCommands[kind]; ok && n[kind] > most {
			c.add("", fmt.Sprintf("must have at most %d commands of type %v, but has %d", most, kind, n[kind]))
		}
	}
	return c.err()
}

// maxCommands are how many commands of a type an application may have.
var maxCommands = map[CommandType]int{CommandTypeChatInput: 100, CommandTypeUser: 15, CommandTypeMessage: 15, CommandTypePrimaryEntryPoint: 1}

// UpdateCommand is a change of a command. Fields that are absent stay as they
// are; those that are given replace what was there.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#edit-global-application-command
type UpdateCommand struct {
	Name                     string                                 `json:"name,omitzero"` // 1 to 32 characters
	NameLocalizations        Optional[map[Locale]string]            `json:"name_localizations,omitzero"`
	Description              Optional[string]                       `json:"description,omitzero"` // 1 to 100 characters
	DescriptionLocalizations Optional[map[Locale]string]            `json:"description_localizations,omitzero"`
	Options                  CommandOptions                         `json:"options,omitzero"` // nil keeps, empty clears
	DefaultMemberPermissions Optional[Permissions]                  `json:"default_member_permissions,omitzero"`
	NSFW                     *bool                                  `json:"nsfw,omitzero"`
	IntegrationTypes         Optional[[]ApplicationIntegrationType] `json:"integration_types,omitzero"` // global commands only
	Contexts                 Optional[[]InteractionContextType]     `json:"contexts,omitzero"`          // global commands only; null: all
	Handler                  CommandHandler                         `json:"handler,omitzero"`           // entry points only
}

// Validate checks the limits that Discord documents, as far as they don't
// depend on the command's type. It returns a [*ValidationError] that names
// every field in error, or nil.
func (b UpdateCommand) Validate() error {
	var c checker
	c.length("name", b.Name, 0, 32)
	if description, ok := b.Description.Get(); ok {
		c.length("description", description, 0, 100)
	}
	names, _ := b.NameLocalizations.Get()
	c.localizations("name_localizations", names, func(path, name string) { c.length(path, name, 1, 32) })
	texts, _ := b.DescriptionLocalizations.Get()
	c.localizations("description_localizations", texts, func(path, text string) { c.length(path, text, 1, 100) })
	c.commandOptions("options", b.Options)
	types, ok := b.IntegrationTypes.Get()
	c.notEmpty("integration_types", !ok || len(types) > 0)
	contexts, ok := b.Contexts.Get()
	c.notEmpty("contexts", !ok || len(contexts) > 0)
	return c.err()
}

// UpdateCommandPermissions replaces who may use a command in a guild. It needs
// a user's token with the scope applications.commands.permissions.update.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#edit-application-command-permissions
type UpdateCommandPermissions struct {
	Permissions []CommandPermission `json:"permissions"` // at most 100
}

// Validate checks the number of permissions.
func (b UpdateCommandPermissions) Validate() error {
	var c checker
	c.count("permissions", len(b.Permissions), 0, 100)
	return c.err()
}

// notEmpty checks a list that may be left out, but not be empty.
func (c *checker) notEmpty(path string, ok bool) {
	if !ok {
		c.add(path, "must not be empty where it is set")
	}
}

// maxCommandSize is how many characters a command may have in its names,
// descriptions and values. Of a localized text the longest form counts.
const maxCommandSize = 8000

// isCommandName reports whether name is made of what Discord permits in the names of
// slash commands and of options: ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$. As a
// regexp that would take 650 KB, for as long as the program runs.
func isCommandName(name string) bool {
	for _, r := range name {
		if !strings.ContainsRune("-_'", r) && !unicode.In(r, unicode.L, unicode.N, unicode.Devanagari, unicode.Thai) {
			return false
		}
	}
	n := utf8.RuneCountInString(name)
	return n >= 1 && n <= 32
}

// commandName checks the name of a command, or of an option of one (strict).
func (c *checker) commandName(path, name string, strict bool) {
	switch {
	case !strict:
		c.length(path, name, 1, 32)
	case !isCommandName(name):
		c.add(path, "must have 1 to 32 letters, digits, - _ or '")
	case strings.ToLower(name) != name:
		c.add(path, "must be in lower case")
	}
}

// description checks the description of a command or of an option.
func (c *checker) description(text string, localizations map[Locale]string) {
	c.length("description", text, 1, 100)
	c.localizations("description_localizations", localizations, func(path, text string) { c.length(path, text, 1, 100) })
}

// maxLocales is how many languages a text can have.
const maxLocales = 34

// localizations checks the forms of a text, in the order of their languages.
func (c *checker) localizations(path string, texts map[Locale]string, check func(path, text string)) {
	if len(texts) > maxLocales {
		c.add(path, amount(0, maxLocales, "language"))
	}
	for _, locale := range slices.Sorted(maps.Keys(texts)) {
		check(path+"."+string(locale), texts[locale])
	}
}

// size counts what [maxCommandSize] limits.
func (b CreateCommand) size() int {
	n := longest(b.Name, b.NameLocalizations) + longest(b.Description, b.DescriptionLocalizations)
	for _, o := range b.Options {
		n += commandOptionSize(o)
	}
	return n
}

// longest returns the length of the longest form of a text.
func longest(text string, localizations map[Locale]string) int {
	n := characters(text)
	for _, localized := range localizations {
		n = max(n, characters(localized))
	}
	return n
}
