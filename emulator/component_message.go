package emulator

import "slices"

// actionRow is a row of buttons, or of one select.
type actionRow struct {
	componentHead
	Components componentList[rowRole] `json:"components" rule:"required"`
}

func (r *actionRow) check(at formPath, c *componentCheck) {
	width := 0
	for i, x := range r.Components {
		switch {
		case x.top().is(kindTextInput) && !c.modal:
			at.at("components", i).addf(codeUnionChoices, "Value of field \"type\" must be one of %s.", tuple(messageRowKinds))
		case !x.top().is(kindTextInput) && c.modal:
			at.at("components", i).addf(codeUnionChoices, "Value of field \"type\" must be one of %s.", tuple([]int{kindTextInput}))
		case x.top().is(kindButton):
			width++
		default:
			width += 5
		}
		if width > 5 {
			at.at("components", i).add(codeRowWidth, "The specified component exceeds the maximum width")
		}
	}
}

var messageRowKinds = []int{kindButton, kindStringSelect, kindUserSelect, kindRoleSelect, kindMentionableSelect, kindChannelSelect}

func (r *actionRow) each(at formPath, visit func(component, formPath)) {
	r.Components.each(at.at("components"), visit)
}

// The styles of buttons that differ from the others.
const (
	buttonLink    = 5
	buttonPremium = 6
)

// button is something to click.
type button struct {
	componentHead
	Style    int             `json:"style" rule:"required,range=1..6"`
	CustomID *string         `json:"custom_id,omitempty" rule:"len=1..100"`
	Label    *string         `json:"label,omitempty" rule:"len=0..80"`
	Disabled bool            `json:"disabled,omitempty"`
	Emoji    *componentEmoji `json:"emoji,omitempty"`
	URL      *string         `json:"url,omitempty" rule:"len=0..512"`
	SKUID    snowflake       `json:"sku_id,omitzero"`
}

func (b *button) name() string { return deref(b.CustomID) }

func (b *button) check(at formPath, c *componentCheck) {
	b.Emoji.check(at)
	switch b.Style {
	case buttonLink:
		b.exclude(at, "custom_id", b.CustomID != nil)
		b.exclude(at, "sku_id", b.SKUID != 0)
		if deref(b.URL) == "" {
			at.at("url").add(codeButtonURL, "A url is required")
		} else {
			checkURL(*b.URL, at.at("url"))
		}
	case buttonPremium:
		b.exclude(at, "custom_id", b.CustomID != nil)
		b.exclude(at, "url", b.URL != nil)
		b.exclude(at, "label", b.Label != nil)
		b.exclude(at, "emoji", b.Emoji != nil)
		if b.SKUID == 0 {
			at.at("sku_id").required()
		}
		return
	default:
		b.exclude(at, "url", deref(b.URL) != "")
		b.exclude(at, "sku_id", b.SKUID != 0)
		if b.CustomID == nil {
			at.at("custom_id").add(codeCustomIDRequired, "A custom id is required")
		} else {
			c.customID(*b.CustomID, at)
		}
	}
	if deref(b.Label) == "" && b.Emoji == nil {
		at.at("label").add(codeButtonLabel, "A label or emoji is required")
	}
}

// exclude reports a field that a button of this style must not have.
func (b *button) exclude(at formPath, field string, there bool) {
	if there {
		at.at(field).addf(codeButtonExclusive, "A button of style %d cannot have a %s", b.Style, field)
	}
}

// selectHead are the fields that all selects have.
type selectHead struct {
	CustomID    string  `json:"custom_id" rule:"required,len=1..100"`
	Placeholder *string `json:"placeholder,omitempty" rule:"len=0..150"`
	MinValues   *int    `json:"min_values" rule:"range=0..25"`
	MaxValues   *int    `json:"max_values" rule:"range=1..25"`
	Disabled    bool    `json:"disabled,omitempty"`
	Required    *bool   `json:"required,omitempty"`
}

func (s *selectHead) name() string { return s.CustomID }

// values returns how many values may be chosen.
func (s *selectHead) values() (least, most int) { return *s.MinValues, *s.MaxValues }

func (s *selectHead) checkSelect(at formPath, c *componentCheck) {
	c.customID(s.CustomID, at)
	if s.MinValues == nil {
		s.MinValues = new(1)
		if s.Required != nil && !*s.Required {
			*s.MinValues = 0
		}
	}
	if s.MaxValues == nil {
		s.MaxValues = new(max(1, *s.MinValues))
	}
	if *s.MaxValues < *s.MinValues {
		at.at("max_values").addf(codeSelectRange, "The maximum number of values must be at least %d", *s.MinValues)
	}
	if c.modal && s.Disabled {
		at.at("disabled").add(codeChoices, "Components in modals cannot be disabled")
	}
	if !c.modal {
		s.Required = nil // has no meaning in messages
	}
}

// stringSelect is a select among texts.
type stringSelect struct {
	componentHead
	selectHead
	Options []selectOption `json:"options" rule:"required,len=1..25"`
}

func (s *stringSelect) check(at formPath, c *componentCheck) {
	s.checkSelect(at, c)
	if *s.MaxValues > len(s.Options) {
		at.at("max_values").addf(codeSelectRange, "The maximum number of values cannot exceed the number of options (%d)", len(s.Options))
	}
	checkOptions(s.Options, at, *s.MaxValues)
}

// selectOption is one text of a select, a radio group or a checkbox group.
type selectOption struct {
	Label       string          `json:"label" rule:"required,len=1..100"`
	Value       string          `json:"value" rule:"required,len=1..100"`
	Description *string         `json:"description,omitempty" rule:"len=0..100"`
	Emoji       *componentEmoji `json:"emoji,omitempty"`
	Default     bool            `json:"default,omitempty"`
}

func checkOptions(options []selectOption, at formPath, most int) {
	seen := make(map[string]bool)
	chosen := 0
	for i, o := range options {
		at := at.at("options", i)
		if seen[o.Value] {
			at.add(codeOptionValue, "The specified option value is already used")
		}
		seen[o.Value] = true
		o.Emoji.check(at)
		if o.Default {
			chosen++
		}
	}
	if chosen > most {
		at.at("options").addf(codeSelectRange, "At most %d options can be chosen by default", most)
	}
}

// entitySelect is a select among users, roles, both, or channels.
type entitySelect struct {
	componentHead
	selectHead
	DefaultValues []defaultValue `json:"default_values,omitempty" rule:"len=0..25"`
	ChannelTypes  []int          `json:"channel_types,omitempty"` // channel selects only
}

// defaultValue is what is chosen at first.
type defaultValue struct {
	ID   snowflake `json:"id" rule:"required"`
	Type string    `json:"type" rule:"required"`
}

func (s *entitySelect) check(at formPath, c *componentCheck) {
	s.checkSelect(at, c)
	allowed := map[int][]string{
		kindUserSelect:        {"user"},
		kindRoleSelect:        {"role"},
		kindMentionableSelect: {"user", "role"},
		kindChannelSelect:     {"channel"},
	}[s.Type]
	for i, v := range s.DefaultValues {
		if !slices.Contains(allowed, v.Type) {
			at.at("default_values", i, "type").addf(codeChoices, "Value must be one of %s.", wordSet(allowed))
		}
	}
	if n := len(s.DefaultValues); n > *s.MaxValues {
		at.at("default_values").length(n, 0, *s.MaxValues)
	}
	if s.Type != kindChannelSelect {
		s.ChannelTypes = nil
	}
}

// section is text with something beside it.
type section struct {
	componentHead
	Components componentList[sectionRole]    `json:"components" rule:"required"`
	Accessory  componentField[accessoryRole] `json:"accessory" rule:"required"`
}

func (s *section) each(at formPath, visit func(component, formPath)) {
	s.Components.each(at.at("components"), visit)
	visit(s.Accessory.component, at.at("accessory"))
}

// textDisplay is text.
type textDisplay struct {
	componentHead
	Content string `json:"content" rule:"required,len=1..4000"`
}

func (t *textDisplay) check(_ formPath, c *componentCheck) { c.text += len([]rune(t.Content)) }

// media is an image, a video or a file that a component shows.
type media struct {
	URL          string    `json:"url" rule:"required,len=0..2048"`
	ID           snowflake `json:"id"`
	ProxyURL     string    `json:"proxy_url"`
	Height       *int      `json:"height,omitempty"`
	Width        *int      `json:"width,omitempty"`
	ContentType  *string   `json:"content_type,omitempty"`
	AttachmentID snowflake `json:"attachment_id,omitzero"`
}

// thumbnail is a small image beside a section.
type thumbnail struct {
	componentHead
	Media       media   `json:"media" rule:"required"`
	Description *string `json:"description" rule:"len=1..1024"`
	Spoiler     bool    `json:"spoiler"`
}

func (t *thumbnail) check(at formPath, c *componentCheck) { c.media(&t.Media, at.at("media"), nil) }

// mediaGallery is a grid of images and videos.
type mediaGallery struct {
	componentHead
	Items []galleryItem `json:"items" rule:"required,len=1..10"`
}

// galleryItem is one of them.
type galleryItem struct {
	Media       media   `json:"media" rule:"required"`
	Description *string `json:"description" rule:"len=1..1024"`
	Spoiler     bool    `json:"spoiler"`
}

func (g *mediaGallery) check(at formPath, c *componentCheck) {
	for i := range g.Items {
		c.media(&g.Items[i].Media, at.at("items", i, "media"), nil)
	}
}

// fileComponent is a file of the message.
type fileComponent struct {
	componentHead
	File    media   `json:"file" rule:"required"`
	Name    *string `json:"name"`
	Size    *int    `json:"size"`
	Spoiler bool    `json:"spoiler"`
}

func (f *fileComponent) check(at formPath, c *componentCheck) { c.media(&f.File, at.at("file"), f) }

// separator is space between components.
type separator struct {
	componentHead
	Divider *bool `json:"divider"`
	Spacing *int  `json:"spacing" rule:"range=1..2"`
}

func (s *separator) check(formPath, *componentCheck) {
	if s.Divider == nil {
		s.Divider = new(true)
	}
	if s.Spacing == nil {
		s.Spacing = new(1)
	}
}

// container is a box of components.
type container struct {
	componentHead
	AccentColor *int                         `json:"accent_color" rule:"range=0..16777215"`
	Components  componentList[containerRole] `json:"components" rule:"required"`
	Spoiler     bool                         `json:"spoiler"`
}

func (b *container) each(at formPath, visit func(component, formPath)) {
	b.Components.each(at.at("components"), visit)
}
