package interaction

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/rest"
)

// Mux routes interactions to handlers. Each kind of interaction has a table of
// its own, so a command and a component may have the same name.
//
// Like [http.ServeMux], it panics when a pattern is not well formed, or when
// two patterns of a table could match the same name equally well: that is a
// mistake in the program, never in what a user sent. Handlers may be added
// while interactions are handled.
type Mux struct {
	client *rest.Client

	mu           sync.RWMutex // guards the tables
	commands     table[func(context.Context, *Command) error]
	users        table[func(context.Context, *UserCommand) error]
	messages     table[func(context.Context, *MessageCommand) error]
	autocomplete table[func(context.Context, *Autocomplete) error]
	components   table[func(context.Context, *Component) error]
	modals       table[func(context.Context, *Modal) error]
	expired      func(context.Context, *event.InteractionCreate) error
}

// NewMux returns a Mux that answers through client.
func NewMux(client *rest.Client) *Mux { return &Mux{client: client} }

// Command handles a slash command. A subcommand is named behind its command,
// a subcommand in a group behind both: "role/add", "role/color/set".
func (m *Mux) Command(name string, h func(context.Context, *Command) error) {
	add(m, &m.commands, name, h)
}

// UserCommand handles a command of a user's menu.
func (m *Mux) UserCommand(name string, h func(context.Context, *UserCommand) error) {
	add(m, &m.users, escape(name), h)
}

// MessageCommand handles a command of a message's menu.
func (m *Mux) MessageCommand(name string, h func(context.Context, *MessageCommand) error) {
	add(m, &m.messages, escape(name), h)
}

// Autocomplete suggests values while a user fills in a slash command. Its name
// is the command's, as for [Mux.Command].
func (m *Mux) Autocomplete(name string, h func(context.Context, *Autocomplete) error) {
	add(m, &m.autocomplete, name, h)
}

// Component handles buttons and selects by their custom_id. The pattern's
// parts are divided by "/": {name} matches any one part, {name...} at the end
// matches all that is left. Of several patterns that match, the one with a
// literal wins over the one with a name, at the first part in which they
// differ.
//
//	mux.Component("poll/{id}/vote/{choice}", vote) // c.PathValue("choice")
func (m *Mux) Component(pattern string, h func(context.Context, *Component) error) {
	add(m, &m.components, pattern, h)
}

// Modal handles modals by their custom_id, with patterns as in
// [Mux.Component].
func (m *Mux) Modal(pattern string, h func(context.Context, *Modal) error) {
	add(m, &m.modals, pattern, h)
}

// Expired is called with interactions that were sent again after a
// reconnection and are too old to be answered. Without it they are dropped.
func (m *Mux) Expired(h func(context.Context, *event.InteractionCreate) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expired = h
}

func add[H any](m *Mux, t *table[H], pattern string, h H) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := t.add(pattern, h); err != nil {
		panic("interaction: " + err.Error())
	}
}

// NoHandlerError is an interaction that no handler was registered for.
type NoHandlerError struct {
	Kind string // such as "command" or "component"
	Name string // the command's whole name or the custom_id
}

// Error says what nobody handles.
func (e *NoHandlerError) Error() string {
	return fmt.Sprintf("interaction: no handler for %s %q", e.Kind, e.Name)
}

// Handle routes an interaction to its handler and returns the handler's error,
// or a [*NoHandlerError]. One that failed because the interaction had expired is
// [ErrExpired] too. Interactions of kinds that this version does not
// know are left to other handlers. Pass it to accord.On.
func (m *Mux) Handle(ctx context.Context, e *event.InteractionCreate) error {
	if e.Replayed && time.Since(e.Interaction.ID.Time()) > answerWithin {
		m.mu.RLock()
		expired := m.expired
		m.mu.RUnlock()
		if expired == nil {
			return nil
		}
		return expired(ctx, e)
	}
	r := newResponder(m.client, &e.Interaction)
	ctx, stop := r.deadline(ctx)
	defer stop()
	err := m.route(ctx, r)
	if errors.Is(err, context.Canceled) && context.Cause(ctx) == ErrExpired {
		return fmt.Errorf("%w: %w", ErrExpired, err) // the request at which it was noticed is not to blame
	}
	return err
}

func (m *Mux) route(ctx context.Context, r *Responder) error {
	switch data := r.Interaction.Data.(type) {
	case discord.CommandData:
		return m.routeCommand(ctx, r, data)
	case discord.AutocompleteData:
		return serve(ctx, m, &m.autocomplete, "autocomplete of command", fullName(data.CommandData), func(values) *Autocomplete {
			return &Autocomplete{AutocompleteData: data, responder: r}
		})
	case discord.ComponentData:
		return serve(ctx, m, &m.components, "component", data.CustomID, func(v values) *Component {
			return &Component{ComponentData: data, MessageResponder: MessageResponder{r}, values: v}
		})
	case discord.ModalData:
		return serve(ctx, m, &m.modals, "modal", data.CustomID, func(v values) *Modal {
			return &Modal{ModalData: data, MessageResponder: MessageResponder{r}, values: v}
		})
	default:
		return nil
	}
}

func (m *Mux) routeCommand(ctx context.Context, r *Responder, data discord.CommandData) error {
	switch data.Type {
	case discord.CommandTypeUser:
		return serve(ctx, m, &m.users, "user command", escape(data.Name), func(values) *UserCommand {
			return &UserCommand{CommandData: data, Responder: r}
		})
	case discord.CommandTypeMessage:
		return serve(ctx, m, &m.messages, "message command", escape(data.Name), func(values) *MessageCommand {
			return &MessageCommand{CommandData: data, Responder: r}
		})
	default:
		return serve(ctx, m, &m.commands, "command", fullName(data), func(values) *Command {
			return &Command{CommandData: data, Responder: r}
		})
	}
}

// serve finds the handler for name and calls it with what build makes of the
// names in its pattern.
func serve[T any](ctx context.Context, m *Mux, t *table[func(context.Context, T) error], kind, name string, build func(values) T) error {
	m.mu.RLock()
	h, v, ok := t.match(name)
	m.mu.RUnlock()
	if !ok {
		return &NoHandlerError{Kind: kind, Name: name}
	}
	return h(ctx, build(v))
}

// fullName returns the name of a command with its group and subcommand.
func fullName(data discord.CommandData) string {
	name := data.Name
	group, sub := data.SubCommand()
	if group != "" {
		name += "/" + group
	}
	if sub != "" {
		name += "/" + sub
	}
	return name
}
