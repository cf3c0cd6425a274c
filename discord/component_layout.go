package discord

import "github.com/accord-go/accord/internal/wire"

// ActionRow is a row of up to five buttons, or of one select.
//
// In modals, where it held one text input, it is deprecated; use a [Label].
//
// Discord docs: https://docs.discord.com/developers/components/reference#action-row
type ActionRow struct {
	ID         int           `json:"id,omitzero"` // zero: Discord numbers it
	Components RowComponents `json:"components"`
}

// RowComponent is a component of an [ActionRow]: [Button], a select, in a
// modal's row [TextInput], or [UnknownComponent].
type RowComponent interface {
	Component
	rowComponent()
}

// RowComponents are the components of an [ActionRow].
type RowComponents []RowComponent

// UnmarshalJSON decodes an array of components.
func (cs *RowComponents) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, cs) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (cs *RowComponents) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]RowComponent)(cs), componentMember[RowComponent], unknownComponent)
}

// ComponentType returns [ComponentTypeActionRow].
func (ActionRow) ComponentType() ComponentType { return ComponentTypeActionRow }

// MarshalJSON adds the type.
func (c ActionRow) MarshalJSON() ([]byte, error) {
	type plain ActionRow
	return marshalMember(ComponentTypeActionRow, plain(c))
}

func (ActionRow) component()          {}
func (ActionRow) messageComponent()   {}
func (ActionRow) modalComponent()     {}
func (ActionRow) containerComponent() {}

// Section is text with a button or a small image beside it. It needs the
// message flag IS_COMPONENTS_V2.
//
// Discord docs: https://docs.discord.com/developers/components/reference#section
type Section struct {
	ID         int               `json:"id,omitzero"` // zero: Discord numbers it
	Components SectionComponents `json:"components"`  // 1 to 3
	Accessory  SectionAccessory  `json:"accessory"`   // required
}

// SectionComponent is a component of a [Section]: [TextDisplay] or
// [UnknownComponent].
type SectionComponent interface {
	Component
	sectionComponent()
}

// SectionAccessory is what stands beside a [Section]'s text: [Button],
// [Thumbnail] or [UnknownComponent].
type SectionAccessory interface {
	Component
	sectionAccessory()
}

// SectionComponents are the components of a [Section].
type SectionComponents []SectionComponent

// UnmarshalJSON decodes an array of components.
func (cs *SectionComponents) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, cs) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (cs *SectionComponents) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]SectionComponent)(cs), componentMember[SectionComponent], unknownComponent)
}

// ComponentType returns [ComponentTypeSection].
func (Section) ComponentType() ComponentType { return ComponentTypeSection }

// MarshalJSON adds the type.
func (c Section) MarshalJSON() ([]byte, error) {
	type plain Section
	return marshalMember(ComponentTypeSection, plain(c))
}

func (c *Section) decodeAccessory(d *wire.Decoder) {
	c.Accessory = decodeUnion(d, componentMember[SectionAccessory], unknownComponent)
}

func (Section) component()          {}
func (Section) messageComponent()   {}
func (Section) containerComponent() {}

// Separator is a gap, with or without a line in it. It needs the message flag
// IS_COMPONENTS_V2.
//
// Discord docs: https://docs.discord.com/developers/components/reference#separator
type Separator struct {
	ID      int              `json:"id,omitzero"`      // zero: Discord numbers it
	Divider *bool            `json:"divider,omitzero"` // the line; nil means true
	Spacing SeparatorSpacing `json:"spacing,omitzero"` // zero means small
}

// SeparatorSpacing is the size of a [Separator].
type SeparatorSpacing int

// The sizes of separators.
const (
	SeparatorSpacingSmall SeparatorSpacing = 1
	SeparatorSpacingLarge SeparatorSpacing = 2
)

// ComponentType returns [ComponentTypeSeparator].
func (Separator) ComponentType() ComponentType { return ComponentTypeSeparator }

// MarshalJSON adds the type.
func (c Separator) MarshalJSON() ([]byte, error) {
	type plain Separator
	return marshalMember(ComponentTypeSeparator, plain(c))
}

func (Separator) component()          {}
func (Separator) messageComponent()   {}
func (Separator) containerComponent() {}

// Container is a box around other components, with a colored bar. Containers
// don't nest. It needs the message flag IS_COMPONENTS_V2.
//
// Discord docs: https://docs.discord.com/developers/components/reference#container
type Container struct {
	ID          int                 `json:"id,omitzero"`  // zero: Discord numbers it
	Components  ContainerComponents `json:"components"`   // at least one
	AccentColor *Color              `json:"accent_color"` // of the bar; nil: none
	Spoiler     bool                `json:"spoiler"`      // blurred until clicked
}

// ContainerComponent is a component of a [Container]: [ActionRow],
// [TextDisplay], [Section], [MediaGallery], [Separator], [FileComponent] or
// [UnknownComponent].
type ContainerComponent interface {
	Component
	containerComponent()
}

// ContainerComponents are the components of a [Container].
type ContainerComponents []ContainerComponent

// UnmarshalJSON decodes an array of components.
func (cs *ContainerComponents) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, cs) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (cs *ContainerComponents) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]ContainerComponent)(cs), componentMember[ContainerComponent], unknownComponent)
}

// ComponentType returns [ComponentTypeContainer].
func (Container) ComponentType() ComponentType { return ComponentTypeContainer }

// MarshalJSON adds the type.
func (c Container) MarshalJSON() ([]byte, error) {
	type plain Container
	return marshalMember(ComponentTypeContainer, plain(c))
}

func (Container) component()        {}
func (Container) messageComponent() {}
