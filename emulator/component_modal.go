package emulator

// newModalComponent returns an empty component of a kind that only modals
// have, or nil.
func newModalComponent(kind int) component {
	switch kind {
	case kindTextInput:
		return new(textInput)
	case kindLabel:
		return new(label)
	case kindFileUpload:
		return new(fileUpload)
	case kindRadioGroup:
		return new(radioGroup)
	case kindCheckboxGroup:
		return new(checkboxGroup)
	case kindCheckbox:
		return new(checkbox)
	default:
		return nil
	}
}

// textInput is a field for text.
type textInput struct {
	componentHead
	CustomID    string  `json:"custom_id" rule:"required,len=1..100"`
	Style       int     `json:"style" rule:"required,range=1..2"`
	Label       *string `json:"label,omitempty" rule:"len=1..45"`
	MinLength   *int    `json:"min_length,omitempty" rule:"range=0..4000"`
	MaxLength   *int    `json:"max_length,omitempty" rule:"range=1..4000"`
	Required    *bool   `json:"required,omitempty"`
	Value       *string `json:"value,omitempty" rule:"len=0..4000"`
	Placeholder *string `json:"placeholder,omitempty" rule:"len=0..100"`
}

func (t *textInput) check(at formPath, c *componentCheck) {
	c.customID(t.CustomID, at)
	if t.MinLength != nil && t.MaxLength != nil && *t.MinLength > *t.MaxLength {
		at.at("min_length").addf(codeNumberMax, "int value should be less than or equal to %d.", *t.MaxLength)
	}
}

// label is a component of a modal with its description.
type label struct {
	componentHead
	Label       string                    `json:"label" rule:"required,len=1..45"`
	Description *string                   `json:"description,omitempty" rule:"len=1..100"`
	Component   componentField[labelRole] `json:"component" rule:"required"`
}

func (l *label) each(at formPath, visit func(component, formPath)) {
	visit(l.Component.component, at.at("component"))
}

// fileUpload takes files.
type fileUpload struct {
	componentHead
	CustomID  string   `json:"custom_id" rule:"required,len=1..100"`
	MinValues *int     `json:"min_values,omitempty" rule:"range=0..10"`
	MaxValues *int     `json:"max_values,omitempty" rule:"range=1..10"`
	Required  *bool    `json:"required,omitempty"`
	FileTypes []string `json:"file_types,omitempty" rule:"len=0..10"`
}

func (f *fileUpload) check(at formPath, c *componentCheck) { c.customID(f.CustomID, at) }

// radioGroup is a choice of one.
type radioGroup struct {
	componentHead
	CustomID string         `json:"custom_id" rule:"required,len=1..100"`
	Options  []selectOption `json:"options" rule:"required,len=2..10"`
	Required *bool          `json:"required,omitempty"`
}

func (g *radioGroup) check(at formPath, c *componentCheck) {
	c.customID(g.CustomID, at)
	checkOptions(g.Options, at, 1)
}

// checkboxGroup is a choice of several.
type checkboxGroup struct {
	componentHead
	CustomID  string         `json:"custom_id" rule:"required,len=1..100"`
	Options   []selectOption `json:"options" rule:"required,len=1..10"`
	MinValues *int           `json:"min_values,omitempty" rule:"range=0..10"`
	MaxValues *int           `json:"max_values,omitempty" rule:"range=1..10"`
	Required  *bool          `json:"required,omitempty"`
}

func (g *checkboxGroup) check(at formPath, c *componentCheck) {
	c.customID(g.CustomID, at)
	most := len(g.Options)
	if g.MaxValues != nil {
		most = *g.MaxValues
	}
	checkOptions(g.Options, at, most)
}

// checkbox is yes or no.
type checkbox struct {
	componentHead
	CustomID string `json:"custom_id" rule:"required,len=1..100"`
	Default  bool   `json:"default,omitempty"`
}

func (b *checkbox) check(at formPath, c *componentCheck) { c.customID(b.CustomID, at) }
