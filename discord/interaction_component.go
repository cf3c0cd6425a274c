package discord

import (
	"iter"
	"slices"
)

// ComponentData is the use of a component of a message.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-message-component-data-structure
type ComponentData struct {
	ID            int           `json:"id,omitzero"` // of the component, in its message
	CustomID      string        `json:"custom_id"`
	ComponentType ComponentType `json:"component_type"`
	Values        []string      `json:"values,omitzero"`   // what was chosen in a select: values of options, or IDs
	Resolved      *Resolved     `json:"resolved,omitzero"` // what IDs in Values name
}

// ModalData is a modal as a user filled it in.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure
type ModalData struct {
	CustomID   string               `json:"custom_id"`
	Components []SubmittedComponent `json:"components"`
	Resolved   *Resolved            `json:"resolved,omitzero"` // what IDs in Values name, and uploaded files
}

// All returns all components of the modal, each before those inside it.
func (m ModalData) All() iter.Seq[SubmittedComponent] {
	return func(yield func(SubmittedComponent) bool) {
		for _, c := range m.Components {
			if !c.walk(yield) {
				return
			}
		}
	}
}

// Component returns the component with that custom_id, and whether there is
// one.
func (m ModalData) Component(customID string) (SubmittedComponent, bool) {
	for c := range m.All() {
		if c.CustomID == customID && customID != "" {
			return c, true
		}
	}
	return SubmittedComponent{}, false
}

// Text returns what was entered in the [TextInput], or chosen in the
// [RadioGroup], with that custom_id. It is "" where there is none.
func (m ModalData) Text(customID string) string {
	c, _ := m.Component(customID)
	text, _ := c.Value.Text()
	return text
}

// Checked reports whether the [Checkbox] with that custom_id is checked.
func (m ModalData) Checked(customID string) bool {
	c, _ := m.Component(customID)
	checked, _ := c.Value.Bool()
	return checked
}

// Values returns what was chosen in the select or the [CheckboxGroup] with
// that custom_id: values of options, or IDs that Resolved knows.
func (m ModalData) Values(customID string) []string {
	c, _ := m.Component(customID)
	return slices.Clip(c.Values)
}

// Files returns what was uploaded in the [FileUpload] with that custom_id.
func (m ModalData) Files(customID string) []Attachment {
	if m.Resolved == nil {
		return nil
	}
	var files []Attachment
	for _, value := range m.Values(customID) {
		id, err := ParseID[Attachment](value)
		if file, ok := m.Resolved.Attachments[id]; ok && err == nil {
			files = append(files, file)
		}
	}
	return files
}

// SubmittedComponent is a component of a modal as a user left it. Which fields
// are set depends on Type.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-component-interaction-response-structures
type SubmittedComponent struct {
	Type       ComponentType        `json:"type"`
	ID         int                  `json:"id,omitzero"`
	CustomID   string               `json:"custom_id,omitzero"`
	Value      Scalar               `json:"value,omitzero"`      // TextInput: a text; RadioGroup: a text or null; Checkbox: a bool
	Values     []string             `json:"values,omitzero"`     // selects, CheckboxGroup, FileUpload (IDs of attachments)
	Component  *SubmittedComponent  `json:"component,omitzero"`  // Label
	Components []SubmittedComponent `json:"components,omitzero"` // ActionRow
}

// walk yields c and what is inside it, and reports whether to go on.
func (c SubmittedComponent) walk(yield func(SubmittedComponent) bool) bool {
	if !yield(c) || c.Component != nil && !c.Component.walk(yield) {
		return false
	}
	for _, child := range c.Components {
		if !child.walk(yield) {
			return false
		}
	}
	return true
}
