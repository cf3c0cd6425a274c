package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// ComponentUse is a person's click on a button, or choice in a select.
type ComponentUse struct {
	MessageID discord.MessageID
	CustomID  string
	UserID    discord.UserID // zero: the world's first person
	Values    []string       // of a select: values of its options, or IDs
}

// Component uses a component as a person does, and returns the interaction's
// ID. The error tells why Discord's app would not let the person do that.
func (e *Emulator) Component(use ComponentUse) (discord.InteractionID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	m := e.state.messages[use.MessageID]
	if m == nil {
		return 0, badControl("message_id: there is no message %d", use.MessageID)
	}
	ch, person, err := e.actor(m.ChannelID, use.UserID, now)
	switch {
	case err != nil:
		return 0, err
	case m.onlyFor != 0 && m.onlyFor != person.ID:
		return 0, badControl("user_id: %d does not see the message %d", person.ID, m.ID)
	}
	c := componentByCustomID(m.parts, use.CustomID)
	if c == nil || use.CustomID == "" {
		return 0, badControl("custom_id: the message has no component %q", use.CustomID)
	}
	b := e.applicationOf(m)
	if b == nil {
		return 0, badControl("message_id: no bot hears of what is done with the message %d", m.ID)
	}
	u := optionReader{b: b, ch: ch, person: person.ID}
	if err := u.choose(c, use.Values); err != nil {
		return 0, err
	}
	it := b.newInteraction(discord.InteractionTypeMessageComponent, ch, person, now)
	it.source = m
	it.Message = b.view(m)
	it.Data = discord.ComponentData{
		ID: c.top().ID, CustomID: use.CustomID, ComponentType: discord.ComponentType(c.top().Type),
		Values: use.Values, Resolved: u.resolved,
	}
	e.begin(it)
	return it.ID, nil
}

// applicationOf returns the bot that gets what is done with a message's components:
// the one that wrote it, or whose application answered or has the webhook; of a
// published message, that of the original. Nil: none does.
func (e *Emulator) applicationOf(m *message) *bot {
	if m.Flags.Has(discord.MessageFlagIsCrosspost) {
		if original := e.state.messages[m.MessageReference.MessageID]; original != nil {
			return e.applicationOf(original)
		}
	}
	if m.ApplicationID != 0 {
		return e.botOfApplication(m.ApplicationID)
	}
	return e.botOf(m.Author.ID)
}

// choose checks what a person does with a component of a message.
func (u *optionReader) choose(c component, values []string) error {
	switch c := c.(type) {
	case *button:
		return pressButton(c, values)
	case *stringSelect:
		if err := checkChoice(&c.selectHead, values); err != nil {
			return err
		}
		for i, v := range values {
			if !slices.ContainsFunc(c.Options, func(o selectOption) bool { return o.Value == v }) {
				return badControl("values[%d]: the select has no option %q", i, v)
			}
		}
		return nil
	case *entitySelect:
		if err := checkChoice(&c.selectHead, values); err != nil {
			return err
		}
		return u.chooseEntities(c, values)
	default:
		return badControl("custom_id: nothing can be done with a component of type %d", c.top().Type)
	}
}

func pressButton(b *button, values []string) error {
	switch {
	case b.Disabled:
		return badControl("custom_id: the button is disabled")
	case len(values) > 0:
		return badControl("values: a button has none")
	}
	return nil
}

// checkChoice checks how many values are chosen.
func checkChoice(s *selectHead, values []string) error {
	least, most := s.values()
	sorted := slices.Sorted(slices.Values(values))
	switch {
	case s.Disabled:
		return badControl("custom_id: the select is disabled")
	case len(values) < least || len(values) > most:
		return badControl("values: %d to %d must be chosen", least, most)
	case len(slices.Compact(sorted)) < len(values):
		return badControl("values: one is chosen twice")
	}
	return nil
}

// entityOptions are the options that check IDs as a select of each kind does.
var entityOptions = map[int]discord.CommandOptionType{
	kindUserSelect:        discord.CommandOptionTypeUser,
	kindRoleSelect:        discord.CommandOptionTypeRole,
	kindMentionableSelect: discord.CommandOptionTypeMentionable,
	kindChannelSelect:     discord.CommandOptionTypeChannel,
}

func (u *optionReader) chooseEntities(c *entitySelect, values []string) error {
	def := optionDef{Type: entityOptions[c.Type]}
	for _, t := range c.ChannelTypes {
		def.Channels = append(def.Channels, discord.ChannelType(t))
	}
	for _, v := range values {
		if _, err := u.entity(v, &def, "values"); err != nil {
			return err
		}
	}
	return nil
}

func (e *Emulator) controlComponent(_ *http.Request, in *struct {
	MessageID snowflake `json:"message_id"`
	CustomID  string    `json:"custom_id"`
	UserID    snowflake `json:"user_id"`
	Values    []string  `json:"values"`
}) (any, error) {
	id, err := e.Component(ComponentUse{
		MessageID: discord.MessageID(in.MessageID), CustomID: in.CustomID, UserID: discord.UserID(in.UserID), Values: in.Values,
	})
	return madeInteraction{id}, err
}
