package emutest

import (
	"encoding/json"
	"maps"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// callbackModal is the type of an answer that is a modal.
const callbackModal = 9

// SubmitModal submits the modal that an interaction was answered with, as the
// person who sees it. Texts are what goes into its text inputs, by custom_id; the
// others keep the text that they begin with. A modal with other inputs is for
// [Discord.Modal].
func (d *Discord) SubmitModal(id discord.InteractionID, texts map[string]string) discord.InteractionID {
	d.t.Helper()
	var callback struct {
		Type int       `json:"type"`
		Data modalPart `json:"data"`
	}
	response := d.InteractionState(id).Response
	if response == nil {
		d.t.Fatalf("submit modal: interaction %d has not been answered", id)
	}
	if err := json.Unmarshal(response, &callback); err != nil || callback.Type != callbackModal {
		d.t.Fatalf("submit modal: the answer to interaction %d is not a modal: %s", id, response)
	}
	left := maps.Clone(texts)
	whole := d.submitted(&callback.Data, left)
	for customID := range left {
		d.t.Fatalf("submit modal: the modal has no text input %q", customID)
	}
	return d.Modal(emulator.ModalUse{InteractionID: id, Components: whole.Components})
}

// A modalPart is a modal, or one of its components.
type modalPart struct {
	Type       discord.ComponentType `json:"type"`
	CustomID   string                `json:"custom_id"`
	Value      string                `json:"value"`
	Component  *modalPart            `json:"component"`
	Components []modalPart           `json:"components"`
}

// submitted returns a part as it is submitted. It takes what it needs from texts.
func (d *Discord) submitted(p *modalPart, texts map[string]string) discord.SubmittedComponent {
	d.t.Helper()
	s := discord.SubmittedComponent{Type: p.Type}
	switch p.Type {
	case discord.ComponentTypeTextInput:
		text, given := texts[p.CustomID]
		if !given {
			text = p.Value
		}
		delete(texts, p.CustomID)
		s.CustomID, s.Value = p.CustomID, discord.ScalarOf(text)
	case 0, discord.ComponentTypeActionRow, discord.ComponentTypeLabel, discord.ComponentTypeTextDisplay:
		if p.Component != nil {
			s.Component = new(d.submitted(p.Component, texts))
		}
		for i := range p.Components {
			s.Components = append(s.Components, d.submitted(&p.Components[i], texts))
		}
	default:
		d.t.Fatalf("submit modal: %q is no text input but %v: use Modal", p.CustomID, p.Type)
	}
	return s
}
