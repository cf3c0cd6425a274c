package discord

import (
	"encoding/json"

	"github.com/accord-go/accord/internal/wire"
)

//go:generate go tool stringer -type=ComponentType,ButtonStyle,TextInputStyle,SeparatorSpacing -output=component_string.go

// Component is a part of a message or of a modal. Its members are
//
//   - layout: [ActionRow], [Section], [Separator], [Container] and [Label]
//   - content: [TextDisplay], [Thumbnail], [MediaGallery] and [FileComponent]
//   - for input: [Button], [StringSelect], [UserSelect], [RoleSelect],
//     [MentionableSelect], [ChannelSelect], [TextInput], [FileUpload],
//     [RadioGroup], [CheckboxGroup] and [Checkbox]
//   - [UnknownComponent], for what this version does not know
//
// Where a component may stand is what narrower interfaces tell:
// [MessageComponent], [ModalComponent], [RowComponent], [SectionComponent],
// [SectionAccessory], [ContainerComponent] and [LabelComponent].
//
// Discord docs: https://docs.discord.com/developers/components/reference
type Component interface {
	// ComponentType returns the component's type, which is not a field.
	ComponentType() ComponentType
	component()
}

// ComponentType is the kind of a component.
//
// Discord docs: https://docs.discord.com/developers/components/reference#component-object-component-types
type ComponentType int

// The kinds of components.
const (
	ComponentTypeActionRow         ComponentType = 1
	ComponentTypeButton            ComponentType = 2
	ComponentTypeStringSelect      ComponentType = 3
	ComponentTypeTextInput         ComponentType = 4
	ComponentTypeUserSelect        ComponentType = 5
	ComponentTypeRoleSelect        ComponentType = 6
	ComponentTypeMentionableSelect ComponentType = 7
	ComponentTypeChannelSelect     ComponentType = 8
	ComponentTypeSection           ComponentType = 9
	ComponentTypeTextDisplay       ComponentType = 10
	ComponentTypeThumbnail         ComponentType = 11
	ComponentTypeMediaGallery      ComponentType = 12
	ComponentTypeFile              ComponentType = 13
	ComponentTypeSeparator         ComponentType = 14
	ComponentTypeContainer         ComponentType = 17
	ComponentTypeLabel             ComponentType = 18
	ComponentTypeFileUpload        ComponentType = 19
	ComponentTypeRadioGroup        ComponentType = 21
	ComponentTypeCheckboxGroup     ComponentType = 22
	ComponentTypeCheckbox          ComponentType = 23
)

// Components are the top level of a message.
type Components []MessageComponent

// UnmarshalJSON decodes an array of components.
func (cs *Components) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, cs) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (cs *Components) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]MessageComponent)(cs), componentMember[MessageComponent], unknownComponent)
}

// MessageComponent is a component at the top level of a message: [ActionRow],
// [Section], [TextDisplay], [MediaGallery], [FileComponent], [Separator],
// [Container] or [UnknownComponent]. All but the action row need the message
// flag IS_COMPONENTS_V2.
type MessageComponent interface {
	Component
	messageComponent()
}

// UnknownComponent is a component of a kind that this version does not know,
// or that stands where this version does not expect it. It is encoded as it
// came, and may be sent where this version lacks something.
type UnknownComponent struct {
	Type ComponentType   // zero if the component has none
	Raw  json.RawMessage // the whole component
}

// ComponentType returns c.Type.
func (c UnknownComponent) ComponentType() ComponentType { return c.Type }

// MarshalJSON returns c.Raw.
func (c UnknownComponent) MarshalJSON() ([]byte, error) { return marshalUnknown(c.Type, c.Raw) }

func (UnknownComponent) component()          {}
func (UnknownComponent) messageComponent()   {}
func (UnknownComponent) modalComponent()     {}
func (UnknownComponent) rowComponent()       {}
func (UnknownComponent) sectionComponent()   {}
func (UnknownComponent) sectionAccessory()   {}
func (UnknownComponent) containerComponent() {}
func (UnknownComponent) labelComponent()     {}

// unknownComponent makes an UnknownComponent of any role.
func unknownComponent[R interface{ Component }](t ComponentType, raw json.RawMessage) R {
	role, _ := Component(UnknownComponent{Type: t, Raw: raw}).(R)
	return role
}

// componentMember returns the component type t of the role R.
func componentMember[R Component](t ComponentType) member[R] {
	switch t {
	case ComponentTypeActionRow:
		return memberOf[R, ActionRow]()
	case ComponentTypeButton:
		return memberOf[R, Button]()
	case ComponentTypeStringSelect:
		return memberOf[R, StringSelect]()
	case ComponentTypeTextInput:
		return memberOf[R, TextInput]()
	case ComponentTypeUserSelect:
		return memberOf[R, UserSelect]()
	case ComponentTypeRoleSelect:
		return memberOf[R, RoleSelect]()
	case ComponentTypeMentionableSelect:
		return memberOf[R, MentionableSelect]()
	case ComponentTypeChannelSelect:
		return memberOf[R, ChannelSelect]()
	case ComponentTypeSection:
		return memberOf[R, Section]()
	case ComponentTypeTextDisplay:
		return memberOf[R, TextDisplay]()
	case ComponentTypeThumbnail:
		return memberOf[R, Thumbnail]()
	case ComponentTypeMediaGallery:
		return memberOf[R, MediaGallery]()
	case ComponentTypeFile:
		return memberOf[R, FileComponent]()
	case ComponentTypeSeparator:
		return memberOf[R, Separator]()
	case ComponentTypeContainer:
		return memberOf[R, Container]()
	case ComponentTypeLabel:
		return memberOf[R, Label]()
	case ComponentTypeFileUpload:
		return memberOf[R, FileUpload]()
	case ComponentTypeRadioGroup:
		return memberOf[R, RadioGroup]()
	case ComponentTypeCheckboxGroup:
		return memberOf[R, CheckboxGroup]()
	case ComponentTypeCheckbox:
		return memberOf[R, Checkbox]()
	default:
		return nil
	}
}
