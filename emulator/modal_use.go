package emulator

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/accord-go/accord/discord"
)

// callbackModal is the type of an answer that is a modal.
const callbackModal = 9

// ModalUse is a person's submission of a modal.
type ModalUse struct {
	InteractionID discord.InteractionID // that the bot answered with the modal
	UserID        discord.UserID        // zero: who did that
	Components    []discord.SubmittedComponent
}

// Modal submits a modal as a person does, and returns the new interaction's
// ID. The values are sent as they are, as Discord's app could be made to do;
// the error is about everything else.
func (e *Emulator) Modal(use ModalUse) (discord.InteractionID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	opener := e.state.interactions[use.InteractionID]
	if opener == nil {
		return 0, badControl("interaction_id: there is no interaction %d", use.InteractionID)
	}
	customID, ok := opener.modal()
	if !ok {
		return 0, badControl("interaction_id: the answer to %d was not a modal", use.InteractionID)
	}
	setZero(&use.UserID, opener.person.ID)
	ch, person, err := e.actor(opener.channel.ID, use.UserID, now)
	switch {
	case err != nil:
		return 0, err
	case person != opener.person:
		return 0, badControl("user_id: the modal was shown to %d", opener.person.ID)
	}
	u := optionReader{b: opener.bot, ch: ch, person: person.ID}
	if err := u.submitted(use.Components); err != nil {
		return 0, err
	}
	it := opener.bot.newInteraction(discord.InteractionTypeModalSubmit, ch, person, now)
	it.Data = discord.ModalData{CustomID: customID, Components: use.Components, Resolved: u.resolved}
	it.opener = opener
	if it.source = opener.source; it.source != nil {
		it.Message = it.bot.view(it.source)
	}
	e.begin(it)
	return it.ID, nil
}

// modal returns the custom_id of the modal that an interaction was answered
// with.
func (it *interaction) modal() (customID string, ok bool) {
	var callback struct {
		Type int `json:"type"`
		Data struct {
			CustomID string `json:"custom_id"`
		} `json:"data"`
	}
	if it.callback == nil || json.Unmarshal(it.callback, &callback) != nil {
		return "", false
	}
	return callback.Data.CustomID, callback.Type == callbackModal
}

// submitted gathers what the selects of a modal name.
func (u *optionReader) submitted(components []discord.SubmittedComponent) error {
	for _, c := range components {
		if kind, ok := entityOptions[int(c.Type)]; ok {
			for _, v := range c.Values {
				if _, err := u.entity(v, &optionDef{Type: kind}, "components"); err != nil {
					return err
				}
			}
		}
		inner := c.Components
		if c.Component != nil {
			inner = []discord.SubmittedComponent{*c.Component}
		}
		if err := u.submitted(inner); err != nil {
			return err
		}
	}
	return nil
}

// submittedIn is a component of a modal in a request to the control API.
type submittedIn struct {
	Type       int           `json:"type"`
	ID         int           `json:"id"`
	CustomID   string        `json:"custom_id"`
	Value      any           `json:"value"`
	Values     []string      `json:"values"`
	Component  *submittedIn  `json:"component"`
	Components []submittedIn `json:"components"`
}

func submittedComponents(in []submittedIn) ([]discord.SubmittedComponent, error) {
	var out []discord.SubmittedComponent
	for _, c := range in {
		s := discord.SubmittedComponent{Type: discord.ComponentType(c.Type), ID: c.ID, CustomID: c.CustomID, Values: c.Values}
		var err error
		if c.Value != nil {
			if s.Value, err = scalarOf(c.Value); err != nil {
				return nil, err
			}
		}
		if s.Components, err = submittedComponents(c.Components); err != nil {
			return nil, err
		}
		if c.Component != nil {
			inner, err := submittedComponents([]submittedIn{*c.Component})
			if err != nil {
				return nil, err
			}
			s.Component = &inner[0]
		}
		out = append(out, s)
	}
	return out, nil
}

func (e *Emulator) controlModal(_ *http.Request, in *struct {
	InteractionID snowflake     `json:"interaction_id"`
	UserID        snowflake     `json:"user_id"`
	CustomID      string        `json:"custom_id"` // is known already; clients may give it
	Components    []submittedIn `json:"components"`
}) (any, error) {
	components, err := submittedComponents(in.Components)
	if err != nil {
		return nil, err
	}
	id, err := e.Modal(ModalUse{
		InteractionID: discord.InteractionID(in.InteractionID), UserID: discord.UserID(in.UserID), Components: components,
	})
	return madeInteraction{id}, err
}
