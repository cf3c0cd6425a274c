package discord

import (
	"fmt"
)

// Validate checks the limits that Discord documents, as in a message. Whether
// that message has the flag IS_COMPONENTS_V2 is taken from the components. It
// returns a [*ValidationError] that names every field in error, or nil.
func (cs Components) Validate() error {
	var c checker
	v2 := false
	for _, component := range cs {
		_, row := component.(ActionRow)
		v2 = v2 || !row
	}
	c.components("components", cs, v2)
	return c.err()
}

// maxComponents is how many components a message may have, nested ones
// included.
const maxComponents = 40

// components checks the components of a message.
func (c *checker) components(path string, components Components, v2 bool) {
	s := componentScope{v2: v2, customIDs: map[string]bool{}, ids: map[int]bool{}}
	if !v2 {
		c.count(path, len(components), 0, 5)
	}
	for i, component := range components {
		s.check(c, c.index(path, i), component)
	}
	if s.total > maxComponents {
		c.add(path, fmt.Sprintf("must have at most %d components, nested ones included", maxComponents))
	}
}

// modalComponents checks the components of a modal.
func (c *checker) modalComponents(path string, components ModalComponents) {
	s := componentScope{modal: true, customIDs: map[string]bool{}, ids: map[int]bool{}}
	// Discord's documentation says 5, its OpenAPI document 40: what lies
	// between is Discord's to refuse.
	c.count(path, len(components), 1, maxComponents)
	for i, component := range components {
		s.check(c, c.index(path, i), component)
	}
}

// A componentScope is the message or the modal whose components are checked.
type componentScope struct {
	modal     bool // a modal, not a message
	v2        bool // the message has the flag IS_COMPONENTS_V2
	total     int
	customIDs map[string]bool // that have been seen
	ids       map[int]bool    // that have been seen
}

// check checks one component and what is in it.
func (s *componentScope) check(c *checker, path string, component Component) {
	c.within(path, func(c *checker) { s.component(c, component) })
}

func (s *componentScope) component(c *checker, component Component) {
	s.total++
	switch v := component.(type) {
	case nil:
		c.add("", "is required")
	case ActionRow:
		s.id(c, v.ID)
		s.row(c, v)
	case Section:
		s.id(c, v.ID)
		s.section(c, v)
	case Container:
		s.id(c, v.ID)
		s.container(c, v)
	case Label:
		s.id(c, v.ID)
		s.label(c, v)
	case Separator:
		s.id(c, v.ID)
		s.needV2(c)
		c.between("spacing", int(v.Spacing), 0, 2)
	case TextDisplay:
		s.id(c, v.ID)
		s.needV2(c)
		c.length("content", v.Content, 1, 4000)
	case Thumbnail:
		s.id(c, v.ID)
		s.media(c, "media", v.Media)
		s.alternative(c, v.Description)
	case MediaGallery:
		s.id(c, v.ID)
		s.gallery(c, v)
	case FileComponent:
		s.id(c, v.ID)
		s.needV2(c)
		s.media(c, "file", v.File)
	case UnknownComponent: // Discord's to judge
	default:
		s.input(c, component)
	}
}

// id checks a component's own number, which Discord makes up where it is
// zero.
func (s *componentScope) id(c *checker, id int) {
	switch {
	case id < 0:
		c.add("id", "must not be negative")
	case id > 0 && s.ids[id]:
		c.add("id", "must be unique")
	}
	s.ids[id] = true
}

func (s *componentScope) customID(c *checker, id string) {
	c.length("custom_id", id, 1, 100)
	if id != "" && s.customIDs[id] {
		c.add("custom_id", "must be unique")
	}
	s.customIDs[id] = true
}

// needV2 checks that a message may have other components than action rows.
func (s *componentScope) needV2(c *checker) {
	if !s.modal && !s.v2 {
		c.add("type", "needs the message flag IS_COMPONENTS_V2")
	}
}

func (s *componentScope) row(c *checker, row ActionRow) {
	selects := 0
	for i, component := range row.Components {
		s.check(c, c.index("components", i), component)
		switch component.(type) {
		case Button, UnknownComponent, nil:
		default:
			selects++
		}
	}
	switch {
	case selects > 0 && len(row.Components) > 1:
		c.add("components", "must be buttons, or a single select")
	default:
		c.count("components", len(row.Components), 1, 5)
	}
}

func (s *componentScope) section(c *checker, section Section) {
	s.needV2(c)
	c.count("components", len(section.Components), 1, 3)
	for i, component := range section.Components {
		s.check(c, c.index("components", i), component)
	}
	s.check(c, "accessory", section.Accessory)
}

func (s *componentScope) container(c *checker, container Container) {
	s.needV2(c)
	c.count("components", len(container.Components), 1, maxComponents)
	if container.AccentColor != nil && *container.AccentColor > 0xFFFFFF {
		c.add("accent_color", "must be at most 0xffffff")
	}
	for i, component := range container.Components {
		s.check(c, c.index("components", i), component)
	}
}

func (s *componentScope) label(c *checker, label Label) {
	c.length("label", label.Label, 1, 45)
	c.length("description", label.Description, 0, 100)
	s.check(c, "component", label.Component)
	if input, ok := label.Component.(TextInput); ok && input.Label != "" {
		c.add("component.label", "must not be set inside a label")
	}
}

func (s *componentScope) gallery(c *checker, gallery MediaGallery) {
	s.needV2(c)
	c.count("items", len(gallery.Items), 1, 10)
	for i, item := range gallery.Items {
		c.within(c.index("items", i), func(c *checker) {
			s.media(c, "media", item.Media)
			s.alternative(c, item.Description)
		})
	}
}

func (s *componentScope) media(c *checker, path string, media UnfurledMedia) {
	c.length(path+".url", media.URL, 1, 2048)
}

func (s *componentScope) alternative(c *checker, text *string) {
	if text != nil {
		c.length("description", *text, 1, 1024)
	}
}
