package discord

import "github.com/accord-go/accord/internal/wire"

// ModalComponent is a component at the top level of a modal: [Label],
// [TextDisplay], [ActionRow] (deprecated there) or [UnknownComponent].
type ModalComponent interface {
	Component
	modalComponent()
}

// ModalComponents are the components of a [Modal].
type ModalComponents []ModalComponent

// UnmarshalJSON decodes an array of components.
func (cs *ModalComponents) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, cs) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (cs *ModalComponents) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]ModalComponent)(cs), componentMember[ModalComponent], unknownComponent)
}

// Label is a component for input in a modal, with its title.
//
// Discord docs: https://docs.discord.com/developers/components/reference#label
type Label struct {
	ID          int            `json:"id,omitzero"`          // zero: Discord numbers it
	Label       string         `json:"label"`                // 1 to 45 characters
	Description string         `json:"description,omitzero"` // at most 100 characters
	Component   LabelComponent `json:"component"`            // required
}

// LabelComponent is the component of a [Label]: [TextInput], a select,
// [FileUpload], [RadioGroup], [CheckboxGroup], [Checkbox] or
// [UnknownComponent].
type LabelComponent interface {
	Component
	labelComponent()
}

// ComponentType returns [ComponentTypeLabel].
func (Label) ComponentType() ComponentType { return ComponentTypeLabel }

// MarshalJSON adds the type.
func (c Label) MarshalJSON() ([]byte, error) {
	type plain Label
	return marshalMember(ComponentTypeLabel, plain(c))
}

func (c *Label) decodeComponent(d *wire.Decoder) {
	c.Component = decodeUnion(d, componentMember[LabelComponent], unknownComponent)
}

func (Label) component()      {}
func (Label) modalComponent() {}

// TextInput is a field for text in a modal, in a [Label].
//
// Discord docs: https://docs.discord.com/developers/components/reference#text-input
type TextInput struct {
	ID          int            `json:"id,omitzero"` // zero: Discord numbers it
	CustomID    string         `json:"custom_id"`   // 1 to 100 characters, unique in the modal
	Style       TextInputStyle `json:"style"`
	Label       string         `json:"label,omitzero"`       // deprecated: only in an ActionRow, where it is required; at most 45 characters
	MinLength   int            `json:"min_length,omitzero"`  // 0 to 4000
	MaxLength   int            `json:"max_length,omitzero"`  // 1 to 4000; zero: as much as Discord allows
	Required    *bool          `json:"required,omitzero"`    // nil means true
	Value       string         `json:"value,omitzero"`       // filled in at first; at most 4000 characters
	Placeholder string         `json:"placeholder,omitzero"` // shown while it is empty; at most 100 characters
}

// TextInputStyle is the size of a [TextInput].
//
// Discord docs: https://docs.discord.com/developers/components/reference#text-input-text-input-styles
type TextInputStyle int

// The styles of text inputs.
const (
	TextInputStyleShort     TextInputStyle = 1 // one line
	TextInputStyleParagraph TextInputStyle = 2 // several lines
)

// ComponentType returns [ComponentTypeTextInput].
func (TextInput) ComponentType() ComponentType { return ComponentTypeTextInput }

// MarshalJSON adds the type.
func (c TextInput) MarshalJSON() ([]byte, error) {
	type plain TextInput
	return marshalMember(ComponentTypeTextInput, plain(c))
}

func (TextInput) component()      {}
func (TextInput) rowComponent()   {}
func (TextInput) labelComponent() {}

// FileUpload lets a user upload files in a modal, in a [Label].
//
// Discord docs: https://docs.discord.com/developers/components/reference#file-upload
type FileUpload struct {
	ID        int      `json:"id,omitzero"`         // zero: Discord numbers it
	CustomID  string   `json:"custom_id"`           // 1 to 100 characters, unique in the modal
	MinValues *int     `json:"min_values,omitzero"` // 0 to 10; nil means 1; 0 needs Required to be false
	MaxValues int      `json:"max_values,omitzero"` // 1 to 10; zero means 1
	Required  *bool    `json:"required,omitzero"`   // nil means true
	FileTypes []string `json:"file_types,omitzero"` // at most 10 of image, video, audio and extensions with their dot; nil: all
}

// ComponentType returns [ComponentTypeFileUpload].
func (FileUpload) ComponentType() ComponentType { return ComponentTypeFileUpload }

// MarshalJSON adds the type.
func (c FileUpload) MarshalJSON() ([]byte, error) {
	type plain FileUpload
	return marshalMember(ComponentTypeFileUpload, plain(c))
}

func (FileUpload) component()      {}
func (FileUpload) labelComponent() {}

// RadioGroup lets a user choose one of its options in a modal, in a [Label].
//
// Discord docs: https://docs.discord.com/developers/components/reference#radio-group
type RadioGroup struct {
	ID       int           `json:"id,omitzero"`       // zero: Discord numbers it
	CustomID string        `json:"custom_id"`         // 1 to 100 characters, unique in the modal
	Options  []GroupOption `json:"options"`           // 2 to 10
	Required *bool         `json:"required,omitzero"` // nil means true
}

// GroupOption is an option of a [RadioGroup] or a [CheckboxGroup].
//
// Discord docs: https://docs.discord.com/developers/components/reference#radio-group-option-structure
type GroupOption struct {
	Value       string `json:"value"`                // what the bot gets; 1 to 100 characters, unique in the group
	Label       string `json:"label"`                // 1 to 100 characters
	Description string `json:"description,omitzero"` // at most 100 characters
	Default     bool   `json:"default,omitzero"`     // chosen at first
}

// ComponentType returns [ComponentTypeRadioGroup].
func (RadioGroup) ComponentType() ComponentType { return ComponentTypeRadioGroup }

// MarshalJSON adds the type.
func (c RadioGroup) MarshalJSON() ([]byte, error) {
	type plain RadioGroup
	return marshalMember(ComponentTypeRadioGroup, plain(c))
}

func (RadioGroup) component()      {}
func (RadioGroup) labelComponent() {}

// CheckboxGroup lets a user choose some of its options in a modal, in a
// [Label].
//
// Discord docs: https://docs.discord.com/developers/components/reference#checkbox-group
type CheckboxGroup struct {
	ID        int           `json:"id,omitzero"`         // zero: Discord numbers it
	CustomID  string        `json:"custom_id"`           // 1 to 100 characters, unique in the modal
	Options   []GroupOption `json:"options"`             // 1 to 10
	MinValues *int          `json:"min_values,omitzero"` // 0 to 10; nil means 1; 0 needs Required to be false
	MaxValues int           `json:"max_values,omitzero"` // 1 to 10; zero means all options
	Required  *bool         `json:"required,omitzero"`   // nil means true
}

// ComponentType returns [ComponentTypeCheckboxGroup].
func (CheckboxGroup) ComponentType() ComponentType { return ComponentTypeCheckboxGroup }

// MarshalJSON adds the type.
func (c CheckboxGroup) MarshalJSON() ([]byte, error) {
	type plain CheckboxGroup
	return marshalMember(ComponentTypeCheckboxGroup, plain(c))
}

func (CheckboxGroup) component()      {}
func (CheckboxGroup) labelComponent() {}

// Checkbox is a yes or no in a modal, in a [Label]. It can't be required.
//
// Discord docs: https://docs.discord.com/developers/components/reference#checkbox
type Checkbox struct {
	ID       int    `json:"id,omitzero"`      // zero: Discord numbers it
	CustomID string `json:"custom_id"`        // 1 to 100 characters, unique in the modal
	Default  bool   `json:"default,omitzero"` // checked at first
}

// ComponentType returns [ComponentTypeCheckbox].
func (Checkbox) ComponentType() ComponentType { return ComponentTypeCheckbox }

// MarshalJSON adds the type.
func (c Checkbox) MarshalJSON() ([]byte, error) {
	type plain Checkbox
	return marshalMember(ComponentTypeCheckbox, plain(c))
}

func (Checkbox) component()      {}
func (Checkbox) labelComponent() {}
