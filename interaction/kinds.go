package interaction

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Command is the use of a slash command.
type Command struct {
	discord.CommandData
	*Responder
}

// Text returns the string option of that name, or "" where the user gave none.
func (c *Command) Text(option string) string {
	o, _ := c.Value(option)
	text, _ := o.Value.Text()
	return text
}

// Int returns the integer option of that name, or 0 where the user gave none.
func (c *Command) Int(option string) int64 {
	o, _ := c.Value(option)
	n, _ := o.Value.Int()
	return n
}

// Number returns the number option of that name, or 0 where the user gave
// none.
func (c *Command) Number(option string) float64 {
	o, _ := c.Value(option)
	f, _ := o.Value.Float()
	return f
}

// Bool returns the boolean option of that name, or false where the user gave
// none.
func (c *Command) Bool(option string) bool {
	o, _ := c.Value(option)
	b, _ := o.Value.Bool()
	return b
}

// UserCommand is the use of a command of a user's menu; see
// [discord.CommandData.Target].
type UserCommand struct {
	discord.CommandData
	*Responder
}

// MessageCommand is the use of a command of a message's menu; see
// [discord.CommandData.TargetMessage].
type MessageCommand struct {
	discord.CommandData
	*Responder
}

// Component is the use of a button or a select.
type Component struct {
	discord.ComponentData
	MessageResponder
	values values
}

// PathValue returns what a name in the handler's pattern matched, or "" where
// the pattern has no such name.
func (c *Component) PathValue(name string) string { return c.values[name] }

// Modal is a modal that a user filled in.
type Modal struct {
	discord.ModalData
	MessageResponder
	values values
}

// PathValue returns what a name in the handler's pattern matched, or "" where
// the pattern has no such name.
func (m *Modal) PathValue(name string) string { return m.values[name] }

// Autocomplete asks for values while a user types an option of a command.
type Autocomplete struct {
	discord.AutocompleteData
	responder *Responder
}

// Interaction returns the interaction. It is shared: read only.
func (a *Autocomplete) Interaction() *discord.Interaction { return a.responder.Interaction }

// Suggest answers with up to 25 choices.
func (a *Autocomplete) Suggest(ctx context.Context, choices discord.Choices) error {
	return a.responder.answer(ctx, discord.InteractionCallbackTypeApplicationCommandAutocompleteResult,
		discord.AutocompleteResult{Choices: choices})
}
