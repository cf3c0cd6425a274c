package emulator

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// A componentCheck walks the components of one message or modal: it finds what
// is wrong with them together and numbers those that have no number.
type componentCheck struct {
	modal bool

	refs      []mediaRef
	ids       map[int]bool
	customIDs map[string]bool
	count     int
	text      int // characters of all text displays
}

// A mediaRef is a place that shows one of the message's own files.
type mediaRef struct {
	media *media
	file  *fileComponent // nil: only the media
	name  string
	at    formPath
}

// Marks of Discord's for components.
const (
	codeDuplicateCustomID = "COMPONENT_CUSTOM_ID_DUPLICATED"
	codeDuplicateID       = "COMPONENT_ID_DUPLICATED"
	codeRowWidth          = "COMPONENT_LAYOUT_WIDTH_EXCEEDED"
	codeCustomIDRequired  = "COMPONENT_CUSTOM_ID_REQUIRED"
	codeButtonURL         = "BUTTON_COMPONENT_URL_REQUIRED"
	codeButtonExclusive   = "BUTTON_COMPONENT_FIELDS_MUTUALLY_EXCLUSIVE"
	codeButtonLabel       = "BUTTON_COMPONENT_LABEL_REQUIRED"
	codeButtonEmoji       = "BUTTON_COMPONENT_INVALID_EMOJI"
	codeOptionValue       = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"
	codeSelectRange       = "SELECT_COMPONENT_MAX_VALUES_OUT_OF_RANGE"
	codeTooMany           = "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"
	codeTooMuchText       = "COMPONENT_MAX_TEXT_LENGTH_EXCEEDED"
	codeUnknownAttachment = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
)

// maxText is how many characters the text displays of a message may have.
const maxText = 4000

// checkComponents checks components and gives each its number. v2 tells
// whether the message has the flag that allows more than rows of buttons.
func checkComponents(list []component, at formPath, v2 bool) *componentCheck {
	c := &componentCheck{ids: make(map[int]bool), customIDs: make(map[string]bool)}
	if !v2 {
		for i, top := range list {
			if !top.top().is(kindActionRow) {
				at.at(i).addf(codeUnionChoices, "Value of field \"type\" must be one of %s.", tuple([]int{kindActionRow}))
			}
		}
		at.length(len(list), 0, 5)
	}
	c.run(list, at)
	return c
}

// checkModal checks the components of a modal.
func checkModal(list []component, at formPath) {
	c := &componentCheck{modal: true, ids: make(map[int]bool), customIDs: make(map[string]bool)}
	c.run(list, at)
}

func (c *componentCheck) run(list []component, at formPath) {
	var all []component
	var visit func(component, formPath)
	visit = func(x component, at formPath) {
		if x == nil {
			return
		}
		all = append(all, x)
		c.one(x, at)
		x.each(at, visit)
	}
	componentList[topRole](list).each(at, visit)
	if c.count > maxComponents {
		at.addf(codeTooMany, "The total number of components cannot exceed %d", maxComponents)
	}
	if c.text > maxText {
		at.addf(codeTooMuchText, "The total displayable text of all components cannot exceed %d characters", maxText)
	}
	c.number(all)
}

func (c *componentCheck) one(x component, at formPath) {
	c.count++
	if id := x.top().ID; id != 0 {
		if c.ids[id] {
			at.at("id").add(codeDuplicateID, "Component id cannot be duplicated")
		}
		c.ids[id] = true
	}
	x.check(at, c)
}

// number gives the smallest free numbers to the components without one, in
// their order.
func (c *componentCheck) number(all []component) {
	next := 1
	for _, x := range all {
		head := x.top()
		if head.ID != 0 {
			continue
		}
		for c.ids[next] {
			next++
		}
		head.ID = next
		c.ids[next] = true
	}
}

func (c *componentCheck) customID(id string, at formPath) {
	if c.customIDs[id] {
		at.at("custom_id").add(codeDuplicateCustomID, "Component custom id cannot be duplicated")
	}
	c.customIDs[id] = true
}

// media notes a reference to a file, or checks the address.
func (c *componentCheck) media(m *media, at formPath, file *fileComponent) {
	if name, ok := strings.CutPrefix(m.URL, attachmentScheme); ok {
		c.refs = append(c.refs, mediaRef{media: m, file: file, name: name, at: at})
		return
	}
	if file != nil && m.AttachmentID == 0 {
		at.at("url").add("UNFURLED_MEDIA_ITEM_ATTACHMENT_REFERENCE_REQUIRED", "Only attachment references are allowed")
		return
	}
	checkURL(m.URL, at.at("url"))
	m.ID, m.ProxyURL = 1, m.URL
}

// attachmentScheme begins references to the files of the same message.
const attachmentScheme = "attachment://"

// checkURL wants an absolute web address.
func checkURL(s string, at formPath) {
	scheme, _, found := strings.Cut(s, ":")
	if found && !slices.Contains([]string{"http", "https"}, strings.ToLower(scheme)) {
		at.addf(codeURLScheme, "Scheme %q is not supported. Scheme must be one of ('http', 'https').", scheme)
		return
	}
	u, err := url.Parse(s)
	if err != nil || !found || u.Host == "" {
		at.add(codeURLInvalid, "Not a well formed URL.")
	}
}

// componentEmoji is an emoji on a button or an option.
type componentEmoji struct {
	ID       snowflake `json:"id,omitzero"`
	Name     string    `json:"name" rule:"len=0..32"`
	Animated bool      `json:"animated,omitzero"`
}

func (e *componentEmoji) check(at formPath) {
	if e != nil && e.ID == 0 && !isUnicodeEmoji(e.Name) {
		at.at("emoji", "name").add(codeButtonEmoji, "Invalid emoji")
	}
}

// isUnicodeEmoji reports whether s could be a standard emoji. It has no list of
// them: letters, digits and punctuation of plain text are none, except in
// keycaps.
func isUnicodeEmoji(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > 16 || !utf8.ValidString(s) {
		return false
	}
	symbol := false
	for _, r := range s {
		switch {
		case r >= 0x1F000, r >= 0x2190 && r <= 0x2BFF, r >= 0x3030 && r <= 0x3299, r == 0x20E3, r == 0xA9, r == 0xAE, r == 0x203C, r == 0x2049, r == 0x2122, r == 0x2139:
			symbol = true
		case r == 0xFE0F, r == 0xFE0E, r == 0x200D, r >= 0xE0020 && r <= 0xE007F, r == '#', r == '*', r >= '0' && r <= '9':
		default:
			return false
		}
	}
	return symbol
}
