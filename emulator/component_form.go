package emulator

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A component is a part of a message or of a modal, as the emulator keeps it:
// bound from a request, checked, with its number, and with the fields that
// Discord fills in. [toDiscord] makes it what a message has.
//
// Discord docs: https://docs.discord.com/developers/components/reference
type component interface {
	top() *componentHead

	// check adds what is wrong with more than one field, and fills in what
	// was left out. It does not look into children.
	check(at formPath, c *componentCheck)

	// each calls visit for each child.
	each(at formPath, visit func(component, formPath))
}

// componentHead are the fields that all components have.
type componentHead struct {
	Type int `json:"type"`
	ID   int `json:"id" rule:"range=0..2147483647"`
}

func (h *componentHead) top() *componentHead                    { return h }
func (*componentHead) check(formPath, *componentCheck)          {}
func (*componentHead) each(formPath, func(component, formPath)) {}
func (h *componentHead) is(kinds ...int) bool                   { return slices.Contains(kinds, h.Type) }

// The kinds of components.
const (
	kindActionRow         = 1
	kindButton            = 2
	kindStringSelect      = 3
	kindTextInput         = 4
	kindUserSelect        = 5
	kindRoleSelect        = 6
	kindMentionableSelect = 7
	kindChannelSelect     = 8
	kindSection           = 9
	kindTextDisplay       = 10
	kindThumbnail         = 11
	kindMediaGallery      = 12
	kindFile              = 13
	kindSeparator         = 14
	kindContainer         = 17
	kindLabel             = 18
	kindFileUpload        = 19
	kindRadioGroup        = 21
	kindCheckboxGroup     = 22
	kindCheckbox          = 23
)

// newComponent returns an empty component of a kind, or nil for a kind that
// does not exist.
func newComponent(kind int) component {
	switch kind {
	case kindActionRow:
		return new(actionRow)
	case kindButton:
		return new(button)
	case kindStringSelect:
		return new(stringSelect)
	case kindUserSelect, kindRoleSelect, kindMentionableSelect, kindChannelSelect:
		return new(entitySelect)
	case kindSection:
		return new(section)
	case kindTextDisplay:
		return new(textDisplay)
	case kindThumbnail:
		return new(thumbnail)
	case kindMediaGallery:
		return new(mediaGallery)
	case kindFile:
		return new(fileComponent)
	case kindSeparator:
		return new(separator)
	case kindContainer:
		return new(container)
	default:
		return newModalComponent(kind)
	}
}

// A role is a place where components may stand.
type role interface {
	kinds() []int
	bounds() (least, most int)
}

// The places.
type (
	topRole       struct{} // of a message
	rowRole       struct{}
	sectionRole   struct{}
	accessoryRole struct{}
	containerRole struct{}
	modalRole     struct{}
	labelRole     struct{}
)

func (topRole) kinds() []int {
	return []int{kindActionRow, kindSection, kindTextDisplay, kindMediaGallery, kindFile, kindSeparator, kindContainer}
}
func (rowRole) kinds() []int {
	return []int{kindButton, kindStringSelect, kindTextInput, kindUserSelect, kindRoleSelect, kindMentionableSelect, kindChannelSelect}
}
func (sectionRole) kinds() []int   { return []int{kindTextDisplay} }
func (accessoryRole) kinds() []int { return []int{kindButton, kindThumbnail} }
func (containerRole) kinds() []int {
	return []int{kindActionRow, kindSection, kindTextDisplay, kindMediaGallery, kindFile, kindSeparator}
}
func (modalRole) kinds() []int { return []int{kindActionRow, kindTextDisplay, kindLabel} }
func (labelRole) kinds() []int {
	return []int{kindStringSelect, kindTextInput, kindUserSelect, kindRoleSelect, kindMentionableSelect, kindChannelSelect,
		kindFileUpload, kindRadioGroup, kindCheckboxGroup, kindCheckbox}
}

func (topRole) bounds() (least, most int)       { return 0, maxComponents }
func (rowRole) bounds() (least, most int)       { return 1, 5 }
func (sectionRole) bounds() (least, most int)   { return 1, 3 }
func (accessoryRole) bounds() (least, most int) { return 1, 1 }
func (containerRole) bounds() (least, most int) { return 1, maxComponents }
func (modalRole) bounds() (least, most int)     { return 1, 5 }
func (labelRole) bounds() (least, most int)     { return 1, 1 }

// maxComponents is how many a message of components may have, nested ones
// included.
const maxComponents = 40

// componentList are the components at a place.
type componentList[R role] []component

// bindJSON reads a list of components.
func (l *componentList[R]) bindJSON(raw json.RawMessage, at formPath, _ rule) {
	*l = nil
	if string(raw) == "null" {
		return
	}
	var elems []json.RawMessage
	if json.Unmarshal(raw, &elems) != nil {
		at.add(codeListConvert, "Only iterables may be used in a ListType")
		return
	}
	var r R
	least, most := r.bounds()
	at.length(len(elems), least, most)
	if len(elems) > most {
		return
	}
	*l = make(componentList[R], 0, len(elems))
	for i, elem := range elems {
		if c := bindComponent(elem, at.at(i), r.kinds()); c != nil {
			*l = append(*l, c)
		}
	}
}

func (l componentList[R]) each(at formPath, visit func(component, formPath)) {
	for i, c := range l {
		visit(c, at.at(i))
	}
}

// A componentField is a single component at a place.
type componentField[R role] struct{ component }

// bindJSON reads a component.
func (f *componentField[R]) bindJSON(raw json.RawMessage, at formPath, _ rule) {
	var r R
	f.component = bindComponent(raw, at, r.kinds())
}

// MarshalJSON writes the component.
func (f componentField[R]) MarshalJSON() ([]byte, error) { return json.Marshal(f.component) }

func bindComponent(raw json.RawMessage, at formPath, kinds []int) component {
	var fields map[string]json.RawMessage // a struct would take keys of any case
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		at.add(codeModelConvert, "Expected an object/dictionary.")
		return nil
	}
	kind, typed := 0, string(fields["type"])
	if typed == "" || typed == "null" {
		at.at("type").required()
		return nil
	}
	wrong := new(form)
	bindOne(fields["type"], &kind, wrong.at(), rule{})
	if wrong.err() != nil || !slices.Contains(kinds, kind) {
		at.addf(codeUnionChoices, "Value of field \"type\" must be one of %s.", tuple(kinds))
		return nil
	}
	c := newComponent(kind)
	bindStruct(raw, reflect.ValueOf(c).Elem(), at)
	return c
}

// tuple writes numbers as Discord's errors do, as Python would: (1,) and
// (1, 2).
func tuple(kinds []int) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = fmt.Sprint(k)
	}
	if len(words) == 1 {
		return "(" + words[0] + ",)"
	}
	return "(" + strings.Join(words, ", ") + ")"
}
