package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// AutocompleteUse is a person typing the value of an option.
type AutocompleteUse struct {
	ChannelID     discord.ChannelID     // zero: the world's first text channel
	UserID        discord.UserID        // zero: the world's first person
	Command       string                // its name
	ApplicationID discord.ApplicationID // whose command it is; zero: the first that has one of the name
	Options       []OptionUse           // as far as they are filled in; their values are not checked
	Focused       string                // name of the option that is being typed; its value is the text so far
}

// Autocomplete asks the bot what it offers for an option, as Discord's app does
// while a person types, and returns the interaction's ID. The error tells why
// the app would not ask.
func (e *Emulator) Autocomplete(use AutocompleteUse) (discord.InteractionID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	ch, person, err := e.actor(use.ChannelID, use.UserID, now)
	if err != nil {
		return 0, err
	}
	b, cmd, err := e.usable(use.Command, use.ApplicationID, ch, person.ID, now)
	if err != nil {
		return 0, err
	}
	defs, err := optionDefs(cmd)
	if err != nil {
		return 0, err
	}
	options, focused, err := typed(use.Options, defs, use.Focused, "options")
	switch {
	case err != nil:
		return 0, err
	case !focused:
		return 0, badControl("focused: %q is not among the options", use.Focused)
	}
	it := b.newInteraction(discord.InteractionTypeApplicationCommandAutocomplete, ch, person, now)
	it.Data = discord.AutocompleteData{CommandData: discord.CommandData{
		ID: cmd.ID, Name: cmd.Name, Type: cmd.Type, GuildID: cmd.GuildID, Options: options,
	}}
	e.begin(it)
	return it.ID, nil
}

// typed returns options that are being filled in, and whether the focused one
// is among them.
func typed(uses []OptionUse, defs []optionDef, focused, at string) (values []discord.OptionValue, found bool, err error) {
	for i, use := range uses {
		at := fmt.Sprintf("%s[%d]", at, i)
		n := slices.IndexFunc(defs, func(d optionDef) bool { return d.Name == use.Name })
		if n < 0 {
			return nil, false, badControl("%s.name: the command has no option %q there", at, use.Name)
		}
		value := discord.OptionValue{Name: use.Name, Type: defs[n].Type}
		if isSubcommand(value.Type) {
			inner, inside, err := typed(use.Options, defs[n].Options, focused, at+".options")
			if err != nil {
				return nil, false, err
			}
			value.Options, found = inner, found || inside
			values = append(values, value)
			continue
		}
		if value.Value, err = scalarOf(use.Value); err != nil {
			return nil, false, badControl("%s.value: %v", at, err)
		}
		if use.Name == focused {
			if !defs[n].Auto {
				return nil, false, badControl("focused: nothing is offered for %q", focused)
			}
			value.Focused, found = true, true
			value.Value = discord.ScalarOf(textOf(use.Value))
		}
		values = append(values, value)
	}
	return values, found, nil
}

// textOf returns what has been typed, which is a text for all kinds of options.
func textOf(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func (e *Emulator) controlAutocomplete(_ *http.Request, in *struct {
	ChannelID   snowflake  `json:"channel_id"`
	UserID      snowflake  `json:"user_id"`
	Command     string     `json:"command"`
	Application snowflake  `json:"application_id"`
	Options     []optionIn `json:"options"`
	Focused     string     `json:"focused"`
}) (any, error) {
	id, err := e.Autocomplete(AutocompleteUse{
		ChannelID: discord.ChannelID(in.ChannelID), UserID: discord.UserID(in.UserID), Command: in.Command, ApplicationID: discord.ApplicationID(in.Application),
		Options: optionUses(in.Options), Focused: in.Focused,
	})
	return madeInteraction{id}, err
}
